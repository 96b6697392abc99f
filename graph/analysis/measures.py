"""Measures of a weighted network, each by its name in the literature; pure functions of a graph, the same each time.

Every one takes an undirected graph whose nodes sort and whose edges have `weight`, and returns a number per node
or per pair. Where the order of work could change a result (communities, sums of fractions), nodes are numbered in
sorted order first, so that neither the order of insertion nor Python's hashing of text can.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from math import isnan
from typing import Any

import networkx as nx

from graph.analysis import large

SEEDS = 50
ROLES = ("coordinator", "gatekeeper", "itinerant", "liaison")


def degree(graph: nx.Graph) -> dict[Any, int]:
    """Returns with how many others each node has an edge."""
    return {node: int(graph.degree(node)) for node in sorted(graph)}


def strength(graph: nx.Graph) -> dict[Any, int]:
    """Returns the sum of the weights of each node's edges (Barrat et al. 2004, PNAS 101(11))."""
    return {node: int(graph.degree(node, weight="weight")) for node in sorted(graph)}


def betweenness(graph: nx.Graph) -> dict[Any, float]:
    """Returns the share of shortest paths between others that lead through a node (Freeman 1977, Sociometry 40(1)).

    Every edge counts as one step; 1 would be a node through which all lead.
    """
    plain, nodes = _numbered(graph)
    found = large.betweenness(plain) if large.worth_it(plain) else nx.betweenness_centrality(plain)
    return {node: float(found[number]) for number, node in enumerate(nodes)}


def core(graph: nx.Graph) -> dict[Any, int]:
    """Returns the largest k such that a node is in a group of which each has k edges inside (Seidman 1983)."""
    found = nx.core_number(graph)
    return {node: int(found[node]) for node in sorted(graph)}


def constraint(graph: nx.Graph) -> dict[Any, float | None]:
    """Returns Burt's constraint (1992, Structural Holes), of unweighted ties; None for a node without edges."""
    plain, nodes = _numbered(graph)
    found = large.constraint(plain) if large.worth_it(plain) else nx.constraint(plain, nodes=list(plain))
    return _numbers(found, nodes)


def effective_size(graph: nx.Graph) -> dict[Any, float | None]:
    """Returns Burt's effective size by Borgatti's formula (1997, Connections 20(1)); None for a node without edges.

    That is a node's degree less twice the ties among its neighbours by its degree; such a tie closes a triangle.
    """
    plain, nodes = _numbered(graph)
    ties, near = nx.triangles(plain), dict(plain.degree())
    return {node: near[at] - 2 * ties[at] / near[at] if near[at] else None for at, node in enumerate(nodes)}


@dataclass(frozen=True)
class Overlap:
    """Two nodes: in how many things they meet, and that as a share of all that either, or the smaller, is in."""

    one: Any
    other: Any
    shared: int
    jaccard: float
    smaller: float


def overlaps(memberships: Mapping[Any, frozenset[str]]) -> list[Overlap]:
    """Returns each pair that meets in something, the most shared first (Jaccard 1901; Szymkiewicz-Simpson)."""
    found = []
    for one, other in combinations(sorted(memberships), 2):
        shared = memberships[one] & memberships[other]
        if shared:
            either = len(memberships[one] | memberships[other])
            least = min(len(memberships[one]), len(memberships[other]))
            found.append(Overlap(one, other, len(shared), len(shared) / either, len(shared) / least))
    return sorted(found, key=lambda pair: (-pair.shared, -pair.jaccard, pair.one, pair.other))


def brokerage(graph: nx.Graph, group: Mapping[Any, str]) -> dict[Any, dict[str, int]]:
    """Returns in how many open triples each node stands between two that have no edge, by role.

    Roles of Gould and Fernandez (1989, Sociological Methodology 19) in an undirected graph, a pair counted once:
    coordinator (all three of one group), gatekeeper (the broker's own group and another; one with representative, as
    direction is not known), itinerant (two of one group, the broker of another), liaison (three groups). Only nodes
    of `group` are counted.
    """
    found: dict[Any, dict[str, int]] = {}
    for node in sorted(graph):
        if node not in group:
            continue
        roles = dict.fromkeys(ROLES, 0)
        near = sorted(one for one in graph[node] if one in group and one != node)
        for one, other in combinations(near, 2):
            if not graph.has_edge(one, other):
                roles[_role(group[one], group[node], group[other])] += 1
        found[node] = roles
    return found


def _role(one: str, broker: str, other: str) -> str:
    if one == other:
        return "coordinator" if one == broker else "itinerant"
    return "gatekeeper" if broker in (one, other) else "liaison"


@dataclass(frozen=True)
class Communities:
    """The best of many partitions: its groups, largest first, its modularity, and how stable each node's place is.

    `stability` is, for a node, the share of runs in which it is with each other member of its group, averaged;
    1 if it is alone. `counts` says how many runs gave how many groups.
    """

    groups: tuple[tuple[Any, ...], ...]
    modularity: float
    stability: dict[Any, float]
    counts: dict[int, int]


def communities(graph: nx.Graph, seeds: int = SEEDS) -> Communities:
    """Returns communities by Louvain (Blondel et al. 2008, J. Stat. Mech. P10008), run with each of `seeds` seeds.

    Of the runs, the partition of highest modularity counts (Newman and Girvan 2004), the first of several.
    """
    plain, nodes = _numbered(graph)
    if not plain.size():
        groups = tuple((node,) for node in nodes)
        return Communities(groups, 0.0, dict.fromkeys(nodes, 1.0), {len(nodes): seeds})
    runs = [
        sorted(sorted(part) for part in nx.community.louvain_communities(plain, weight="weight", seed=seed))
        for seed in range(seeds)
    ]
    scores = [round(nx.community.modularity(plain, run, weight="weight"), 12) for run in runs]
    best = runs[scores.index(max(scores))]
    places = [{one: place for place, part in enumerate(run) for one in part} for run in runs]
    stability = {}
    for part in best:
        for one in part:
            others = [other for other in part if other != one]
            together = [sum(place[one] == place[other] for place in places) / seeds for other in others]
            stability[nodes[one]] = sum(together) / len(together) if together else 1.0
    sizes = [len(run) for run in runs]
    groups = tuple(tuple(nodes[one] for one in part) for part in sorted(best, key=lambda part: (-len(part), part)))
    return Communities(groups, max(scores), stability, {size: sizes.count(size) for size in sorted(set(sizes))})


def concentration(counts: Mapping[Any, int]) -> float | None:
    """Returns the Herfindahl-Hirschman index, the sum of squared shares: 1 if all is with one; None of nothing."""
    total = sum(counts.values())
    return sum((count / total) ** 2 for _, count in sorted(counts.items())) if total else None


def _numbered(graph: nx.Graph) -> tuple[nx.Graph, list[Any]]:
    """Returns the same graph with nodes 0, 1, 2 ... in sorted order, and the nodes in that order."""
    nodes = sorted(graph)
    at = {node: number for number, node in enumerate(nodes)}
    made = nx.Graph()
    made.add_nodes_from(range(len(nodes)))
    edges = sorted((*sorted((at[a], at[b])), data.get("weight", 1)) for a, b, data in graph.edges(data=True))
    made.add_weighted_edges_from(edges)
    return made, nodes


def _numbers(found: Mapping[int, float], nodes: list[Any]) -> dict[Any, float | None]:
    return {node: None if isnan(found[number]) else float(found[number]) for number, node in enumerate(nodes)}
