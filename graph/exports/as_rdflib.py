"""The landscape as a dataset of rdflib, for those whose own programs, reasoners or validators work with it."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from graph.exports.content import content_of
from graph.exports.description import NAMESPACES
from graph.exports.rdf import quads_of
from graph.oxigraph import BlankNode, DefaultGraph, Literal, NamedNode
from graph.terms import expand

if TYPE_CHECKING:
    import rdflib

    from graph.landscape import Landscape


def dataset(landscape: Landscape) -> rdflib.Dataset:
    """Returns every quad of the landscape under its lens: facts and claims as default graph, the others by name."""
    import rdflib

    string = expand("xsd:string")

    @cache
    def term(found: object) -> Any:
        if isinstance(found, NamedNode):
            return rdflib.URIRef(found.value)
        if isinstance(found, BlankNode):
            return rdflib.BNode(found.value)
        assert isinstance(found, Literal), found
        kind = found.datatype.value
        if found.language or kind == string:
            return rdflib.Literal(found.value, lang=found.language)
        return rdflib.Literal(found.value, datatype=rdflib.URIRef(kind), normalize=False)

    made = rdflib.Dataset()
    for prefix, iri in NAMESPACES.items():
        made.bind(prefix, iri, replace=True)
    graphs: dict[object, rdflib.Graph] = {DefaultGraph(): made.default_graph}
    for quad in quads_of(content_of(landscape)):
        into = graphs.get(quad.graph_name)
        if into is None:
            into = graphs[quad.graph_name] = made.graph(term(quad.graph_name))
        into.add((term(quad.subject), term(quad.predicate), term(quad.object)))
    return made
