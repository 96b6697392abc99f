"""`matrix_svg`: the matrix as a still picture for a paper, with its caption; readable in grey."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.views import plain
from graph.views.drawing import ACCENT, CONTESTED, INK, LINE, SHADES, SOFT, Drawing, n, step, steps
from graph.views.matrix import most, sign_of, starts
from graph.views.measure import plain as clean
from graph.views.measure import width, wrap
from graph.wording import say

if TYPE_CHECKING:
    from graph.analysis.claims import Name
    from graph.analysis.matrix import Cell, Matrix, Part, PartyMatrix

MOST_LEVEL = 9  # columns up to which their names stand level


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
        first = starts(matrix.parties, matrix.order if matrix.by == "force" else "kind")
        for i, party in enumerate(matrix.parties):
            self._column(i, party.name, top)
        for i, name in enumerate(self.rows):
            lines = wrap(clean(name.label), self.size, 240.0)
            y = top + (i + 0.5) * self.high - (len(lines) - 1) * 6.5 + 4
            for j, line in enumerate(lines):
                d.text(self.left - 8, y + j * 13, line, self.size, anchor="end", language=name.language)
        for i, row in enumerate(self.rows):
            for j, party in enumerate(matrix.parties):
                x, y = self.left + j * self.across, top + i * self.high
                if matrix.by == "force":
                    self._count(matrix.cells[row.id, party.name.id], i == j, x, y)
                else:
                    self._part(matrix.parts.get((row.id, party.name.id), ()), x, y)
        end, right = top + self.high * len(self.rows), self.left + self.across * len(first)
        for at in (i for i, is_first in enumerate(first) if is_first):
            d.path(f"M{self.left + at * self.across - 0.5:.1f} {top - 8:.1f}V{end:.1f}", SOFT, 1.5)
            if matrix.by == "force":
                d.path(f"M{self.left - 8:.1f} {top + at * self.high - 0.5:.1f}H{right:.1f}", SOFT, 1.5)
        y = self._key(end + 26)
        return d.document(d.caption(matrix.caption, y) + 10, matrix.caption.title, matrix.caption.answer)

    def _column(self, i: int, name: Name, top: float) -> None:
        lines, x = self.heads[i], self.left + (i + 0.5) * self.across
        for j, line in enumerate(lines):
            if self.level:
                y = top - 8 - (len(lines) - 1 - j) * 15
                self.d.text(x, y, line, self.size, anchor="middle", language=name.language)
            else:
                self.d.text(
                    x + 4 + (j - (len(lines) - 1) / 2) * 12, top - 6, line, self.size, turn=-90, language=name.language
                )

    def _count(self, cell: Cell, alone: bool, x: float, y: float) -> None:
        d, wide, high = self.d, self.across - 2, self.high - 2
        if not cell.known:
            d.rect(x + 1, y + 1, wide, high, f"url(#{d.hatch})")
            return
        count = len(cell.shared)
        fill, ink = ("#f1f3f5", INK) if alone else SHADES[step(count, most(self.matrix))]  # type: ignore[arg-type]
        d.rect(x + 1, y + 1, wide, high, fill, LINE if not count and not alone else "none")
        middle, level = x + 1 + wide / 2, y + 1 + high / 2
        if alone:
            r = min(20.0, high / 2 - 1)
            circle(d, middle, level, r, "#ffffff", SOFT, 2)
        d.text(
            middle,
            level + self.size * 0.4,
            str(count),
            17 if self.level else 10.5,
            anchor="middle",
            bold=alone,
            fill=ink,
        )
        badges = [(sign, sign == "○") for sign, some in (("?", cell.contested), ("○", cell.planned)) if some]
        for place, (sign, planned) in enumerate(badges):
            if self.level:
                d.badge(x + wide - 8 - place * 16, y + 11, sign, planned)
            else:
                corner = x + 4 if planned else x + wide - 3
                circle(d, corner, y + 5, 3, "#ffffff" if planned else CONTESTED, INK if planned else "#ffffff")

    def _part(self, parts: tuple[Part, ...], x: float, y: float) -> None:
        wide, high = self.across - 2, self.high - 2
        if not parts:
            self.d.rect(x + 1, y + 1, wide, high, "#ffffff", LINE)
            return
        states = {part.state for part in parts}
        stated = any(claim.basis == "stated" for part in parts for claim in part.claims)
        fill, line = (SHADES[2][0], "none") if stated else (SHADES[1][0], ACCENT)
        if "fact" not in states:
            fill, line = "#ffffff", CONTESTED if "contested" in states else SOFT
        self.d.rect(x + 1.5, y + 1.5, wide - 1, high - 1, fill, line, 1.5)
        sign = " ".join(dict.fromkeys(map(sign_of, parts)))
        self.d.text(x + 1 + wide / 2, y + high / 2 + 5, sign, 11.5, anchor="middle", bold="contested" in states)

    def _key(self, y: float) -> float:
        d, matrix = self.d, self.matrix
        items: list[tuple[str, str, str]] = []
        if matrix.by == "force":
            for at, words in steps(most(matrix)):
                said = say("matrix.key-shared", count=words) if at else say("matrix.key-zero")
                items.append((SHADES[at][0], "", said))
            items.append(("#ffffff", "ring", say("matrix.key-alone")))
            if any(not party.known for party in matrix.parties):
                items.append((f"url(#{d.hatch})", "", say("matrix.key-absent")))
            if any(cell.contested for cell in matrix.cells.values()):
                items.append(("", "?", say("matrix.key-contested")))
            if any(cell.planned for cell in matrix.cells.values()):
                items.append(("", "○", say("matrix.key-planned")))
        else:
            items += [(SHADES[2][0], "●", say("matrix.key-stated")), (SHADES[1][0], "●", say("matrix.key-inferred"))]
            items += [(SHADES[2][0], say("matrix.sign-host"), say("matrix.host"))]
            items += [(SHADES[2][0], say("matrix.sign-served"), say("matrix.served"))]
            items += [
                ("#ffffff", "?", say("views.standing.contested")),
                ("#ffffff", "○", say("views.modality.planned")),
            ]
        return key(d, items, y)


def key(d: Drawing, items: list[tuple[str, str, str]], y: float) -> float:
    """Draws the key, as many entries to a line as fit: (fill, sign or "ring", words); returns the y under it."""
    x = 16.0
    for fill, sign, words in items:
        room = 32 + width(words, 12) + 20
        if x > 16 and x + room > d.width - 16:
            x, y = 16.0, y + 22
        if sign == "ring":
            circle(d, x + 12, y - 4, 8, "#ffffff", SOFT, 2)
        elif not fill:
            d.badge(x + 12, y - 4, sign, sign == "○")
        else:
            edge = CONTESTED if sign == "?" else SOFT
            d.rect(x + 0.5, y - 12.5, 24, 17, fill, edge)
            if sign:
                d.text(x + 12.5, y, sign, 11.5, anchor="middle")
        d.text(x + 31, y, words, 12)
        x += room
    return y + 18


def circle(d: Drawing, x: float, y: float, r: float, fill: str, stroke: str, weight: float = 1) -> None:
    """Adds a circle by its centre."""
    d.add(f'<circle cx="{n(x)}" cy="{n(y)}" r="{n(r)}" fill="{fill}" stroke="{stroke}" stroke-width="{n(weight)}"/>')
