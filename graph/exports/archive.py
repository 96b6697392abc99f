"""Several files as one: a ZIP archive whose bytes depend on nothing but its files."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

# The first day that ZIP can write; a day of the clock would make each run another file.
_STAMP = (1980, 1, 1, 0, 0, 0)


def pack(files: Mapping[str, bytes]) -> bytes:
    """Returns an archive of `files`, by their names, in the order given."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, _STAMP)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)
    return target.getvalue()


def unpack(content: bytes) -> dict[str, bytes]:
    """Returns the files of an archive by name."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {entry.filename: archive.read(entry) for entry in archive.infolist()}
