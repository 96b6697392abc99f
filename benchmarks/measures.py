"""Measures of a network of many edges: ours, with igraph where it pays, beside the same from networkx alone.

    python benchmarks/measures.py [EDGES] [BESIDE]

Processor seconds. Both are asked up to BESIDE edges (2,000 if not given), since networkx alone takes hours of more;
what they give is compared. Then ours alone at EDGES (100,000).
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import networkx as nx

sys.path.insert(0, str(Path(__file__).parents[1]))

from graph.analysis import large, measures

ALONE: dict[str, tuple[Callable[[Any], Any], Callable[[Any], Any]]] = {
    "betweenness": (measures.betweenness, nx.betweenness_centrality),
    "constraint": (measures.constraint, nx.constraint),
    "effective size": (measures.effective_size, nx.effective_size),
    "core": (measures.core, nx.core_number),
}


def network(edges: int) -> nx.Graph:
    """Returns a random graph of so many edges and a fifth as many nodes, each edge of weight 1."""
    made = nx.gnm_random_graph(edges // 5, edges, seed=11)
    nx.set_edge_attributes(made, 1, "weight")
    return made


def seconds(work: Callable[[Any], Any], graph: nx.Graph) -> tuple[float, Any]:
    began = time.process_time()
    found = work(graph)
    return time.process_time() - began, found


def main() -> None:
    edges, beside = [*(int(word.replace("_", "")) for word in sys.argv[1:]), 100_000, 2_000][:2]
    large.EDGES = min(large.EDGES, beside)
    large.betweenness(network(100))  # loads igraph, if it is there
    for name, (ours, theirs) in ALONE.items():
        graph = network(beside)
        (spent, found), (alone, wanted) = seconds(ours, graph), seconds(theirs, graph)
        same = all(
            abs((found[node] or 0.0) - (wanted[node] if wanted[node] == wanted[node] else 0.0)) < 1e-9 for node in graph
        )
        sys.stdout.write(f"{name:15} {beside:>8,} edges {spent:9.3f} s {spent / alone:8.4f}x  same: {same}\n")
        spent, _ = seconds(ours, network(edges))
        sys.stdout.write(f"{name:15} {edges:>8,} edges {spent:9.3f} s\n")


if __name__ == "__main__":
    main()
