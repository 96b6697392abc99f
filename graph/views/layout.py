"""The picture's geometry: `place(network)` says where every box and line stands. Pure, deterministic."""

from __future__ import annotations

from dataclasses import replace

import networkx as nx

from graph.views import routes as ways
from graph.views.geometry import Band, Box, Placement, Point, Route
from graph.views.measure import width as measured
from graph.views.measure import wrap
from graph.views.rows import NARROWEST, SMALL, Size, arrange, size_of, widest
from graph.views.shelves import shelves
from graph.views.styles import BANDS
from graph.wording import say

_GUTTER = 76.0
_MARGIN = 12.0
_BADGE = 13.0
_INSIDE = 7.5
_LEAST, _BETWEEN = 20.0, 28.0


def place(network: nx.MultiDiGraph) -> Placement:
    """Returns where everything stands, px at scale 1, for a page in the language in force.

    Boxes never overlap and hold their whole label; every relation has exactly one route from its
    subject's border to its object's, which touches no other box.
    """
    sizes = {node: size_of(data) for node, data in network.nodes(data=True)}
    found = shelves(network, sizes)
    if len(found) == 1:
        return _layered(network, sizes)
    own = [{node: sizes[node] for node in nodes} for nodes in found]
    wide = max(map(widest, own))
    return _stacked([_layered(network.subgraph(some), some, at_least=wide) for some in own])


def _stacked(shelves: list[Placement]) -> Placement:
    """Returns several placements as one, each below the one before."""
    boxes: dict[str, Box] = {}
    drawn: dict[str, Route] = {}
    bands: list[Band] = []
    y, row = 0.0, 0
    for shelf in shelves:
        for node, box in shelf.boxes.items():
            boxes[node] = replace(box, y=box.y + y, row=box.row + row)
        for route in shelf.routes.values():
            edge = f"e{len(drawn)}"
            points = tuple((px, round(py + y, 1)) for px, py in route.points)
            drawn[edge] = replace(route, edge=edge, points=points, mark=(route.mark[0], round(route.mark[1] + y, 1)))
        bands += [replace(band, top=round(band.top + y, 1), bottom=round(band.bottom + y, 1)) for band in shelf.bands]
        y += shelf.height
        row = 1 + max(box.row for box in boxes.values())
    width, gutter = max(shelf.width for shelf in shelves), max(shelf.gutter for shelf in shelves)
    return Placement(width, round(y, 1), gutter, boxes, drawn, tuple(bands))


def _layered(network: nx.MultiDiGraph, sizes: dict[str, Size], *, at_least: float = NARROWEST) -> Placement:
    rows = arrange(network, sizes, at_least)
    lines = ways.lines_of(network, rows)
    tracks = ways.run(lines, rows, sizes)
    channel_y, row_y, band_y = [], [], []
    y = 8.0
    for i, height in enumerate(tracks.heights):
        first, last = i == 0, i == len(rows.rows)
        new_band = not first and not last and rows.bands[i] != rows.bands[i - 1]
        least = 8.0 if first or last else _BETWEEN if new_band else _LEAST
        inside = height + 2 * _INSIDE if height else 0.0
        room = max(least, inside)
        channel_y.append(y + (room - height) / 2 + ways.PITCH / 2)
        if new_band:
            band_y.append(y + room / 2)
        y += room
        if not last:
            tall = max(sizes[n].height for n in rows.rows[i])
            row_y.append(y + tall / 2)
            y += tall
    words = " ".join(say(f"views.band.{BANDS[i][0]}") for i in set(rows.bands)).split()
    gutter = max([_GUTTER, *(measured(word, SMALL, bold=True) + 2 for word in words)]) + 8
    shift = gutter + _MARGIN
    boxes = {
        n: Box(n, rows.x[n] + shift, row_y[i], s.width, s.height, s.lines, s.mark, i)
        for i, row in enumerate(rows.rows)
        for n in row
        for s in (sizes[n],)
    }
    edge_y = {n: (box.top, box.bottom) for n, box in boxes.items()}
    drawn: dict[str, Route] = {}
    for line in lines:
        found = [(round(x + shift, 1), round(py, 1)) for x, py in ways.points(line, tracks, edge_y, channel_y)]
        mark = _mark(found, line.inner == line.subject)
        drawn[line.edge] = Route(line.edge, line.claim, line.subject, line.object, line.style, tuple(found), mark)
    width = rows.width + shift + _MARGIN
    return Placement(
        round(width, 1), round(y, 1), round(gutter, 1), boxes, drawn, _bands(rows.bands, [0.0, *band_y, y], gutter)
    )


def _mark(points: list[Point], outward: bool) -> Point:
    """Returns a place on the first leg beside the inner end: the part that no other pair of ends shares."""
    (x, y), (_, to_y) = points[:2] if outward else points[:-3:-1]
    away = min(_BADGE, abs(to_y - y) / 2)
    return (x, round(y + (away if to_y > y else -away), 1))


def _bands(places: tuple[int, ...], edges: list[float], gutter: float) -> tuple[Band, ...]:
    found = []
    for number, place_ in enumerate(dict.fromkeys(places)):
        name = BANDS[place_][0]
        lines = wrap(say(f"views.band.{name}"), SMALL, gutter - 6, bold=True)
        found.append(Band(name, round(edges[number], 1), round(edges[number + 1], 1), lines))
    return tuple(found)
