"""JSON-LD with our context in the file: objects with short names, no address to be fetched."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from graph.exports.characters import utf8
from graph.exports.content import Content
from graph.exports.description import NAMESPACES
from graph.exports.rdf import Graph, expected, quads_of
from graph.oxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, parse
from graph.terms import PREFIXES

__all__ = ["SAYING", "context", "context_of", "document", "expected", "read", "write"]

_TYPE = PREFIXES["rdf"] + "type"
SAYING = (_TYPE, PREFIXES["schema"] + "rangeIncludes")
_DATATYPES = {"xsd:date", "xsd:integer", "xsd:decimal", "pcol:EdtfDate"}
# Named without a prefix, for they are in every object that people look at.
_SHORT = {"label": "skos:prefLabel", "note": "skos:note", "title": "dct:title", "source": "dct:source"}


def context_of(quads: Iterable[Quad]) -> dict[str, Any]:
    """Returns the context of a file: a name for each property of ours that stands in it. More as `context`."""
    known: set[str] = set()
    said: list[Quad] = []
    for quad in quads:
        known.add(quad.predicate.value)
        if quad.predicate.value in SAYING:
            said.append(quad)
    return context(known, said)


def context(properties: Iterable[str], saying: Iterable[Quad]) -> dict[str, Any]:
    """Returns a context: prefixes, a name for each property of ours, and what the property leads to.

    The ontology says that, in `saying`, by the predicates in SAYING: to things if it is an owl:ObjectProperty, to
    values of one datatype if that is its only range.
    """
    said: dict[str, set[str]] = {}
    for quad in saying:
        if isinstance(quad.subject, NamedNode):
            said.setdefault(quad.subject.value, set()).add(quad.object.value)  # type: ignore[union-attr]
    terms: dict[str, Any] = dict(sorted(NAMESPACES.items()))
    terms |= {"id": "@id", "type": "@type", **_SHORT}
    for iri in sorted(properties):
        name = iri.removeprefix(PREFIXES["pcol"])
        if name != iri and name not in terms:
            kind = _kind(said.get(iri, set()))
            terms[name] = {"@id": f"pcol:{name}", "@type": kind} if kind else f"pcol:{name}"
    return terms


def _kind(said: set[str]) -> str:
    """Returns what the context says of a property's values: "@id", a datatype, or "" for nothing."""
    if PREFIXES["owl"] + "ObjectProperty" in said:
        return "@id"
    ranges = {f"{prefix}:{iri.removeprefix(PREFIXES[prefix])}" for iri in said for prefix in ("xsd", "pcol")
              if iri.startswith(PREFIXES[prefix])}  # fmt: skip
    return ranges.pop() if len(ranges) == 1 and ranges <= _DATATYPES else ""


def write(content: Content) -> bytes:
    """Returns every graph as JSON-LD: an object for each thing, those of a named graph below its name."""
    quads = quads_of(content)
    terms = context_of(quads)
    return _written(terms, _nodes(quads, _Names(terms)))


def document(quads: Iterable[Quad], terms: dict[str, Any]) -> bytes:
    """Returns quads without blank nodes as JSON-LD, in the order given, with what they need of the context `terms`."""
    names = _Names(terms)
    nodes = _nodes(quads, names)
    return _written({name: term for name, term in terms.items() if name in names.used}, nodes)


def _nodes(quads: Iterable[Quad], names: _Names) -> list[dict[str, Any]]:
    graphs: dict[str, dict[str, dict[str, Any]]] = {"": {}}
    for quad in quads:
        graph = "" if isinstance(quad.graph_name, DefaultGraph) else names.address(quad.graph_name.value)
        subject = names.address(quad.subject.value)  # type: ignore[union-attr]
        node = graphs.setdefault(graph, {}).setdefault(subject, {"id": subject})
        key, value = names.entry(quad)
        node.setdefault(key, []).append(value)
    default = graphs.pop("")
    nodes = list(map(_single, default.values()))
    nodes += ({"id": graph, "@graph": list(map(_single, held.values()))} for graph, held in graphs.items())
    return nodes


def _written(terms: dict[str, Any], nodes: list[dict[str, Any]]) -> bytes:
    return utf8(json.dumps({"@context": terms, "@graph": nodes}, ensure_ascii=False, indent=1) + "\n")


def read(content: bytes) -> Graph:
    """Returns the quads that a reader of JSON-LD finds."""
    return frozenset(parse(content, format=RdfFormat.JSON_LD))


class _Names:
    """Addresses and values as the context lets them be written; `used` are the names that were needed."""

    def __init__(self, context: dict[str, Any]) -> None:
        self.used = {"id", "type"}
        self.kinds = {name: term["@type"] for name, term in context.items() if isinstance(term, dict)}
        terms = {name: term["@id"] if isinstance(term, dict) else term for name, term in context.items()}
        self.terms = {_whole(term): name for name, term in terms.items() if term.partition(":")[0] in NAMESPACES}
        self.prefixes = sorted(NAMESPACES.items(), key=lambda pair: -len(pair[1]))

    def address(self, iri: str) -> str:
        for prefix, namespace in self.prefixes:
            local = iri.removeprefix(namespace)
            if local != iri and local and not local.startswith("//"):
                self.used.add(prefix)
                return f"{prefix}:{local}"
        return iri

    def entry(self, quad: Quad) -> tuple[str, Any]:
        """Returns the key and the value that a quad is written as."""
        if quad.predicate.value == _TYPE and isinstance(quad.object, NamedNode):
            return "type", self.address(quad.object.value)
        # Both, since a name that is used needs the prefix that it is explained by.
        key, found = self.address(quad.predicate.value), quad.object
        key = self.terms.get(quad.predicate.value) or key
        self.used.add(key)
        kind = self.kinds.get(key, "")
        if isinstance(found, NamedNode):
            return key, self.address(found.value) if kind == "@id" else {"id": self.address(found.value)}
        assert isinstance(found, Literal)
        if found.language:
            return key, {"@value": found.value, "@language": found.language}
        datatype = self.address(found.datatype.value)
        if datatype == (kind or "xsd:string"):
            return key, found.value
        return key, {"@value": found.value, "type": datatype}


def _whole(prefixed: str) -> str:
    prefix, _, local = prefixed.partition(":")
    return NAMESPACES[prefix] + local


def _single(node: dict[str, Any]) -> dict[str, Any]:
    """Lists of one stand without brackets."""
    return {key: value[0] if isinstance(value, list) and len(value) == 1 else value for key, value in node.items()}
