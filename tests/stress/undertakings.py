"""What changes something on disk, each as one command: how it begins, what it may leave, and what is left over."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import shlex
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from graph.commands import collab
from graph.errors import CollabError
from graph.files import data_folder
from graph.store.inputs import find_inputs
from graph.store.snapshot import Workshop, verify
from tests.conftest import DAY, WORLD
from tests.stress.processes import environment, run
from tests.stress.traced import CHANGES, only_engine, traced

DOCUMENT = """# Shires review

## Joint Marine Unit

The Joint Marine Unit is hosted by Southshire Police.
It was established in 2018, and it brings together Northshire and Eastshire Police.
"""
SHEET = "Unit,Force,Since\nJoint Marine Unit,Westshire Police,2019\nJoint Marine Unit,Southshire Police,2020\n"
MAPPING = """
[[rows]]
table = "claims"
claim_id = "{subject}--participant--{object}--sheet"
subject = { column = "Unit", names = ["Collaboration"] }
relation = "hasParticipant"
object = { column = "Force", names = ["PoliceForce"] }
valid_from = { column = "Since", dates = ["%Y"] }
modality = "actual"
standing = "accepted"
basis = "stated"

[[rows]]
table = "evidence"
about = "{claims.claim_id}"
stance = "supports"
source_id = "report-b"
item = "row {row}"
reading = "The list names {claims.object}."
"""


@dataclass(frozen=True)
class Undertaking:
    """A command in a folder with `tables`, `state`, `documents` and `out`; `seen` is what a reader finds after it."""

    words: tuple[str, ...]
    first: tuple[tuple[str, ...], ...]
    seen: Callable[[Path], object]
    then: Callable[[Path], None] = lambda root: None


def _tables(root: Path) -> object:
    folder = data_folder(root / "tables")
    return {path.name: _digest(path) for path in sorted(folder.glob("*.csv"))}


def _snapshot(root: Path) -> object:
    found = Workshop(find_inputs(root / "tables")).current()
    return found and found.id


def _file(root: Path) -> object:
    path = root / "out" / "out.ttl"
    return _digest(path) if path.exists() else None


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _rename_a_thing(root: Path) -> None:
    path = root / "tables" / "entities.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("Shared Desk", "Common Desk"), encoding="utf-8")


def _half_replaced(root: Path) -> None:
    """As `graph.replacing` leaves it that was killed between two tables."""
    folder = root / "tables"
    before = {name: (folder / name).read_bytes() for name in ("claims.csv", "entities.csv", "evidence.csv")}
    after = {name: content + b"# more\n" for name, content in before.items()}
    (folder / ".before").mkdir()
    for name, content in before.items():
        (folder / ".before" / name).write_bytes(content)
    told = {name: hashlib.sha256(content).hexdigest() for name, content in after.items()}
    (folder / ".before" / "after").write_text(json.dumps(told), encoding="utf-8")
    (folder / ".writing-0").mkdir()
    for name, content in after.items():
        place = folder / ".writing-0" if name == "evidence.csv" else folder
        (place / name).write_bytes(content)


_AT = ("--data", "tables", "--documents", "documents", "-q")
_BUILD = ("build", *_AT)
_ADD = (
    "source", "add", "review.md", "--id", "review", "--title", "Shires review", "--kind", "report",
    "--document-date", "2024-06-01", *_AT,
)  # fmt: skip
UNDERTAKINGS = {
    "a first build": Undertaking(_BUILD, (), _snapshot),
    "a build of changed tables": Undertaking(_BUILD, (_BUILD,), _snapshot, _rename_a_thing),
    "a forced build": Undertaking((*_BUILD, "--force"), (_BUILD,), _snapshot),
    "a lens asked for first": Undertaking(("members", "jmu", "--as-of", "2013-01-01", *_AT), (_BUILD,), _snapshot),
    "an import": Undertaking(
        ("import", "sheet.csv", "--mapping", "mapping.toml", "--write", *_AT), (_BUILD,), _tables
    ),
    "an export over a file": Undertaking(
        ("export", "turtle", "-o", "out/out.ttl", "--force", "--as-of", DAY, *_AT), (_BUILD,), _file
    ),
    "a source added": Undertaking(_ADD, (_BUILD,), _tables, lambda root: (root / "documents").rmdir()),
    "a suggestion accepted": Undertaking(
        ("suggest", "review", "--accept", "1", *_AT), (_BUILD, _ADD), _tables
    ),
    "tables put back": Undertaking(_BUILD, (_BUILD,), _tables, _half_replaced),
}  # fmt: skip


class Ground:
    """The folder that an undertaking is tried in again and again, and what a reader sees in it before and after."""

    def __init__(self, folder: Path, name: str) -> None:
        self.name, self.done = name, UNDERTAKINGS[name]
        self.root, self.kept = folder / "ground", folder / "kept"
        (self.root / "out").mkdir(parents=True)
        shutil.copytree(WORLD, self.root / "tables")
        (self.root / "documents").mkdir()
        (self.root / "out" / "out.ttl").write_text("# an older export\n", encoding="utf-8")
        for file, text in (("review.md", DOCUMENT), ("sheet.csv", SHEET), ("mapping.toml", MAPPING)):
            (self.root / file).write_text(text, encoding="utf-8")
        self.env = environment(self.root / "state")
        for words in self.done.first:
            self._well(words)
        self.done.then(self.root)
        shutil.copytree(self.root, self.kept)
        self.before, self._old = self.seen(), self._inputs()
        self.seconds = self._well(self.done.words)
        self.after, self._new = self.seen(), self._inputs()
        self.again()

    def _well(self, words: tuple[str, ...]) -> float:
        done = run(*words, env=self.env, cwd=self.root)
        assert done.code == 0, (words, done.err)
        return done.seconds

    def again(self) -> None:
        """Has everything as it was before the undertaking."""
        shutil.rmtree(self.root)
        shutil.copytree(self.kept, self.root)

    def seen(self) -> object:
        """What the next reader finds; fails if a file of the current snapshot is not as it was made."""
        with self._here():
            found = self.done.seen(self.root)
            workshop = Workshop(find_inputs(self.root / "tables"))
            snapshot = workshop.current()
            assert workshop.unreadable() is None
            assert snapshot is None or verify(snapshot) == []
            return found

    def left_out(self) -> dict[str, set[int]]:
        """Tells, for each kind of call that it makes, which n-th ones are not tried: those of the engine alone.

        They are the same in every build, and in the one of changed tables all of them are tried.
        """
        self.again()
        calls = traced(CHANGES, *self.done.words, env=self.env, cwd=self.root)
        if self.name == "a build of changed tables":
            return {call.name: set() for call in calls}
        return only_engine(calls)

    def outcome(self) -> str:
        """Tells whether a reader finds the state before or after; fails if it is neither."""
        found = self.seen()
        assert found in (self.before, self.after), "neither the old state nor the new"
        return "new" if found == self.after else "old"

    def outcome_after_power(self) -> str:
        """Tells whether a reader finds the state before or after, or a snapshot that is noticed not to be one.

        Fails if it is none of them, if an input is lost, or if others may no longer read what is in place.
        """
        inputs = self._inputs()
        assert inputs in (self._old, self._new), "an input is lost"
        hidden = [path for path in self.root.rglob("*") if path.is_file() and not path.stat().st_mode & 0o044]
        assert not [path for path in hidden if not self.unfinished(path)], hidden
        with self._here():
            workshop = Workshop(find_inputs(self.root / "tables"))
            if workshop.unreadable() is not None:
                return "noticed, old"
        return self.outcome()

    def _inputs(self) -> object:
        """What is lost for good if it is lost: the tables, and the documents that they name."""
        with self._here():
            tables = _tables(self.root)
            held = self.root / "documents"
            with (self.root / "tables" / "sources.csv").open(encoding="utf-8", newline="") as file:
                named = {row["file"] for row in csv.DictReader(file) if row["file"]}
            return tables, {name: _digest(held / name) for name in sorted(named) if (held / name).is_file()}

    def next_run(self) -> None:
        """Does it again, undisturbed: fails unless it is done then, and nothing is left over."""
        with self._here():
            try:
                collab(shlex.join(self.done.words))
            except CollabError as problem:  # it was done already
                assert problem.key in ("source-exists", "suggestion-decided"), problem
        assert self.seen() == self.after
        assert (found := self.left_over()) == [], found

    def left_over(self) -> list[str]:
        """Names what should not be there once a command has ended: unfinished files and folders of work."""
        return sorted(str(path.relative_to(self.root)) for path in self.root.rglob("*") if self.unfinished(path))

    def unfinished(self, path: Path) -> bool:
        """Tells whether a path is one of work that is not done."""
        parts = path.relative_to(self.root).parts
        return any(part.startswith(".") for part in parts) or "new" in parts[:-1]

    def _here(self) -> _Here:
        return _Here(self.root)


class _Here:
    """The working directory and the environment of the commands, for this process."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def __enter__(self) -> None:
        self._before = os.getcwd(), os.environ.get("COLLAB_STATE")
        os.chdir(self._root)
        os.environ["COLLAB_STATE"] = str(self._root / "state")

    def __exit__(self, *_: object) -> None:
        place, state = self._before
        os.chdir(place)
        if state is None:
            del os.environ["COLLAB_STATE"]
        else:
            os.environ["COLLAB_STATE"] = state
