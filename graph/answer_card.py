"""An answer as a card: Markdown that can be pasted into a paper, with all that a reader needs to check it."""

from __future__ import annotations

from graph.answer import Answer, text
from graph.formats import render, sources_of
from graph.wording import say


def card(answer: Answer) -> str:
    """Returns question, parameters, rows, day, lens, data version, sources, assumptions and what is not known."""
    told = [
        (say("card.day"), answer.as_of),
        (say("card.lens"), answer.lens),
        (say("card.version"), answer.data_version),
        *((say("card.parameter", name=name), text(cell, for_people=True)) for name, cell in answer.parameters.items()),
    ]
    lines = [f"## {answer.question}", "", *(f"- **{name}:** {said}" for name, said in told if said), ""]
    lines += [render(answer, "markdown").decode().rstrip("\n") if answer.rows else say("card.no-rows"), ""]
    for key, listed in (
        ("sources", sources_of(answer)),
        ("assumptions", answer.assumptions),
        ("not-known", answer.not_known),
    ):
        if listed:
            lines += [f"### {say(f'card.{key}')}", "", *(f"- {one}" for one in listed), ""]
    return "\n".join(lines).rstrip("\n") + "\n"
