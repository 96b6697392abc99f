"""Pages that are complete without script: a picture, its caption, lists of what a mark stands for, and the evidence."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Iterable
from contextvars import copy_context
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from graph.said_dates import said
from graph.views.measure import plain
from graph.wording import say, speak

if TYPE_CHECKING:
    from graph.analysis.claims import Caption, Claim, Name, Span
    from graph.analysis.moments import Moment

_TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True)
class Entry:
    """A line of a list: the record it leads to, its name, and words on how sure it is."""

    record: str
    name: Name
    words: str = ""


@dataclass(frozen=True)
class Listing:
    """What a mark stands for: the anchor that the mark leads to, a heading, entries, whether open."""

    anchor: str
    heading: str
    count: str
    entries: tuple[Entry, ...]
    shown: bool = False


@dataclass(frozen=True)
class Record:
    """The evidence of one thing: its claims, and the moments of its life."""

    anchor: str
    name: Name
    claims: tuple[Claim, ...]
    moments: tuple[Moment, ...] = ()


@dataclass(frozen=True)
class Twin:
    """A table that says what a picture shows: headings, and rows of (text, language, anchor or "") cells."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[tuple[str, str, str], ...], ...]


def spoken_in(language: str, make: Callable[[], str]) -> str:
    """Returns what `make` returns, said in `language`; the language in force stays as it was."""

    def run() -> str:
        speak(language)
        return make()

    return copy_context().run(run)


def page(
    caption: Caption,
    picture: Markup,
    key: Markup,
    *,
    listings: Iterable[Listing] = (),
    records: Iterable[Record] = (),
    twin: Twin | None = None,
    beside: bool = False,
    lists: str = "",
) -> str:
    """Returns a complete HTML page in the language in force; with `beside`, lists stand beside the picture.

    `lists` is the heading of the lists, if not the usual one.
    """
    style, script = Markup(_own("plain.css")), Markup(_own("plain.js"))
    made: str = template("plain.html.j2").render(
        caption=caption,
        picture=picture,
        key=key,
        listings=list(listings),
        records=list(records),
        twin=twin,
        lists=lists or say("plain.lists"),
        beside=beside,
        style=style,
        script=script,
        policy=(
            f"default-src 'none'; script-src {_digest(script)}; style-src {_digest(style)}; "
            "connect-src 'none'; base-uri 'none'; form-action 'none'"
        ),
        **tools(caption.language),
    )
    return made


def tools(language: str) -> dict[str, Any]:
    """Returns what every template of these pages uses."""
    return {
        "language": language,
        "plain": plain,
        "say": lambda key, **values: say(f"views.{key}", **values),
        "sure": sureness,
        "valid": validity,
        "w": _words(),
    }


def template(name: str) -> Any:
    """Returns a template of ours; what it prints is escaped, and a name it lacks is an error."""
    return _environment().get_template(name)


def sureness(claim: Claim) -> str:
    """Returns basis and, where they are not the usual ones, modality and standing of a claim, in words."""
    told = [f"grade.{claim.basis}"]
    if claim.modality != "actual":
        told.append(f"modality.{claim.modality}")
    told.append(f"standing.{claim.standing}")
    words = [say(f"views.{one}") for one in told]
    if claim.state == "past":
        words.append(say("plain.past"))
    return ", ".join(words)


def validity(span: Span) -> str:
    """Returns the dates of a claim as the source gave them."""
    if span.start and span.end:
        return say("views.panel.from_to", **{"from": dated(span.start), "to": dated(span.end)})
    if span.start:
        return say("views.panel.since", **{"from": dated(span.start)})
    return say("views.panel.until", to=dated(span.end)) if span.end else say("views.panel.no_dates")


def dated(text: str) -> str:
    """Returns a date in words; a text that is no date comes back as it is."""
    return said(plain(text))


def _words() -> dict[str, str]:
    return {
        "skip": say("plain.skip"),
        "records": say("plain.records"),
        "records_intro": say("plain.records-intro"),
        "back": say("plain.back"),
        "filter": say("plain.filter"),
        "shown": say("plain.shown", shown="{shown}", all="{all}"),
        "opened": say("plain.opened", what="{what}"),
        "claims": say("plain.claims", count="{count}"),
        "reason": say("plain.reason"),
        "moments": say("plain.moments"),
        "planned_for": say("plain.planned-for", date="{date}"),
        "twin": say("plain.twin"),
        "nothing": say("plain.nothing"),
        "undated": say("plain.undated"),
        "actual": say("views.modality.actual"),
        "planned": say("views.modality.planned"),
        "missed": say("timeline.missed"),
    }


def _digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


@cache
def _own(name: str) -> str:
    return (_TEMPLATES / name).read_text(encoding="utf-8")


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["dated"] = dated
    return made
