"""The timeline as a page and as a picture: honest ends, marks that read in grey, nothing that runs."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from graph.analysis.timeline import Timeline, timeline
from graph.landscape import Landscape, open_landscape
from graph.views.measure import width
from graph.views.time_scale import Scale, narrow_until
from graph.views.timeline import timeline_page
from graph.views.timeline_svg import NARROW, inline, timeline_svg, when
from tests.conftest import DAY, WORLD

from .pictures import SVG, check_page, hostile, read_svg, turns, words_of


@pytest.fixture(scope="module")
def whole(world: Landscape) -> Timeline:
    return timeline(world)


def test_dates_are_said_no_more_exactly_than_the_sources_gave_them(whole: Timeline) -> None:
    told = {row.id: when(row) for row in whole.rows}
    assert told == {
        "legal-agreement": "2009",
        "jlt": "2009",
        "jdu": "2011",
        "shire-air": "until June 2013",
        "radio-renewal": "2015 to June 2020",
        "jmu": "2018",
        "naw": "by July 2013",
        "nrs": "by March 2024",
        "sfc": "by June 2024",
        "old-index": "",
    }


def test_days_become_places() -> None:
    scale = Scale(date(2000, 1, 1), date(2010, 1, 1), 100, 200)
    assert (scale.at(date(2000, 1, 1)), scale.at(date(2010, 1, 1))) == (100, 200)
    assert 149 < scale.at(date(2005, 1, 1)) < 151


def test_early_years_in_which_little_began_are_narrower_and_still_in_order() -> None:
    first, last = date(1974, 1, 1), date(2027, 1, 1)
    beginnings = [date(1974, 1, 1), *(date(2008 + n // 2, 1, 1) for n in range(30))]
    assert narrow_until(first, last, beginnings) == date(2005, 1, 1)
    assert narrow_until(first, last, beginnings[:10]) is None
    assert narrow_until(date(2006, 1, 1), last, beginnings[1:]) is None
    scale = Scale(first, last, 100, 1100, date(2005, 1, 1))
    assert (scale.at(first), round(scale.at(date(2005, 1, 1))), scale.at(last)) == (100, 190, 1100)
    days = [date(year, 6, 1) for year in range(1974, 2027)]
    assert sorted(days, key=scale.at) == days


def test_the_still_picture_is_whole(whole: Timeline) -> None:
    root = read_svg(timeline_svg(whole))
    words = words_of(root)
    for line in ("as of 2026-11-22", "Marine base opens, March 2027", "by March 2024 · in development", "crossed: missed",
                 "renaming", "last attested", "As of: 2026-11-22"):  # fmt: skip
        assert line in words, line
    assert "Shared Desk" not in words  # it has no date
    for element in root.iter(f"{SVG}text"):
        end = element.attrib.get("text-anchor") == "end"
        room = width("".join(element.itertext()), float(element.attrib["font-size"]))
        x = float(element.attrib["x"])
        assert x - room >= -2 if end else x + room / (2 if "text-anchor" in element.attrib else 1) <= 1322, element.text


def test_an_open_end_fades_and_a_stated_one_does_not(world: Landscape, whole: Timeline) -> None:
    def drawn(name: str) -> str:
        return timeline_svg(replace(whole, rows=tuple(row for row in whole.rows if row.id == name)))

    assert "url(#w-fade)" in drawn("jdu")
    assert "url(#w-fade)" not in drawn("radio-renewal")
    assert "url(#w-fade)" not in drawn("nrs")  # in development: hollow
    assert 'stroke-dasharray="4 2.5"' in drawn("nrs")
    assert 'stroke-dasharray="0.1 7"' in drawn("naw")  # some time before July 2013


def test_both_sizes_show_the_same_rows_and_fit(whole: Timeline) -> None:
    for narrow in (False, True):
        root = read_svg_of(inline(whole, narrow=narrow))
        links = [element.attrib["href"] for element in root.iter("a")]
        assert links == [f"#r-{row.id}" for row in whole.rows]
        if narrow:
            for element in root.iter("text"):
                if "text-anchor" not in element.attrib:
                    room = width("".join(element.itertext()), float(element.attrib["font-size"]))
                    assert float(element.attrib["x"]) + room <= NARROW + 2, element.text


def read_svg_of(text: str):  # type: ignore[no-untyped-def]
    from xml.etree import ElementTree

    return ElementTree.fromstring(str(text))


def test_the_table_says_the_same_and_lists_what_has_no_date(whole: Timeline) -> None:
    html = timeline_page(whole)
    page = check_page(html)
    heads = [
        text
        for (_, a), text in zip([t for t in page.tags if t[0] == "th"], page.texts["th"], strict=True)
        if a.get("scope") == "col"
    ]
    assert heads == ["Arrangement", "Begins", "Ends", "Last attested", "On the day", "Dated moments"]
    assert sum(a.get("scope") == "row" for tag, a in page.tags if tag == "th") == 12
    undated = html[html.index('id="undated"') : html.index('id="table"')]
    assert "Shared Desk" in undated
    assert "Shires Cyber Hub" in undated
    assert "Westshire has hosted since July 2024" in html


def test_one_thing(world: Landscape) -> None:
    made = timeline(world, "sfc")
    words = words_of(read_svg(timeline_svg(made)))
    assert "hosted by: Eastshire Police" in words
    assert "until June 2024" in words
    check_page(timeline_page(made))


def test_same_data_same_bytes(world: Landscape, whole: Timeline) -> None:
    again = timeline(world)
    assert timeline_page(again) == timeline_page(whole)
    assert timeline_svg(again) == timeline_svg(whole)


def test_hostile_labels_stay_text(whole: Timeline) -> None:
    rows = tuple(hostile(replace(row, moments=tuple(row.moments)), turns()) for row in whole.rows)
    made = replace(whole, rows=rows, caption=hostile(whole.caption, turns()))
    check_page(timeline_page(made))
    read_svg(timeline_svg(made))


def test_welsh_and_nothing_at_all(state: Path, whole: Timeline) -> None:
    page = check_page(timeline_page(timeline(open_landscape(WORLD, as_of=DAY, language="cy"))))
    assert "Trefniadau trwy amser" in page.texts["h1"]
    empty = replace(whole, rows=(), undated=())
    assert "Our sources say nothing of the kind" in timeline_page(empty)
    read_svg(timeline_svg(empty))
