"""Every export of a landscape as files in a folder: made once, read back, and only then listed with their digests."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from graph import files
from graph.errors import CollabError
from graph.exports.content import content_of
from graph.exports.registry import EXPORTS, written
from graph.store.inputs import Inputs
from graph.wording import speaking

if TYPE_CHECKING:
    from graph.landscape import Landscape

_LIST = "made.json"


@dataclass(frozen=True)
class Kept:
    """An export as a file: format, file name, size in bytes, SHA-256 in hex; or the sentence why it cannot be made."""

    format: str
    file: str
    size: int = 0
    sha256: str = ""
    refused: str = ""


def file_name(name: str) -> str:
    """Returns the name that the file of a format has in its folder."""
    return f"{name}{EXPORTS[name].suffix}"


def kept(folder: Path) -> dict[str, Kept]:
    """Returns what is listed in a folder, by format, in the order of EXPORTS; nothing if there is no folder.

    What is not listed is not there, whatever files lie about.
    """
    try:
        told = json.loads((folder / _LIST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    found = {one["format"]: Kept(**one) for one in told}
    return {name: found[name] for name in EXPORTS if name in found}


def make(landscape: Landscape, folder: Path, first: str = "") -> Iterator[Kept]:
    """Yields each export that the folder lacks, when it is made and listed; the one called `first` before the others.

    One that the content cannot be held by is listed with the reason. CollabError if the tables are no longer those
    of the snapshot, since some formats hold them too: nothing is then made. Only one process at a time may do this.
    """
    content = content_of(landscape)
    _ = content.kept
    inputs = landscape.inputs
    if Inputs(inputs.data, inputs.ontology).digest != landscape.snapshot.manifest["inputs"]:
        raise CollabError("export-tables-changed")
    folder.mkdir(parents=True, exist_ok=True)
    done = kept(folder)
    with speaking(landscape.language):
        for name in sorted(EXPORTS, key=lambda one: one != first):
            if name in done:
                continue
            place = folder / file_name(name)
            try:
                made = written(content, name)
                files.write_bytes(place, made, overwrite=True)
                done[name] = Kept(name, place.name, len(made), _digest(place, made))
            except CollabError as problem:
                done[name] = Kept(name, place.name, refused=str(problem))
            listed = [vars(one) for one in done.values()]
            files.write_bytes(folder / _LIST, json.dumps(listed, ensure_ascii=False).encode(), overwrite=True)
            yield done[name]


def _digest(place: Path, made: bytes) -> str:
    """Returns the digest of what stands on the disk, if that is what was made."""
    found = place.read_bytes()
    if found != made:
        raise CollabError("cannot-write", path=place.name, reason="≠")
    return hashlib.sha256(found).hexdigest()
