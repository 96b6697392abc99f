"""Which row a node stands in, in what order, and at what x: layers by kind, order by barycentre.

Rows of a layer: boards by how far they report upward, arrangements by how many lines go down to
organisations (the busiest nearest to them), all others as the width allows. Everything is sorted
by node id first, so that the same network gives the same picture.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from math import ceil, sqrt

import networkx as nx

from graph.views.measure import plain, width, wrap
from graph.views.styles import BANDS, band_of
from graph.wording import say, say_count

FONT = 12.0
LINE = 14.0
SMALL = 12.0
GAP = 24.0
WIDEST = 1388.0
NARROWEST = 640.0
_ROOM = {"force": 96.0, "board": 104.0, "board-kind": 104.0, "agency": 92.0, "policing-body": 92.0}
_SWEEPS = 14
_STRETCH = 1.09
_MANY = 40_000.0
_ROW_HEIGHT = 150.0
_ASPECT = 1.6


@dataclass(frozen=True)
class Size:
    """A box before it has a place: px, label lines, and the lines of the mark under the label."""

    width: float
    height: float
    lines: tuple[str, ...]
    mark: tuple[str, ...]


@dataclass(frozen=True)
class Rows:
    """Node ids row by row from the top, the layer of each row, every node's x, and the width used."""

    rows: tuple[tuple[str, ...], ...]
    bands: tuple[int, ...]
    x: dict[str, float]
    width: float


def size_of(attributes: dict[str, object]) -> Size:
    """Returns the box a node needs: its wrapped label with padding, and its mark if no board is stated."""
    kind, bold = str(attributes.get("kind") or "other"), bool(attributes.get("focus"))
    label, room = plain(str(attributes.get("label", ""))), _ROOM.get(kind, 98.0)
    room = max(room, min(room * 1.4, max((width(word, FONT, bold) for word in label.split()), default=0.0)))
    lines = min((wrap(label, FONT, room * much, bold) for much in (1, 1.2, 1.4)), key=lambda ls: max(len(ls), 3))
    mark: tuple[str, ...] = ()
    if kind in ("arrangement", "service") and attributes.get("governance") == "none-stated":
        mark = mark_lines(say("views.mark.no_board"))
    elif attributes.get("only_general"):
        mark = mark_lines(say("views.mark.only_general"))
    elif "parents" in attributes:
        mark = mark_lines(say_count("views.mark.parents", int(str(attributes["parents"]))))
    if attributes.get("befalls"):
        mark = mark_lines(plain(str(attributes["befalls"])))
    if "alone" in attributes:
        mark = mark_lines(say_count("views.mark.alone", int(str(attributes["alone"]))))
    wide = max([width(line, FONT, bold) for line in lines] + [width(line, SMALL) for line in mark])
    across = 2 * (11 if kind in ("service", "agency", "policing-body", "agreement") else 8)
    high = len(lines) * LINE + len(mark) * (SMALL + 2) + (3 if mark else 0) + 11
    return Size(ceil(max(wide + across, 56)), ceil(high), lines, mark)


def mark_lines(words: str) -> tuple[str, ...]:
    """Returns the lines of a mark under a label."""
    return wrap(words, SMALL, 106.0)


def widest(sizes: dict[str, Size]) -> float:
    """Returns how wide rows may be, px: a page's width, and more only where rows would pile up far beyond it."""
    total = sum(size.width + GAP for size in sizes.values())
    return max(WIDEST, sqrt(total * _ROW_HEIGHT * _ASPECT)) if total > _MANY else WIDEST


def arrange(network: nx.MultiDiGraph, sizes: dict[str, Size], at_least: float = NARROWEST) -> Rows:
    """Returns the rows of a picture `at_least` so wide (px), ordered so that linked nodes stand near each other."""
    nodes = sorted(network.nodes, key=str)
    band = {node: band_of(network.nodes[node]) for node in nodes}
    rows, bands = [], []
    room = widest(sizes)
    for place in range(len(BANDS)):
        members = [node for node in nodes if band[node] == place]
        for row in _rows_of(network, place, members, band, sizes, room):
            rows.append(row)
            bands.append(place)
    needed = [sum(sizes[n].width + GAP * 1.3 for n in row) for row in rows]
    wide = min(max([*needed, at_least]), room)
    wide = max([wide] + [sum(sizes[n].width + GAP for n in row) for row in rows])
    neighbours = {node: sorted(set(nx.all_neighbors(network, node)) - {node}, key=str) for node in nodes}
    for node in nodes:
        if network.nodes[node].get("kind") == "policing-body":
            kept = [n for n in neighbours[node] if network.nodes[n].get("kind") == "force"]
            neighbours[node] = kept or neighbours[node]
    return _order(rows, bands, neighbours, sizes, wide)


def _rows_of(
    network: nx.MultiDiGraph, place: int, members: list[str], band: dict[str, int], sizes: dict[str, Size], room: float
) -> list[list[str]]:
    if not members:
        return []
    name = BANDS[place][0]
    if name == "boards":
        depth = _depths(network, members)
        groups = [[n for n in members if depth[n] == level] for level in sorted(set(depth.values()))]
        _level(network, groups, {n for n in members if depth[n] == max(depth.values())}, sizes)
        return [row for group in groups for row in _cut(group, sizes, room)]
    if name == "arrangements":
        down = {n: sum(band[m] > place for m in nx.all_neighbors(network, n)) for n in members}
        up = {n: sum(band[m] < place for m in nx.all_neighbors(network, n)) for n in members}
        members = sorted(members, key=lambda n: (down[n] > 0, min(down[n], 4) - up[n], n))
    rows = _cut(members, sizes, room)
    if name == "forces" and len(rows) > 1:
        kinds = [[n for n in members if network.nodes[n].get("kind") == kind] for kind in ("force", "grouping")]
        return [row for kind in kinds if kind for row in _cut(kind, sizes, room)]
    return rows


def _level(network: nx.MultiDiGraph, groups: list[list[str]], low: set[str], sizes: dict[str, Size]) -> None:
    """Moves boards that report nowhere, the least linked first, up a row while the lowest is too long."""
    if len(groups) < 2:
        return
    bound = {n for edge in network.edges(data="relation") if edge[2] == "reportsTo" for n in edge[:2]}
    for node in sorted(low - bound, key=lambda n: (network.degree(n), n)):
        upper, lower = (sum(sizes[n].width + GAP for n in groups[i]) for i in (-2, -1))
        if not network.degree(node) or (lower - GAP > WIDEST and lower > upper):
            groups[-1].remove(node)
            groups[-2].append(node)


def _depths(network: nx.MultiDiGraph, boards: list[str]) -> dict[str, int]:
    """Returns each board's row: 0 for those reported to, one more than what it reports to; loops are cut."""
    above: dict[str, set[str]] = {n: set() for n in boards}
    for lower, upper, relation in network.edges(data="relation"):
        if relation == "reportsTo" and lower in above and upper in above and lower != upper:
            above[lower].add(upper)
    reported_to = {upper for uppers in above.values() for upper in uppers}
    depth: dict[str, int] = {}

    def visit(node: str, trail: frozenset[str]) -> int:
        if node not in depth:
            uppers = [visit(u, trail | {node}) + 1 for u in sorted(above[node]) if u not in trail]
            depth[node] = max(uppers, default=0)
        return depth[node]

    for node in boards:
        visit(node, frozenset())
    lowest = max(depth.values()) or (1 if reported_to else 0)
    return {n: lowest if not above[n] and n not in reported_to else depth[n] for n in boards}


def _cut(members: list[str], sizes: dict[str, Size], room: float) -> list[list[str]]:
    """Returns the members in as few rows as fit, the fullest as short as can be, in the order given."""
    shares = {n: sizes[n].width + GAP for n in members}
    if sum(shares.values()) <= (room + GAP) * _STRETCH:
        return [members]
    count = max(1, ceil(sum(shares.values()) / (room + GAP)))
    low, high = max(shares.values(), default=0.0), room + GAP
    rows = _filled(shares, high)
    count = max(count, len(rows))
    while high - low > 1:
        middle = (low + high) / 2
        if len(found := _filled(shares, middle)) <= count:
            high, rows = middle, found
        else:
            low = middle
    return rows


def _filled(shares: dict[str, float], room: float) -> list[list[str]]:
    rows: list[list[str]] = []
    used = room
    for node, share in shares.items():
        if not rows or used + share > room:
            rows.append([])
            used = 0.0
        rows[-1].append(node)
        used += share
    return rows


def _order(
    rows: list[list[str]],
    bands: list[int],
    neighbours: dict[str, list[str]],
    sizes: dict[str, Size],
    wide: float,
) -> Rows:
    seen: dict[int, int] = defaultdict(int)
    turns = []
    for place in bands:
        turns.append(seen[place])
        seen[place] += 1
    x: dict[str, float] = {}
    for row, place, turn in zip(rows, bands, turns, strict=True):
        x.update(_spread(row, {}, sizes, wide, place, turn))
    best, best_cost = dict(x), float("inf")
    best_rows = [tuple(row) for row in rows]
    for sweep in range(_SWEEPS):
        order = range(len(rows)) if sweep % 2 else range(len(rows) - 1, -1, -1)
        for i in order:
            pull = {n: _mean([x[m] for m in neighbours[n]], x[n]) for n in rows[i]}
            rows[i] = sorted(rows[i], key=lambda n: (pull[n], n))
            x.update(_spread(rows[i], pull, sizes, wide, bands[i], turns[i]))
        cost = sum(abs(x[n] - x[m]) for n in x for m in neighbours[n])
        if cost < best_cost - 0.5:
            best, best_cost, best_rows = dict(x), cost, [tuple(row) for row in rows]
    for i, place in enumerate(bands):
        if BANDS[place][0] in ("policing-bodies", "others"):
            pull = {n: _mean([best[m] for m in neighbours[n]], best[n]) for n in best_rows[i]}
            best_rows[i] = tuple(sorted(best_rows[i], key=lambda n: (pull[n], n)))
            best.update(_spread(list(best_rows[i]), pull, sizes, wide, place, turns[i]))
    return Rows(tuple(best_rows), tuple(bands), best, wide)


def _mean(numbers: list[float], otherwise: float) -> float:
    return sum(numbers) / len(numbers) if numbers else otherwise


def _spread(
    row: list[str], pull: dict[str, float], sizes: dict[str, Size], wide: float, place: int, turn: int
) -> dict[str, float]:
    """Returns the x of each box of a row: evenly staggered for the middle layers, else near its pull."""
    widths = [sizes[n].width for n in row]
    if BANDS[place][0] in ("arrangements", "forces") or not pull:
        inset = wide / len(row) / 2 if len(row) > 3 and BANDS[place][0] == "arrangements" else 0.0
        room = wide - sum(widths)
        inset = max(0.0, min(inset, room - GAP * len(row)))
        gap = (room - inset) / len(row)
        at = gap / 2 + (inset if turn % 2 else 0.0)
        found = {}
        for node, w in zip(row, widths, strict=True):
            found[node] = at + w / 2
            at += w + gap
        return found
    offsets, at = [], 0.0
    for w in widths:
        offsets.append(at + w / 2)
        at += w + GAP
    free = max(0.0, wide - (at - GAP))
    levels = _rising([pull[n] - o for n, o in zip(row, offsets, strict=True)])
    return {n: min(max(v, 0.0), free) + o for n, v, o in zip(row, levels, offsets, strict=True)}


def _rising(wanted: list[float]) -> list[float]:
    """Returns the nearest never-falling numbers to those wanted (pooling neighbours that clash)."""
    pools: list[tuple[float, int]] = []
    for number in wanted:
        total, count = number, 1
        while pools and pools[-1][0] / pools[-1][1] > total / count:
            before, many = pools.pop()
            total, count = total + before, count + many
        pools.append((total, count))
    return [total / count for total, count in pools for _ in range(count)]
