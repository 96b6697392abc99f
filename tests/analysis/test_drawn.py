"""What pictures read of a store is read once, and what one picture does with it harms no other."""

from __future__ import annotations

import networkx

from graph.analysis.drawn import drawn_of
from graph.analysis.edges import Edges
from graph.analysis.network import ego, network
from graph.landscape import Landscape


def told(made: networkx.MultiDiGraph) -> tuple[object, ...]:
    return dict(made.nodes(data=True)), sorted(made.edges(keys=True)), made.graph


def test_a_query_is_run_once_for_each_store(world: Landscape) -> None:
    one, other = Edges(world), Edges(world)
    assert one.query == other.query
    assert drawn_of(world.names).rows(one.query) is drawn_of(world.names).rows(other.query)
    assert drawn_of(world.as_of("2013-01-01").names) is not drawn_of(world.names)


def test_one_picture_takes_nothing_from_another(world: Landscape) -> None:
    before = told(ego(world, "jdu", every_time=True))
    network(world, without_national=True)
    changed = ego(world, "jdu", every_time=True)
    for _, _, data in changed.edges(data=True):
        data["evidence"].clear()
        data["relation"] = "nothing"
    assert told(ego(world, "jdu", every_time=True)) == before
    assert all(data["evidence"] for _, _, data in ego(world, "jdu").edges(data=True) if data["grade"] == "named")
