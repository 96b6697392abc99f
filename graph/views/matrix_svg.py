"""`matrix_svg`: the matrix as a still picture for a paper, with its caption; readable in grey."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.views import plain
from graph.views.drawing import CONTESTED, INK, LINE, SHADES, SOFT, Drawing, n, step, steps
from graph.views.matrix_looks import PART_LOOKS, look_of, most, shown_rows, sign_of, starts
from graph.views.measure import plain as clean
from graph.views.measure import width, wrap
from graph.wording import say

if TYPE_CHECKING:
    from graph.analysis.matrix import Cell, Matrix, Part, PartyMatrix
    from graph.analysis.statements import Name

MOST_LEVEL = 9  # columns up to which their names stand level
Item = tuple[str, str, str, str, bool]  # an entry of a key: fill, sign or "ring", words, its name, whether shown


def matrix_svg(matrix: Matrix | PartyMatrix) -> str:
    """Returns a whole SVG document of a matrix, in the language of its caption."""
    return plain.spoken_in(matrix.caption.language, lambda: _Sheet(matrix).draw())


class _Sheet:
    def __init__(self, matrix: Matrix | PartyMatrix) -> None:
        self.matrix = matrix
        self.level = len(matrix.parties) <= MOST_LEVEL
        self.cell = 62.0 if self.level else 26.0 if len(matrix.parties) <= 24 else 21.0
        self.size = 13.0 if self.level else 10.5
        self.rows: list[Name] = [party.name for party in matrix.parties]
        if matrix.by == "arrangement":
            self.rows = [each.name for each in matrix.arrangements.values()]
        self.high = self.cell if matrix.by == "force" else 30.0
        self.across = 92.0 if self.level else self.cell
        heads = [wrap(clean(party.name.label), self.size, 84 if self.level else 150) for party in matrix.parties]
        self.heads = heads
        self.left = 24 + max((min(width(clean(name.label), self.size), 240.0) for name in self.rows), default=0.0)
        lines = max((len(head) for head in heads), default=0)
        tall = max((width(line, self.size) for head in heads for line in head), default=0.0)
        self.head = lines * 15.0 if self.level else tall
        if not self.level:
            self.across = max(self.cell, lines * 12.0 + 2)
        wide = self.left + self.across * len(heads) + 16
        self.d = Drawing(max(wide, 700.0), matrix.caption.language, "m-")

    def draw(self) -> str:
        d, matrix = self.d, self.matrix
        top = d.heading(matrix.caption) + self.head + 10
        shown = shown_rows(matrix)
        by = "force" if matrix.by == "force" else "arrangement"
        d.group("grid", left=self.left, top=top, across=self.across, high=self.high, by=by)
        for j, party in enumerate(matrix.parties):
            d.group("head", self.left + j * self.across, column=j)
            self._column(j, party.name, top)
            d.close()
        at = 0
        for i, name in enumerate(self.rows):
            is_shown = name.id in shown
            d.group("row", 0, top + at * self.high, row=i, shown=is_shown)
            at += is_shown
            self._row(name)
            for j, party in enumerate(matrix.parties):
                d.group("cell", self.left + j * self.across, column=j)
                if matrix.by == "force":
                    self._count(matrix.cells[name.id, party.name.id], i == j)
                else:
                    self._part(matrix.parts.get((name.id, party.name.id), ()))
                d.close()
            d.close()
        first = starts(matrix.parties, matrix.order if matrix.by == "force" else "region")
        end, right = top + self.high * at, self.left + self.across * len(first)
        d.group("rules")
        for place in (i for i, is_first in enumerate(first) if is_first):
            d.path(f"M{n(self.left + place * self.across - 0.5)} {n(top - 8)}V{n(end)}", SOFT, 1.5)
            if matrix.by == "force":
                d.path(f"M{n(self.left - 8)} {n(top + place * self.high - 0.5)}H{n(right)}", SOFT, 1.5)
        d.close()
        d.close()
        d.group("below")
        y = self._key(end + 26)
        y = d.caption(matrix.caption, y)
        d.close()
        return d.document(y + 10, matrix.caption.title, matrix.caption.answer)

    def _column(self, j: int, name: Name, top: float) -> None:
        lines, x = self.heads[j], self.across / 2
        for place, line in enumerate(lines):
            if self.level:
                y = top - 8 - (len(lines) - 1 - place) * 15
                self.d.text(x, y, line, self.size, anchor="middle", language=name.language)
            else:
                across = x + 4 + (place - (len(lines) - 1) / 2) * 12
                self.d.text(across, top - 6, line, self.size, turn=-90, language=name.language)

    def _row(self, name: Name) -> None:
        lines = wrap(clean(name.label), self.size, 240.0)
        y = self.high / 2 - (len(lines) - 1) * 6.5 + 4
        for place, line in enumerate(lines):
            self.d.text(self.left - 8, y + place * 13, line, self.size, anchor="end", language=name.language)

    def _count(self, cell: Cell, alone: bool) -> None:
        d, wide, high = self.d, self.across - 2, self.high - 2
        if not cell.known:
            d.rect(1, 1, wide, high, f"url(#{d.hatch})")
            return
        count = len(cell.shared)
        fill, ink = ("#f1f3f5", INK) if alone else SHADES[step(count, most(self.matrix))]  # type: ignore[arg-type]
        d.rect(1, 1, wide, high, fill, LINE if not count and not alone else "none")
        middle, level = 1 + wide / 2, 1 + high / 2
        if alone:
            circle(d, middle, level, min(20.0, high / 2 - 1), "#ffffff", SOFT, 2)
        size = 17 if self.level else 10.5
        at = level + self.size * 0.4
        d.text(middle, at, str(count), size, anchor="middle", bold=alone, fill=ink, name="value")
        for sign, some in (("?", bool(cell.contested)), ("○", bool(cell.planned))):
            planned = sign == "○"
            if self.level:
                d.badge(10 if planned else wide - 8, 11, sign, planned, shown=some)
            else:
                d.group(f"badge-{'planned' if planned else 'contested'}", shown=some)
                circle(d, 4 if planned else wide - 3, 5, 3, "#ffffff" if planned else CONTESTED,
                       INK if planned else "#ffffff")  # fmt: skip
                d.close()

    def _part(self, parts: tuple[Part, ...]) -> None:
        wide, high = self.across - 2, self.high - 2
        look = look_of(parts)
        fill, line = PART_LOOKS[look]
        self.d.rect(1.5, 1.5, wide - 1, high - 1, fill, line, 1.5)
        sign = " ".join(dict.fromkeys(map(sign_of, parts)))
        self.d.text(1 + wide / 2, high / 2 + 5, sign, 11.5, anchor="middle", bold=look == "open", name="value")

    def _key(self, y: float) -> float:
        d, matrix = self.d, self.matrix
        items: list[Item] = []
        if matrix.by == "force":
            used = dict(steps(most(matrix)))
            for at, (fill, _) in enumerate(SHADES):
                said = say("matrix.key-shared", count=used.get(at, at)) if at else say("matrix.key-zero")
                items.append((fill, "", said, f"s{at}", at in used))
            items.append(("#ffffff", "ring", say("matrix.key-alone"), "alone", True))
            if any(not party.known for party in matrix.parties):
                items.append((f"url(#{d.hatch})", "", say("matrix.key-absent"), "absent", True))
            more = [any(cell.contested for cell in matrix.cells.values())]
            more.append(any(cell.planned for cell in matrix.cells.values()))
            items.append(("", "?", say("matrix.key-contested"), "more-contested", more[0]))
            items.append(("", "○", say("matrix.key-planned"), "more-planned", more[1]))
        else:
            signs = [("fact", "●", say("matrix.key-stated")), ("sure", "●", say("matrix.key-inferred"))]
            signs += [("fact", say("matrix.sign-host"), say("matrix.host"))]
            signs += [("fact", say("matrix.sign-served"), say("matrix.served"))]
            signs += [("open", "?", say("views.standing.contested")), ("plan", "○", say("views.modality.planned"))]
            items += [(PART_LOOKS[look][0], sign, words, "", True) for look, sign, words in signs]
        return key(d, items, y)


def key(d: Drawing, items: list[Item], y: float) -> float:
    """Draws the key, as many entries to a line as fit, and returns the y under it; what is not shown takes no room."""
    x = 16.0
    for fill, sign, words, name, shown in items:
        room = 32 + width(words, 12) + 20
        if shown and x > 16 and x + room > d.width - 16:
            x, y = 16.0, y + 22
        d.group("entry", x, y, shown=shown, key=name)
        _entry(d, fill, sign, words)
        d.close()
        x += room if shown else 0
    return y + 18


def _entry(d: Drawing, fill: str, sign: str, words: str) -> None:
    """Draws an entry of the key, its words' baseline at y = 0."""
    if sign == "ring":
        circle(d, 12, -4, 8, "#ffffff", SOFT, 2)
    elif not fill:
        d.badge(12, -4, sign, sign == "○")
    else:
        edge = CONTESTED if sign == "?" else SOFT
        d.rect(0.5, -12.5, 24, 17, fill, edge)
        if sign:
            d.text(12.5, 0, sign, 11.5, anchor="middle")
    d.text(31, 0, words, 12, name="words")


def circle(d: Drawing, x: float, y: float, r: float, fill: str, stroke: str, weight: float = 1) -> None:
    """Adds a circle by its centre."""
    d.add(f'<circle cx="{n(x)}" cy="{n(y)}" r="{n(r)}" fill="{fill}" stroke="{stroke}" stroke-width="{n(weight)}"/>')
