"""The real server on a port of this machine, and a client that sends exactly what it is told to."""

from __future__ import annotations

import http.client
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from graph.web.current import Current
from graph.web.server import server
from graph.web.settings import Limits, settings
from tests.ports import free_port


@dataclass(frozen=True)
class Reply:
    """What came back; names of headers in lower case."""

    status: int
    headers: dict[str, str]
    content: bytes

    @property
    def text(self) -> str:
        return self.content.decode()

    @property
    def type(self) -> str:
        return self.headers.get("content-type", "").partition(";")[0]


@dataclass(frozen=True)
class Site:
    """A server that runs; `base` is its address."""

    port: int
    base: str = field(default="", compare=False)

    def send(
        self, method: str, path: str, body: bytes | str | None = None, timeout: float = 60, **headers: str
    ) -> Reply:
        """Sends one request; headers are named with underscores, and nothing is added but Host and a length."""
        content = body.encode() if isinstance(body, str) else body
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            connection.putrequest(method, path, skip_accept_encoding=True)
            for name, value in headers.items():
                connection.putheader(name.replace("_", "-"), value)
            if content is not None:
                connection.putheader("Content-Length", str(len(content)))
            connection.endheaders(content)
            answer = connection.getresponse()
            return Reply(answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read())
        finally:
            connection.close()

    def get(self, path: str, **headers: str) -> Reply:
        return self.send("GET", path, **headers)

    def socket(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=30)


@contextmanager
def running(current: Current, limits: Limits | None = None) -> Iterator[Site]:
    """Runs the server in a thread for the block."""
    port = free_port()
    told = settings(port=port, limits=limits)
    ready = threading.Event()
    made = server(current, told, ready=ready.set)
    thread = threading.Thread(target=made.run, daemon=True)
    thread.start()
    assert ready.wait(60)
    try:
        yield Site(port, told.base)
    finally:
        made.should_exit = True
        thread.join(60)
        assert not thread.is_alive()
