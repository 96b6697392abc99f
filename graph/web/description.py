"""What the SPARQL endpoint says of itself (SPARQL 1.1 Service Description), from the store that it serves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from graph.engines.differences import Explorer
from graph.engines.published import Published, published
from graph.landscape import Landscape
from graph.oxigraph import DefaultGraph, Literal, NamedNode, RdfFormat, Store, Triple, serialize
from graph.terms import PREFIXES, local_id
from graph.web.lens import View
from graph.web.serving import Serving

_PREFIXES = {
    "sd": "http://www.w3.org/ns/sparql-service-description#",
    "void": "http://rdfs.org/ns/void#",
    "formats": "http://www.w3.org/ns/formats/",
    "rdf": PREFIXES["rdf"],
    "dct": PREFIXES["dct"],
}
_FORMATS = (
    *("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV"),
    *("Turtle", "N-Triples", "RDF_XML", "JSON-LD", "N3", "N-Quads", "TriG"),
)


def describe_service(serving: Serving, form: str, view: View | None = None) -> bytes:
    """Returns the description in an RDF form, by file ending, of a view, today's if None.

    With it stands what a published landscape tells (`graph.engines.published`), so that `--endpoint` may name a site.
    """
    landscape = serving.current.landscape(view)
    written = RdfFormat.from_extension(form) or RdfFormat.TURTLE

    def described() -> bytes:
        said = [*_triples(serving, landscape.store, landscape.snapshot.version), *_told(landscape).triples()]
        return serialize(said, format=written, prefixes=_PREFIXES) or b""

    return serving.current.once(landscape, ("service", form), described)


def _told(landscape: Landscape) -> Published:
    snapshot = landscape.snapshot
    if not snapshot.here:
        from graph.engines.endpoint import Endpoint

        there = landscape.store
        assert isinstance(there, Endpoint)
        return replace(there.published, engine=Explorer.before(there.engine))
    return published(landscape.store, 0, snapshot.manifest, landscape.view, Explorer.name)


def _triples(serving: Serving, store: Store, version: str) -> Iterator[Triple]:
    base = serving.settings.base
    service, dataset = NamedNode(f"{base}/sparql"), NamedNode(f"{base}/sparql#dataset")
    default = NamedNode(f"{base}/sparql#default-graph")
    a, count = _term("rdf", "type"), _term("void", "triples")
    yield Triple(service, a, _term("sd", "Service"))
    yield Triple(service, _term("sd", "endpoint"), service)
    yield Triple(service, _term("sd", "supportedLanguage"), _term("sd", "SPARQL11Query"))
    for name in _FORMATS:
        yield Triple(service, _term("sd", "resultFormat"), _term("formats", name))
    yield Triple(service, _term("sd", "defaultDataset"), dataset)
    yield Triple(dataset, a, _term("sd", "Dataset"))
    yield Triple(dataset, _term("dct", "hasVersion"), Literal(version))
    yield Triple(dataset, _term("sd", "defaultGraph"), default)
    yield Triple(default, a, _term("sd", "Graph"))
    yield Triple(default, count, Literal(_size(store, DefaultGraph())))
    for graph in sorted(store.named_graphs(), key=str):
        if isinstance(graph, NamedNode):
            short = local_id(graph)
            named, held = NamedNode(f"{base}/sparql#named-{short}"), NamedNode(f"{base}/sparql#graph-{short}")
            yield Triple(dataset, _term("sd", "namedGraph"), named)
            yield Triple(named, a, _term("sd", "NamedGraph"))
            yield Triple(named, _term("sd", "name"), graph)
            yield Triple(named, _term("sd", "graph"), held)
            yield Triple(held, a, _term("sd", "Graph"))
            yield Triple(held, count, Literal(_size(store, graph)))


def _size(store: Store, graph: NamedNode | DefaultGraph) -> int:
    return sum(1 for _ in store.quads_for_pattern(None, None, None, graph))


def _term(prefix: str, name: str) -> NamedNode:
    return NamedNode(_PREFIXES[prefix] + name)
