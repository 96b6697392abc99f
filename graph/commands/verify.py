"""`collab verify`: are the files of the snapshot as they were built?"""

from __future__ import annotations

import sys

import click

from graph.commands.options import Call, command, shared
from graph.store.inputs import find_inputs
from graph.store.snapshot import Workshop
from graph.store.snapshot import verify as problems_of
from graph.wording import say


@command("verify")
@shared("data")
def verify(call: Call) -> None:
    """Says which files are damaged; exit 3 if any is, 1 if nothing has been built."""
    workshop = Workshop(find_inputs(call.data))
    snapshot = workshop.current()
    if damaged := workshop.unreadable():
        click.echo(say("verify.damaged", file=damaged))
        sys.exit(3)
    if snapshot is None:
        click.echo(say("verify.nothing"))
        sys.exit(1)
    problems = problems_of(snapshot)
    for problem in problems:
        click.echo(say("verify.damaged", file=problem))
    if problems:
        sys.exit(3)
    click.echo(say("verify.sound", version=snapshot.version, quads=f"{snapshot.manifest['quads']:,}"))
