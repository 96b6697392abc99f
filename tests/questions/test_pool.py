"""Strangers' queries within limits: what runs away is stopped, what crashes takes nothing with it, others go on."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from graph.errors import Busy, CollabError, TimeLimit, TooLarge, Usage
from graph.landscape import Landscape
from graph.questions.measured import rows
from graph.questions.pool import Limits, Pool
from graph.questions.worker import Job
from tests.loops import finish

CROSS = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l"
ENDLESS = f"SELECT (COUNT(*) AS ?n) {{ {CROSS} }}"
LIGHT = "SELECT ?f { ?f a pcol:PoliceForce }"
SMALL = Limits(seconds=1.5, memory=700 * 1024**2, rows=1000, size=4 * 1024**2, short=1, long=1, moment=0.3)

# What is done to each: refused unread, stopped in time, ended with its process, or too large to be given.
REFUSED, STOPPED, DIED, LARGE = "refused", "stopped", "died", "large"
RUNAWAYS: dict[str, tuple[str, set[str]]] = {
    "a count over a cross product": (ENDLESS, {STOPPED}),
    "a cross product in order": (f"SELECT * {{ {CROSS} }} ORDER BY ?l", {STOPPED, DIED}),
    "groups of a cross product": (f"SELECT ?a ?d ?g (COUNT(*) AS ?n) {{ {CROSS} }} GROUP BY ?a ?d ?g", {STOPPED, DIED}),
    "distinct rows of a cross product": (
        f"SELECT DISTINCT ?a ?c ?f ?i {{ {CROSS} FILTER (?l = 1) }}",
        {LARGE, STOPPED, DIED},
    ),
    "distinct rows without end": (f"SELECT DISTINCT * {{ {CROSS} }}", {LARGE, STOPPED, DIED}),
    "rows without end": (f"SELECT * {{ {CROSS} }}", {LARGE}),
    "a graph without end": (f"CONSTRUCT {{ ?a ?e ?i }} WHERE {{ {CROSS} }}", {LARGE, STOPPED}),
    "texts that double": (
        'SELECT (STRLEN(?h) AS ?n) { BIND ("xxxxxxxxxxxxxxxx" AS ?a0) '
        + " ".join(
            f"BIND (CONCAT({', '.join([f'?{old}'] * 16)}) AS ?{new})"
            for old, new in zip(("a0", *"abcdefg"), "abcdefgh", strict=True)
        )
        + " }",
        {STOPPED, DIED},
    ),
    "paths of any length both ways": (
        "SELECT (COUNT(*) AS ?n) { ?a (pcol:subject|^pcol:subject|!rdf:nil|^pcol:object)* ?b . "
        "?b (!rdf:nil|^!rdf:nil)* ?c . ?c (!rdf:nil)* ?d . ?d (!rdf:nil|^!rdf:nil)* ?e }",
        {STOPPED, DIED},
    ),
    "more patterns than can be planned": ("SELECT * { " + "?a ?b ?c . " * 200 + "}", {REFUSED}),
    "patterns by commas": ("SELECT * { ?a ?b " + ", ".join(f"?c{n}" for n in range(100)) + " }", {REFUSED}),
    "brackets {}": ("SELECT * " + "{" * 2250 + "}" * 2250, {REFUSED}),
    "brackets OPTIONAL {": ("SELECT * {" + "OPTIONAL {" * 2970 + "}" * 2971, {REFUSED}),
    "brackets of a list": ("SELECT * { ?s ?p " + "(" * 4220 + ")" * 4220 + " }", {REFUSED}),
    "brackets of a number": ("SELECT (" + "(" * 4690 + "1" + ")" * 4690 + " AS ?x) {}", {REFUSED}),
    "brackets of triple terms": ("SELECT * { ?s ?p " + "<<( ?a ?b " * 6100 + "?c" + " )>>" * 6100 + " }", {REFUSED}),
    "a chain of UNION": ("SELECT * { {} " + "UNION {} " * 6560 + "}", {REFUSED, DIED}),
    "a chain of sums": ("SELECT (" + "1+" * 7030 + "1 AS ?x) {}", {DIED, STOPPED, ""}),
    "a chain of not": ("SELECT (" + "!" * 9375 + "true AS ?x) {}", {DIED, STOPPED, ""}),
    "a path of many steps": ("SELECT * { ?s <p:>" + "/<p:>" * 8200 + " ?o }", {DIED, STOPPED, REFUSED, ""}),
    "a pattern that backtracks": (
        f'SELECT (COUNT(*) AS ?n) {{ {CROSS} FILTER REGEX("{"a" * 40}!", "^(a+)+$") }}',
        {STOPPED, ""},
    ),
    "a pattern that grows": ('SELECT * { FILTER REGEX("a", "((((a{1,100}){1,100}){1,100}){1,100})") }', {STOPPED, ""}),
    "quotes without end": ("SELECT * { " + '"""' * 21_000, {REFUSED, STOPPED}),
    "a query of more characters than are taken": ("SELECT * {} #" + "x" * 70_000, {REFUSED}),
    "a subquery in each of many": (
        "SELECT * { " + " ".join(f"{{ SELECT * {{ ?a{n} ?b{n} ?c{n} }} }}" for n in range(20)) + " }",
        {LARGE, STOPPED, DIED},
    ),
}


def with_pool(limits: Limits, work: Callable[[Pool], Awaitable[Any]]) -> Any:
    async def run() -> Any:
        async with Pool(limits) as pool:
            return await work(pool)

    return finish(run())


def job(world: Landscape, query: str, limits: Limits = SMALL) -> Job:
    return Job(str(world.store_path), query, most_rows=limits.rows, most_bytes=limits.size)


async def outcome(pool: Pool, one: Job) -> str:
    try:
        await pool.run(one)
    except TimeLimit:
        return STOPPED
    except TooLarge:
        return LARGE
    except Usage:
        return REFUSED
    except CollabError as problem:
        assert problem.key in ("query-died", "query-failed"), problem
        return DIED
    return ""


@pytest.mark.slow
@pytest.mark.parametrize("name", RUNAWAYS)
def test_a_runaway_is_ended_and_others_go_on(world: Landscape, name: str) -> None:
    query, expected = RUNAWAYS[name]

    async def work(pool: Pool) -> tuple[str, float, tuple[str, bytes]]:
        await pool.run(job(world, LIGHT))
        began = time.monotonic()
        found = await outcome(pool, job(world, query))
        taken = time.monotonic() - began
        return found, taken, await pool.run(job(world, LIGHT))

    found, taken, (kind, content) = with_pool(SMALL, work)
    assert found in expected
    assert taken <= SMALL.seconds + 10  # a second in truth; more on a machine that has much else to do
    assert (kind, b"northshire-police" in content) == ("R", True)


def test_the_runaways_are_all_here() -> None:
    assert len(RUNAWAYS) >= 24


def test_short_queries_are_answered_while_long_ones_run(world: Landscape) -> None:
    limits = Limits(seconds=60, short=1, long=2, moment=0.2)

    async def work(pool: Pool) -> tuple[list[str], int]:
        endless = [asyncio.ensure_future(outcome(pool, job(world, ENDLESS, limits))) for _ in range(2)]
        await asyncio.sleep(1.5)
        light = [await outcome(pool, job(world, LIGHT, limits)) for _ in range(20)]
        running = sum(not one.done() for one in endless)
        for one in endless:
            one.cancel()
        return light, running

    assert with_pool(limits, work) == ([""] * 20, 2)


@pytest.mark.skipif(not Path("/proc/self/stat").is_file(), reason="the system does not say what a process has taken")
def test_a_short_query_that_the_machine_holds_up_is_not_a_long_one(world: Landscape) -> None:
    limits = Limits(seconds=60, short=1, long=0, moment=0.3)

    async def work(pool: Pool) -> str:
        await pool.run(job(world, LIGHT, limits))
        (worker,) = pool.workers
        os.kill(worker, signal.SIGSTOP)
        asyncio.get_running_loop().call_later(1.5, os.kill, worker, signal.SIGCONT)
        return await outcome(pool, job(world, LIGHT, limits))

    assert with_pool(limits, work) == ""


def test_one_long_query_too_many_is_stopped_at_once(world: Landscape) -> None:
    limits = Limits(seconds=5, short=1, long=1, moment=0.2)

    async def work(pool: Pool) -> tuple[float, int]:
        first = asyncio.ensure_future(outcome(pool, job(world, ENDLESS, limits)))
        await asyncio.sleep(1)
        began = time.monotonic()
        with pytest.raises(Busy) as refused:
            await pool.run(job(world, ENDLESS, limits))
        first.cancel()
        return time.monotonic() - began, refused.value.retry

    taken, retry = with_pool(limits, work)
    assert (taken < limits.seconds, retry) == (True, 60)


def test_what_waits_is_limited(world: Landscape) -> None:
    limits = Limits(seconds=3, short=1, long=1, moment=2.5, waiting=2, patience=0.3)

    async def work(pool: Pool) -> list[str]:
        async def told(query: str) -> str:
            try:
                await pool.run(job(world, query, limits))
            except CollabError as problem:
                return problem.key
            return ""

        running = asyncio.ensure_future(told(ENDLESS))
        await asyncio.sleep(0.4)
        began = time.monotonic()
        waiting = [asyncio.ensure_future(told(LIGHT)) for _ in range(2)]
        await asyncio.sleep(0.01)
        assert await told(LIGHT) == "queries-waiting"
        assert time.monotonic() - began < 5
        found = await asyncio.gather(*waiting)
        running.cancel()
        return list(found)

    assert with_pool(limits, work) == ["queries-waiting"] * 2


def test_who_hangs_up_stops_the_query(world: Landscape) -> None:
    limits = Limits(seconds=20, short=1, long=1, moment=0.2)

    async def work(pool: Pool) -> None:
        running = asyncio.ensure_future(pool.run(job(world, ENDLESS, limits)))
        await asyncio.sleep(0.8)
        before = set(pool.workers)
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await running
        assert len(before - set(pool.workers)) == 1
        assert await outcome(pool, job(world, LIGHT, limits)) == ""

    with_pool(limits, work)


def test_a_time_limit_may_be_lowered_and_never_raised(world: Landscape) -> None:
    async def work(pool: Pool) -> list[object]:
        stopped_after = []
        for seconds in (0.3, 60):
            with pytest.raises(TimeLimit) as stopped:
                await pool.run(job(world, ENDLESS), seconds)
            stopped_after.append(stopped.value.values["seconds"])
        return stopped_after

    assert with_pool(SMALL, work) == ["0.3", "1.5"]


def test_no_worker_is_left_when_the_pool_is_closed(world: Landscape) -> None:
    async def work(pool: Pool) -> list[int]:
        running = asyncio.ensure_future(outcome(pool, job(world, ENDLESS)))
        await asyncio.sleep(0.6)
        running.cancel()
        return pool.workers

    workers = with_pool(SMALL, work)
    assert workers
    for worker in workers:
        with pytest.raises(ProcessLookupError):
            os.kill(worker, 0)


def test_a_pool_outlives_the_event_loop_it_was_used_in(world: Landscape) -> None:
    pool = Pool(SMALL)
    for _ in range(2):
        assert finish(outcome(pool, job(world, LIGHT))) == ""
    pool.kill()


def test_no_part_of_an_answer_is_given(world: Landscape) -> None:
    """One row more than is allowed refuses the whole; as many as are allowed are all given."""

    async def work(pool: Pool) -> None:
        for form in ("json", "xml", "csv", "tsv"):
            for most, count in ((1000, 1000), (1000, 1001), (0, 1)):
                query = f"SELECT ?s ?o {{ ?s ?p ?o }} LIMIT {count}"
                one = Job(str(world.store_path), query, results=form, most_rows=most)
                if count > most:
                    with pytest.raises(TooLarge) as refused:
                        await pool.run(one)
                    assert refused.value.key == "answer-too-many-rows"
                else:
                    _, content = await pool.run(one)
                    assert rows(content, form) == count

    with_pool(SMALL, work)


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("SELECT * {}", 1),
        ("SELECT ?x { VALUES ?x { UNDEF UNDEF } }", 2),
        ("SELECT ?x { FILTER (false) }", 0),
        (r"""SELECT ?x { VALUES ?x { "},{" "\"},{\"" "a\r\nb,\"\"" "<result>" "\\" } }""", 5),
        ("SELECT ?x ?y { VALUES (?x ?y) { (UNDEF 1) (<e:a> UNDEF) } }", 2),
    ],
)
@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv"])
def test_rows_are_counted_whatever_stands_in_them(world: Landscape, query: str, count: int, form: str) -> None:
    kind, content = Job(str(world.store_path), query, results=form).run()
    assert (kind, rows(content, form)) == ("R", count)


@pytest.mark.skipif(not Path("/proc").exists(), reason="looks into /proc")
def test_a_worker_has_no_network_and_little_memory(world: Landscape) -> None:
    async def work(pool: Pool) -> None:
        await pool.run(job(world, LIGHT))
        for worker in pool.workers:
            said = Path(f"/proc/{worker}/status").read_text(encoding="utf-8")
            assert "Seccomp:\t2" in said
            limits = Path(f"/proc/{worker}/limits").read_text(encoding="utf-8")
            assert str(SMALL.memory) in limits

    with_pool(SMALL, work)
