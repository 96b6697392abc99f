"""`/sparql`: the query operation of the SPARQL 1.1 Protocol. Nothing here can write, and nothing here calls out."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Hashable
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from graph import wording
from graph.engines.differences import EXPLORER
from graph.errors import CollabError, Usage
from graph.questions.worker import Job
from graph.web.asked import Asked, read_asked
from graph.web.description import describe_service
from graph.web.forms import GRAPHS, RESULTS, choose, content_type, not_acceptable
from graph.web.lens import language_asked
from graph.web.negotiation import best_type
from graph.web.problems import Refused, problem_response
from graph.web.remembered import Given, Remembered, lasting
from graph.web.serving import Serving

PATH = "/sparql"
METHODS = "GET, HEAD, POST"
WORKBENCH = "/workbench"
# Seconds within which an answer comes before anybody hangs up.
_AT_ONCE = 0.1
_ALL = ["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"]


def routes(serving: Serving) -> list[BaseRoute]:
    """Returns the route of the endpoint."""
    remembered = Remembered()

    async def sparql(request: Request) -> Response:
        key = _key(request, serving)
        if key is not None and (known := remembered.get(key)) is not None:
            return Response(known.content, headers=dict(known.headers))
        try:
            if request.method not in METHODS.split(", "):
                raise Refused("method", 405, allow=METHODS, found=request.method, allowed=METHODS)
            asked = await read_asked(request, serving)
            if asked is None:
                wording.speak(language_asked(request))
                return await _described(request, serving)
            wording.speak(asked.view.language)
            answer = await _unless_gone(request, _answer(request, serving, asked))
            if key is not None and answer.status_code == 200 and lasting(asked.query):
                remembered.keep(key, Given(tuple(answer.headers.items()), bytes(answer.body)))
            return answer
        except CollabError as problem:
            wording.speak(language_asked(request))
            return problem_response(problem, request)

    return [Route(PATH, sparql, methods=_ALL), Route(PATH + "/", sparql, methods=_ALL)]


def paths(serving: Serving) -> dict[str, Any]:
    """Returns what OpenAPI is told of the endpoint; the SPARQL 1.1 Protocol says the rest.

    A GET without a query is answered too, by the service description.
    """
    text: dict[str, Any] = {"type": "string"}
    lens = {"as_of": {**text, "format": "date"}, "standing": text, "include_planned": {"type": "boolean"}}
    fields = {"query": text, "timeout": {"type": "number", "minimum": 1}, **lens}
    rows = {kind: {"schema": text} for kind in (*RESULTS, *GRAPHS)}
    rows |= {kind: {"schema": {"type": "object"}} for kind in ("application/sparql-results+json", "application/json")}
    problem = {"text/plain": {"schema": text}, "application/problem+json": {"schema": {"type": "object"}}}
    said = {
        "200": {"description": "Rows, or a graph in the form that Accept names", "content": rows},
        "400": {"description": "No query that can be read and run", "content": problem},
        "403": {"description": "An update", "content": problem},
        "406": {"description": "No form that is taken can be given", "content": problem},
        "413": {"description": "The query is too long", "content": problem},
        "415": {"description": "The body is no query", "content": problem},
        "422": {"description": "The answer is too large", "content": problem},
        "503": {"description": "Over the limit of time or memory, or too many at once", "content": problem},
    }
    parameters = [{"name": name, "in": "query", "required": False, "schema": schema} for name, schema in fields.items()]
    form = {"type": "object", "required": ["query"], "properties": fields}
    body = {"application/x-www-form-urlencoded": {"schema": form}}
    return {
        PATH: {
            "get": {"summary": "A SPARQL 1.1 query", "parameters": parameters, "responses": said},
            "post": {
                "summary": "A SPARQL 1.1 query as a form; as application/sparql-query the body is the query",
                "requestBody": {"required": True, "content": body},
                "responses": said,
            },
        }
    }


def _key(request: Request, serving: Serving) -> Hashable:
    """Returns all that the answer to a GET depends on; None if it is another method, or if a snapshot may be due."""
    if request.method != "GET" or not serving.current.settled:
        return None
    snapshot, today = serving.current.snapshot.id, serving.current.today()
    told = (request.headers.get("accept"), request.headers.get("accept-language"))
    return snapshot, today, request.scope["query_string"], told


async def _answer(request: Request, serving: Serving, asked: Asked) -> Response:
    accepted = request.headers.get("accept", "")
    results = choose(accepted, RESULTS, asked.form)
    graphs = choose(accepted, GRAPHS, asked.form)
    if results is None and graphs is None:
        if asked.form:
            known = ", ".join(dict.fromkeys((*RESULTS.values(), *GRAPHS.values())))
            raise Usage("bad-format", found=asked.form[:40], known=known)
        raise not_acceptable(RESULTS, GRAPHS)
    place, version = await serving.place(asked.view.lens)
    limits = serving.settings.limits
    job = Job(
        place,
        asked.query,
        results=results[1] if results else "",
        rdf=graphs[1] if graphs else "",
        default=asked.default,
        named=asked.named,
        base=serving.settings.base + PATH,
        most_rows=limits.rows,
        most_bytes=limits.answer,
    )
    kind, content = await serving.pool.run(job, asked.seconds)
    if kind == "N":
        raise not_acceptable(RESULTS if results is None else GRAPHS)
    chosen, forms = (results, RESULTS) if kind == "R" else (graphs, GRAPHS)
    assert chosen is not None
    headers = {
        "content-type": content_type(chosen[1], forms, chosen[0]),
        "vary": "Accept",
        "cache-control": "no-cache",
        EXPLORER: version,
        "x-as-of": asked.view.lens.as_of.isoformat(),
    }
    return Response(content, headers=headers)


async def _described(request: Request, serving: Serving) -> Response:
    """A request without a query: the service describes itself; a person is led to the page for queries."""
    accepted = request.headers.get("accept", "")
    if best_type(accepted, (*GRAPHS, "text/html")) == "text/html":
        return RedirectResponse(serving.settings.root + WORKBENCH, 303, {"vary": "Accept"})
    chosen = choose(accepted, GRAPHS)
    if chosen is None:
        raise not_acceptable(GRAPHS)
    view = serving.view(request)
    version = serving.current.snapshot.version
    content = await run_in_threadpool(lambda: describe_service(serving, chosen[1], view))
    headers = {"content-type": content_type(chosen[1], GRAPHS, chosen[0]), "vary": "Accept", EXPLORER: version}
    return Response(content, headers=headers)


async def _unless_gone(request: Request, answer: Coroutine[Any, Any, Response]) -> Response:
    """Returns the answer; stops the query if whoever asked hangs up before it is there.

    Most answers are there before anybody could: only then is it looked for.
    """
    task = asyncio.current_task()
    assert task is not None
    looking: list[asyncio.Task[None]] = []
    hung_up = False

    def left(gone: asyncio.Task[None]) -> None:
        nonlocal hung_up
        if not gone.cancelled():
            hung_up = True
            task.cancel()

    def look() -> None:
        looking.append(asyncio.ensure_future(_gone(request)))
        looking[0].add_done_callback(left)

    later = asyncio.get_running_loop().call_later(_AT_ONCE, look)
    try:
        return await answer
    except asyncio.CancelledError:
        if not hung_up:
            raise
        task.uncancel()
        return Response(status_code=499)
    finally:
        later.cancel()
        for one in looking:
            one.cancel()


async def _gone(request: Request) -> None:
    if request.method != "POST":
        await request.body()
    while (await request.receive())["type"] != "http.disconnect":
        pass
