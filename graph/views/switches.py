"""What a page's script needs to work out another day or lens: the days there are, what counts, each claim's bounds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from graph.said_dates import months as month_names
from graph.views.measure import FAMILY, plain
from graph.wording import say

if TYPE_CHECKING:
    from graph.analysis.statements import Caption, Claim, Name

FEW = 8
LENS = ("contested", "planned")


def months(days: Iterable[date], day: date) -> dict[str, Any]:
    """Returns the first month that a date slider offers, a year before the first of `days`, and how many."""
    years = {one.year for one in days} | {day.year}
    first, last = min(years) - 1, max(years) + 1
    return {"first": f"{first:04d}-01", "months": (last - first + 1) * 12 - 1}


def file_name(title: str) -> str:
    """Returns the name under which a picture is saved: letters, digits and hyphens of its title."""
    name = "-".join(re.findall(r"[a-z0-9]+", title.lower()))[:60].strip("-")
    return f"{name or 'picture'}.svg"


def sources_in_words(titles: Sequence[str]) -> str:
    """Returns the sources that a picture names under it: all if few, else those it rests on most and how many more."""
    shown = titles if len(titles) <= FEW else titles[: FEW - 2]
    words = "; ".join(plain(str(title)) for title in shown)
    return (
        words if len(shown) == len(titles) else say("views.caption.more", sources=words, count=len(titles) - len(shown))
    )


def bounds(days: Iterable[date | None]) -> list[str]:
    """Returns days as a script compares them: "2013-07-01", or "" for one that is not known."""
    return [day.isoformat() if day else "" for day in days]


def name_data(name: Name) -> dict[str, str]:
    """Returns a name as a script writes it."""
    return {"id": name.id, "label": plain(name.label), "lang": name.language}


def part_data(claim: Claim) -> dict[str, Any]:
    """Returns a claim as the script reckons with it: who has which part in what, how surely, and when."""
    return {
        "id": claim.id,
        "thing": claim.subject.id,
        "party": claim.object.id,
        "role": claim.role,
        "bounds": bounds(claim.bounds),
        "standing": claim.standing,
        "modality": claim.modality,
        "stated": claim.basis == "stated",
    }


def switches(caption: Caption, claims: Iterable[Claim], words: dict[str, str]) -> dict[str, Any]:
    """Returns what every page's script works with; `words` are the sentences of its kind, their places open."""
    file = file_name(plain(caption.title))
    claims = list(claims)
    found = {claim.standing for claim in claims} | {claim.modality for claim in claims}
    return {
        "day": caption.day.isoformat(),
        "days": months((day for claim in claims for day in claim.bounds if day), caption.day),
        "found": [name for name in LENS if name in found],
        "standing": list(caption.standing),
        "lens": {"contested": "contested" in caption.standing, "planned": caption.planned},
        "lenses": {key: plain(sentence) for key, sentence in caption.lenses.items()},
        "months": month_names(),
        "file": file,
        "font": FAMILY,
        "words": {
            "full": say("views.said.full"),
            "not_full": say("views.said.not_full"),
            "saved": say("views.said.saved", file=file),
            "day": say("views.caption.day"),
            "lens": say("views.caption.lens"),
            "nothing": say("plain.nothing"),
            "opened": say("plain.opened"),
            "shown": say("plain.shown"),
            "claims": say("plain.claims"),
            "contested": say("views.standing.contested"),
            "planned": say("views.modality.planned"),
            **words,
        },
    }
