"""The marks of a timeline: one shape per kind of moment, hollow if planned, crossed if missed; and the bars."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from graph.views.drawing import ACCENT, CONTESTED, INK, SOFT, Drawing, n

if TYPE_CHECKING:
    from graph.analysis.timeline import Bar
    from graph.views.time_scale import Scale

THICK = 9.0
LEAD = 46.0  # px of dots before a beginning of which only the latest day is known


# Whether a row is in force on the day, as an outline around (0, 0) and its fill: told apart by shape.
SIGNS = {
    "certain": ("M-4 0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0z", ACCENT),
    "possible": ("M-4 0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0z", "#ffffff"),
    "not-yet": ("M-3 -4.5L4.5 0L-3 4.5z", "#ffffff"),
    "ended": ("M-4 -4L4 4M4 -4L-4 4", "none"),
    "": ("M0 0", "none"),
}


def mark(d: Drawing, kind: str, x: float, y: float, manner: str) -> None:
    """Draws the mark of a moment, 12 px wide, its centre at (x, y)."""
    fill = ACCENT if manner == "actual" else "#ffffff"
    shapes = {
        "milestone": f"M{n(x)} {n(y - 6.5)}l6.5 6.5l-6.5 6.5l-6.5 -6.5z",
        "host": f"M{n(x - 5)} {n(y - 5)}h10v10h-10z",
        "renamed": f"M{n(x - 6)} {n(y - 5)}h7l5 5l-5 5h-7z",
        "replaced": f"M{n(x)} {n(y - 6)}l6.5 11.5h-13z",
        "agreement": f"M{n(x - 5)} {n(y - 6)}h7l3 3v9h-10z",
    }
    if kind in shapes:
        d.path(shapes[kind], ACCENT, 1.6, fill)
    else:
        d.add(f'<circle cx="{n(x)}" cy="{n(y)}" r="5" fill="{fill}" stroke="{ACCENT}" stroke-width="1.6"/>')
    if manner == "missed":
        d.path(f"M{n(x - 6)} {n(y - 6)}l12 12m0 -12l-12 12", CONTESTED, 1.8)


def sign(d: Drawing, state: str, x: float, y: float) -> None:
    """Draws the sign of a state on the day, 9 px wide, its centre at (x, y)."""
    outline, fill = SIGNS[state]
    d.group("state", x, y)
    d.path(outline, ACCENT, 1.5, fill)
    d.close()


def bar(d: Drawing, it: Bar, scale: Scale, today: date, y: float) -> float:
    """Draws a stretch of time, its middle at y, and returns the x at which it begins.

    Dots: some time within; solid: attested; an outline that thins into an arrow: no end stated and not attested since.
    """
    hollow = it.manner != "actual"
    colour = CONTESTED if it.contested else ACCENT
    span, edge = it.span, scale.at(today)
    known_start = span.start_latest or span.start_earliest
    begin = scale.at(known_start) if known_start else None
    end_first = scale.at(span.end_earliest) if span.end_earliest else None
    end_last = scale.at(span.end_latest) if span.end_latest else None
    said = scale.at(it.attested_day) if it.attested_day else None
    left = begin
    if span.start_earliest and span.start_latest and span.start_earliest != span.start_latest:
        left = scale.at(span.start_earliest)
        _dots(d, left, scale.at(span.start_latest), y, colour)
    elif span.start_latest and not span.start_earliest:
        left = max(scale.left, scale.at(span.start_latest) - LEAD)
        _dots(d, left, scale.at(span.start_latest), y, colour)
    end = end_first if end_first is not None else end_last
    if begin is None and end is not None:
        begin = min(said, end) if said is not None else end
        left = max(scale.left, begin - LEAD)
        _dots(d, left, begin, y, colour)
    if begin is None:
        return scale.left
    certain = end if end is not None else max(begin, min(said if said is not None else begin, edge))
    if certain > begin:
        d.rect(begin, y - THICK / 2, certain - begin, THICK, "#ffffff" if hollow else colour, colour, 1.4)
    elif begin == end or end is None:
        d.rect(begin - 1.5, y - THICK / 2, 3, THICK, colour)
    if end_first is not None and end_last is not None and end_last > end_first:
        _dots(d, end_first, end_last, y, colour)
    if end is not None:
        stop = end_last if end_last is not None else end
        d.path(f"M{n(stop)} {n(y - 7)}V{n(y + 7)}", colour, 2)
    elif edge > certain + 4:
        _fade(d, certain, edge, y, colour, hollow)
    if it.contested:
        d.badge(max(begin, left if left is not None else begin) + 4, y, "?")
    inside = said is not None and (left is None or said >= left - 1) and (end is None or said <= end)
    if said is not None and said <= edge and inside:
        d.path(f"M{n(said)} {n(y - 8)}V{n(y + 8)}", INK, 1.6)
    return left if left is not None else begin


def _dots(d: Drawing, left: float, right: float, y: float, colour: str) -> None:
    if right - left >= 2:
        d.add(
            f'<path d="M{n(left + 2)} {n(y)}H{n(right)}" stroke="{colour}" stroke-width="4" stroke-linecap="round" '
            'stroke-dasharray="0.1 7" fill="none"/>'
        )


def _fade(d: Drawing, left: float, right: float, y: float, colour: str, hollow: bool) -> None:
    """Draws a wedge that grows thin and pale, and an arrow head; only its dashed outline if hollow."""
    tip = right - 7
    wedge = f"M{n(left)} {n(y - 4)}L{n(tip)} {n(y - 1)}V{n(y + 1)}L{n(left)} {n(y + 4)}z"
    if hollow:
        d.path(wedge, colour, 1.2, "#ffffff", dash="4 2.5")
    else:
        d.add(f'<path d="{wedge}" fill="url(#{d.fade if colour == ACCENT else d.fade + "c"})"/>')
    d.path(f"M{n(tip - 1)} {n(y - 5)}L{n(right)} {n(y)}L{n(tip - 1)} {n(y + 5)}", SOFT, 1.6)
