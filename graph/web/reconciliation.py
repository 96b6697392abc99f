"""`/reconcile`: the Reconciliation Service API 0.2, by which OpenRefine and its like match names to our ids.

Specification: reconciliation-api.github.io/specs/0.2. The endpoint may carry a lens and a language in its query
string; the addresses in its manifest carry them on. Pages of any site may ask, since the specification wants it
(section 3.3): without credentials, and nothing here but what is public anyway.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import ImmutableMultiDict
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from graph import wording
from graph.errors import CollabError, Usage
from graph.web.asked import FORM, fields
from graph.web.lens import language_asked, read_view
from graph.web.preview import POLICY, preview
from graph.web.problems import Refused, problem_response
from graph.web.reconciler import MOST_QUERIES, Service
from graph.web.serving import Serving

PATH = "/reconcile"
OPEN_TO_OTHERS = (PATH,)
_OPEN = {
    "access-control-allow-origin": "*",
    "access-control-allow-methods": "GET, HEAD, POST, OPTIONS",
    "access-control-allow-headers": "Content-Type",
    "cross-origin-resource-policy": "cross-origin",
}
_ALL = ["GET", "HEAD", "POST", "OPTIONS", "PUT", "DELETE", "PATCH"]
Given = ImmutableMultiDict[str, str]
Work = Callable[[Service, Given], Any]


def routes(serving: Serving) -> list[BaseRoute]:
    """Returns the routes of the service, of its suggestions, previews and property proposals."""

    def route(path: str, work: Work, allowed: str = "GET, HEAD, OPTIONS") -> Route:
        async def endpoint(request: Request) -> Response:
            return await _served(request, serving, work, allowed)

        return Route(PATH + path, endpoint, methods=_ALL)

    return [
        route("", _reconcile, "GET, HEAD, POST, OPTIONS"),
        route("/suggest/entity", lambda service, given: _page(service.suggest_entities(_prefix(given)), given)),
        route("/suggest/type", lambda service, given: _page(service.suggest_types(_prefix(given)), given)),
        route("/suggest/property", lambda service, given: _page(service.suggest_properties(_prefix(given)), given)),
        route("/properties", lambda service, given: service.propose(given.get("type", ""), _number(given, "limit"))),
        route("/preview", lambda service, given: preview(service, given.get("id", ""))),
    ]


def paths(serving: Serving) -> dict[str, Any]:
    """Returns what OpenAPI is told of the service; its own specification says the rest."""
    answer = {"application/json": {"schema": {"type": "object"}}}
    problem = {"text/plain": {"schema": {"type": "string"}}, "application/problem+json": {"schema": {"type": "object"}}}
    said = {
        "200": {"description": "The answer", "content": answer},
        "400": {"description": "The message is not as specified", "content": problem},
        "413": {"description": "More than is taken at once", "content": problem},
    }

    def told(summary: str, **fields: str) -> dict[str, Any]:
        kinds = {"string": {"type": "string"}, "integer": {"type": "integer", "minimum": 0, "maximum": 999_999_999}}
        parameters = [{"name": name, "in": "query", "schema": kinds[kind]} for name, kind in fields.items()]
        return {"get": {"summary": summary, "parameters": parameters, "responses": said}}

    suggest = {
        f"{PATH}/suggest/{kind}": told(f"Suggestions for a {kind}", prefix="string", cursor="integer")
        for kind in ("entity", "type", "property")
    }
    messages = {"type": "object", "properties": {"queries": {"type": "string"}, "extend": {"type": "string"}}}
    post = {
        "summary": "The same by POST, as clients do",
        "requestBody": {"content": {FORM: {"schema": messages}}},
        "responses": {**said, "415": {"description": "The body is no form", "content": problem}},
    }
    service = {
        **told("The Reconciliation API 0.2: manifest, candidates, values", queries="string", extend="string"),
        "post": post,
    }
    return {
        PATH: service,
        f"{PATH}/properties": told("The properties of things of a type", type="string", limit="integer"),
        **suggest,
    }


async def _served(request: Request, serving: Serving, work: Work, allowed: str) -> Response:
    wording.speak(language_asked(request))
    try:
        if request.method == "OPTIONS":
            return Response(status_code=204, headers=_OPEN)
        if request.method not in allowed.split(", "):
            raise Refused("method", 405, allow=allowed, found=request.method, allowed=allowed)
        given = fields(request.scope["query_string"])
        view = read_view(given, request.headers.get("accept-language", ""), serving.current.today())
        if request.method == "POST":
            if request.headers.get("content-type", "").partition(";")[0].strip().casefold() != FORM:
                raise Refused("not-a-form", 415, offered=FORM)
            given = ImmutableMultiDict([*given.multi_items(), *fields(await request.body()).multi_items()])

        def answer() -> Any:
            with wording.speaking(view.language):
                return work(Service.of(serving, view), given)

        made = await run_in_threadpool(answer)
    except CollabError as problem:
        response = problem_response(problem, request)
        response.headers.update(_OPEN)
        return response
    if isinstance(made, str):
        return HTMLResponse(made, headers={**_OPEN, "content-security-policy": POLICY})
    content = json.dumps(made, ensure_ascii=False).encode()
    return Response(content, headers={**_OPEN, "content-type": "application/json", "vary": "Accept-Language"})


def _reconcile(service: Service, given: Given) -> Any:
    if "extend" in given:
        return service.extend(*_extension(_json(given["extend"], "extend")))
    if "queries" in given:
        batch = _json(given["queries"], "queries")
        if len(batch) > MOST_QUERIES:
            raise Refused("batch-too-large", 413, found=len(batch), limit=MOST_QUERIES)
        return {name: {"result": service.reconcile(query)} for name, query in batch.items()}
    return service.manifest()


def _json(text: str, name: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        raise Usage("bad-json", name=name) from None
    if not isinstance(found, dict):
        raise Usage("bad-json", name=name)
    return found


def _extension(asked: Mapping[str, Any]) -> tuple[list[str], list[str]]:
    ids, properties = asked.get("ids"), asked.get("properties")
    if not isinstance(ids, list) or not isinstance(properties, list):
        raise Usage("bad-json", name="extend")
    wanted = [one.get("id") if isinstance(one, dict) else None for one in properties]
    if not all(isinstance(one, str) for one in (*ids, *wanted)):
        raise Usage("bad-json", name="extend")
    return ids, [one for one in wanted if one is not None]


def _prefix(given: Given) -> str:
    return given.get("prefix", "")


def _page(found: list[dict[str, Any]], given: Given) -> dict[str, Any]:
    skipped = _number(given, "cursor") or 0
    return {"result": found[skipped : skipped + 20]}


def _number(given: Given, name: str) -> int | None:
    text = given.get(name, "")
    if text and not (text.isascii() and text.isdigit() and len(text) < 10):
        raise Usage("bad-number", name=name, value=text[:40])
    return int(text) if text else None
