"""What igraph gives for a large graph is what networkx gives, and without igraph networkx gives it."""

from __future__ import annotations

import networkx as nx
import pytest

from graph.analysis import large, measures


def made(edges: int) -> nx.Graph:
    """A graph of several parts, with nodes that have no edge and others that have many."""
    graph = nx.Graph()
    graph.add_nodes_from(f"x{number:04}" for number in range(edges // 4))
    graph.add_edges_from(
        (f"x{a:04}", f"x{b:04}", {"weight": 1 + a % 3})
        for a, b in nx.gnm_random_graph(edges // 5, edges, seed=7).edges()
    )
    return graph


@pytest.fixture
def small() -> nx.Graph:
    return made(400)


@pytest.mark.parametrize("measure", [measures.betweenness, measures.constraint])
def test_both_give_the_same(small: nx.Graph, measure: object, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("igraph")
    assert callable(measure)
    by_networkx = measure(small)
    monkeypatch.setattr(large, "EDGES", 1)
    assert large.worth_it(small)
    by_igraph = measure(small)
    assert list(by_igraph) == list(by_networkx) == sorted(small)
    assert by_igraph == pytest.approx(by_networkx, abs=1e-12)
    assert None in by_networkx.values() or measure is measures.betweenness


def test_effective_size_is_that_of_networkx(small: nx.Graph) -> None:
    wanted = {node: None if size != size else size for node, size in nx.effective_size(small).items()}
    assert measures.effective_size(small) == pytest.approx(wanted, abs=1e-12)


def test_without_igraph_networkx_does_it(small: nx.Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(large, "EDGES", 1)
    monkeypatch.setattr(large, "find_spec", lambda name: None)
    assert not large.worth_it(small)
    assert set(measures.betweenness(small)) == set(small)


def test_a_small_graph_loads_nothing_more() -> None:
    assert not large.worth_it(made(60))
