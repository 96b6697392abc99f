"""Who shares how many arrangements with whom: the one-mode projection, as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.oxigraph import QuerySolutions
from graph.terms import prefix_lines

if TYPE_CHECKING:
    import pandas

    from graph.landscape import Landscape

_TAKES_PART = (
    prefix_lines()
    + """
SELECT DISTINCT ?arrangement ?party WHERE {
  ?arrangement pcol:hasParticipant ?party .
  { ?party a pcol:PoliceForce } UNION { ?party a pcol:PolicingBody }
} ORDER BY ?party ?arrangement"""
)


def sharing(landscape: Landscape) -> pandas.DataFrame:
    """Returns a square table, forces and policing bodies by label: how many arrangements two have in common.

    The diagonal counts the arrangements of one alone. It counts what the landscape's lens takes as fact;
    0 says that our sources name no common arrangement, not that there is none.
    """
    import pandas

    solutions = landscape.store.query(_TAKES_PART)
    assert isinstance(solutions, QuerySolutions)
    pairs = [(solution[0], solution[1]) for solution in solutions]
    labels = {party: landscape.names.label(party, landscape.language)[0] for _, party in pairs}
    frame = pandas.DataFrame(
        {"arrangement": [str(one) for one, _ in pairs], "party": [labels[party] for _, party in pairs], "in": 1}
    )
    if frame.empty:
        return pandas.DataFrame()
    part = frame.pivot_table(index="arrangement", columns="party", values="in", fill_value=0, aggfunc="max").astype(int)
    shared = part.T @ part
    alone = part.sum()
    order = sorted((str(name) for name in shared.columns), key=lambda name: (-int(alone[name]), name))
    return shared.loc[order, order].rename_axis(index=None, columns=None)
