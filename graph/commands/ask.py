"""`collab ask`: a question of the library by id, or as typed."""

from __future__ import annotations

import click

from graph.answer import Answer
from graph.commands.options import Call, command, interruptible, shared
from graph.errors import Usage
from graph.landscape import Landscape
from graph.questions.library import library
from graph.wording import say


@command("ask")
@click.argument("question", required=False)
@click.argument("parameters", nargs=-1)
@click.option("--list", "listing", is_flag=True, help=say("options.ask-list"))
@click.option("--show", "sparql", is_flag=True, help=say("options.ask-show"))
@shared("lens", "output", "force", "data", "endpoint")
def ask(call: Call, question: str | None, parameters: tuple[str, ...], listing: bool, sparql: bool) -> None:
    """Answers; echoes on stderr which question was understood and with which parameters."""
    landscape = call.landscape()
    if listing or not question:
        call.answer(_listing(landscape))
        return
    if " " not in question.strip() and parameters and not all("=" in one for one in parameters):
        question, parameters = " ".join((question, *parameters)), ()
    given: dict[str, str] = {}
    for name, value in map(_pair, parameters):
        if name in given:
            raise Usage("parameter-twice", name=name)
        given[name] = value
    if not given and " " in question.strip():
        from graph.questions.phrasing import understand

        read = understand(question, library(landscape.inputs.ontology), landscape.names)
        words = " ".join(f"{name}={value}" for name, value in read.parameters.items())
        call.talk(say("ask.understood", call=f"collab ask {read.question.id} {words}".strip()))
        question, given = read.question.id, read.parameters
    if sparql:
        call.write(landscape.sparql_of(question, **given).encode())
        return
    with interruptible(landscape):
        answer = landscape.ask(question, **given)
    call.answer(answer)


def _pair(text: str) -> tuple[str, str]:
    name, separator, value = text.partition("=")
    if not separator or not name.isidentifier():
        raise Usage("bad-parameter", text=text)
    return name, value


def _listing(landscape: Landscape) -> Answer:
    rows = tuple(
        (question.id, question.group, question.title(landscape.language), question.signature)
        for question in library(landscape.inputs.ontology).values()
    )
    return landscape.answer(say("ask.library"), ("id", "group", "title", "parameters"), rows)
