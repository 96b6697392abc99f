"""Rows of tables made of a spreadsheet by its mapping: each with the row it came from, and all that was noticed."""

from __future__ import annotations

import re
import string
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from graph.curation.plan import SPECIAL, Block, Plan, Treatment
from graph.curation.spreadsheets import Sheet, SheetCell, Spotted, hidden_parts, letters, spot
from graph.curation.treating import Refused, Resolve, Watch, treat
from graph.errors import NotThere
from graph.facts.reading import Row
from graph.facts.tables import TABLES

Cells = dict[str, str]

_ZEROS = re.compile("0[0-9]+")


@dataclass(frozen=True)
class Made:
    """A row for a table, and the row of the sheet that it was made of."""

    table: str
    cells: Cells
    row: int


@dataclass(frozen=True)
class Import:
    """What an import would add, by table; what stands in the tables already; what was noticed, errors among it."""

    sheet: Sheet
    added: dict[str, list[Made]]
    already: list[Made]
    noticed: list[Spotted] = field(default_factory=list)

    @property
    def errors(self) -> list[Spotted]:
        """What forbids the import."""
        return [one for one in self.noticed if one.severity == "error"]


def choose(sheets: list[Sheet], plan: Plan) -> Sheet:
    """Returns the sheet that the mapping names, else the first that can be seen; NotThere if there is none."""
    known = ", ".join(sheet.name for sheet in sheets) or "-"
    for sheet in sheets:
        if (sheet.name == plan.sheet) if plan.sheet else (sheet.state == "visible"):
            return sheet
    raise NotThere("no-sheet", name=plan.sheet or "-", known=known)


def make(sheets: list[Sheet], plan: Plan, resolve: Resolve, known: Mapping[str, Iterable[Row]]) -> Import:
    """Returns the rows that a spreadsheet gives for the tables, beside the rows `known` there.

    Never raises for what a cell holds: every cell that cannot be taken is among what was noticed.
    """
    sheet = choose(sheets, plan)
    maker = _Maker(sheet, plan, resolve)
    noticed = list(hidden_parts(sheets, sheet, maker.header))
    made = list(maker.rows()) if not maker.watch.errors else []
    found = _Gathered(sheet, known)
    for one in made:
        found.take(one)
    noticed += [*maker.spare, *maker.watch.errors, *maker.watch.notes(), *found.faults]
    order = sorted(noticed, key=lambda one: one.order)
    return Import(sheet, {table: rows for table, rows in found.added.items() if rows}, found.already, order)


class _Maker:
    def __init__(self, sheet: Sheet, plan: Plan, resolve: Resolve) -> None:
        self.sheet = _filled(sheet) if plan.merged == "fill" else sheet
        self.plan = plan
        self.resolve = resolve
        self.watch = Watch(sheet)
        self.header = plan.header or next(iter(sheet.rows), 1)
        self.headings: dict[str, list[int]] = {}
        for (row, column), cell in sorted(self.sheet.cells.items()):
            if row == self.header:
                self.headings.setdefault(_heading(cell.text), []).append(column)
        self.used: set[int] = set()
        self.spare: list[Spotted] = []
        self._check_headings()

    def _check_headings(self) -> None:
        for block in self.plan.blocks:
            for name in block.when:
                self._column(Treatment(column=name))
            for treatment in block.treated.values():
                self._column(treatment)
        spare = [
            (self.header, column) for columns in self.headings.values() for column in columns if column not in self.used
        ]
        if spare and not self.watch.errors:
            names = ", ".join(self.sheet.cells[place].text.strip()[:40] for place in sorted(spare))
            self.spare = [spot(self.sheet, "unused", sorted(spare), severity="info", names=names)]

    def _column(self, treatment: Treatment) -> int:
        """Returns the number of the column that a treatment takes; 0, and spotted, if that is not one column."""
        if treatment.letter:
            number = 0
            for letter in treatment.letter.upper():
                number = number * 26 + ord(letter) - 64
            self.used.add(number)
            return number
        found = self.headings.get(_heading(treatment.column), [])
        self.used.update(found)
        if len(found) == 1:
            return found[0]
        rule = "header-twice" if found else "header-missing"
        where = ", ".join(letters(column) for column in found)
        known = ", ".join(self.headings) or "-"
        places = [(self.header, column) for column in found] or [(self.header, 0)]
        fault = spot(self.sheet, rule, places, name=treatment.column, columns=where, known=known)
        if fault not in self.watch.errors:
            self.watch.errors.append(fault)
        return 0

    def rows(self) -> Iterable[Made]:
        """Yields the rows of tables that the rows of the sheet give, in their order."""
        for row in self.sheet.rows:
            if row <= self.header or (self.plan.hidden == "leave-out" and row in self.sheet.hidden_rows):
                continue
            yield from self._of_row(row)
        self._zeros_lost()

    def _zeros_lost(self) -> None:
        """Notes numbers in a column that is used and in which other cells are texts such as `007`."""
        for column in sorted(self.used):
            below = [cell for (row, one), cell in self.sheet.cells.items() if one == column and row > self.header]
            if any(cell.kind == "text" and _ZEROS.fullmatch(cell.text.strip()) for cell in below):
                for cell in below:
                    if cell.kind == "number" and cell.format in ("General", "0"):
                        self.watch.note("zeros-lost", cell, value=cell.text)

    def _of_row(self, row: int) -> Iterable[Made]:
        treated: dict[str, list[Cells]] = {}
        for block in self.plan.blocks:
            if all(self._filled(row, name) for name in block.when):
                treated[block.name] = self._treated(block, row)
        for block in self.plan.blocks:
            for number in range(len(treated.get(block.name, ()))):
                patterns = _Patterns(self.plan, treated, self._special(row))
                cells = {
                    column.name: patterns.cell(block, number, column.name) for column in TABLES[block.table].columns
                }
                yield Made(block.table, cells, row)

    def _special(self, row: int) -> dict[str, str]:
        return dict(zip(SPECIAL, (self.sheet.file, self.sheet.name, str(row)), strict=True))

    def _filled(self, row: int, name: str) -> bool:
        cell = self.sheet.cells.get((row, self._column(Treatment(column=name))))
        return cell is not None and bool(cell.text.strip() or cell.formula)

    def _treated(self, block: Block, row: int) -> list[Cells]:
        """Returns what the columns of the sheet give a block: one set of cells, or one for each part that is split."""
        single: Cells = {}
        split: tuple[str, list[str]] = ("", [])
        refused = False
        for column, treatment in block.treated.items():
            cell = self.sheet.cells.get((row, self._column(treatment)))
            if cell is None:
                values = []
            else:
                try:
                    values = treat(cell, treatment, self.resolve, self.watch)
                except Refused:
                    refused = True
                    continue
            if treatment.split:
                split = (column, values)
            elif values:
                single[column] = values[0]
        if refused or (split[0] and not split[1]):
            return []
        return [{**single, split[0]: value} for value in split[1]] if split[0] else [single]


class _Patterns:
    """Fills the patterns of the blocks for one row of the sheet; a pattern may name what another one makes."""

    def __init__(self, plan: Plan, treated: Mapping[str, list[Cells]], special: Mapping[str, str]) -> None:
        self.blocks = {block.name: block for block in plan.blocks}
        self.treated = treated
        self.special = special

    def cell(self, block: Block, number: int, column: str, depth: int = 0) -> str:
        """Returns the text of a column: as treated, as its pattern makes it, or blank."""
        cells = self.treated[block.name][number]
        if column in cells:
            return cells[column]
        pattern = block.patterns.get(column, "")
        if depth > 20:  # a pattern that names itself by way of others
            return ""
        made = []
        for before, name, _, _ in string.Formatter().parse(pattern):
            made.append(before)
            if name is not None:
                made.append(self._named(block, number, name, depth + 1))
        return "".join(made)

    def _named(self, block: Block, number: int, name: str, depth: int) -> str:
        if name in self.special:
            return self.special[name]
        other, _, column = name.rpartition(".")
        if not other or other == block.name:
            return self.cell(block, number, column, depth)
        rows = range(len(self.treated.get(other, ())))
        return ";".join(self.cell(self.blocks[other], one, column, depth) for one in rows)


class _Gathered:
    """Rows taken one by one: new ones, those that stand already, and those that contradict another with their key."""

    def __init__(self, sheet: Sheet, known: Mapping[str, Iterable[Row]]) -> None:
        self.sheet = sheet
        self.added: dict[str, list[Made]] = {}
        self.already: list[Made] = []
        self.faults: list[Spotted] = []
        self._known = {
            table: {tuple(row[column] for column in TABLES[table].key): row for row in rows}
            for table, rows in known.items()
        }
        self._new: dict[tuple[str, tuple[str, ...]], Made] = {}

    def take(self, made: Made) -> None:
        """Adds a row, or tells why not."""
        key = tuple(made.cells[column] for column in TABLES[made.table].key)
        if made.table == "evidence":
            _tidy(made.cells)
        if (row := self._known.get(made.table, {}).get(key)) is not None:
            differing = [column for column, text in made.cells.items() if text != row[column]]
            if not differing:
                self.already.append(made)
            else:
                self._fault("row-differs", made, where=f"{row.file}:{row.line}", columns=", ".join(differing))
        elif (first := self._new.get((made.table, key))) is None:
            self._new[made.table, key] = made
            self.added.setdefault(made.table, []).append(made)
        else:
            differing = [column for column, text in made.cells.items() if text != first.cells[column]]
            if made.table == "evidence" and differing == ["about"]:
                first.cells["about"] = _united(first.cells["about"], made.cells["about"])
            elif differing:
                where = self.sheet.place(first.row)
                self._fault("row-twice", made, where=where, columns=", ".join(differing))

    def _fault(self, rule: str, made: Made, **values: str) -> None:
        key = " + ".join(made.cells[column] for column in TABLES[made.table].key)[:80]
        self.faults.append(spot(self.sheet, rule, [(made.row, 0)], table=made.table, key=key, **values))


def _tidy(cells: Cells) -> None:
    cells["about"] = _united(cells["about"])


def _united(*lists: str) -> str:
    return ";".join(dict.fromkeys(part for one in lists for part in one.split(";") if part))


def _heading(text: str) -> str:
    return " ".join(text.split())


def _filled(sheet: Sheet) -> Sheet:
    """Returns the sheet with what a merged range holds in each of its cells."""
    cells = dict(sheet.cells)
    for top, left, bottom, right in sheet.merged:
        first = sheet.cells.get((top, left))
        if first is not None and (bottom - top + 1) * (right - left + 1) <= 100_000:
            for row in range(top, bottom + 1):
                for column in range(left, right + 1):
                    cells[row, column] = SheetCell(row, column, first.kind, first.text, first.format, first.formula)
    return replace(sheet, cells=cells)
