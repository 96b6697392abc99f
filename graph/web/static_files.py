"""Style sheet and scripts under names that change with them, and what robots are told."""

from __future__ import annotations

from pathlib import Path

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from graph.web.rendering import EDITOR, HISTORY, STYLE, editor_address, history_address, style_address
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
    """Returns the routes of the style sheet, of the scripts (the editor if it is built), and of robots.txt."""
    made = [_lasting(style_address(), STYLE, "text/css"), _lasting(history_address(), HISTORY, "text/javascript")]
    if editor_address():
        made.append(_lasting(editor_address(), EDITOR, "text/javascript"))

    def robots(request: Request) -> Response:
        return PlainTextResponse(_ROBOTS, headers={"cache-control": "public, max-age=86400"})

    return [*made, Route("/robots.txt", robots)]


def _lasting(address: str, path: Path, kind: str) -> Route:
    content = path.read_bytes()

    def file(request: Request) -> Response:
        return Response(content, media_type=kind, headers={"cache-control": "public, max-age=31536000, immutable"})

    return Route(address, file)
