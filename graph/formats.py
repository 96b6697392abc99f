"""An answer written out: for people, for spreadsheets, for scripts."""

from __future__ import annotations

import csv
import io
import json
import textwrap
from collections.abc import Sequence
from pathlib import Path

from graph.answer import Answer, Cell, Thing, has_thing, text
from graph.errors import Usage
from graph.wording import heading, say

FORMATS = ("table", "csv", "tsv", "json", "ndjson", "markdown", "xlsx")
_BY_SUFFIX = {".csv": "csv", ".tsv": "tsv", ".json": "json", ".ndjson": "ndjson", ".md": "markdown", ".xlsx": "xlsx"}
# What a file's name says to those who open it: no answer in another format may be called so.
_ENDINGS = {*_BY_SUFFIX, ".html", ".ods", ".pdf", ".png", ".svg", ".ttl", ".xls", ".xml"}
# A cell that begins so would be run as a formula by a spreadsheet (OWASP, CSV injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
# A table with a row of more lines than this is set as one block for each row instead.
_TALLEST_ROW = 7


def format_of(path: Path) -> str | None:
    """Returns the format that a file name asks for by its ending, or None."""
    return _BY_SUFFIX.get(path.suffix.lower())


def ending_of(kind: str) -> str:
    """Returns the ending that files of a format have."""
    return next((suffix for suffix, one in _BY_SUFFIX.items() if one == kind), ".txt")


def takes(kind: str, path: Path) -> bool:
    """Tells whether a file of a format may have that name: with its own ending, or one that is no other format's."""
    ending = path.suffix.lower()
    return ending == ending_of(kind) or ending not in _ENDINGS


def render(answer: Answer, kind: str, *, width: int = 100, headers: bool = True) -> bytes:
    """Returns `answer` in one of FORMATS as bytes (UTF-8 but for xlsx); Usage for an unknown format.

    csv, tsv and xlsx guard cells that a spreadsheet would take for a formula with a leading apostrophe.
    """
    if kind == "table":
        return _table(answer, width, headers).encode()
    if kind in ("csv", "tsv"):
        return _separated(answer, "," if kind == "csv" else "\t", headers).encode()
    if kind == "json":
        return (json.dumps(answer.envelope(), ensure_ascii=False, indent=2) + "\n").encode()
    if kind == "ndjson":
        lines = (json.dumps(row, ensure_ascii=False) + "\n" for row in answer.envelope()["rows"])
        return "".join(lines).encode()
    if kind == "markdown":
        return _markdown(answer).encode()
    if kind == "xlsx":
        return _workbook(answer)
    raise Usage("bad-format", found=kind, known=", ".join(FORMATS))


def _guarded(cell: str) -> str:
    return "'" + cell if cell.startswith(_FORMULA) and not _is_number(cell) else cell


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def _separated(answer: Answer, separator: str, headers: bool) -> str:
    header, rows = answer.flat()
    lines = []
    for row in [*([header] if headers else []), *([_guarded(cell) for cell in row] for row in rows)]:
        # With both characters in the ending, the writer puts quotes about a cell that holds either.
        line = io.StringIO(newline="")
        csv.writer(line, delimiter=separator, lineterminator="\r\n").writerow(row)
        lines.append(line.getvalue().removesuffix("\r\n") + "\n")
    return "".join(lines)


def _people(cell: Cell) -> str:
    return text(cell, for_people=True)


def _markdown(answer: Answer) -> str:
    def line(cells: Sequence[str]) -> str:
        escaped = (cell.replace("\\", "\\\\").replace("|", "\\|") for cell in cells)
        escaped = (cell.replace("\r\n", " ").replace("\r", " ").replace("\n", " ") for cell in escaped)
        return "| " + " | ".join(escaped) + " |\n"

    body = line([heading(name) for name in answer.columns]) + line(["---"] * len(answer.columns))
    return body + "".join(line([_people(cell) for cell in row]) for row in answer.rows)


def _table(answer: Answer, width: int, headers: bool) -> str:
    if not answer.rows or not answer.columns:
        return ""
    filled = [index for index in range(len(answer.columns)) if any(_people(row[index]) for row in answer.rows)]
    shown = [index for index in filled if answer.columns[index] != "claim"] or filled
    lines: list[str] = []
    if len(answer.rows) > 1 and not _fits(*_picked(answer, shown), width):
        same = [index for index in shown[1:] if len({_people(row[index]) for row in answer.rows}) == 1]
        if same:
            names, (values, *_) = _picked(answer, same)
            said = " · ".join(f"{name}: {value}" for name, value in zip(names, values, strict=True))
            lines += [*textwrap.wrap(say("table.every-row", values=said), width), ""]
            shown = [index for index in shown if index not in same]
    head, body = _picked(answer, shown)
    widths = _widths(head, body, width)
    if sum(len(_wrapped(row, widths)) > _TALLEST_ROW for row in body) * 2 > len(body):
        return _records(*_picked(answer, filled), width)
    if headers:
        lines += _wrapped(head, widths)
        lines.append("  ".join("─" * size for size in widths))
    for row in body:
        lines += _wrapped(row, widths)
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _picked(answer: Answer, columns: list[int]) -> tuple[list[str], list[list[str]]]:
    head = [heading(answer.columns[index]) for index in columns]
    return head, [[_people(row[index]) for index in columns] for row in answer.rows]


def _fits(head: list[str], body: list[list[str]], width: int) -> bool:
    return sum(max(len(row[index]) for row in [head, *body]) + 2 for index in range(len(head))) - 2 <= width


def _records(head: list[str], body: list[list[str]], width: int) -> str:
    margin = max(len(name) for name in head) + 2
    lines = []
    for number, row in enumerate(body, 1):
        lines.append(f"── {number} ".ljust(width, "─"))
        for name, cell in zip(head, row, strict=True):
            if cell:
                first, *rest = textwrap.wrap(cell, max(width - margin, 20))
                lines.append(name.ljust(margin) + first)
                lines += (" " * margin + line for line in rest)
    return "\n".join(lines) + "\n"


def _widths(head: list[str], body: list[list[str]], total: int) -> list[int]:
    """Returns the width of each column: as wide as its text, narrowed where all together exceed `total`."""
    natural = [max(len(row[index]) for row in [head, *body]) for index in range(len(head))]
    least = [
        max(min(12, size), max((len(word) for row in [head, *body] for word in row[index].split()), default=1))
        for index, size in enumerate(natural)
    ]
    least = [min(size, 24) for size in least]
    room = max(total - 2 * (len(head) - 1), 20)
    sizes = list(natural)
    while sum(sizes) > room:
        index = max(range(len(sizes)), key=lambda one: sizes[one] - least[one])
        if sizes[index] <= least[index]:
            break
        sizes[index] -= 1
    return sizes


def _wrapped(cells: list[str], widths: list[int]) -> list[str]:
    wrapped = [textwrap.wrap(cell, size) or [""] for cell, size in zip(cells, widths, strict=True)]
    height = max(len(lines) for lines in wrapped)
    return [
        "  ".join(
            (lines[number] if number < len(lines) else "").ljust(size)
            for lines, size in zip(wrapped, widths, strict=True)
        )
        for number in range(height)
    ]


def _workbook(answer: Answer) -> bytes:
    from graph.sheets import Page, workbook

    header, rows = answer.flat()
    envelope = answer.envelope()
    lines = [[heading(key), str(envelope[key])] for key in ("question", "as_of", "lens", "data_version")]
    lines += [[name, text(cell, for_people=True)] for name, cell in answer.parameters.items()]
    lines += [[heading("assumptions"), line] for line in answer.assumptions]
    lines += [[heading("not_known"), line] for line in answer.not_known]
    lines += [[heading("source"), label] for label in sources_of(answer)]
    about = Page(say("xlsx.about"), lines, headed=False, widest=110)
    return workbook([Page(say("xlsx.answer"), [header, *rows], _numeric(answer)), about])


def _numeric(answer: Answer) -> set[int]:
    """Returns the places, counted in `flat()`, of columns that hold nothing but numbers."""
    places, place = set(), 0
    for index in range(len(answer.columns)):
        cells = [row[index] for row in answer.rows if row[index] is not None]
        if cells and all(isinstance(cell, int | float) and not isinstance(cell, bool) for cell in cells):
            places.add(place)
        place += 2 if any(has_thing(cell) for cell in cells) else 1
    return places


def sources_of(answer: Answer) -> list[str]:
    """Returns the labels of the sources that an answer's rows name, sorted."""
    found: set[str] = set()
    for index, name in enumerate(answer.columns):
        if name in ("source", "sources"):
            for row in answer.rows:
                cell = row[index]
                for one in cell if isinstance(cell, tuple) else (cell,):
                    if isinstance(one, Thing):
                        found.add(one.label)
    return sorted(found)
