"""Dates mean the days that their text allows, and nothing else is a date."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.dates import Bounds, bounds, parse_day


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("2006", "2006-01-01", "2006-12-31"),
        ("2013-07", "2013-07-01", "2013-07-31"),
        ("2012-02", "2012-02-01", "2012-02-29"),
        ("2021-07-19", "2021-07-19", "2021-07-19"),
        ("FY2020/21", "2020-04-01", "2021-03-31"),
        ("FY1999/00", "1999-04-01", "2000-03-31"),
        ("[2021-11-24..]", "2021-11-24", None),
        ("[..2013]", None, "2013-12-31"),
        ("2015~", "2015-01-01", "2015-12-31"),
        ("2003?", "2003-01-01", "2003-12-31"),
    ],
)
def test_bounds(text: str, earliest: str | None, latest: str | None) -> None:
    expected = Bounds(
        date.fromisoformat(earliest) if earliest else None, date.fromisoformat(latest) if latest else None
    )
    assert bounds(text) == expected


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("2013-7", "2013-07"),
        ("31/07/2013", "2013-07-31"),
        ("2013-13", "no month 13"),
        ("2013-02-29", "no day 29"),
        ("FY2020/22", "FY2020/21"),
        ("[2013..2014]", "one side"),
        ("[..]", "one side"),
        ("July 2013", "not a date"),
        ("", "not a date"),
        ("0006", "outside"),
        ("20133", "not a date"),
        ("２０１３", "not a date"),
    ],
)
def test_not_a_date(text: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        bounds(text)


@given(st.dates(date(1000, 1, 1), date(2999, 12, 31)))
def test_a_day_means_itself(day: date) -> None:
    assert bounds(day.isoformat()) == Bounds(day, day)
    assert parse_day(day.isoformat()) == day
    month = bounds(day.isoformat()[:7])
    assert month.earliest is not None
    assert month.latest is not None
    assert month.earliest <= day <= month.latest


@given(st.text(max_size=14))
def test_any_text_is_a_date_or_refused(text: str) -> None:
    try:
        found = bounds(text)
    except ValueError as reason:
        assert str(reason)
    else:
        assert found.earliest or found.latest


def test_less_than_a_day_is_no_day() -> None:
    with pytest.raises(ValueError, match="YYYY-MM-DD"):
        parse_day("2013-07")
