"""Table rows become quads; the rules of `ontology/rules` derive facts from accepted claims."""
