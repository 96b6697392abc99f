"""Reads one CSV table strictly: accepted exactly, or refused with line and column, every fault in one run."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from graph.errors import Complaint, complain
from graph.facts.tables import Table

# C0 controls but tab and line feed, C1 controls, and U+FFFE/U+FFFF: RDF/XML, GEXF and Excel cannot hold them.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]")
# Directional overrides and isolates can make a name read as another (Unicode TR 36, section 2.5).
_BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_FAULTS = (("unexpected end", "unclosed-quote"), ("field larger", "long-cell"))
# Excel holds no longer cell, and would cut it without a word.
_MOST_CHARACTERS = 32_767
_INVISIBLE = re.compile("[\u00a0\u200b-\u200d\u2060\ufeff]")


@dataclass(frozen=True)
class Row:
    """One row: its cells by column name, and where it stands in its file."""

    table: str
    file: str
    line: int
    cells: dict[str, str]
    raw: str

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    def many(self, column: str) -> list[str]:
        """Returns the values of a cell that may hold several, empty ones left out."""
        return [part.strip() for part in self.cells[column].split(";") if part.strip()]

    def column_of(self, column: str) -> int:
        """Returns the character, counted from 1, at which the cell of `column` begins in its first line."""
        return field_column(self.raw, list(self.cells).index(column))


@dataclass(frozen=True)
class Reading:
    """What a file gave: the rows that could be read, and the complaints about the others."""

    rows: tuple[Row, ...]
    complaints: tuple[Complaint, ...]


def read_table(folder: Path, table: Table, instead: bytes | None = None) -> Reading:
    """Reads `<folder>/<table>.csv`, or what it would hold `instead`; never raises for what the file holds."""
    name = f"{table.name}.csv"
    try:
        content = (folder / name).read_bytes() if instead is None else instead
    except FileNotFoundError:
        return Reading((), (complain("missing-table", name),))
    except OSError as problem:
        return Reading((), (complain("unreadable-table", name, reason=problem.strerror or problem),))
    text, complaints = decode(name, content)
    if text is None:
        return Reading((), tuple(complaints))
    rows, more = _rows(name, table, text)
    return Reading(tuple(rows), (*complaints, *more))


def decode(name: str, content: bytes) -> tuple[str | None, list[Complaint]]:
    """Returns the text of a UTF-8 file (a byte-order mark is dropped), or None and the reason with its place."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return None, [complain("utf-16", name, 1, 1)]
    try:
        return content.decode("utf-8-sig"), []
    except UnicodeDecodeError as problem:
        before = content[: problem.start].split(b"\n")
        found = content[problem.start : problem.start + 1]
        guess = found.decode("cp1252", errors="replace")
        return None, [
            complain(
                "not-utf-8",
                name,
                len(before),
                len(before[-1].decode("utf-8", errors="replace")) + 1,
                byte=f"0x{found.hex().upper()}",
                guess=guess,
            )
        ]


def _rows(name: str, table: Table, text: str) -> tuple[list[Row], list[Complaint]]:
    complaints: list[Complaint] = []
    rows: list[Row] = []
    lines = text.splitlines(keepends=True) if "\x0b" not in text and "\x0c" not in text else text.split("\n")
    found = records(name, text, complaints)
    header = next(found, None)
    if header is None:
        return [], complaints or [complain("empty-table", name, 1, 1)]
    names = header[1]
    header_faults = _header(name, table, names, lines[0] if lines else "")
    complaints += header_faults
    if header_faults:
        return [], complaints
    for line, fields, raw in found:
        if not any(fields):
            complaints.append(complain("blank-row", name, line, 1))
        elif len(fields) != len(names):
            complaints.append(
                complain("ragged-row", name, line, 1, found=len(fields), expected=len(names), first=fields[0][:40])
            )
        else:
            faults = [fault for index, cell in enumerate(fields) for fault in _characters(name, line, index, cell, raw)]
            complaints += faults
            if not faults:
                rows.append(Row(table.name, name, line, dict(zip(names, fields, strict=True)), raw))
    return rows, complaints


def records(
    name: str, text: str, complaints: list[Complaint], separator: str = ","
) -> Iterator[tuple[int, list[str], str]]:
    """Yields line number, fields and raw text of each record; a fault of quoting ends the reading."""
    if "\x00" in text:
        place = text.index("\x00")
        line, column = text.count("\n", 0, place) + 1, place - text.rfind("\n", 0, place)
        complaints.append(complain("control-character", name, line, column, code="U+0000"))
        return
    source = io.StringIO(text, newline="")
    all_lines = source.readlines()
    reader = csv.reader(iter(all_lines), strict=True, delimiter=separator)
    start = 0
    while True:
        try:
            fields = next(reader)
        except StopIteration:
            return
        except csv.Error as problem:
            rule = next((rule for words, rule in _FAULTS if words in str(problem)), "stray-quote")
            raw = "".join(all_lines[start : reader.line_num])
            complaints.append(complain(rule, name, start + 1, _fault_column(raw)))
            return
        raw = "".join(all_lines[start : reader.line_num])
        too_long = next((index for index, cell in enumerate(fields) if len(cell) > _MOST_CHARACTERS), None)
        if too_long is not None:
            complaints.append(complain("long-cell", name, start + 1, field_column(raw, too_long, separator)))
            return
        yield start + 1, fields, raw
        start = reader.line_num


def _header(name: str, table: Table, found: list[str], raw: str) -> list[Complaint]:
    expected = [column.name for column in table.columns]
    if found == expected:
        return []
    for separator in (";", "\t"):
        if len(found) == 1 and separator in found[0]:
            return [complain("separator", name, 1, 1, separator="TAB" if separator == "\t" else separator)]
    complaints = []
    for index, column in enumerate(found):
        place = field_column(raw, index)
        if column in found[:index]:
            complaints.append(complain("duplicate-column", name, 1, place, column=column))
        elif column not in expected:
            bare = _INVISIBLE.sub("", column).strip()
            near = bare if bare in expected else _nearest(column, expected)
            complaints.append(complain("unknown-column", name, 1, place, column=column, near=near))
    missing = [column for column in expected if column not in found]
    if len(missing) > len(complaints):  # else a column is not missing but misspelt, which is complained of already
        complaints += (
            complain("missing-column", name, 1, len(raw.rstrip("\r\n")) + 1, column=column) for column in missing
        )
    if not complaints:
        complaints.append(complain("column-order", name, 1, 1, expected=",".join(expected)))
    return complaints


def _nearest(word: str, words: list[str]) -> str:
    import difflib

    return (difflib.get_close_matches(word, words, 1, 0.4) or [", ".join(words)])[0]


def _characters(name: str, line: int, index: int, cell: str, raw: str) -> Iterator[Complaint]:
    for pattern, rule in ((_CONTROL, "control-character"), (_BIDI, "bidi-control")):
        if match := pattern.search(cell):
            code = f"U+{ord(match.group()):04X}"
            yield complain(rule, name, line, field_column(raw, index), code=code)
    if cell != cell.strip():
        yield complain("outer-space", name, line, field_column(raw, index), cell=cell.strip()[:40])


def field_column(raw: str, index: int, separator: str = ",") -> int:
    """Returns the character, counted from 1, at which field `index` begins in the first line of a raw record."""
    position, field, quoted = 0, 0, False
    for position, character in enumerate(raw):
        if field == index:
            return position + 1
        if character == '"':
            quoted = not quoted
        elif character == separator and not quoted:
            field += 1
    return position + 1 if raw else 1


def _fault_column(raw: str) -> int:
    opened, quoted = 1, False
    for position, character in enumerate(raw):
        if character == '"':
            quoted = not quoted
            if quoted:
                opened = position + 1
    return opened
