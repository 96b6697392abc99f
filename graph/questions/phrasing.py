"""Reads a question as people type it: matched to the library by its phrasings, never guessed."""

from __future__ import annotations

import re
from dataclasses import dataclass

from graph.errors import CollabError, NotThere
from graph.questions.library import Question
from graph.questions.names import Names, fold
from graph.terms import local_id


@dataclass(frozen=True)
class Understood:
    """A question of the library and its parameters, as read from what was typed."""

    question: Question
    parameters: dict[str, str]


def understand(typed: str, questions: dict[str, Question], names: Names) -> Understood:
    """Returns the one question that `typed` is a phrasing of, its names resolved.

    NotThere if nothing matches (with the nearest questions), or if several do (all are listed).
    """
    readings: dict[str, Understood] = {}
    refusals: list[CollabError] = []
    for question in questions.values():
        for phrasing in question.said("phrasing", "en") + question.texts.get(("phrasing", "cy"), ()):
            found = _parameters(phrasing, typed)
            if found is None:
                continue
            try:
                _resolve(question, found, names)
            except CollabError as refusal:
                refusals.append(refusal)
            else:
                readings.setdefault(question.id, Understood(question, found))
    if len(readings) == 1:
        return next(iter(readings.values()))
    if readings:
        raise NotThere("several-questions", candidates="\n".join(map(_as_call, readings.values())))
    if refusals:
        raise refusals[0]
    near = _nearest(typed, questions)
    if near:
        listing = "\n".join(f"  {question.id}: {question.title('en')}" for question in near)
        raise NotThere("unknown-question-near", name=typed, near=listing)
    raise NotThere("unknown-question", name=typed)


def _parameters(phrasing: str, typed: str) -> dict[str, str] | None:
    """Matches what was typed against a phrasing, punctuation and case aside; names keep their spelling."""
    parts = re.split(r"\{(\w+)\}", phrasing)
    pattern = ""
    for index, part in enumerate(parts):
        if index % 2:
            pattern += rf"(?P<{part}>.+?)"
        else:
            words = re.findall(r"\w+", part)
            text = r"[\W_]+".join(map(re.escape, words))
            pattern += rf"[\W_]*\b{text}\b[\W_]*" if words else r"[\W_]*"
    match = re.fullmatch(pattern, typed.replace("’", "'"), re.IGNORECASE)
    if match is None:
        return None
    found = {name: value.strip(" ?.,!'\"“”") for name, value in match.groupdict().items()}
    return found if all(found.values()) else None


def _resolve(question: Question, found: dict[str, str], names: Names) -> None:
    for parameter in question.parameters:
        if parameter.kind == "thing" and parameter.name in found:
            node = names.resolve(found[parameter.name], parameter.classes)
            found[parameter.name] = local_id(node)


def _as_call(read: Understood) -> str:
    words = " ".join(f"{name}={value}" for name, value in read.parameters.items())
    return f"  collab ask {read.question.id} {words}".rstrip()


def _nearest(typed: str, questions: dict[str, Question], most: int = 4) -> list[Question]:
    wanted = set(fold(typed).split())
    scores = {}
    for question in questions.values():
        lines = (*question.said("phrasing", "en"), *question.texts.get(("phrasing", "cy"), ()), question.title("en"))
        words = [set(fold(re.sub(r"\{\w+\}", "", line)).split()) for line in lines]
        scores[question.id] = max((len(wanted & one) / len(one | wanted) for one in words if one), default=0.0)
    best = sorted(questions.values(), key=lambda question: (-scores[question.id], question.id))
    return [question for question in best[:most] if scores[question.id] >= 0.15]
