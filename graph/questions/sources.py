"""Which sources an answer rests on: those it names, and those behind the claims that it names or joins."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import permutations

from graph.answer import Answer, Cell, Thing
from graph.oxigraph import QuerySolutions, Store
from graph.terms import PREFIXES, prefix_lines

_BEHIND = (
    prefix_lines()
    + """
SELECT ?claim ?subject ?object ?source ?title ?date ?url WHERE {
  ?evidence pcol:supports ?claim ; pcol:inSource ?source .
  ?claim a pcol:Claim ; pcol:subject ?subject .
  OPTIONAL { ?claim pcol:object ?object }
  OPTIONAL { ?source skos:prefLabel ?title }
  OPTIONAL { ?source pcol:documentDate ?date }
  OPTIONAL { ?source foaf:page ?url }
} ORDER BY ?claim ?source"""
)
_MOST_IN_A_ROW = 12


@dataclass(frozen=True)
class Source:
    """A source document: its id, title, date as written and address, "" where not stated."""

    id: str
    title: str
    date: str = ""
    url: str = ""


class Sources:
    """The sources behind the claims of a store, read once."""

    def __init__(self, store: Store) -> None:
        self._known: dict[str, Source] = {}
        self._behind: dict[str, set[str]] = {}
        self._joining: dict[tuple[str, str], set[str]] = {}
        solutions = store.query(_BEHIND)
        assert isinstance(solutions, QuerySolutions)
        for solution in solutions:
            values = [getattr(solution[index], "value", "") for index in range(7)]
            claim, subject, ended, source = (_local(value) for value in values[:4])
            self._known[source] = Source(source, values[4] or source, values[5], values[6])
            self._behind.setdefault(claim, set()).add(source)
            if ended:
                self._joining.setdefault((subject, ended), set()).add(source)

    def of(self, answer: Answer) -> list[Source]:
        """Returns the sources of an answer, in order of id.

        They are the sources in its cells, those of the claims in its cells, and, of the things in one row, those
        that say of two of them that they have to do with each other. None may be found: then the answer says
        nothing that a passage could be shown for, or does not select what would lead to one.
        """
        found: set[str] = set()
        for row in answer.rows:
            named = list(dict.fromkeys(thing.id for cell in row for thing in _things(cell)))
            for name in named:
                found |= {name} & self._known.keys()
                found |= self._behind.get(name, set())
            for pair in permutations(named[:_MOST_IN_A_ROW], 2):
                found |= self._joining.get(pair, set())
        return [self._known[name] for name in sorted(found)]


def _things(cell: Cell) -> Iterator[Thing]:
    if isinstance(cell, Thing):
        yield cell
    elif isinstance(cell, tuple):
        for one in cell:
            yield from _things(one)


def _local(address: str) -> str:
    return address.rsplit("/", 1)[-1] if address.startswith(PREFIXES["pid"].removesuffix("id/")) else ""
