"""The ontology as a page: every class, relation and word of a list under an anchor of its own."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.responses import Response
from starlette.routing import BaseRoute

from graph.landscape import Landscape
from graph.oxigraph import Literal, NamedNode
from graph.terms import PREFIXES, expand, shorten
from graph.web import addresses
from graph.web.rendering import html
from graph.web.serving import Serving
from graph.web.visit import Visit, page

_KINDS = ("owl:Class", "owl:ObjectProperty", "owl:DatatypeProperty")


@dataclass(frozen=True)
class Term:
    """A term with what is said of it: labels by language, definition, and the terms that it hangs together with."""

    anchor: str
    labels: dict[str, str]
    status: str
    definition: str
    example: str
    above: tuple[str, ...]
    subjects: tuple[str, ...]
    objects: tuple[str, ...]
    claimable: bool


@dataclass(frozen=True)
class Scheme:
    """A list of words: its anchor and its words, each with labels and definition."""

    anchor: str
    label: str
    words: tuple[Term, ...]


def routes(serving: Serving) -> list[BaseRoute]:
    """Returns the route of the ontology."""
    return [page(serving, addresses.ONTOLOGY, ontology)]


def ontology(visit: Visit) -> Response:
    """Returns the page of all terms."""
    classes, relations, derived, schemes = visit.serving.current.once(
        visit.landscape, "ontology", lambda: _read(visit.landscape)
    )
    return html(visit, "ontology.html.j2", classes=classes, relations=relations, derived=derived, schemes=schemes)


def _read(landscape: Landscape) -> tuple[list[Term], list[Term], list[Term], list[Scheme]]:
    reader = _Terms(landscape)
    kinds = {kind: reader.of_kind(kind) for kind in _KINDS}
    relations = [*kinds["owl:ObjectProperty"], *kinds["owl:DatatypeProperty"]]
    relations.sort(key=lambda term: term.anchor.casefold())
    return (
        kinds["owl:Class"],
        [term for term in relations if term.claimable],
        [term for term in relations if not term.claimable and (term.subjects or term.definition)],
        reader.schemes(),
    )


class _Terms:
    def __init__(self, landscape: Landscape) -> None:
        self.store = landscape.store
        self.names = landscape.names
        self.language = landscape.language

    def of_kind(self, kind: str) -> list[Term]:
        quads = self.store.quads_for_pattern(None, NamedNode(expand("rdf:type")), NamedNode(expand(kind)), None)
        nodes = {quad.subject for quad in quads if isinstance(quad.subject, NamedNode)}
        ours = sorted((node for node in nodes if node.value.startswith(PREFIXES["pcol"])), key=lambda node: node.value)
        return [self.term(node) for node in ours]

    def schemes(self) -> list[Scheme]:
        members: dict[str, list[NamedNode]] = {}
        for quad in self.store.quads_for_pattern(None, NamedNode(expand("skos:inScheme")), None, None):
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode):
                members.setdefault(quad.object.value, []).append(quad.subject)
        return [
            Scheme(
                iri.removeprefix(PREFIXES["pcc"]),
                self.names.label(NamedNode(iri), self.language)[0],
                tuple(self.term(node) for node in sorted(set(nodes), key=lambda node: node.value)),
            )
            for iri, nodes in sorted(members.items())
        ]

    def term(self, node: NamedNode) -> Term:
        predicate = "rdfs:label" if node.value.startswith(PREFIXES["pcol"]) else "skos:prefLabel"
        return Term(
            anchor=shorten(node.value),
            labels={one.language or "en": one.value for one in self._literals(node, predicate)},
            status=self._text(node, "pcol:labelStatus"),
            definition=self._text(node, "skos:definition"),
            example=self._text(node, "skos:example"),
            above=self._terms(node, "rdfs:subClassOf") + self._terms(node, "rdfs:subPropertyOf"),
            subjects=self._terms(node, "schema:domainIncludes"),
            objects=self._terms(node, "schema:rangeIncludes"),
            claimable=self._text(node, "pcol:claimable") == "true",
        )

    def _literals(self, node: NamedNode, predicate: str) -> list[Literal]:
        quads = self.store.quads_for_pattern(node, NamedNode(expand(predicate)), None, None)
        found = {quad.object for quad in quads if isinstance(quad.object, Literal)}
        return sorted(found, key=lambda one: (one.language or "", one.value))

    def _text(self, node: NamedNode, predicate: str) -> str:
        found = {one.language or "": one.value for one in self._literals(node, predicate)}
        return found.get(self.language) or found.get("en") or next(iter(found.values()), "")

    def _terms(self, node: NamedNode, predicate: str) -> tuple[str, ...]:
        quads = self.store.quads_for_pattern(node, NamedNode(expand(predicate)), None, None)
        return tuple(sorted({shorten(quad.object.value) for quad in quads if isinstance(quad.object, NamedNode)}))
