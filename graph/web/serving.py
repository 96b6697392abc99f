"""What every part of the site is made from, and how a request is seen through its lens."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from starlette.requests import Request

from graph.landscape import Landscape
from graph.web.current import Current
from graph.web.lens import View, read_view
from graph.web.settings import Settings


@dataclass(frozen=True)
class Serving:
    """The snapshot that is served and the settings; `at_end` is called, last first, when the server stops."""

    current: Current
    settings: Settings
    at_end: list[Callable[[], None]] = field(default_factory=list)

    def view(self, request: Request) -> View:
        """Returns the lens and language of a request; Usage, with a sentence, for what its query string cannot mean."""
        return read_view(request.query_params, request.headers.get("accept-language", ""), self.current.today())

    def landscape(self, request: Request) -> Landscape:
        """Returns the current landscape as the request would see it; errors as `view`."""
        return self.current.landscape(self.view(request))
