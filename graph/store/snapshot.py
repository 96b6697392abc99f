"""Immutable snapshots, named by their content, and the pointer to the current one.

    <state>/<tables>-<key>/BUILD.lock     held while building; the kernel frees it when the builder dies
                          /new/           work in progress, removed by the next build
                          /snap/<id>/     base.nq, manifest.json, lens/<key>/store
                          /CURRENT        the id of the current snapshot

A snapshot holds no day: the derived part for a lens is made on demand beside it. Nothing that is being
read is ever written: work is done under `new/`, in a folder that its process holds a lock on, and renamed into
place; what a process left behind when it died is swept by the next one.
"""

from __future__ import annotations

import hashlib
import os
import re
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph import files
from graph.errors import CollabError, DataInvalid
from graph.locks import abandoned, held, marked
from graph.mapping.lens import Lens
from graph.oxigraph import Quad, RdfFormat, Store, parse
from graph.progress import Progress, Reader, counted, silent
from graph.replacing import remove_folder, settle, steady
from graph.store.inputs import Inputs
from graph.store.seal import broken, seal, stamped, unstamped

if TYPE_CHECKING:
    from graph.mapping.records import Records

_NAME = re.compile(rb"[0-9a-f]{64}\n")
KEPT = 3
KEPT_SECONDS = 3600.0
# So many bytes the engine loads as one batch, whose files need no merging; of two, answers take a third longer.
_ONE_BATCH = 128 * 1024**2


@dataclass(frozen=True)
class Snapshot:
    """A built snapshot: its folder, its id (SHA-256 of its N-Quads and the rules) and what its manifest says."""

    folder: Path
    manifest: dict[str, Any]

    @property
    def id(self) -> str:
        """The SHA-256, in hex, of the sorted N-Quads and of the rules that derive facts from them."""
        return str(self.manifest["id"])

    @property
    def version(self) -> str:
        """The first twelve digits of the id, as answers cite it."""
        return self.id[:12]

    @property
    def base(self) -> Path:
        """The file of the quads that hold under every lens."""
        return self.folder / "base.nq"

    def quads(self) -> Iterator[Quad]:
        """Yields the quads that hold under every lens; DataInvalid if their file is not as it was built."""
        if not self.sound():
            raise _damaged(self.folder)
        return parse(path=self.base, format=RdfFormat.N_QUADS)

    @cached_property
    def records(self) -> Records:
        """The rows of the tables that it was built from, read back once; not to be changed. Errors as `quads`."""
        from graph.mapping.records import from_quads

        return from_quads(self.quads())

    @property
    def here(self) -> bool:
        """Tells whether its files are on this machine."""
        return True

    def sound(self) -> bool:
        """Tells whether the file of quads is byte for byte as it was built."""
        try:
            with self.base.open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest() == str(self.manifest["base"])
        except OSError:
            return False


class Workshop:
    """The place where the snapshots of one set of tables are built and found."""

    def __init__(self, inputs: Inputs) -> None:
        self.inputs = inputs
        key = hashlib.sha256(f"{inputs.data}\0{inputs.ontology}".encode()).hexdigest()[:10]
        self.root = files.state_folder() / f"{inputs.data.name}-{key}"

    def current(self) -> Snapshot | None:
        """Returns the current snapshot, or None if there is none that can be read."""
        try:
            return self._load((self.root / "CURRENT").read_text(encoding="ascii").removesuffix("\n"))
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None

    def unreadable(self) -> str | None:
        """Returns which file keeps the current snapshot from being read; None if it can be, or nothing was built."""
        try:
            content = (self.root / "CURRENT").read_bytes()
        except FileNotFoundError:
            return None
        except OSError:
            return "CURRENT"
        if not _NAME.fullmatch(content) or not (self.root / "snap" / content.decode().strip()).is_dir():
            return "CURRENT"
        return None if self.current() else "manifest.json"

    def kept(self, beginning: str) -> list[Snapshot]:
        """Returns the snapshots at hand whose id begins so, in order of id; those that cannot be read are left out."""
        found = []
        for place in sorted((self.root / "snap").glob(f"{beginning}*")):
            try:
                found.append(self._load(place.name))
            except (OSError, ValueError, KeyError):
                continue
        return found

    def up_to_date(self) -> Snapshot | None:
        """Returns the current snapshot if nothing that it was built from has changed since."""
        found = self.current()
        return found if found and found.manifest["inputs"] == self.inputs.digest else None

    def build(self, *, force: bool = False, wait: bool = True, progress: Progress = silent) -> Snapshot:
        """Returns an up-to-date snapshot, building it if the inputs changed or `force` says so.

        DataInvalid with every complaint if the tables or the ontology do not hold; CollabError if the
        state folder cannot be written, or another build runs and `wait` is off.
        """
        self.sweep()
        if not force and (found := self.up_to_date()):
            return found
        with self._locked(wait):
            if not force and (found := self.up_to_date()):
                return found
            return self._build(progress, force)

    def _build(self, progress: Progress, force: bool) -> Snapshot:
        # Loaded here, so that an answer from a snapshot that is there already does not pay for building.
        from graph.facts.facts import read_facts
        from graph.facts.tables import TABLES
        from graph.mapping.ontology import read_ontology
        from graph.mapping.quads import base_quads
        from graph.mapping.rules import TurningDays, read_rules
        from graph.store.canonical import write_canonical

        progress("reading-ontology", 0, 0)
        ontology = read_ontology(self.inputs.ontology)
        with steady(self.inputs.data):
            facts = read_facts(self.inputs.data, ontology.vocabulary, progress)
        rules = "".join(rule.query for rule in read_rules(self.inputs.ontology))
        days = TurningDays()
        with self._new_folder() as folder:
            with files.written(folder / "base.nq") as file:
                number, digest = write_canonical(days.passing(base_quads(facts, ontology, progress)), file, folder)
            base = digest.hexdigest()
            digest.update(rules.encode())
            manifest = {
                "id": digest.hexdigest(),
                "base": base,
                "inputs": self.inputs.digest,
                "quads": number,
                "rows": {name: len(facts[name]) for name in TABLES},
                "turning_days": [day.isoformat() for day in days.found()],
            }
            place = self.root / "snap" / str(manifest["id"])
            self._put(folder, place, manifest, force)
        files.write_bytes(self.root / "CURRENT", f"{manifest['id']}\n".encode(), overwrite=True)
        self._forget_old(str(manifest["id"]))
        return Snapshot(place, manifest)

    def _put(self, folder: Path, place: Path, manifest: dict[str, Any], force: bool) -> None:
        if not place.exists():
            files.write_bytes(folder / "manifest.json", stamped(manifest))
            place.parent.mkdir(exist_ok=True)
            os.rename(folder, place)
            settle(place.parent)
            return
        # Other inputs that come to the same, or damage: a snapshot of that name holds nothing else, so that
        # each file may be put in place alone, and whoever reads it goes on.
        if force or not Snapshot(place, manifest).sound():
            os.replace(folder / "base.nq", place / "base.nq")
        files.write_bytes(place / "manifest.json", stamped(manifest), overwrite=True)
        if force and (place / "lens").exists():
            os.rename(place / "lens", folder / "lens")
            settle(place)  # before its files go one by one: if power went, a part of them would be back

    def lens_store(self, snapshot: Snapshot, lens: Lens, progress: Progress = silent) -> Store:
        """Returns the read-only store of `snapshot` as `lens` shows it, deriving it if it is not there yet."""
        place = self.lens_place(snapshot, lens)
        if not place.is_dir():
            progress("deriving", 0, 0)
            self._derive(snapshot, lens, place, progress)
        if broken(place.parent, thoroughly=False):
            raise _damaged(place)
        try:
            return Store.read_only(str(place))
        except (OSError, RuntimeError):
            raise _damaged(place) from None

    def lens_place(self, snapshot: Snapshot, lens: Lens) -> Path:
        """Returns the folder of the store of `snapshot` under `lens`, whether or not it is there yet."""
        from datetime import date

        days = [date.fromisoformat(day) for day in snapshot.manifest["turning_days"]]
        # The digest of the inputs takes in the rules and the code: other rules, another store.
        return snapshot.folder / "lens" / f"{lens.key(days)}-{snapshot.manifest['inputs'][:8]}" / "store"

    def _derive(self, snapshot: Snapshot, lens: Lens, place: Path, progress: Progress) -> None:
        from graph.mapping.rules import derive_lines, read_rules

        if not snapshot.sound():
            raise _damaged(snapshot.folder)
        with self._new_folder() as folder:
            derived = folder / "derived.nq"
            working = Store()
            with Reader([snapshot.base], "deriving", progress) as base:
                working.bulk_load(base, RdfFormat.N_QUADS, lenient=True)
            rules = read_rules(self.inputs.ontology)
            with derived.open("wb") as file:
                for rule in counted(rules, len(rules), "deriving", progress, every=1):
                    file.write(derive_lines(working, rule, lens))
            del working  # before the store on disk is written: both at once would be twice the memory
            progress("loading", 0, 0)
            store = Store(str(folder / "store"))
            with Reader([snapshot.base, derived], "loading", progress) as lines:
                store.bulk_load(lines, RdfFormat.N_QUADS, lenient=True)
            store.flush()
            if snapshot.base.stat().st_size > _ONE_BATCH:
                store.optimize()
            del store
            derived.unlink()
            seal(folder)
            place.parent.parent.mkdir(exist_ok=True)
            try:
                os.rename(folder, place.parent)
            except OSError:
                if not place.is_dir():  # otherwise another process was first, and theirs is the same
                    raise
            settle(place.parent.parent)

    def _load(self, name: str) -> Snapshot:
        folder = self.root / "snap" / name
        manifest = unstamped((folder / "manifest.json").read_bytes())
        if manifest["id"] != name:
            raise ValueError(f"manifest of {manifest['id']} in the folder of {name}")
        return Snapshot(folder, manifest)

    @contextmanager
    def _new_folder(self) -> Iterator[Path]:
        import tempfile

        work = ExitStack()
        new = self.root / "new"
        try:
            new.mkdir(parents=True, exist_ok=True)
            self.sweep()
            with marked(new, shared=True):  # so that nobody takes the folder for a dead one's before it is marked
                folder = Path(tempfile.mkdtemp(dir=new))
                work.enter_context(marked(folder))
            folder.chmod(0o755)
        except OSError as problem:
            work.close()
            raise CollabError("state-not-writable", path=self.root, reason=problem.strerror) from None
        try:
            with work:
                yield folder
        except OSError as problem:
            raise CollabError("cannot-write", path=folder, reason=problem.strerror or problem) from None
        finally:
            remove_folder(folder)

    def sweep(self) -> None:
        """Removes what processes that died left in `new/`."""
        new = self.root / "new"
        try:
            names = os.listdir(new)
        except OSError:
            return
        if names and abandoned(new):  # else somebody is just beginning there
            for name in names:
                if abandoned(new / name):
                    remove_folder(new / name)

    @contextmanager
    def _locked(self, wait: bool) -> Iterator[None]:
        try:
            self.root.mkdir(parents=True, exist_ok=True)
        except OSError as problem:
            raise CollabError("state-not-writable", path=self.root, reason=problem.strerror) from None
        with held(self.root / "BUILD.lock", wait=wait):
            yield

    def _forget_old(self, current: str) -> None:
        """Removes all but the last KEPT snapshots, unless one is so young that somebody may be reading it."""
        aged = sorted(((path.stat().st_mtime, path) for path in (self.root / "snap").iterdir()), reverse=True)
        for born, path in aged[KEPT:]:
            if path.name != current and time.time() - born >= KEPT_SECONDS:
                with suppress(OSError):  # in one step, for a part of it would count as damaged
                    os.rename(path, self.root / "new" / path.name)
                    settle(path.parent)
        self.sweep()


def verify(snapshot: Snapshot) -> list[str]:
    """Returns what is wrong with a snapshot's files, nothing if all is as it was built."""
    problems = [] if snapshot.sound() else ["base.nq"]
    # Stores that another program derived have another name, and are not opened by this one.
    for place in sorted((snapshot.folder / "lens").glob(f"*-{snapshot.manifest['inputs'][:8]}")):
        found = broken(place, thoroughly=True)
        problems += [f"lens/{place.name}/{name}" for name in found]
        if not found and not problems:
            try:
                store = Store.read_only(str(place / "store"))
                if not all(quad in store for quad in snapshot.quads()):
                    problems.append(f"lens/{place.name}")
            except (OSError, RuntimeError, ValueError, SyntaxError):
                problems.append(f"lens/{place.name}")
    return problems


def _damaged(place: Path) -> DataInvalid:
    return DataInvalid("snapshot-damaged", place=place)
