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

__all__ = ["context_of", "expected", "read", "write"]

_TYPE = PREFIXES["rdf"] + "type"
_SAYING = (_TYPE, PREFIXES["schema"] + "rangeIncludes")
_DATATYPES = {"xsd:date", "xsd:integer", "xsd:decimal", "pcol:EdtfDate"}
# Named without a prefix, for they are in every object that people look at.
_SHORT = {"label": "skos:prefLabel", "note": "skos:note", "title": "dct:title", "source": "dct:source"}


def context_of(quads: Iterable[Quad]) -> dict[str, Any]:
    """Returns the context: prefixes, a name for each property of ours, and what the property leads to.

    The ontology among the quads says that: to things if it is an owl:ObjectProperty, to values of one datatype if
    that is its only range.
    """
    pcol = PREFIXES["pcol"]
    known: set[str] = set()
    said: dict[str, set[str]] = {}
    for quad in quads:
        known.add(quad.predicate.value)
        if quad.predicate.value in _SAYING and isinstance(quad.subject, NamedNode):
            said.setdefault(quad.subject.value, set()).add(quad.object.value)  # type: ignore[union-attr]
    terms: dict[str, Any] = dict(sorted(NAMESPACES.items()))
    terms |= {"id": "@id", "type": "@type", **_SHORT}
    for iri in sorted(known):
        name = iri.removeprefix(pcol)
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
    context = context_of(quads)
    names = _Names(context)
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
    return utf8(json.dumps({"@context": context, "@graph": nodes}, ensure_ascii=False, indent=1) + "\n")


def read(content: bytes) -> Graph:
    """Returns the quads that a reader of JSON-LD finds."""
    return frozenset(parse(content, format=RdfFormat.JSON_LD))


class _Names:
    """Addresses and values as the context lets them be written."""

    def __init__(self, context: dict[str, Any]) -> None:
        self.kinds = {name: term["@type"] for name, term in context.items() if isinstance(term, dict)}
        terms = {name: term["@id"] if isinstance(term, dict) else term for name, term in context.items()}
        self.terms = {_whole(term): name for name, term in terms.items() if term.partition(":")[0] in NAMESPACES}
        self.prefixes = sorted(NAMESPACES.items(), key=lambda pair: -len(pair[1]))

    def address(self, iri: str) -> str:
        for prefix, namespace in self.prefixes:
            local = iri.removeprefix(namespace)
            if local != iri and local and not local.startswith("//"):
                return f"{prefix}:{local}"
        return iri

    def entry(self, quad: Quad) -> tuple[str, Any]:
        """Returns the key and the value that a quad is written as."""
        if quad.predicate.value == _TYPE and isinstance(quad.object, NamedNode):
            return "type", self.address(quad.object.value)
        key = self.terms.get(quad.predicate.value) or self.address(quad.predicate.value)
        found = quad.object
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
