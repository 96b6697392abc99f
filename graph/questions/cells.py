"""Terms of the graph become cells of an answer: things with labels, controlled words, numbers, text."""

from __future__ import annotations

from collections.abc import Iterable

from graph.answer import Cell, Thing, Word
from graph.oxigraph import Literal, NamedNode
from graph.questions.names import Names
from graph.terms import PREFIXES, local_id, shorten

_THINGS = ("pid", "doc", "claim", "matter", "milestone", "event", "dis", "ev")
_REMEMBERED = 100_000
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

    def cell(self, term: object, *, several: bool = False) -> Cell:
        """Returns the cell of a term; `several` splits a text of IRIs into a tuple of cells; None stays None."""
        if term is None:
            return None
        if several:
            text = term.value if isinstance(term, Literal) else ""
            return tuple(self.cell(NamedNode(one)) for one in sorted(text.split()))
        if isinstance(term, NamedNode):
            if (name := term.value) not in self._made:
                if len(self._made) >= _REMEMBERED:
                    self._made = {}
                self._made[name] = self._named(term)
            return self._made[name]
        if isinstance(term, Literal):
            return _literal(term)
        return str(term)

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
        parts = []
        for name in ("subject", "relation", "object", "value"):
            for quad in self.names.store.quads_for_pattern(node, NamedNode(PREFIXES["pcol"] + name), None, None):
                if isinstance(quad.object, NamedNode):
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
