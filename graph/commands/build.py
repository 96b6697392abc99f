"""`collab build`: tables and ontology become a snapshot."""

from __future__ import annotations

import time

import click

from graph.commands.options import Call, command, shared
from graph.commands.showing import Shown
from graph.landscape import open_landscape
from graph.store.inputs import find_inputs
from graph.store.snapshot import Workshop
from graph.wording import number, say


@command("build")
@shared("force", "data")
def build(call: Call) -> None:
    """Builds, or says that nothing changed."""
    began = time.monotonic()
    workshop = Workshop(find_inputs(call.data))
    workshop.sweep()
    known = None if call.force else workshop.up_to_date()
    if known is not None:
        click.echo(say("build.unchanged", version=known.version))
        return

    with Shown(quiet=call.quiet) as progress:
        snapshot = workshop.build(force=call.force, wait=False, progress=progress)
        landscape = open_landscape(call.data, as_of=call.as_of, language=call.lang, progress=progress)
        size = len(landscape.store)
    click.echo(
        say(
            "build.done",
            version=snapshot.version,
            stated=number(snapshot.manifest["quads"]),
            derived=number(size - snapshot.manifest["quads"]),
            seconds=f"{time.monotonic() - began:.1f}",
        )
    )
    rows = snapshot.manifest["rows"]
    click.echo("  " + ", ".join(f"{number(rows[name])} {name}" for name in rows if rows[name]))
    for line in _missing(rows):
        click.echo(f"  {line}")


def _missing(rows: dict[str, int]) -> list[str]:
    empty = [name for name, count in rows.items() if not count]
    return [say("build.empty", tables=", ".join(empty))] if empty else []
