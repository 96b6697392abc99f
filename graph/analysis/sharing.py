"""Who shares how many arrangements with whom: the one-mode projection, as a table."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from graph.oxigraph import DefaultGraph, NamedNode
from graph.terms import expand

if TYPE_CHECKING:
    import pandas

    from graph.landscape import Landscape

_PARTIES = ("pcol:PoliceForce", "pcol:PolicingBody")


def sharing(landscape: Landscape) -> pandas.DataFrame:
    """Returns a square table, forces and policing bodies by label: how many arrangements two have in common.

    The diagonal counts the arrangements of one alone. It counts what the landscape's lens takes as fact;
    0 says that our sources name no common arrangement, not that there is none.
    """
    import numpy
    import pandas

    inside = _inside(landscape)
    if not inside:
        return pandas.DataFrame()
    alone = {party: 0 for members in inside for party in members}
    labels = {party: str(landscape.asked.cells.cell(party)) for party in alone}
    for members in inside:
        for party in members:
            alone[party] += 1
    order = sorted(alone, key=lambda party: (-alone[party], labels[party], party.value))
    at = {party: number for number, party in enumerate(order)}
    shared = numpy.zeros((len(order), len(order)), dtype="int64")
    for members in inside:
        places = [at[party] for party in members]
        shared[numpy.ix_(places, places)] += 1
    names = [labels[party] for party in order]
    return pandas.DataFrame(shared, index=names, columns=names)


# Reading the columns is nearly all of the work, and what a landscape shows never changes.
_KEPT: WeakKeyDictionary[Landscape, list[list[NamedNode]]] = WeakKeyDictionary()


def _inside(landscape: Landscape) -> list[list[NamedNode]]:
    """Returns the parties of each arrangement: two columns of the store, joined here, for no engine groups so fast."""
    if landscape not in _KEPT:
        _KEPT[landscape] = _read(landscape)
    return _KEPT[landscape]


def _read(landscape: Landscape) -> list[list[NamedNode]]:
    store, graph, is_a = landscape.store, DefaultGraph(), NamedNode(expand("rdf:type"))
    parties = set()
    for kind in _PARTIES:
        parties |= {quad.subject for quad in store.quads_for_pattern(None, is_a, NamedNode(expand(kind)), graph)}
    found: dict[object, list[NamedNode]] = defaultdict(list)
    for quad in store.quads_for_pattern(None, NamedNode(expand("pcol:hasParticipant")), None, graph):
        party = quad.object
        if party in parties and isinstance(party, NamedNode):
            found[quad.subject].append(party)
    return list(found.values())
