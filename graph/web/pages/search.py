"""What people type: a question is answered, words are looked for in all names and in the library."""

from __future__ import annotations

from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute

from graph.answer import Answer, Thing
from graph.errors import CollabError
from graph.oxigraph import NamedNode
from graph.questions.library import Question
from graph.questions.names import fold
from graph.questions.phrasing import understand
from graph.terms import PREFIXES
from graph.web import addresses
from graph.web.rendering import html
from graph.web.serving import Serving
from graph.web.visit import Visit, page, twins
from graph.wording import say

_MOST = 40


def routes(serving: Serving) -> list[BaseRoute]:
    """Returns the routes of the search and of its data."""
    return [*twins(serving, addresses.SEARCH, data), page(serving, addresses.SEARCH, search)]


def search(visit: Visit) -> Response:
    """Returns the things and questions that the words of `q` may mean; a question that is understood is answered."""
    words = visit.asked("q")[:300]
    refusal = ""
    if words and " " in words:
        try:
            read = understand(words, visit.serving.current.questions, visit.landscape.names)
        except CollabError as problem:
            refusal = problem.key
        else:
            return RedirectResponse(visit.link(addresses.question(read.question.id, **read.parameters)), 303)
    found = visit.landscape.find(words).rows if words else ()
    things = [(row[0], _kind(visit, str(row[1])), row[2], row[3]) for row in found if isinstance(row[0], Thing)]
    things.sort(key=lambda one: one[1] == say("site.a-source"))  # what is spoken of before what speaks of it
    return html(
        visit,
        "search.html.j2",
        words=words,
        things=things[:_MOST],
        left=max(0, len(things) - _MOST),
        questions=_questions(visit, words),
        refusal=refusal,
    )


def _kind(visit: Visit, names: str) -> str:
    """Returns the labels of classes, given their names as `find` lists them; a source has none there."""
    if names == "?":
        return say("site.a-source")
    label = visit.landscape.names.label
    return ", ".join(
        label(NamedNode(PREFIXES["pcol"] + one), visit.language)[0] for one in names.split(", ") if one != "?"
    )


def data(visit: Visit) -> Answer:
    """Returns what `find` answers."""
    return visit.landscape.find(visit.asked("q")[:300])


def _questions(visit: Visit, words: str, most: int = 6) -> list[Question]:
    """Returns the questions that share the most of their words with what was typed."""
    wanted = {word for word in fold(words).split() if len(word) > 2}
    scores: dict[str, float] = {}
    for question in visit.serving.current.questions.values():
        lines = [*question.said("phrasing", "en"), *question.said("phrasing", "cy"), question.title(visit.language)]
        own = [{word for word in fold(line).split() if len(word) > 2} for line in lines]
        scores[question.id] = max((len(wanted & one) / len(wanted | one) for one in own if one), default=0.0)
    best = sorted(visit.serving.current.questions.values(), key=lambda one: (-scores[one.id], one.id))
    return [one for one in best[:most] if scores[one.id] >= 0.2]
