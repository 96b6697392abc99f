"""`collab draw`: a picture whose every line leads to its passage."""

from __future__ import annotations

import click

from graph import files
from graph.commands.options import Call, command, shared
from graph.errors import Usage
from graph.wording import say


@command("draw")
@click.argument("kind")
@click.argument("thing", required=False)
@shared("lens", "file", "force", "data")
def draw(call: Call, kind: str, thing: str | None) -> None:
    """Writes one HTML file that needs no network, to -o or to stdout."""
    if call.output is not None and str(call.output) != "-" and call.output.suffix.lower() not in (".html", ".htm"):
        raise Usage("picture-format", found=call.output.suffix or call.output.name)
    if call.output is not None and call.output.exists() and not call.force:
        files.write_bytes(call.output, b"")  # refuses, before the drawing is made
    picture = call.landscape().draw(kind, thing)
    call.write(picture.html.encode())
    if call.output is not None and str(call.output) != "-":
        call.talk(say("draw.open", path=call.output))
