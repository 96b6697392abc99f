"""The key of a timeline: what occurs in it, as signs and words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.views.drawing import ACCENT, CONTESTED, INK, SOFT, Drawing, n
from graph.views.marks import SIGNS, mark, sign
from graph.views.time_scale import scale
from graph.wording import say

if TYPE_CHECKING:
    from graph.analysis.timeline import Timeline

NARROWED = "#e9eef2"


def kinds_of(timeline: Timeline) -> list[str]:
    """Returns the kinds of moments that occur."""
    return sorted({moment.kind for row in timeline.rows for moment in row.moments})


def kind_words(kind: str) -> str:
    """Returns what a kind of moment is called."""
    words = {
        "host": say("timeline.kind-host"),
        "renamed": say("timeline.kind-renamed"),
        "replaced": say("timeline.kind-replaced"),
        "agreement": say("timeline.kind-agreement"),
        "joins": say("timeline.kind-joins"),
        "milestone": say("timeline.kind-milestone"),
    }
    return words[kind]


def key_items(timeline: Timeline) -> list[tuple[str, str]]:
    """Returns the key: what to draw, and its words; only what occurs."""
    bars = [row.bar for row in timeline.rows if row.bar and (row.bar.span.start or row.bar.span.end)]
    moments = [moment for row in timeline.rows for moment in row.moments]
    items = [("certain", say("timeline.key-certain")), ("vague", say("timeline.key-vague"))] if bars else []
    if any(one.open_end for one in bars):
        items.append(("open", say("timeline.key-open")))
    if any(one.manner != "actual" for one in bars):
        items.append(("developing", say("timeline.key-developing")))
    if any(one.contested for one in bars):
        items.append(("contested", say("timeline.key-contested")))
    if any(one.attested_day for one in bars):
        items.append(("attested", say("timeline.key-attested")))
    items += [(kind, kind_words(kind)) for kind in kinds_of(timeline)]
    if any(moment.manner == "planned" for moment in moments):
        items.append(("planned", say("timeline.key-planned")))
    if any(moment.manner == "missed" for moment in moments):
        items.append(("missed", say("timeline.key-missed")))
    states = {row.state(timeline.caption.day) for row in timeline.rows} - {""}
    on = [(f"state-{state}", state_words(state)) for state in SIGNS if state in states]
    if scale(timeline).narrow:
        items.append(("narrow", say("timeline.key-narrow")))
    return [*items, ("day", say("timeline.key-day")), *on]


def state_words(state: str) -> str:
    """Returns whether something is in force on the day, in words."""
    return {
        "certain": say("timeline.on-certain"),
        "possible": say("timeline.on-possible"),
        "not-yet": say("timeline.on-not-yet"),
        "ended": say("timeline.on-ended"),
        "": say("timeline.on-unknown"),
    }[state]


def key_sign(d: Drawing, kind: str, x: float, y: float) -> None:
    """Draws an entry of the key 34 px wide, its middle at y."""
    if kind in ("certain", "developing", "contested"):
        fill = "#ffffff" if kind == "developing" else CONTESTED if kind == "contested" else ACCENT
        d.rect(x + 1, y - 4.5, 32, 9, fill, CONTESTED if kind == "contested" else ACCENT, 1.4)
        if kind == "contested":
            d.badge(x + 8, y, "?")
    elif kind == "vague":
        d.add(
            f'<path d="M{n(x + 2)} {n(y)}H{n(x + 34)}" stroke="{ACCENT}" stroke-width="4" stroke-linecap="round" '
            'stroke-dasharray="0.1 7" fill="none"/>'
        )
    elif kind == "open":
        wedge = f"M{n(x)} {n(y - 4)}L{n(x + 27)} {n(y - 1)}v2L{n(x)} {n(y + 4)}z"
        d.add(f'<path d="{wedge}" fill="{ACCENT}" fill-opacity="0.45"/>')
        d.path(f"M{n(x + 26)} {n(y - 5)}l8 5l-8 5", SOFT, 1.6)
    elif kind == "attested":
        d.path(f"M{n(x + 17)} {n(y - 8)}V{n(y + 8)}", INK, 1.6)
    elif kind.startswith("state-"):
        sign(d, kind.removeprefix("state-"), x + 17, y)
    elif kind == "narrow":
        d.rect(x + 1, y - 8, 32, 16, NARROWED)
    elif kind == "day":
        d.path(f"M{n(x + 17)} {n(y - 8)}V{n(y + 8)}", "#b34700", 1.6, dash="5 3")
    else:
        hollow = kind in ("planned", "missed")
        mark(d, "milestone" if hollow else kind, x + 17, y, kind if hollow else "actual")
