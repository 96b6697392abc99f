"""What is drawn when all there is would be too much: regions, the strongest ties, boards that govern; and it is said."""

from __future__ import annotations

from datetime import date

import networkx
import pytest

from graph import pictures
from graph.analysis import governance as governing
from graph.analysis import projection, timeline
from graph.analysis.edges import BOUNDS
from graph.analysis.governance import governance
from graph.analysis.matrix import Matrix, matrix
from graph.analysis.network import ego, network
from graph.analysis.projection import who_with_whom
from graph.analysis.regions import between_regions
from graph.analysis.statements import FEW_SOURCES, cited, in_force
from graph.analysis.tiles import places
from graph.landscape import Landscape


def test_regions_count_what_their_forces_share(shipped: Landscape) -> None:
    made = between_regions(shipped)
    table = matrix(shipped, without_national=True)
    assert isinstance(table, Matrix)
    region = {one: place.region for one, place in places(shipped.inputs.ontology).items()}
    shared: dict[tuple[str, str], set[str]] = {}
    for (one, other), cell in table.cells.items():
        if one in region and other in region and region[one] < region[other]:
            shared.setdefault((region[one], region[other]), set()).update(cell.shared)
    told = {tuple(sorted(edge[:2])): edge[2] for edge in made.edges(data="number")}
    assert told == {pair: len(found) for pair, found in shared.items() if found}
    for _, _, data in made.edges(data=True):
        assert len([tie for tie in data["ties"] if tie["fact"]]) == data["number"]
        for tie in data["ties"]:
            assert len({claim["party"] for claim in tie["claims"]}) == 2
            assert all(claim["evidence"] for claim in tie["claims"])
    assert "--everything" in made.graph["notes"][0]
    assert "wales" in made
    assert "Gwent Police" in made.nodes["wales"]["note"]


def test_a_network_too_large_is_drawn_by_region_unless_all_is_asked_for(
    shipped: Landscape, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "MOST_DRAWN", 10)
    assert "Which regions work with which" in shipped.draw("network").html
    assert "Who works with whom, and who governs what" in shipped.draw("network", everything=True).html


def test_the_strongest_ties_are_kept_and_the_rest_counted(world: Landscape, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = who_with_whom(world)
    numbers = sorted((number for *_, number in whole.edges(data="number")), reverse=True)
    monkeypatch.setattr(projection, "MOST_DRAWN", 3)
    monkeypatch.setattr(projection, "MOST_LINES", 3)
    made = who_with_whom(world, limited=True)
    kept = [number for *_, number in made.edges(data="number")]
    assert kept
    assert min(kept) >= numbers[2]
    assert f"Of {len(numbers)} pairs" in made.graph["notes"][0]
    assert not list(networkx.isolates(made))
    around = who_with_whom(world, "northshire-police", limited=True)
    assert around.number_of_edges() > len(kept)  # one asked for by name is whole


def test_boxes_without_a_line_are_left_out_of_a_large_overview(
    shipped: Landscape, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = governance(shipped)
    monkeypatch.setattr(governing, "MOST_DRAWN", 10)
    made = governance(shipped, limited=True)
    assert not list(networkx.isolates(made))
    assert made.number_of_edges() == whole.number_of_edges()
    bare = [whole.nodes[node] for node in networkx.isolates(whole)]
    none = sum(data.get("governance") == "none-stated" for data in bare)
    assert f"{none} arrangements and services" in made.graph["notes"][0]
    assert made.graph["answer"] == whole.graph["answer"]
    assert len(governance(shipped, limited=False)) == len(whole)


def test_a_board_without_a_line_stands_apart_and_several_boards_are_counted(shipped: Landscape) -> None:
    whole = governance(shipped)
    idle = {node for node, data in whole.nodes(data=True) if data.get("idle")}
    assert idle
    assert all(not whole.degree(node) for node in idle)
    one = governance(shipped, "jfu")
    above = {board for _, board, data in one.out_edges("jfu", data=True) if data["shown"]}
    assert one.nodes["jfu"]["parents"] == len(above) > 1


def test_of_a_force_what_is_its_own_comes_before_groups_and_national_schemes(shipped: Landscape) -> None:
    made = ego(shipped, "gwent-police", most=12)
    assert len(made) == 12
    kinds = {node: (data["kind"], data["level"]) for node, data in made.nodes(data=True)}
    own = [node for node in kinds if kinds[node][0] == "arrangement" and kinds[node][1] != "national"]
    assert len(own) >= 8
    assert any("more within two steps" in note for note in made.graph["notes"])
    every = ego(shipped, "gwent-police")
    assert len(every) <= 25
    assert "south-wales-police" in every


def test_a_network_without_a_board_keeps_what_is_said_of_it(shipped: Landscape) -> None:
    made = ego(shipped, "gwent-police", most=8)
    for node, data in made.nodes(data=True):
        if data["kind"] in ("arrangement", "service"):
            drawn = [
                edge for *_, edge in made.out_edges(node, data=True) if edge["relation"] in made.graph["governing"]
            ]
            assert bool(drawn or data.get("unseen")) == (data["governance"] != "none-stated"), node


def test_a_long_timeline_is_grouped_by_level_and_drawn_densely(
    shipped: Landscape, monkeypatch: pytest.MonkeyPatch
) -> None:
    from graph.views.timeline_svg import timeline_svg

    monkeypatch.setattr(timeline, "MOST_UNGROUPED", 5)
    spoken = timeline.timeline(shipped)
    assert spoken.levels
    order = [timeline.LEVELS.index(row.level) for row in spoken.rows]
    assert order == sorted(order)
    monkeypatch.setattr(timeline, "MOST_SPOKEN", 5)
    dense = timeline.timeline(shipped)
    assert dense.dense
    assert any("without words" in note for note in dense.caption.notes)
    assert [row.id for row in dense.rows] == [row.id for row in spoken.rows]
    assert len(timeline_svg(dense)) < len(timeline_svg(spoken)) or spoken.dense


def test_many_sources_come_by_use_and_few_by_name() -> None:
    assert cited(["b", "a", "b"]) == ["a", "b"]
    many = [f"s{number:02d}" for number in range(FEW_SOURCES + 2)]
    assert cited([*many, "s05", "s05"])[0] == "s05"


@pytest.mark.parametrize("day", ["2008-01-01", "2013-06-15", "2021-11-24", "2024-06-15", "2027-06-01"])
def test_python_and_store_agree_on_what_is_in_force(world: Landscape, day: str) -> None:
    made = network(world.as_of(day), every_time=True)
    assert made.number_of_edges() > 40
    for *_, key, data in made.edges(keys=True, data=True):
        bounds = [date.fromisoformat(data[name]) if data[name] else None for name in BOUNDS]
        assert in_force(bounds, date.fromisoformat(day)) == data["in_force"], key
