"""The n-th system call that changes a file fails: the command says where and why, and the state is the old or the new."""

from __future__ import annotations

import errno
import os
from collections import Counter
from pathlib import Path

import pytest

from tests.stress.found import tell
from tests.stress.processes import Ended, failing, needs_strace
from tests.stress.traced import ENGINE
from tests.stress.undertakings import UNDERTAKINGS, Ground

# What the engine notes for people, and does without.
_NOTES = ("/LOG", ".dbtmp")


def said(done: Ended, root: Path, call: str, error: str) -> str:
    """Fails unless the command said in a sentence which file the disk refused, and why; returns how it ended."""
    assert "Traceback" not in done.err + done.out
    near = (str(root), "out", "documents")
    ours = [str(root / place) for place in done.hit if (root / place).exists() or place.startswith(near)]
    if done.code == 0:
        # A folder that was there already need not be made.
        wanted = [place for place in ours if not place.endswith(_NOTES) and not Path(place).is_dir()]
        # Clearing up can be done without, and room set aside and given back; `outcome` has looked at every file.
        idle = call in ("fallocate", "unlink", "unlinkat", "rmdir")
        idle = idle or (call == "ftruncate" and all(ENGINE in place for place in wanted))
        assert idle or not wanted, (call, done.hit, done.err)
        return "not needed"
    if any(place.startswith("pipe:") for place in done.hit):
        return "nobody to tell"
    assert done.code in (1, 3), (done.code, done.hit, done.err)
    assert os.strerror(getattr(errno, error)) in done.err, (done.hit, done.err)
    if call == "fsync":  # a folder, for the sake of what stands in it
        ours += [str(one) for place in ours if Path(place).is_dir() for one in Path(place).iterdir()]
    places = [str(root), *(part for place in ours for part in (Path(place).name, Path(place).parent.name))]
    assert any(place in done.err for place in places), (done.hit, done.err)
    return "refused"


@needs_strace
@pytest.mark.stress
@pytest.mark.timeout(2400)
@pytest.mark.parametrize("error", ["ENOSPC", "EIO"])
@pytest.mark.parametrize("name", UNDERTAKINGS)
def test_each_call_fails_once(name: str, error: str, tmp_path: Path) -> None:
    ground = Ground(tmp_path, name)
    found: Counter[str] = Counter()
    for call, without in ground.left_out().items():
        for nth in range(1, 500):
            if nth in without:
                continue
            ground.again()
            done = failing(call, nth, error, *ground.done.words, env=ground.env, cwd=ground.root)
            outcome = ground.outcome()
            if not done.hit:
                assert (done.code, outcome) == (0, "new"), (call, nth, done.err)
                break
            how = said(done, ground.root, call, error)
            assert how != "not needed" or outcome == "new", (call, nth, done.hit)
            found[f"{how}, {outcome} state"] += 1
            ground.next_run()
    assert sum(found.values()) >= 3
    tell("R2", f"{error} at the n-th call of each kind, for every n, in {name}", found)


@needs_strace
@pytest.mark.parametrize(("call", "nth"), [("rename", 1), ("fsync", 1), ("mkdir", 3)])
def test_a_build_is_refused_by_the_disk(call: str, nth: int, tmp_path: Path, tables: Path) -> None:
    from tests.stress.processes import environment

    state = tmp_path / "state"
    done = failing(call, nth, "ENOSPC", "build", "--data", str(tables), env=environment(state))
    assert said(done, tmp_path, call, "ENOSPC") == "refused"
    assert not list(state.rglob("CURRENT"))
