"""JSON and NDJSON: the tables as objects, blanks as null, lists as lists, numbers as numbers."""

from __future__ import annotations

import json
from typing import Any

from graph.exports.characters import utf8
from graph.exports.content import Content
from graph.exports.tables import Column, Table

Objects = dict[str, Any]


def value(cell: str, column: Column) -> Any:
    """Returns a cell as JSON holds it: null for "not stated", else a list, a number that keeps its digits, or text."""
    if column.kind == "list":
        return cell.split(";") if cell else []
    if not cell:
        return None
    if column.kind in ("integer", "number"):
        for kind in (int, float):
            try:
                found = kind(cell)
            except ValueError:
                continue
            if str(found) == cell and abs(found) < 2**53:
                return found
    return cell


def text(found: Any) -> str:
    """Returns the cell that a value was made of."""
    if isinstance(found, list):
        return ";".join(found)
    return "" if found is None else str(found)


def records(table: Table) -> list[Objects]:
    """Returns the rows of a table as objects."""
    pairs = [dict(zip(table.columns, row, strict=True)) for row in table.rows]
    return [{column.name: value(cell, column) for column, cell in row.items()} for row in pairs]


def write(content: Content) -> bytes:
    """Returns one object: `about`, and `tables` with a list of objects for each."""
    tables = {name: records(table) for name, table in content.tables.items()}
    whole = {"about": content.about.told(), "tables": tables}
    return utf8(json.dumps(whole, ensure_ascii=False, indent=1, allow_nan=False) + "\n")


def write_lines(content: Content) -> bytes:
    """Returns an object a line: first `about`, then each row with `table` naming its table."""
    lines: list[Objects] = [{"table": "about", **content.about.told()}]
    lines += ({"table": name, **row} for name, table in content.tables.items() for row in records(table))
    return utf8("".join(json.dumps(line, ensure_ascii=False, allow_nan=False) + "\n" for line in lines))


def read(content: bytes) -> Objects:
    """Returns what a reader finds: `about`, and the rows of each table as text again."""
    found = json.loads(content)
    return {"about": found["about"], "tables": {name: _texts(rows) for name, rows in found["tables"].items()}}


def read_lines(content: bytes) -> Objects:
    """Returns the same for NDJSON; a table without rows has no line."""
    first, *lines = (json.loads(line) for line in content.decode().split("\n") if line)
    tables: dict[str, list[Objects]] = {}
    for line in lines:
        tables.setdefault(line.pop("table"), []).append(line)
    first.pop("table")
    return {"about": first, "tables": {name: _texts(rows) for name, rows in tables.items()}}


def expected(content: Content) -> Objects:
    """Returns what a reader has to find."""
    tables = {name: [list(row) for row in table.rows] for name, table in content.tables.items()}
    return {"about": json.loads(json.dumps(content.about.told())), "tables": tables}


def expected_lines(content: Content) -> Objects:
    """Returns the same for NDJSON."""
    found = expected(content)
    return {**found, "tables": {name: rows for name, rows in found["tables"].items() if rows}}


def _texts(rows: list[Objects]) -> list[list[str]]:
    return [list(map(text, row.values())) for row in rows]
