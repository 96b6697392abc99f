"""Governance as a network: services and boards alone, and the sentence that answers."""

from __future__ import annotations

import pytest

from graph.analysis.governance import governance
from graph.errors import NotThere, Usage
from graph.landscape import Landscape


@pytest.mark.parametrize(
    ("service", "answer", "boards"),
    [
        ("jmu", "A source says of Joint Marine Unit itself: governed by Marine Management Board.", 5),
        ("jdu", "No source names a board for Joint Dog Unit itself.", 4),
        ("nrs", "A plan says of National Records System: governed by Shires Digital Group. No source says that", 3),
        ("naw", "Our sources state no board for National Air Wing. That does not mean that it has none.", 0),
    ],
)
def test_the_answer_says_named_planned_general_or_none(
    world: Landscape, service: str, answer: str, boards: int
) -> None:
    network = governance(world, service)
    assert network.graph["answer"].startswith(answer)
    assert network.nodes[service]["focus"] is True
    assert network.number_of_nodes() >= boards
    assert {data["kind"] for node, data in network.nodes(data=True) if node != service} <= {"board", "board-kind"}
    assert all(data["evidence"] for *_, data in network.edges(data=True))


def test_general_statements_on_risk_and_benefits_are_in_a_picture_of_one_thing_only(world: Landscape) -> None:
    one = {data["relation"] for *_, data in governance(world, "jdu").edges(data=True)}
    assert {"benefitsReportedTo", "riskManagedBy"} <= one
    all_ = governance(world)
    assert not {"benefitsReportedTo", "riskManagedBy"} & {data["relation"] for *_, data in all_.edges(data=True)}


def test_a_plan_under_a_general_statement_is_called_a_plan(world: Landscape) -> None:
    assert "scrutinised by Shires Efficiency Board (planned)" in governance(world, "old-index").graph["answer"]


def test_the_whole_counts_every_arrangement_and_service_once(world: Landscape) -> None:
    network = governance(world)
    governed = [node for node, kind in network.nodes(data="kind") if kind in ("arrangement", "service")]
    assert network.graph["answer"].startswith(f"Of {len(governed)} arrangements and services, a source names a board")
    numbers = [int(word.strip(".;,")) for word in network.graph["answer"].split() if word.strip(".;,").isdigit()]
    assert sum(numbers[1:]) == numbers[0] == len(governed)
    assert network.nodes["naw"]["governance"] == "none-stated"
    unsaid = [node for node in governed if not network.out_degree(node)]
    for node in unsaid:
        assert network.nodes[node]["only_general"] or network.nodes[node]["governance"] == "none-stated"


def test_who_cannot_be_governed_is_told_so(world: Landscape) -> None:
    with pytest.raises(Usage, match="PoliceForce"):
        governance(world, "northshire-police")
    with pytest.raises(NotThere, match="find"):
        governance(world, "nobody at all")


def test_the_overview_agrees_with_the_question_about_gaps(shipped: Landscape) -> None:
    network = governance(shipped)
    none = {node for node, data in network.nodes(data=True) if data.get("governance") == "none-stated"}
    for service in sorted(none)[:4]:
        answer = shipped.ask("governs", service=service)
        grades = set(answer.to_frame()["grade"]) if len(answer) else {"none-stated"}
        assert grades <= {"none-stated", "none stated"}, service
