"""`/health`: that the server answers, and from which data."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

import graph
from graph.web.serving import Serving


def routes(serving: Serving) -> list[BaseRoute]:
    """Returns the route of the health report."""

    def health(request: Request) -> Response:
        snapshot = serving.current.snapshot
        report = {"status": "ok", "version": graph.__version__, "data_version": snapshot.version}
        return JSONResponse(report, headers={"cache-control": "no-store"})

    return [Route("/health", health)]
