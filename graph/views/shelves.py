"""Which parts of a picture stand on which shelf: what no line joins need not share rows, so that no line runs far.

Only for boards and what they govern: there the parts are many and small. Pure and deterministic.
"""

from __future__ import annotations

import networkx as nx

from graph.views.rows import GAP, WIDEST, Size
from graph.views.styles import BANDS, band_of

_SHELVED = {"boards", "arrangements", "idle-boards"}


def shelves(network: nx.MultiDiGraph, sizes: dict[str, Size]) -> list[list[str]]:
    """Returns the nodes of each shelf from the top, sorted: one shelf if all fits on it, or there are other things.

    The largest part comes first; each is put on the first shelf where every layer has room for it in one row. If
    there are several shelves, what no line touches is on the last.
    """
    band = {node: band_of(network.nodes[node]) for node in network}
    parts = sorted((sorted(part, key=str) for part in nx.weakly_connected_components(network)), key=_size_first)
    joined, alone = [part for part in parts if len(part) > 1], [part[0] for part in parts if len(part) == 1]
    if len(joined) < 2 or not {BANDS[place][0] for place in band.values()} <= _SHELVED:
        return [sorted(network, key=str)]
    room = WIDEST + GAP
    layers = [sum(sizes[node].width + GAP for node in network if band[node] == place) for place in set(band.values())]
    if max(layers) <= room:
        return [sorted(network, key=str)]
    found: list[tuple[list[str], dict[int, float]]] = []
    for part in joined:
        need = dict.fromkeys(band.values(), 0.0)
        for node in part:
            need[band[node]] += sizes[node].width + GAP
        for nodes, used in found:
            if all(used[place] + need[place] <= room for place in need):
                nodes += part
                used.update({place: used[place] + need[place] for place in need})
                break
        else:
            found.append((list(part), need))
    return [sorted(nodes, key=str) for nodes, _ in found] + ([alone] if alone else [])


def _size_first(part: list[str]) -> tuple[int, str]:
    return -len(part), str(part[0])
