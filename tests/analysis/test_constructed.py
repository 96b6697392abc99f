"""The graph that a query made, as a network for pictures."""

from __future__ import annotations

import pytest

from graph.analysis.constructed import MOST_LINES, MOST_THINGS, constructed
from graph.landscape import Landscape
from graph.oxigraph import BlankNode, Literal, NamedNode, Triple
from graph.terms import PREFIXES
from graph.wording import speaking

JDU, SERVES = NamedNode(PREFIXES["pid"] + "jdu"), NamedNode(PREFIXES["pcol"] + "serves")
FORCE = NamedNode(PREFIXES["pid"] + "northshire-police")


def strange(number: int) -> NamedNode:
    return NamedNode(f"http://x.example/{number}")


def test_every_triple_that_joins_two_things_is_a_line_of_no_grade_of_ours(world: Landscape) -> None:
    made = constructed(
        world,
        [
            Triple(JDU, SERVES, FORCE),
            Triple(JDU, NamedNode("http://x.example/p"), BlankNode("b")),
            Triple(JDU, SERVES, Literal("text")),
        ],
    )
    assert made is not None
    lines = [(data["relation"], data["label"], data["grade"]) for *_, data in made.edges(data=True)]
    assert lines == [("serves", "serves", "constructed"), ("http://x.example/p", "p", "constructed")]
    assert sorted((data["label"], data["kind"]) for _, data in made.nodes(data=True)) == [
        ("(no name)", "other"),
        ("Joint Dog Unit", "arrangement"),
        ("Northshire Police", "force"),
    ]
    assert made.graph["notes"] == ["1 triple that ends in a text or a number is not drawn."]


@pytest.mark.parametrize(
    ("triples", "drawn"),
    [
        ([], False),
        ([Triple(JDU, SERVES, Literal("text"))], False),
        ([Triple(JDU, SERVES, strange(n)) for n in range(MOST_THINGS - 1)], True),
        ([Triple(JDU, SERVES, strange(n)) for n in range(MOST_THINGS)], False),
        ([Triple(JDU, strange(n), FORCE) for n in range(MOST_LINES)], True),
        ([Triple(JDU, strange(n), FORCE) for n in range(MOST_LINES + 1)], False),
    ],
)
def test_no_picture_of_nothing_or_of_too_much(world: Landscape, triples: list[Triple], drawn: bool) -> None:
    assert (constructed(world, triples) is not None) is drawn


def test_in_welsh(world: Landscape) -> None:
    with speaking("cy"):
        made = constructed(world, [Triple(JDU, SERVES, FORCE)])
    assert made is not None
    assert made.graph["title"] == "Y graff a luniwyd gan yr ymholiad"
