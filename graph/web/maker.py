"""Makes the exports of a snapshot under a lens, in a process of its own that gives way to everything else.

    python -m graph.web.maker       what to make on standard input: a JSON object, the fields of `Task`

It ends when whoever started it has ended. What it made stays; what it was about to make is not there.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from graph.errors import CollabError
from graph.exports.kept import make
from graph.landscape import Landscape
from graph.locks import held
from graph.mapping.lens import Lens
from graph.store.inputs import find_inputs
from graph.store.snapshot import Workshop

# Sets of exports, one for each day, lens and language, that are kept of a snapshot.
KEPT_SETS = 4
TABLES_CHANGED, ANOTHER_AT_WORK = 3, 4
_LEFT_OVER = 15


@dataclass(frozen=True)
class Task:
    """Which exports to make and where: of the snapshot `snapshot` of the tables in `data`, into `folder`."""

    data: str
    snapshot: str
    as_of: str
    standing: tuple[str, ...]
    planned: bool
    language: str
    folder: str
    first: str
    parent: int


def main() -> int:
    """Makes what is lacking; 0 if all of it is there."""
    task = Task(**json.loads(sys.stdin.read()))
    with suppress(OSError, AttributeError):
        os.nice(_LEFT_OVER)
    folder = Path(task.folder)
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with held(folder.parent / "LOCK", wait=False):
            _make(task, folder)
    except CollabError as problem:
        return {"export-tables-changed": TABLES_CHANGED, "build-running": ANOTHER_AT_WORK}.get(problem.key, 1)
    return 0


def _make(task: Task, folder: Path) -> None:
    _forget_old(folder)
    workshop = Workshop(find_inputs(Path(task.data)))
    (snapshot,) = workshop.kept(task.snapshot)
    lens = Lens(date.fromisoformat(task.as_of), tuple(task.standing), task.planned)
    for _ in make(Landscape(workshop, snapshot, lens, language=task.language), folder, task.first):
        if os.getppid() != task.parent:
            return


def _forget_old(folder: Path) -> None:
    """Removes the sets that were not added to for longest: days must not fill a disk."""
    others = [place for place in folder.parent.iterdir() if place.is_dir() and place != folder]
    for place in sorted(others, key=lambda one: one.stat().st_mtime, reverse=True)[KEPT_SETS - 1 :]:
        shutil.rmtree(place, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
