"""Lets the exports be made when they are first wanted: one set at a time, never in the server's own process."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from starlette.concurrency import run_in_threadpool

from graph import files
from graph.errors import Busy, CollabError, NotThere
from graph.exports.kept import Kept, kept
from graph.exports.registry import EXPORTS
from graph.facts.dataset import FILE as DATASET
from graph.landscape import Landscape
from graph.questions.foreign import worker_environment
from graph.web.maker import ANOTHER_AT_WORK, TABLES_CHANGED, Task
from graph.web.program import program

_A_LOOK = 0.2
_MOST_WAITING = 16
_RESPITE = {TABLES_CHANGED: 5.0, ANOTHER_AT_WORK: 2.0}
_RESPITE_AFTER_A_FAULT = 60.0
# How long one waits for new files where those of the data before them are there.
_PATIENCE_WITH_OLD = 3.0


@dataclass(frozen=True)
class Exports:
    """The exports of one snapshot under one lens that are there: their folder, data version, and what each is."""

    folder: Path
    version: str
    kept: dict[str, Kept]


class Making:
    """The sets of exports of one server, each for a snapshot, lens and language. May be used by many threads."""

    def __init__(self, patience: float) -> None:
        """`patience` is how long `made` waits, in seconds."""
        self.patience = patience
        self._waiting = 0
        self._lock = Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._at_work: Path | None = None
        self._ended: dict[Path, tuple[int, float]] = {}
        self._closed = False

    def look(self, landscape: Landscape, first: str = "") -> Exports:
        """Returns the exports that are there, and has the others made, `first` before the rest."""
        folder = place_of(landscape)
        found = kept(folder)
        if len(found) < len(EXPORTS) and landscape.snapshot.here:
            self._begin(landscape, folder, first)
        return Exports(folder, landscape.snapshot.version, found)

    async def made(self, landscape: Landscape, *names: str) -> Exports:
        """Returns the exports that are there, once those called `names` are among them, all if none is named.

        If that takes long and the set of an earlier snapshot is whole, that, under its own data version. Busy if there
        is none and it takes too long or too many wait already; CollabError if they cannot be made, NotThere if the
        landscape is at an endpoint: the tables here may be others than those it was built from.
        """
        if not landscape.snapshot.here:
            raise NotThere("site-data-elsewhere")
        wanted = set(names or EXPORTS)
        old = await run_in_threadpool(earlier, landscape)
        if self._waiting >= _MOST_WAITING:
            if old is not None:
                return old
            raise Busy("exports-making", 30)
        self._waiting += 1
        end = time.monotonic() + (self.patience if old is None else min(self.patience, _PATIENCE_WITH_OLD))
        try:
            while not wanted <= (found := await run_in_threadpool(self.look, landscape, *names[:1])).kept.keys():
                self._refuse_if_failed(found.folder)
                if time.monotonic() >= end:
                    if old is not None:
                        return old
                    raise Busy("exports-making", 30)
                await asyncio.sleep(_A_LOOK)
            return found
        finally:
            self._waiting -= 1

    def at_work(self, landscape: Landscape) -> bool:
        """Tells whether the exports of a landscape are being made just now."""
        with self._lock:
            self._settle()
            return self._process is not None and self._at_work == place_of(landscape)

    def close(self) -> None:
        """Ends what is being made; no file is left half there."""
        with self._lock:
            self._closed = True
            if self._process is not None:
                self._process.kill()
                self._process.wait()

    def _begin(self, landscape: Landscape, folder: Path, first: str) -> None:
        with self._lock:
            self._settle()
            code, when = self._ended.get(folder, (0, -_RESPITE_AFTER_A_FAULT))
            rests = time.monotonic() - when < _RESPITE.get(code, _RESPITE_AFTER_A_FAULT if code else 0.0)
            if self._process is not None or self._closed or rests:
                return
            lens = landscape.view
            task = Task(
                str(landscape.inputs.data), landscape.snapshot.id, lens.as_of.isoformat(), lens.standing, lens.planned,
                landscape.language, str(folder), first, os.getpid(),
            )  # fmt: skip
            self._at_work = folder
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "graph.web.maker"],
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=worker_environment(),
            )
            assert self._process.stdin is not None
            with self._process.stdin as pipe:
                pipe.write(json.dumps(vars(task)).encode())

    def _settle(self) -> None:
        """Takes note of a process that has ended."""
        if self._process is not None and self._at_work is not None and self._process.poll() is not None:
            self._ended = {self._at_work: (self._process.returncode, time.monotonic())}
            self._process = None

    def _refuse_if_failed(self, folder: Path) -> None:
        with self._lock:
            self._settle()
            code = 0 if self._process is not None else self._ended.get(folder, (0, 0.0))[0]
        if code == TABLES_CHANGED:
            raise CollabError("export-tables-changed")
        if code not in (0, ANOTHER_AT_WORK):
            raise Busy("exports-failed", 60)


def place_of(landscape: Landscape) -> Path:
    """Returns the folder for the exports of a landscape: another for other data, day, lens, language or program."""
    said = landscape.inputs.data / DATASET
    made_from = f"{landscape.snapshot.manifest['inputs'][:8]}{files.digest(said)[:8] if said.is_file() else ''}"
    return landscape.snapshot.folder / "exports" / f"{_seen(landscape)}{made_from}"


def earlier(landscape: Landscape) -> Exports | None:
    """Returns the newest whole set of another snapshot, of the same day, lens, language and program; None if none is.

    Which snapshot it is of stands in the name of its folder.
    """
    here = landscape.snapshot.folder
    sets = [place for place in here.parent.glob(f"*/exports/{_seen(landscape)}*") if here not in place.parents]
    whole = (
        (place, found)
        for place in sorted(sets, key=_changed, reverse=True)
        if len(found := kept(place)) == len(EXPORTS)
    )
    return next((Exports(place, place.parents[1].name[:12], found) for place, found in whole), None)


def _seen(landscape: Landscape) -> str:
    lens = landscape.view
    parts = (lens.as_of.isoformat(), *lens.standing, *(["planned"] if lens.planned else []), landscape.language)
    return "-".join((*parts, program()[:8]))


def _changed(folder: Path) -> float:
    try:
        return folder.stat().st_mtime
    except OSError:  # just removed
        return 0.0
