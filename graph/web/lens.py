"""How a visitor looks: day, standing, plans and language, as the query string says it and as links carry it on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol
from urllib.parse import urlencode

from starlette.requests import Request

from graph import wording
from graph.dates import parse_day
from graph.errors import Usage
from graph.mapping.lens import Lens, parse_standing
from graph.web.negotiation import best_language

NAMES = ("as_of", "standing", "include_planned", "lang")
_YES, _NO = {"true", "yes", "1", "on", "ie"}, {"", "false", "no", "0", "off", "na"}


class Query(Protocol):
    """The query string of a request, as Starlette gives it."""

    def getlist(self, key: str) -> list[str]:
        """Returns every value of `key`."""
        ...


@dataclass(frozen=True)
class View:
    """A lens and a language; `given` is what the address said of them, in fixed order, without what is the default."""

    lens: Lens
    language: str = "en"
    given: tuple[tuple[str, str], ...] = ()

    def carried(self, more: Sequence[tuple[str, str]] = (), **changes: str | None) -> str:
        """Returns a query string, "?" and all: `more`, then what this view was told with `changes` (None takes out)."""
        told = {**dict(self.given), **changes}
        pairs = [*more, *((name, value) for name in NAMES if (value := told.get(name)))]
        return f"?{urlencode(pairs)}" if pairs else ""


def read_language(query: Query, accepted: str = "") -> str:
    """Returns the language asked for: by `lang` if it is one we speak, else the best of an Accept-Language header."""
    asked = next(iter(query.getlist("lang")), "")
    return asked if asked in wording.LANGUAGES else best_language(accepted)


def language_asked(request: Request) -> str:
    """Returns the language that a request asks for, whatever else it may mean."""
    return read_language(request.query_params, request.headers.get("accept-language", ""))


def read_view(query: Query, accepted: str, today: date) -> View:
    """Returns the view that a query string asks for; Usage, with a sentence, for what it cannot mean."""
    language = read_language(query, accepted)
    given: list[tuple[str, str]] = []
    day = next((value for value in query.getlist("as_of") if value.strip()), "")
    try:
        as_of = parse_day(day.strip()) if day else today
    except ValueError as reason:
        raise Usage("bad-day", value=day, reason=reason) from None
    if day:
        given.append(("as_of", as_of.isoformat()))
    standing = parse_standing(",".join(query.getlist("standing")) or "accepted")
    if standing != ("accepted",):
        given.append(("standing", ",".join(standing)))
    wish = next(iter(query.getlist("include_planned")), "").casefold()
    if wish not in _YES | _NO:
        raise Usage("bad-flag", name="include_planned", value=wish)
    if wish in _YES:
        given.append(("include_planned", "true"))
    if asked := next(iter(query.getlist("lang")), ""):
        if asked not in wording.LANGUAGES:
            raise Usage("unknown-language", found=asked, known=", ".join(wording.LANGUAGES))
        given.append(("lang", asked))
    return View(Lens(as_of, standing, wish in _YES), language, tuple(given))
