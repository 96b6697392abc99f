"""An answer as a table of characters: as wide as the terminal, wrapped, or a block for each row."""

from __future__ import annotations

import textwrap

from graph.answer import Answer, Cell, text
from graph.wording import heading, say

# A table with a row of more lines than this is set as one block for each row instead.
_TALLEST_ROW = 7


def laid_out(answer: Answer, width: int, *, headers: bool = True) -> str:
    """Returns the rows as a table at most `width` characters wide, nothing if there are none.

    Columns without a value are left out, and those that say the same in every row are said once above. Rows too tall
    for that become a block each.
    """
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


def _people(cell: Cell) -> str:
    return text(cell, for_people=True)
