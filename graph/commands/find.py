"""`collab find`: search in all names, both languages."""

from __future__ import annotations

import sys

import click

from graph.commands.options import Call, command, shared


@command("find")
@click.argument("text", nargs=-1, required=True)
@shared("lens", "output", "force", "data")
def find(call: Call, text: tuple[str, ...]) -> None:
    """Writes the things found, best first; exit 1 if nothing is like it."""
    answer = call.landscape().find(" ".join(text))
    call.answer(answer)
    if not answer.rows:
        sys.exit(1)
