"""Quads in the one order that their digest is taken in: N-Quads lines, sorted, none twice, whatever their number."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from heapq import merge
from itertools import chain, groupby, islice
from pathlib import Path
from tempfile import TemporaryFile, gettempdir
from typing import IO, TYPE_CHECKING

from graph.oxigraph import Quad, RdfFormat, serialize

if TYPE_CHECKING:
    from hashlib import _Hash as Digest

# So many lines are sorted in memory (some 200 MB); of more, sorted runs are written down and merged.
RUN = 1_000_000
# Few enough that quads are let go while they are still near the processor.
_AT_ONCE = 500


def write_canonical(quads: Iterable[Quad], to: IO[bytes], folder: Path) -> tuple[int, Digest]:
    """Writes quads without blank nodes to `to`; returns how many lines those are, and the SHA-256 of them.

    Sorted runs that are too many for memory stand in `folder` meanwhile, in files without a name.
    """
    digest = hashlib.sha256()
    number = 0
    lines = _sorted(quads, folder)
    while piece := list(islice(lines, _AT_ONCE)):
        content = b"".join(piece)
        digest.update(content)
        to.write(content)
        number += len(piece)
    return number, digest


def digest_of(quads: Iterable[Quad]) -> str:
    """Returns the SHA-256 of quads without blank nodes in that order."""
    with open(os.devnull, "wb") as nowhere:
        return write_canonical(quads, nowhere, Path(gettempdir()))[1].hexdigest()


def _sorted(quads: Iterable[Quad], folder: Path) -> Iterator[bytes]:
    source = iter(quads)
    runs: list[IO[bytes]] = []
    try:
        run = _run(source)
        while beyond := next(source, None):
            runs.append(TemporaryFile(dir=folder))  # noqa: SIM115
            runs[-1].writelines(run)
            runs[-1].seek(0)
            run = _run(chain([beyond], source))
        yield from (line for line, _ in groupby(merge(*runs, run) if runs else run))
    finally:
        for file in runs:
            file.close()


def _run(source: Iterator[Quad]) -> list[bytes]:
    """Returns the lines of the next quads, sorted."""
    lines: list[bytes] = []
    while len(lines) < RUN and (piece := list(islice(source, min(_AT_ONCE, RUN - len(lines))))):
        # Within a piece no quad holds a line feed but as \\n: N-Quads escapes it.
        lines += (serialize(piece, format=RdfFormat.N_QUADS) or b"").splitlines(keepends=True)
    lines.sort()
    return lines
