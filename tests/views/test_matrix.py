"""The matrix as a page and as a picture: what stands in each cell, where it leads, and what it must not do."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from graph.analysis.matrix import matrix
from graph.landscape import Landscape, open_landscape
from graph.views.drawing import step, steps
from graph.views.matrix import matrix_page
from graph.views.matrix_svg import matrix_svg
from tests.conftest import DAY, WORLD

from .pictures import check_page, hostile, read_svg, turns, words_of

SIGNS = "head", "body"


def test_the_table_reads_aloud(world: Landscape) -> None:
    page = check_page(matrix_page(matrix(world)))
    scopes = [a.get("scope") for tag, a in page.tags if tag == "th"]
    assert scopes == ["col"] * 4 + ["row"] * 4
    assert "Each number counts" in page.texts["caption"][0]
    labels = [str(a["aria-label"]) for tag, a in page.tags if tag == "a" and "aria-label" in a]
    assert "5: Northshire Police and Southshire Police" in labels
    assert "2: Northshire Police and Westshire Police; contested: 1; planned: 1" in labels
    assert "6: all arrangements of Northshire Police" in labels
    assert dict(page.tags)["html"]["lang"] == "en"


def test_nought_absent_and_alone_look_different(world: Landscape) -> None:
    made = matrix(world, without_national=True, every_force=True)
    page = check_page(matrix_page(made))
    looks = [str(a["class"]).split()[0] for tag, a in page.tags if tag == "td" and a.get("class") != "corner"]
    assert looks.count("alone") == 4
    assert looks.count("s0") == 6  # Eastshire with each of the three others, both ways: a true 0
    assert looks.count("absent") == 53 * 53 - 16
    in_words = [text for text in page.texts["span"] if text == "not in our sources"]
    assert len(in_words) == looks.count("absent") + 1  # and once in the key


def test_every_number_leads_to_its_list_and_on_to_the_evidence(world: Landscape) -> None:
    html = matrix_page(matrix(world))
    page = check_page(html)
    listed = [a["href"] for tag, a in page.tags if tag == "a" and str(a.get("href")).startswith("#r-")]
    assert {"#r-jdu", "#r-naw", "#r-sfc"} <= set(listed)
    text = html[html.index('id="r-jdu"') : html.index('id="r-jlt"')]
    for word in ("Dog Unit", "Only two forces are named", "contested by a source", "disputes", "20 March 2024"):
        assert word in text


@pytest.mark.parametrize("by", ["force", "arrangement"])
@pytest.mark.parametrize("order", ["region", "cluster"])
def test_the_still_picture_is_whole(world: Landscape, by: str, order: str) -> None:
    made = matrix(world, by=by, order=order)
    words = words_of(read_svg(matrix_svg(made)))
    for line in ("Question:", "As of: 2026-11-22", "Data version:", "Sources:", "Lens:"):
        assert any(word.startswith(line) for word in words), line
    joined = " ".join(words)
    for party in made.parties:
        assert party.name.label.split()[0] in joined
    if by == "force":
        assert {"6", "5", "2", "1"} <= set(words)


def test_shades() -> None:
    assert [step(count, 3) for count in range(4)] == [0, 1, 2, 3]
    assert [step(count, 10) for count in (0, 1, 2, 3, 9, 10)] == [0, 1, 1, 2, 5, 5]
    assert steps(2) == [(0, "0"), (1, "1"), (2, "2")]
    assert steps(10)[-1] == (5, "9–10")


def test_same_data_same_bytes(world: Landscape) -> None:
    for how in ({}, {"by": "arrangement"}, {"every_force": True}):
        first, second = matrix(world, **how), matrix(world, **how)  # type: ignore[arg-type]
        assert matrix_page(first) == matrix_page(second)
        assert matrix_svg(first) == matrix_svg(second)


@pytest.mark.parametrize("by", ["force", "arrangement"])
def test_hostile_labels_stay_text(world: Landscape, by: str) -> None:
    made = hostile(matrix(world, by=by), turns())
    page = check_page(matrix_page(made))
    assert "img" not in page.texts
    read_svg(matrix_svg(made))


def test_welsh(state: Path) -> None:
    welsh = open_landscape(WORLD, as_of=DAY, language="cy")
    page = check_page(matrix_page(matrix(welsh)))
    assert dict(page.tags)["html"]["lang"] == "cy"
    assert "Pwy sy'n gweithio gyda phwy" in page.texts["h1"]
    marked = [
        t
        for (_, a), t in zip([x for x in page.tags if x[0] == "span"], page.texts["span"], strict=True)
        if a.get("lang") == "en"
    ]
    assert "Southshire Police" in marked
    assert "Heddlu Gogleddsir" not in marked


def test_a_matrix_of_nothing_says_so(world: Landscape) -> None:
    made = matrix(world)
    empty = replace(made, parties=(), cells={}, arrangements={}, orders=dict.fromkeys(made.orders, ()))  # type: ignore[call-arg]
    assert "Our sources say nothing of the kind" in matrix_page(empty)
    read_svg(matrix_svg(empty))
