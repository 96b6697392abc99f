"""`timeline_page`: arrangements through time, drawn with honest ends, its table and its evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from graph.views import plain
from graph.views.drawing import Drawing
from graph.views.marks import SIGNS
from graph.views.measure import plain as clean
from graph.views.plain import Entry, Listing, Record, Twin
from graph.views.switches import LENS, bounds, name_data, switches
from graph.views.time_scale import scale
from graph.views.timeline_key import key_items, key_sign, state_words
from graph.views.timeline_svg import inline, timeline_svg, when
from graph.wording import say

if TYPE_CHECKING:
    from graph.analysis.timeline import Row, Timeline


def timeline_page(timeline: Timeline) -> str:
    """Returns the complete HTML of a timeline, in the language of its caption."""
    return plain.spoken_in(timeline.caption.language, lambda: _page(timeline))


def _page(timeline: Timeline) -> str:
    rows = [*timeline.rows, *timeline.undated]
    listings = []
    if timeline.undated:
        entries = tuple(Entry(f"r-{row.id}", row.name, _attested(row)) for row in timeline.undated)
        listings.append(Listing("undated", say("timeline.undated-list"), str(len(entries)), entries, True))
    both = [inline(timeline, narrow=narrow) for narrow in (False, True)]
    picture = Markup("").join(both) if timeline.rows else Markup("<p>{}</p>").format(say("plain.nothing"))
    return plain.page(
        timeline.caption,
        picture,
        _key(timeline),
        plain.Script("timeline", _data(timeline, rows), timeline_svg(timeline)),
        choices=_levels(timeline),
        choice=(say("timeline.level"), ""),
        legend=say("views.tools.lens"),
        listings=listings,
        records=[Record(f"r-{row.id}", row.name, row.claims, (*row.moments, *row.undated)) for row in rows],
        twin=_twin(timeline, rows),
        lists=say("timeline.undated-heading"),
    )


def _attested(row: Row) -> str:
    words = row.lane
    if row.bar and row.bar.attested:
        words += (", " if words else "") + say("timeline.attested", date=plain.dated(row.bar.attested))
    return words


def _key(timeline: Timeline) -> Markup:
    items = []
    for kind, words in key_items(timeline):
        d = Drawing(36, timeline.caption.language, "k-")
        d.parts.clear()
        key_sign(d, kind, 1, 10)
        icon = '<svg width="36" height="20" aria-hidden="true" focusable="false">' + "".join(d.parts) + "</svg>"
        items.append((icon, words, kind, True))
    return plain.key(items)


def _levels(timeline: Timeline) -> list[tuple[str, str]]:
    """Returns the levels that a reader may choose, if rows are grouped by them."""
    all_ = [("", say("timeline.level-all"))] if timeline.levels else []
    return all_ + [(level.id or "none", level.label) for level in timeline.levels]


def _data(timeline: Timeline, rows: list[Row]) -> dict[str, Any]:
    """Returns what the script of a timeline works with."""
    words = {
        "on": say("timeline.on"),
        "today": say("timeline.today"),
        "undated": say("timeline.undated-note"),
        **{f"on-{state}": state_words(state) for state in SIGNS},
    }
    claims = [claim for row in rows for claim in row.claims]
    common = switches(timeline.caption, claims, words)
    more = [moment.manner for row in rows for moment in row.moments if moment.manner == "planned"]
    found = [name for name in LENS if name in common["found"] or name in more]
    return {
        **common,
        "found": found,
        "lens": dict.fromkeys(LENS, True),
        "choice": "",
        "first": timeline.first.isoformat(),
        "last": timeline.last.isoformat(),
        "scale": [[day.isoformat(), share] for day, share in scale(timeline).knots],
        "signs": SIGNS,
        "rows": [
            {
                **name_data(row.name),
                "id": row.id,
                "lane": clean(row.lane),
                "bounds": bounds(row.bounds),
                "level": row.level or "none",
                "contested": bool(row.bar and row.bar.contested),
                "planned": bool(row.bar and row.bar.manner == "planned"),
                "drawn": row in timeline.rows,
            }
            for row in rows
        ],
    }


def _twin(timeline: Timeline, rows: list[Row]) -> Twin:
    columns = [say("timeline.thing"), say("timeline.statement"), say("timeline.begins"), say("timeline.finishes"),
               say("timeline.last"), say("timeline.on-day"), say("timeline.moments")]  # fmt: skip
    lanes = any(row.lane for row in rows)
    made = []
    for row in rows:
        bar = row.bar
        start = when(row) if bar and bar.span.start and not bar.span.end else plain.dated(bar.span.start if bar else "")
        state = state_words(row.state(timeline.caption.day))
        told = "; ".join(f"{moment.label}, {plain.dated(moment.when)}" for moment in row.moments)
        cells = [
            (row.name.label, row.name.language, f"r-{row.id}"),
            (row.lane, "", ""),
            (start or say("views.table.not_stated"), "", ""),
            (plain.dated(bar.span.end) if bar and bar.span.end else say("timeline.no-end"), "", ""),
            (plain.dated(bar.attested) if bar and bar.attested else say("timeline.no-end"), "", ""),
            (state, "", ""),
            (told, "", ""),
        ]
        made.append(tuple(cell for i, cell in enumerate(cells) if lanes or i != 1))
    shown = tuple(column for i, column in enumerate(columns) if lanes or i != 1)
    return Twin(say("timeline.twin-caption"), shown, tuple(made), tuple(row.id for row in rows))
