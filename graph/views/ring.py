"""Who-with-whom as rings: boxes on an ellipse in clusters, curves through the inside, a number on each.

What no line joins has a ring of its own, and the rings stand side by side. Pure and deterministic: clusters by
modularity, the order round a ring by swapping neighbours until no swap brings those who share much nearer, then the
smallest ellipse on which no two boxes touch.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from math import cos, hypot, pi, sin

import networkx as nx

from graph.views.geometry import Box, Placement, Point, Route
from graph.views.packing import packed
from graph.views.rows import WIDEST, Size, size_of

_ASPECT = 1.75
_APART = 14.0
# Between two boxes alone there is room for a number; a ring is roomier the more boxes it has, up to a height.
_NUMBERED = 56.0
_EACH, _ROOMY = 24.0, 170.0
_BETWEEN = 40.0
_MARGIN = 14.0
_PULLS = (0.3, 0.55, 0.8, 0.1, 1.0, -0.15)
_PLACES = (0.5, 0.42, 0.58, 0.35, 0.65, 0.28, 0.72, 0.22, 0.78)
_NUMBER = 11.0
_SWEEPS = 40


def place_ring(network: nx.MultiDiGraph) -> Placement:
    """Returns where everything stands, px at scale 1; no two boxes overlap, and no curve that can avoid it crosses one.

    Every edge is one route whose points are start, control and end of a quadratic curve.
    """
    sizes = {node: size_of(data) for node, data in network.nodes(data=True)}
    rings = [_ring(network.subgraph(part), sizes) for part in _parts(network)]
    corners = packed([ring.extent for ring in rings], WIDEST - 2 * _MARGIN, _BETWEEN)
    centres, middle = {}, {}
    for ring, corner in zip(rings, corners, strict=True):
        heart = (corner[0] - ring.left, corner[1] - ring.top)
        for node, (x, y) in ring.centres.items():
            centres[node], middle[node] = (x + heart[0], y + heart[1]), heart
    left = min((x - sizes[n].width / 2 for n, (x, _) in centres.items()), default=0.0) - _MARGIN
    top = min((y - sizes[n].height / 2 for n, (_, y) in centres.items()), default=0.0) - _MARGIN
    boxes = {}
    for row, node in enumerate(centres):
        (x, y), size = centres[node], sizes[node]
        at = (round(x - left, 1), round(y - top, 1))
        boxes[node] = Box(node, *at, size.width, size.height, size.lines, size.mark, row)
    routes = _routes(network, boxes, {node: (x - left, y - top) for node, (x, y) in middle.items()})
    width = max((box.right for box in boxes.values()), default=300.0) + _MARGIN
    height = max((box.bottom for box in boxes.values()), default=100.0) + _MARGIN
    return Placement(round(width, 1), round(height, 1), 0.0, boxes, routes, ())


@dataclass(frozen=True)
class _Ring:
    """One part on an ellipse around (0, 0): the centre of each box, in order, and how far the boxes reach."""

    centres: dict[str, Point]
    left: float
    top: float
    extent: tuple[float, float]


def _parts(network: nx.MultiDiGraph) -> list[list[str]]:
    """Returns what lines join, the largest first."""
    parts = (sorted(part) for part in nx.weakly_connected_components(network))
    return sorted(parts, key=lambda part: (-len(part), part))


def _ring(network: nx.MultiDiGraph, sizes: dict[str, Size]) -> _Ring:
    found = _centres(_order(network), sizes)
    left = min(x - sizes[n].width / 2 for n, (x, _) in found.items())
    right = max(x + sizes[n].width / 2 for n, (x, _) in found.items())
    top = min(y - sizes[n].height / 2 for n, (_, y) in found.items())
    bottom = max(y + sizes[n].height / 2 for n, (_, y) in found.items())
    return _Ring(found, left, top, (right - left, bottom - top))


def _order(network: nx.MultiDiGraph) -> list[str]:
    weights: dict[tuple[str, str], float] = {}
    for one, other, number in network.edges(data="number"):
        if one != other:
            pair = (min(one, other), max(one, other))
            weights[pair] = weights.get(pair, 0.0) + (number or 0.5)
    plain = nx.Graph()
    plain.add_nodes_from(sorted(network.nodes))
    plain.add_weighted_edges_from((one, other, weight) for (one, other), weight in sorted(weights.items()))
    if not plain.number_of_edges():
        return sorted(plain)
    groups = nx.community.greedy_modularity_communities(plain, weight="weight")
    return _swapped(_chained(sorted(map(sorted, groups), key=lambda g: (-len(g), g)), plain), weights)


def _chained(groups: list[list[str]], plain: nx.Graph) -> list[str]:
    """Returns the groups one after the other, each beside the one it shares most with, what binds them in front."""
    order: list[str] = []
    last: list[str] = []
    left = list(groups)

    def bound(node: str, others: list[str]) -> float:
        return float(sum(plain.edges[node, other]["weight"] for other in others if plain.has_edge(node, other)))

    while left:
        ties = [sum(bound(node, last) for node in group) for group in left]
        last = sorted(left.pop(ties.index(max(ties))), key=lambda node: (-bound(node, last), node))
        order += last
    return order


def _swapped(order: list[str], weights: dict[tuple[str, str], float]) -> list[str]:
    """Returns the order after swapping neighbours while that brings those who share much nearer on the ring."""
    near: dict[str, list[tuple[str, float]]] = {node: [] for node in order}
    for (one, other), weight in weights.items():
        near[one].append((other, weight))
        near[other].append((one, weight))
    count = len(order)
    at = {node: place for place, node in enumerate(order)}

    def cost(node: str, place: int, but: str) -> float:
        steps = ((abs(place - at[other]), weight) for other, weight in near[node] if other != but)
        return sum(min(step, count - step) * weight for step, weight in steps)

    for _ in range(_SWEEPS):
        changed = False
        for place in range(count):
            following = (place + 1) % count
            one, other = order[place], order[following]
            now = cost(one, place, other) + cost(other, following, one)
            if cost(one, following, other) + cost(other, place, one) < now - 1e-9:
                order[place], order[following] = other, one
                at[one], at[other] = following, place
                changed = True
        if not changed:
            break
    return order


def _centres(order: list[str], sizes: dict[str, Size]) -> dict[str, Point]:
    """Returns the centre of each box on the smallest ellipse around (0, 0) that keeps them apart."""
    if len(order) < 2:
        return dict.fromkeys(order, (0.0, 0.0))
    high = min(_ROOMY, _EACH * len(order))
    apart = _NUMBERED if len(order) == 2 else _APART
    while True:
        found = _on_ellipse(order, sizes, high * _ASPECT, high)
        if not _touching(order, sizes, found, apart):
            return found
        high *= 1.05


def _on_ellipse(order: list[str], sizes: dict[str, Size], wide: float, high: float) -> dict[str, Point]:
    steps = 720
    points = [(wide * sin(2 * pi * i / steps), -high * cos(2 * pi * i / steps)) for i in range(steps + 1)]
    along = [0.0]
    for (ax, ay), (bx, by) in pairwise(points):
        along.append(along[-1] + hypot(bx - ax, by - ay))
    total = along[-1]
    share = dict.fromkeys(order, total / len(order))
    found: dict[str, Point] = {}
    for _ in range(4):
        scale = total / sum(share.values())
        reach, place = -share[order[0]] * scale / 2, 0
        for node in order:
            want = (reach + share[node] * scale / 2) % total
            place = next(i for i in range(steps) if along[i + 1] >= want)
            part = (want - along[place]) / max(along[place + 1] - along[place], 1e-9)
            (ax, ay), (bx, by) = points[place], points[place + 1]
            found[node] = (ax + (bx - ax) * part, ay + (by - ay) * part)
            length = hypot(bx - ax, by - ay) or 1.0
            size, slope = sizes[node], (abs(bx - ax) / length, abs(by - ay) / length)
            reach += share[node] * scale
            share[node] = size.width * slope[0] + size.height * slope[1] + _APART
    return found


def _touching(order: list[str], sizes: dict[str, Size], found: dict[str, Point], apart: float) -> bool:
    for i, one in enumerate(order):
        for other in order[i + 1 :]:
            across = abs(found[one][0] - found[other][0]) - (sizes[one].width + sizes[other].width) / 2
            down = abs(found[one][1] - found[other][1]) - (sizes[one].height + sizes[other].height) / 2
            if max(across, down) < apart:
                return True
    return False


def _routes(network: nx.MultiDiGraph, boxes: dict[str, Box], middle: dict[str, Point]) -> dict[str, Route]:
    edges = sorted(
        network.edges(keys=True, data="number"), key=lambda e: (-(e[3] or 0), str(e[0]), str(e[1]), str(e[2]))
    )
    marks: list[Point] = []
    routes = {}
    for number, (one, other, key, _) in enumerate(edges):
        points = _curve(boxes, one, other, middle[one])
        mark, quiet = _mark(points, boxes, marks)
        if not quiet:
            marks.append(mark)
        name = f"e{number}"
        routes[name] = Route(name, str(key), one, other, "", points, mark, bent=True, quiet=quiet)
    return routes


def _curve(boxes: dict[str, Box], one: str, other: str, middle: Point) -> tuple[Point, Point, Point]:
    a, b = boxes[one], boxes[other]
    foreign = [box for node, box in boxes.items() if node not in (one, other)]
    best: tuple[int, tuple[Point, Point, Point]] | None = None
    for pull in _PULLS:
        x = (a.x + b.x) / 2 + (middle[0] - (a.x + b.x) / 2) * pull
        y = (a.y + b.y) / 2 + (middle[1] - (a.y + b.y) / 2) * pull
        points = (_border(a, (x, y)), (round(x, 1), round(y, 1)), _border(b, (x, y)))
        samples = [along(points, step / 30) for step in range(1, 30)]
        hits = sum(any(_inside(box, spot, 3.0) for spot in samples) for box in foreign)
        if best is None or hits < best[0]:
            best = (hits, points)
        if not hits:
            break
    assert best is not None
    return best[1]


def _border(box: Box, towards: Point) -> Point:
    """Returns where the line from the box's centre towards a point leaves the box."""
    dx, dy = towards[0] - box.x, towards[1] - box.y
    reach = min(box.width / 2 / abs(dx) if dx else 1e9, box.height / 2 / abs(dy) if dy else 1e9)
    return (round(box.x + dx * reach, 1), round(box.y + dy * reach, 1)) if reach < 1e9 else (box.x, box.y)


def along(points: tuple[Point, ...], t: float) -> Point:
    """Returns the point of a quadratic curve (start, control, end) at `t` from 0 to 1."""
    (ax, ay), (bx, by), (cx, cy) = points
    u = 1 - t
    return (u * u * ax + 2 * u * t * bx + t * t * cx, u * u * ay + 2 * u * t * by + t * t * cy)


def _inside(box: Box, spot: Point, wider: float) -> bool:
    return abs(spot[0] - box.x) < box.width / 2 + wider and abs(spot[1] - box.y) < box.height / 2 + wider


def _mark(points: tuple[Point, ...], boxes: dict[str, Box], marks: list[Point]) -> tuple[Point, bool]:
    """Returns a place on the curve for its number, and whether that place is not its own."""
    for t in _PLACES:
        x, y = along(points, t)
        free = all(hypot(x - mx, y - my) > 2 * _NUMBER for mx, my in marks)
        if free and not any(_inside(box, (x, y), _NUMBER) for box in boxes.values()):
            return (round(x, 1), round(y, 1)), False
    x, y = along(points, 0.5)
    return (round(x, 1), round(y, 1)), True
