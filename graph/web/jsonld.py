"""Triples as JSON-LD objects with short names, their context in the file: nothing has to be fetched to read it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from graph.oxigraph import Literal, NamedNode, Store, Triple
from graph.terms import PREFIXES

_TYPE = PREFIXES["rdf"] + "type"
_SHORT = {"label": "skos:prefLabel", "note": "skos:note", "title": "dct:title", "source": "dct:source"}


def context(store: Store) -> dict[str, Any]:
    """Returns the whole context: prefixes, and a name for each property of ours, with what it leads to.

    A property that the ontology calls an owl:ObjectProperty leads to things.
    """
    pcol = PREFIXES["pcol"]
    terms: dict[str, Any] = {**dict(sorted(PREFIXES.items())), "id": "@id", "type": "@type", **_SHORT}
    for kind, leads in (("ObjectProperty", True), ("DatatypeProperty", False)):
        told = store.quads_for_pattern(None, NamedNode(_TYPE), NamedNode(PREFIXES["owl"] + kind), None)
        for iri in sorted(quad.subject.value for quad in told if isinstance(quad.subject, NamedNode)):
            name = iri.removeprefix(pcol)
            if name != iri and name not in terms:
                terms[name] = {"@id": f"pcol:{name}", "@type": "@id"} if leads else f"pcol:{name}"
    return terms


def document(triples: Iterable[Triple], terms: Mapping[str, Any]) -> bytes:
    """Returns triples without blank nodes as JSON-LD, an object for each subject, with what it needs of `terms`."""
    writer = _Writer(terms)
    nodes: dict[str, dict[str, Any]] = {}
    for triple in triples:
        assert isinstance(triple.subject, NamedNode)
        subject = writer.short(triple.subject.value)
        node = nodes.setdefault(subject, {"id": subject})
        key, value = writer.entry(triple)
        node.setdefault(key, []).append(value)
    single = [{key: one[0] if len(one) == 1 else one for key, one in node.items()} for node in nodes.values()]
    needed = {name: term for name, term in terms.items() if name in writer.used or name in ("id", "type")}
    return (json.dumps({"@context": needed, "@graph": single}, ensure_ascii=False, indent=1) + "\n").encode()


class _Writer:
    """Addresses and values as the context lets them be written; `used` are the names that were needed."""

    def __init__(self, terms: Mapping[str, Any]) -> None:
        self.used: set[str] = set()
        self.things = {name for name, term in terms.items() if isinstance(term, dict)}
        self.names: dict[str, tuple[str, str]] = {}
        for name, term in terms.items():
            prefix, _, local = (term["@id"] if isinstance(term, dict) else term).partition(":")
            if prefix in PREFIXES and name not in PREFIXES:
                self.names[PREFIXES[prefix] + local] = name, prefix
        self.prefixes = sorted(PREFIXES.items(), key=lambda pair: -len(pair[1]))

    def short(self, iri: str) -> str:
        for prefix, namespace in self.prefixes:
            local = iri.removeprefix(namespace)
            if local != iri and local and not local.startswith("//"):
                self.used.add(prefix)
                return f"{prefix}:{local}"
        return iri

    def entry(self, triple: Triple) -> tuple[str, Any]:
        """Returns the key and the value that a triple is written as."""
        predicate, found = triple.predicate.value, triple.object
        if predicate == _TYPE and isinstance(found, NamedNode):
            return "type", self.short(found.value)
        key, prefix = self.names.get(predicate) or (self.short(predicate), "")
        self.used |= {key, prefix}
        if isinstance(found, NamedNode):
            return key, self.short(found.value) if key in self.things else {"id": self.short(found.value)}
        assert isinstance(found, Literal)
        if found.language:
            return key, {"@value": found.value, "@language": found.language}
        if found.datatype.value == PREFIXES["xsd"] + "string" and key not in self.things:
            return key, found.value
        return key, {"@value": found.value, "type": self.short(found.datatype.value)}
