"""The seal of a folder of files that never change again: their sizes and digests, written down when they were made.

An engine that is handed a table of contents that was cut reads the part that is left, and says nothing; blocks of
data that were changed it notices only when it comes to them, and may then go round in circles. So all files are
looked at by `collab verify`, and whenever a folder is opened those that are small, or were touched since.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from graph import files

NAME = "sealed.json"
# Each block of these has a checksum of its own, which the engine compares when it reads the block.
_GUARDED = ".sst"


def seal(folder: Path) -> None:
    """Writes down what the files below `folder` hold; CollabError if it cannot be written."""
    held = {}
    for name in _files(folder):
        now = (folder / name).stat()
        held[name] = [now.st_size, _digest(folder / name), now.st_mtime_ns]
    files.write_bytes(folder / NAME, stamped({"files": held}))


def broken(folder: Path, *, thoroughly: bool) -> list[str]:
    """Returns which files below a sealed folder are not as they were; `thoroughly`, data untouched since too."""
    try:
        held: dict[str, Any] = unstamped((folder / NAME).read_bytes())["files"]
        names = _files(folder) if thoroughly else list(held)
    except (OSError, ValueError, KeyError):
        return [NAME]
    return sorted(name for name in {*names, *held} if not _same(folder / name, held.get(name), thoroughly))


def stamped(value: dict[str, Any]) -> bytes:
    """Returns an object as JSON that bears its own digest."""
    return _json({**value, "digest": hashlib.sha256(_json(value)).hexdigest()})


def unstamped(content: bytes) -> dict[str, Any]:
    """Returns the object that `stamped` made `content` of; ValueError if a byte of it is another."""
    found = json.loads(content)
    if not isinstance(found, dict):
        raise ValueError("no object")
    digest = found.pop("digest", None)
    if digest != hashlib.sha256(_json(found)).hexdigest() or stamped(found) != content:
        raise ValueError("not as it was written")
    return found


def _same(path: Path, held: list[Any] | None, thoroughly: bool) -> bool:
    try:
        now = path.stat()
        if held is None or now.st_size != held[0]:
            return False
        trusted = path.suffix == _GUARDED and now.st_mtime_ns == held[2] and not thoroughly
        return trusted or _digest(path) == held[1]
    except OSError:
        return False


def _files(folder: Path) -> list[str]:
    found = (path for path in folder.rglob("*") if path.is_file() and path.name != NAME)
    return sorted(path.relative_to(folder).as_posix() for path in found)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _json(value: dict[str, Any]) -> bytes:
    return (json.dumps(value, indent=1, sort_keys=True) + "\n").encode()
