"""An answer: its rows, and all that is needed to cite it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from graph.wording import heading, say, speaking, spoken

if TYPE_CHECKING:
    import pandas


@dataclass(frozen=True)
class Thing:
    """A named thing in a cell: its id in the graph, its label, and the language of that label."""

    id: str
    label: str
    language: str = "en"

    def __str__(self) -> str:
        return self.label


@dataclass(frozen=True)
class Word:
    """A controlled word in a cell (a concept or relation): what scripts read and what people read."""

    word: str
    label: str

    def __str__(self) -> str:
        return self.word


# So many rows of an answer a notebook shows; `to_frame` has them all.
_SHOWN = 60

Cell = Thing | Word | str | int | float | bool | tuple[Any, ...] | None


@dataclass(frozen=True)
class Answer:
    """Rows of cells under `columns`, with question, parameters, day, lens, data version and what is not known.

    A cell is a Thing, a Word, text, a number, a truth value, a tuple of cells, or None for "not stated".
    `language` is the one that it is worded in; `things` are columns that hold things, which no row need show.
    Iterating gives each row as a dict by column; a notebook shows it as a table, with what is assumed and not known
    below.

    >>> answer = landscape.ask("governs", service="nleds")
    >>> answer.question
    'Which board governs National Law Enforcement Data Service?'
    >>> [str(row["body"]) for row in answer if str(row["grade"]) == "named"]
    ['Digital Delivery Group']
    """

    question: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    as_of: str
    lens: str
    data_version: str
    parameters: dict[str, Cell] = field(default_factory=dict)
    assumptions: tuple[str, ...] = ()
    not_known: tuple[str, ...] = ()
    language: str = field(default_factory=spoken, compare=False)
    things: frozenset[str] = field(default=frozenset(), compare=False)

    def envelope(self) -> dict[str, Any]:
        """Returns the JSON object of the command contract, cells as plain JSON values."""
        return {
            "question": self.question,
            "parameters": {name: plain(cell) for name, cell in self.parameters.items()},
            "as_of": self.as_of,
            "lens": self.lens,
            "data_version": self.data_version,
            "columns": list(self.columns),
            "rows": [dict(zip(self.columns, map(plain, row), strict=True)) for row in self.rows],
            "assumptions": list(self.assumptions),
            "not_known": list(self.not_known),
        }

    def flat(self) -> tuple[list[str], list[list[str]]]:
        """Returns header and rows as text for tables: a column of things becomes two, label and `_id`.

        Several things in one cell stand with "; " between them; "not stated" is the empty text. Without rows, the
        columns are those that rows would have.
        """
        named = [any(has_thing(row[index]) for row in self.rows) for index in range(len(self.columns))]
        if not self.rows:
            named = [name in self.things for name in self.columns]
        header: list[str] = []
        for name, is_named in zip(self.columns, named, strict=True):
            header += [name, f"{name}_id"] if is_named else [name]
        rows: list[list[str]] = []
        for row in self.rows:
            flat: list[str] = []
            for cell, is_named in zip(row, named, strict=True):
                flat.append(text(cell))
                if is_named:
                    flat.append(_id_text(cell))
            rows.append(flat)
        return header, rows

    def to_frame(self) -> pandas.DataFrame:
        """Returns a DataFrame with the columns of `flat()`; numbers stay numbers, the rest is text, "" if not stated.

        >>> frame = landscape.ask("members", collaboration="jsiu").to_frame()
        >>> frame.set_index("party_id")["standing"].to_dict()
        {'dyfed-powys-police': 'contested', 'gwent-police': 'accepted', 'south-wales-police': 'accepted'}
        """
        import pandas

        header, rows = self.flat()
        frame = pandas.DataFrame(rows, columns=header)
        for index, name in enumerate(self.columns):
            cells = [row[index] for row in self.rows]
            if cells and all(isinstance(cell, int | float) and not isinstance(cell, bool) for cell in cells):
                frame[name] = pandas.Series(cells, index=frame.index)
        return frame

    def _repr_html_(self) -> str:
        from graph import notebook

        with speaking(self.language):
            # As on a terminal: what no row fills, and the claim's own sentence, are left to `to_frame`.
            filled = [place for place in range(len(self.columns)) if any(text(row[place]) for row in self.rows)]
            shown = [place for place in filled if self.columns[place] != "claim"] or filled
            cells = [[row[place] for place in shown] for row in self.rows[:_SHOWN]]
            rows = [[(_html(cell, self.language), _is_number(cell)) for cell in row] for row in cells]
            headings = [heading(self.columns[place]) for place in shown]
            notes = [say("answer.not-known", line=line) for line in self.not_known]
            notes += [say("answer.assumed", line=line) for line in self.assumptions]
            if len(self.rows) > _SHOWN:
                notes.insert(0, say("answer.more", shown=_SHOWN, found=len(self.rows)))
            notes.append(say("answer.cite-line", as_of=self.as_of, lens=self.lens, version=self.data_version))
            return notebook.table(self.question, headings, rows, notes, self.language)

    def __iter__(self) -> Iterator[dict[str, Cell]]:
        return (dict(zip(self.columns, row, strict=True)) for row in self.rows)

    def __len__(self) -> int:
        return len(self.rows)


def _html(cell: Cell, language: str) -> str:
    from graph.notebook import piece

    if isinstance(cell, tuple):
        return "; ".join(_html(one, language) for one in cell)
    if isinstance(cell, Thing):
        return piece(cell.label, title=cell.id, language=cell.language if cell.language != language else "")
    return piece(text(cell, for_people=True))


def _is_number(cell: Cell) -> bool:
    return isinstance(cell, int | float) and not isinstance(cell, bool)


def plain(cell: Cell) -> Any:
    """Returns a cell as JSON: a thing as {"id", "label"}, a word as its word, several as a list."""
    if isinstance(cell, Thing):
        return {"id": cell.id, "label": cell.label}
    if isinstance(cell, Word):
        return cell.word
    if isinstance(cell, tuple):
        return [plain(one) for one in cell]
    return cell


def text(cell: Cell, *, for_people: bool = False) -> str:
    """Returns a cell as text; `for_people` takes a word's label instead of the word."""
    if cell is None:
        return ""
    if isinstance(cell, tuple):
        return "; ".join(text(one, for_people=for_people) for one in cell)
    if isinstance(cell, Word) and for_people:
        return cell.label
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return str(cell)


def has_thing(cell: Cell) -> bool:
    """Tells whether a cell is a thing, or several of which one is."""
    return isinstance(cell, Thing) or (isinstance(cell, tuple) and any(map(has_thing, cell)))


def _id_text(cell: Cell) -> str:
    if isinstance(cell, tuple):
        return "; ".join(_id_text(one) for one in cell)
    return cell.id if isinstance(cell, Thing) else ""
