"""A worker's process as the event loop sees it: a job goes in, a message comes out, one at a time.

Bytes are taken as the loop hands them over, with no stream or task in between: every query of the site comes this way.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
import time
from asyncio.subprocess import DEVNULL, PIPE
from typing import cast

from graph.questions.foreign import died, frame_of, worker_command, worker_environment
from graph.questions.worker import Job

_LEFT_OVER = 19
_CLOCK_OF_ALL_THREADS = 2
_HEAD = 8


class StandingWorker(asyncio.SubprocessProtocol):
    """A process that runs one job after another until it is killed; begun by `start`."""

    def __init__(self) -> None:
        loop = asyncio.get_running_loop()
        self.ready: asyncio.Future[bytes] = loop.create_future()
        self.gone: asyncio.Future[None] = loop.create_future()
        self._answer = self.ready
        self._came = bytearray()

    @classmethod
    async def start(cls, memory: int) -> StandingWorker:
        """Returns a process with at most `memory` bytes of addresses; it takes jobs when `ready` is done."""
        _, worker = await asyncio.get_running_loop().subprocess_exec(
            cls, *worker_command(memory), stdin=PIPE, stdout=PIPE, stderr=DEVNULL, env=worker_environment()
        )
        return worker

    def ask(self, job: Job) -> asyncio.Future[bytes]:
        """Hands over a job; the whole message that answers it, or CollabError once the process has died of it."""
        self._answer = asyncio.get_running_loop().create_future()
        self._came.clear()
        if self.gone.done():
            self._fail()
        else:
            self._jobs.write(frame_of(job))
        return self._answer

    def processor_seconds(self) -> float | None:
        """Returns what the process has taken of the processor; None where the system does not say.

        On Linux each process has a clock of its own, numbered as clock_getcpuclockid(3) numbers it: asking it takes a
        fiftieth of what it takes to read the same in /proc, and every query asks.
        """
        if sys.platform != "linux":
            return None
        try:
            return time.clock_gettime((~self.pid << 3) | _CLOCK_OF_ALL_THREADS)
        except OSError:
            return None

    def take_second_place(self) -> None:
        """Lets everything else on the machine go before this process; it cannot be taken back."""
        with contextlib.suppress(OSError, AttributeError):
            os.setpriority(os.PRIO_PROCESS, self.pid, _LEFT_OVER)

    def kill(self) -> None:
        """Ends the process, whatever it is doing; may be called when the event loop is gone."""
        if not self.gone.done():
            with contextlib.suppress(OSError):
                os.kill(self.pid, signal.SIGKILL)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The process is there."""
        self._process = cast(asyncio.SubprocessTransport, transport)
        self.pid = self._process.get_pid()
        self._jobs = cast(asyncio.WriteTransport, self._process.get_pipe_transport(0))

    def pipe_data_received(self, fd: int, data: bytes) -> None:
        """Takes a piece of a message."""
        came = self._came
        came += data
        if len(came) >= _HEAD and len(came) >= _HEAD + int.from_bytes(came[:_HEAD], "big") and not self._answer.done():
            self._answer.set_result(bytes(memoryview(came)[_HEAD:]))

    def connection_lost(self, exc: Exception | None) -> None:
        """The process has ended, and all that it wrote has come."""
        self._process.close()
        self.gone.set_result(None)
        self._fail()

    def _fail(self) -> None:
        if not self._answer.done():
            self._answer.set_exception(died(self._process.get_returncode()))
