"""Arrangements through time in the miniature world: beginnings, ends, moments, and what has no date."""

from __future__ import annotations

from datetime import date

import pytest

from graph.analysis.timeline import Row, Timeline, timeline
from graph.errors import NotThere
from graph.landscape import Landscape


@pytest.fixture(scope="module")
def whole(world: Landscape) -> Timeline:
    return timeline(world)


def row(made: Timeline, name: str) -> Row:
    return next(one for one in (*made.rows, *made.undated) if one.id == name)


@pytest.mark.parametrize(
    ("name", "start", "earliest", "end", "attested", "manner"),
    [
        ("jdu", "2011", date(2011, 1, 1), "", "2024-03-20", "actual"),  # established
        ("jlt", "2009", date(2009, 1, 1), "", "[2022-05..]", "actual"),  # launched
        ("jmu", "2018", date(2018, 1, 1), "", "2024-03-20", "actual"),  # each party has a date
        ("naw", "2013-07", None, "", "2024-03-20", "actual"),  # one party has: there by then
        ("sfc", "2024-06", None, "", "2025-05-14", "actual"),  # a host left: there by then
        ("radio-renewal", "2015", date(2015, 1, 1), "2020-06", "2024-03-20", "actual"),
        ("shire-air", "", None, "2013-06", "[2022-05..]", "actual"),
        ("nrs", "2024-03", None, "", "2024-03-20", "developing"),
    ],
)
def test_beginnings_and_ends(
    whole: Timeline, name: str, start: str, earliest: date | None, end: str, attested: str, manner: str
) -> None:
    bar = row(whole, name).bar
    assert bar is not None
    assert (bar.span.start, bar.span.start_earliest, bar.span.end) == (start, earliest, end)
    assert (bar.attested, bar.manner, bar.open_end) == (attested, manner, not end)


def test_moments(whole: Timeline) -> None:
    told = {(one.id, m.kind, m.manner, m.when) for one in whole.rows for m in one.moments}
    assert told == {
        ("jlt", "renamed", "actual", "2015"),
        ("jdu", "milestone", "missed", "2024-02"),
        ("jmu", "joins", "planned", "2027-01"),
        ("jmu", "milestone", "planned", "2027-03"),
        ("shire-air", "replaced", "actual", "2013-07"),
        ("naw", "replaced", "actual", "2013-07"),
        ("nrs", "milestone", "actual", "2023-07-10"),
        ("nrs", "milestone", "planned", "2025-12"),
        ("nrs", "replaced", "planned", "2025-12"),
        ("old-index", "replaced", "planned", "2025-12"),
        ("sfc", "host", "planned", "2024-06"),
        ("sfc", "host", "actual", "2024-06"),
    }
    trial = next(m for m in row(whole, "nrs").moments if m.id == "nrs-beta")
    assert (trial.planned, trial.earliest, [one.item for one in trial.passages]) == (
        "2023-06",
        date(2023, 7, 10),
        ["4.2"],
    )


def test_undated_things_are_listed_not_drawn(whole: Timeline) -> None:
    assert [one.id for one in whole.undated] == ["shared-desk", "cyber-hub"]
    assert not any(one.dated for one in whole.undated)
    assert (whole.first, whole.last) == (date(2009, 1, 1), date(2027, 3, 31))
    assert [one.id for one in whole.rows][:4] == ["legal-agreement", "jlt", "jdu", "shire-air"]


def test_one_arrangement_claim_by_claim(world: Landscape) -> None:
    made = timeline(world, "Shires Forensic Consortium")
    assert [(one.lane, one.name.id) for one in made.rows] == [
        ("", "sfc"),
        ("hosted by", "eastshire-police"),
        ("hosted by", "westshire-police"),
        ("hosted by", "westshire-police"),
    ]
    bars = [one.bar for one in made.rows[1:] if one.bar]
    assert sorted((bar.span.start, bar.span.end, bar.manner) for bar in bars) == [
        ("", "2024-06", "actual"), ("2024-06", "", "planned"), ("2024-07", "", "actual"),
    ]  # fmt: skip
    assert len(made.undated) == 4  # three parties and the agreement: no date stated
    assert made.thing is not None


def test_names_have_lanes_only_if_dated(world: Landscape) -> None:
    lanes = [(one.lane, one.name.label) for one in timeline(world, "jlt").rows]
    assert ("name", "Joint Solicitors Team") in lanes
    assert not any(one.lane == "name" for one in timeline(world, "jdu").undated)


def test_the_arrangements_of_a_body(world: Landscape) -> None:
    made = timeline(world, "Westshire Police")
    assert {one.id for one in (*made.rows, *made.undated)} == {"jdu", "jmu", "sfc", "naw", "radio-renewal"}


def test_a_thing_of_another_kind_is_refused(world: Landscape) -> None:
    with pytest.raises(NotThere):
        timeline(world, "kennels")


def test_a_board_of_which_nothing_is_said_itself_has_an_empty_line(world: Landscape) -> None:
    made = timeline(world, "shires-policing-council")
    assert (made.rows, made.undated) == ((), ())
    assert made.thing is not None
    assert made.thing.label == "Shires Policing Council"
