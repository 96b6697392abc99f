"""What can be read off a thing beside its name: its relations, words, dates and codes, each under a short name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from graph.answer import Cell, Thing, Word
from graph.oxigraph import DefaultGraph, Literal, NamedNode, QuerySolutions, Store
from graph.questions.cells import Cells
from graph.questions.names import Names, fold
from graph.terms import PREFIXES, expand, prefix_lines

CODE = "code:"
_SCHEME = "link-scheme-"

_IDENTIFIER = NamedNode(expand("dct:identifier"))
_PROPERTIES = (
    prefix_lines()
    + """
SELECT ?property ?type ?scheme WHERE {
  { ?thing pcol:type ?any ; ?property ?value .
    FILTER (STRSTARTS(STR(?property), STR(pcol:)) && ?property != pcol:type) }
  UNION
  { ?thing dct:identifier ?value . BIND (dct:identifier AS ?property) BIND (DATATYPE(?value) AS ?scheme) }
  ?thing a ?type . FILTER (STRSTARTS(STR(?type), STR(pcol:)))
  FILTER (STRSTARTS(STR(?thing), STR(pid:)))
} GROUP BY ?property ?type ?scheme ORDER BY ?property ?scheme ?type"""
)


@dataclass(frozen=True)
class Property:
    """A property that some thing has under this lens, with its label and the classes of those that have it."""

    id: str
    label: str
    classes: frozenset[str]


class Properties:
    """The properties of a store, and their values."""

    def __init__(self, names: Names, language: str = "en") -> None:
        self.names = names
        self.cells = Cells(names, language)
        self.language = language
        self.all = self._read(names.store)

    def _read(self, store: Store) -> dict[str, Property]:
        solutions = store.query(_PROPERTIES)
        assert isinstance(solutions, QuerySolutions)
        labels: dict[str, str] = {}
        classes: dict[str, set[str]] = {}
        for solution in solutions:
            node, kind, scheme = (solution[index] for index in range(3))
            assert isinstance(node, NamedNode)
            assert isinstance(kind, NamedNode)
            named = scheme if isinstance(scheme, NamedNode) else node
            local = named.value.rsplit("/", 1)[-1].rsplit("#", 1)[-1]
            name = CODE + local.removeprefix(_SCHEME) if isinstance(scheme, NamedNode) else local
            labels.setdefault(name, self.names.label(named, self.language)[0])
            classes.setdefault(name, set()).add(kind.value.removeprefix(PREFIXES["pcol"]))
        return {name: Property(name, labels[name], frozenset(found)) for name, found in sorted(classes.items())}

    def values(self, thing: NamedNode, name: str) -> Sequence[Cell]:
        """Returns the values of a property of `thing` as cells, in order of their text; none if it is not stated."""
        if name.startswith(CODE):
            scheme = name.removeprefix(CODE)
            found = self.names.store.quads_for_pattern(thing, _IDENTIFIER, None, DefaultGraph())
            codes = (quad.object for quad in found if isinstance(quad.object, Literal))
            return sorted(code.value for code in codes if code.datatype.value.endswith(f"/{_SCHEME}{scheme}"))
        if name not in self.all:
            return []
        found = self.names.store.quads_for_pattern(thing, NamedNode(PREFIXES["pcol"] + name), None, DefaultGraph())
        return sorted((self.cells.cell(quad.object) for quad in found), key=str)

    def has(self, thing: NamedNode, name: str, wanted: str) -> bool:
        """Tells whether `wanted` is a value of a property of `thing`: its id, its word, or one of its names."""
        folded = fold(wanted)
        for cell in self.values(thing, name):
            if isinstance(cell, Thing):
                if wanted == cell.id or self.names.of_id(cell.id) in self.names.matches(wanted):
                    return True
            elif isinstance(cell, Word):
                if folded in (fold(cell.word), fold(cell.label)):
                    return True
            elif folded == fold(str(cell)):
                return True
        return False
