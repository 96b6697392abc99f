"""`collab anchor`: finds a passage once and only once, and prints the evidence row to paste."""

from __future__ import annotations

import csv
import io

import click

from graph import files
from graph.commands.options import Call, command, shared
from graph.errors import NotThere, Usage
from graph.facts.documents import open_document
from graph.facts.reading import read_table
from graph.facts.tables import TABLES
from graph.wording import say


@command("anchor")
@click.argument("source")
@click.argument("words", nargs=-1, required=True)
@click.option("--item", default="", help=say("options.anchor-item"))
@click.option("--about", default="", help=say("options.anchor-about"))
@click.option("--reading", default="", help=say("options.anchor-reading"))
@shared("data")
def anchor(call: Call, source: str, words: tuple[str, ...], item: str, about: str, reading: str) -> None:
    """Prints one row of evidence.csv; exit 1, with the places, if the words stand nowhere or more than once."""
    wanted = " ".join(" ".join(words).split())
    if not wanted:
        raise Usage("words-empty")
    data = files.data_folder(call.data)
    sources = {row["source_id"]: row for row in read_table(data, TABLES["sources"]).rows}
    if source not in sources:
        known = ", ".join(name for name, row in sources.items() if row["file"]) or "-"
        raise NotThere("unknown-source", name=source, known=known)
    file = sources[source]["file"]
    document = open_document(files.documents_folder(call.documents), file)
    if document is None:
        raise NotThere("document-not-on-hand", source=source, file=file or "-")
    places = document.find(wanted, item)
    if not places:
        raise NotThere("words-not-found", words=wanted, source=source)
    if len(places) > 1:
        listing = "\n".join(f"  {place.item}: {place.start}-{place.end}" for place in places)
        raise NotThere("words-found-often", words=wanted, source=source, count=len(places), places=listing)
    place = places[0]
    row = {
        "about": about,
        "stance": "supports",
        "source_id": source,
        "item": place.item,
        "start": str(place.start),
        "end": str(place.end),
        "passage_digest": place.digest,
        "reading": reading,
    }
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow([row.get(column.name, "") for column in TABLES["evidence"].columns])
    click.echo(line.getvalue(), nl=False)
    if not (about and reading):
        call.talk(say("anchor.complete"))
