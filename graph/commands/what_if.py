"""`collab what-if`: what would follow if something came about, with the evidence of each step."""

from __future__ import annotations

from pathlib import Path

import click

from graph import files
from graph.commands.options import Call, command, interruptible, shared
from graph.errors import Usage
from graph.pictures import format_of
from graph.wording import say


@command("what-if")
@click.argument("change", required=False)
@click.argument("things", nargs=-1)
@click.option("--from-event", metavar="EVENT", help=say("options.from-event"))
@click.option("--card", is_flag=True, help=say("options.card"))
@click.option("--picture", type=click.Path(path_type=Path), metavar="FILE", help=say("options.picture"))
@shared("lens", "output", "force", "data")
def what_if(
    call: Call, change: str | None, things: tuple[str, ...], from_event: str | None, card: bool, picture: Path | None
) -> None:
    """Writes one row for each effect, or a card; the picture goes to a file of its own."""
    if from_event is not None:
        if change is not None:
            raise Usage("what-if-both", change=change)
        change, things = "event", (from_event,)
    elif change is None:
        raise Usage("what-if-none")
    if card and call.format:
        raise Usage("what-if-card", format=call.format)
    suffix = format_of(picture.suffix or picture.name) if picture else ""
    if picture and picture.exists() and not call.force:
        files.write_bytes(picture, b"")  # refuses, before anything is worked out
    landscape = call.landscape()
    with interruptible(landscape):
        scenario = landscape.what_if(change, *things)
        content = scenario.picture.content(suffix) if picture else b""
    if picture:
        files.write_bytes(picture, content, overwrite=call.force)
        call.talk(say("answer.written", path=picture, size=f"{len(content):,}"))
    if card:
        call.write(scenario.card.encode())
    else:
        call.answer(scenario.answer)
