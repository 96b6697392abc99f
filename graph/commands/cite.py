"""`collab cite`: the passages behind a claim or a thing."""

from __future__ import annotations

import click

from graph.commands.options import Call, command, interruptible, shared


@command("cite")
@click.argument("thing")
@shared("lens", "output", "force", "data")
def cite(call: Call, thing: str) -> None:
    """Writes a row for each passage; its words too, where the document is on hand."""
    landscape = call.landscape()
    with interruptible(landscape):
        answer = landscape.cite(thing)
    call.answer(answer)
