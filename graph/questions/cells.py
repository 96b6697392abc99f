"""Terms of the graph become cells of an answer: things with labels, controlled words, numbers, text."""

from __future__ import annotations

from collections.abc import Iterable

from graph.answer import Cell, Thing, Word
from graph.oxigraph import Literal, NamedNode
from graph.questions.names import Names
from graph.terms import PREFIXES, local_id, shorten

_THINGS = ("pid", "doc", "claim", "matter", "milestone", "event", "dis", "ev")
_REMEMBERED = 100_000
_SAID = tuple(NamedNode(PREFIXES["pcol"] + name) for name in ("subject", "relation", "object", "value"))
_NUMBERS = {PREFIXES["xsd"] + name for name in ("integer", "decimal", "double", "float", "int", "long")}


class Cells:
    """Renders terms, remembering each label looked up."""

    def __init__(self, names: Names, language: str) -> None:
        self.names = names
        self.language = language
        self._made: dict[str, Cell] = {}

    def expect(self, terms: Iterable[object]) -> None:
        """Lets a store that is far away fetch at once what `cell` will look up of each."""
        fetch = getattr(self.names.store, "expect", None)
        if fetch is not None:
            fetch(terms)

    def cell(self, term: object) -> Cell:
        """Returns the cell of a term; None stays None."""
        if isinstance(term, NamedNode):
            if (made := self._made.get(name := term.value)) is None:
                if len(self._made) >= _REMEMBERED:
                    self._made = {}
                made = self._made[name] = self._named(term)
            return made
        if isinstance(term, Literal):
            return _literal(term)
        return None if term is None else str(term)

    def listed(self, term: object) -> Cell:
        """Returns the cells of the IRIs that a text holds, sorted by IRI, as a tuple; None stays None."""
        if term is None:
            return None
        text = term.value if isinstance(term, Literal) else ""
        return tuple([self.cell(NamedNode(one)) for one in sorted(text.split())])

    def _named(self, node: NamedNode) -> Cell:
        for prefix in _THINGS:
            namespace = PREFIXES[prefix]
            if node.value.startswith(namespace):
                name = node.value[len(namespace) :]
                if prefix == "claim":
                    return Thing(name, *self._claim(node))
                return Thing(name, *self.names.label(node, self.language))
        if node.value.startswith(PREFIXES["pcc"]):
            return Word(self._notation(node), self.names.label(node, self.language)[0])
        if node.value.startswith(PREFIXES["pcol"]):
            return Word(node.value[len(PREFIXES["pcol"]) :], self.names.label(node, self.language)[0])
        short = shorten(node.value)
        return Word(short, self.names.label(node, self.language)[0]) if short != node.value else node.value

    def _notation(self, node: NamedNode) -> str:
        for quad in self.names.store.quads_for_pattern(node, NamedNode(PREFIXES["skos"] + "notation"), None, None):
            if isinstance(quad.object, Literal):
                return quad.object.value
        return node.value[len(PREFIXES["pcc"]) :]

    def _claim(self, node: NamedNode) -> tuple[str, str]:
        """A claim's label is its sentence: subject, relation, object."""
        parts: list[str] = []
        for property_of_claim in _SAID:
            if len(parts) == 3:  # what has an object has no value
                break
            for quad in self.names.store.quads_for_pattern(node, property_of_claim, None, None):
                if isinstance(quad.object, NamedNode):
                    cell = self.cell(quad.object)  # remembered, as its label alone is not
                    if isinstance(cell, Thing | Word):
                        parts.append(cell.label)
                    else:
                        parts.append(self.names.label(quad.object, self.language)[0])
                elif isinstance(quad.object, Literal):
                    parts.append(quad.object.value)
        return " · ".join(parts) or local_id(node), self.language


def _literal(literal: Literal) -> Cell:
    kind = literal.datatype.value
    if kind in _NUMBERS:
        return _number(literal.value)
    if kind == PREFIXES["xsd"] + "boolean":
        return literal.value in ("true", "1")
    return literal.value


def _number(text: str) -> Cell:
    """A number as Python can hold it exactly; any other numeral stays the text that it is."""
    if len(text) < 30 and text.isascii() and text.isdigit():
        return int(text)
    from decimal import Decimal, InvalidOperation

    try:
        exact = Decimal(text)
    except InvalidOperation:
        return text
    if not exact.is_finite():
        return text
    if exact == exact.to_integral_value() and abs(exact) < 10**30:
        return int(exact)
    return float(exact) if Decimal(repr(float(exact))) == exact else text
