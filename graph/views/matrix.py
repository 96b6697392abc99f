"""`matrix_page`: who shares what with whom as a table that reads aloud, each cell leading to its list."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from markupsafe import Markup

from graph.views import plain
from graph.views.drawing import CONTESTED, SHADES, steps
from graph.views.drawing import step as shade
from graph.views.measure import plain as clean
from graph.views.plain import Entry, Listing, Record
from graph.wording import say

if TYPE_CHECKING:
    from graph.analysis.claims import Name
    from graph.analysis.matrix import Cell, Matrix, Part, Party, PartyMatrix


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


def matrix_page(matrix: Matrix | PartyMatrix) -> str:
    """Returns the complete HTML of a matrix, in the language of its caption."""
    return plain.spoken_in(matrix.caption.language, lambda: _by_force(matrix) if matrix.by == "force" else _by(matrix))


def most(matrix: Matrix) -> int:
    """Returns the highest number off the diagonal."""
    return max((len(cell.shared) for (one, other), cell in matrix.cells.items() if one != other), default=0)


def sign_of(part: Part) -> str:
    """Returns the sign of a part in an arrangement: a letter for host and served, else a dot; hollow if planned."""
    if part.state == "contested":
        return "?"
    if part.role == "host":
        return say("matrix.sign-host")
    if part.role == "served":
        return say("matrix.sign-served")
    return "○" if part.state == "planned" else "●"


def starts(parties: tuple[Party, ...], order: str) -> list[bool]:
    """Tells of each party whether a rule is to stand before it: another region, kind, or not in our sources."""
    found = [False]
    for before, party in pairwise(parties):
        region = before.region != party.region and order == "region" and party.kind == "force"
        found.append(before.kind != party.kind or before.known != party.known or region)
    return found


def _by_force(matrix: Matrix) -> str:
    first = starts(matrix.parties, matrix.order)
    highest = most(matrix)
    anchors = {pair: _anchor(matrix, *pair) for pair in matrix.cells}
    rows = [
        _Head(
            row.name,
            first[i],
            "",
            tuple(
                _cell(matrix.cells[row.name.id, column.name.id], row, column, highest,
                      anchors[row.name.id, column.name.id], first[j])
                for j, column in enumerate(matrix.parties)
            ),
        )
        for i, row in enumerate(matrix.parties)
    ]  # fmt: skip
    columns = [_Head(party.name, first[i]) for i, party in enumerate(matrix.parties)]
    picture = _table(matrix.caption.language, columns, rows, say("matrix.intro"), wide_rows=False)
    return plain.page(
        matrix.caption,
        picture,
        _key(matrix, highest),
        listings=_listings(matrix),
        records=_records(matrix),
        beside=len(matrix.parties) <= 9,
    )


def _table(language: str, columns: list[_Head], rows: list[_Head], intro: str, *, wide_rows: bool) -> Markup:
    made = plain.template("matrix.html.j2").render(
        columns=columns, rows=rows, intro=intro, wide_rows=wide_rows, **plain.tools(language)
    )
    return Markup(made)


def _anchor(matrix: Matrix, one: str, other: str) -> str:
    places = {party.name.id: place for place, party in enumerate(matrix.parties)}
    first, second = sorted((places[one], places[other]))
    return f"p{first}" if first == second else f"p{first}-{second}"


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
        for other in matrix.parties[place:]:
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
                anchor = _anchor(matrix, one.name.id, other.name.id)
                found.append(
                    (alone, -len(cell.shared), Listing(anchor, heading, str(len(cell.shared)), tuple(entries)))
                )
    return [listing for _, _, listing in sorted(found, key=lambda each: each[:2])]


def _records(matrix: Matrix | PartyMatrix) -> list[Record]:
    return [Record(f"r-{one}", each.name, each.claims) for one, each in matrix.arrangements.items()]


def _key(matrix: Matrix, highest: int) -> Markup:
    box = '<svg width="26" height="18" aria-hidden="true" focusable="false">{}</svg>'
    items = [
        (box.format(f'<rect x=".5" y=".5" width="25" height="17" fill="{SHADES[at][0]}" stroke="#6b7782"/>'), words)
        for at, words in steps(highest)
    ]
    items = [(items[0][0], say("matrix.key-zero"))] + [
        (icon, say("matrix.key-shared", count=w)) for icon, w in items[1:]
    ]
    ring = '<circle cx="13" cy="9" r="8" fill="#fff" stroke="#6b7782" stroke-width="2"/>'
    items.append((box.format(ring), say("matrix.key-alone")))
    if any(not party.known for party in matrix.parties):
        hatch = "".join(f'<path d="M{x} 18l18 -18" stroke="#77828c" stroke-width="1.4"/>' for x in range(-15, 26, 5))
        items.append((box.format(f'<rect width="26" height="18" fill="#fff"/>{hatch}'), say("matrix.key-absent")))
    if any(cell.contested for cell in matrix.cells.values()):
        items.append(('<sup class="contested" aria-hidden="true">?</sup>', say("matrix.key-contested")))
    if any(cell.planned for cell in matrix.cells.values()):
        items.append(('<sup class="planned" aria-hidden="true">○</sup>', say("matrix.key-planned")))
    return _items(items)


def _items(items: list[tuple[str, str]]) -> Markup:
    made = [Markup("<li>{}{}</li>").format(Markup(icon), words) for icon, words in items]
    return Markup("<ul>{}</ul>").format(Markup("").join(made))


def _by(matrix: PartyMatrix) -> str:
    first = starts(matrix.parties, "kind")
    rows = []
    for one, arrangement in matrix.arrangements.items():
        cells = tuple(
            _party_cell(matrix.parts.get((one, party.name.id), ()), arrangement.name, party, f"r-{one}", first[at])
            for at, party in enumerate(matrix.parties)
        )
        rows.append(_Head(arrangement.name, False, f"r-{one}", cells))
    columns = [_Head(party.name, first[at]) for at, party in enumerate(matrix.parties)]
    picture = _table(matrix.caption.language, columns, rows, say("matrix.parties-intro"), wide_rows=True)
    return plain.page(matrix.caption, picture, _party_key(), records=_records(matrix))


def _party_cell(parts: tuple[Part, ...], arrangement: Name, party: Party, anchor: str, first: bool) -> _Cell:
    if not parts:
        return _Cell("none", "", "", first=first)
    states = {part.state for part in parts}
    stated = any(claim.basis == "stated" for part in parts for claim in part.claims)
    look = "fact" if stated else "sure"
    look = look if "fact" in states else "open" if "contested" in states else "plan"
    told = [f"{_role(part.role)}, {_state(part)}" for part in parts]
    words = say(
        "matrix.part", party=clean(party.name.label), arrangement=clean(arrangement.label), parts="; ".join(told)
    )
    return _Cell(look, " ".join(dict.fromkeys(map(sign_of, parts))), words, anchor, (), first)


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

    return _items(
        [
            (box("none", 0, SHADES[2][0], "●"), say("matrix.key-stated")),
            (box("#1c3d63", 1.5, SHADES[1][0], "●"), say("matrix.key-inferred")),
            (box("none", 0, SHADES[2][0], say("matrix.sign-host")), say("matrix.host")),
            (box("none", 0, SHADES[2][0], say("matrix.sign-served")), say("matrix.served")),
            (box(CONTESTED, 1.5, "#ffffff", "?"), say("views.standing.contested")),
            (box("#6b7782", 1.5, "#ffffff", "○"), say("views.modality.planned")),
        ]
    )
