"""What this is, how to read it, what it does not say, and how far it can be used by everybody."""

from __future__ import annotations

from starlette.responses import Response
from starlette.routing import BaseRoute

from graph.web import addresses
from graph.web.rendering import html
from graph.web.serving import Serving
from graph.web.visit import Visit, page


def routes(serving: Serving) -> list[BaseRoute]:
    """Returns the route of the page."""
    return [page(serving, addresses.ABOUT, about)]


def about(visit: Visit) -> Response:
    """Returns the page."""
    return html(visit, "about.html.j2")
