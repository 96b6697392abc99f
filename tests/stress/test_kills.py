"""Killed at any moment, a command leaves the old state or the new one, and the next run clears away what is left."""

from __future__ import annotations

import random
import signal
import time
from collections import Counter
from pathlib import Path

import pytest

from tests.stress.found import tell
from tests.stress.processes import failing, needs_strace, signalled
from tests.stress.undertakings import UNDERTAKINGS, Ground

SHARES = {
    "a first build": 60, "a build of changed tables": 120, "a forced build": 60, "a lens asked for first": 50,
    "an import": 70, "an export over a file": 60, "a source added": 30, "a suggestion accepted": 50,
    "tables put back": 30,
}  # fmt: skip


def test_the_kills_are_shared_out() -> None:
    assert set(SHARES) == set(UNDERTAKINGS)
    assert sum(SHARES.values()) >= 500


def kill(ground: Ground, times: int, seed: int) -> Counter[str]:
    chance = random.Random(f"{seed} {ground.name}")
    found: Counter[str] = Counter()
    for _ in range(times):
        ground.again()
        done = signalled(
            signal.SIGKILL,
            chance.uniform(0.3, 1.1) * ground.seconds,
            *ground.done.words,
            env=ground.env,
            cwd=ground.root,
        )
        found[f"{'killed' if done.code == -signal.SIGKILL else 'over before'}, {ground.outcome()} state"] += 1
        ground.next_run()
    return found


@pytest.mark.stress
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("name", SHARES)
def test_killed_at_random(name: str, tmp_path: Path) -> None:
    found = kill(Ground(tmp_path, name), SHARES[name], seed=6)
    tell("R1", f"SIGKILL at a random moment of {name}", found)


def test_killed_once(tmp_path: Path) -> None:
    kill(Ground(tmp_path, "a build of changed tables"), 1, seed=int(time.time()))


def kill_at_each_call(ground: Ground) -> Counter[str]:
    found: Counter[str] = Counter()
    for call, without in ground.left_out().items():
        for nth in range(1, 500):
            if nth in without:
                continue
            ground.again()
            done = failing(call, nth, "KILL", *ground.done.words, env=ground.env, cwd=ground.root)
            if not done.hit:
                assert ground.outcome() == "new", done.err
                break
            found[f"killed, {ground.outcome()} state"] += 1
            ground.next_run()
    return found


@needs_strace
@pytest.mark.stress
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("name", UNDERTAKINGS)
def test_killed_at_each_call(name: str, tmp_path: Path) -> None:
    found = kill_at_each_call(Ground(tmp_path, name))
    assert sum(found.values()) >= 4
    tell("R1", f"SIGKILL at the n-th call of each kind, for every n, in {name}", found)


@needs_strace
@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "call", "nth"),
    [
        ("a build of changed tables", "rename", 3),
        ("a suggestion accepted", "rename", 2),
        ("a source added", "fsync", 5),
    ],
)
def test_killed_at_a_call(name: str, call: str, nth: int, tmp_path: Path) -> None:
    ground = Ground(tmp_path, name)
    assert failing(call, nth, "KILL", *ground.done.words, env=ground.env, cwd=ground.root).hit
    ground.outcome()
    ground.next_run()
