"""What a machine is told when it cannot have what it asked for: a status and one sentence, never a trace."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from graph.errors import Busy, CollabError, NotThere, TimeLimit, TooLarge, Usage
from graph.web.negotiation import best_type

_JSON = ("application/problem+json", "application/json")
_BY_KIND: tuple[tuple[type[CollabError], int], ...] = (
    (TooLarge, 422),
    (Busy, 503),
    (TimeLimit, 503),
    (NotThere, 404),
    (Usage, 400),
)
_BY_KEY = {
    "query-too-long": 413,
    "query-died": 503,
    "query-failed": 400,
    "query-update": 403,
    "answer-not-in-xml": 406,
    "export-tables-changed": 503,
}


class Refused(CollabError):
    """A request that is answered with `status`, whatever was asked; `allow` are the methods that would do."""

    def __init__(self, key: str, status: int, /, allow: str = "", **values: object) -> None:
        super().__init__(key, **values)
        self.status = status
        self.allow = allow


def for_visitors(problem: CollabError) -> CollabError:
    """Returns a problem as visitors are told it: of an endpoint behind the site, not where it is nor what it said."""
    if not problem.key.startswith("endpoint-") or problem.key == "endpoint-describe":
        return problem
    values: dict[str, Any] = problem.values
    if problem.key == "endpoint-other-lens":
        return Refused("site-endpoint-other-lens", 400, **values)
    if problem.key == "endpoint-cannot-read":
        return Refused("site-endpoint-cannot-read", 400, **values)
    in_a_moment = isinstance(problem, Busy) or problem.key == "endpoint-changed"
    status = 504 if isinstance(problem, TimeLimit) else 503 if in_a_moment else 502
    return Refused("site-endpoint", status)


def status_of(problem: CollabError) -> int:
    """Returns the HTTP status of a problem."""
    if isinstance(problem, Refused):
        return problem.status
    if problem.key in _BY_KEY:
        return _BY_KEY[problem.key]
    return next((status for kind, status in _BY_KIND if isinstance(problem, kind)), 500)


def problem_response(problem: CollabError, request: Request) -> Response:
    """Returns the sentence as text, or as problem details (RFC 9457) to a client that would rather have JSON."""
    problem = for_visitors(problem)
    status = status_of(problem)
    headers = {"vary": "Accept, Accept-Language", "cache-control": "no-store"}
    if isinstance(problem, Busy):
        headers["retry-after"] = str(problem.retry)
    if isinstance(problem, Refused) and problem.allow:
        headers["allow"] = problem.allow
    wanted = best_type(request.headers.get("accept", ""), ("text/plain", *_JSON))
    if wanted in _JSON:
        said = {"title": HTTPStatus(status).phrase, "status": status, "detail": str(problem), "key": problem.key}
        return JSONResponse(said, status, headers, media_type=_JSON[0])
    return PlainTextResponse(f"{problem}\n", status, headers)
