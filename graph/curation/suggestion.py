"""A claim that a sentence may make, as `suggest` shows it and a person decides on it."""

from __future__ import annotations

from dataclasses import dataclass

from graph.curation.mentions import dates
from graph.curation.newcomers import Newcomer
from graph.curation.sentences import Sentence
from graph.facts.documents import passage_digest


@dataclass(frozen=True)
class Suggestion:
    """A claim that a sentence may make: its cells, where it stands, why it is proposed, and what became of it.

    `state` is "new", "claimed" or "rejected". `number` is the same in every run while text, names and cues are.
    `newcomers` are the things in it that the tables do not have; accepting it gives them a row.
    """

    number: int
    subject: str
    relation: str
    object: str
    value: str
    valid_from: str
    modality: str
    counted: str
    comparator: str
    reason: str
    item: str
    start: int
    end: int
    digest: str
    dates: tuple[str, ...]
    state: str
    newcomers: tuple[Newcomer, ...] = ()

    @property
    def key(self) -> tuple[str, str, str]:
        """What makes two claims say the same: subject, relation, and object or value."""
        return self.subject, self.relation, self.object or self.value.casefold()


@dataclass(frozen=True)
class Found:
    """What a cue found: the cells of a claim, and why."""

    subject: str
    relation: str
    reason: str
    object: str = ""
    value: str = ""
    valid_from: str = ""
    modality: str = "actual"
    counted: str = ""
    comparator: str = ""


def suggestion_of(number: int, one: Found, sentence: Sentence, state: str, new: tuple[Newcomer, ...]) -> Suggestion:
    """Returns what was found in a sentence, with its place and digest."""
    return Suggestion(
        number=number,
        subject=one.subject,
        relation=one.relation,
        object=one.object,
        value=one.value,
        valid_from=one.valid_from,
        modality=one.modality,
        counted=one.counted,
        comparator=one.comparator,
        reason=one.reason,
        item=sentence.item,
        start=sentence.start,
        end=sentence.end,
        digest=passage_digest(sentence.words),
        dates=tuple(dict.fromkeys(figure.value for figure in dates(sentence.words))),
        state=state,
        newcomers=new,
    )
