"""The one door to igraph: measures of graphs for which networkx takes hundreds of times as long. An extra (`large`).

Only measures that are defined to the last digit are asked of it, so that it makes no difference which of the two
is there but that of time; `tests/analysis/test_large.py` holds them against each other.
"""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import igraph
    import networkx as nx

# Below this, networkx is done before igraph would be loaded.
EDGES = 5_000


def worth_it(graph: nx.Graph) -> bool:
    """Tells whether a graph is so large that igraph pays, and igraph is there."""
    return graph.number_of_edges() >= EDGES and find_spec("igraph") is not None


def betweenness(plain: nx.Graph) -> dict[int, float]:
    """Returns what `networkx.betweenness_centrality` returns, of a graph whose nodes are 0, 1, 2 ..."""
    most = (len(plain) - 1) * (len(plain) - 2) / 2
    return {node: count / most for node, count in enumerate(_made(plain).betweenness())}


def constraint(plain: nx.Graph) -> dict[int, float]:
    """Returns what `networkx.constraint` returns, of nodes 0, 1, 2 ...; not a number where there are no edges."""
    return dict(enumerate(_made(plain).constraint()))


def _made(plain: nx.Graph) -> igraph.Graph:
    import igraph

    return igraph.Graph(n=len(plain), edges=[ends for ends in plain.edges() if ends[0] != ends[1]])
