"""`collab export`: the landscape for other programs, read back and compared before it is put in place."""

from __future__ import annotations

import sys

import click

from graph.commands.options import Call, command, shared
from graph.errors import Usage
from graph.exports.content import Options
from graph.exports.registry import export as export_to
from graph.exports.registry import exported, format_named
from graph.wording import say


@command("export")
@click.argument("kind", metavar="FORMAT")
@click.option("--table", default="", help=say("options.export-table"))
@click.option("--thing", default="", metavar="NAME", help=say("options.export-thing"))
@click.option("--who-with-whom", is_flag=True, help=say("options.who-with-whom"))
@click.option("--without-national", is_flag=True, help=say("options.without-national"))
@shared("lens", "file", "force", "data")
def export(call: Call, kind: str, table: str, thing: str, who_with_whom: bool, without_national: bool) -> None:
    """Writes one file, or to stdout without -o."""
    options = Options(table, thing, who_with_whom, without_national)
    media_type = format_named(kind).media_type
    if call.output is None or str(call.output) == "-":
        if call.output is None and sys.stdout.isatty() and not media_type.startswith("text/"):
            raise Usage("export-needs-file", format=kind)
        call.write(exported(call.landscape(), kind, options))
        return
    export_to(call.landscape(), kind, call.output, options, overwrite=call.force)
    call.talk(say("answer.written", path=call.output, size=f"{call.output.stat().st_size:,}"))
