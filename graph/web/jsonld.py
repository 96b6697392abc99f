"""The JSON-LD context that the site gives out, whatever stands in a file: a name for each property of the ontology."""

from __future__ import annotations

from typing import Any

from graph.exports import jsonld
from graph.oxigraph import NamedNode, Store
from graph.terms import PREFIXES

_PROPERTIES = ("ObjectProperty", "DatatypeProperty")


def context(store: Store) -> dict[str, Any]:
    """Returns the whole context; files hold what they need of it (`graph.exports.jsonld`)."""
    rdf_type = NamedNode(PREFIXES["rdf"] + "type")
    declared = [
        quad.subject.value
        for kind in _PROPERTIES
        for quad in store.quads_for_pattern(None, rdf_type, NamedNode(PREFIXES["owl"] + kind), None)
        if isinstance(quad.subject, NamedNode)
    ]
    saying = [
        quad
        for one in declared
        for said in jsonld.SAYING
        for quad in store.quads_for_pattern(NamedNode(one), NamedNode(said), None, None)
    ]
    return jsonld.context(declared, saying)
