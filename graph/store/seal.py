"""The seal of a folder of files that never change again: their sizes and digests, written down when they were made.

An engine that is handed a table of contents that was cut reads the part that is left, and says nothing; a block of
data that was changed it notices only when it comes to it, and may then go round in circles for ever. So every file is
looked at before the engine is let in, by a check sum that costs a few milliseconds; by its digest in `collab verify`.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from pathlib import Path
from typing import Any

from graph import files
from graph.replacing import settle

NAME = "sealed.json"
# Beyond so many bytes, blocks of data that nobody touched since are trusted when a folder is opened: each of them
# has a check sum of its own, which the engine compares when it reads it.
MOST_LOOKED_AT = 64 * 1024**2
_GUARDED = ".sst"


def seal(folder: Path) -> None:
    """Writes down what the files below `folder` hold, and has the disk keep it; OSError, CollabError if it refuses."""
    held = {}
    for name in _files(folder):
        content, now = (folder / name).read_bytes(), (folder / name).stat()
        digest = hashlib.sha256(content).hexdigest()
        settle(folder / name)  # the engine leaves its notes to chance, which are part of what is sealed
        held[name] = {"size": len(content), "crc32": zlib.crc32(content), "sha256": digest, "touched": now.st_mtime_ns}
    for place in {(folder / name).parent for name in held}:
        settle(place)
    files.write_bytes(folder / NAME, stamped({"files": held}))


def broken(folder: Path, *, thoroughly: bool) -> list[str]:
    """Returns which files below a sealed folder are not as they were; `thoroughly` also finds others, and forgeries."""
    try:
        held: dict[str, Any] = unstamped((folder / NAME).read_bytes())["files"]
        names = {*held, *(_files(folder) if thoroughly else ())}
        large = sum(one["size"] for one in held.values()) > MOST_LOOKED_AT
    except (OSError, ValueError, KeyError):
        return [NAME]
    return sorted(name for name in names if not _same(folder / name, held.get(name), thoroughly, large))


def stamped(value: dict[str, Any]) -> bytes:
    """Returns an object as JSON that bears its own digest."""
    return _json({**value, "digest": hashlib.sha256(_json(value)).hexdigest()})


def unstamped(content: bytes) -> dict[str, Any]:
    """Returns the object that `stamped` made `content` of; ValueError if a byte of it is another."""
    found = json.loads(content)
    if not isinstance(found, dict):
        raise ValueError("no object")
    found.pop("digest", None)
    if stamped(found) != content:
        raise ValueError("not as it was written")
    return found


def _same(path: Path, held: dict[str, Any] | None, thoroughly: bool, large: bool) -> bool:
    try:
        now = path.stat()
        if held is None or now.st_size != held["size"]:
            return False
        if large and not thoroughly and path.suffix == _GUARDED and now.st_mtime_ns == held["touched"]:
            return True
        content = path.read_bytes()
    except OSError:
        return False
    if thoroughly:
        return hashlib.sha256(content).hexdigest() == str(held["sha256"])
    return zlib.crc32(content) == int(held["crc32"])


def _files(folder: Path) -> list[str]:
    found = (path for path in folder.rglob("*") if path.is_file() and path.name != NAME)
    return sorted(path.relative_to(folder).as_posix() for path in found)


def _json(value: dict[str, Any]) -> bytes:
    # A line for each value; with an indent, Python would write it more slowly by far.
    return (json.dumps(value, sort_keys=True, separators=(",\n", ": ")) + "\n").encode()
