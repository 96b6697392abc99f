"""States of the tables that can be compared: a folder, a snapshot that is kept, a revision in git."""

from __future__ import annotations

import os
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

from graph.errors import CollabError, DataInvalid, NotThere
from graph.facts.tables import TABLES
from graph.mapping.records import Records, from_quads, from_tables
from graph.replacing import put_back
from graph.store.snapshot import Workshop

_PATIENCE = 30.0


@dataclass(frozen=True)
class Revision:
    """A state of the tables: what it was called, what it turned out to be, and its records."""

    name: str
    title: str
    records: Records


def find_revision(name: str, workshop: Workshop) -> Revision:
    """Returns the state called `name`: a folder of tables, the first digits of a kept snapshot's id, or a git revision.

    They are tried in this order. NotThere, saying what was tried, if it is none; DataInvalid if its tables
    cannot be read.
    """
    folder = Path(name)
    if folder.is_dir():
        return of_folder(folder, name)
    if re.fullmatch(r"[0-9a-f]{4,64}", name):
        kept = workshop.kept(name)
        if len(kept) > 1:
            raise NotThere("several-snapshots", name=name, found=", ".join(one.version for one in kept))
        if kept:
            return Revision(name, kept[0].version, from_quads(kept[0].quads()))
    return of_git(name, workshop.inputs.data)


def of_folder(folder: Path, name: str = "") -> Revision:
    """Returns the state of the tables in `folder`; NotThere if it holds none."""

    def content(file: str) -> bytes | None:
        path = folder / file
        try:
            return path.read_bytes() if path.is_file() else None
        except OSError as problem:
            raise CollabError("cannot-read", path=path, reason=problem.strerror or problem) from None

    put_back(folder)
    if not any((folder / f"{table}.csv").is_file() for table in TABLES):
        raise NotThere("no-tables", path=folder)
    found, complaints = from_tables(content)
    if complaints:
        raise DataInvalid("revision-unreadable", complaints, name=name or folder)
    return Revision(name or str(folder), name or folder.name, found)


def of_git(name: str, data: Path) -> Revision:
    """Returns the state of the tables of `data` in the git revision `name`; NotThere with the reason if it cannot."""
    where = _git(data, "rev-parse", "--show-prefix", missing="no-repository", path=data).decode().strip()
    commit = _git(data, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}", name=name)
    revision = commit.decode().strip()
    listing = _git(data, "ls-tree", "--name-only", revision, "--", "./", name=name)
    present = {Path(line).name for line in listing.decode(errors="replace").splitlines()}
    if not any(f"{table}.csv" in present for table in TABLES):
        raise NotThere("no-tables-then", name=name, path=where or data.name)

    def content(file: str) -> bytes | None:
        return _git(data, "cat-file", "blob", f"{revision}:{where}{file}", name=name) if file in present else None

    found, complaints = from_tables(content)
    if complaints:
        raise DataInvalid("revision-unreadable", complaints, name=name)
    short = revision[:10]
    return Revision(name, name if name.startswith(short[:7]) else f"{name} ({short})", found)


def last_before(day: str, data: Path) -> str:
    """Returns the last commit before a day (YYYY-MM-DD) that touched the tables; NotThere if there is none."""
    before = f"--before={day}T00:00:00"
    _git(data, "rev-parse", "--show-prefix", missing="no-repository", path=data)
    found = _git(data, "rev-list", "-1", before, "HEAD", "--", ".", name="HEAD").decode().strip()
    if not found:
        raise NotThere("nothing-recorded-before", day=day)
    return found


def _git(folder: Path, *words: str, missing: str = "no-revision", **values: object) -> bytes:
    environment = {**os.environ, "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}
    try:
        done = subprocess.run(
            ["git", "-C", str(folder), *words],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            env=environment,
            timeout=_PATIENCE,
            check=False,
        )
    except FileNotFoundError:
        raise NotThere("no-git") from None
    except (OSError, ValueError, subprocess.TimeoutExpired) as problem:
        raise NotThere("git-failed", reason=problem) from None
    if done.returncode:
        if missing == "no-repository":
            raise NotThere("no-repository", **values)
        raise NotThere("no-revision", **values)
    return done.stdout
