"""Which snapshot is being served. A new one is taken up between two requests; those that run keep the one they have."""

from __future__ import annotations

import shutil
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar

from graph.errors import CollabError
from graph.landscape import Landscape
from graph.mapping.lens import Lens
from graph.oxigraph import Store
from graph.questions.library import Question, library
from graph.questions.names import Names
from graph.store.snapshot import Snapshot
from graph.web.lens import View

KEPT_OPEN = 12
KEPT_MADE = 96
KEPT_DERIVED = 96
T = TypeVar("T")


@dataclass
class _Opened:
    """A store under one lens, with its names, read once; `lock` lets one thread derive what others wait for."""

    lock: Lock
    store: Store | None = None
    names: Names | None = None


class Current:
    """Gives out landscapes of the snapshot that is current, under any view. All of it may be called by many threads."""

    def __init__(
        self, landscape: Landscape, *, today: Callable[[], date] = date.today, look_every: float = 1.0
    ) -> None:
        """`landscape` names tables, documents and the first snapshot; `today` is the day of a view that names none."""
        self.today = today
        self._first = landscape
        self._snapshot = landscape.snapshot
        self._questions: dict[str, Question] | None = None
        self._look_every = look_every
        self._looked = time.monotonic()
        self._looking = Lock()
        self._opened: OrderedDict[tuple[str, str], _Opened] = OrderedDict()
        self._choosing = Lock()
        self._derived: OrderedDict[Path, None] = OrderedDict()
        self._made: OrderedDict[tuple[str, Hashable], Any] = OrderedDict()

    @property
    def snapshot(self) -> Snapshot:
        """The snapshot to answer from: the newest that is built, looked for once in `look_every` seconds.

        While one thread opens a new snapshot, all others go on with the one before.
        """
        if time.monotonic() - self._looked >= self._look_every and self._looking.acquire(blocking=False):
            try:
                self._look()
            finally:
                self._looked = time.monotonic()
                self._looking.release()
        return self._snapshot

    def look(self) -> None:
        """Looks for a newer snapshot if that is due; it may take a while, so not for the event loop."""
        _ = self.snapshot

    def look_now(self) -> None:
        """Looks for a newer snapshot whether that is due or not: the one that is served was seen to be gone."""
        with self._looking:
            self._look()
            self._looked = time.monotonic()

    @property
    def settled(self) -> bool:
        """Tells whether `snapshot` is at hand just now, without looking for a newer one."""
        return time.monotonic() - self._looked < self._look_every

    def landscape(self, view: View | None = None) -> Landscape:
        """Returns the landscape of the current snapshot as `view` shows it, its store open; today's if None."""
        wanted = view or View(Lens(self.today()))
        return self._landscape(self.snapshot, wanted)

    @property
    def questions(self) -> dict[str, Question]:
        """Every question of the library by id, read once for each snapshot."""
        found = self._questions
        if found is None:
            found = self._questions = library(self._first.inputs.ontology)
        return found

    def once(self, landscape: Landscape, what: Hashable, make: Callable[[], T]) -> T:
        """Returns what `make` makes of `landscape`, made once for each snapshot, lens and language.

        `what` names all else that it depends on. The last KEPT_MADE are kept. Two threads that want the same
        at the same moment may both make it.
        """
        key = (landscape.snapshot.id, (landscape.view, landscape.language, what))
        with self._choosing:
            if key in self._made:
                self._made.move_to_end(key)
                found: T = self._made[key]
                return found
        made = make()
        with self._choosing:
            self._made[key] = made
            while len(self._made) > KEPT_MADE:
                self._made.popitem(last=False)
        return made

    def _look(self) -> None:
        found = self._first.workshop.current()
        if found is None or found == self._snapshot:
            return
        try:
            self._landscape(found, View(Lens(self.today())))
        except (CollabError, OSError):
            return  # not whole, or gone again: what we have goes on being right
        self._snapshot = found
        self._questions = None

    def _landscape(self, snapshot: Snapshot, view: View) -> Landscape:
        first = self._first
        made = Landscape(
            first.workshop,
            snapshot,
            view.lens,
            language=view.language,
            documents=first.documents,
            progress=first.progress,
        )
        place = first.workshop.lens_place(snapshot, view.lens)
        opened = self._slot(str(place), snapshot.id)
        with opened.lock:
            if opened.store is None:
                ours = not place.is_dir()
                opened.store = made.store
                self._forget(place, ours)
                opened.names = Names(made.store)
                _ = opened.names.names
        assert opened.names is not None
        made.store, made.names = opened.store, opened.names
        return made

    def _forget(self, used: Path, ours: bool) -> None:
        """Removes stores that this server derived and has not opened for longest: days must not fill a disk."""
        with self._choosing:
            if ours or used in self._derived:
                self._derived[used] = None
                self._derived.move_to_end(used)
            while len(self._derived) > KEPT_DERIVED:
                old, _ = self._derived.popitem(last=False)
                shutil.rmtree(old.parent, ignore_errors=True)

    def _slot(self, place: str, snapshot: str) -> _Opened:
        with self._choosing:
            key = (snapshot, place)
            slot = self._opened.setdefault(key, _Opened(Lock()))
            self._opened.move_to_end(key)
            while len(self._opened) > KEPT_OPEN:
                self._opened.popitem(last=False)
            return slot
