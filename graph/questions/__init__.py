"""The library of questions: files of plain SPARQL whose headers say what they ask, in two languages."""
