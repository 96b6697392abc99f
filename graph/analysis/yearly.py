"""A measure through the years, each value a range: what is certainly so, and what may be."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

import networkx as nx

from graph.analysis import measures
from graph.analysis.meeting import Part, Projection, dated_parts, joined

if TYPE_CHECKING:
    from graph.landscape import Landscape

# Adding an edge, or weight to one, never lowers these; so the two networks bound them.
BOUNDED: dict[str, Callable[[nx.Graph], dict[Any, int]]] = {
    "degree": measures.degree,
    "strength": measures.strength,
    "core": measures.core,
}


def yearly(
    landscape: Landscape, name: str, of: Projection, years: tuple[int, int], *, without_national: bool = False
) -> dict[int, dict[str, tuple[int, int]]]:
    """Returns, for each year as at 31 December, the least and greatest value of a measure of BOUNDED by node.

    The least is that of the network of what is certainly in force then, the greatest of what may be: a claim whose
    beginning or end is not known may be in force at any time that its known bounds allow.
    """
    parts = dated_parts(landscape, of, without_national=without_national)
    take = BOUNDED[name]
    found = {}
    for year in range(years[0], years[1] + 1):
        day = date(year, 12, 31)
        low, high = take(_network(parts, day, ("certain",))), take(_network(parts, day, ("certain", "possible")))
        found[year] = {node: (low.get(node, 0), value) for node, value in high.items()}
    return found


def _network(parts: list[Part], day: date, wanted: tuple[str, ...]) -> nx.Graph:
    members: dict[str, set[str]] = defaultdict(set)
    for part in parts:
        if part.on(day) in wanted:
            members[part.member].add(part.meeting)
    return joined({member: frozenset(members[member]) for member in sorted(members)})
