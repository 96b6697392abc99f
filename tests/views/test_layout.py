"""Geometry: no overlap, no cut label, every line once, through no box, the same every time."""

from __future__ import annotations

import random
import time
from itertools import combinations

import networkx as nx
import pytest

from graph.views.geometry import Box, Placement, Point
from graph.views.layout import place
from graph.views.measure import plain, width
from graph.views.rows import FONT, SMALL
from graph.views.styles import KINDS
from graph.wording import say

from .sample import around, sample


def crowd(nodes: int, edges: int, seed: int = 7) -> nx.MultiDiGraph:
    """Returns a made-up network of all kinds, with parallel lines, loops and a lonely node."""
    chance = random.Random(seed)
    network = nx.MultiDiGraph(title="t")
    kinds = list(KINDS)
    for number in range(nodes):
        kind = chance.choice([*kinds, "arrangement", "arrangement", "service"])
        words = " ".join(chance.choice(["Joint", "Unit", "Regional", "Llywodraeth", "of", "Data"]) for _ in range(4))
        network.add_node(f"x{number}", label=words, kind=kind, governance=chance.choice(["named", "none-stated"]))
    for number in range(edges):
        a, b = (f"x{chance.randrange(nodes - 1)}" for _ in range(2))
        relation = chance.choice(["hasParticipant", "governedBy", "reportsTo", "hasPart", "serves"])
        network.add_edge(a, b, key=f"c{number}", relation=relation, grade=chance.choice(["stated", "inferred"]))
    return network


def boards(parts: int) -> nx.MultiDiGraph:
    """Returns boards that govern two arrangements each, those of one part joined to no other, and three loners."""
    network = nx.MultiDiGraph(title="t")
    for number in range(parts):
        network.add_node(f"b{number}", label=f"Joint Oversight Board of Region {number}", kind="board")
        for side in "xy":
            network.add_node(f"{side}{number}", label=f"Shared Service {side}{number}", kind="arrangement")
            network.add_edge(
                f"{side}{number}", f"b{number}", key=f"c{side}{number}", relation="governedBy", grade="stated"
            )
    for number in range(3):
        network.add_node(f"z{number}", label="Lonely Programme", kind="arrangement")
    return network


NETWORKS = {
    "boards": boards(14),
    "landscape": sample(),
    "ego": around(sample(), "jfu"),
    "ego of a force": around(sample(), "gwent-police"),
    "crowd": crowd(70, 150),
    "dense": crowd(30, 160, seed=3),
}


@pytest.fixture(params=sorted(NETWORKS))
def drawn(request: pytest.FixtureRequest) -> tuple[nx.MultiDiGraph, Placement]:
    network = NETWORKS[request.param]
    return network, place(network)


def test_no_two_boxes_overlap_and_all_stand_inside(drawn: tuple[nx.MultiDiGraph, Placement]) -> None:
    network, placement = drawn
    assert set(placement.boxes) == set(network.nodes)
    for a, b in combinations(placement.boxes.values(), 2):
        apart = a.right + 8 <= b.left or b.right + 8 <= a.left or a.bottom + 8 <= b.top or b.bottom + 8 <= a.top
        assert apart, (a.node, b.node)
    for box in placement.boxes.values():
        assert placement.gutter < box.left < box.right < placement.width
        assert 0 < box.top < box.bottom < placement.height


def test_no_label_is_cut(drawn: tuple[nx.MultiDiGraph, Placement]) -> None:
    network, placement = drawn
    for node, box in placement.boxes.items():
        data = network.nodes[node]
        assert "".join(box.lines).replace(" ", "") == plain(data["label"]).replace(" ", "")
        assert max(width(line, FONT, bool(data.get("focus"))) for line in box.lines) <= box.width - 12
        assert all(width(line, SMALL) <= box.width - 12 for line in box.mark)
        assert len(box.lines) * 14 + len(box.mark) * 13 <= box.height - 8


def test_every_relation_is_drawn_once_from_subject_to_object(drawn: tuple[nx.MultiDiGraph, Placement]) -> None:
    network, placement = drawn
    wanted = sorted((str(s), str(o), str(claim)) for s, o, claim in network.edges(keys=True))
    assert sorted((r.subject, r.object, r.claim) for r in placement.routes.values()) == wanted
    for route in placement.routes.values():
        assert on_border(placement.boxes[route.subject], route.points[0]), route
        assert on_border(placement.boxes[route.object], route.points[-1]), route
        for (ax, ay), (bx, by) in zip(route.points, route.points[1:], strict=False):
            assert ax == bx or ay == by, route


def test_no_line_runs_through_a_box(drawn: tuple[nx.MultiDiGraph, Placement]) -> None:
    _, placement = drawn
    assert list(crossings(placement)) == []


def test_lines_of_different_styles_do_not_lie_on_each_other() -> None:
    placement = place(sample())
    legs: dict[tuple[str, float], list[tuple[float, float, str, frozenset[str]]]] = {}
    for route in placement.routes.values():
        for (ax, ay), (bx, by) in zip(route.points, route.points[1:], strict=False):
            key = ("h", ay) if ay == by else ("v", ax)
            low, high = sorted((ax, bx) if ay == by else (ay, by))
            legs.setdefault(key, []).append((low, high, route.style, frozenset((route.subject, route.object))))
    for many in legs.values():
        for one, other in combinations(many, 2):
            if one[2] != other[2]:
                assert min(one[1], other[1]) - max(one[0], other[0]) <= 1, (one, other)


def test_arrows_and_relations_of_a_pair_stay_apart() -> None:
    network = nx.MultiDiGraph()
    network.add_node("a", label="A", kind="arrangement")
    network.add_node("f", label="F", kind="force")
    for claim, relation in (("1", "hasParticipant"), ("2", "hostedBy"), ("3", "serves")):
        network.add_edge("a", "f", key=claim, relation=relation)
    routes = place(network).routes.values()
    assert len({route.points[0] for route in routes}) == len({route.points[-1] for route in routes}) == 3


def test_layers_stand_in_order() -> None:
    placement = place(sample())
    y = {node: box.y for node, box in placement.boxes.items()}
    assert [band.name for band in placement.bands] == ["boards", "arrangements", "forces", "policing-bodies", "others"]
    assert y["all-wales-collaboration-board"] < y["governance-boards"] < y["jfu"] < y["gwent-police"]
    assert y["gwent-police"] < y["pcc-gwent"] < y["hmrc"]


def test_the_landscape_reads_on_one_screen() -> None:
    placement = place(sample())
    scale = min(1374 / placement.width, 1)
    assert FONT * scale >= 11
    assert placement.height * scale <= 740


def test_the_mark_stands_only_where_no_board_is_stated() -> None:
    network = sample()
    marked = {node for node, box in place(network).boxes.items() if box.mark}
    assert marked == {node for node, data in network.nodes(data=True) if data.get("governance") == "none-stated"}
    nx.set_node_attributes(network, {"gwent-police": "none-stated", "jfu": "class-level"}, "governance")
    assert {node for node, box in place(network).boxes.items() if box.mark} == marked
    assert " ".join(place(network).boxes["srs"].mark) == say("views.mark.no_board")


def test_order_of_nodes_and_edges_does_not_matter() -> None:
    network = sample()
    shuffled = nx.MultiDiGraph()
    nodes, edges = list(network.nodes(data=True)), list(network.edges(keys=True, data=True))
    random.Random(1).shuffle(nodes)
    random.Random(2).shuffle(edges)
    shuffled.add_nodes_from(nodes)
    shuffled.add_edges_from(edges)
    assert place(shuffled) == place(network)


@pytest.mark.parametrize("nodes", [0, 1])
def test_almost_nothing_can_be_drawn(nodes: int) -> None:
    placement = place(crowd(nodes, 0))
    assert len(placement.boxes) == nodes
    assert placement.width > 0


def test_a_loop_and_a_circle_of_boards_are_drawn() -> None:
    network = nx.MultiDiGraph()
    for node in "abc":
        network.add_node(node, label=node, kind="board")
    for claim, (lower, upper) in enumerate(["ab", "bc", "ca", "aa"]):
        network.add_edge(lower, upper, key=str(claim), relation="reportsTo")
    placement = place(network)
    assert len(placement.routes) == 4
    assert list(crossings(placement)) == []


def test_three_hundred_nodes_take_under_a_second() -> None:
    network = crowd(300, 700)
    start = time.process_time()
    placement = place(network)
    assert time.process_time() - start < 1
    assert list(crossings(placement)) == []


def on_border(box: Box, point: Point) -> bool:
    return box.left <= point[0] <= box.right and (abs(point[1] - box.top) < 0.2 or abs(point[1] - box.bottom) < 0.2)


def crossings(placement: Placement) -> list[tuple[str, str]]:
    """Returns (edge, node) for every leg that enters the inside of any box."""
    found = []
    for route in placement.routes.values():
        for (ax, ay), (bx, by) in zip(route.points, route.points[1:], strict=False):
            for box in placement.boxes.values():
                beside = max(ax, bx) <= box.left + 0.3 or min(ax, bx) >= box.right - 0.3
                beyond = max(ay, by) <= box.top + 0.3 or min(ay, by) >= box.bottom - 0.3
                if not beside and not beyond:
                    found.append((route.edge, box.node))
    return found


def test_what_no_line_joins_stands_apart_and_its_lines_are_short() -> None:
    placement = place(boards(14))
    rows = {name: {box.row for node, box in placement.boxes.items() if node[0] in name} for name in ("b", "xy", "z")}
    assert [band.name for band in placement.bands] == ["boards", "arrangements"] * 2 + ["arrangements"]
    assert rows == {"b": {0, 2}, "xy": {1, 3}, "z": {4}}
    for route in placement.routes.values():
        assert placement.boxes[route.subject].row == placement.boxes[route.object].row + 1


def test_a_few_boards_have_one_shelf() -> None:
    bands = [band.name for band in place(boards(3)).bands]
    assert bands == ["boards", "arrangements"]
