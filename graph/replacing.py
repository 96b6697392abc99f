"""Several files of a folder replaced at once, all or none, though the process may die at any moment.

    <folder>/.writing-<random>/              what the files are to hold, until it is in place
    <folder>/.before/                        what they held, while they are being replaced; `after` beside it

The rename that makes `.before` begins the change, the rename that takes it away ends it. Whoever finds it left by
a process that is no more puts the files back as they were, before any of them is read (docs/decisions/0023).
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from graph.errors import CollabError
from graph.locks import take

_BEFORE, _WRITING, _AFTER = ".before", ".writing-", "after"
_PATIENCE = 30.0
_in_hand: list[Path] = []


def writing() -> bool:
    """Tells whether this process is just putting something in place, so that it should be let end that."""
    return bool(_in_hand)


@contextmanager
def in_hand(path: Path) -> Iterator[None]:
    """Has `writing` tell so for the block."""
    _in_hand.append(path)
    try:
        yield
    finally:
        _in_hand.remove(path)


def settle(place: Path) -> None:
    """Has the disk keep which names stand in a folder, or what a file holds; OSError if it cannot promise that."""
    if os.name == "nt":
        return
    try:
        handle = os.open(place, os.O_RDONLY)
    except PermissionError:  # a folder that one may write to and not list
        return
    try:
        os.fsync(handle)
    except OSError as problem:
        if problem.errno != errno.EINVAL:  # not offered by this file system
            raise
    finally:
        os.close(handle)


def settled(path: Path) -> None:
    """Has the disk keep that `path`, which is in place, stands there; CollabError if it cannot promise that."""
    try:
        settle(path.parent)
    except OSError as problem:
        raise CollabError("not-settled", path=path, reason=problem.strerror or problem) from None


def replace_together(folder: Path, before: Mapping[str, bytes], after: Mapping[str, bytes]) -> None:
    """Replaces the files of these names in `folder`, all or none.

    CollabError if one of them no longer holds what it held `before`, or if the disk refuses; all are then as
    they were.
    """
    import tempfile  # most runs write no table

    with in_hand(folder), _alone(folder, wait=True) as free:
        if not free:
            raise CollabError("tables-being-written", path=folder)
        _put_back(folder)
        work: Path | None = None
        place = folder / next(iter(after))
        try:
            work = Path(tempfile.mkdtemp(prefix=_WRITING, dir=folder))
            old = work / "before"
            old.mkdir()
            for name, content in after.items():
                place = folder / name
                _write(work / name, content, place.stat().st_mode & 0o777)
                _write(old / name, before[name], place.stat().st_mode & 0o777)
            digests = {name: hashlib.sha256(content).hexdigest() for name, content in after.items()}
            _write(old / _AFTER, json.dumps(digests).encode(), 0o666)
            for part in (old, work):
                settle(part)
            for name, content in before.items():
                if (folder / name).read_bytes() != content:
                    raise CollabError("table-changed-meanwhile", table=name)
            os.rename(old, folder / _BEFORE)
            settle(folder)
            for name in after:
                place = folder / name
                os.replace(work / name, place)
            settle(folder)
            os.rename(folder / _BEFORE, old)
        except BaseException as problem:
            _put_back(folder)
            if isinstance(problem, OSError):
                raise CollabError("cannot-write", path=place, reason=problem.strerror or problem) from None
            raise
        else:
            settled(place)  # before any of the old ones goes: if power went, the rest of them would be put back
        finally:
            if work is not None:
                remove_folder(work)


def put_back(folder: Path) -> None:
    """Puts the files of `folder` back as they were if whoever replaced them died half way; else does nothing.

    CollabError if that is not allowed here, if somebody changed one of them since, or while they are being replaced.
    """
    try:
        left = [name for name in os.listdir(folder) if name == _BEFORE or name.startswith(_WRITING)]
    except OSError:
        return
    if left:
        half = _BEFORE in left
        with _alone(folder, wait=half) as free:
            if free:
                _put_back(folder)
            elif half and (folder / _BEFORE).exists():
                raise CollabError("tables-being-written", path=folder)


@contextmanager
def steady(folder: Path) -> Iterator[None]:
    """Keeps the files of `folder` from being replaced for the block; CollabError if they are for too long."""
    with _alone(folder, wait=True, shared=True) as free:
        if not free or (folder / _BEFORE).exists():
            raise CollabError("tables-being-written", path=folder)
        yield


def _put_back(folder: Path) -> None:
    kept = folder / _BEFORE
    try:
        if kept.is_dir():
            told = kept / _AFTER
            digests = json.loads(told.read_bytes()) if told.exists() else {}
            changed = []
            for name in sorted(name for name in os.listdir(kept) if name != _AFTER):
                found = (folder / name).read_bytes()
                if found != (kept / name).read_bytes():
                    changed.append(name)
                    if hashlib.sha256(found).hexdigest() != digests.get(name):
                        raise CollabError("tables-half-written-changed", path=folder / name, kept=kept)
            for name in changed:
                os.replace(kept / name, folder / name)
            settle(folder)
            remove_folder(kept, all_of_it=True)
    except (OSError, ValueError) as problem:
        reason = getattr(problem, "strerror", None) or problem
        raise CollabError("tables-half-written", path=folder, reason=reason) from None
    for left in folder.glob(f"{_WRITING}*"):
        remove_folder(left)


def remove_folder(folder: Path, *, all_of_it: bool = False) -> None:
    """Removes a folder and what is in it, as far as that can be done; OSError if it must be `all_of_it` and is not."""
    import shutil  # brings what it knows of archives along, and most that is asked removes nothing

    shutil.rmtree(folder, ignore_errors=not all_of_it)


@contextmanager
def _alone(folder: Path, *, wait: bool, shared: bool = False) -> Iterator[bool]:
    """Tells whether nobody else writes in `folder` for the block, or reads if not `shared`; freed with the process."""
    if os.name == "nt":
        yield True
        return
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError as problem:
        raise CollabError("cannot-write", path=folder, reason=problem.strerror or problem) from None
    try:
        yield take(handle, _PATIENCE if wait else 0, shared=shared)
    finally:
        os.close(handle)


def _write(place: Path, content: bytes, mode: int) -> None:
    with place.open("xb") as file:
        file.write(content)
        file.flush()
        os.chmod(place, mode)  # before the sync, so that it is kept too
        os.fsync(file.fileno())
