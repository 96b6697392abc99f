"""The items of a document, the places that a reader would cite, found in the layout of its text.

Three layouts are told apart: a report whose sections are numbered headings in capitals, Markdown with
headings of any level, and plain text, where a short line that ends no sentence is a heading. In the last
two, numbered paragraphs (`1.`, `1.1`, `(a)`) are items too.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

FRONT = "COVER"
_SECTION = re.compile(r"^## \**(\d+)\. ([^a-z]*)\**$")
_SUBSECTION = re.compile(r"^(?:### \**([^*]+?)|## \**([^a-z0-9.]+))\**$")
_BLOCK = re.compile(r"^#{2,4} \**(\d+)\. (.+?)\**$")
_PARAGRAPH = re.compile(r"^(?:- )?(\d+\.\d+) ")

_HEADING = re.compile(r"^(#{1,6})[ \t]+(\S.*?)[ \t]*#*$")
_UNDERLINE = re.compile(r"^(?:={3,}|-{3,})$")
_NUMBERED = re.compile(r"^(?:[-*] )?\**(\d{1,3}(?:\.\d{1,3})+\.?|\d{1,3}[.)])\**\s+\S")
_LETTERED = re.compile(r"^(?:[-*] )?(\((?:[a-z]|[ivx]{1,5})\))\s+\S")
_BULLET = re.compile(r"^[-*•–o]\s")
_PAGE_NUMBER = re.compile(r"^(?:page )?\d+(?: of \d+)?$", re.IGNORECASE)


@dataclass(frozen=True)
class Item:
    """A named stretch of a document: from `start` to `end`, in code points."""

    name: str
    start: int
    end: int


@dataclass(frozen=True)
class _Mark:
    """Where an item begins; `under` is the heading that it stands under, should its name be used twice."""

    start: int
    name: str
    under: str = ""


def items_of(text: str) -> tuple[Item, ...]:
    """Returns the items of a text in order, without gaps: each runs to where the next begins."""
    lines = list(_lines(text))
    if any(_SECTION.match(line) for _, line in lines):
        marks = list(_report_marks(lines))
    else:
        written = any(_HEADING.match(line) for _, line in lines)
        marks = _named_apart(_with_front(text, list(_marks(lines, written))))
    if not marks:
        return ()
    ends = [mark.start for mark in marks[1:]] + [len(text)]
    return tuple(Item(mark.name, mark.start, end) for mark, end in zip(marks, ends, strict=True))


def _lines(text: str) -> Iterator[tuple[int, str]]:
    offset = 0
    for line in text.splitlines(keepends=True):
        yield offset, line.rstrip()
        offset += len(line)


def _report_marks(lines: list[tuple[int, str]]) -> Iterator[_Mark]:
    """A report in Markdown: `COVER`, `4`, `4 SERVICES`, `4 SERVICES 5`, `5.2`."""
    yield _Mark(0, FRONT)
    section = subsection = ""
    for offset, line in lines:
        if match := _SECTION.match(line):
            section, subsection = match[1], ""
            yield _Mark(offset, section)
        elif match := _PARAGRAPH.match(line):
            yield _Mark(offset, match[1])
        elif match := _BLOCK.match(line):
            yield _Mark(offset, " ".join(part for part in (section, subsection, match[1]) if part))
        elif match := _SUBSECTION.match(line):
            subsection = match[1] or match[2]
            yield _Mark(offset, f"{section} {subsection}")


def _marks(lines: list[tuple[int, str]], markdown: bool) -> Iterator[_Mark]:
    """Headings and numbered paragraphs of Markdown (`## Scope`, `1.1`, `1.1(a)`) or of plain text."""
    path: dict[int, str] = {}
    number = ""
    found: tuple[int, str] | None = None
    for index, (offset, line) in enumerate(lines):
        found = _heading(lines, index, markdown, found is not None)
        if found:
            level, name = found
            path = {depth: words for depth, words in path.items() if depth < level}
            yield _Mark(offset, name, path[max(path)] if path else "")
            path[level], number = name, ""
        elif match := _NUMBERED.match(line):
            number = match[1].rstrip(".)")
            yield _Mark(offset, number, path[max(path)] if path else "")
        elif match := _LETTERED.match(line):
            yield _Mark(offset, f"{number}{match[1]}", path[max(path)] if path else "")


def _heading(lines: list[tuple[int, str]], index: int, markdown: bool, after_heading: bool) -> tuple[int, str] | None:
    """Returns level and words of the heading that a line is, or None."""
    line = lines[index][1]
    if markdown:
        match = _HEADING.match(line)
        return (len(match[1]), match[2].strip("* ")) if match and match[2].strip("*#| ") else None
    if index + 1 < len(lines) and line and not _BULLET.match(line) and _UNDERLINE.match(lines[index + 1][1]):
        return (1 if lines[index + 1][1].startswith("=") else 2), line
    before = lines[index - 1][1] if index else ""
    after = lines[index + 1][1] if index + 1 < len(lines) else ""
    return (1, line) if _is_plain_heading(line, before, after, after_heading) else None


def _is_plain_heading(line: str, before: str, after: str, after_heading: bool) -> bool:
    """Tells whether a line of plain text is short, ends no sentence, and is no piece of a wrapped one."""
    if not line or len(line.split()) > 6 or line[-1] in ".:;,":
        return False
    if line[0].islower() or after[:1].islower():
        return False
    if line != line.lstrip() or _BULLET.match(line) or _NUMBERED.match(line) or _LETTERED.match(line):
        return False
    if _UNDERLINE.match(line) or _PAGE_NUMBER.match(line) or not any(character.isalpha() for character in line):
        return False
    return not before or before[-1] in ".:;!?”\"'’)" or bool(_UNDERLINE.match(before)) or after_heading


def _with_front(text: str, marks: list[_Mark]) -> list[_Mark]:
    """Adds the text before the first mark, if there is any; without any mark, the pages, or all of it."""
    first = marks[0].start if marks else len(text)
    if not marks and "\f" in text:
        starts = [0, *(match.end() for match in re.finditer("\f", text) if match.end() < len(text))]
        return [_Mark(start, f"page {number}") for number, start in enumerate(starts, 1)]
    if text[:first].strip():
        return [_Mark(0, FRONT), *marks]
    return marks


def _named_apart(marks: list[_Mark]) -> list[_Mark]:
    """Returns the marks with no name used twice: the heading above goes before it, else a number behind."""
    often = Counter(mark.name for mark in marks)
    named: list[_Mark] = []
    seen: Counter[str] = Counter()
    for mark in marks:
        name = f"{mark.under} {mark.name}" if often[mark.name] > 1 and mark.under else mark.name
        seen[name] += 1
        named.append(_Mark(mark.start, name if seen[name] == 1 else f"{name} ({seen[name]})"))
    return named
