"""Where the lines of a picture say what they are: in words where there is room, else by a letter of the key.

Lines of one style that leave one box together share a label. No label touches a box, a badge or another label; it
keeps off other lines where it can.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from graph.views.geometry import Placement, Point, Route
from graph.views.measure import width

SIZE = 10.0
_HIGH = 10.0
_BADGE = 8.0
_STEP = 5.0
_CELL = 60.0
Area = tuple[float, float, float, float]


@dataclass(frozen=True)
class Label:
    """A label: its centre, px; its text; whether that is a letter of the key; and the edges that it speaks for."""

    x: float
    y: float
    text: str
    letter: bool
    edges: tuple[str, ...]

    @property
    def area(self) -> Area:
        """Returns left, top, right and bottom of the text."""
        half = width(self.text, SIZE, self.letter) / 2 + 1
        return (self.x - half, self.y - _HIGH / 2, self.x + half, self.y + _HIGH / 2)


def labels(placement: Placement, words: Callable[[Route], tuple[str, str]], badged: set[str]) -> list[Label]:
    """Returns the labels of a picture, none for curves.

    `words` gives the words of a route and the letter of its kind; `badged` are the edges whose mark is in use.
    """
    bundles: dict[tuple[Point, str], list[Route]] = defaultdict(list)
    for route in placement.routes.values():
        if not route.bent:
            bundles[route.mark, route.style].append(route)
    solid, lines = _Plane(), _Plane()
    wide, high = placement.width, placement.height
    for edge in ((-99, -99, 0, high), (wide, -99, wide + 99, high), (0, -99, wide, 0), (0, high, wide, high + 99)):
        solid.add(edge)
    for band in placement.bands:
        middle, half = (band.top + band.bottom) / 2, len(band.lines) * 7.0 + 2
        words_end = 8 + max((width(line, 12, bold=True) for line in band.lines), default=0.0) + 3
        solid.add((0, middle - half, words_end, middle + half))
    for box in placement.boxes.values():
        solid.add((box.left - 2, box.top - 1, box.right + 2, box.bottom + 1))
    for route in placement.routes.values():
        if route.edge in badged:
            x, y = route.mark
            solid.add((x - _BADGE, y - _BADGE, x + _BADGE, y + _BADGE))
        for (ax, ay), (bx, by) in pairwise(route.points):
            lines.add((min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)), route.style)
    found = []
    for (mark, style), routes in sorted(bundles.items(), key=lambda one: (len(one[1][0].points), one[0])):
        long, letter = words(routes[0])
        edges = tuple(route.edge for route in routes)
        label = _best(_spoken(routes, mark, long, edges), solid, lines, style, strict=True)
        label = label or _best(_lettered(routes, mark, letter, edges), solid, lines, style, strict=False)
        if label is not None:
            solid.add(label.area)
            found.append(label)
    return found


class _Plane:
    """Areas in a grid of cells, to find quickly what touches one."""

    def __init__(self) -> None:
        self._cells: dict[tuple[int, int], list[tuple[Area, str]]] = defaultdict(list)

    def add(self, area: Area, style: str = "") -> None:
        for cell in _cells(area):
            self._cells[cell].append((area, style))

    def touched(self, area: Area, but: str | None = None) -> bool:
        """Tells whether something touches an area, things of the style `but` left aside."""
        left, top, right, bottom = area
        return any(
            a < right and left < c and b < bottom and top < d
            for cell in _cells(area)
            for (a, b, c, d), style in self._cells.get(cell, ())
            if but is None or style != but
        )


def _cells(area: Area) -> Iterator[tuple[int, int]]:
    left, top, right, bottom = (int(edge // _CELL) for edge in area)
    return ((x, y) for x in range(left, right + 1) for y in range(top, bottom + 1))


def _best(choices: Iterable[Label], solid: _Plane, lines: _Plane, style: str, *, strict: bool) -> Label | None:
    """Returns the first label that touches no other line; else, if not `strict`, the first that touches only lines."""
    second = None
    for label in choices:
        if solid.touched(label.area):
            continue
        left, top, right, bottom = label.area
        if not lines.touched((left - 1.5, top - 1, right + 1.5, bottom + 1), None if not label.letter else style):
            return label
        second = second or label
    return None if strict else second


def _ways(routes: list[Route], mark: Point) -> list[Point]:
    """Returns the corners of the longest of routes that run together, from the end that they share."""
    longest = max(routes, key=lambda route: (len(route.points), route.edge))
    points = list(longest.points)
    (ax, ay), (bx, by) = points[0], points[-1]
    return points if abs(ax - mark[0]) + abs(ay - mark[1]) <= abs(bx - mark[0]) + abs(by - mark[1]) else points[::-1]


def _spoken(routes: list[Route], mark: Point, words: str, edges: tuple[str, ...]) -> Iterator[Label]:
    """Yields places for words: over or under a level leg that is long enough, or beside an upright one."""
    room = width(words, SIZE) + 4
    for (ax, ay), (bx, by) in pairwise(_ways(routes, mark)):
        low, high = min(ax, bx), max(ax, bx)
        if ay == by and high - low >= room + 8:
            at = low + room / 2 + 4
            while at + room / 2 + 4 <= high:
                yield Label(round(at, 1), ay - _HIGH / 2 - 1.5, words, False, edges)
                yield Label(round(at, 1), ay + _HIGH / 2 + 1.5, words, False, edges)
                at += 2 * _STEP
        elif ax == bx and abs(by - ay) >= _HIGH + 8:
            for y in _along(ay, by, _HIGH / 2 + 4):
                yield Label(round(ax + room / 2 + 2, 1), y, words, False, edges)
                yield Label(round(ax - room / 2 - 2, 1), y, words, False, edges)


def _lettered(routes: list[Route], mark: Point, letter: str, edges: tuple[str, ...]) -> Iterator[Label]:
    """Yields places for a letter, on the line itself, nearest to the shared end first."""
    for (ax, ay), (bx, by) in pairwise(_ways(routes, mark)):
        if ax == bx:
            for y in _along(ay, by, _HIGH / 2 + 2):
                yield Label(ax, y, letter, True, edges)
        else:
            for x in _along(ax, bx, _HIGH / 2 + 2):
                yield Label(x, ay, letter, True, edges)


def _along(begin: float, end: float, inset: float) -> Iterator[float]:
    sign = 1 if end > begin else -1
    at = begin + sign * inset
    while (end - at) * sign >= inset:
        yield round(at, 1)
        at += sign * _STEP
