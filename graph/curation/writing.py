"""Tables written back: validated as a reader would, several at once or none; a diff shows the new lines only."""

from __future__ import annotations

import csv
import difflib
import io
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from graph.errors import CollabError, DataInvalid
from graph.facts.facts import inspect_facts
from graph.facts.reading import Row, read_table
from graph.facts.tables import TABLES
from graph.facts.vocabulary import Vocabulary
from graph.replacing import replace_together

Cells = Mapping[str, str]


def line_of(table: str, cells: Cells) -> str:
    """Returns a row as its table writes it, with the line feed; cells not named are blank."""
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow([cells.get(column.name, "") for column in TABLES[table].columns])
    return line.getvalue()


def appended(folder: Path, table: str, rows: Sequence[Cells], text: str = "") -> str:
    """Returns the text of a table, or the `text` that it is to have, with rows added at its end."""
    text = text or _read(folder, table)
    if not rows:
        return text
    ending = "\r\n" if text.partition("\n")[0].endswith("\r") else "\n"
    added = "".join(line_of(table, cells).replace("\n", ending) for cells in rows)
    return text + ("" if text.endswith("\n") else ending) + added


def changed(folder: Path, table: str, changes: Mapping[int, Cells]) -> str:
    """Returns the text of a table with the rows at some lines (from 1) written anew, the others as they stand.

    DataInvalid if the table does not read, since what cannot be read cannot be written back.
    """
    reading = read_table(folder, TABLES[table])
    if reading.complaints:
        raise DataInvalid("table-not-written", reading.complaints, table=f"{table}.csv")
    text = _read(folder, table)
    pieces, place = [], 0
    for row in reading.rows:
        if row.line in changes:
            found = text.index(row.raw, place)
            pieces += [text[place:found], line_of(table, {**row.cells, **changes[row.line]})]
            if not row.raw.endswith("\n"):
                pieces[-1] = pieces[-1].removesuffix("\n")
            elif row.raw.endswith("\r\n"):
                pieces[-1] = pieces[-1].replace("\n", "\r\n")
            place = found + len(row.raw)
        else:
            found = text.index(row.raw, place)
            pieces.append(text[place : found + len(row.raw)])
            place = found + len(row.raw)
    return "".join([*pieces, text[place:]])


def difference(folder: Path, texts: Mapping[str, str]) -> str:
    """Returns how the tables on disk and new texts for them differ, as `diff -U0` says it."""
    lines: list[str] = []
    for table, text in texts.items():
        name = f"{table}.csv"
        before = _read(folder, table).splitlines(keepends=True)
        lines += difflib.unified_diff(before, text.splitlines(keepends=True), name, name, n=0)
    return "".join(line if line.endswith("\n") else f"{line}\n" for line in lines)


def write_tables(folder: Path, texts: Mapping[str, str], vocabulary: Vocabulary) -> None:
    """Replaces tables, all or none; DataInvalid, with each new complaint, if the facts would not hold after it.

    What was wrong with the tables before does not count. CollabError if a file cannot be written, or was
    changed by somebody else meanwhile; the tables are then as they were.
    """
    before = {table: _bytes(folder, table) for table in texts}
    validate(folder, texts, vocabulary)
    after = {f"{table}.csv": text.encode() for table, text in texts.items()}
    replace_together(folder, {f"{table}.csv": content for table, content in before.items()}, after)


def validate(folder: Path, texts: Mapping[str, str], vocabulary: Vocabulary) -> None:
    """Raises DataInvalid, with each new complaint, if the facts would not hold with these texts of tables."""
    _, known = inspect_facts(folder, vocabulary)
    _, found = inspect_facts(folder, vocabulary, {table: text.encode() for table, text in texts.items()})
    seen = {(one.file, one.rule, one.message) for one in known}
    new = [one for one in found if (one.file, one.rule, one.message) not in seen]
    if new:
        raise DataInvalid("rows-refused", new)


def _bytes(folder: Path, table: str) -> bytes:
    try:
        return (folder / f"{table}.csv").read_bytes()
    except OSError as problem:
        raise CollabError("table-not-read", table=f"{table}.csv", reason=problem.strerror or problem) from None


def _read(folder: Path, table: str) -> str:
    try:
        return _bytes(folder, table).decode("utf-8")
    except UnicodeDecodeError:
        raise DataInvalid(
            "table-not-written", read_table(folder, TABLES[table]).complaints, table=f"{table}.csv"
        ) from None


def same_passage(rows: Sequence[Row], cells: Cells) -> Iterator[Row]:
    """Yields the rows of evidence that already stand on the passage of `cells`, with its stance."""
    for row in rows:
        if all(row[name] == cells.get(name, "") for name in ("stance", "source_id", "start", "end")) and row["start"]:
            yield row
