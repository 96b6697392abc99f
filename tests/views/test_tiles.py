"""The map as a page and as a picture: every force once, labels inside their tiles, absence hatched."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.analysis.tiles import Tiles, tiles
from graph.landscape import Landscape, open_landscape
from graph.views.measure import width
from graph.views.tiles import tiles_page
from graph.views.tiles_svg import NARROW, WIDE, inline, state_words, tiles_svg
from tests.conftest import DAY, ROOT

from .pictures import SVG, check_page, hostile, read_svg, turns, words_of
from .test_timeline import read_svg_of


@pytest.fixture(scope="module")
def kingdom(shipped: Landscape) -> Tiles:
    return tiles(shipped)


def test_the_still_picture_is_whole(kingdom: Tiles) -> None:
    root = read_svg(tiles_svg(kingdom))
    words = words_of(root)
    assert len([one for one in root.iter(f"{SVG}rect") if one.attrib.get("class") == "hit"]) == len(kingdom.tiles)
    joined = " ".join(words)
    assert "The map is schematic" in joined
    for face in ("Gwent", "Northumbria", "Scotland", "Northamptonshire"):
        assert face in words
    absent = sum(tile.state == "absent" for tile in kingdom.tiles)
    hatched = [
        one for one in root.iter(f"{SVG}rect") if one.attrib["fill"].startswith("url(") and "class" in one.attrib
    ]
    assert len(hatched) == absent


@pytest.mark.parametrize("narrow", [False, True])
def test_names_fit_their_tiles(kingdom: Tiles, narrow: bool) -> None:
    root = read_svg_of(inline(kingdom, narrow=narrow))
    tile = (NARROW if narrow else WIDE - 32) / 7
    for group in (*root.findall("a"), *root.findall("g")):
        for text in group.findall("text"):
            bold = "font-weight" in text.attrib
            assert width("".join(text.itertext()), float(text.attrib["font-size"]), bold) <= tile - 4, text.text


def test_a_tile_says_what_it_shows(world: Landscape, kingdom: Tiles) -> None:
    told = {tile.name.id: state_words(tile) for tile in tiles(world).tiles}
    assert told["westshire-police"] == "2; contested: 1; planned: 1"
    assert told["northshire-police"] == "6"
    part = {tile.name.id: state_words(tile) for tile in tiles(world, "jdu").tiles}
    assert part == {
        "northshire-police": "takes part, hosts it",
        "southshire-police": "takes part",
        "westshire-police": "takes part, contested by a source",
        "eastshire-police": "not named",
    }
    assert {state_words(tile) for tile in kingdom.tiles if tile.state == "absent"} <= {"not in our sources"}


def test_every_tile_with_a_number_leads_to_its_list(world: Landscape) -> None:
    page = check_page(tiles_page(tiles(world)))
    links = [a for tag, a in page.tags if tag == "a" and str(a.get("href")).startswith("#t-") and "aria-label" in a]
    assert len(links) == 2 * 4  # the wide picture and the narrow one
    assert links[0]["aria-label"] == "Eastshire Police, arrangements: 1"
    assert sum(a.get("scope") == "row" for tag, a in page.tags if tag == "th") == 4


@pytest.mark.parametrize("thing", [None, "jdu", "jmu", "cyber-hub", "naw"])
def test_same_data_same_bytes(world: Landscape, thing: str | None) -> None:
    first, second = tiles(world, thing), tiles(world, thing)
    assert tiles_page(first) == tiles_page(second)
    assert tiles_svg(first) == tiles_svg(second)
    check_page(tiles_page(first))


@pytest.mark.parametrize("thing", [None, "jdu"])
def test_hostile_labels_stay_text(world: Landscape, thing: str | None) -> None:
    made = hostile(tiles(world, thing), turns())
    check_page(tiles_page(made))
    read_svg(tiles_svg(made))


def test_welsh_names_where_recorded(state: Path) -> None:
    made = tiles(open_landscape(ROOT / "data", as_of=DAY, language="cy"))
    html = tiles_page(made)
    page = check_page(html)
    assert "Trefniadau pob heddlu" in page.texts["h1"]
    assert 'xml:lang="en">Northumbria</text>' in html
    assert "Gogledd" in html
