"""Runs the application under uvicorn until it is told to stop."""

from __future__ import annotations

import logging
import os
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import current_thread, main_thread

import uvicorn

from graph.errors import CollabError
from graph.web.app import application
from graph.web.connection import Connection
from graph.web.current import Current
from graph.web.settings import Settings


class _Server(uvicorn.Server):
    """Says when it listens."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        # A job that was started with Ctrl-C ignored, as a shell starts one in the background, goes on ignoring it.
        ignored = signal.getsignal(signal.SIGINT) is signal.SIG_IGN and current_thread() is main_thread()
        with super().capture_signals():
            if ignored:
                signal.signal(signal.SIGINT, signal.SIG_IGN)
            yield

    async def startup(self, sockets: list[object] | None = None) -> None:  # type: ignore[override]
        await super().startup(sockets)  # type: ignore[arg-type]
        if self.started:
            self._ready()


def run(current: Current, settings: Settings, *, ready: Callable[[], None], log: bool = False) -> None:
    """Serves until SIGTERM or Ctrl-C, then lets running requests end (five seconds at most); only the latter is raised.

    `ready` is called once it listens; `log` writes a line for each request to stderr. CollabError if it cannot listen.
    """
    listening = listen(settings)
    made = server(current, settings, ready=ready, log=log)
    # uvicorn sends itself once more the signal that ended it: to be told to stop is no failure.
    before = signal.signal(signal.SIGTERM, lambda *_: None)
    try:
        made.run(sockets=[listening])
    finally:
        signal.signal(signal.SIGTERM, before)


def listen(settings: Settings) -> socket.socket:
    """Returns a socket that listens where the settings say; CollabError if that place is taken or not ours."""
    family = socket.AF_INET6 if ":" in settings.bind else socket.AF_INET
    try:
        return socket.create_server((settings.bind, settings.port), family=family, backlog=2048)
    except OSError as problem:
        # The library adds to the system's words where it was; a name that is not found has a number below nought.
        reason = os.strerror(number) if (number := problem.errno or 0) > 0 else problem.strerror or str(problem)
        raise CollabError("serve-cannot-listen", bind=settings.bind, port=settings.port, reason=reason) from None


def server(current: Current, settings: Settings, *, ready: Callable[[], None], log: bool = False) -> uvicorn.Server:
    """Returns the server, not yet running; arguments as of `run`."""
    if log:
        access = logging.getLogger("collab.access")
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
        access.addHandler(handler)
        access.setLevel(logging.INFO)
        access.propagate = False
    config = uvicorn.Config(
        application(current, settings),
        host=settings.bind,
        port=settings.port,
        http=Connection,
        loop="asyncio",
        log_config=None,
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        ws="none",
        limit_concurrency=settings.limits.connections,
        timeout_keep_alive=15,
        timeout_graceful_shutdown=5,
    )
    return _Server(config, ready)
