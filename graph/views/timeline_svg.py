"""`timeline_svg`: arrangements through time as a picture; the page draws the same geometry, wide and narrow."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from markupsafe import Markup

from graph.views import plain
from graph.views.drawing import INK, LINE, SOFT, Drawing, n
from graph.views.marks import bar, mark, sign
from graph.views.measure import plain as clean
from graph.views.measure import width, wrap
from graph.views.time_scale import scale
from graph.views.timeline_key import NARROWED, key_items, key_sign, kind_words, state_words
from graph.wording import say

if TYPE_CHECKING:
    from graph.analysis.timeline import Row, Timeline

WIDE, NARROW = 1320.0, 358.0
LEVEL, SIGN = 26.0, 16.0


def timeline_svg(timeline: Timeline) -> str:
    """Returns a whole SVG document of a timeline, in the language of its caption."""
    return plain.spoken_in(timeline.caption.language, lambda: _still(timeline))


def inline(timeline: Timeline, *, narrow: bool) -> Markup:
    """Returns the picture to stand in a page, its rows linked to their evidence."""
    sheet = _Sheet(timeline, NARROW if narrow else WIDE, linked=True)
    height = sheet.draw(6.0) + 6
    return sheet.d.inline(height, say("timeline.picture"), "narrow" if narrow else "wide")


def when(row: Row) -> str:
    """Returns the dates of a row's bar as the sources gave them, "" if it has none."""
    if row.bar is None:
        return ""
    span = row.bar.span
    start = plain.dated(span.start)
    if span.start and not span.start_earliest and not span.start.startswith("["):
        start = say("plain.by", date=plain.dated(span.start))
    if start and span.end:
        return say("views.panel.from_to", **{"from": start, "to": plain.dated(span.end)})
    return start or (say("timeline.ends", date=plain.dated(span.end)) if span.end else "")


def sentence(row: Row, state: str) -> str:
    """Returns a row's name and whether it is in force on the day, for those who hear the picture."""
    words = f"{clean(row.lane)}: {clean(row.name.label)}" if row.lane else clean(row.name.label)
    return f"{words}, {state_words(state)}"


def _still(timeline: Timeline) -> str:
    sheet = _Sheet(timeline, WIDE, linked=False)
    d = sheet.d
    y = sheet.draw(d.heading(timeline.caption) + 4) + 26
    x = 16.0
    d.group("below")
    for kind, words in key_items(timeline):
        room = 40 + width(words, 12) + 22
        if x > 16 and x + room > d.width - 16:
            x, y = 16.0, y + 24
        key_sign(d, kind, x, y - 4)
        d.text(x + 40, y, words, 12)
        x += room
    y = d.caption(timeline.caption, y + 20)
    d.close()
    return d.document(y + 10, timeline.caption.title, timeline.caption.answer)


class _Sheet:
    def __init__(self, timeline: Timeline, wide: float, *, linked: bool) -> None:
        self.timeline = timeline
        self.linked = linked
        self.narrow = wide < 600
        self.margin = 4.0 if self.narrow else 0.0 if linked else 16.0
        self.d = Drawing(wide, timeline.caption.language, "n-" if self.narrow else "w-")
        labels = 0.0 if self.narrow else 390.0
        self.scale = scale(timeline, labels + (12 if self.narrow else 16), wide - (14 if self.narrow else 24))

    def draw(self, top: float) -> float:
        """Draws axis and rows from y = `top` and returns the y under them."""
        d = self.d
        levels = {level.id: level for level in self.timeline.levels}
        plan = [(row, self._lanes(row)) for row in self.timeline.rows]
        heights = [self._height(row, lanes) for row, lanes in plan]
        begin = top + 24
        bottom = begin + sum(heights) + LEVEL * len(levels)
        self._axis(top + 12, begin, bottom)
        y = begin
        d.group("rows", left=self.scale.left, right=self.scale.right, begin=begin, bottom=bottom)
        for (row, lanes), height in zip(plan, heights, strict=True):
            if level := levels.pop(row.level, None):
                d.group("level", 0, y, level=level.id, high=LEVEL)
                d.rect(self.margin, 0.5, d.width - 2 * self.margin, LEVEL - 1, "#eef2f5")
                d.text(self.margin + 6, LEVEL - 8, clean(level.label), 12.5, bold=True, language=level.language)
                d.close()
                y += LEVEL
            d.group("row", 0, y, row=row.id, high=height)
            d.path(f"M{n(self.margin)} 0H{n(d.width - self.margin)}", "#e3e8ec")
            self._row(row, lanes, 0)
            d.close()
            y += height
        d.close()
        return bottom

    def _axis(self, y: float, begin: float, bottom: float) -> None:
        early, bend = self.scale.first.year, self.scale.narrow
        years = range((bend or self.scale.first).year, self.scale.last.year + 1)
        day = say("timeline.today", day=self.timeline.caption.day.isoformat())
        today = self.scale.at(self.timeline.caption.day)
        room = width(day, 11, bold=True)
        middle = min(today, self.d.width - room / 2 - 2)
        step = next(
            (s for s in (1, 2, 5, 10, 20, 50) if (len(years) / s) * 46 <= self.scale.right - self.scale.left), 100
        )
        if bend:
            wide = self.scale.at(bend) - self.scale.left
            self.d.group("year", self.scale.left + wide / 2)
            self.d.path(f"M0 {n(begin)}V{n(bottom)}", NARROWED, wide)
            self.d.close()
            self.d.text(self.scale.left, y, str(early), 11.5, anchor="middle", fill=SOFT)
        for year in years:
            x = self.scale.at(date(year, 1, 1))
            labelled = year % step == 0
            if labelled or step <= 2:
                self.d.group("year", x)
                self.d.path(f"M0 {n(begin - (6 if labelled else 0))}V{n(bottom)}", LINE if labelled else "#e9edf0")
                if labelled:
                    self.d.group("number", shown=abs(x - middle) > room / 2 + 18, room=room / 2 + 18)
                    self.d.text(0, y, str(year), 11.5, anchor="middle", fill=SOFT)
                    self.d.close()
                self.d.close()
        self.d.group("today", width=self.d.width, room=room)
        self.d.path(f"M{n(today)} {n(begin - 4)}V{n(bottom)}", "#b34700", 1.4, dash="5 3")
        self.d.text(middle, y, day, 11, anchor="middle", bold=True, fill="#b34700")
        self.d.close()

    def _lanes(self, row: Row) -> list[list[tuple[float, float, str, int]]]:
        """Returns lanes under the bar: per lane (x of the mark, x of its words, their anchor, place in the row)."""
        lanes: list[list[tuple[float, float, str, int]]] = []
        if self.timeline.dense:
            return lanes
        taken: list[list[tuple[float, float]]] = []
        for place, moment in enumerate(row.moments):
            x = self.scale.at(moment.day)
            room = max(width(line, 11.5) for line in self._said(row, place)) + 14
            if x + room <= self.d.width - 2:
                ahead = self.scale.at(moment.latest or moment.day) + 6
                at = ahead if x + 11 < ahead <= min(x + 90, self.d.width - room - 2) else x + 11
                box, anchor = (x - 8, at + room - 11), "start"
            else:
                box, at, anchor = (x - room, x + 8), x - 11, "end"
            if box[0] < 0:
                box, at, anchor = (0.0, self.d.width), 0.0, "under"
            tall = len(self._said(row, place)) > 1 or anchor == "under"
            free = (i for i, those in enumerate(taken) if not tall and all(box[1] < a or b < box[0] for a, b in those))
            lane = next(free, None)
            if lane is None:
                lanes.append([])
                taken.append([])
                lane = len(lanes) - 1
            lanes[lane].append((x, at, anchor, place))
            taken[lane].append((-9e9, 9e9) if tall else box)
        return lanes

    def _said(self, row: Row, place: int) -> tuple[str, ...]:
        moment = row.moments[place]
        words = f"{clean(moment.label)}, {plain.dated(moment.when)}"
        return wrap(words, 11.5, 150.0) if self.narrow else wrap(words, 11.5, 420.0)

    def _height(self, row: Row, lanes: list[list[tuple[float, float, str, int]]]) -> float:
        under = sum(self._lane_height(row, lane) for lane in lanes)
        label = len(self._label(row)) * 15.0
        if self.narrow:
            bare = self.timeline.dense and row.moments
            return label + (26.0 if self._has_bar(row) or bare else 6.0) + under + 10
        return max(label + 11, (20.0 if self._has_bar(row) else 3.0) + under + 8)

    def _lane_height(self, row: Row, lane: list[tuple[float, float, str, int]]) -> float:
        return max(len(self._said(row, place)) for *_, place in lane) * 13.0 + 5

    def _has_bar(self, row: Row) -> bool:
        return bool(row.bar and (row.bar.span.start or row.bar.span.end))

    def _label(self, row: Row) -> tuple[str, ...]:
        name = clean(row.name.label)
        words = f"{clean(row.lane)}: {name}" if row.lane else name
        dates = when(row)
        if self.narrow:
            return wrap(f"{words} ({dates})" if dates else words, 12.5, self.d.width - 8 - SIGN)
        return wrap(words, 12.5, 285.0 - SIGN)

    def _row(self, row: Row, lanes: list[list[tuple[float, float, str, int]]], top: float) -> None:
        d = self.d
        y = top + 18
        state = row.state(self.timeline.caption.day)
        sign(d, state, self.margin + 6, y - 4)
        if self.linked:
            d.link(f"r-{row.id}", sentence(row, state), row.id)
        for line in self._label(row):
            d.text(
                self.margin + SIGN,
                y,
                line,
                12.5,
                fill="#0b4a86" if self.linked else INK,
                language=row.name.language,
                halo=True,
            )
            y += 15
        if self.linked:
            d.close("a")
        y = y - 1 if self.narrow else top + 4
        if row.bar is not None and self._has_bar(row):
            said = say("timeline.attested", date=plain.dated(row.bar.attested) or say("views.panel.undated"))
            d.group("bar", state=state)
            d.open(f"{row.name.label}: {when(row)}; {said}")
            left = bar(d, row.bar, self.scale, self.timeline.caption.day, y + 10)
            d.close()
            d.close()
            if not self.narrow:
                marks = [self.scale.at(moment.day) - 4 for moment in row.moments if self.timeline.dense]
                self._dates(row, min([left, *marks]), y + 14)
            y += 18
        if self.timeline.dense:
            at = y - 8 if self._has_bar(row) else y + 10
            for moment in row.moments:
                self.d.group("moment", manner=moment.manner)
                self.d.open(f"{kind_words(moment.kind)}: {moment.label}, {plain.dated(moment.when)}")
                self.d.add(f'<circle cx="{n(self.scale.at(moment.day))}" cy="{n(at)}" r="8" fill="#ffffff"/>')
                mark(self.d, moment.kind, self.scale.at(moment.day), at, moment.manner)
                self.d.close()
                self.d.close()
        for lane in lanes:
            for x, at, side, place in lane:
                self.d.group("moment", manner=row.moments[place].manner)
                self._moment(row, place, x, at, side, y + 9)
                self.d.close()
            y += self._lane_height(row, lane)

    def _dates(self, row: Row, left: float, y: float) -> None:
        """Writes the dates before the bar, so that nobody has to read them off the axis."""
        words = when(row) + (f" · {say('timeline.developing')}" if row.bar and row.bar.manner == "developing" else "")
        room = width(words, 11.5)
        self.d.text(max(left - 8, room), y, words, 11.5, anchor="end", fill=SOFT, halo=True)

    def _moment(self, row: Row, place: int, x: float, at: float, side: str, y: float) -> None:
        moment = row.moments[place]
        self.d.open(f"{kind_words(moment.kind)}: {moment.label}, {plain.dated(moment.when)}")
        if moment.earliest and moment.latest and self.scale.at(moment.latest) - self.scale.at(moment.earliest) > 6:
            self.d.path(f"M{n(x)} {n(y)}H{n(self.scale.at(moment.latest))}", SOFT, 1.4, dash="1.5 3")
        mark(self.d, moment.kind, x, y, moment.manner)
        self.d.close()
        lines = self._said(row, place)
        if side == "under":
            at = min(max(4.0, x + 11), self.d.width - max(width(line, 11.5) for line in lines) - 4)
            side = "start"
        for i, line in enumerate(lines):
            self.d.text(at, y + 4 + i * 13, line, 11.5, anchor=side, language=moment.language, halo=True)
