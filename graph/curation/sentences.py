"""The sentences of a document, each within one item, with their offsets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from graph.facts.documents import Document

_END = re.compile(r"(?<=[.!?])[\"”’')*\]]*\s+(?=[\"“‘'(\[*]*[A-ZÀ-ÞŴŶ0-9])")
_ABBREVIATED = re.compile(r"(?:\b(?:e\.g|i\.e|etc|cf|No|Mr|Mrs|Ms|Dr|St|Sgt|Insp|Supt|para|[A-Z])|H\.M)\.$")
_BEGINS = re.compile(r"^\s*(?:[-*•–]\s|#{1,6}\s|\d{1,3}(?:\.\d{1,3})*[.)]?\s|\([a-z]{1,3}\)\s|\|)")
_LEAD = re.compile(r"(?:[-*•–]\s+|#{1,6}\s+|\*+|\d{1,3}(?:\.\d{1,3})+\.?\s+|\d{1,3}[.)]\s+|\([a-z]{1,3}\)\s+)+")
_ROOMY = 60


@dataclass(frozen=True)
class Sentence:
    """One sentence, without bullet or number at its head; `heading` tells that it begins its item."""

    item: str
    start: int
    end: int
    words: str
    heading: bool = False


def sentences(document: Document) -> Iterator[Sentence]:
    """Yields the sentences of a document in order: paragraphs cut where one ends and a capital follows."""
    for item in document.items:
        first = True
        for start, end in _paragraphs(document.text, item.start, item.end):
            lead = _LEAD.match(document.text, start, end)
            cut = lead.end() if lead else start
            for match in _END.finditer(document.text, cut, end):
                if not _ABBREVIATED.search(document.text[cut : match.start() + 1].rstrip("\"”’')*] \n")):
                    yield from _sentence(document.text, item.name, cut, match.start(), first)
                    first, cut = False, match.end()
            yield from _sentence(document.text, item.name, cut, end, first)
            first = False


def _sentence(text: str, item: str, start: int, end: int, first: bool) -> Iterator[Sentence]:
    while end > start and (text[end - 1].isspace() or text[end - 1] == "*"):
        end -= 1
    while start < end and text[start].isspace():
        start += 1
    if match := _LEAD.match(text, start, end):
        start = match.end()
    if any(character.isalnum() for character in text[start:end]):
        words = text[start:end]
        yield Sentence(item, start, end, words, first and "\n" not in words and words[-1] not in ".;:,!?")


def _paragraphs(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yields the stretches between breaks: blank lines, bullets, headings, and lines that a sentence ended."""
    opened = place = start
    before, blank = "", False
    for line in text[start:end].splitlines(keepends=True):
        bare = line.strip()
        if bare:
            goes_on = before[-1:].isalnum() and bare[0].islower() and len(before) >= _ROOMY
            ended = before[-1:] in ".:;!?" or (len(before) < _ROOMY and not bare[0].islower())
            breaks = blank or ended or _BEGINS.match(line)
            if breaks and not goes_on and place > opened:
                yield opened, place
                opened = place
            before = bare
        blank = not bare
        place += len(line)
    if end > opened:
        yield opened, end
