"""`collab version`: the program's and the data's."""

from __future__ import annotations

import click

import graph
from graph.commands.options import Call, command, shared
from graph.store.inputs import find_inputs
from graph.store.snapshot import Workshop
from graph.wording import say


@command("version")
@shared("data")
def version(call: Call) -> None:
    """Prints the version of the program, and of the current snapshot if there is one."""
    click.echo(f"collab {graph.__version__}")
    current = Workshop(find_inputs(call.data)).current()
    click.echo(say("version.data", version=current.version) if current else say("version.no-data"))
