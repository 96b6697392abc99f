"""Workbooks for spreadsheets: rows of text as sheets, no cell a formula, the same bytes for the same rows."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from graph.errors import CollabError

LONGEST_CELL = 32_767
_LONGEST_NAME = 31
# Excel keeps fifteen digits of a number; a longer one stays text.
_EXACT_DIGITS = 15
# XML 1.0 has no place for these, and Excel none for a lone return, which it would read as a line feed.
_REFUSED = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
# A reader takes _x0041_ for the character of that number (ECMA-376, ST_Xstring), unless its first mark is written so.
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_ESCAPED = re.compile(r"_x005F_(?=x[0-9A-Fa-f]{4}_)")
# What zip and workbook would stamp with the clock; a day of its own would make each run another file.
_STAMP = (1980, 1, 1, 0, 0, 0)
_CLOCK = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:(?:created|modified)>)")


@dataclass(frozen=True)
class Page:
    """One sheet: its name, and rows of cells, the first the header unless `headed` is off.

    `numeric` are the places of columns whose numbers are written as numbers where that changes none of
    their digits; `widest` is the greatest width of a column, in characters.
    """

    name: str
    rows: Sequence[Sequence[str]]
    numeric: Collection[int] = field(default_factory=frozenset)
    headed: bool = True
    widest: int = 60


def workbook(pages: Sequence[Page]) -> bytes:
    """Returns an XLSX file. CollabError, with its place, for a cell that Excel would cut or could not hold."""
    from openpyxl import Workbook
    from openpyxl.writer.excel import ExcelWriter

    book = Workbook()
    book.remove(book.active)
    for page in pages:
        _fill(book.create_sheet(page.name[:_LONGEST_NAME]), page)
    book.properties.creator = ""
    file = io.BytesIO()
    ExcelWriter(book, _Archive(file, "w", zipfile.ZIP_DEFLATED, strict_timestamps=False)).save()
    return _without_clock(file.getvalue())


def rows_of(content: bytes) -> dict[str, list[list[str]]]:
    """Returns what a reader finds in a workbook that `workbook` wrote: the rows of each sheet, as text."""
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(content))
    return {sheet.title: [[_text(cell) for cell in row] for row in sheet.iter_rows()] for sheet in book}


def _fill(sheet: Any, page: Page) -> None:
    from openpyxl.styles import Alignment, Font

    for number, row in enumerate(page.rows, 1):
        for index, content in enumerate(row):
            _check(content, f"{page.name}!{_letters(index)}{number}")
            cell = sheet.cell(number, index + 1)
            found = _number(content) if index in page.numeric else None
            if found is not None and (number > 1 or not page.headed):
                cell.value = found
            else:
                cell.value = _ESCAPE.sub("_x005F_", content) if content else None
                cell.data_type = "s" if content else "n"
            if not page.headed:
                cell.alignment = Alignment(wrap_text=True, vertical="top")
                cell.font = Font(bold=index == 0)
    if page.headed and page.rows:
        for cell in sheet[1]:
            cell.font = Font(bold=True)
        sheet.freeze_panes = "A2"
        sheet.auto_filter.ref = sheet.dimensions
    for index in range(max((len(row) for row in page.rows), default=0)):
        longest = max(len(row[index]) for row in page.rows if index < len(row))
        sheet.column_dimensions[_letters(index)].width = min(max(longest + 2, 10), page.widest)


def _letters(index: int) -> str:
    from openpyxl.utils import get_column_letter

    return str(get_column_letter(index + 1))


def _check(content: str, place: str) -> None:
    if len(content) > LONGEST_CELL:
        raise CollabError("cell-too-long", found=len(content), limit=LONGEST_CELL, place=place)
    if match := _REFUSED.search(content):
        raise CollabError("cell-control", place=place, code=f"U+{ord(match.group()):04X}")


def _number(text: str) -> int | float | None:
    """Returns the number that `text` writes, if it reads back as the same text; None otherwise."""
    if not text or len(text) > _EXACT_DIGITS:
        return None
    for kind in (int, float):
        try:
            found = kind(text)
        except ValueError:
            continue
        return found if str(found) == text and text not in ("nan", "inf", "-inf") else None
    return None


def _text(cell: Any) -> str:
    if cell.value is None:
        return ""
    if cell.data_type == "f":
        return f"formula {cell.value}"  # what we write is never one, so that it differs is what matters
    return _ESCAPED.sub("_", cell.value) if isinstance(cell.value, str) else str(cell.value)


class _Archive(zipfile.ZipFile):
    """A zip for which the machine's clock may stand before 1980, the first year that a zip knows."""

    def writestr(self, zinfo_or_arcname: Any, data: Any, *how: Any, **named: Any) -> None:
        """Adds a file, not stamped with the clock."""
        named_only = isinstance(zinfo_or_arcname, str)
        super().writestr(
            zipfile.ZipInfo(zinfo_or_arcname, _STAMP) if named_only else zinfo_or_arcname, data, *how, **named
        )


def _without_clock(content: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name, part in _parts(old):
            entry = zipfile.ZipInfo(name, _STAMP)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, part)
    return file.getvalue()


def _parts(archive: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    for entry in archive.infolist():
        part = archive.read(entry)
        if entry.filename == "docProps/core.xml":
            part = _CLOCK.sub(rb"\g<1>1980-01-01T00:00:00Z\g<3>", part)
        yield entry.filename, part
