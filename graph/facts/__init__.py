"""The tables of facts: declared, read strictly, complained about by file, line and column. Knows CSV, no RDF."""
