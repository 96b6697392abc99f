"""The style sheet under a name that changes with it, and what robots are told."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from graph.web.rendering import STYLE, style_address
from graph.web.serving import Serving

# Pages made anew for each day and lens would be walked for ever; the plain ones may be listed.
_ROBOTS = """User-agent: *
Disallow: /search
Disallow: /compare
Disallow: /workbench
Disallow: /sparql
Disallow: /*as_of=
Disallow: /*standing=
"""


def routes(serving: Serving) -> list[BaseRoute]:
    """Returns the routes of the style sheet and of robots.txt."""
    content = STYLE.read_bytes()

    def style(request: Request) -> Response:
        return Response(
            content, media_type="text/css", headers={"cache-control": "public, max-age=31536000, immutable"}
        )

    def robots(request: Request) -> Response:
        return PlainTextResponse(_ROBOTS, headers={"cache-control": "public, max-age=86400"})

    return [Route(style_address(), style), Route("/robots.txt", robots)]
