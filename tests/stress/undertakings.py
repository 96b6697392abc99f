"""What changes something on disk, each as one command: how it begins, what it may leave, and what is left over."""

from __future__ import annotations

import hashlib
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
    "a source added": Undertaking(_ADD, (_BUILD,), _tables),
    "a suggestion accepted": Undertaking(
        ("suggest", "review", "--accept", "1", *_AT), (_BUILD, _ADD), _tables
    ),
}  # fmt: skip


class Ground:
    """The folder that an undertaking is tried in again and again, and what a reader sees in it before and after."""

    def __init__(self, folder: Path, name: str) -> None:
        self.name, self.done = name, UNDERTAKINGS[name]
        self.root, self._kept = folder / "ground", folder / "kept"
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
        shutil.copytree(self.root, self._kept)
        self.before = self.seen()
        self.seconds = self._well(self.done.words)
        self.after = self.seen()
        self.again()

    def _well(self, words: tuple[str, ...]) -> float:
        done = run(*words, env=self.env, cwd=self.root)
        assert done.code == 0, (words, done.err)
        return done.seconds

    def again(self) -> None:
        """Has everything as it was before the undertaking."""
        shutil.rmtree(self.root)
        shutil.copytree(self._kept, self.root)

    def seen(self) -> object:
        """What the next reader finds; fails if a file of the current snapshot is not as it was made."""
        with self._here():
            found = self.done.seen(self.root)
            workshop = Workshop(find_inputs(self.root / "tables"))
            snapshot = workshop.current()
            assert workshop.unreadable() is None
            assert snapshot is None or verify(snapshot) == []
            return found

    def outcome(self) -> str:
        """Tells whether a reader finds the state before or after; fails if it is neither."""
        found = self.seen()
        assert found in (self.before, self.after), "neither the old state nor the new"
        return "new" if found == self.after else "old"

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
        found = (path for path in self.root.rglob("*") if path.name.startswith(".") or path.parent.name == "new")
        return sorted(str(path.relative_to(self.root)) for path in found)

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
