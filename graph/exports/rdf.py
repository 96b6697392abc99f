"""RDF: Turtle of the facts, TriG and N-Quads of every graph, and RDF 1.2, where each claim reifies its triple."""

from __future__ import annotations

from collections.abc import Iterable

from graph.exports.content import Content, order
from graph.exports.description import NAMESPACES, catalogued, described
from graph.oxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Triple, parse, serialize
from graph.progress import heeding
from graph.terms import PREFIXES, expand

Graph = frozenset[Quad]
_SHARED = {name: iri for name, iri in NAMESPACES.items() if name not in ("graph",)}


def quads_of(content: Content) -> list[Quad]:
    """Returns what the lens's store holds, and what the export says of itself, in order."""
    return sorted(heeding({*heeding(content.quads), *described(content)}), key=order)


def facts_of(content: Content) -> list[Quad]:
    """Returns the default graph: ontology, claims with their evidence, and what the lens takes as fact."""
    return [quad for quad in quads_of(content) if isinstance(quad.graph_name, DefaultGraph)]


def reified(content: Content) -> list[Quad]:
    """Returns every quad, and for each claim that it reifies, without asserting, the triple that it claims."""
    quads = quads_of(content)
    parts: dict[str, dict[str, Quad]] = {}
    wanted = {PREFIXES["pcol"] + name: name for name in ("subject", "relation", "object", "value")}
    for quad in quads:
        if quad.predicate.value in wanted:
            parts.setdefault(str(quad.subject), {})[wanted[quad.predicate.value]] = quad
    reifies = NamedNode(expand("rdf:reifies"))
    for found in parts.values():
        ends = found.get("object") or found.get("value")
        if ends and {"subject", "relation"} <= set(found):
            # Of a claim, subject and relation are always addresses: the tables allow nothing else.
            triple = Triple(found["subject"].object, found["relation"].object, ends.object)  # type: ignore[arg-type]
            quads.append(Quad(ends.subject, reifies, triple, DefaultGraph()))
    return sorted(quads, key=order)


def turtle(quads: Iterable[Quad]) -> bytes:
    """Returns triples as Turtle, their graph left out."""
    triples = [Triple(quad.subject, quad.predicate, quad.object) for quad in quads]
    return _in_order(serialize(triples, format=RdfFormat.TURTLE, prefixes=_SHARED) or b"")


def trig(quads: Iterable[Quad]) -> bytes:
    """Returns quads as TriG."""
    return _in_order(serialize(quads, format=RdfFormat.TRIG, prefixes=NAMESPACES) or b"")


def _in_order(content: bytes) -> bytes:
    """The engine declares its prefixes in an order of its own, another in each run."""
    lines = content.split(b"\n")
    declared = next((place for place, line in enumerate(lines) if not line.startswith(b"@prefix")), len(lines))
    return b"\n".join([*sorted(lines[:declared]), *lines[declared:]])


def nquads(quads: Iterable[Quad]) -> bytes:
    """Returns quads as N-Quads, in the order given."""
    return serialize(quads, format=RdfFormat.N_QUADS) or b""


def read_turtle(content: bytes) -> Graph:
    """Returns the quads that a reader of Turtle finds."""
    return frozenset(heeding(parse(content, format=RdfFormat.TURTLE)))


def read_trig(content: bytes) -> Graph:
    """Returns the quads that a reader of TriG finds."""
    return frozenset(heeding(parse(content, format=RdfFormat.TRIG)))


def read_nquads(content: bytes) -> Graph:
    """Returns the quads that a reader of N-Quads finds."""
    return frozenset(heeding(parse(content, format=RdfFormat.N_QUADS)))


def write_turtle(content: Content) -> bytes:
    """Returns the facts as Turtle."""
    return turtle(facts_of(content))


def write_trig(content: Content) -> bytes:
    """Returns every graph as TriG."""
    return trig(quads_of(content))


def write_nquads(content: Content) -> bytes:
    """Returns every graph as N-Quads, sorted."""
    return nquads(quads_of(content))


def write_reified(content: Content) -> bytes:
    """Returns every graph as TriG of RDF 1.2, each claim the reifier of its triple."""
    return trig(reified(content))


def write_description(content: Content) -> bytes:
    """Returns the description of the data set, without the data, as Turtle."""
    return turtle(catalogued(content))


def expected_facts(content: Content) -> Graph:
    """Returns what a reader of the facts has to find."""
    return frozenset(facts_of(content))


def expected(content: Content) -> Graph:
    """Returns what a reader of every graph has to find."""
    return frozenset(quads_of(content))


def expected_reified(content: Content) -> Graph:
    """Returns what a reader of RDF 1.2 has to find."""
    return frozenset(reified(content))


def expected_description(content: Content) -> Graph:
    """Returns what a reader of the description has to find."""
    return frozenset(catalogued(content))
