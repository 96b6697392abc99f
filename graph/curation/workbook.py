"""Takes the cells out of one Excel workbook, in a process of its own that can be killed.

    python -m graph.curation.workbook PARENT      the file on standard input

Writes one JSON object: `sheets`, or `fault` (a word) and `reason`. Cells come as they are stored: what a number's
format shows, what a formula last came to and what is hidden or merged is told beside them, and judged elsewhere.
"""

from __future__ import annotations

import io
import json
import sys
import zipfile
from datetime import date, datetime, time, timedelta
from typing import Any

from graph.curation.child import limit_child
from graph.questions.walls import raise_walls

MOST_MEMORY = 2 * 1024**3
MOST_SECONDS = 60
MOST_ROWS = 100_000
MOST_CELLS = 1_000_000
_CHUNK = 1024**2


class Fault(Exception):
    """Why there are no cells: a word that the wording knows, and what was found."""

    def __init__(self, word: str, reason: object = "") -> None:
        self.word = word
        self.reason = str(reason)
        super().__init__(word)


def main() -> int:
    """Answers for the file on standard input; 0 unless the process itself is broken."""
    content = sys.stdin.buffer.read()
    raise_walls(int(sys.argv[1]))
    limit_child(MOST_MEMORY, MOST_SECONDS)
    answer: dict[str, Any]
    try:
        refuse_declarations(content)
        answer = {"sheets": sheets_of(content)}
    except Fault as fault:
        answer = {"fault": fault.word, "reason": fault.reason}
    except (MemoryError, RecursionError):
        answer = {"fault": "too-much", "reason": ""}
    except Exception as problem:  # whatever the library says of a file that it cannot read
        answer = {"fault": "damaged", "reason": str(problem) or type(problem).__name__}
    sys.stdout.write(json.dumps(answer))
    return 0


def refuse_declarations(content: bytes) -> None:
    """Raises Fault for a part that declares a document type: no workbook needs one, and entities grow in it."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for part in archive.infolist():
            if not part.filename.lower().endswith((".xml", ".rels", ".vml")):
                continue
            with archive.open(part) as file:
                tail = b""
                while chunk := file.read(_CHUNK):
                    seen = (tail + chunk).replace(b"\0", b"")  # so that UTF-16 hides nothing
                    if b"<!DOCTYPE" in seen or b"<!ENTITY" in seen:
                        raise Fault("declaration", part.filename)
                    tail = chunk[-32:]


def sheets_of(content: bytes) -> list[dict[str, Any]]:
    """Returns each worksheet: name, state, hidden rows and columns, merged ranges, and its cells that hold anything."""
    import openpyxl

    written = openpyxl.load_workbook(io.BytesIO(content), keep_links=False)
    shown = openpyxl.load_workbook(io.BytesIO(content), keep_links=False, data_only=True)
    found, counted = [], 0
    for sheet in written.worksheets:
        values = shown[sheet.title]._cells
        cells = []
        # The cells that are there, not the rectangle that they span: one cell may stand a million rows down.
        for (row, column), cell in sorted(sheet._cells.items()):
            if cell.value is None:
                continue
            counted += 1
            formula = cell.data_type == "f"
            kind, text = told(values[row, column] if formula else cell)
            if formula and kind == "empty":
                text = ""
            cells.append([row, column, kind, text, cell.number_format, _formula(cell.value) if formula else ""])
        if counted > MOST_CELLS or len({cell[0] for cell in cells}) > MOST_ROWS:
            raise Fault("too-many", counted)
        found.append(
            {
                "name": sheet.title,
                "state": sheet.sheet_state,
                "cells": cells,
                "merged": sorted([*one.bounds] for one in sheet.merged_cells.ranges),
                "hidden_rows": sorted(row for row, one in sheet.row_dimensions.items() if one.hidden),
                "hidden_columns": sorted(
                    [one.min or 0, one.max or 0] for one in sheet.column_dimensions.values() if one.hidden
                ),
            }
        )
    return found


def told(cell: Any) -> tuple[str, str]:
    """Returns the kind of a cell's value and the value as text, exactly as it is stored."""
    value = cell.value
    if value is None:
        return "empty", ""
    if cell.data_type == "e":
        return "error", str(value)
    if isinstance(value, bool):
        return "boolean", "TRUE" if value else "FALSE"
    if isinstance(value, datetime):
        midnight = (value.hour, value.minute, value.second, value.microsecond) == (0, 0, 0, 0)
        return "date", value.date().isoformat() if midnight else value.isoformat()
    if isinstance(value, date):
        return "date", value.isoformat()
    if isinstance(value, time | timedelta):
        return "time", str(value)
    if isinstance(value, int):
        return "number", str(value)
    if isinstance(value, float):
        return "number", str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    return "text", str(value)


def _formula(value: Any) -> str:
    text = value if isinstance(value, str) else getattr(value, "text", None) or type(value).__name__
    return str(text)[:200]


if __name__ == "__main__":
    sys.exit(main())
