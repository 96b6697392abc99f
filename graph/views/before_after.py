"""`before_after_svg`, `before_after_page`: the same things in the same places, as they stand and as they would be."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

import networkx as nx
from markupsafe import Markup

from graph.views import plain
from graph.views.layout import place
from graph.views.measure import FAMILY
from graph.views.network_drawing import NetworkDrawing
from graph.views.network_svg import svg_of
from graph.wording import say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graph.analysis.statements import Caption

_GAP = 10.0


def before_after_svg(network: nx.MultiDiGraph) -> str:
    """Returns both pictures of a network of `analysis.breaking` as one SVG document, before above after.

    Before: what holds now. After: without the lines that would lapse, with those that would arise; what would end has
    a broken border and says so. `network` is not changed.
    """

    def draw() -> str:
        pictures = _pictures(network)
        wide = max(width for _, width, _ in pictures)
        high = sum(height for _, _, height in pictures) + _GAP
        parts, y = [], 0.0
        for svg, _, height in pictures:
            parts.append(svg.replace("<svg ", f'<svg x="0" y="{y:g}" ', 1))
            y += height + _GAP
        title = say("what-if.picture-title")
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide:g}" height="{high:g}" '
            f'viewBox="0 0 {wide:g} {high:g}" lang="{_language(network)}" font-family="{escape(FAMILY)}">\n'
            f"<title>{escape(title)}</title>\n"
            f'<rect width="100%" height="100%" fill="#ffffff"/>\n{"".join(parts)}</svg>\n'
        )

    return plain.spoken_in(_language(network), draw)


def before_after_page(
    network: nx.MultiDiGraph, caption: Caption, twin: plain.Twin, records: Iterable[plain.Record]
) -> str:
    """Returns the page with both pictures, the table of what follows, and the evidence of each thing affected."""

    def draw() -> str:
        drawn = [Markup(svg) for svg, _, _ in _pictures(network, captioned=False)]
        return plain.page(caption, Markup("").join(drawn), Markup(""), twin=twin, records=records)

    return plain.spoken_in(_language(network), draw)


def _pictures(network: nx.MultiDiGraph, *, captioned: bool = True) -> list[tuple[str, float, float]]:
    """Returns the two pictures, each with its width and height, px."""
    whole = place(network)
    found = []
    for word, gone in (("before", "arises"), ("after", "lapses")):
        later = word == "after"
        one = network.copy()
        for *_, data in one.edges(data=True):
            data["shown"] = not data.get(gone)
        for _, data in one.nodes(data=True):
            data["kept"] = True
            data["ends"] = later and data.get("ends")
        boxes = whole.boxes if later else {node: replace(box, mark=()) for node, box in whole.boxes.items()}
        told = network.graph if later and captioned else {"language": _language(network), "day": ""}
        asked = {"answer": network.graph["question"]} if captioned and not later else {}
        one.graph.clear()
        one.graph.update(told, title=say(f"what-if.{word}"), lens=told.get("lens", ""), **asked)
        svg = svg_of(
            NetworkDrawing(one, replace(whole, boxes=boxes), _language(network)), keyed=later, prefix=f"{word}-"
        )
        size = svg.split("viewBox=", 1)[1].split('"')[1].split()
        found.append((svg, float(size[2]), float(size[3])))
    return found


def _language(network: nx.MultiDiGraph) -> str:
    return str(network.graph.get("language", "en"))
