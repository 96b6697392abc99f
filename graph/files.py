"""Where things stand on this machine, and writing files so that none is ever half there."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from graph.errors import CollabError, NotThere, Usage
from graph.locks import abandoned, marked
from graph.replacing import in_hand, put_back, settle, settled

_PACKAGE = Path(__file__).resolve().parent


def shipped(name: str) -> Path:
    """Returns the folder `ontology` or `data`: the wheel's own copy, else the checkout's.

    NotThere if neither exists.
    """
    for place in (_PACKAGE / "_bundled" / name, _PACKAGE.parent / name):
        if place.is_dir():
            return place
    raise NotThere("no-shipped-folder", name=name)


def data_folder(given: Path | None = None) -> Path:
    """Returns the folder of tables: the one given, `COLLAB_DATA`, else the shipped one; NotThere if absent.

    Tables that somebody who died was replacing are first put back as they were; CollabError if they cannot be.
    """
    wanted = given or _from_environment("COLLAB_DATA")
    if wanted is not None and not wanted.is_dir():
        raise NotThere("no-data-folder", path=wanted)
    found = wanted.resolve() if wanted is not None else shipped("data")
    put_back(found)
    return found


def documents_folder(given: Path | None = None) -> Path | None:
    """Returns the folder of source documents: the one given, `COLLAB_DOCUMENTS`, `./documents`, or None.

    The documents are not part of the project; without them passages cannot be shown or verified.
    """
    wanted = given or _from_environment("COLLAB_DOCUMENTS")
    if wanted is not None:
        if not wanted.is_dir():
            raise NotThere("no-documents-folder", path=wanted)
        return wanted.resolve()
    for place in (_PACKAGE.parent / "documents", Path.cwd() / "documents"):
        if place.is_dir():
            return place
    return None


def documents_place(given: Path | None = None) -> Path:
    """Returns the folder that documents are kept in, made if it is absent: as `documents_folder`, else `./documents`.

    CollabError if it cannot be made.
    """
    wanted = given or _from_environment("COLLAB_DOCUMENTS") or documents_folder() or Path.cwd() / "documents"
    try:
        make_folder(wanted)
    except OSError as problem:
        raise CollabError("cannot-write", path=wanted, reason=problem.strerror or problem) from None
    return wanted.resolve()


def make_folder(folder: Path) -> None:
    """Makes a folder and those that it stands in, and has the disk keep their names; OSError if it refuses."""
    lacking = [place for place in (folder, *folder.parents) if not place.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    for place in lacking:
        settle(place.parent)


def editable_data_folder(given: Path | None = None) -> Path:
    """Returns the folder of tables to write to; Usage if that is the one inside an installed package."""
    folder = data_folder(given)
    if _PACKAGE in folder.parents:
        raise Usage("data-installed", path=folder)
    return folder


def state_folder() -> Path:
    """Returns the folder for built snapshots: `COLLAB_STATE`, else `police-collaboration` in the user's cache."""
    given = _from_environment("COLLAB_STATE")
    if given is not None:
        return given
    cache = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    return Path(cache) / "police-collaboration"


def _from_environment(name: str) -> Path | None:
    value = os.environ.get(name)
    return Path(value) if value else None


def digest(*paths: Path) -> str:
    """Returns one SHA-256 over the names and bytes of `paths`, in the order given."""
    total = hashlib.sha256()
    for path in paths:
        content = path.read_bytes()
        total.update(f"{path.name}\0{len(content)}\0".encode())
        total.update(content)
    return total.hexdigest()


@contextmanager
def written(path: Path, *, overwrite: bool = False) -> Iterator[IO[bytes]]:
    """Yields a binary file that becomes `path` only when the block ends well.

    NotThere if the folder is missing, CollabError if `path` is a folder, if the file exists and `overwrite` is off,
    or if the disk refuses; in each case nothing is left behind and an existing file keeps its content. What a process
    that was killed left of the same file is removed.
    """
    if path.is_dir():
        raise CollabError("is-folder", path=path)
    if path.exists() and not overwrite:
        raise CollabError("file-exists", path=path)
    if not path.parent.is_dir():
        raise NotThere("no-folder", path=path.parent)
    import tempfile  # most runs write no file

    temporary: str | None = None
    beginning = f".{path.name[:40]}.part-"
    try:
        _sweep(path.parent, beginning)
        handle, temporary = tempfile.mkstemp(prefix=beginning, dir=path.parent)
        with in_hand(path), marked(Path(temporary)):
            with os.fdopen(handle, "wb") as file:
                yield file
                file.flush()
                os.chmod(temporary, 0o666 & ~_umask())  # before the sync, so that it is kept too
                os.fsync(file.fileno())
            os.replace(temporary, path)
            temporary = None
    except OSError as problem:
        raise CollabError("cannot-write", path=path, reason=problem.strerror or str(problem)) from problem
    finally:
        if temporary is not None:
            with suppress(OSError):
                os.unlink(temporary)
    settled(path)


def write_bytes(path: Path, content: bytes, *, overwrite: bool = False) -> None:
    """Writes `content` to `path` whole or not at all; errors as `written`."""
    with written(path, overwrite=overwrite) as file:
        file.write(content)


def _sweep(folder: Path, beginning: str) -> None:
    for name in os.listdir(folder):
        if name.startswith(beginning) and abandoned(folder / name):
            (folder / name).unlink(missing_ok=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
