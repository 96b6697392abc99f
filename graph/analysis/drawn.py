"""What pictures read of a store: each query run once for as long as the store stays open, whoever draws from it."""

from __future__ import annotations

from typing import Any
from weakref import WeakKeyDictionary

from graph.oxigraph import NamedNode, QuerySolutions
from graph.questions.names import Names

Rows = list[dict[str, Any]]


class Drawn:
    """The rows of queries on one store, and the kinds of its things. Nobody may change what is given out."""

    def __init__(self, names: Names) -> None:
        self.store = names.store
        self.kinds: dict[NamedNode, tuple[str, str] | None] = {}
        self._rows: dict[str, Rows] = {}

    def rows(self, query: str) -> Rows:
        """Returns the rows of a SELECT: terms by the name of their column, None where there is none."""
        if query not in self._rows:
            solutions = self.store.query(query)
            assert isinstance(solutions, QuerySolutions)
            names = [variable.value for variable in solutions.variables]
            self._rows[query] = [{name: solution[index] for index, name in enumerate(names)} for solution in solutions]
        return self._rows[query]


# By the names, which are read once for each store that is open; a store itself cannot be referred to weakly.
_OF: WeakKeyDictionary[Names, Drawn] = WeakKeyDictionary()


def drawn_of(names: Names) -> Drawn:
    """Returns what is read of the store of `names`."""
    return _OF.setdefault(names, Drawn(names))
