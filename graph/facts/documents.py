"""Frozen source documents: their items (headings, numbered paragraphs), and passages found by place or by words.

The documents are not part of the project. Where one is on hand, its text is decoded as UTF-8 with no
normalisation and offsets count code points, as in the Web Annotation model's text position selector.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

_SECTION = re.compile(r"^## \**(\d+)\. ([^a-z]*)\**$")
_SUBSECTION = re.compile(r"^(?:### \**([^*]+?)|## \**([^a-z0-9.]+))\**$")
_BLOCK = re.compile(r"^#{2,4} \**(\d+)\. (.+?)\**$")
_PARAGRAPH = re.compile(r"^(?:- )?(\d+\.\d+) ")


@dataclass(frozen=True)
class Item:
    """A named stretch of a document: from `start` to `end`, in code points."""

    name: str
    start: int
    end: int


@dataclass(frozen=True)
class Place:
    """Where words stand: offsets, the item, and the digest of the passage (16 hex digits of SHA-256)."""

    start: int
    end: int
    item: str
    digest: str


class Document:
    """The frozen text of one source."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.content = path.read_bytes()
        self.text = self.content.decode("utf-8")

    @property
    def sha256(self) -> str:
        """The SHA-256 of the file, in hex."""
        return hashlib.sha256(self.content).hexdigest()

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """The items in order, without gaps: each runs to where the next begins."""
        marks = list(_report_marks(self.text) if "\n## " in self.text else _page_marks(self.text))
        ends = [start for start, _ in marks[1:]] + [len(self.text)]
        return tuple(Item(name, start, end) for (start, name), end in zip(marks, ends, strict=True))

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


def _lines(text: str) -> Iterator[tuple[int, str]]:
    offset = 0
    for line in text.splitlines(keepends=True):
        yield offset, line.rstrip()
        offset += len(line)


def _report_marks(text: str) -> Iterator[tuple[int, str]]:
    """A report in Markdown: `COVER`, `4`, `4 SERVICES`, `4 SERVICES 5`, `5.2`."""
    yield 0, "COVER"
    section = subsection = ""
    for offset, line in _lines(text):
        if match := _SECTION.match(line):
            section, subsection = match[1], ""
            yield offset, section
        elif match := _PARAGRAPH.match(line):
            yield offset, match[1]
        elif match := _BLOCK.match(line):
            yield offset, " ".join(part for part in (section, subsection, match[1]) if part)
        elif match := _SUBSECTION.match(line):
            subsection = match[1] or match[2]
            yield offset, f"{section} {subsection}"


def _page_marks(text: str) -> Iterator[tuple[int, str]]:
    """A plain page: a short line that ends no sentence is the heading of what follows."""
    for offset, line in _lines(text):
        if line and len(line.split()) <= 6 and line[-1] not in ".:;,":
            yield offset, line


def open_document(folder: Path | None, file: str) -> Document | None:
    """Returns the document `file` of `folder`, or None if it is not on hand."""
    if folder is None or not file or not (folder / file).is_file():
        return None
    return Document(folder / file)
