"""How the lines run: a trunk from one end through the gaps between boxes, a rail along the other end.

Lines of one style from one node share a trunk; lines of one style into one node share a rail in the
channel beside its row. Vertical legs stand only in gaps, horizontal legs only in channels between
rows, so that no line runs through a box. The outer end (a board, a force) owns the rail.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field

import networkx as nx

from graph.views.geometry import Point
from graph.views.pins import Pins, Span
from graph.views.rows import Rows, Size
from graph.views.styles import BANDS

PITCH = 6.0
_NEAR = 150.0
_SIDESTEP = 70.0
_CLEAR = 6.0
_EDGE = 9.0
_HEADS = 11.0


@dataclass
class Line:
    """One relation on its way: `inner` sends the trunk, `outer` owns the rail; sides are +1 down, -1 up."""

    edge: str
    claim: str
    subject: str
    object: str
    style: str
    inner: str = ""
    outer: str = ""
    leaves: int = 1
    enters: int = -1
    crossed: list[int] = field(default_factory=list)
    channel: int = 0

    @property
    def trunk(self) -> str:
        """Returns the name of the trunk it shares."""
        return f"T|{self.inner}|{self.leaves}|{self.style}|{self.inner == self.subject}"

    @property
    def rail(self) -> str:
        """Returns the name of the rail it shares."""
        return f"R|{self.outer}|{self.enters}|{self.style}|{self.inner == self.subject}"


@dataclass(frozen=True)
class Tracks:
    """What the lines need: px of height per channel, and each route's points with y as (row, side, offset)."""

    heights: tuple[float, ...]
    track: dict[tuple[int, str], float]
    lane: dict[tuple[str, int], float]
    port: dict[str, float]


def lines_of(network: nx.MultiDiGraph, rows: Rows) -> list[Line]:
    """Returns one line per relation, in the order of subject, object and claim, each knowing its way."""
    row_of = {node: i for i, row in enumerate(rows.rows) for node in row}
    edges = sorted(network.edges(keys=True, data=True), key=lambda e: (str(e[0]), str(e[1]), str(e[2])))
    lines, counts = [], Counter[tuple[str, str]]()
    for number, (subject, object_, claim, data) in enumerate(edges):
        style = "|".join(str(data.get(name, "")) for name in ("relation", "grade", "modality", "standing"))
        lines.append(Line(f"e{number}", str(claim), subject, object_, style))
        counts.update({(subject, style): 1, (object_, style): 1} if subject != object_ else {(subject, style): 1})
    for line in lines:
        ends = [line.subject, line.object]
        rank = [BANDS[rows.bands[row_of[n]]][0] != "arrangements" for n in ends]
        weight = [(rank[i], counts[ends[i], line.style], i) for i in (0, 1)]
        line.outer, line.inner = (ends[0], ends[1]) if weight[0] > weight[1] else (ends[1], ends[0])
        low, high = row_of[line.inner], row_of[line.outer]
        if low < high:
            line.crossed, line.channel = list(range(low + 1, high)), high
        elif low > high:
            line.leaves, line.enters = -1, 1
            line.crossed, line.channel = list(range(low - 1, high, -1)), high + 1
        else:
            line.enters, line.channel = 1, high + 1
    return lines


def run(lines: list[Line], rows: Rows, sizes: dict[str, Size]) -> Tracks:
    """Returns the lanes, ports and tracks of all lines: x of every vertical leg, y offset of every level one."""
    row_of = {node: i for i, row in enumerate(rows.rows) for node in row}
    pins = Pins(len(rows.rows) + 1)
    gaps = [_gaps(row, rows, sizes) for row in rows.rows]
    trunks, rails = defaultdict(list), defaultdict(list)
    for line in lines:
        trunks[line.trunk].append(line)
        rails[line.rail].append(line)
    bundle = {name: _bundle(name, many) for name, many in trunks.items()}
    lane: dict[tuple[str, int], float] = {}
    port: dict[str, float] = {}
    chains: dict[tuple[str, int], list[str]] = defaultdict(list)
    for name in sorted(trunks, key=lambda t: (max(len(m.crossed) for m in trunks[t]), t)):
        many = trunks[name]
        node, size = many[0].inner, sizes[many[0].inner]
        crossed = max((line.crossed for line in many), key=len)
        aim = sum(rows.x[line.outer] for line in many) / len(many)
        lean = max(-0.3, min(0.3, (aim - rows.x[node]) / 600)) * size.width
        lane.update(_lanes(name, crossed, rows.x[node] + lean, gaps, pins, bundle[name], chains, lane))
        wanted = lane[name, crossed[0]] if crossed else (aim if len(many) == 1 else rows.x[node] + lean)
        beside = row_of[node] + (1 if many[0].leaves > 0 else 0)
        port[name] = pins.take((beside,), wanted, _ports(rows.x[node], size), bundle[name], _HEADS)
    entry = {line.edge: lane[line.trunk, line.crossed[-1]] if line.crossed else port[line.trunk] for line in lines}
    for name in sorted(rails, key=lambda r: (len(rails[r]), r)):
        many = rails[name]
        centre = rows.x[many[0].outer]
        span = _ports(centre, sizes[many[0].outer])
        alone = len({entry[line.edge] for line in many}) == 1
        straight = alone and span[0][0] <= entry[many[0].edge] <= span[0][1]
        wanted = entry[many[0].edge] if straight else centre
        friend = bundle[many[0].trunk] if alone else ""
        port[name] = pins.take((many[0].channel,), wanted, span, name, _HEADS, friend)
    return _tracks(lines, rows, lane, port, entry, bundle)


def _bundle(name: str, many: list[Line]) -> str:
    """Returns what a trunk may share lanes with: trunks of its style and direction to the very same rails."""
    return "|".join(["L", *sorted({line.rail for line in many}), str(many[0].leaves)])


def _lanes(
    name: str,
    crossed: list[int],
    at: float,
    gaps: list[list[Span]],
    pins: Pins,
    bundle: str,
    chains: dict[tuple[str, int], list[str]],
    lane: dict[tuple[str, int], float],
) -> dict[tuple[str, int], float]:
    """Returns the x of a trunk in each row it crosses: joined to its bundle if near, else as straight as can be."""
    found: dict[tuple[str, int], float] = {}
    todo = list(crossed)
    while todo:
        row = todo[0]
        joined = [other for other in chains[bundle, row] if abs(lane[other, row] - at) <= _NEAR]
        if joined:
            other = min(joined, key=lambda o: (abs(lane[o, row] - at), o))
            found.update({(name, i): lane[other, i] for i in todo})
            break
        straight, spans = [row], gaps[row]
        for following in todo[1:]:
            near = [(c, d) for c, d in gaps[following] if c - _SIDESTEP <= at <= d + _SIDESTEP]
            both = [
                (max(a, c), min(b, d))
                for a, b in spans
                if a - _SIDESTEP <= at <= b + _SIDESTEP
                for c, d in near
                if min(b, d) - max(a, c) >= 4 and max(a, c) - _SIDESTEP <= at <= min(b, d) + _SIDESTEP
            ]
            if not both or chains[bundle, following]:
                break
            straight.append(following)
            spans = both
        at = pins.take(sorted({c for i in straight for c in (i, i + 1)}), at, spans, bundle, 4.5)
        found.update({(name, i): at for i in straight})
        todo = todo[len(straight) :]
    for i in crossed:
        chains[bundle, i].append(name)
    return found


def _tracks(
    lines: list[Line],
    rows: Rows,
    lane: dict[tuple[str, int], float],
    port: dict[str, float],
    entry: dict[str, float],
    bundle: dict[str, str],
) -> Tracks:
    """Puts every level leg on a track: the upper row's rails on top, then jogs, then the lower row's rails."""
    spans: dict[tuple[int, int, str], list[float]] = defaultdict(list)
    jogs: dict[tuple[int, str], str] = {}
    entries: dict[str, set[float]] = defaultdict(set)
    for line in lines:
        entries[line.rail].add(entry[line.edge])
    for line in lines:
        zone, alone = 0 if line.enters > 0 else 2, len(entries[line.rail]) == 1
        shared = f"{bundle[line.trunk]}|{entry[line.edge]:.1f}" if alone else line.rail
        if entry[line.edge] != port[line.rail] or not alone:
            spans[line.channel, zone, shared] += [entry[line.edge], port[line.rail]]
            jogs[line.channel, line.rail] = shared
        at = port[line.trunk]
        for i in line.crossed:
            channel = i + (1 if line.leaves < 0 else 0)
            to = lane[line.trunk, i]
            jog = f"{bundle[line.trunk]}|{to:.1f}"
            if to != at:
                spans[channel, 1, jog] += [at, to]
                jogs[channel, line.trunk] = jog
            at = to
    heights: list[float] = []
    track: dict[tuple[int, str], float] = {}
    levels: dict[tuple[int, int], list[tuple[float, float, str]]] = defaultdict(list)
    for (channel, zone, name), xs in spans.items():
        if max(xs) > min(xs):
            levels[channel, zone].append((min(xs), max(xs), name))
    for channel in range(len(rows.rows) + 1):
        offset = 0.0
        for zone in (0, 1, 2):
            placed, used = _stack(levels[channel, zone])
            for name, row in placed.items():
                track[channel, name] = offset + PITCH * (used - 1 - row if zone == 2 else row)
            offset += used * PITCH
        heights.append(offset)
    for (channel, net), leg in jogs.items():
        if (channel, leg) in track:
            track[channel, net] = track[channel, leg]
    return Tracks(tuple(heights), track, lane, port)


def _stack(level: list[tuple[float, float, str]]) -> tuple[dict[str, int], int]:
    """Returns the track number of each leg, short ones first, none touching on a track, and how many tracks."""
    ends: list[list[tuple[float, float]]] = []
    placed: dict[str, int] = {}
    for low, high, name in sorted(level, key=lambda leg: (leg[1] - leg[0], leg)):
        free = (i for i, taken in enumerate(ends) if all(high + 14 < a or b + 14 < low for a, b in taken))
        placed[name] = next(free, len(ends))
        if placed[name] == len(ends):
            ends.append([])
        ends[placed[name]].append((low, high))
    return placed, len(ends)


def points(line: Line, tracks: Tracks, edge_y: dict[str, tuple[float, float]], channel_y: list[float]) -> list[Point]:
    """Returns the corners from subject to object, px; `edge_y` is each node's (top, bottom)."""
    at = tracks.port[line.trunk]
    way: list[Point] = [(at, edge_y[line.inner][1 if line.leaves > 0 else 0])]
    for i in line.crossed:
        channel, to = i + (1 if line.leaves < 0 else 0), tracks.lane[line.trunk, i]
        if (channel, line.trunk) in tracks.track and to != at:
            y = channel_y[channel] + tracks.track[channel, line.trunk]
            way += [(at, y), (to, y)]
        at = to
    riser = tracks.port[line.rail]
    if riser != at:
        y = channel_y[line.channel] + tracks.track[line.channel, line.rail]
        way += [(at, y), (riser, y)]
    way.append((riser, edge_y[line.outer][1 if line.enters > 0 else 0]))
    return way if line.inner == line.subject else way[::-1]


def _ports(x: float, size: Size) -> list[Span]:
    reach = max(0.0, size.width / 2 - _EDGE)
    return [(x - reach, x + reach)]


def _gaps(row: tuple[str, ...], rows: Rows, sizes: dict[str, Size]) -> list[Span]:
    spans, at = [], -14.0
    for node in row:
        left = rows.x[node] - sizes[node].width / 2 - _CLEAR
        if left - at >= 0:
            spans.append((at, left))
        at = rows.x[node] + sizes[node].width / 2 + _CLEAR
    spans.append((at, max(at, rows.width + 14.0)))
    return spans
