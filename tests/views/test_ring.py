"""Who-with-whom in its ring: no overlap, no box crossed where that can be helped, numbers with room of their own."""

from __future__ import annotations

import random
import time
from itertools import combinations
from math import hypot

import networkx as nx
import pytest

from graph.views.geometry import Placement
from graph.views.ring import along, place_ring


def partners(count: int, seed: int = 5) -> nx.MultiDiGraph:
    """Returns organisations that work with their neighbours, in regions."""
    chance = random.Random(seed)
    made = nx.MultiDiGraph(one_mode=True)
    for number in range(count):
        label = f"{chance.choice(['North', 'Great', 'Upper Severn and Wye'])} {number} Police"
        made.add_node(f"f{number:02}", label=label, kind="force", alone=number)
    for one, other in combinations(sorted(made), 2):
        near = abs(int(one[1:]) - int(other[1:])) <= 4
        if near or chance.random() < 0.02:
            made.add_edge(one, other, key=f"{one}--{other}", number=chance.randrange(1, 12) if near else 1)
    return made


@pytest.fixture(scope="module", params=[2, 3, 8, 25, 43])
def drawn(request: pytest.FixtureRequest) -> tuple[nx.MultiDiGraph, Placement]:
    made = partners(request.param)
    return made, place_ring(made)


def test_no_two_boxes_overlap_and_all_stand_inside(drawn: tuple[nx.MultiDiGraph, Placement]) -> None:
    made, placement = drawn
    assert set(placement.boxes) == set(made)
    for a, b in combinations(placement.boxes.values(), 2):
        assert a.right + 8 <= b.left or b.right + 8 <= a.left or a.bottom + 8 <= b.top or b.bottom + 8 <= a.top
    for box in placement.boxes.values():
        assert 0 < box.left < box.right < placement.width
        assert 0 < box.top < box.bottom < placement.height


def test_every_pair_is_drawn_once_and_runs_through_no_other_box(drawn: tuple[nx.MultiDiGraph, Placement]) -> None:
    made, placement = drawn
    wanted = sorted((one, other, key) for one, other, key in made.edges(keys=True))
    assert sorted((r.subject, r.object, r.claim) for r in placement.routes.values()) == wanted
    crossed = 0
    for route in placement.routes.values():
        for node, box in placement.boxes.items():
            if node not in (route.subject, route.object):
                spots = [along(route.points, step / 40) for step in range(41)]
                crossed += any(box.left < x < box.right and box.top < y < box.bottom for x, y in spots)
    assert crossed == 0


def test_numbers_have_room(drawn: tuple[nx.MultiDiGraph, Placement]) -> None:
    _, placement = drawn
    marks = [route.mark for route in placement.routes.values() if not route.quiet]
    assert all(hypot(a[0] - b[0], a[1] - b[1]) >= 20 for a, b in combinations(marks, 2))
    assert len(marks) >= 0.6 * len(placement.routes)
    for x, y in marks:
        assert not any(b.left < x < b.right and b.top < y < b.bottom for b in placement.boxes.values())


def test_neighbours_in_fact_are_neighbours_on_the_ring() -> None:
    placement = place_ring(partners(43))
    order = list(placement.boxes)
    steps = [abs(order.index(r.subject) - order.index(r.object)) for r in placement.routes.values()]
    assert sum(min(step, 43 - step) <= 6 for step in steps) >= 0.8 * len(steps)


def test_the_same_in_any_order_and_fast() -> None:
    made = partners(43)
    turned = nx.MultiDiGraph(one_mode=True)
    turned.add_nodes_from(reversed(list(made.nodes(data=True))))
    turned.add_edges_from(reversed(list(made.edges(keys=True, data=True))))
    begun = time.process_time()
    assert place_ring(made) == place_ring(turned)
    assert time.process_time() - begun < 6


@pytest.mark.parametrize("nodes", [0, 1])
def test_almost_nothing_can_be_drawn(nodes: int) -> None:
    placement = place_ring(partners(nodes))
    assert len(placement.boxes) == nodes
    assert placement.width > 0
