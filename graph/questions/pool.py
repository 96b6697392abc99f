"""Workers that stay: strangers' queries run in them, each within its limits, and none holds up another.

A query that is not done after a moment of the processor's time is *long*: its worker gets what the processor
has left over, and another takes its place, so that short queries go on being answered. Only so many may be long
at once; the next is stopped at that moment rather than left to wait. What exceeds a limit is killed, never cut
short. The moment is not one of the clock: on a busy machine a short query is not yet a long one.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
import time
from asyncio.subprocess import DEVNULL, PIPE, Process
from dataclasses import dataclass

from graph.errors import Busy, TimeLimit
from graph.questions.foreign import died, frame_of, unwrap, worker_command, worker_environment
from graph.questions.worker import Job
from graph.sparqltext import refuse_too_long

# A worker that wrote an answer of this size is not kept: it does not give the memory back.
_LARGE = 4 * 1024**2
_LEFT_OVER = 19
_CLOCK_OF_ALL_THREADS = 2
# The shortest wait between two looks at what a worker has taken, in seconds.
_A_LOOK = 0.02


@dataclass(frozen=True)
class Limits:
    """What a query may take, and how many may run and wait; times in seconds, sizes in bytes."""

    seconds: float = 30.0
    memory: int = 1024**3
    rows: int = 10_000
    size: int = 32 * 1024**2
    short: int = max(2, os.cpu_count() or 2)
    long: int = 3
    waiting: int = 32
    moment: float = 1.0
    patience: float = 10.0


class Pool:
    """Runs jobs in workers: `async with Pool() as pool`. In another event loop it begins anew."""

    def __init__(self, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._all: set[Process] = set()
        self._begin()

    def _begin(self) -> None:
        self._idle: asyncio.Queue[Process] = asyncio.Queue()
        self._starting: set[asyncio.Task[None]] = set()
        self._waiting = self._long = 0
        self._closed = False

    async def __aenter__(self) -> Pool:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def start(self) -> None:
        """Starts the workers, once for each event loop; `run` does so too if nobody did."""
        loop = asyncio.get_running_loop()
        if self._loop is not loop:
            self.kill()
            self._begin()
            self._loop = loop
            await asyncio.gather(*(self._add() for _ in range(self.limits.short)))

    async def close(self) -> None:
        """Ends every worker, whatever it is doing, and waits until they are gone."""
        workers = list(self._all)
        self.kill()
        await asyncio.gather(*map(_gone, workers))

    def kill(self) -> None:
        """Ends every worker, whatever it is doing; may be called when the event loop is gone."""
        self._closed = True
        for task in self._starting:
            task.cancel()
        for worker in list(self._all):
            with contextlib.suppress(OSError):
                os.kill(worker.pid, signal.SIGKILL)
        self._all.clear()

    @property
    def workers(self) -> list[int]:
        """The process ids of all workers."""
        return [worker.pid for worker in self._all]

    async def run(self, job: Job, seconds: float | None = None) -> tuple[str, bytes]:
        """Returns the letter and the bytes of the whole answer (see `worker`), within `seconds` or the pool's limit.

        Usage for what cannot be read or would call out, TimeLimit, TooLarge, CollabError for a query that
        ended its worker, Busy if there is no room. If the task is cancelled, the query is stopped.
        """
        refuse_too_long(job.query)
        await self.start()
        most = min(seconds or self.limits.seconds, self.limits.seconds)
        worker = await self._free()
        keep = long = False
        try:
            loop = asyncio.get_running_loop()
            end = loop.time() + most
            spent_before = _processor_seconds(worker)
            answer = asyncio.ensure_future(_exchange(worker, job))
            done: set[asyncio.Future[bytes]] = set()
            left = self.limits.moment
            while not done and left > 0 and loop.time() < end:
                done, _ = await asyncio.wait({answer}, timeout=min(max(left, _A_LOOK), end - loop.time()))
                left = self._left_of_the_moment(worker, spent_before)
            if not done and loop.time() < end:
                if self._long >= self.limits.long:
                    raise Busy("queries-long", 60)
                long = True
                self._long += 1
                _take_second_place(worker)
                self._replace()
                done, _ = await asyncio.wait({answer}, timeout=end - loop.time())
            if not done:
                raise TimeLimit("query-over-time", seconds=f"{most:g}")
            try:
                message = answer.result()
            except (OSError, asyncio.IncompleteReadError):
                await worker.wait()
                raise died(worker.returncode) from None
            keep = not long and len(message) < _LARGE
            return unwrap(message)
        finally:
            if long:
                self._long -= 1
            if keep:
                self._idle.put_nowait(worker)
            else:
                answer.cancel()
                _kill(worker)
                if not long:
                    self._replace()
                await asyncio.shield(self._end(worker))

    def _left_of_the_moment(self, worker: Process, spent_before: float | None) -> float:
        spent = _processor_seconds(worker)
        return 0.0 if spent is None or spent_before is None else self.limits.moment - (spent - spent_before)

    async def _free(self) -> Process:
        if not self._waiting:  # nobody came first
            with contextlib.suppress(asyncio.QueueEmpty):
                return self._idle.get_nowait()
        if self._idle.empty():
            if self._waiting >= self.limits.waiting:
                raise Busy("queries-waiting", 5)
            if not self._starting and len(self._all) - self._long < self.limits.short:
                self._replace()  # one did not start
        self._waiting += 1
        try:
            return await asyncio.wait_for(self._idle.get(), self.limits.patience)
        except TimeoutError:
            raise Busy("queries-waiting", 5) from None
        finally:
            self._waiting -= 1

    def _replace(self) -> None:
        if not self._closed:
            task = asyncio.ensure_future(self._add())
            self._starting.add(task)
            task.add_done_callback(self._starting.discard)

    async def _add(self) -> None:
        command = worker_command(self.limits.memory)
        worker = await asyncio.create_subprocess_exec(
            *command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, env=worker_environment()
        )
        self._all.add(worker)
        assert worker.stdout is not None
        with contextlib.suppress(asyncio.IncompleteReadError):
            await worker.stdout.readexactly(8)
            if not self._closed:
                self._idle.put_nowait(worker)
                return
        await self._end(worker)

    async def _end(self, worker: Process) -> None:
        _kill(worker)
        await _gone(worker)
        self._all.discard(worker)


async def _exchange(worker: Process, job: Job) -> bytes:
    assert worker.stdin is not None
    assert worker.stdout is not None
    worker.stdin.write(frame_of(job))
    await worker.stdin.drain()
    head = await worker.stdout.readexactly(8)
    return await worker.stdout.readexactly(int.from_bytes(head, "big"))


async def _gone(worker: Process) -> None:
    """Waits until a worker that was killed is gone, and its pipes with it."""
    await worker.wait()
    for stream in (worker.stdin, worker.stdout):
        with contextlib.suppress(OSError, RuntimeError):
            if isinstance(stream, asyncio.StreamWriter):
                stream.close()
                await stream.wait_closed()
            elif stream is not None:
                await stream.read()


def _processor_seconds(worker: Process) -> float | None:
    """What a worker has taken of the processor; None where the system does not say.

    On Linux each process has a clock of its own, numbered as clock_getcpuclockid(3) numbers it: asking it takes a
    fiftieth of what it takes to read the same in /proc, and every query asks.
    """
    if sys.platform != "linux":
        return None
    try:
        return time.clock_gettime((~worker.pid << 3) | _CLOCK_OF_ALL_THREADS)
    except OSError:
        return None


def _take_second_place(worker: Process) -> None:
    """Lets everything else on the machine go before this worker; it cannot be taken back, so it is not used again."""
    with contextlib.suppress(OSError, AttributeError):
        os.setpriority(os.PRIO_PROCESS, worker.pid, _LEFT_OVER)


def _kill(worker: Process) -> None:
    with contextlib.suppress(ProcessLookupError):
        worker.kill()
