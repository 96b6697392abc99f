"""Frozen source documents: their items (headings, numbered paragraphs), and passages found by place or by words.

The documents are not part of the project. Where one is on hand, its text is decoded as UTF-8 with no
normalisation and offsets count code points, as in the Web Annotation model's text position selector.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from graph.facts.layout import Item, items_of


@dataclass(frozen=True)
class Place:
    """Where words stand: offsets, the item, and the digest of the passage (16 hex digits of SHA-256)."""

    start: int
    end: int
    item: str
    digest: str


class Document:
    """The frozen text of one source."""

    def __init__(self, path: Path, content: bytes | None = None) -> None:
        self.path = path
        self.content = path.read_bytes() if content is None else content
        self.text = self.content.decode("utf-8", errors="replace")  # what is not UTF-8 fails its digest

    @property
    def sha256(self) -> str:
        """The SHA-256 of the file, in hex."""
        return hashlib.sha256(self.content).hexdigest()

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """The items in order, without gaps: each runs to where the next begins."""
        return items_of(self.text)

    def item_at(self, offset: int) -> str:
        """Returns the name of the item that holds a code point."""
        return next((item.name for item in self.items if item.start <= offset < item.end), "")

    def passage(self, start: int, end: int) -> str:
        """Returns the text between two offsets; ValueError if they lie outside the document."""
        if not 0 <= start < end <= len(self.text):
            raise ValueError(f"{start} to {end} lies outside 0 to {len(self.text)}")
        return self.text[start:end]

    def find(self, words: str, item: str = "") -> list[Place]:
        """Returns every place where `words` stand, any white space between them, in `item` if one is named."""
        pattern = re.compile(r"\s+".join(re.escape(word) for word in words.split()))
        places = []
        for match in pattern.finditer(self.text):
            where = self.item_at(match.start())
            if not item or where == item:
                places.append(Place(match.start(), match.end(), where, passage_digest(match.group())))
        return places


def passage_digest(passage: str) -> str:
    """Returns the first 16 hex digits of the SHA-256 of a passage in UTF-8."""
    return hashlib.sha256(passage.encode()).hexdigest()[:16]


def open_document(folder: Path | None, file: str) -> Document | None:
    """Returns the document `file` of `folder`, or None if it is not on hand."""
    if folder is None or not file or not (folder / file).is_file():
        return None
    return Document(folder / file)
