"""`network_svg`: the picture as one still SVG, drawn by us from the very places and outlines of the page.

Every box and every relation is one group with its own title; text is text; nothing refers outside. Dashes
start from the picture's own origin, so that lines which run together stay dashed. What is told by colour is
told by shape, dash, head or number as well.
"""

from __future__ import annotations

from contextvars import copy_context
from itertools import pairwise
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import networkx as nx

from graph.views import key
from graph.views.geometry import Point
from graph.views.labels import SIZE
from graph.views.measure import FAMILY, width, wrap
from graph.views.network_drawing import NetworkDrawing, draw_network
from graph.views.svg import INK, n, point, sign, write
from graph.wording import say, speak

_RADIUS = 5.0
_SIDE = 14.0
_NARROWEST = 620.0
_TITLE, _ANSWER, _SMALL = 20.0, 14.0, 12.0
_SOFT = "#4a5763"


def network_svg(network: nx.MultiDiGraph) -> str:
    """Returns the picture of `network` as an SVG document, in the language it names: the same bytes each time.

    What is out of force on its day is left out. `network` is not changed.
    """

    def draw() -> str:
        speak(str(network.graph.get("language", "en")))
        return svg_of(draw_network(network))

    return copy_context().run(draw)


def svg_of(drawn: NetworkDrawing, *, everything: bool = False, keyed: bool = True, prefix: str = "") -> str:
    """Returns the SVG of a drawing; with `everything`, what is out of force is in it too, not displayed.

    Without `keyed` it has no key; `prefix` begins its ids, where several stand on one page.
    """
    wide = max(drawn.placement.width, _NARROWEST)
    room = wide - 2 * _SIDE
    parts: list[str] = []
    y = _SIDE
    for text, size, weight, colour in _heading(drawn):
        for line in wrap(text, size, room, weight == "bold", even=False):
            y += size * 1.25
            group = "answer" if size == _ANSWER else ""
            at = y - size * 0.25
            parts.append(write(line, _SIDE, at, size, weight=weight, colour=colour, anchor="start", group=group))
        y += size * 0.4
    parts.append(f'<g transform="translate({n((wide - drawn.placement.width) / 2)} {n(y)})">')
    parts += _bands(drawn, wide)
    parts += _relations(drawn, everything, prefix)
    parts += _labels(drawn, everything, prefix)
    parts += _boxes(drawn, everything, prefix)
    parts.append("</g>")
    y += drawn.placement.height + 10
    if keyed:
        entries, y = _key(drawn, y, room)
        parts += entries
    lines, y = _caption(drawn, y + 6, room, prefix)
    parts += lines
    high = y + _SIDE
    described = say("views.picture.label", title=drawn.told["title"], lines=sum(one["shown"] for one in drawn.lines))
    named = " ".join(part for part in (drawn.told["answer"], described) if part)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{n(wide)}" height="{n(high)}" '
        f'viewBox="0 0 {n(wide)} {n(high)}" role="img" lang="{drawn.language}" '
        f'aria-labelledby="{prefix}picture-title {prefix}picture-text" font-family="{escape(FAMILY)}" font-size="12" '
        f'text-rendering="geometricPrecision">\n'
        f'<title id="{prefix}picture-title">{escape(drawn.told["title"])}</title>\n'
        f'<desc id="{prefix}picture-text">{escape(named)}</desc>\n'
        f'<rect width="100%" height="100%" fill="#ffffff"/>\n' + "\n".join(parts) + "\n</svg>\n"
    )


def _heading(drawn: NetworkDrawing) -> list[tuple[str, float, str, str]]:
    found = [(drawn.told["title"], _TITLE, "bold", INK)]
    if drawn.told["answer"]:
        found.append((drawn.told["answer"], _ANSWER, "normal", INK))
    return found


def _bands(drawn: NetworkDrawing, wide: float) -> list[str]:
    parts = []
    left = -(wide - drawn.placement.width) / 2
    for number, band in enumerate(drawn.placement.bands):
        if number % 2 == 0:
            parts.append(
                f'<rect x="{n(left)}" y="{n(band.top)}" width="{n(wide)}" height="{n(band.bottom - band.top)}" '
                f'fill="#f7f9fa"/>'
            )
        middle = (band.top + band.bottom) / 2
        for place, line in enumerate(band.lines):
            at = middle + (place - (len(band.lines) - 1) / 2) * 14 + 4
            parts.append(write(line, 8, at, _SMALL, weight="bold", colour=_SOFT, anchor="start"))
    return parts


def _relations(drawn: NetworkDrawing, everything: bool, prefix: str) -> list[str]:
    parts = ['<g fill="none">']
    badges = []
    for line in drawn.lines:
        if not (line["shown"] or everything):
            continue
        hidden = "" if line["shown"] else ' display="none"'
        sentence = f"{line['subject_label']} {line['relation']} {line['object_label']}"
        about = f"{sentence} ({line['number']})" if line["number"] is not None else f"{sentence} ({line['sureness']})"
        marks = (
            f'<g id="{prefix}line-{line["id"]}" stroke="{line["colour"]}" stroke-width="{n(line["width"])}"{hidden}>'
        )
        parts.append(marks + f"<title>{escape(about)}</title>" + "".join(_strokes(line)) + "</g>")
        if line["badge"] or (line["number"] is not None and not line["quiet"]):
            badges.append(f'<g id="{prefix}mark-{line["id"]}"{hidden}>{_badge(line)}</g>')
    return [*parts, "</g>", *badges]


def _strokes(line: dict[str, Any]) -> list[str]:
    points: tuple[Point, ...] = line["points"]
    if line["bent"]:
        a, b, c = (f"{n(x)} {n(y)}" for x, y in points)
        return [f'<path d="M{a}Q{b} {c}" stroke-opacity="0.8"/>']
    legs = _legs(points, 5.0 if line["head"] in ("full", "bar") else 0.0)
    bends = [f"Q{point(corner)} {point(following[0])}" for corner, following in zip(points[1:], legs[1:], strict=False)]
    head = _head(line["head"], points[-1], sign(points[-1][1] - points[-2][1]) or 1, line["colour"])
    if not line["dash"]:
        way = "".join(f"L{point(end)}{bend}" for (_, end), bend in zip(legs, [*bends, ""], strict=True))
        return [f'<path d="M{point(legs[0][0])}{way}"/>', head]
    dash, period = " ".join(n(length) for length in line["dash"]), sum(line["dash"])
    strokes = []
    for one, other in legs:
        low, high = sorted((one, other))
        begin = low[0] if low[1] == high[1] else low[1]
        strokes.append(
            f'<path d="M{point(low)}L{point(high)}" stroke-dasharray="{dash}" stroke-dashoffset="{n(begin % period)}"/>'
        )
    if bends:
        corners = "".join(f"M{point(end)}{bend}" for (_, end), bend in zip(legs, bends, strict=False))
        strokes.append(f'<path d="{corners}"/>')
    return [*strokes, head]


def _legs(points: tuple[Point, ...], shorter: float) -> list[tuple[Point, Point]]:
    """Returns each straight leg between the roundings of its ends; the last ends `shorter` px early, for a head."""
    reach = [abs(b[0] - a[0]) + abs(b[1] - a[1]) for a, b in pairwise(points)]
    legs = []
    for i, (a, b) in enumerate(pairwise(points)):
        before = min(_RADIUS, reach[i - 1] / 2, reach[i] / 2) if i else 0.0
        after = shorter if i + 1 == len(reach) else min(_RADIUS, reach[i + 1] / 2, reach[i] / 2)
        dx, dy = sign(b[0] - a[0]), sign(b[1] - a[1])
        legs.append(((a[0] + dx * before, a[1] + dy * before), (b[0] - dx * after, b[1] - dy * after)))
    return legs


def _head(shape: str, tip: Point, down: int, colour: str) -> str:
    x, y = tip
    if shape == "open":
        return f'<path d="M{n(x - 4)} {n(y - 7 * down)}L{n(x)} {n(y - down)}L{n(x + 4)} {n(y - 7 * down)}"/>'
    if shape == "diamond":
        d = f"M{n(x)} {n(y)}l-4 {-5 * down}l4 {-5 * down}l4 {5 * down}z"
    elif shape in ("full", "bar"):
        d = f"M{n(x)} {n(y)}l-4 {-8 * down}h8z"
        if shape == "bar":
            d += f"M{n(x - 5)} {n(y - 11 * down - 0.9)}h10v1.8h-10z"
    else:
        return ""
    return f'<path d="{d}" fill="{colour}" stroke="none"/>'


def _badge(line: dict[str, Any]) -> str:
    x, y = line["place"]
    if line["number"] is not None:
        digits = str(line["number"])
        half = 5.0 + 3.4 * len(digits)
        return (
            f'<rect x="{n(x - half)}" y="{n(y - 9)}" width="{n(2 * half)}" height="18" rx="9" fill="#ffffff" '
            f'stroke="{line["colour"]}"/>' + write(digits, x, y + 4, _SMALL, weight="bold")
        )
    dark = line["badge"] == "?"
    fill, edge, ink = ("#b3161b", "#ffffff", "#ffffff") if dark else ("#ffffff", key.INK, key.INK)
    return f'<circle cx="{n(x)}" cy="{n(y)}" r="7" fill="{fill}" stroke="{edge}" stroke-width="1.4"/>' + write(
        line["badge"], x, y + 4, 11, weight="bold", colour=ink
    )


def _labels(drawn: NetworkDrawing, everything: bool, prefix: str) -> list[str]:
    lines = {line["id"]: line for line in drawn.lines}
    parts = []
    for number, label in enumerate(drawn.labels):
        if not (everything or any(lines[edge]["shown"] for edge in label.edges)):
            continue
        colour, weight = lines[label.edges[0]]["colour"], "bold" if label.letter else "normal"
        text = write(label.text, label.x, label.y + 3.5, SIZE, weight=weight, colour=colour, halo=True)
        parts.append(f'<g id="{prefix}label-{number}">{text}</g>')
    return parts


def _boxes(drawn: NetworkDrawing, everything: bool, prefix: str) -> list[str]:
    parts = []
    for name, thing in drawn.things.items():
        if name in drawn.hidden and not everything:
            continue
        hidden = ' display="none"' if name in drawn.hidden else ""
        lang = f" lang={quoteattr(thing['lang'])}" if thing["lang"] else ""
        dash = f' stroke-dasharray="{" ".join(n(one) for one in thing["dash"])}"' if thing["dash"] else ""
        about = ", ".join(part for part in (thing["label"], thing["kind_label"], *thing["mark"]) if part)
        shape = (
            f'<path d="{thing["path"]}" fill="{thing["fill"]}" stroke="{thing["border"]}" '
            f'stroke-width="{n(thing["weight"])}"{dash}/>'
        )
        marks = thing["mark"]
        board = _board_sign(f"{prefix}sign-{name}", thing) if everything else ""
        tall = len(thing["lines"]) * 14 + (len(marks) * 13 + 3 if marks else 0)
        at = -tall / 2 + 11.5
        words = []
        weight = "bold" if thing["focus"] else "normal"
        for line in thing["lines"]:
            words.append(write(line, 0, at, 12, weight=weight, colour=thing["text"], fitted=weight == "normal"))
            at += 14
        at += 2
        for line in marks:
            words.append(write(line, 0, at, 12, style="italic", colour=thing["mark_text"], group="mark"))
            at += 13
        parts.append(
            f'<g id="{prefix}box-{name}" transform="translate({n(thing["x"])} {n(thing["y"])})"{lang}{hidden}>'
            f"<title>{escape(about)}</title>{shape}{''.join(words)}{board}</g>"
        )
    return parts


def _board_sign(name: str, thing: dict[str, Any]) -> str:
    """Returns the sign that a box may get where its mark has no room, for a page's script to show."""
    if not thing["governed"]:
        return ""
    return (
        f'<g id="{name}" display="none" transform="translate({n(thing["w"] / 2 - 4)} {n(2 - thing["h"] / 2)})">'
        '<circle r="7" fill="#ffffff" stroke="#8a2a12" stroke-width="1.4"/>'
        + write("", 0, 4, 11, weight="bold", colour="#8a2a12")
        + "</g>"
    )


def _key(drawn: NetworkDrawing, y: float, room: float) -> tuple[list[str], float]:
    """Returns the key's entries in rows of at most `room` px from `y` down, and where it ends."""
    groups: list[list[tuple[str, float, str]]] = [
        [(_thing_icon(one), 34.0, one.label) for one in key.things(drawn.network)],
        [(_line_icon(one), 40.0, one.label) for one in drawn.strokes[0]],
        [(_line_icon(one), 40.0, one.label) for one in drawn.strokes[1]],
    ]
    parts = [f'<path d="M{n(_SIDE)} {n(y)}h{n(room)}" stroke="#c3ccd4" fill="none"/>']
    y += 16
    for group in groups:
        x = _SIDE
        for icon, wide, label in group:
            lines = wrap(label, _SMALL, room - wide - 6)
            need = wide + 6 + max(width(line, _SMALL) for line in lines)
            if x > _SIDE and x + need > _SIDE + room:
                x, y = _SIDE, y + 21
            parts.append(f'<g transform="translate({n(x)} {n(y)})">{icon}</g>')
            for place, line in enumerate(lines):
                parts.append(write(line, x + wide + 6, y + 4 + place * 15, _SMALL, anchor="start"))
            y += 15 * (len(lines) - 1)
            x += need + 18
        y += 21 if group else 0
    return parts, y


def _thing_icon(one: key.Thing) -> str:
    dash = f' stroke-dasharray="{" ".join(str(d) for d in one.look.dash)}"' if one.look.dash else ""
    return (
        f'<path transform="translate(16 0)" d="{one.path}" fill="{one.look.fill}" stroke="{one.look.border}" '
        f'stroke-width="{one.look.weight}"{dash}/>'
    )


def _line_icon(one: key.Stroke) -> str:
    dash = f' stroke-dasharray="{one.dash}"' if one.dash else ""
    line = (
        f'<path d="M1 0H{32 if one.head else 39}" fill="none" stroke="{one.colour}" stroke-width="{one.width}"{dash}/>'
    )
    head = ""
    if one.head:
        turned = _head(one.head, (0, 0), 1, one.colour)
        ink = f' stroke="{one.colour}" fill="none" stroke-width="1.6"' if one.head == "open" else ""
        head = f'<g transform="translate(39 0) rotate(-90)"{ink}>{turned}</g>'
    if one.letter:
        line += write(one.letter, 15, 3.5, SIZE, weight="bold", colour=one.colour, halo=True)
    if one.badge:
        number = one.badge if one.name == "number" else None
        line += _badge({"place": (20, 0), "number": number, "badge": one.badge, "colour": one.colour})
    return line + head


def _caption(drawn: NetworkDrawing, y: float, room: float, prefix: str) -> tuple[list[str], float]:
    if not drawn.caption:
        return [], y
    parts = [f'<path d="M{n(_SIDE)} {n(y)}h{n(room)}" stroke="#c3ccd4" fill="none"/>']
    y += 4
    for word, text in drawn.caption:
        name = say(f"views.caption.{word}")
        indent = width(name, _SMALL, bold=True) + 8
        lines = wrap(text, _SMALL, room - indent, even=False)
        y += 16
        parts.append(write(name, _SIDE, y, _SMALL, weight="bold", colour=_SOFT, anchor="start"))
        for place, line in enumerate(lines):
            y += 16 if place else 0
            parts.append(write(line, _SIDE + indent, y, _SMALL, anchor="start"))
    parts.append(write("", _SIDE, y + 16, _SMALL, weight="bold", anchor="start", name=f"{prefix}state"))
    return parts, y + 12
