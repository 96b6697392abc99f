"""A connection that is given up when its client dawdles, or sends a head without end.

Uvicorn waits for ever for the rest of a request's head, and for a client that does not read; its parser in C
takes heads of any size. A body that does not come is the guard's to refuse.
"""

from __future__ import annotations

import asyncio
import socket

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from graph.wording import say

MOST_HEAD = 64 * 1024
HEAD_SECONDS = 15.0
READING_SECONDS = 30.0


class Connection(HttpToolsProtocol):
    """HTTP as uvicorn speaks it: a head within MOST_HEAD bytes and HEAD_SECONDS, a client that goes on reading."""

    _head_task: asyncio.TimerHandle | None = None
    _reading_task: asyncio.TimerHandle | None = None
    _head = 0
    _in_head = True

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begins to wait for the first head."""
        super().connection_made(transport)
        # asyncio does this for sockets of its own alone; else a body waits 40 ms for the client to hear of the head.
        accepted = transport.get_extra_info("socket")
        if accepted is not None and accepted.family in (socket.AF_INET, socket.AF_INET6):
            accepted.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._await_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """Waits for nothing more."""
        self._cancel()
        super().connection_lost(exc)

    def on_message_begin(self) -> None:
        """A head begins."""
        super().on_message_begin()
        self._in_head = True
        if self._head_task is None:
            self._await_head()

    def on_headers_complete(self) -> None:
        """A head is whole."""
        self._in_head, self._head = False, 0
        if self._head_task is not None:
            self._head_task.cancel()
            self._head_task = None
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """A request is whole; what comes next is a head."""
        super().on_message_complete()
        self._in_head = True

    def data_received(self, data: bytes) -> None:
        """Takes what came; ends a head that has grown too long."""
        if self._in_head:
            self._head += len(data)
        super().data_received(data)
        if self._in_head and self._head > MOST_HEAD and not self.transport.is_closing():
            self._refuse(431, "long-head")

    def pause_writing(self) -> None:
        """The client does not read as fast as is written: it has a while to catch up."""
        super().pause_writing()
        if self._reading_task is None:
            self._reading_task = self.loop.call_later(READING_SECONDS, self.transport.abort)

    def resume_writing(self) -> None:
        """The client has caught up."""
        super().resume_writing()
        if self._reading_task is not None:
            self._reading_task.cancel()
            self._reading_task = None

    def timeout_keep_alive_handler(self) -> None:
        """Ends a connection that has been idle; what the client has not read by now, it will not get."""
        if not self.transport.is_closing() and self.transport.get_write_buffer_size():
            self.transport.abort()
        super().timeout_keep_alive_handler()

    def _await_head(self) -> None:
        self._head_task = self.loop.call_later(HEAD_SECONDS, self._late)

    def _late(self) -> None:
        self._head_task = None
        if not self.transport.is_closing():
            self._refuse(408, "late-head")

    def _refuse(self, status: int, key: str) -> None:
        said = say(f"web.refused-{key}", limit=MOST_HEAD, seconds=f"{HEAD_SECONDS:g}").encode() + b"\n"
        name = {408: b"Request Timeout", 431: b"Request Header Fields Too Large"}[status]
        self.transport.write(
            b"HTTP/1.1 %d %s\r\ncontent-type: text/plain; charset=utf-8\r\ncontent-length: %d\r\n"
            b"connection: close\r\n\r\n%s" % (status, name, len(said), said)
        )
        self.transport.close()

    def _cancel(self) -> None:
        for task in (self._head_task, self._reading_task):
            if task is not None:
                task.cancel()
