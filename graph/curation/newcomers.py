"""Names that no table has yet, in the forms in which an English text brings a thing in.

A run of words with capitals whose last words say what kind of thing it is ("... Unit", "... Board"), as
`ontology/heads.csv` lists them. The first time it stands in a text, its abbreviation may follow in brackets.
What is found is for a person to judge: a newcomer may be a thing that the tables know by another name.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from graph.curation.mentions import Mention
from graph.errors import DataInvalid, complain
from graph.facts.vocabulary import Vocabulary

HEADER = ["head", "class", "kind"]
_WORD = r"[A-ZÀ-ÞŴŶ](?:[\w\-–]|[’'](?=\w)(?!s\b))*"
_RUN = re.compile(rf"{_WORD}(?:(?: (?:and|of|the|for|in|&))* {_WORD})+")
_SHORT = re.compile(r"\s*\(([A-Z][A-Za-z&]{1,7})\)")
_DETERMINER = re.compile(r"^(?:The|A|An|This|That|Our|Its|Their|Each|Both|Under|From|Since|For|In|At|By) ")
# "Head of X", "Part of X": X may be a name, these words are not in it.
_OUTSIDE = re.compile(
    r"\b(?:Part|Office|Head|Chief|Officer|Chair|Director|Leader|Lead|Member|Minister|Secretary|Inspector)s? "
    r"(?:of|for) (?:the )?"
)
_QUOTES = ("“”", "‘’", '""', "''")
_MOST_WORDS = 10
# Words that tell one thing from no other: a name needs one word besides these and its head.
_COMMON = frozenset({
    "collaboration", "joint", "shared", "regional", "region", "national", "police", "policing", "force", "forces",
    "section", "new", "strategic", "single", "local", "public", "the", "and", "of", "for", "a", "in", "service",
    "services", "governance", "operational", "specialist", "agreement", "team", "unit", "board", "programme",
    "project", "group", "committee", "partnership", "council", "network", "alliance", "executive", "steering",
    "management",
})  # fmt: skip


@dataclass(frozen=True)
class Head:
    """Words that end a name, and what a thing so named is."""

    words: tuple[str, ...]
    types: str
    kind: str


@dataclass(frozen=True)
class Newcomer:
    """A thing that the tables do not have: the cells that its row would hold."""

    id: str
    label: str
    short: str
    types: str
    kind: str

    @property
    def cells(self) -> dict[str, str]:
        """The row in entities.csv."""
        return {
            "entity_id": self.id,
            "types": self.types,
            "kind": self.kind,
            "label": self.label,
            "short": self.short,
        }


@cache
def read_heads(path: Path) -> tuple[Head, ...]:
    """Returns the heads of a file, the longest first; DataInvalid, with the line, for one that cannot be used."""
    heads, complaints = [], []
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        if next(reader, []) != HEADER:
            complaints.append(complain("head", path.name, 1, 1, reason=",".join(HEADER)))
        for cells in reader:
            if len(cells) != len(HEADER) or not cells[0].split() or not cells[1]:
                complaints.append(complain("head", path.name, reader.line_num, 1, reason=",".join(cells)))
                continue
            heads.append(Head(tuple(cells[0].casefold().split()), cells[1], cells[2]))
    if complaints:
        raise DataInvalid("ontology-invalid", complaints, folder=path.parent)
    return tuple(sorted(heads, key=lambda head: -len(head.words)))


def unknown_classes(heads: tuple[Head, ...], vocabulary: Vocabulary) -> set[str]:
    """Returns the classes of heads that entities may not have."""
    return {head.types for head in heads} - set(vocabulary.classes)


def newcomers(
    sentences: Iterable[str], known: Callable[[str], list[Mention]], heads: Sequence[Head], taken: Iterable[str]
) -> list[Newcomer]:
    """Returns the things that sentences name and the tables do not have, each once, in the order of the text.

    `known` finds the mentions of known names in a sentence, `taken` are the ids in use.
    """
    used = set(taken)
    found: dict[str, Newcomer] = {}
    for words in sentences:
        if words.isupper():
            continue
        mentions = known(words)
        for run in _RUN.finditer(words):
            for start, end, head in _names(words, run, heads):
                if any(_stands_in(words, start, end, one) for one in mentions):
                    continue
                label = " ".join(words[start:end].split())
                bracket = _SHORT.match(words, end)
                short = bracket[1] if bracket and _stands_for(bracket[1], label) else ""
                key = label.casefold()
                if key not in found:
                    name = _free(short or label, label, used)
                    used.add(name)
                    found[key] = Newcomer(name, label, short, head.types, head.kind)
    return list(found.values())


def _names(words: str, run: re.Match[str], heads: Sequence[Head]) -> Iterator[tuple[int, int, Head]]:
    """Yields the names within a run of words with capitals: each from where one can begin to its head."""
    cuts = {one.end() for one in _OUTSIDE.finditer(words, run.start(), run.end())}
    starts = sorted({run.start(), *cuts})
    for place, end in zip(starts, [*starts[1:], run.end()], strict=True):
        while place < end:
            while match := _DETERMINER.match(words[place:end]):
                place += match.end()
            cut = _head_at(words, place, end, heads)
            if cut is None:
                break
            stop, head = cut
            if _tells(words, place, stop, head):
                yield place, stop, head
            after = re.match(r"(?: (?:and|of|the|for|in|&))+ ", words[stop:end])
            place = stop + (after.end() if after else 1)


def _tells(words: str, start: int, stop: int, head: Head) -> bool:
    """Tells whether words name one thing: a word besides what many names have, or quotation marks around them."""
    tokens = words[start:stop].split()
    if len(tokens) > _MOST_WORDS:
        return False
    telling = [one for one in tokens if one.casefold() not in _COMMON and not one.isdigit()]
    quoted = start > 0 and words[start - 1] + words[stop : stop + 1] in _QUOTES
    return quoted or len(telling) > sum(word not in _COMMON for word in head.words)


def _head_at(words: str, place: int, end: int, heads: Sequence[Head]) -> tuple[int, Head] | None:
    """Returns where the first head after the first word ends, the last of heads that follow each other at once."""
    found: tuple[int, Head] | None = None
    tokens = [(match.start(), match.end()) for match in re.finditer(r"\S+", words[place:end])]
    folded = [words[place + start : place + stop].casefold() for start, stop in tokens]
    for at in range(1, len(tokens)):
        for head in heads:
            size = len(head.words)
            if at + 1 - size >= 1 and tuple(folded[at + 1 - size : at + 1]) == head.words:
                found = place + tokens[at][1], head
                break
        else:
            if found is not None and folded[at] in ("and", "of", "for", "in"):
                return found
    return found


def _stands_in(words: str, start: int, end: int, known: Mention) -> bool:
    """Tells whether a known name covers these words, or ends as they do and makes up the most of them."""
    if known.start <= start and end <= known.end:
        return True
    most = len(words[known.start : known.end].split()) * 2 > len(words[start:end].split())
    return known.whole and start < known.start and known.end == end and most


def _stands_for(short: str, label: str) -> bool:
    """Tells whether the capitals of an abbreviation stand in the order of the initials of a name."""
    words = re.findall(r"\w+", label)
    initials = iter("".join(word if word.isupper() else word[0] for word in words).casefold())
    return all(letter.casefold() in initials for letter in re.findall("[A-Z]", short))


def _free(name: str, label: str, used: set[str]) -> str:
    for words in (name, label):
        plain = "-".join(re.findall(r"[a-z0-9]+", words.casefold()))[:60].strip("-")
        if plain and plain not in used:
            return plain
    number = 2
    while f"{plain}-{number}" in used:
        number += 1
    return f"{plain}-{number}"
