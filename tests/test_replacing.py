"""Files of a folder change together: whatever happens on the way, a reader finds all as they were or all anew."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from graph import replacing
from graph.errors import CollabError
from graph.replacing import put_back, replace_together, steady
from tests.conftest import ROOT
from tests.stress.power import TRACED, Disk, lay_out, look
from tests.stress.processes import STRACE, environment, needs_strace
from tests.stress.traced import traced

BEFORE = {"a.csv": b"a 1\n", "b.csv": b"b 1\n", "c.csv": b"c 1\n"}
AFTER = {"a.csv": b"a 2\n", "b.csv": b"b 2\n"}
WHOLE = {**BEFORE, **AFTER}
PROGRAM = f"""
from pathlib import Path
from graph.replacing import replace_together
replace_together(Path("."), {{name: {BEFORE!r}[name] for name in {AFTER!r}}}, {AFTER!r})
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    fill(tmp_path, BEFORE)
    return tmp_path


def fill(folder: Path, contents: dict[str, bytes]) -> None:
    for name, content in contents.items():
        (folder / name).write_bytes(content)


def held(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def before(names: dict[str, bytes] = AFTER) -> dict[str, bytes]:
    return {name: BEFORE[name] for name in names}


def test_all_are_replaced_and_keep_their_permissions(folder: Path) -> None:
    (folder / "a.csv").chmod(0o640)
    replace_together(folder, before(), AFTER)
    assert held(folder) == WHOLE
    assert (folder / "a.csv").stat().st_mode & 0o777 == 0o640


def test_what_somebody_else_changed_meanwhile_stops_all(folder: Path) -> None:
    (folder / "b.csv").write_bytes(b"theirs\n")
    with pytest.raises(CollabError, match=r"b\.csv was changed by somebody else"):
        replace_together(folder, before(), AFTER)
    assert held(folder) == {**BEFORE, "b.csv": b"theirs\n"}


def in_child(folder: Path, call: str, fault: str, nth: int) -> str:
    """Does it in a process whose `nth` call fails or kills it; returns what strace wrote."""
    assert STRACE is not None
    log = folder.parent / "strace.txt"
    way = () if fault == "signal=KILL" else ("--seccomp-bpf",)
    trace = [STRACE, "-f", "-q", *way, "-o", str(log), "-e", f"trace={call}", "-e", f"inject={call}:{fault}:when={nth}"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    subprocess.run(
        [*trace, sys.executable, "-c", PROGRAM], cwd=folder, env=environment, capture_output=True, check=False
    )
    return log.read_text(encoding="utf-8")


@needs_strace
@pytest.mark.parametrize("fault", ["signal=KILL", "error=EIO", "error=ENOSPC"])
def test_a_fault_at_each_rename(tmp_path: Path, fault: str) -> None:
    faults = 0
    for nth in range(1, 20):
        folder = tmp_path / str(nth)
        folder.mkdir()
        fill(folder, BEFORE)
        said = in_child(folder, "rename", fault, nth)
        put_back(folder)
        if "INJECTED" not in said and "killed" not in said:
            assert held(folder) == WHOLE
            break
        faults += 1
        assert held(folder) == BEFORE
    assert faults == 4  # it begins, two files, it ends


@needs_strace
def test_power_goes_at_any_moment(tmp_path: Path) -> None:
    folder, kept = tmp_path / "folder", tmp_path / "kept"
    for place in (folder, kept):
        place.mkdir()
        fill(place, BEFORE)
    calls = traced(TRACED, PROGRAM, env=environment(tmp_path), cwd=folder, whole=True, program=("-c",))
    disk = Disk(kept, folder, calls)
    disk.check()
    tried = set()
    for state in disk.states():
        tree = disk.tree(state)
        if look(tree) not in tried:
            tried.add(look(tree))
            lay_out(tree, folder)
            put_back(folder)
            assert held(folder) == WHOLE if state.when == disk.end else held(folder) in (BEFORE, WHOLE)
    assert len(tried) > 50


def half_written(folder: Path) -> Path:
    """Leaves what a process does that dies after the first file was replaced."""

    def die(one: Path, other: Path, real: object = os.replace) -> None:
        if Path(other).name == "b.csv":
            raise SystemExit
        real(one, other)  # type: ignore[operator]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(replacing.os, "replace", die)
        patch.setattr(replacing, "_put_back", lambda _: None)
        with pytest.raises(SystemExit):
            replace_together(folder, before(), AFTER)
    return folder / ".before"


def test_what_was_half_written_is_put_back_once(folder: Path) -> None:
    half_written(folder)
    assert (folder / "a.csv").read_bytes() == AFTER["a.csv"]
    for _ in range(2):
        put_back(folder)
        assert held(folder) == BEFORE


def test_what_somebody_changed_since_is_never_overwritten(folder: Path) -> None:
    kept = half_written(folder)
    (folder / "a.csv").write_bytes(b"mine\n")
    for _ in range(2):
        with pytest.raises(CollabError, match=r"a\.csv was changed since.*\.before"):
            put_back(folder)
        assert (folder / "a.csv").read_bytes() == b"mine\n"
        assert (kept / "a.csv").read_bytes() == BEFORE["a.csv"]


def test_what_cannot_be_put_back_is_not_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    half_written(folder)

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(replacing.os, "replace", refuse)
    with pytest.raises(CollabError, match="could not be put back as they were: Permission denied"):
        put_back(folder)


@pytest.mark.skipif(os.name == "nt", reason="there are no such locks")
def test_who_reads_is_waited_for_and_who_writes_too(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replacing, "_PATIENCE", 0.05)
    with steady(folder), steady(folder), pytest.raises(CollabError, match="being changed by another program"):
        replace_together(folder, before(), AFTER)
    kept = half_written(folder)
    with replacing._alone(folder, wait=False) as free:
        assert free
        for look in (put_back, lambda place: steady(place).__enter__()):
            with pytest.raises(CollabError, match="being changed by another program"):
                look(folder)
    assert kept.is_dir()


def test_a_dead_writers_work_is_cleared_away(folder: Path) -> None:
    left = folder / ".writing-abc"
    left.mkdir()
    (left / "a.csv").write_bytes(b"half")
    put_back(folder)
    assert held(folder) == BEFORE
