"""`collab publish`: a snapshot, seen through a lens, written to a graph store and read back."""

from __future__ import annotations

import click

from graph.commands.options import Call, command, shared
from graph.wording import say, say_count


@command("publish")
@click.argument("address", metavar="URL")
@click.option("--check", "only_check", is_flag=True, help=say("options.publish-check"))
@shared("lens", "data")
def publish(call: Call, address: str, only_check: bool) -> None:
    """Writes, reads back, compares, and says what was found; with --check nothing is written."""
    from graph.engines.connection import checked
    from graph.engines.publishing import publish as feed

    checked(address, "http://127.0.0.1:7878/store")  # before anything is built
    landscape = call.landscape()
    report = feed(
        address,
        landscape.snapshot,
        landscape.store,
        landscape.view,
        only_check=only_check,
        progress=call.progress,
    )
    held = report.told
    key = "engines.checked" if only_check else "engines.published"
    call.talk(
        say_count(
            key,
            held.total,
            version=held.version,
            address=address,
            engine=report.engine,
            digest=held.digest[:12],
            graphs=len(report.counts),
        )
    )
    day = say("engines.ever")
    call.talk(say("engines.holds", since=held.since or day, until=held.until or day, lens=landscape.view.sentence()))
