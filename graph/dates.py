"""Dates as sources give them, and the days they may mean.

The grammar is a subset of the Extended Date/Time Format (ISO 8601-2:2019, level 1 and the
open sets of level 2): `2006`, `2013-07`, `2021-07-19`, `[2021-11-24..]` (that day or later),
`[..2013]` (then or earlier), each with an optional `?` (uncertain) or `~` (approximate); and
`FY2020/21` for a financial year, April to March, which EDTF does not know.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from graph.wording import say

_POINT = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
_FINANCIAL_YEAR = re.compile(r"FY(\d{4})/(\d{2})", re.ASCII)


@dataclass(frozen=True)
class Bounds:
    """The first and last day that a date text may mean; None is unbounded on that side."""

    earliest: date | None
    latest: date | None


# A large landscape has millions of dates, and few that differ.
@lru_cache(100_000)
def bounds(text: str) -> Bounds:
    """Returns the days `text` may mean; ValueError, with the reason, for a text outside the grammar."""
    core = text[:-1] if text[-1:] in ("?", "~") else text
    if core.startswith("[") and core.endswith("]") and ".." in core:
        left, _, right = core[1:-1].partition("..")
        if bool(left) == bool(right):
            raise ValueError(say("dates.open-range"))
        if left:
            return Bounds(_span(left).earliest, None)
        return Bounds(None, _span(right).latest)
    return _span(core)


def parse_day(text: str) -> date:
    """Returns the day `text` names (YYYY-MM-DD); ValueError for anything less exact."""
    found = bounds(text)
    if found.earliest is None or found.earliest != found.latest or len(text) != 10:
        raise ValueError(say("dates.not-a-day", text=text))
    return found.earliest


def _span(text: str) -> Bounds:
    if match := _FINANCIAL_YEAR.fullmatch(text):
        year = _year(match[1])
        if int(match[2]) != (year + 1) % 100:
            raise ValueError(say("dates.financial-year", right=f"FY{year}/{(year + 1) % 100:02d}"))
        return Bounds(date(year, 4, 1), date(year + 1, 3, 31))
    match = _POINT.fullmatch(text)
    if not match:
        raise ValueError(_why_not(text))
    year = _year(match[1])
    month, day = (int(part) if part else None for part in match.groups()[1:])
    if month is None:
        return Bounds(date(year, 1, 1), date(year, 12, 31))
    if not 1 <= month <= 12:
        raise ValueError(say("dates.month", month=f"{month:02d}"))
    from calendar import monthrange

    last = monthrange(year, month)[1]
    if day is None:
        return Bounds(date(year, month, 1), date(year, month, last))
    if not 1 <= day <= last:
        raise ValueError(say("dates.day", month=f"{year}-{month:02d}", day=f"{day:02d}"))
    return Bounds(date(year, month, day), date(year, month, day))


def _year(digits: str) -> int:
    year = int(digits)
    if not 1000 <= year <= 2999:
        raise ValueError(say("dates.year", year=year))
    return year


def _why_not(text: str) -> str:
    if match := re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", text, re.ASCII):
        right = f"{match[3]}-{int(match[2]):02d}-{int(match[1]):02d}"
        return say("dates.day-first", right=right)
    if match := re.fullmatch(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?", text, re.ASCII):
        padded = f"{match[1]}-{int(match[2]):02d}" + (f"-{int(match[3]):02d}" if match[3] else "")
        return say("dates.two-digits", right=padded)
    return say("dates.not-a-date")
