"""What is measured and how it is told: for each measure its columns, and a row for each thing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import networkx as nx

from graph.analysis import measures
from graph.analysis.meeting import Meetings, read_meetings
from graph.analysis.tiles import places
from graph.answer import Cell, Word
from graph.oxigraph import NamedNode, QuerySolutions
from graph.questions.cells import Cells
from graph.sparqltext import bind
from graph.terms import PREFIXES, local_id, prefix_lines
from graph.wording import say, say_count

if TYPE_CHECKING:
    from graph.landscape import Landscape

DIGITS = 4
_HOSTS = (
    prefix_lines()
    + """
SELECT DISTINCT ?hosted ?host ?national WHERE {
  ?hosted pcol:hostedBy ?host .
  BIND (EXISTS { ?hosted pcol:level pcc:level-national } AS ?national)
} ORDER BY ?host ?hosted"""
)
_REGIONS = (
    prefix_lines()
    + """
SELECT DISTINCT ?region ?member WHERE {
  ?region a pcol:ForceGrouping ; pcol:function $function ; pcol:hasMember ?member .
} ORDER BY ?member ?region"""
)
MAP = "map"
REGIONS = ("organised-crime", "counter-terrorism", MAP)
Rows = list[tuple[Cell, ...]]


@dataclass(frozen=True)
class Seen:
    """What a measure is taken of: the graph, who meets in what, the cells to name things with, the landscape."""

    landscape: Landscape
    found: Meetings
    graph: nx.Graph
    cells: Cells
    regions: str = REGIONS[0]

    def thing(self, name: str) -> Cell:
        """Returns the cell of an entity by its id."""
        return self.cells.cell(NamedNode(PREFIXES["pid"] + name))

    def ranked(self, *columns: dict[Any, Any], first: int = 0) -> Rows:
        """Returns a row per node: the thing and its numbers; the greatest in column `first` on top."""
        order = sorted(self.graph, key=lambda node: (-(columns[first][node] or 0), node))
        return [(self.thing(node), *(_round(column[node]) for column in columns)) for node in order]


@dataclass(frozen=True)
class Measure:
    """A measure: its columns, how its rows are made, and whether it needs a network at all."""

    columns: tuple[str, ...]
    rows: Callable[[Seen], tuple[Rows, list[str]]]
    network: bool = True


def hosts(seen: Seen, without_national: bool) -> Seen:
    """Returns what a measure without a network is taken of: hosts, each with what it hosts."""
    found = read_meetings(seen.landscape, _HOSTS, without_national=without_national)
    return replace(seen, found=found, graph=nx.Graph())


def _all(seen: Seen) -> tuple[Rows, list[str]]:
    found = measures.communities(seen.graph)
    group = {node: number for number, part in enumerate(found.groups, 1) for node in part}
    columns: list[dict[Any, Any]] = [
        measures.degree(seen.graph),
        measures.strength(seen.graph),
        measures.betweenness(seen.graph),
        measures.core(seen.graph),
        measures.constraint(seen.graph),
        group,
    ]
    return seen.ranked(*columns), []


def _degree(seen: Seen) -> tuple[Rows, list[str]]:
    found = measures.degree(seen.graph)
    share = {node: count / (len(found) - 1) if len(found) > 1 else None for node, count in found.items()}
    return seen.ranked(found, share), []


def _strength(seen: Seen) -> tuple[Rows, list[str]]:
    alone = {node: len(seen.found.members[node]) for node in seen.graph}
    return seen.ranked(measures.strength(seen.graph), alone), []


def _overlap(seen: Seen) -> tuple[Rows, list[str]]:
    rows: Rows = []
    for pair in measures.overlaps(seen.found.members):
        via = sorted(seen.found.members[pair.one] & seen.found.members[pair.other])
        things = tuple(seen.thing(one) for one in via)
        ends = (seen.thing(pair.one), seen.thing(pair.other))
        rows.append((*ends, pair.shared, _round(pair.jaccard), _round(pair.smaller), things))
    return rows, []


def _betweenness(seen: Seen) -> tuple[Rows, list[str]]:
    return seen.ranked(measures.betweenness(seen.graph)), []


def _brokerage(seen: Seen) -> tuple[Rows, list[str]]:
    group = regions(seen)
    found = measures.brokerage(seen.graph, {node: name for node, (name, _) in group.items()})
    rows: Rows = [
        (seen.thing(node), group[node][1], *roles.values(), sum(roles.values()))
        for node, roles in sorted(found.items(), key=lambda one: (-sum(one[1].values()), one[0]))
    ]
    without = len(seen.graph) - len(group)
    notes = [say(f"measure.regions-{'map' if seen.regions == MAP else 'groupings'}", function=seen.regions)]
    return rows, [*notes, say_count("measure.no-region", without)] if without else notes


def regions(seen: Seen) -> dict[str, tuple[str, Cell]]:
    """Returns the region of each node that is in just one: its id, and the cell that names it.

    Regions are those of `tiles.csv` if `seen.regions` is MAP, else the groupings of forces that have it as function.
    """
    if seen.regions == MAP:
        known = places(seen.landscape.inputs.ontology)
        placed = {one: known[one].region for one in seen.graph if one in known and known[one].region != "beside"}
        return {one: (region, Word(region, say(f"measure.region-{region}"))) for one, region in placed.items()}
    function = NamedNode(f"{PREFIXES['pcc']}function-{seen.regions}")
    solutions = seen.landscape.store.query(bind(_REGIONS, {"function": function}))
    assert isinstance(solutions, QuerySolutions)
    found: dict[str, list[str]] = {}
    for solution in solutions:
        found.setdefault(local_id(solution[1]), []).append(local_id(solution[0]))
    return {
        member: (names[0], seen.thing(names[0]))
        for member, names in found.items()
        if member in seen.graph and len(names) == 1
    }


def _core(seen: Seen) -> tuple[Rows, list[str]]:
    return seen.ranked(measures.core(seen.graph)), []


def _communities(seen: Seen) -> tuple[Rows, list[str]]:
    found = measures.communities(seen.graph)
    rows: Rows = [
        (number, seen.thing(node), len(part), _round(found.stability[node]))
        for number, part in enumerate(found.groups, 1)
        for node in part
    ]
    counts = ", ".join(say("measure.runs", runs=runs, groups=size) for size, runs in found.counts.items())
    modularity = _round(found.modularity)
    return rows, [say("measure.modularity", modularity=modularity, seeds=measures.SEEDS, counts=counts)]


def _holes(seen: Seen) -> tuple[Rows, list[str]]:
    size, near = measures.effective_size(seen.graph), measures.degree(seen.graph)
    efficiency = {node: None if (one := size[node]) is None else one / near[node] for node in near}
    held = measures.constraint(seen.graph)
    order = sorted(seen.graph, key=lambda node: (held[node] is None, held[node] or 0, node))
    return [
        (seen.thing(node), _round(held[node]), _round(size[node]), _round(efficiency[node]), near[node])
        for node in order
    ], []


def _hosting(seen: Seen) -> tuple[Rows, list[str]]:
    counts = {host: len(hosted) for host, hosted in seen.found.members.items()}
    total = sum(counts.values())
    rows: Rows = [
        (
            seen.thing(host),
            counts[host],
            _round(counts[host] / total),
            tuple(map(seen.thing, sorted(seen.found.members[host]))),
        )
        for host in sorted(counts, key=lambda host: (-counts[host], host))
    ]
    index = measures.concentration(counts)
    return rows, [say("measure.index", index=_round(index))] if index is not None else []


def _round(number: Any) -> Any:
    return round(number, DIGITS) if isinstance(number, float) else number


MEASURES: dict[str, Measure] = {
    "all": Measure(("thing", "degree", "strength", "betweenness", "core", "constraint", "community"), _all),
    "degree": Measure(("thing", "degree", "share"), _degree),
    "strength": Measure(("thing", "strength", "alone"), _strength),
    "overlap": Measure(("thing", "other", "shared", "jaccard", "smaller", "via"), _overlap),
    "betweenness": Measure(("thing", "betweenness"), _betweenness),
    "brokerage": Measure(("thing", "region", *measures.ROLES, "brokered"), _brokerage),
    "core": Measure(("thing", "core"), _core),
    "communities": Measure(("community", "thing", "size", "stability"), _communities),
    "holes": Measure(("thing", "constraint", "effective_size", "efficiency", "degree"), _holes),
    "hosting": Measure(("host", "hosted", "share", "via"), _hosting, network=False),
}
