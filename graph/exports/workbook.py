"""XLSX: about the export, every table on a sheet of its own, the sources, and what each column means."""

from __future__ import annotations

from graph.exports.content import Content
from graph.exports.tables import Table
from graph.sheets import Page, rows_of, workbook
from graph.wording import has, say

Pages = dict[str, list[list[str]]]


def pages_of(content: Content) -> list[Page]:
    """Returns the sheets: about, the tables by their names, columns."""
    about = [list(line) for line in content.about.lines()]
    about += [[name, say(f"export.table.{name}", count=len(table.rows))] for name, table in content.tables.items()]
    columns: dict[str, list[str]] = {}
    for table in content.tables.values():
        for column in table.header:
            columns.setdefault(column, []).append(table.name)
    meant = [[name, ", ".join(tables), meaning(name)] for name, tables in columns.items()]
    head = [say("export.columns-column"), say("export.columns-tables"), say("export.columns-meaning")]
    return [
        Page(say("export.sheet-about"), about, headed=False, widest=110),
        *(Page(table.name, [table.header, *table.rows], _numeric(table)) for table in content.tables.values()),
        Page(say("export.sheet-columns"), [head, *meant], widest=110),
    ]


def meaning(column: str) -> str:
    """Returns what a column holds, in the language in force; "" for one that nobody worded."""
    key = f"export.column.{column}"
    return say(key) if has(key) else ""


def write(content: Content) -> bytes:
    """Returns the workbook. CollabError for a cell that Excel would cut or could not hold."""
    return workbook(pages_of(content))


def read(content: bytes) -> Pages:
    """Returns what a reader of workbooks finds on each sheet."""
    return rows_of(content)


def expected(content: Content) -> Pages:
    """Returns what a reader has to find."""
    return {page.name: [list(row) for row in page.rows] for page in pages_of(content)}


def _numeric(table: Table) -> frozenset[int]:
    return frozenset(place for place, column in enumerate(table.columns) if column.kind in ("integer", "number"))
