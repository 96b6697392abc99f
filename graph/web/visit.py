"""One request and the landscape as it sees it; what every page is made from and answered with."""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import parse_qsl

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from graph import wording
from graph.answer import Answer
from graph.errors import CollabError
from graph.formats import render
from graph.landscape import Landscape
from graph.web.lens import NAMES, View, language_asked
from graph.web.program import program
from graph.web.remembered import Given
from graph.web.serving import Serving

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "tsv": "text/tab-separated-values; charset=utf-8",
    "json": "application/json",
    "ndjson": "application/x-ndjson",
    "markdown": "text/markdown; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_OF_304 = ("etag", "cache-control", "vary")
ENDINGS = {".csv": "csv", ".tsv": "tsv", ".json": "json", ".ndjson": "ndjson", ".md": "markdown", ".xlsx": "xlsx"}


@dataclass(frozen=True)
class Visit:
    """A request under its lens, in its language; `body` is what it sent, `found` what was got ready for its page."""

    serving: Serving
    request: Request
    view: View
    body: bytes = b""
    found: object = None

    @cached_property
    def landscape(self) -> Landscape:
        """The landscape as this visit sees it."""
        return self.serving.current.landscape(self.view)

    @property
    def language(self) -> str:
        """The language of the page."""
        return self.view.language

    @property
    def path(self) -> str:
        """The path that was asked for."""
        return self.request.url.path

    def asked(self, name: str) -> str:
        """Returns the first value of `name` in the query string that is not blank, "" if there is none."""
        return next((value.strip() for value in self.request.query_params.getlist(name) if value.strip()), "")

    @property
    def own(self) -> list[tuple[str, str]]:
        """What the query string says beside lens and language."""
        return [(name, value) for name, value in self.request.query_params.multi_items() if name not in NAMES]

    def link(self, address: str, **changes: str | None) -> str:
        """Returns a link to an address of ours that carries on this visit's lens and language, with `changes`."""
        path, _, rest = address.partition("#")
        path, _, query = path.partition("?")
        whole = self.serving.settings.root + path + self.view.carried(parse_qsl(query), **changes)
        return f"{whole}#{rest}" if rest else whole

    def here(self, **changes: str | None) -> str:
        """Returns a link to this very page with `changes` of lens or language."""
        return self.serving.settings.root + self.path + self.view.carried(self.own, **changes)

    def permalink(self, address: str = "", **changes: str | None) -> str:
        """Returns the whole address of this page, or another, with its day written out, to be cited."""
        fixed = {"as_of": self.view.lens.as_of.isoformat(), **changes}
        base = self.serving.settings.base
        if address:
            path, _, query = address.partition("?")
            return base + path + self.view.carried(parse_qsl(query), **fixed)
        return base + self.path + self.view.carried(self.own, **fixed)

    def table(self, answer: Answer, ending: str, name: str) -> Response:
        """Returns an answer in the format of `ending`, to be saved under `name`."""
        kind = ENDINGS[ending]
        headers = {"content-disposition": f'inline; filename="{name}{ending}"'}
        return Response(render(answer, kind), media_type=TYPES[kind], headers=headers)

    @property
    def tag(self) -> str:
        """The entity tag of anything made from this snapshot under this lens in this language by this program."""
        landscape = self.landscape
        lens = landscape.view
        told = (landscape.snapshot.id, lens.as_of, lens.standing, lens.planned, self.language, program())
        return 'W/"' + hashlib.sha256(repr(told).encode()).hexdigest()[:24] + '"'


def page(
    serving: Serving,
    path: str,
    make: Callable[[Visit], Response],
    *,
    methods: tuple[str, ...] = ("GET",),
    kept: bool = True,
    ready: Callable[[Serving, Request], Awaitable[object]] | None = None,
) -> Route:
    """Returns a route whose answer is made in the visitor's language, in a thread of its own.

    If `kept`, it bears an entity tag, and a browser that has it is told so. `ready` gets ready what the page is made
    from and must wait for. What goes wrong becomes a page that says so in a sentence.
    """
    from graph.web.faults import fault, plain_view

    def answer(request: Request, body: bytes, found: object, last: bool = False) -> Response | None:
        view = plain_view(serving, request)
        with wording.speaking(view.language):
            try:
                visit = Visit(serving, request, serving.view(request), body, found)
                if not kept:
                    response = make(visit)
                    response.headers.setdefault("cache-control", "no-store")
                    return response
                headers = {"etag": visit.tag, "cache-control": "no-cache", "vary": "Accept, Accept-Language"}
                if visit.tag in request.headers.get("if-none-match", ""):
                    return Response(status_code=304, headers=headers)
                response = make(visit)
                if response.status_code == 200:
                    for name, value in headers.items():
                        response.headers.setdefault(name, value)
                return response
            except CollabError as problem:
                if problem.key == "endpoint-changed" and not last:
                    serving.current.look_now()
                    return None
                return fault(Visit(serving, request, view), problem)

    async def endpoint(request: Request) -> Response:
        if kept and not serving.current.settled:
            await run_in_threadpool(serving.current.look)
        key = _key(serving, request) if kept else None
        if key is not None and (known := serving.pages.get(key)) is not None:
            headers = dict(known.headers)
            if headers.get("etag", "-") in request.headers.get("if-none-match", ""):
                return Response(status_code=304, headers={name: headers[name] for name in _OF_304 if name in headers})
            return Response(known.content, headers=headers)
        body = await request.body()  # before all that may take longer than a body may
        found = await ready(serving, request) if ready else None
        response = await run_in_threadpool(answer, request, body, found)
        if response is None:  # made of what is no longer there: once more, of what is
            key, response = None, await run_in_threadpool(answer, request, body, found, True)
            assert response is not None
        if key is not None and response.status_code == 200 and not isinstance(response, FileResponse):
            serving.pages.keep(key, Given(tuple(response.headers.items()), bytes(response.body)))
        return response

    return Route(path, endpoint, methods=list(methods))


def twins(serving: Serving, path: str, answer: Callable[[Visit], Answer]) -> list[Route]:
    """Returns the routes of what stands on the page at `path`, as an answer in each format."""

    def route(ending: str) -> Route:
        return page(serving, path + ending, lambda visit: visit.table(answer(visit), ending, path.strip("/")))

    return [route(ending) for ending in ENDINGS]


def _key(serving: Serving, request: Request) -> Hashable:
    """Returns all that a page depends on; None if a newer snapshot may be due."""
    if not serving.current.settled:
        return None
    language = language_asked(request)
    asked = request.scope["path"], request.scope["query_string"]
    return serving.current.snapshot.id, serving.current.today(), language, asked


def form_of(body: bytes) -> dict[str, str]:
    """Returns the first value of each field of a form sent as application/x-www-form-urlencoded."""
    found: dict[str, str] = {}
    for name, value in parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=100):
        found.setdefault(name, value)
    return found
