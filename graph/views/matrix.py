"""`matrix_page`: who shares what with whom as a table that reads aloud, each cell leading to its list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from graph.views import plain
from graph.views.drawing import CONTESTED, SHADES, steps
from graph.views.drawing import step as shade
from graph.views.html import template
from graph.views.matrix_data import matrix_data
from graph.views.matrix_looks import MOST_PAIRS, look_of, most, shown_rows, sign_of, starts
from graph.views.matrix_svg import matrix_svg
from graph.views.measure import plain as clean
from graph.views.plain import Entry, Listing, Record
from graph.wording import say

if TYPE_CHECKING:
    from graph.analysis.matrix import Cell, Matrix, Part, Party, PartyMatrix
    from graph.analysis.statements import Name


MOST_BESIDE = 9


@dataclass(frozen=True)
class _Cell:
    look: str
    sign: str
    words: str
    anchor: str = ""
    badges: tuple[str, ...] = ()
    first: bool = False


@dataclass(frozen=True)
class _Head:
    name: Name
    first: bool
    anchor: str = ""
    cells: tuple[_Cell, ...] = ()
    shown: bool = True


def matrix_page(matrix: Matrix | PartyMatrix) -> str:
    """Returns the complete HTML of a matrix, in the language of its caption."""
    return plain.spoken_in(matrix.caption.language, lambda: _by_force(matrix) if matrix.by == "force" else _by(matrix))


def _by_force(matrix: Matrix) -> str:
    first = starts(matrix.parties, matrix.order)
    highest = most(matrix)
    rows = [
        _Head(
            row.name,
            first[i],
            "",
            tuple(
                _cell(matrix.cells[row.name.id, column.name.id], row, column, highest, _anchor(matrix, i, j), first[j])
                for j, column in enumerate(matrix.parties)
            ),
        )
        for i, row in enumerate(matrix.parties)
    ]
    columns = [_Head(party.name, first[i]) for i, party in enumerate(matrix.parties)]
    return plain.page(
        matrix.caption,
        _table(matrix.caption.language, columns, rows, say("matrix.intro"), wide_rows=False),
        _key(matrix, highest),
        plain.Script("matrix", matrix_data(matrix), matrix_svg(matrix)),
        choices=_orders(matrix),
        choice=(say("matrix.order"), matrix.order),
        listings=_listings(matrix),
        records=_records(matrix),
        beside=len(matrix.parties) <= MOST_BESIDE,
    )


def _orders(matrix: Matrix | PartyMatrix) -> list[tuple[str, str]]:
    words = {
        "region": say("matrix.order-region"),
        "cluster": say("matrix.order-cluster"),
        "name": say("matrix.order-name"),
    }
    return [(order, words[order]) for order in matrix.orders]


def _table(language: str, columns: list[_Head], rows: list[_Head], intro: str, *, wide_rows: bool) -> Markup:
    made = template("matrix.html.j2").render(
        columns=columns, rows=rows, intro=intro, wide_rows=wide_rows, **plain.tools(language)
    )
    return Markup(made)


def _anchor(matrix: Matrix, one: int, other: int) -> str:
    """Returns where a cell leads to, by the places of its parties; among many, to the list of its row's own."""
    if one == other or len(matrix.parties) > MOST_PAIRS:
        return f"p{one}"
    return f"p{min(one, other)}-{max(one, other)}"


def _cell(cell: Cell, row: Party, column: Party, highest: int, anchor: str, first: bool) -> _Cell:
    if not cell.known:
        return _Cell("absent", "", say("matrix.cell-absent"), first=first)
    alone = row.name.id == column.name.id
    count = len(cell.shared)
    look = "alone" if alone else f"s{shade(count, highest)}"
    badges = tuple(sign for sign, some in (("?", cell.contested), ("○", cell.planned)) if some)
    pair = clean(row.name.label), clean(column.name.label)
    if alone:
        words = say("matrix.cell-alone", count=count, one=pair[0])
    else:
        words = say("matrix.cell", count=count, one=pair[0], other=pair[1])
    if cell.contested:
        words += say("matrix.and-contested", count=len(cell.contested))
    if cell.planned:
        words += say("matrix.and-planned", count=len(cell.planned))
    some = count or badges
    return _Cell(look, str(count), words if some or alone else "", anchor if some else "", badges, first)


def _listings(matrix: Matrix) -> list[Listing]:
    found = []
    for place, one in enumerate(matrix.parties):
        others = matrix.parties[place:] if len(matrix.parties) <= MOST_PAIRS else [one]
        for at, other in enumerate(others, place):
            cell = matrix.cells[one.name.id, other.name.id]
            entries = [
                Entry(f"r-{each}", matrix.arrangements[each].name, words)
                for these, words in (
                    (cell.shared, ""),
                    (cell.contested, say("views.standing.contested")),
                    (cell.planned, say("views.modality.planned")),
                )
                for each in sorted(these, key=lambda each: matrix.arrangements[each].name.label.casefold())
            ]
            if entries:
                labels = clean(one.name.label), clean(other.name.label)
                alone = one is other
                heading = (
                    say("matrix.alone", one=labels[0]) if alone else say("matrix.pair", one=labels[0], other=labels[1])
                )
                listing = Listing(_anchor(matrix, place, at), heading, str(len(cell.shared)), tuple(entries))
                found.append((alone, -len(cell.shared), listing))
    return [listing for _, _, listing in sorted(found, key=lambda each: each[:2])]


def _records(matrix: Matrix | PartyMatrix) -> list[Record]:
    return [plain.record_of(one, each) for one, each in matrix.arrangements.items()]


def _key(matrix: Matrix, highest: int) -> Markup:
    box = '<svg width="26" height="18" aria-hidden="true" focusable="false">{}</svg>'
    used = dict(steps(highest))
    items = []
    for at, (fill, _) in enumerate(SHADES):
        icon = box.format(f'<rect x=".5" y=".5" width="25" height="17" fill="{fill}" stroke="#6b7782"/>')
        words = say("matrix.key-shared", count=used.get(at, at)) if at else say("matrix.key-zero")
        items.append((icon, words, f"s{at}", at in used))
    ring = '<circle cx="13" cy="9" r="8" fill="#fff" stroke="#6b7782" stroke-width="2"/>'
    items.append((box.format(ring), say("matrix.key-alone"), "alone", True))
    if any(not party.known for party in matrix.parties):
        hatch = "".join(f'<path d="M{x} 18l18 -18" stroke="#77828c" stroke-width="1.4"/>' for x in range(-15, 26, 5))
        icon = box.format(f'<rect width="26" height="18" fill="#fff"/>{hatch}')
        items.append((icon, say("matrix.key-absent"), "absent", True))
    contested = any(cell.contested for cell in matrix.cells.values())
    planned = any(cell.planned for cell in matrix.cells.values())
    icon = '<sup class="contested" aria-hidden="true">?</sup>'
    items.append((icon, say("matrix.key-contested"), "more-contested", contested))
    icon = '<sup class="planned" aria-hidden="true">○</sup>'
    items.append((icon, say("matrix.key-planned"), "more-planned", planned))
    return plain.key(items)


def _by(matrix: PartyMatrix) -> str:
    first = starts(matrix.parties, "region")
    shown = shown_rows(matrix)
    rows = []
    for one, arrangement in matrix.arrangements.items():
        cells = tuple(
            _party_cell(matrix.parts.get((one, party.name.id), ()), arrangement.name, party, f"r-{one}", first[at])
            for at, party in enumerate(matrix.parties)
        )
        rows.append(_Head(arrangement.name, False, f"r-{one}", cells, one in shown))
    columns = [_Head(party.name, first[at]) for at, party in enumerate(matrix.parties)]
    picture = _table(matrix.caption.language, columns, rows, say("matrix.parties-intro"), wide_rows=True)
    return plain.page(
        matrix.caption,
        picture,
        _party_key(),
        plain.Script("matrix", matrix_data(matrix), matrix_svg(matrix)),
        choices=_orders(matrix),
        choice=(say("matrix.order"), "cluster" if matrix.order == "cluster" else "name"),
        records=_records(matrix),
    )


def _party_cell(parts: tuple[Part, ...], arrangement: Name, party: Party, anchor: str, first: bool) -> _Cell:
    if not parts:
        return _Cell("none", "", "", first=first)
    told = [f"{_role(part.role)}, {_state(part)}" for part in parts]
    words = say(
        "matrix.part", party=clean(party.name.label), arrangement=clean(arrangement.label), parts="; ".join(told)
    )
    return _Cell(look_of(parts), " ".join(dict.fromkeys(map(sign_of, parts))), words, anchor, (), first)


def _role(role: str) -> str:
    if role == "host":
        return say("matrix.host")
    return say("matrix.served") if role == "served" else say("matrix.takes-part")


def _state(part: Part) -> str:
    if part.state == "contested":
        return say("views.standing.contested")
    if part.state == "planned":
        return say("views.modality.planned")
    stated = any(claim.basis == "stated" for claim in part.claims)
    return say("views.grade.stated") if stated else say("views.grade.inferred")


def _party_key() -> Markup:
    def box(look: str, weight: float, fill: str, sign: str) -> str:
        return (
            '<svg width="26" height="18" aria-hidden="true" focusable="false">'
            f'<rect x="1" y="1" width="24" height="16" fill="{fill}" stroke="{look}" stroke-width="{weight}"/>'
            '<text x="13" y="13.5" font-size="12" '
            f'text-anchor="middle" fill="#14202b">{sign}</text></svg>'
        )

    items = [
        (box("none", 0, SHADES[2][0], "●"), say("matrix.key-stated")),
        (box("#1c3d63", 1.5, SHADES[1][0], "●"), say("matrix.key-inferred")),
        (box("none", 0, SHADES[2][0], say("matrix.sign-host")), say("matrix.host")),
        (box("none", 0, SHADES[2][0], say("matrix.sign-served")), say("matrix.served")),
        (box(CONTESTED, 1.5, "#ffffff", "?"), say("views.standing.contested")),
        (box("#6b7782", 1.5, "#ffffff", "○"), say("views.modality.planned")),
    ]
    return plain.key([(icon, words, "", True) for icon, words in items])
