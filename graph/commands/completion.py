"""`collab completion`: the script that teaches a shell our words."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from graph.commands.options import Call, command, shared

SHELLS = ("bash", "zsh", "fish")


@command("completion")
@click.argument("shell", type=click.Choice(SHELLS))
@shared()
def completion(call: Call, shell: str) -> None:
    """Prints the script for a shell; put it where the example says."""
    from graph.commands.group import collab

    kind = get_completion_class(shell)
    assert kind is not None
    click.echo(kind(collab, {}, "collab", "_COLLAB_COMPLETE").source(), nl=False)
