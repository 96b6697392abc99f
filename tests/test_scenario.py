"""A scenario as people use it: rows, card, picture before and after, in both languages; and the shipped landscape."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

import graph
from graph.analysis.breaking import breaking
from graph.errors import NotThere
from graph.landscape import Landscape, open_landscape
from graph.scenario import CARD, Scenario
from tests.conftest import WORLD

REPORT = "2024-03-20"
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def leaves(world: Landscape) -> Scenario:
    return world.as_of(REPORT).what_if("leave", "northshire-police")


def test_what_a_notebook_shows(leaves: Scenario) -> None:
    assert "Joint Dog Unit" in leaves._repr_html_()
    assert list(leaves.to_frame()["effect"])[:2] == ["loses-host", "loses-backing"]
    assert len(leaves) == 11
    assert "11 effects" in repr(leaves)


def test_the_card_has_all_that_a_citation_needs(leaves: Scenario) -> None:
    card = leaves.card
    for wanted in (
        "## What would follow? Suppose that Northshire Police leaves every arrangement that it is in.",
        "- **Day:** 2024-03-20",
        "- **Lens:** accepted claims; plans left out",
        f"- **Data version:** {leaves.landscape.snapshot.version}",
        "- **Parameter change:** leave",
        "- **Parameter things:** Northshire Police",
        "### Sources\n\n- Collaboration update report\n",
        "### What is taken for granted\n\n- Leaving means",
        "### What is not known\n\n- For 4 effects",
    ):
        assert wanted in card
    rows = [line for line in card.splitlines() if line.startswith("| ")]
    assert len(rows) == len(leaves) + 2
    assert all(len(re.findall(r"(?<!\\)\|", row)) == len(CARD) + 1 for row in rows)


def test_a_card_without_rows_says_so(world: Landscape) -> None:
    card = world.what_if("event", "jlt-renamed").card
    assert "No rows." in card
    assert "ends nothing and moves no host" in card
    assert "has come about already" in card


def test_before_and_after_have_the_same_things_in_the_same_places(leaves: Scenario) -> None:
    root = ElementTree.fromstring(leaves.picture.svg)
    pictures = root.findall(f"{SVG}svg")
    assert len(pictures) == 2
    boxes = [
        {
            group.find(f"{SVG}title").text.split(",")[0]: group.get("transform")  # type: ignore[union-attr]
            for group in picture.iter(f"{SVG}g")
            if "box-" in (group.get("id") or "")
        }
        for picture in pictures
    ]
    assert boxes[0] == boxes[1]
    assert "Joint Dog Unit" in boxes[0]
    titles = [[one.text or "" for one in picture.iter(f"{SVG}title")] for picture in pictures]
    lost = "Joint Dog Unit has participant Northshire Police (stated)"
    assert lost in titles[0]
    assert lost not in titles[1]
    ids = re.findall(r' id="([^"]+)"', leaves.picture.svg)
    assert len(ids) == len(set(ids))


def test_what_would_end_says_so_and_is_not_told_by_colour_alone(leaves: Scenario) -> None:
    network = breaking(leaves.landscape, leaves.outcome)
    assert network.nodes["forensic-agreement"]["ends"] is True
    assert network.nodes["forensic-agreement"]["befalls"] == "ends, likely"
    svg = leaves.picture.svg
    assert "ends, likely" in re.sub(r"</?text[^>]*>", " ", svg)
    assert 'stroke="#8a2a12" stroke-width="2" stroke-dasharray="5 3"' in svg


def test_a_successor_takes_the_place_in_the_picture(tmp_path: Path) -> None:
    import shutil

    tables = Path(shutil.copytree(WORLD, tmp_path / "tables"))
    with (tables / "entities.csv").open("a", encoding="utf-8") as file:
        file.write("national-service,Agency,,National Service,,national,,,\n")
    with (tables / "events.csv").open("a", encoding="utf-8") as file:
        file.write("takes-in,Succession,planned,Takes in the Marine Unit,2028,jmu,national-service,,,\n")
    scenario = open_landscape(tables, as_of=REPORT).what_if("event", "takes-in")
    network = breaking(scenario.landscape, scenario.outcome)
    assert "national-service" in network  # which no claim is about
    (arising,) = [data for *ends, data in network.edges(data=True) if data.get("arises")]
    assert arising["modality"] == "planned"
    before, after = scenario.picture.svg.split('id="after-picture-title"')
    assert "has a successor National Service" not in before
    assert "has a successor National Service" in after


def test_a_crowd_leaves_room_and_says_what_is_left_out(leaves: Scenario) -> None:
    network = breaking(leaves.landscape, leaves.outcome, most=5)
    assert len(network) <= 5
    assert any("more things are affected than the picture has room for" in note for note in network.graph["notes"])


def test_the_page_asks_no_server_and_speaks_its_language(world: Landscape) -> None:
    seen = open_landscape(WORLD, as_of=REPORT, language="cy")
    page = seen.what_if("leave", "northshire-police").picture.html
    assert '<html lang="cy">' in page
    assert "Beth fyddai'n torri" in page or "Beth fyddai&#39;n torri" in page
    assert "Cyn</text>" in page
    assert "Ar ôl</text>" in page
    assert not re.findall(r'(?:src|href)="(?!#)', page)


def test_nothing_to_draw_is_said(world: Landscape) -> None:
    with pytest.raises(NotThere, match="no picture"):
        _ = world.what_if("event", "jlt-renamed").picture


@pytest.mark.slow
@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("leave", "gwent-police"), ["dsd", "ends", "certain"]),
        (("merge", "gwent-police", "south-wales-police"), ["jls", "becomes-internal", "certain"]),
        (("end", "PoliceAndCrimeCommissioner"), ["gwent-police", "loses-policing-body", "likely"]),
        (("host-quits", "wscc"), ["wscc", "host-passes", "likely"]),
        (("event", "wscc-host-change"), ["wscc", "host-passes", "likely"]),
        (("end", "governance-boards"), ["jfu", "loses-board", "unknown"]),
    ],
)
def test_on_the_shipped_data(shipped: Landscape, change: tuple[str, ...], told: list[str]) -> None:
    frame = shipped.as_of("2021-11-24").what_if(*change).to_frame()
    assert told in frame[["thing_id", "effect", "sureness"]].to_numpy().tolist()


@pytest.mark.slow
def test_the_shipped_landscape_in_one_call() -> None:
    assert len(graph.what_if("end", "PoliceAndCrimeCommissioner"))
    assert len(graph.measure("degree"))
