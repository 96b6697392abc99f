"""What a worker may write: counted while it is written, refused whole when it grows past its measure."""

from __future__ import annotations

import io
import re
from typing import Any

from graph.errors import CollabError, TooLarge

# What XML 1.0 (section 2.2) has no way to write, not even as a reference.
_NOT_IN_XML = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")
_JSON_STRING = re.compile(rb'"(?:[^"\\]|\\.)*"')
_CSV_STRING = re.compile(rb'"[^"]*"')


class Measured(io.BytesIO):
    """A file in memory; TooLarge once more than `most` bytes are written to it."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self.most = most

    def write(self, piece: Any, /) -> int:
        """Takes a piece."""
        written = super().write(piece)
        if self.tell() > self.most:
            raise TooLarge("answer-too-long", limit=self.most // 1024**2)
        return written


def rows(content: bytes, kind: str) -> int:
    """Returns how many rows a SPARQL result in `kind` (json, xml, csv, tsv) has, as the engine writes it."""
    if kind == "xml":
        return content.count(b"<result>")
    if kind in ("csv", "tsv"):
        # A tab-separated literal has no line ends of its own; a comma-separated one has them in quotes.
        lines = content if kind == "tsv" else _CSV_STRING.sub(b"", content)
        return max(lines.count(b"\n") - 1, 0)
    bare = _JSON_STRING.sub(b"", content)
    inner = bare.partition(b":[")[2].partition(b":[")[2]
    return inner.count(b"},{") + 1 if inner and not inner.startswith(b"]") else 0


def check_rows(content: bytes, kind: str, most: int) -> None:
    """TooLarge if a result has more than `most` rows; what can be ruled out at a glance is not counted."""
    glance = {"json": b"},{", "xml": b"<result>", "csv": b"\n", "tsv": b"\n"}[kind]
    if content.count(glance) > most - 1 and (found := rows(content, kind)) > most:
        raise TooLarge("answer-too-many-rows", found=found, limit=most)


def check_xml(content: bytes) -> None:
    """CollabError if a text holds a character that no reader of XML would take."""
    if _NOT_IN_XML.search(content):
        raise CollabError("answer-not-in-xml")
