"""Where a day stands on the axis of a timeline; years in which little began may be narrower, marked so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from graph.analysis.timeline import Timeline

# Early years are drawn narrower where so many rows begin later, and so much of the axis would be theirs.
_MOST_LATER = 0.94
_MUCH = 0.3
_FEWEST = 20
_NARROW_SHARE = 0.09
_STEP = 5


@dataclass(frozen=True)
class Scale:
    """Days to px, from `first` at `left` to `last` at `right`; those before `narrow` share a narrow strip."""

    first: date
    last: date
    left: float
    right: float
    narrow: date | None = None

    @property
    def knots(self) -> tuple[tuple[date, float], ...]:
        """The days between which the axis is even, each with its share of the width from the left, 0 to 1."""
        bend = ((self.narrow, _NARROW_SHARE),) if self.narrow else ()
        return ((self.first, 0.0), *bend, (self.last, 1.0))

    def at(self, day: date) -> float:
        """Returns the x of a day."""
        *knots, last = self.knots
        (start, share), (end, most) = knots[-1], last
        if self.narrow and day < self.narrow:
            (start, share), (end, most) = knots
        part = (day - start).days / max((end - start).days, 1)
        return self.left + (self.right - self.left) * (share + (most - share) * part)


def scale(timeline: Timeline, left: float = 0.0, right: float = 1.0) -> Scale:
    """Returns the axis between two x, px: whole years, early ones narrower where little begins in them."""
    first = date(timeline.first.year, 1, 1)
    last = date(timeline.last.year + 1, 1, 1)
    if timeline.last == timeline.caption.day and timeline.last.month <= 6:
        last = date(timeline.last.year, 12, 31)
    spans = [row.bar.span for row in timeline.rows if row.bar]
    beginnings = [day for span in spans if (day := span.start_earliest or span.start_latest)]
    return Scale(first, last, left, right, narrow_until(first, last, beginnings))


def narrow_until(first: date, last: date, beginnings: Iterable[date]) -> date | None:
    """Returns the day before which the axis is drawn narrower, None if it is even.

    That is the first of a year divisible by five, such that all but a few rows begin later and a good part of the
    axis lies before it.
    """
    days = sorted(beginnings)
    if len(days) < _FEWEST:
        return None
    early = days[int(len(days) * (1 - _MOST_LATER))]
    bend = date(early.year - early.year % _STEP, 1, 1)
    return bend if (bend - first).days > _MUCH * (last - first).days else None
