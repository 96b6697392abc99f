"""The application: the routes of every part of the site behind one guard."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module
from inspect import isawaitable

from starlette.applications import Starlette
from starlette.routing import BaseRoute
from starlette.types import ASGIApp

from graph.web.current import Current
from graph.web.faults import handlers
from graph.web.guard import Guard
from graph.web.serving import Serving
from graph.web.settings import Settings

# Each has `routes(serving)`; one that pages of any site may ask has OPEN_TO_OTHERS, the beginnings of its paths.
PARTS = (
    "health",
    "static_files",
    "openapi",
    "sparql",
    "graphs",
    "linked",
    "reconciliation",
    "pages.front",
    "pages.search",
    "pages.things",
    "pages.questions",
    "pages.comparing",
    "pages.judging",
    "pages.pictures",
    "pages.workbench",
    "pages.ontology",
    "exported",
    "pages.downloads",
    "pages.about",
)


def application(current: Current, settings: Settings | None = None) -> ASGIApp:
    """Returns the ASGI application that serves the landscapes of `current`."""
    serving = Serving(current, settings or Settings())
    routes: list[BaseRoute] = []
    open_to_others: list[str] = []
    for name in PARTS:
        part = import_module(f"graph.web.{name}")
        routes += part.routes(serving)
        open_to_others += getattr(part, "OPEN_TO_OTHERS", ())

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        yield
        for end in reversed(serving.at_end):
            ended = end()
            if isawaitable(ended):
                await ended

    made = Starlette(routes=routes, lifespan=lifespan, exception_handlers=handlers(serving))
    # Outermost, so that nothing goes out without its headers.
    return Guard(made, serving.settings, open_to_others)
