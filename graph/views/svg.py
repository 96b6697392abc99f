"""How SVG writes a text, a point and a length."""

from __future__ import annotations

from xml.sax.saxutils import escape

from graph.views.geometry import Point
from graph.views.measure import width

INK = "#14202b"


def write(
    words: str,
    x: float,
    y: float,
    size: float,
    *,
    weight: str = "normal",
    style: str = "normal",
    colour: str = INK,
    anchor: str = "middle",
    fitted: bool = False,
    name: str = "",
    group: str = "",
    halo: bool = False,
) -> str:
    """Returns a text element; if `fitted`, it takes the width we measured in whatever font is at hand."""
    extra = "" if weight == "normal" else f' font-weight="{weight}"'
    extra += "" if style == "normal" else f' font-style="{style}"'
    extra += "" if size == 12 else f' font-size="{n(size)}"'
    extra += "" if anchor == "start" else f' text-anchor="{anchor}"'
    extra += f' id="{name}"' if name else ""
    extra += ' paint-order="stroke" stroke="#ffffff" stroke-width="3" stroke-linejoin="round"' if halo else ""
    extra += f' class="{group}"' if group else ""
    if fitted and len(words) > 1:
        extra += f' textLength="{n(width(words, size))}" lengthAdjust="spacingAndGlyphs"'
    return f'<text x="{n(x)}" y="{n(y)}" fill="{colour}"{extra}>{escape(words)}</text>'


def point(at: Point) -> str:
    """Returns a point as path data has it."""
    return f"{n(at[0])} {n(at[1])}"


def sign(number: float) -> int:
    """Returns -1, 0 or 1."""
    return (number > 0) - (number < 0)


def n(number: float) -> str:
    """Returns a length to a tenth of a px."""
    return f"{number:.1f}".rstrip("0").rstrip(".") or "0"
