"""Immutable snapshots, named by their content, and the pointer to the current one.

    <state>/<tables>-<key>/BUILD.lock     held while building; the kernel frees it when the builder dies
                          /new/           work in progress, removed by the next build
                          /snap/<id>/     base.nq, manifest.json, lens/<key>/store
                          /CURRENT        the id of the current snapshot

A snapshot holds no day: the derived part for a lens is made on demand beside it. Nothing that is being
read is ever written.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graph import files
from graph.errors import CollabError, DataInvalid, complain
from graph.mapping.lens import Lens
from graph.oxigraph import Quad, RdfFormat, Store, parse, serialize
from graph.store.inputs import Inputs

KEPT = 3
Progress = Callable[[str], None]


def _silent(step: str) -> None:
    """Says nothing."""


@dataclass(frozen=True)
class Snapshot:
    """A built snapshot: its folder, its id (SHA-256 of its canonical N-Quads) and what its manifest says."""

    folder: Path
    manifest: dict[str, Any]

    @property
    def id(self) -> str:
        """The SHA-256, in hex, of the sorted N-Quads."""
        return str(self.manifest["id"])

    @property
    def version(self) -> str:
        """The first twelve digits of the id, as answers cite it."""
        return self.id[:12]

    def quads(self) -> Iterator[Quad]:
        """Yields the quads that hold under every lens."""
        return parse(path=self.folder / "base.nq", format=RdfFormat.N_QUADS)


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
        except (OSError, ValueError, KeyError):
            return None

    def up_to_date(self) -> Snapshot | None:
        """Returns the current snapshot if nothing that it was built from has changed since."""
        found = self.current()
        return found if found and found.manifest["inputs"] == self.inputs.digest else None

    def build(self, *, force: bool = False, wait: bool = True, progress: Progress = _silent) -> Snapshot:
        """Returns an up-to-date snapshot, building it if the inputs changed or `force` says so.

        DataInvalid with every complaint if the tables or the ontology do not hold; CollabError if the
        state folder cannot be written, or another build runs and `wait` is off.
        """
        if not force and (found := self.up_to_date()):
            return found
        with self._locked(wait):
            if not force and (found := self.up_to_date()):
                return found
            shutil.rmtree(self.root / "new", ignore_errors=True)
            return self._build(progress)

    def _build(self, progress: Progress) -> Snapshot:
        # Loaded here, so that an answer from a snapshot that is there already does not pay for building.
        from graph.facts.facts import read_facts
        from graph.facts.tables import TABLES
        from graph.mapping.ontology import read_ontology
        from graph.mapping.quads import base_quads
        from graph.mapping.rules import turning_days

        progress("reading-ontology")
        ontology = read_ontology(self.inputs.ontology)
        progress("reading-tables")
        facts = read_facts(self.inputs.data, ontology.vocabulary)
        progress("mapping")
        quads = list(base_quads(facts, ontology))
        content = canonical(quads)
        manifest = {
            "id": hashlib.sha256(content).hexdigest(),
            "inputs": self.inputs.digest,
            "quads": content.count(b"\n"),
            "rows": {name: len(facts[name]) for name in TABLES},
            "turning_days": [day.isoformat() for day in turning_days(quads)],
        }
        progress("writing")
        place = self.root / "snap" / str(manifest["id"])
        if (place / "base.nq").is_file():
            files.write_bytes(place / "manifest.json", _json(manifest), overwrite=True)
        else:
            with self._new_folder() as folder:
                files.write_bytes(folder / "base.nq", content)
                files.write_bytes(folder / "manifest.json", _json(manifest))
                place.parent.mkdir(exist_ok=True)
                shutil.rmtree(place, ignore_errors=True)
                os.rename(folder, place)
        files.write_bytes(self.root / "CURRENT", f"{manifest['id']}\n".encode(), overwrite=True)
        self._forget_old(str(manifest["id"]))
        return Snapshot(place, manifest)

    def lens_store(self, snapshot: Snapshot, lens: Lens, progress: Progress = _silent) -> Store:
        """Returns the read-only store of `snapshot` as `lens` shows it, deriving it if it is not there yet."""
        from datetime import date

        days = [date.fromisoformat(day) for day in snapshot.manifest["turning_days"]]
        place = snapshot.folder / "lens" / lens.key(days) / "store"
        if not place.is_dir():
            progress("deriving")
            self._derive(snapshot, lens, place)
        try:
            return Store.read_only(str(place))
        except (OSError, RuntimeError) as problem:
            raise DataInvalid(
                "snapshot-damaged", [complain("damaged-store", place.name, reason=problem)], place=place
            ) from None

    def _derive(self, snapshot: Snapshot, lens: Lens, place: Path) -> None:
        from graph.mapping.rules import derive, read_rules

        working = Store()
        working.bulk_extend(snapshot.quads())
        derive(working, read_rules(self.inputs.ontology), lens)
        with self._new_folder() as folder:
            store = Store(str(folder / "store"))
            store.bulk_extend(working)
            store.flush()
            store.optimize()
            del store
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
        try:
            (self.root / "new").mkdir(parents=True, exist_ok=True)
            folder = Path(tempfile.mkdtemp(dir=self.root / "new"))
        except OSError as problem:
            raise CollabError("state-not-writable", path=self.root, reason=problem.strerror) from None
        try:
            yield folder
        except OSError as problem:
            raise CollabError("cannot-write", path=folder, reason=problem.strerror or problem) from None
        finally:
            shutil.rmtree(folder, ignore_errors=True)

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
        snapshots = sorted((self.root / "snap").iterdir(), key=lambda path: path.stat().st_mtime, reverse=True)
        for path in snapshots[KEPT:]:
            if path.name != current:
                shutil.rmtree(path, ignore_errors=True)


def canonical(quads: list[Quad]) -> bytes:
    """Returns quads without blank nodes as N-Quads, one line each, sorted, none twice."""
    written = serialize(quads, format=RdfFormat.N_QUADS) or b""
    return b"\n".join(sorted(set(written.splitlines()))) + b"\n"


def verify(snapshot: Snapshot) -> list[str]:
    """Returns what is wrong with a snapshot's files, nothing if all is as it was built."""
    problems = []
    content = (snapshot.folder / "base.nq").read_bytes()
    if hashlib.sha256(content).hexdigest() != snapshot.id:
        problems.append("base.nq")
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


def _json(value: dict[str, Any]) -> bytes:
    return (json.dumps(value, indent=1, sort_keys=True) + "\n").encode()
