"""An answer as a table for a page: which columns are shown, and each cell as text, link and language."""

from __future__ import annotations

from dataclasses import dataclass

from graph.answer import Answer, Cell, Thing, Word, text
from graph.said_dates import said
from graph.wording import heading, say, spoken

# Columns whose texts are dates as a source gave them, and those that hold what a source says, in its language.
_DATES = {"from", "to", "date", "dated", "last_attested", "said_on", "planned", "actual", "when", "start", "end"}
_DATES |= {"until", "established", "accepted_on", "published", "since", "after", "planned_for"}
_OF_SOURCES = frozenset(("item", "reading", "passage", "resolution", "reason", "note", "publisher"))
_NARROW = 6


@dataclass(frozen=True)
class Part:
    """A piece of a cell: its text, the id it links to ("" if to nothing), its language ("" if the page's).

    `word` is what scripts read where the text is the label of a word of a list.
    """

    text: str
    id: str = ""
    language: str = ""
    word: str = ""


@dataclass(frozen=True)
class Table:
    """What a page shows of an answer: columns (name, heading), rows of cells of parts; `left` rows are not shown.

    `same` holds what stands in every row alike, taken out where the table would be wide; `numbers` and `dates`
    are the places of columns of such.
    """

    columns: tuple[tuple[str, str], ...]
    rows: tuple[tuple[tuple[Part, ...], ...], ...]
    same: tuple[tuple[str, tuple[Part, ...]], ...] = ()
    left: int = 0
    numbers: frozenset[int] = frozenset()
    dates: frozenset[int] = frozenset()


def table(answer: Answer, most: int = 500) -> Table:
    """Returns an answer as a table of at most `most` rows, without the columns that no row fills."""
    filled = [
        index
        for index in range(len(answer.columns))
        if not answer.rows or any(row[index] not in (None, "", ()) for row in answer.rows)
    ]
    alike: list[int] = []
    if len(answer.rows) > 1 and len(filled) > _NARROW:
        alike = [index for index in filled[1:] if len({row[index] for row in answer.rows}) == 1]
    shown = [index for index in filled if index not in alike]
    return Table(
        columns=tuple((answer.columns[index], heading(answer.columns[index])) for index in shown),
        rows=tuple(tuple(parts(row[index], answer.columns[index]) for index in shown) for row in answer.rows[:most]),
        same=tuple(
            (heading(answer.columns[index]), parts(answer.rows[0][index], answer.columns[index])) for index in alike
        ),
        left=max(0, len(answer.rows) - most),
        numbers=frozenset(place for place, index in enumerate(shown) if _of_numbers(answer, index)),
        dates=frozenset(place for place, index in enumerate(shown) if answer.columns[index] in _DATES),
    )


def parts(cell: Cell, column: str = "") -> tuple[Part, ...]:
    """Returns the pieces of a cell, none for "not stated"; dates in words where the column is one of dates."""
    if cell is None or cell == "":
        return ()
    if isinstance(cell, tuple):
        return tuple(part for one in cell for part in parts(one, column))
    if isinstance(cell, Thing):
        return (Part(cell.label, cell.id, cell.language if cell.language != spoken() else ""),)
    if isinstance(cell, Word):
        return (Part(cell.label, word=cell.word),)
    if isinstance(cell, bool):
        return (Part(say("site.yes" if cell else "site.no")),)
    if isinstance(cell, str) and column in _DATES:
        return (Part(said(cell)),)
    foreign = "en" if column in _OF_SOURCES and spoken() != "en" else ""
    return (Part(text(cell, for_people=True), language=foreign),)


def _of_numbers(answer: Answer, index: int) -> bool:
    cells = [row[index] for row in answer.rows if row[index] is not None]
    return bool(cells) and all(isinstance(cell, int | float) and not isinstance(cell, bool) for cell in cells)
