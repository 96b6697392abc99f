"""What every part of the site is made from, and how a request is seen through its lens."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from graph.landscape import Landscape
from graph.mapping.lens import Lens
from graph.questions.pool import Limits as Room
from graph.questions.pool import Pool
from graph.web.current import Current
from graph.web.lens import View, read_view
from graph.web.making import Making
from graph.web.remembered import Remembered
from graph.web.settings import Settings

if TYPE_CHECKING:
    from graph.web.far import Far

_PAGES = 64 * 1024**2
_MOST_PLACES = 256


@dataclass(frozen=True)
class Serving:
    """The snapshot that is served and the settings; `at_end` is called, last first, when the server stops."""

    current: Current
    settings: Settings
    at_end: list[Callable[[], object]] = field(default_factory=list)

    def view(self, request: Request) -> View:
        """Returns the lens and language of a request; Usage, with a sentence, for what its query string cannot mean."""
        return read_view(request.query_params, request.headers.get("accept-language", ""), self.current.today())

    def landscape(self, request: Request) -> Landscape:
        """Returns the current landscape as the request would see it; errors as `view`."""
        return self.current.landscape(self.view(request))

    async def seen(self, request: Request) -> Landscape:
        """Returns what `landscape` does; for whoever must not keep the event loop waiting."""
        return await run_in_threadpool(self.landscape, request)

    @cached_property
    def pages(self) -> Remembered:
        """The pages that were made last, to be given again while the snapshot is the same; for the event loop only."""
        return Remembered(_PAGES, _PAGES // 32)

    @cached_property
    def pool(self) -> Pool | Far:
        """The workers that strangers' queries run in; started by the first query, ended with the server."""
        limits = self.settings.limits
        room = Room(limits.query_time, limits.memory, limits.rows, limits.answer, waiting=limits.waiting)
        pool: Pool | Far = Pool(room)
        if not self.current.snapshot.here:
            from graph.web.far import Far

            pool = Far(self.current, room)
        self.at_end.append(pool.close)
        return pool

    @cached_property
    def exports(self) -> Making:
        """The exports of what is served, made when they are first wanted; the making ends with the server."""
        made = Making(self.settings.limits.query_time)
        self.at_end.append(made.close)
        return made

    async def place(self, lens: Lens) -> tuple[str, str]:
        """Returns the folder of the current store under `lens`, derived first if it is not there, and its data version.

        For whoever must not keep the event loop waiting.
        """
        known = self._places.get(lens)
        still = known is not None and self.current.settled and known[0] == self.current.snapshot.id
        if known is not None and still and os.path.isdir(known[1]):
            return known[1], known[0][:12]
        landscape = await run_in_threadpool(self.current.landscape, View(lens))
        if len(self._places) >= _MOST_PLACES:
            self._places.clear()
        self._places[lens] = landscape.snapshot.id, str(landscape.store_path)
        return str(landscape.store_path), landscape.snapshot.version

    @cached_property
    def _places(self) -> dict[Lens, tuple[str, str]]:
        return {}
