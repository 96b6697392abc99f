"""Runaway and hostile queries: each is ended in its time, within its memory, and the others go on being answered."""

from __future__ import annotations

import asyncio
import os
import threading
import time
from collections import Counter
from pathlib import Path

import pytest

from graph.landscape import Landscape
from graph.questions.pool import Limits, Pool
from tests.questions.test_pool import (
    DIED,
    ENDLESS,
    LARGE,
    LIGHT,
    REFUSED,
    RUNAWAYS,
    STOPPED,
    job,
    outcome,
    with_pool,
)  # fmt: skip
from tests.stress.found import tell

LIMITS = Limits(seconds=3.0, memory=700 * 1024**2, rows=1000, size=4 * 1024**2, short=2, long=3, moment=0.3)


class Watched:
    """How much memory the workers of a pool hold together at most, looked at again and again."""

    def __init__(self, pool: Pool) -> None:
        self.most = 0
        self._pool, self._over = pool, threading.Event()
        self._thread = threading.Thread(target=self._look)

    def _look(self) -> None:
        page = os.sysconf("SC_PAGE_SIZE")
        while not self._over.wait(0.05):
            held = 0
            for worker in self._pool.workers:
                try:
                    held += int(Path(f"/proc/{worker}/statm").read_text(encoding="ascii").split()[1]) * page
                except OSError:
                    continue
            self.most = max(self.most, held)

    def __enter__(self) -> Watched:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()


@pytest.mark.stress
@pytest.mark.timeout(900)
def test_every_runaway_is_ended(world: Landscape) -> None:
    async def work(pool: Pool) -> tuple[dict[str, tuple[str, float]], int]:
        found = {}
        with Watched(pool) as watched:
            for name, (query, _) in RUNAWAYS.items():
                began = time.monotonic()
                found[name] = (await outcome(pool, job(world, query, LIMITS)), time.monotonic() - began)
                assert await outcome(pool, job(world, LIGHT, LIMITS)) == "", f"after {name}"
        return found, watched.most

    found, most = with_pool(LIMITS, work)
    for name, (how, taken) in found.items():
        assert how in RUNAWAYS[name][1], (name, how)
        assert taken <= LIMITS.seconds + 1, (name, how, taken)
    assert most <= (LIMITS.short + LIMITS.long) * LIMITS.memory
    longest = max(taken for _, taken in found.values())
    words = {
        REFUSED: "refused unread", STOPPED: "stopped at the limit", DIED: "ended with its process",
        LARGE: "too large, so none of it given", "": "answered within the limits",
    }  # fmt: skip
    outcomes = Counter(words[how] for how, _ in found.values())
    note = f"limit {LIMITS.seconds:g} s, longest {longest:.2f} s; workers held at most {most // 1024**2} MiB together"
    tell("S1", "runaway and hostile queries, each followed by a light one that is answered", outcomes, note)


@pytest.mark.stress
@pytest.mark.timeout(300)
def test_others_beside_three_runaways(world: Landscape) -> None:
    limits = Limits(seconds=60, short=2, long=3, moment=0.3)

    async def timed(pool: Pool, times: int) -> list[float]:
        taken = []
        for number in range(times):
            began = time.monotonic()
            assert await outcome(pool, job(world, f"{LIGHT} #{number}", limits)) == ""
            taken.append(1000 * (time.monotonic() - began))
        return sorted(taken)

    async def work(pool: Pool) -> tuple[list[float], list[float], int]:
        idle = await timed(pool, 400)
        endless = [asyncio.ensure_future(outcome(pool, job(world, ENDLESS, limits))) for _ in range(3)]
        await asyncio.sleep(4)
        beside = await timed(pool, 400)
        running = sum(not one.done() for one in endless)
        for one in endless:
            one.cancel()
        return idle, beside, running

    idle, beside, running = with_pool(limits, work)
    assert running == 3
    p95 = [times[int(0.95 * len(times))] for times in (idle, beside)]
    assert p95[1] <= 50, p95
    note = f"95th percentile {p95[1]:.1f} ms, {p95[0]:.1f} ms without them; `benchmarks/serving.py` has it over HTTP"
    tell(
        "S2",
        "light queries beside three endless ones, on as many workers as two cores have",
        Counter({"answered": len(beside)}),
        note,
    )
