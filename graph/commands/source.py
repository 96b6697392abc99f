"""`collab source`: the documents that facts rest on: registered, listed, cut into items, issued anew."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from graph import files
from graph.answer import Cell, Thing
from graph.commands.options import Call, command, group, shared
from graph.curation import editing
from graph.curation.fetching import fetch
from graph.curation.freezing import Frozen, freeze, keep
from graph.curation.reissuing import reissue as reissued
from graph.curation.writing import appended, difference, line_of, write_tables
from graph.errors import CollabError, NotThere, Usage
from graph.facts.layout import items_of
from graph.wording import say

_FILE = click.Path(path_type=Path)
_FIRST_WORDS = 8
LISTED = ("source", "kind", "dated", "text_family", "file", "on_hand", "passages")
ITEMS = ("item", "start", "end", "first_words")


@group("source")
def source() -> None:
    """Holds the verbs below it."""


@command("add", "source-add")
@click.argument("file", type=_FILE, required=False)
@click.option("--id", "id", required=True, help=say("options.source-id"))
@click.option("--title", required=True, help=say("options.source-title"))
@click.option("--kind", required=True, help=say("options.source-kind"))
@click.option("--url", default="", help=say("options.source-url"))
@click.option("--publisher", default="", help=say("options.source-publisher"))
@click.option("--document-date", default="", metavar="DATE", help=say("options.source-document-date"))
@click.option("--accepted-date", default="", metavar="DATE", help=say("options.source-accepted-date"))
@click.option("--licence", default="", help=say("options.source-licence"))
@click.option("--text-family", default="", metavar="ID", help=say("options.source-text-family"))
@click.option("--encoding", default="", help=say("options.source-encoding"))
@click.option("--print", "only_print", is_flag=True, help=say("options.source-print"))
@shared("data")
def add(call: Call, file: Path | None, id: str, only_print: bool, encoding: str, **given: str) -> None:
    """Freezes a document and adds its row to sources.csv, or prints it. An error leaves both as they were.

    Without FILE the document is fetched from --url; what came is kept beside the frozen text as it came.
    """
    if file is None and not given["url"]:
        raise Usage("source-file-or-url")
    data = files.data_folder(call.data) if only_print else files.editable_data_folder(call.data)
    if any(row["source_id"] == id for row in editing.rows(data, "sources")):
        raise CollabError("source-exists", name=id)
    if file is None:
        row = {**given, "source_id": id, "text_family": given["text_family"] or id}
        editing.examine(data, {"sources": appended(data, "sources", [row])})  # nothing is asked that cannot be kept
        fetched = fetch(given["url"])
        file = fetched.save(files.documents_place(call.documents), id, date.today())
        call.talk(say("source.fetched", url=fetched.url, bytes=f"{len(fetched.content):,}", path=file))
        given["url"] = fetched.url
        encoding = encoding or fetched.charset
    frozen = freeze(file, encoding)
    cells = {
        **given,
        "source_id": id,
        "retrieved": date.today().isoformat() if given["url"] else "",
        "text_family": given["text_family"] or id,
        "file": f"{id}{frozen.suffix}",
        "sha256": frozen.sha256,
    }
    with editing.alone(data):
        text = appended(data, "sources", [cells])
        editing.examine(data, {"sources": text})
        place = files.documents_place(call.documents)
        new = not (place / cells["file"]).exists()
        keep(frozen, place, cells["file"])
        if only_print:
            click.echo(line_of("sources", cells), nl=False)
        else:
            try:
                write_tables(data, {"sources": text}, editing.vocabulary())
            except CollabError:
                if new:
                    (place / cells["file"]).unlink(missing_ok=True)
                raise
    _tell(call, frozen, place / cells["file"], id, only_print)


def _tell(call: Call, frozen: Frozen, place: Path, id: str, only_print: bool) -> None:
    text = frozen.content.decode()
    call.talk(say("source.frozen", path=place, characters=f"{len(text):,}", items=len(items_of(text))))
    call.talk(say("source.to-paste" if only_print else "source.added", name=id))


@command("list", "source-list")
@shared("output", "force", "data")
def list_(call: Call) -> None:
    """Writes a row for each source: kind, date, file, whether its text is on hand, how many passages are cited."""
    landscape = call.landscape()
    folder = files.documents_folder(call.documents)
    cited: dict[str, int] = {}
    for row in editing.rows(landscape.inputs.data, "evidence"):
        cited[row["source_id"]] = cited.get(row["source_id"], 0) + 1
    rows: list[tuple[Cell, ...]] = []
    for row in editing.rows(landscape.inputs.data, "sources"):
        on_hand = None if not row["file"] else bool(folder and (folder / row["file"]).is_file())
        rows.append(
            (
                Thing(row["source_id"], row["title"]),
                row["kind"],
                row["document_date"] or None,
                row["text_family"],
                row["file"] or None,
                on_hand,
                cited.get(row["source_id"], 0),
            )
        )
    call.answer(call.landscape().answer(say("source.list-question"), LISTED, rows))


@command("items", "source-items")
@click.argument("id")
@shared("output", "force", "data")
def items(call: Call, id: str) -> None:
    """Writes a row for each item of a document that is on hand: name, start, end, first words."""
    data = files.data_folder(call.data)
    _, document = editing.document_of(data, id, call.documents)
    rows: list[tuple[Cell, ...]] = []
    for item in document.items:
        first = document.text[item.start : min(item.end, item.start + 400)].split()[:_FIRST_WORDS]
        rows.append((item.name, item.start, item.end, " ".join(first)))
    call.answer(call.landscape().answer(say("source.items-question", name=id), ITEMS, rows))


@command("reissue", "source-reissue")
@click.argument("id")
@click.argument("file", type=_FILE)
@click.option("--document-date", default="", metavar="DATE", help=say("options.source-document-date"))
@click.option("--encoding", default="", help=say("options.source-encoding"))
@click.option("--write", is_flag=True, help=say("options.source-write"))
@shared("data")
def reissue(call: Call, id: str, file: Path, document_date: str, encoding: str, write: bool) -> None:
    """Finds the passages of a source in its new text and prints the changed rows as a diff; writes with --write.

    Exit 1 if a passage is lost, so that a script notices.
    """
    data = files.editable_data_folder(call.data) if write else files.data_folder(call.data)
    row, document = editing.document_of(data, id, call.documents)
    frozen = freeze(file, encoding)
    if frozen.sha256 == row["sha256"]:
        raise NotThere("source-unchanged", name=id, path=file)
    outcome = reissued(data, row, document, frozen, document_date)
    click.echo(difference(data, outcome.texts), nl=False)
    for found in outcome.passages:
        if found.how == "near":
            likeness = f"{found.likeness:.0%}"
            where = found.item if found.now == found.item else f"{found.item} → {found.now}"
            call.talk(say("source.passage-near", line=found.line, item=where, likeness=likeness, reading=found.reading))
        elif found.how == "lost":
            call.talk(say("source.passage-lost", line=found.line, item=found.item, reading=found.reading))
    counts = outcome.counts
    call.talk(say("source.passages", same=counts["same"], near=counts["near"], lost=counts["lost"]))
    if not write:
        call.talk(say("source.write-with"))
    else:
        with editing.alone(data):
            editing.examine(data, outcome.texts)
            keep(frozen, files.documents_place(call.documents), outcome.file)
            write_tables(data, outcome.texts, editing.vocabulary())
        call.talk(say("source.reissued", name=id, file=outcome.file))
    if counts["lost"]:
        raise SystemExit(1)


for verb in (add, list_, items, reissue):
    source.add_command(verb)
