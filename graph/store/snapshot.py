"""Immutable snapshots, named by their content, and the pointer to the current one.

    <state>/<tables>-<key>/BUILD.lock     held while building; the kernel frees it when the builder dies
                          /new/           work in progress, removed by the next build
                          /snap/<id>/     base.nq, manifest.json, lens/<key>/store
                          /CURRENT        the id of the current snapshot

A snapshot holds no day: the derived part for a lens is made on demand beside it. Nothing that is being
read is ever written: work is done under `new/`, in a folder that bears its process's id, and renamed into
place; what a process left behind when it died is swept by the next that works there.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph import files
from graph.errors import CollabError, DataInvalid
from graph.mapping.lens import Lens
from graph.oxigraph import Quad, RdfFormat, Store, parse
from graph.progress import Progress, Reader, counted, silent
from graph.store.inputs import Inputs

if TYPE_CHECKING:
    from graph.mapping.records import Records

KEPT = 3
KEPT_SECONDS = 3600.0


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

    def check_still(self) -> None:
        """Raises if what is read is another by now; a snapshot on this machine never is."""

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
            name = (self.root / "CURRENT").read_text(encoding="ascii").strip()
            return self._load(name)
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None

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
            if not force and Snapshot(place, manifest).sound():  # other inputs that come to the same
                files.write_bytes(place / "manifest.json", _json(manifest), overwrite=True)
            else:
                files.write_bytes(folder / "manifest.json", _json(manifest))
                self._put(folder, place)
        files.write_bytes(self.root / "CURRENT", f"{manifest['id']}\n".encode(), overwrite=True)
        self._forget_old(str(manifest["id"]))
        return Snapshot(place, manifest)

    def _put(self, folder: Path, place: Path) -> None:
        place.parent.mkdir(exist_ok=True)
        old = folder.with_name(f"{folder.name}-old")
        if place.exists():
            os.rename(place, old)
        os.rename(folder, place)
        shutil.rmtree(old, ignore_errors=True)

    def lens_store(self, snapshot: Snapshot, lens: Lens, progress: Progress = silent) -> Store:
        """Returns the read-only store of `snapshot` as `lens` shows it, deriving it if it is not there yet."""
        place = self.lens_place(snapshot, lens)
        if not place.is_dir():
            progress("deriving", 0, 0)
            self._derive(snapshot, lens, place, progress)
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
            store.optimize()
            del store
            derived.unlink()
            place.parent.parent.mkdir(exist_ok=True)
            try:
                os.rename(folder, place.parent)
            except OSError:
                if not place.is_dir():  # otherwise another process was first, and theirs is the same
                    raise

    def _load(self, name: str) -> Snapshot:
        folder = self.root / "snap" / name
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        if manifest["id"] != name:
            raise ValueError(f"manifest of {manifest['id']} in the folder of {name}")
        return Snapshot(folder, manifest)

    @contextmanager
    def _new_folder(self) -> Iterator[Path]:
        import tempfile

        try:
            (self.root / "new").mkdir(parents=True, exist_ok=True)
            self._sweep()
            folder = Path(tempfile.mkdtemp(prefix=f"{os.getpid()}-", dir=self.root / "new"))
            folder.chmod(0o755)
        except OSError as problem:
            raise CollabError("state-not-writable", path=self.root, reason=problem.strerror) from None
        try:
            yield folder
        except OSError as problem:
            raise CollabError("cannot-write", path=folder, reason=problem.strerror or problem) from None
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def _sweep(self) -> None:
        """Removes what processes that are no more left in `new/`."""
        for left in (self.root / "new").iterdir():
            owner = left.name.partition("-")[0]
            if not (owner.isdigit() and _alive(int(owner))):
                shutil.rmtree(left, ignore_errors=True)

    @contextmanager
    def _locked(self, wait: bool) -> Iterator[None]:
        from graph.store.lock import held

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
                shutil.rmtree(path, ignore_errors=True)


def verify(snapshot: Snapshot) -> list[str]:
    """Returns what is wrong with a snapshot's files, nothing if all is as it was built."""
    if not snapshot.sound():
        return ["base.nq"]
    problems = []
    for place in sorted((snapshot.folder / "lens").glob("*/store")):
        try:
            store = Store.read_only(str(place))
            held = {str(quad) for quad in store}
            missing = sum(1 for quad in snapshot.quads() if str(quad) not in held)
            if missing:
                problems.append(f"lens/{place.parent.name}")
        except (OSError, RuntimeError, ValueError, SyntaxError):
            problems.append(f"lens/{place.parent.name}")
    return problems


def _damaged(place: Path) -> DataInvalid:
    return DataInvalid("snapshot-damaged", place=place)


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _json(value: dict[str, Any]) -> bytes:
    return (json.dumps(value, indent=1, sort_keys=True) + "\n").encode()
