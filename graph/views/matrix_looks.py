"""How parts and numbers of a matrix look: shared by its page, its still picture and what its script works with."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from graph.views.drawing import ACCENT, CONTESTED, LINE, SHADES
from graph.wording import say

if TYPE_CHECKING:
    from graph.analysis.matrix import Matrix, Part, Party, PartyMatrix

# Fill and border of a part: stated, inferred, contested, planned, none; told by the sign in it too.
PART_LOOKS = {
    "fact": (SHADES[2][0], "none"),
    "sure": (SHADES[1][0], ACCENT),
    "open": ("#ffffff", CONTESTED),
    "plan": ("#ffffff", "#6b7782"),
    "none": ("#ffffff", LINE),
}
# Above so many parties a page has lists for single ones only, or it would hold thousands.
MOST_PAIRS = 14


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


def look_of(parts: tuple[Part, ...]) -> str:
    """Returns how a cell of parts looks: a key of `PART_LOOKS`, after the surest of them."""
    states = {part.state for part in parts}
    if "fact" in states:
        stated = any(claim.basis == "stated" for part in parts if part.state == "fact" for claim in part.claims)
        return "fact" if stated else "sure"
    return "open" if "contested" in states else "plan" if states else "none"


def shown_rows(matrix: Matrix | PartyMatrix) -> set[str]:
    """Returns the ids of the rows to draw: all forces, or the arrangements in which somebody has a part now."""
    if matrix.by == "force":
        return {party.name.id for party in matrix.parties}
    return {one for one, _ in matrix.parts}


def starts(parties: tuple[Party, ...], order: str) -> list[bool]:
    """Tells of each party whether a rule is to stand before it: another region, kind, or not in our sources."""
    found = [False]
    for before, party in pairwise(parties):
        region = before.region != party.region and order == "region" and party.kind == "force"
        found.append(before.kind != party.kind or before.known != party.known or region)
    return found
