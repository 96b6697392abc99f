"""What goes wrong, said as a page for people and as JSON for programs: a sentence and where to go, never a trace."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from http import HTTPStatus

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import ExceptionHandler

from graph import wording
from graph.answer import Thing, plain
from graph.errors import Busy, CollabError, DataInvalid
from graph.mapping.lens import Lens
from graph.terms import local_id
from graph.web.lens import View, read_language
from graph.web.negotiation import best_type
from graph.web.problems import for_visitors, status_of
from graph.web.rendering import html
from graph.web.serving import Serving
from graph.web.visit import Visit
from graph.wording import has, say

_ABOUT_NAMES = ("unknown-name", "unknown-name-near", "ambiguous-name", "wrong-kind", "wrong-kind-near")
_HEADED = {400: "refused", 404: "absent", 405: "method", 500: "ours", 503: "late"}
log = logging.getLogger("collab.faults")


def plain_view(serving: Serving, request: Request) -> View:
    """Returns the view of today in the language of a request, whatever else its query string says."""
    query, accepted = request.query_params, request.headers.get("accept-language", "")
    language = read_language(query, accepted)
    given = (("lang", language),) if query.get("lang") == language else ()
    return View(Lens(serving.current.today()), language, given)


def fault(visit: Visit, problem: CollabError) -> Response:
    """Returns what is answered to a request that cannot be met."""
    problem = for_visitors(problem)
    status = 503 if isinstance(problem, DataInvalid) else status_of(problem)
    key = f"site.error-{problem.key}"
    sentence = say(key, **problem.values) if has(key) else str(problem)
    name = str(problem.values.get("name", ""))
    near = names_like(visit, name) if problem.key in _ABOUT_NAMES else []
    response = told(visit, status, sentence, near)
    if isinstance(problem, Busy):
        response.headers["retry-after"] = str(problem.retry)
    return response


def names_like(visit: Visit, words: str) -> list[Thing]:
    """Returns the things that are called so, or else nearly so."""
    names = visit.landscape.names
    found = names.matches(words) or names.near(words)
    return [Thing(local_id(node), *names.label(node, visit.language)) for node in found]


def told(visit: Visit, status: int, sentence: str, near: Sequence[Thing] = ()) -> Response:
    """Returns a page, or JSON where that is liked better: a status, a heading, one sentence, and what may be meant."""
    if _for_programs(visit.request):
        return JSONResponse({"status": status, "error": sentence, "near": [plain(one) for one in near]}, status)
    key = _HEADED.get(status, "refused" if status < 500 else "ours")
    first, *rest = sentence.splitlines() or [""]
    return html(
        visit,
        "fault.html.j2",
        status=status,
        heading=say(f"site.fault-{key}"),
        sentence=first,
        more=[line.strip() for line in rest],
        near=near,
        words=visit.path.rpartition("/")[2].replace("-", " ") if status == 404 else "",
    )


def handlers(serving: Serving) -> dict[int | type[Exception], ExceptionHandler]:
    """Returns what to do with what no page has caught: addresses that are not there, methods, and our own faults."""

    def http(request: Request, problem: Exception) -> Response:
        status = problem.status_code if isinstance(problem, HTTPException) else 500
        view = plain_view(serving, request)
        with wording.speaking(view.language):
            sentence = HTTPStatus(status).phrase
            if status in (404, 405):
                sentence = say("site.no-page" if status == 404 else "site.no-method")
            response = told(Visit(serving, request, view), status, sentence)
        response.headers.update(getattr(problem, "headers", None) or {})
        return response

    def ours(request: Request, problem: Exception) -> Response:
        log.error("%s %s", request.method, request.url.path, exc_info=problem)
        view = plain_view(serving, request)
        with wording.speaking(view.language):
            return told(Visit(serving, request, view), 500, say("site.our-fault"))

    return {HTTPException: http, Exception: ours}


def _for_programs(request: Request) -> bool:
    """Tells whether JSON is wanted: for a file, unless a browser asks for it, which names HTML as no program does."""
    accepted = request.headers.get("accept", "")
    ending = request.url.path.rpartition("/")[2].rpartition(".")[2]
    if ending in ("json", "csv", "tsv", "ndjson", "md", "xlsx", "ttl"):
        return "text/html" not in accepted.casefold()
    return best_type(accepted, ("text/html", "application/json")) == "application/json"
