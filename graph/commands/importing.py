"""`collab import`: rows of a spreadsheet by a declared mapping, shown as a diff before they are written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import click

from graph import files
from graph.commands.options import Call, command, shared
from graph.curation import editing
from graph.curation.importing import Import, Made, make
from graph.curation.plan import read_plan
from graph.curation.spreadsheets import open_spreadsheet
from graph.curation.treating import Resolve
from graph.curation.writing import appended, difference, line_of, write_tables
from graph.errors import Complaint, DataInvalid, complain
from graph.facts.tables import TABLES
from graph.landscape import Landscape
from graph.questions.reconciling import Reconciler, local
from graph.wording import say

_FILE = click.Path(path_type=Path)


@command("import")
@click.argument("file", type=_FILE)
@click.option("--mapping", required=True, type=_FILE, metavar="FILE.toml", help=say("options.import-mapping"))
@click.option("--write", "wanted", is_flag=True, help=say("options.import-write"))
@shared("data")
def importing(call: Call, file: Path, mapping: Path, wanted: bool) -> None:
    """Writes the lines that the tables gain to stdout, what was noticed to stderr; with --write, the tables too.

    DataInvalid, with every cell and row that forbids it, if the import cannot be made; the tables are then as before.
    """
    data = files.editable_data_folder(call.data) if wanted else files.data_folder(call.data)
    plan = read_plan(mapping)
    sheets = open_spreadsheet(file)
    with editing.alone(data):
        known = {table: editing.rows(data, table) for table in TABLES}
        found = make(sheets, plan, _resolver(call.landscape()), known)
        for one in found.noticed:
            if one.severity != "error":
                call.talk(say("importing.noticed", severity=say(f"check.{one.severity}"), complaint=one))
        if found.errors:
            raise DataInvalid("import-refused", found.errors, path=file.name)
        texts = {table: appended(data, table, [one.cells for one in rows]) for table, rows in found.added.items()}
        call.write(difference(data, texts).encode())
        _examine(data, texts, found)
        if wanted and texts:
            write_tables(data, texts, editing.vocabulary())
    _total(call, found, wanted)


def _resolver(landscape: Landscape) -> Resolve:
    finders: dict[tuple[str, ...], Reconciler] = {}

    def resolve(words: str, classes: tuple[str, ...]) -> tuple[str, str]:
        if classes not in finders:
            finders[classes] = Reconciler(landscape.names, classes, landscape.language)
        found = finders[classes].find(words)
        if found.thing is not None:
            return local(found.thing), found.reason
        said = say(f"reconcile.status-{found.status}")
        candidates = ", ".join(local(one) for one in found.candidates)
        return "", f"{said}. {found.reason} {candidates}".rstrip()

    return resolve


def _examine(data: Path, texts: dict[str, str], found: Import) -> None:
    """Raises DataInvalid if the tables would not hold; each complaint says which row of the sheet it came from."""
    try:
        editing.examine(data, texts)
    except DataInvalid as problem:
        complaints = [_traced(one, data, found) for one in problem.complaints]
        raise DataInvalid("import-refused", complaints, path=found.sheet.file) from None
    if bare := _unsupported(data, texts, found):
        raise DataInvalid("import-refused", bare, path=found.sheet.file)


def _lines(data: Path, table: str, rows: Sequence[Made]) -> dict[int, Made]:
    """Returns the line that each row would begin in."""
    found, line = {}, appended(data, table, []).count("\n") + 1
    for made in rows:
        found[line] = made
        line += line_of(table, made.cells).count("\n")
    return found


def _traced(complaint: Complaint, data: Path, found: Import) -> Complaint:
    table = complaint.file.removesuffix(".csv")
    made = _lines(data, table, found.added.get(table, ())).get(complaint.line)
    if made is None:
        return complaint
    place = f"{found.sheet.file}:{found.sheet.place(made.row)}"
    return replace(complaint, remedy=f"{complaint.remedy} {say('importing.came-from', place=place)}")


def _unsupported(data: Path, texts: dict[str, str], found: Import) -> list[Complaint]:
    about = [row.many("about") for row in editing.rows(data, "evidence") if row["stance"] == "supports"]
    about += [
        one.cells["about"].split(";") for one in found.added.get("evidence", ()) if one.cells["stance"] == "supports"
    ]
    supported = {name for names in about for name in names}
    bare = []
    for table in ("claims", "events", "milestones", "matters"):
        if table not in texts:
            continue
        for line, made in _lines(data, table, found.added[table]).items():
            name = made.cells[TABLES[table].columns[0].name]
            if name not in supported:
                bare.append(_traced(complain("unsupported", f"{table}.csv", line, 1, id=name), data, found))
    return bare


def _total(call: Call, found: Import, wanted: bool) -> None:
    counts = ", ".join(f"{len(rows)} {table}" for table, rows in found.added.items()) or "0"
    call.talk(say("importing.written" if wanted else "importing.preview", rows=counts, already=len(found.already)))
