"""Power goes in the middle of a command: the old state or the new is found, no input is lost, what was done is kept."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from tests.stress.found import tell
from tests.stress.power import TRACED, Disk, lay_out, look
from tests.stress.processes import needs_strace
from tests.stress.traced import traced
from tests.stress.undertakings import UNDERTAKINGS, Ground

# What a person would miss: a snapshot can be built again.
LASTING = ("an import", "an export over a file", "a source added", "a suggestion accepted", "tables put back")


def without_power(ground: Ground, every: int = 1) -> Counter[str]:
    """Tries the states, or every so many-th of them; returns what was found in how many, and fails if it was wrong."""
    ground.again()
    disk = Disk(
        ground.kept, ground.root, traced(TRACED, *ground.done.words, env=ground.env, cwd=ground.root, whole=True)
    )
    disk.check()
    found: Counter[str] = Counter()
    tried: dict[bytes, str] = {}
    for number, state in enumerate(disk.states()):
        tree = disk.tree(state)
        seen = look(tree)
        if seen not in tried and (number % every == 0 or state.when == disk.end):
            lay_out(tree, ground.root)
            outcome = ground.outcome_after_power()
            ground.next_run()
            tried[seen] = outcome
            found[f"{outcome} state"] += 1
        if state.when == disk.end and ground.name in LASTING:
            assert tried[seen] == "new", "what was done was not kept"
    return found


@needs_strace
@pytest.mark.stress
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("name", UNDERTAKINGS)
def test_power_goes_after_each_call(name: str, tmp_path: Path) -> None:
    found = without_power(Ground(tmp_path, name))
    assert sum(found.values()) >= 4
    tell("R6", f"states of the disk after power went at any moment of {name}", found)


@needs_strace
@pytest.mark.slow
@pytest.mark.parametrize("name", ["a build of changed tables", "a source added"])
def test_power_goes_now_and_then(name: str, tmp_path: Path) -> None:
    assert without_power(Ground(tmp_path, name), every=50)
