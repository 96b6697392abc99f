"""`collab anchor`: finds a passage once and only once, and prints or appends its evidence row."""

from __future__ import annotations

import difflib
from pathlib import Path

import click

from graph import files
from graph.commands.options import Call, command, shared
from graph.curation import editing
from graph.curation.writing import appended, line_of, same_passage, write_tables
from graph.dates import bounds
from graph.errors import CollabError, NotThere, Usage
from graph.wording import say

_STATEMENTS = ("claims", "events", "milestones", "matters")


@command("anchor")
@click.argument("source")
@click.argument("words", nargs=-1, required=True)
@click.option("--item", default="", help=say("options.anchor-item"))
@click.option("--about", default="", help=say("options.anchor-about"))
@click.option("--reading", default="", help=say("options.anchor-reading"))
@click.option("--disputes", is_flag=True, help=say("options.anchor-disputes"))
@click.option("--list-closed", default="", metavar="WORD", help=say("options.anchor-list-closed"))
@click.option("--speaks-from", default="", metavar="DATE", help=say("options.anchor-speaks-from"))
@click.option("--append", is_flag=True, help=say("options.anchor-append"))
@shared("data")
def anchor(
    call: Call,
    source: str,
    words: tuple[str, ...],
    item: str,
    about: str,
    reading: str,
    disputes: bool,
    list_closed: str,
    speaks_from: str,
    append: bool,
) -> None:
    """Prints one row of evidence.csv, or appends it; exit 1, with the places, unless the words stand just once."""
    wanted = " ".join(" ".join(words).split())
    if not wanted:
        raise Usage("words-empty")
    if append and not (about.strip() and reading.strip()):
        raise Usage("append-wants")
    try:
        bounds(speaks_from or "2000")
    except ValueError as reason:
        raise Usage("bad-day", value=speaks_from, reason=reason) from None
    data = files.editable_data_folder(call.data) if append else files.data_folder(call.data)
    row = {
        **_place(call, data, source, wanted, item),
        "about": ";".join(part.strip() for part in about.split(";") if part.strip()),
        "stance": "disputes" if disputes else "supports",
        "reading": reading.strip(),
        "speaks_from": speaks_from,
        "list_closed": list_closed,
    }
    if append:
        _append(data, row)
        call.talk(say("anchor.appended", item=row["item"], start=row["start"], end=row["end"]))
    click.echo(line_of("evidence", row), nl=False)
    if not (about and reading):
        call.talk(say("anchor.complete"))


def _place(call: Call, data: Path, source: str, wanted: str, item: str) -> dict[str, str]:
    """Returns source, item, offsets and digest of the one place where the words stand."""
    _, document = editing.document_of(data, source, call.documents)
    places = document.find(wanted, item)
    if not places:
        raise NotThere("words-not-found", words=wanted, source=source)
    if len(places) > 1:
        listing = "\n".join(f"  {place.item}: {place.start}-{place.end}" for place in places)
        raise NotThere("words-found-often", words=wanted, source=source, count=len(places), places=listing)
    (place,) = places
    return {
        "source_id": source,
        "item": place.item,
        "start": str(place.start),
        "end": str(place.end),
        "passage_digest": place.digest,
    }


def _append(data: Path, row: dict[str, str]) -> None:
    known = [next(iter(one.cells.values())) for table in _STATEMENTS for one in editing.rows(data, table)]
    for name in row["about"].split(";"):
        if name not in known:
            near = ", ".join(difflib.get_close_matches(name, known, 3, 0.5)) or "-"
            raise NotThere("unknown-statement", name=name, near=near)
    with editing.alone(data):
        there = next(same_passage(editing.rows(data, "evidence"), row), None)
        if there is not None:
            raise CollabError("passage-there", line=there.line, about=there["about"], new=row["about"])
        write_tables(data, {"evidence": appended(data, "evidence", [row])}, editing.vocabulary())
