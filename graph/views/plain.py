"""Pages that are complete without script: a picture, its caption, lists of what a mark stands for, and the evidence."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextvars import copy_context
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from graph.said_dates import said
from graph.views.html import policy, scripts_of, style_of, template
from graph.views.measure import plain
from graph.views.switches import LENS, sources_in_words
from graph.wording import say, speak

if TYPE_CHECKING:
    from graph.analysis.moments import Moment
    from graph.analysis.parts import Arrangement
    from graph.analysis.statements import Caption, Claim, Name, Span

_SCRIPTS = ("days", "frame", "parts", "records")


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
    """The evidence of one thing: its claims, and the moments of its life.

    Claims named in `later` are there for other days and lenses: a script shows them where they hold.
    """

    anchor: str
    name: Name
    claims: tuple[Claim, ...]
    moments: tuple[Moment, ...] = ()
    later: frozenset[str] = frozenset()

    @property
    def statements(self) -> int:
        """Returns how many statements it shows as drawn."""
        return len(self.claims) - len(self.later) + len(self.moments)


def record_of(thing: str, arrangement: Arrangement) -> Record:
    """Returns the evidence of an arrangement, what the lens leaves out kept for later."""
    later = frozenset(claim.id for claim in arrangement.claims) - {claim.id for claim in arrangement.shown}
    return Record(f"r-{thing}", arrangement.name, arrangement.claims, later=later)


@dataclass(frozen=True)
class Script:
    """What makes a page answer for other days: the name of its kind's script, its data, and the still picture."""

    kind: str
    data: dict[str, Any]
    still: str


@dataclass(frozen=True)
class Twin:
    """A table that says what a picture shows: headings, and rows of (text, language, anchor or "") cells.

    `names` are those of the marks that the rows stand for.
    """

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[tuple[str, str, str], ...], ...]
    names: tuple[str, ...] = ()


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
    script: Script | None = None,
    *,
    choices: Sequence[tuple[str, str]] = (),
    choice: tuple[str, str] = ("", ""),
    legend: str = "",
    listings: Iterable[Listing] = (),
    records: Iterable[Record] = (),
    twin: Twin | None = None,
    beside: bool = False,
    lists: str = "",
) -> str:
    """Returns a complete HTML page in the language in force; with `beside`, lists stand beside the picture.

    `choices` are (value, words) of what its kind lets a reader choose, `choice` its words and the one drawn. Without a
    `script` the page has the state of its drawing alone. `legend` names the switches of the lens and `lists` heads
    the lists, if not as usual.
    """
    style = style_of("tools", "plain")
    scripts = scripts_of(*_SCRIPTS, script.kind, "plain") if script else scripts_of("records", "still")
    data = script.data if script else None
    lens = [(name, data["lens"][name]) for name in LENS if name in data["found"]] if data else []
    made: str = template("plain.html.j2").render(
        caption=caption,
        cited=sources_in_words(caption.sources),
        picture=picture,
        key=key,
        listings=list(listings),
        records=list(records),
        twin=twin,
        lists=lists or say("plain.lists"),
        beside=beside,
        choices=choices,
        choice=choice,
        lens=lens,
        legend=legend or say("plain.lens"),
        data=data,
        still=script.still if script else "",
        style=style,
        scripts=scripts,
        policy=policy(scripts, style),
        **tools(caption.language),
    )
    return made


def key(items: Iterable[tuple[str, str, str, bool]]) -> Markup:
    """Returns a key: of each entry its icon as markup, its words, its name for the script, and whether it is shown."""
    made = [
        Markup('<li data-key="{}"{}>{}<span class="words">{}</span></li>').format(
            name, Markup("" if shown else " hidden"), Markup(icon), words
        )
        for icon, words, name, shown in items
    ]
    return Markup("<ul>{}</ul>").format(Markup("").join(made))


def tools(language: str) -> dict[str, Any]:
    """Returns what every template of these pages uses."""
    return {
        "dated": dated,
        "language": language,
        "plain": plain,
        "say": lambda key, **values: say(f"views.{key}", **values),
        "sure": sureness,
        "valid": validity,
        "w": _words(),
    }


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
        "help": say("plain.help"),
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
