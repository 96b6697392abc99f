"""CSV: one table in a file. Plain for programs, or safe and readable for spreadsheets."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from graph.errors import CollabError, Usage
from graph.exports.characters import utf8
from graph.exports.content import Content
from graph.exports.tables import Table
from graph.sheets import LONGEST_CELL

# What begins so, spaces aside, a spreadsheet may run as a formula (OWASP, CSV injection); the wide forms too.
_FORMULA = tuple("=+-@\t\r\n＝＋－＠")
_MARK = "'"
BOM = "\ufeff"
Rows = list[list[str]]


def table_of(content: Content) -> Table:
    """Returns the table that the options name, else the facts; Usage for one that there is not."""
    name = content.options.table or "facts"
    if name not in content.tables:
        raise Usage("unknown-table", name=name, known=", ".join(content.tables))
    return content.tables[name]


def said_of(content: Content) -> dict[str, str]:
    """Returns what each row of a lone table says of its lens, version and licence, by column."""
    about = content.about
    return {
        "as_of": about.lens.as_of.isoformat(),
        "lens": "+".join((*about.lens.standing, *(["planned"] if about.lens.planned else []))),
        "data_version": about.version,
        "licence": about.licence,
    }


def rows_of(content: Content) -> Rows:
    """Returns header and rows of the wanted table; the last columns say the lens, the version and the licence."""
    table, said = table_of(content), said_of(content)
    return [[*table.header, *said], *([*row, *said.values()] for row in table.rows)]


def separated(rows: Iterable[Sequence[str]], *, ending: str = "\n") -> bytes:
    """Returns rows as CSV in UTF-8; a cell stands in quotes if its characters ask for it."""
    lines = []
    for row in rows:
        # With both characters in the ending, the writer puts quotes about a cell that holds either.
        line = io.StringIO(newline="")
        csv.writer(line, lineterminator="\r\n").writerow(row)
        lines.append(line.getvalue().removesuffix("\r\n") + ending)
    return utf8("".join(lines))


def read(content: bytes) -> Rows:
    """Returns what a reader of CSV finds, a byte-order mark dropped."""
    text = content.decode("utf-8-sig")
    usual = csv.field_size_limit(len(content) + 1)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), strict=True))
    finally:
        csv.field_size_limit(usual)  # the limit is the process's, and others read tables in it


def write(content: Content) -> bytes:
    """Returns the table for programs: every cell as it is."""
    return separated(rows_of(content))


def write_for_spreadsheets(content: Content) -> bytes:
    """Returns the table for spreadsheets: with a byte-order mark, and no cell that could be run as a formula.

    A cell that could, or that begins with an apostrophe, has an apostrophe put before it; take it off to get the
    cell. The column `escaping` says so in every row. CollabError for a cell that Excel would cut.
    """
    header, *rows = rows_of(content)
    for number, row in enumerate(rows, 2):
        for name, cell in zip(header, row, strict=True):
            if len(cell) > LONGEST_CELL:
                raise CollabError("cell-too-long", found=len(cell), limit=LONGEST_CELL, place=f"{name}:{number}")
    guarded = [[*header, "escaping"], *([*map(guard, row), "apostrophe"] for row in rows)]
    return utf8(BOM) + separated(guarded, ending="\r\n")


def read_from_spreadsheets(content: bytes) -> Rows:
    """Returns what the rule in the column `escaping` gives back."""
    header, *rows = read(content)
    return [header[:-1], *([cell.removeprefix(_MARK) for cell in row[:-1]] for row in rows)]


def guard(cell: str) -> str:
    """Returns a cell that no spreadsheet runs: an apostrophe before what could be a formula, or has one already."""
    return _MARK + cell if cell.startswith((*_FORMULA, _MARK)) or cell.lstrip().startswith(_FORMULA) else cell
