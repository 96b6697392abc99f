"""The front page: a search box, what people ask, how the landscape stands with its gaps, and what changed last."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

from starlette.responses import Response
from starlette.routing import BaseRoute

from graph import wording
from graph.answer import Answer, Thing, Word, text
from graph.glance import KINDS
from graph.landscape import Landscape
from graph.mapping.lens import Lens
from graph.web import addresses
from graph.web.current import Current
from graph.web.lens import View
from graph.web.pages.questions import filled
from graph.web.rendering import html
from graph.web.serving import Serving
from graph.web.visit import Visit, page

GRADES = ("named", "class-level", "none-stated")
_PEOPLE_ASK = ("governs", "partners", "members", "conflicts", "gaps", "overdue", "legal-basis", "former-names")
_LATEST = 8
_YEARS_BACK = 12


def routes(serving: Serving) -> list[BaseRoute]:
    """Returns the route of the front page."""
    return [page(serving, addresses.FRONT, front)]


def warm(current: Current) -> None:
    """Makes what the front page and the pictures are slowest to make, so that their first visitor need not wait."""
    from graph.analysis.edges import Edges

    for language in wording.LANGUAGES:
        with wording.speaking(language):
            landscape = current.landscape(View(Lens(current.today()), language))
            _latest(current, landscape)
            Edges(landscape).network()


def _latest(current: Current, landscape: Landscape) -> list[tuple[str, str, Thing]]:
    return current.once(landscape, "latest", lambda: latest(landscape))


def front(visit: Visit) -> Response:
    """Returns the front page."""
    landscape = visit.landscape
    return html(
        visit,
        "front.html.j2",
        asked=_asked(visit),
        kinds=[(kind, landscape.count(kind)) for kind in KINDS],
        rows=landscape.snapshot.manifest["rows"],
        grades=_grades(visit),
        disagreements=_things(landscape.ask("disagreements"), "disagreement", status="open"),
        overdue=len(landscape.ask("overdue")),
        latest=_latest(visit.serving.current, landscape),
    )


def _asked(visit: Visit) -> list[tuple[str, str]]:
    """Returns questions that people ask, filled in as their examples are, each with its address."""
    library = visit.serving.current.questions
    found = []
    for question in (library[name] for name in _PEOPLE_ASK if name in library):
        first = next(iter(question.examples), "")
        found.append(
            filled(visit, question, first) or (question.in_general(visit.language), addresses.question(question.id))
        )
    return found


def _grades(visit: Visit) -> list[tuple[str, int]]:
    answer = visit.landscape.ask("governance-grades")
    place = answer.columns.index("grade")
    counts = Counter(cell.word for row in answer.rows if isinstance(cell := row[place], Word))
    return [(grade, counts[grade]) for grade in GRADES]


def _things(answer: Answer, column: str, **only: str) -> list[Thing]:
    place = answer.columns.index(column)
    places = {answer.columns.index(name): word for name, word in only.items()}
    rows = [row for row in answer.rows if all(text(row[index]) == word for index, word in places.items())]
    return list(dict.fromkeys(cell for row in rows if isinstance(cell := row[place], Thing)))


def latest(landscape: Landscape) -> list[tuple[str, str, Thing]]:
    """Returns what is dated last before the day of the lens: when, what became of it, and the thing; newest first."""
    from graph.analysis.days import dated_within, seen_of
    from graph.analysis.telling import Teller

    last: date = landscape.view.as_of
    seen = seen_of(landscape)
    teller = Teller((seen.records,), landscape.names, landscape.language)
    answer = dated_within(seen, last - timedelta(days=365 * _YEARS_BACK), last, teller)
    places = [answer.columns.index(name) for name in ("when", "change", "claim")]
    found: list[tuple[str, str, Thing]] = []
    for row in reversed(answer.rows):
        when, change, what = (row[place] for place in places)
        entry = (text(when), text(change, for_people=True), what)
        if isinstance(what, Thing) and entry not in found:
            found.append((entry[0], entry[1], what))
        if len(found) == _LATEST:
            break
    return found
