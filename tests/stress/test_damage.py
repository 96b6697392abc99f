"""A bit flipped or a file cut anywhere in a snapshot: `verify` finds it, and nothing is answered otherwise than before."""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import random
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from graph.errors import CollabError
from graph.landscape import open_landscape
from graph.oxigraph import QuerySolutions
from graph.store.inputs import find_inputs
from graph.store.snapshot import Workshop, verify
from tests.conftest import DAY, ROOT, WORLD
from tests.stress.found import tell

QUESTIONS = (
    ("governs", {"service": "jmu"}),
    ("members", {"collaboration": "jdu"}),
    ("partners", {"org": "northshire-police"}),
)
ALL = "SELECT ?s ?p ?o ?g { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a workshop with one snapshot and one lens; `kept` beside it is a copy that stays as it was made."""
    monkeypatch.setenv("COLLAB_STATE", str(tmp_path / "state"))
    with open_landscape(WORLD, as_of=DAY) as landscape:
        _ = landscape.store
        root = landscape.workshop.root
    shutil.copytree(root, tmp_path / "kept")
    return root


def damages(root: Path, times: int, seed: int) -> Iterator[tuple[Path, str, bytes]]:
    """Yields a file, what was done to it, and its new content: every file in turn, large ones more often."""
    chance = random.Random(seed)
    paths = sorted(path for path in root.rglob("*") if path.is_file() and path.stat().st_size)
    assert len(paths) >= 12
    weights = [path.stat().st_size ** 0.5 for path in paths]
    for number in range(times):
        path = paths[number % len(paths)] if number < 4 * len(paths) else chance.choices(paths, weights)[0]
        content = path.read_bytes()
        if number % 4 == 3:
            yield path, "cut", content[: chance.randrange(len(content))]
        else:
            place = chance.randrange(len(content))
            yield (
                path,
                "bit flipped",
                content[:place] + bytes([content[place] ^ 1 << chance.randrange(8)]) + content[place + 1 :],
            )


def found_by_verify() -> bool:
    workshop = Workshop(find_inputs(WORLD))
    snapshot = workshop.current()
    return workshop.unreadable() is not None or snapshot is None or verify(snapshot) != []


def answered() -> str:
    """Everything that is in the store, and some questions, as one digest."""
    with open_landscape(WORLD, as_of=DAY) as landscape:
        rows = landscape.store.query(ALL)
        assert isinstance(rows, QuerySolutions)
        lines = sorted(str(tuple(map(str, row))) for row in rows)
        lines += [str(landscape.ask(name, **values).rows) for name, values in QUESTIONS]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _answer(line: Connection) -> None:
    while line.recv():
        try:
            line.send(("answer", answered()))
        except (CollabError, OSError, RuntimeError) as problem:
            line.send(("refused", type(problem).__name__))


class Asked:
    """A process that answers, since one that comes to a damaged block may never end."""

    def __init__(self) -> None:
        self._begin()

    def _begin(self) -> None:
        self._line, other = multiprocessing.Pipe()
        self._process = multiprocessing.get_context("spawn").Process(target=_answer, args=(other,), daemon=True)
        self._process.start()

    def answer(self) -> tuple[str, str]:
        """Returns "answer" and its digest, "refused" and the kind of error, or that it did not end or died."""
        self._line.send(True)
        said = ("not answered", "no end")
        try:
            if self._line.poll(10):
                return self._line.recv()  # type: ignore[no-any-return]
        except EOFError:
            said = ("not answered", "died")
        self.end()
        self._begin()
        return said

    def end(self) -> None:
        self._process.kill()
        self._process.join()


def damage(root: Path, times: int, seed: int) -> Counter[str]:
    """Returns how often what was served after which damage; fails if `verify` misses one, or an answer is another."""
    right = answered()
    asked = Asked()
    found: Counter[str] = Counter()
    try:
        for number, (path, how, content) in enumerate(damages(root, times, seed)):
            if path.name == "BUILD.lock":  # who built last; nobody answers from it
                continue
            before = path.stat()
            path.write_bytes(content)
            if number % 2:  # as a disk does it, that keeps something else than it was given
                os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
            where = f"{how}: {path.relative_to(root)}"
            assert found_by_verify(), where
            kind, answer = asked.answer()
            if kind == "answer":
                assert answer == right, where
                found[f"{how}: the right answer"] += 1
            else:
                found[f"{how}: {kind} ({answer})"] += 1
            shutil.rmtree(root)
            shutil.copytree(root.parents[1] / "kept", root)
    finally:
        asked.end()
    return found


def test_a_few_damages(built: Path) -> None:
    assert not found_by_verify()
    assert sum(damage(built, 20, seed=6).values()) >= 15


@pytest.mark.stress
@pytest.mark.timeout(1800)
def test_a_thousand_damages(built: Path) -> None:
    found = damage(built, 1100, seed=6)
    assert sum(found.values()) >= 1000
    tell("R3", "damage to a file of a snapshot; all found by `collab verify`", found)


def spoil(path: Path) -> None:
    """Changes a block of data as a disk does: the file keeps its time."""
    content, before = path.read_bytes(), path.stat()
    path.write_bytes(content[:40] + bytes(one ^ 255 for one in content[40:120]) + content[120:])
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def test_what_is_damaged_is_not_opened(built: Path) -> None:
    spoil(max(built.rglob("*.sst"), key=lambda one: one.stat().st_size))
    done = ask()
    assert (done.returncode, done.stdout) == (3, "")
    assert "is damaged. Run: collab build --force" in done.stderr


def test_what_the_engine_finds_in_the_middle_of_an_answer_is_a_sentence(built: Path) -> None:
    """In a store too large to be looked at whole: the engine notices when it comes to the block."""
    spoil(
        max((one for one in built.rglob("*.sst") if one.stat().st_size < 150_000), key=lambda one: one.stat().st_size)
    )
    done = ask("from graph.store import seal; seal.MOST_LOOKED_AT = 0")
    assert done.returncode == 3, done
    assert "Traceback" not in done.stderr
    assert "is damaged. Run: collab build --force" in done.stderr


def ask(first: str = "") -> subprocess.CompletedProcess[str]:
    words = ["collab", "members", "jdu", "--data", str(WORLD), "--as-of", DAY, "-q"]
    program = f"import sys; sys.argv = {words!r}; {first}\nfrom graph.commands import main; main()"
    return subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False, timeout=60
    )
