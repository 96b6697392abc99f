"""The lens: which claims count as fact, by day, standing and whether plans are taken in."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from graph.dates import parse_day
from graph.errors import Usage
from graph.wording import say

STANDINGS = ("accepted", "contested", "proposed")


@dataclass(frozen=True)
class Lens:
    """A day, the standings that count as fact (in the order of STANDINGS), and whether planned claims do."""

    as_of: date
    standing: tuple[str, ...] = ("accepted",)
    planned: bool = False

    def key(self, turning_days: Sequence[date]) -> str:
        """Returns a name for what this lens shows, the same for all days between two turning days."""
        epoch = bisect_right(turning_days, self.as_of)
        return f"{epoch:05d}-{'-'.join(self.standing)}{'-planned' if self.planned else ''}"

    def state(self, standing: str, modality: str, in_force: str) -> str:
        """Returns what this lens makes of a claim: "fact", "contested", "planned", "past", "future", or "" for nothing.

        `in_force` is the claim's grade on the day of the lens: "certain", "possible", "ended" or "not-yet".
        """
        counts = standing in self.standing
        if in_force == "ended":
            return "past" if counts and modality == "actual" else ""
        if modality == "planned" and (in_force == "not-yet" or not self.planned):
            return "planned" if counts else ""
        if counts:
            return "future" if in_force == "not-yet" else "fact"
        return "contested" if standing == "contested" and in_force != "not-yet" else ""

    def sentence(self) -> str:
        """Returns the lens in words, in the language in force."""
        words = [say(f"lens.{standing}") for standing in self.standing]
        return say("lens.with-planned" if self.planned else "lens.plain", standings=", ".join(words))


def parse_standing(text: str) -> tuple[str, ...]:
    """Returns the standings named in `text`, with "," between them, in fixed order; Usage for an unknown one."""
    wanted = {part.strip() for part in text.split(",") if part.strip()}
    if unknown := wanted - set(STANDINGS):
        raise Usage("unknown-standing", found=", ".join(sorted(unknown)), known=", ".join(STANDINGS))
    if not wanted:
        raise Usage("unknown-standing", found="“”", known=", ".join(STANDINGS))
    return tuple(standing for standing in STANDINGS if standing in wanted)


def day_of(as_of: str | date | None) -> date:
    """Returns the day of a lens: today for None, the day of a moment, a day written as 2021-11-24; Usage otherwise."""
    if as_of is None:
        return date.today()
    if isinstance(as_of, datetime):
        return as_of.date()
    if isinstance(as_of, date):
        return as_of
    try:
        return parse_day(as_of)
    except ValueError as reason:
        raise Usage("bad-day", value=as_of, reason=reason) from None
