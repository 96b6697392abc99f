"""Spreadsheets as people send them, opened within limits: every cell, and what cannot be seen of them."""

from __future__ import annotations

import io
import subprocess
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from graph.curation.child import ask_child
from graph.errors import CollabError, Complaint, DataInvalid, NotThere, TimeLimit, Usage, complain
from graph.facts.reading import decode, field_column, records
from graph.wording import say

LARGEST = 50 * 1024**2
MOST_UNPACKED = 200 * 1024**2
MOST_RATIO = 100
# A small workbook may be blank enough to shrink a hundredfold; it can do no harm.
_HARMLESS = 1024**2
_PATIENCE = 90.0
_SEPARATORS = {".csv": ",", ".tsv": "\t"}


@dataclass(frozen=True)
class SheetCell:
    """What a cell holds: its kind, its text as stored, the format it is shown in, the formula it came from."""

    row: int
    column: int
    kind: str
    text: str
    format: str = "General"
    formula: str = ""


@dataclass(frozen=True)
class Sheet:
    """One sheet: its cells by row and column (from 1), and what is merged or hidden. `raw` holds a CSV's lines."""

    file: str
    name: str
    cells: dict[tuple[int, int], SheetCell]
    state: str = "visible"
    merged: tuple[tuple[int, int, int, int], ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: tuple[tuple[int, int], ...] = ()
    raw: dict[int, str] = field(default_factory=dict)
    separator: str = ","

    @property
    def rows(self) -> list[int]:
        """The numbers of the rows that hold anything, in order."""
        return sorted({row for row, _ in self.cells})

    def place(self, row: int, column: int = 0) -> str:
        """Returns where a cell stands: `Forces!B7` in a workbook, `7:12` (line and character) in a CSV."""
        if self.raw:
            if row not in self.raw:
                return f"{row}:1"
            return f"{row}:{field_column(self.raw[row], column - 1, self.separator) if column else 1}"
        return f"{self.quoted}!{letters(column) if column else ''}{row}"

    @property
    def quoted(self) -> str:
        """The name of the sheet as a reference to it is written."""
        return self.name if self.name.replace("_", "").isalnum() else "'" + self.name.replace("'", "''") + "'"

    def area(self, places: list[tuple[int, int]]) -> str:
        """Returns where several cells stand, runs down a column drawn together: `Forces!B2:B9, B12`."""
        if self.raw:
            return ", ".join(self.place(*place) for place in sorted(places))
        parts: list[str] = []
        for column in sorted({column for _, column in places}):
            rows = sorted(row for row, one in places if one == column)
            first = previous = rows[0]
            for row in [*rows[1:], 0]:
                if row != previous + 1:
                    run = f"{letters(column)}{first}"
                    parts.append(run if first == previous else f"{run}:{letters(column)}{previous}")
                    first = row
                previous = row
        return f"{self.quoted}!{', '.join(parts)}"


@dataclass(frozen=True)
class Spotted(Complaint):
    """A complaint about cells of a spreadsheet, with their place as spreadsheets say it."""

    place: str = ""

    def __str__(self) -> str:
        return f"{self.file}:{self.place} {self.rule} {self.message} {self.remedy}".rstrip()


def spot(
    sheet: Sheet, rule: str, places: list[tuple[int, int]], /, severity: str = "error", **values: object
) -> Spotted:
    """Returns the complaint of a rule about cells of a sheet, worded by `spreadsheet.<rule>`."""
    row, column = min(places)
    values = {"count": len(places), **values}
    place = sheet.area(places) if all(one for _, one in places) else sheet.place(row)
    return Spotted(
        sheet.file,
        row,
        column,
        f"sheet-{rule}",
        say(f"spreadsheet.{rule}.message", **values),
        say(f"spreadsheet.{rule}.remedy", **values),
        severity,
        place,
    )


def letters(column: int) -> str:
    """Returns how a spreadsheet calls a column: 1 is A, 27 is AA."""
    name = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def open_spreadsheet(path: Path) -> list[Sheet]:
    """Returns the sheets of a workbook, or the one sheet of a CSV or TSV.

    NotThere if there is no such file, Usage for a kind that is not read, CollabError for a file beyond the limits
    or damaged, DataInvalid, with places, for text that cannot be read.
    """
    if not path.is_file():
        raise NotThere("file-not-found", path=path)
    size = path.stat().st_size
    if size > LARGEST:
        raise CollabError("spreadsheet-too-big", path=path, size=f"{size:,}", limit=f"{LARGEST:,}")
    content = path.read_bytes()
    suffix = path.suffix.lower()
    if suffix in _SEPARATORS:
        return [_text_sheet(path.name, content, _SEPARATORS[suffix])]
    if suffix not in (".xlsx", ".xlsm"):
        raise Usage("spreadsheet-kind", path=path.name)
    _within_limits(path, content)
    return [_sheet(path.name, one) for one in _taken_out(path, content)]


def _text_sheet(name: str, content: bytes, separator: str) -> Sheet:
    text, complaints = decode(name, content)
    found = list(records(name, text or "", complaints, separator))
    width = len(found[0][1]) if found else 0
    for line, fields, _ in found:
        if fields and len(fields) != width:
            complaints.append(
                complain("ragged-row", name, line, 1, found=len(fields), expected=width, first=fields[0][:40])
            )
    if complaints:
        raise DataInvalid("spreadsheet-unreadable", complaints, path=name)
    cells = {
        (line, column): SheetCell(line, column, "text", text)
        for line, fields, _ in found
        for column, text in enumerate(fields, 1)
        if text
    }
    return Sheet(name, "", cells, raw={line: raw for line, _, raw in found} or {1: ""}, separator=separator)


def _within_limits(path: Path, content: bytes) -> None:
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise CollabError("spreadsheet-locked", path=path)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(part.file_size for part in archive.infolist())
            locked = any(part.flag_bits & 1 for part in archive.infolist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as problem:
        raise CollabError("spreadsheet-damaged", path=path, reason=str(problem).rstrip(".")) from None
    if locked:
        raise CollabError("spreadsheet-locked", path=path)
    if unpacked > MOST_UNPACKED or (unpacked > _HARMLESS and unpacked > MOST_RATIO * len(content)):
        ratio = round(unpacked / len(content))
        raise CollabError(
            "spreadsheet-unpacks", path=path, unpacked=f"{unpacked:,}", limit=f"{MOST_UNPACKED:,}", ratio=ratio
        )


def _taken_out(path: Path, content: bytes) -> list[dict[str, Any]]:
    try:
        answer = ask_child("graph.curation.workbook", content=content, patience=_PATIENCE)
    except subprocess.TimeoutExpired:
        raise TimeLimit("spreadsheet-slow", path=path, seconds=f"{_PATIENCE:g}") from None
    if answer is None:
        raise CollabError("spreadsheet-much", path=path)
    if "sheets" in answer:
        return list(answer["sheets"])
    if answer["fault"] in ("too-much", "too-many"):
        raise CollabError("spreadsheet-much", path=path)
    if answer["fault"] == "declaration":
        raise CollabError("spreadsheet-declares", path=path, part=answer["reason"])
    raise CollabError("spreadsheet-damaged", path=path, reason=answer["reason"].rstrip(".")[:200])


def _sheet(file: str, told: dict[str, Any]) -> Sheet:
    return Sheet(
        file,
        told["name"],
        {(cell[0], cell[1]): SheetCell(*cell) for cell in told["cells"]},
        told["state"],
        tuple((one[1], one[0], one[3], one[2]) for one in told["merged"]),
        frozenset(told["hidden_rows"]),
        tuple((one[0], one[1]) for one in told["hidden_columns"]),
    )


def hidden_parts(sheets: list[Sheet], used: Sheet, header: int) -> Iterator[Spotted]:
    """Yields what cannot be seen in a workbook: hidden sheets, and rows and columns of the one that is used."""
    for sheet in sheets:
        if sheet.state != "visible":
            yield spot(sheet, "hidden-sheet", [(1, 1)], severity="warning", name=sheet.name)
    rows = [row for row in used.rows if row in used.hidden_rows and row >= header]
    if rows:
        yield spot(used, "hidden-rows", [(row, 1) for row in rows], severity="warning")
    last = max((column for _, column in used.cells), default=0)
    for first, final in used.hidden_columns:
        columns = list(range(first, min(final, last) + 1))
        if columns:
            names = ", ".join(letters(column) for column in columns)
            yield spot(used, "hidden-columns", [(header, columns[0])], severity="warning", columns=names)
    for top, left, bottom, right in used.merged:
        if bottom >= header:
            area = f"{letters(left)}{top}:{letters(right)}{bottom}"
            yield spot(used, "merged", [(top, left)], severity="warning", area=area)
