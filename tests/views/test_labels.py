"""What lines say they are: every line once, in words or by a letter, and nothing on top of anything else."""

from __future__ import annotations

from itertools import combinations, pairwise

import networkx as nx
import pytest

from graph.analysis.governance import governance
from graph.analysis.network import ego, network
from graph.landscape import Landscape
from graph.views.labels import Area
from graph.views.measure import width
from graph.views.network_drawing import draw_network
from graph.wording import say

from .sample import sample
from .test_layout import crowd

SLOW = pytest.mark.slow
MADE = ["sample", "network", "ego", "governance", "one service", pytest.param("shipped", marks=SLOW), "crowd"]


def made(kind: str, world: Landscape, shipped: Landscape) -> nx.MultiDiGraph:
    return {
        "sample": sample,
        "network": lambda: network(world, every_time=True),
        "ego": lambda: ego(world, "jdu"),
        "governance": lambda: governance(shipped),
        "one service": lambda: governance(shipped, "jfu"),
        "shipped": lambda: network(shipped, every_time=True),
        "crowd": lambda: crowd(120, 260),
    }[kind]()


def touching(one: Area, other: Area) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


@pytest.mark.parametrize("kind", MADE)
def test_no_label_lies_on_a_box_a_badge_or_another_label(kind: str, world: Landscape, shipped: Landscape) -> None:
    drawn = draw_network(made(kind, world, shipped))
    labels = drawn.labels
    assert labels
    for one, other in combinations(labels, 2):
        assert not touching(one.area, other.area), (one, other)
    for label in labels:
        for box in drawn.placement.boxes.values():
            assert not touching(label.area, (box.left, box.top, box.right, box.bottom)), (label, box.node)
        for line in drawn.lines:
            if line["badge"]:
                x, y = line["place"]
                assert not touching(label.area, (x - 7, y - 7, x + 7, y + 7)), label
        left, top, right, bottom = label.area
        for band in drawn.placement.bands:
            middle, half = (band.top + band.bottom) / 2, len(band.lines) * 7
            wide = max(width(line, 12, bold=True) for line in band.lines)
            assert not touching(label.area, (8, middle - half, 8 + wide, middle + half)), (label, band.name)
        assert left >= 0
        assert top >= 0
        assert right <= drawn.placement.width
        assert bottom <= drawn.placement.height


@pytest.mark.parametrize("kind", MADE[:-1])
def test_every_line_says_what_it_is_once(kind: str, world: Landscape, shipped: Landscape) -> None:
    drawn = draw_network(made(kind, world, shipped))
    told = [edge for label in drawn.labels for edge in label.edges]
    assert len(told) == len(set(told))
    silent = [line for line in drawn.lines if line["id"] not in told]
    assert len(silent) <= len(drawn.lines) // 25, [line["claim"] for line in silent]
    lines = {line["id"]: line for line in drawn.lines}
    for label in drawn.labels:
        words = {lines[edge]["letter" if label.letter else "relation"] for edge in label.edges}
        assert words == {label.text}
    assert sum(not label.letter for label in drawn.labels) >= len(drawn.labels) // 2


def test_letters_are_told_apart_and_stand_in_the_key() -> None:
    from graph.views import key
    from graph.views.styles import _FAMILIES

    letters = [say(f"views.sign.{name}") for name in _FAMILIES]
    assert len(set(letters)) == len(letters)
    assert all(entry.letter == say(f"views.sign.{entry.name}") for entry in key.families(sample()))


@SLOW
def test_words_touch_no_line(shipped: Landscape) -> None:
    drawn = draw_network(network(shipped, every_time=True))
    for label in drawn.labels:
        if label.letter:
            continue
        left, top, right, bottom = label.area
        for line in drawn.lines:
            points = line["points"]
            for (ax, ay), (bx, by) in pairwise(points):
                leg = (min(ax, bx) - 0.1, min(ay, by) - 0.1, max(ax, bx) + 0.1, max(ay, by) + 0.1)
                assert not touching((left + 0.5, top, right - 0.5, bottom), leg), (label, line["claim"])
