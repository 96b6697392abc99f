"""`collab show`: one page about a thing: what is said, by whom, and what is not known."""

from __future__ import annotations

import click

from graph.commands.options import Call, command, interruptible, shared


@command("show")
@click.argument("thing")
@shared("lens", "output", "force", "data")
def show(call: Call, thing: str) -> None:
    """Writes every claim about the thing, in both directions, with standing, time, source and item."""
    from graph.questions.showing import show as page

    landscape = call.landscape()
    with interruptible(landscape):
        answer = page(landscape.resolve(thing), landscape.asked)
    call.answer(answer)
