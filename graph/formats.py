"""An answer written out: for people, for spreadsheets, for scripts."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from pathlib import Path

from graph.answer import Answer, Thing, has_thing, text
from graph.errors import Usage
from graph.wording import heading, say

FORMATS = ("table", "csv", "tsv", "json", "ndjson", "markdown", "xlsx")
_BY_SUFFIX = {".csv": "csv", ".tsv": "tsv", ".json": "json", ".ndjson": "ndjson", ".md": "markdown", ".xlsx": "xlsx"}
# What a file's name says to those who open it: no answer in another format may be called so.
_ENDINGS = {*_BY_SUFFIX, ".html", ".ods", ".pdf", ".png", ".svg", ".ttl", ".xls", ".xml"}
# A cell that begins so would be run as a formula by a spreadsheet (OWASP, CSV injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


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
        from graph.text_table import laid_out

        return laid_out(answer, width, headers=headers).encode()
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


def _markdown(answer: Answer) -> str:
    def line(cells: Sequence[str]) -> str:
        escaped = (cell.replace("\\", "\\\\").replace("|", "\\|") for cell in cells)
        escaped = (cell.replace("\r\n", " ").replace("\r", " ").replace("\n", " ") for cell in escaped)
        return "| " + " | ".join(escaped) + " |\n"

    body = line([heading(name) for name in answer.columns]) + line(["---"] * len(answer.columns))
    return body + "".join(line([text(cell, for_people=True) for cell in row]) for row in answer.rows)


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
