"""Search in all names, both languages, former ones too."""

from __future__ import annotations

from graph.answer import Answer, Thing
from graph.questions.asking import Asked
from graph.questions.names import Names
from graph.terms import local_id
from graph.wording import say


def find(words: str, of: Asked) -> Answer:
    """Returns the things whose names hold or resemble `words`, best first: thing, kind, name, language, why, score."""
    names = Names(of.store)
    rows = tuple(
        (
            Thing(local_id(name.thing), *names.label(name.thing, of.language)),
            names.kind(name.thing),
            name.words,
            name.language or None,
            name.why,
            score,
        )
        for name, score in names.search(words)
    )
    return of.answer(
        say("find.question", words=words),
        ("thing", "kind", "name", "language", "why", "score"),
        rows,
        parameters={"words": words},
        not_known=() if rows else (say("find.nothing", words=words),),
    )
