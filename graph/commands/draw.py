"""`collab draw`: a picture whose every line leads to its passage."""

from __future__ import annotations

import click

from graph import files
from graph.commands.options import Call, command, interruptible, shared
from graph.pictures import PICTURES, format_of
from graph.wording import say


@command("draw")
@click.argument("kind", metavar="KIND")
@click.argument("thing", required=False)
@click.option("--who-with-whom", is_flag=True, help=say("options.who-with-whom"))
@click.option("--without-national", is_flag=True, help=say("options.without-national"))
@click.option("--with-passages", is_flag=True, help=say("options.with-passages"))
@click.option("--by-arrangement", is_flag=True, help=say("options.by-arrangement"))
@click.option("--every-force", is_flag=True, help=say("options.every-force"))
@click.option("--clustered", is_flag=True, help=say("options.clustered"))
@click.option("--everything", is_flag=True, help=say("options.everything"))
@shared("lens", "file", "force", "data", "endpoint")
def draw(call: Call, kind: str, thing: str | None, **options: bool) -> None:
    """Writes one file, as the ending of -o says; a page that needs no network to stdout without it."""
    path = None if call.output is None or str(call.output) == "-" else call.output
    suffix = format_of(path.suffix or path.name) if path else ".html"
    if path and path.exists() and not call.force and kind in PICTURES:
        files.write_bytes(path, b"")  # refuses, before the drawing is made
    landscape = call.landscape()
    with interruptible(landscape):
        content = landscape.draw(kind, thing, **options).content(suffix)
    call.write(content)
    if path and suffix == ".html":
        call.talk(say("draw.open", path=path))
