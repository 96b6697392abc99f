"""Claims as plain values: who, in what relation, how surely, when, on which passages; and if one holds on a day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

FEW_SOURCES = 8


@dataclass(frozen=True)
class Name:
    """A thing by its id, with its label and the language that the label is in."""

    id: str
    label: str
    language: str


@dataclass(frozen=True)
class Passage:
    """One passage: whether it supports or disputes, its source with title and date, the item, our reading.

    `words` is the passage itself, where it was asked for and its document is on hand.
    """

    stance: str
    source_id: str
    source: str
    date: str
    item: str
    reading: str
    words: str = ""


@dataclass(frozen=True)
class Span:
    """When a claim holds: the dates as written ("" where none is stated) and the days that they may mean."""

    start: str = ""
    end: str = ""
    start_earliest: date | None = None
    start_latest: date | None = None
    end_earliest: date | None = None
    end_latest: date | None = None


@dataclass(frozen=True)
class Claim:
    """One claim. `object` names a thing, or holds the literal with an empty id.

    `state` is what the lens makes of it: "fact", "contested", "planned", "past", "future", or "" for one it ignores.
    `scheme` says whose code a literal is, "" if it is none.
    """

    id: str
    subject: Name
    relation: str
    relation_label: str
    families: tuple[str, ...]
    object: Name
    basis: str
    modality: str
    standing: str
    reason: str
    state: str
    span: Span
    attested: str
    attested_day: date | None
    passages: tuple[Passage, ...]
    first_day: date | None = None
    scheme: str = ""

    @property
    def bounds(self) -> tuple[date | None, ...]:
        """Returns the six days that decide whether it is in force: those of `Span`, first and last attested."""
        span = self.span
        bounds = (span.start_earliest, span.start_latest, span.end_earliest, span.end_latest)
        return (*bounds, self.first_day, self.attested_day)

    @property
    def role(self) -> str:
        """Returns the part that it gives its object: "takes-part", "host", "served", or "" for another relation."""
        roles = (("hasParticipant", "takes-part"), ("hostedBy", "host"), ("serves", "served"))
        return next((role for family, role in roles if family in self.families), "")


@dataclass(frozen=True)
class Caption:
    """What stands around a picture: title, question, the sentence that answers it, day, lens, sources, notes.

    `standing` and `planned` say what counts as fact; `lenses` has a sentence for what else a reader may choose, by
    the words of `lens_key`.
    """

    title: str
    question: str
    answer: str
    day: date
    lens: str
    version: str
    language: str
    sources: tuple[str, ...]
    notes: tuple[str, ...]
    standing: tuple[str, ...]
    planned: bool
    lenses: dict[str, str]


def cited(titles: Iterable[str]) -> list[str]:
    """Returns the titles of sources, each once: by name, or the most used first where they are many."""
    counts = Counter(titles)
    if len(counts) <= FEW_SOURCES:
        return sorted(counts)
    return sorted(counts, key=lambda title: (-counts[title], title))


def in_force(bounds: Sequence[date | None], on: date) -> str:
    """Returns "certain", "possible", "ended" or "not-yet" for bounds as of `Claim.bounds`: ontology/rules/R10."""
    start_earliest, start_latest, end_earliest, end_latest, first, last = bounds
    if end_latest and end_latest < on:
        return "ended"
    if start_earliest and start_earliest > on:
        return "not-yet"
    begun, lasting = start_latest or first, end_earliest or last
    return "certain" if begun and begun <= on and lasting and lasting >= on else "possible"
