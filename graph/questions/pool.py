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
from dataclasses import dataclass

from graph.errors import Busy, CollabError, TimeLimit
from graph.questions.foreign import unwrap
from graph.questions.standing_worker import StandingWorker
from graph.questions.worker import Job
from graph.sparqltext import refuse_too_long

# A worker that wrote an answer of this size is not kept: it does not give the memory back.
_LARGE = 4 * 1024**2
# The shortest wait between two looks at what a worker has taken, in seconds.
_A_LOOK = 0.02


@dataclass(frozen=True)
class Limits:
    """What a query may take, and how many may run and wait; times in seconds, sizes in bytes."""

    seconds: float = 30.0
    memory: int = 1024**3
    rows: int = 10_000
    size: int = 32 * 1024**2
    short: int = 2 * (os.cpu_count() or 1)
    long: int = 3
    waiting: int = 32
    moment: float = 1.0
    patience: float = 10.0


class Pool:
    """Runs jobs in workers: `async with Pool() as pool`. In another event loop it begins anew."""

    def __init__(self, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._all: set[StandingWorker] = set()
        self._begin()

    def _begin(self) -> None:
        self._idle: asyncio.Queue[StandingWorker] = asyncio.Queue()
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
        await asyncio.gather(*(worker.gone for worker in workers))

    def kill(self) -> None:
        """Ends every worker, whatever it is doing; may be called when the event loop is gone."""
        self._closed = True
        for task in self._starting:
            task.cancel()
        for worker in self._all:
            worker.kill()
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
        worker = await self._free()
        watch = _Watch(self, worker, min(seconds or self.limits.seconds, self.limits.seconds))
        keep = False
        try:
            message = await watch.over(worker.ask(job))
            keep = not watch.long and len(message) < _LARGE
            return unwrap(message)
        finally:
            watch.end()
            if keep:
                self._idle.put_nowait(worker)
            else:
                worker.kill()
                if not watch.long:
                    self._replace()
                await asyncio.shield(self._end(worker))

    def make_long(self, worker: StandingWorker) -> bool:
        """Lets a query go on as a long one, another worker in its place; False if there is no room for it."""
        if self._long >= self.limits.long:
            return False
        self._long += 1
        worker.take_second_place()
        self._replace()
        return True

    def no_longer(self) -> None:
        """A long query has come to its end."""
        self._long -= 1

    async def _free(self) -> StandingWorker:
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
        worker = await StandingWorker.start(self.limits.memory)
        self._all.add(worker)
        with contextlib.suppress(CollabError):
            await worker.ready
            if not self._closed:
                self._idle.put_nowait(worker)
                return
        await self._end(worker)

    async def _end(self, worker: StandingWorker) -> None:
        worker.kill()
        await worker.gone
        self._all.discard(worker)


class _Watch:
    """Looks after one query: makes it long after its moment, stops it at its end."""

    def __init__(self, pool: Pool, worker: StandingWorker, seconds: float) -> None:
        self.long = False
        self._pool, self._worker, self._seconds = pool, worker, seconds
        self._before = worker.processor_seconds()
        self._loop = asyncio.get_running_loop()
        self._until = self._loop.time() + seconds
        self._next = self._loop.call_later(min(pool.limits.moment, seconds), self._look)

    def over(self, answer: asyncio.Future[bytes]) -> asyncio.Future[bytes]:
        """Returns the answer, which TimeLimit or Busy will be if the query goes on for too long."""
        self._answer = answer
        return answer

    def end(self) -> None:
        """Looks no more."""
        self._next.cancel()
        if self.long:
            self._pool.no_longer()

    def _look(self) -> None:
        left = self._until - self._loop.time()
        if self._answer.done():
            return
        if left <= 0:
            self._answer.set_exception(TimeLimit("query-over-time", seconds=f"{self._seconds:g}"))
            return
        if not self.long and (of_the_moment := self._left_of_the_moment()) > 0:
            left = min(left, max(of_the_moment, _A_LOOK))
        elif not self.long:
            self.long = self._pool.make_long(self._worker)
            if not self.long:
                self._answer.set_exception(Busy("queries-long", 60))
                return
        self._next = self._loop.call_later(left, self._look)

    def _left_of_the_moment(self) -> float:
        spent = self._worker.processor_seconds()
        return 0.0 if spent is None or self._before is None else self._pool.limits.moment - (spent - self._before)
