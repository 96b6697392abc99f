"""`matrix_data`: what the script of a matrix page works with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graph.views.drawing import LINE, SHADES
from graph.views.matrix_looks import MOST_PAIRS, PART_LOOKS, starts
from graph.views.switches import name_data, part_data, switches
from graph.wording import say

if TYPE_CHECKING:
    from graph.analysis.matrix import Matrix, PartyMatrix


def matrix_data(matrix: Matrix | PartyMatrix) -> dict[str, Any]:
    """Returns what the script of a matrix page works with."""
    claims = [claim for each in matrix.arrangements.values() for claim in each.claims]
    orders = matrix.orders
    if matrix.by == "force":
        parties = {party.name.id: party for party in matrix.parties}
        rules = {order: starts(tuple(parties[one] for one in ids), order) for order, ids in orders.items()}
    else:
        rules = dict.fromkeys(orders, starts(matrix.parties, "region"))
    words = {
        "on": say("matrix.on") if matrix.by == "force" else say("matrix.on-parties"),
        "pair": say("matrix.pair"),
        "alone": say("matrix.alone"),
        "cell": say("matrix.cell"),
        "cell-alone": say("matrix.cell-alone"),
        "absent": say("matrix.cell-absent"),
        "and-contested": say("matrix.and-contested"),
        "and-planned": say("matrix.and-planned"),
        "key-shared": say("matrix.key-shared"),
        "part": say("matrix.part"),
        "takes-part": say("matrix.takes-part"),
        "host": say("matrix.host"),
        "served": say("matrix.served"),
        "sign-host": say("matrix.sign-host"),
        "sign-served": say("matrix.sign-served"),
        "stated": say("views.grade.stated"),
        "inferred": say("views.grade.inferred"),
    }
    return {
        **switches(matrix.caption, claims, words),
        "by": matrix.by,
        "choice": matrix.order if matrix.order in orders else "name",
        "parties": [{**name_data(each.name), "known": each.known} for each in matrix.parties],
        "things": [name_data(each.name) for each in matrix.arrangements.values()],
        "claims": [part_data(claim) for claim in claims],
        "orders": orders,
        "starts": rules,
        "shades": SHADES,
        "looks": PART_LOOKS,
        "line": LINE,
        "pairs": len(matrix.parties) <= MOST_PAIRS,
    }
