"""Who works with whom: weights as the table of sharing has them, and claims behind every number."""

from __future__ import annotations

import pytest

from graph.analysis.projection import who_with_whom
from graph.errors import NotThere
from graph.landscape import Landscape

NORTH_SOUTH = ("northshire-police", "southshire-police")


@pytest.mark.parametrize("landscape", ["world", "shipped"])
def test_the_numbers_are_those_of_the_sharing_table(landscape: str, request: pytest.FixtureRequest) -> None:
    seen: Landscape = request.getfixturevalue(landscape)
    frame = seen.sharing()
    network = who_with_whom(seen)
    for one, other, data in network.edges(data=True):
        labels = [network.nodes[node]["label"] for node in (one, other)]
        if set(labels) <= set(frame.index):
            assert frame.loc[labels[0], labels[1]] == data["number"], labels
    pairs = sum(1 for a in frame.index for b in frame.index if a < b and frame.loc[a, b])
    kinds = network.nodes(data="kind")
    assert pairs == sum(kinds[one] != "agency" != kinds[other] for one, other in network.edges())
    for _, data in network.nodes(data=True):
        if data["label"] in frame.index:
            assert frame.loc[data["label"], data["label"]] == data["alone"]


def test_every_number_lists_its_arrangements_each_with_claims_and_evidence(world: Landscape) -> None:
    data = who_with_whom(world).edges[(*NORTH_SOUTH, "--".join(NORTH_SOUTH))]
    assert [tie["arrangement"] for tie in data["ties"]] == ["jdu", "jlt", "jmu", "naw", "sfc"]
    assert data["number"] == 5
    for tie in data["ties"]:
        assert {claim["party"] for claim in tie["claims"]} == set(NORTH_SOUTH)
        assert all(claim["evidence"] for claim in tie["claims"])


def test_what_is_over_or_not_counted_is_in_the_list_but_not_in_the_number(world: Landscape) -> None:
    network = who_with_whom(world, every_time=True)
    ties = {tie["arrangement"]: tie["fact"] for tie in network.edges[(*NORTH_SOUTH, "--".join(NORTH_SOUTH))]["ties"]}
    assert ties.pop("shire-air") is False
    assert all(ties.values())
    earlier = who_with_whom(world.as_of("2012-06-01"))
    assert "shire-air" in {
        tie["arrangement"] for tie in earlier.edges[(*NORTH_SOUTH, "--".join(NORTH_SOUTH))]["ties"] if tie["fact"]
    }
    wider = who_with_whom(world.lens(standing="accepted,contested"))
    key = "northshire-police--westshire-police"
    assert wider.edges["northshire-police", "westshire-police", key]["number"] == 3


def test_national_schemes_can_be_left_out(world: Landscape) -> None:
    without = who_with_whom(world, without_national=True)
    national = {
        tie["arrangement"] for *_, ties in without.edges(data="ties") for tie in ties if tie["level"] == "national"
    }
    assert not national
    assert any("left out" in note for note in without.graph["notes"])
    assert without.size("number") < who_with_whom(world).size("number")


def test_around_one_organisation(world: Landscape) -> None:
    network = who_with_whom(world, "midvale-council")
    assert set(network) == {"midvale-council", "northshire-police"}
    assert network.nodes["midvale-council"]["focus"] is True
    with pytest.raises(NotThere, match="Nothing touches"):
        who_with_whom(world, "kennels")
