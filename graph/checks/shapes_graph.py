"""The triples of a shapes file as a map that remembers what was looked at, and its property paths."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from graph.oxigraph import BlankNode, Literal, NamedNode, Triple
from graph.terms import expand, shorten

SH = "http://www.w3.org/ns/shacl#"

Node = NamedNode | BlankNode | Literal | Triple

_STEPS = {
    SH + "inversePath": ("^({0})", "^{0}"),
    SH + "zeroOrMorePath": ("({0})*", "{0}*"),
    SH + "oneOrMorePath": ("({0})+", "{0}+"),
    SH + "zeroOrOnePath": ("({0})?", "{0}?"),
}


@dataclass(frozen=True)
class PropertyPath:
    """A property path (SHACL 2.3.1): as SPARQL writes it, and as people read it."""

    sparql: str
    text: str


class ShapesGraph:
    """What a file of shapes says."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        self._of: dict[Node, dict[str, list[Node]]] = {}
        self._reached: set[Node] = set()
        for triple in triples:
            self._of.setdefault(triple.subject, {}).setdefault(triple.predicate.value, []).append(triple.object)

    def __contains__(self, node: Node) -> bool:
        return node in self._of

    def has(self, node: Node, predicate: str) -> bool:
        """Tells whether something is said of a node by a predicate, without looking at it."""
        return predicate in self._of.get(node, {})

    def subjects(self) -> list[Node]:
        """Returns the nodes that the file says something of, in its order."""
        return list(self._of)

    def unreached(self) -> list[Node]:
        """Returns the subjects that nobody has looked at so far."""
        return [node for node in self._of if node not in self._reached]

    def said(self, node: Node) -> dict[str, list[Node]]:
        """Returns what is said of a node: the values by the IRI of their predicate."""
        self._reached.add(node)
        return self._of.get(node, {})

    def members(self, node: Node) -> list[Node]:
        """Returns the members of a list; none if the node is no list, each once if the list is a circle."""
        found: list[Node] = []
        seen: set[Node] = set()
        while node in self._of and node not in seen:
            seen.add(node)
            said = self.said(node)
            found += said.get(expand("rdf:first"), [])[:1]
            node = said.get(expand("rdf:rest"), [node])[0]
        return found

    def path(self, node: Node) -> PropertyPath:
        """Returns the path that a node stands for; ValueError if it is none that SHACL Core has."""
        if isinstance(node, NamedNode):
            return PropertyPath(str(node), shorten(node.value))
        said = self.said(node)
        if expand("rdf:first") in said:
            return self._joined(self.members(node), "/")
        if SH + "alternativePath" in said:
            return self._joined(self.members(said[SH + "alternativePath"][0]), "|")
        for step, (sparql, text) in _STEPS.items():
            if step in said:
                inner = self.path(said[step][0])
                told = f"({inner.text})" if inner.sparql.startswith("(") else inner.text
                return PropertyPath(sparql.format(inner.sparql), text.format(told))
        raise ValueError(str(node))

    def _joined(self, nodes: list[Node], mark: str) -> PropertyPath:
        parts = [self.path(node) for node in nodes]
        return PropertyPath(f"({mark.join(part.sparql for part in parts)})", mark.join(part.text for part in parts))
