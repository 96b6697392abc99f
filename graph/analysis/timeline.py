"""Arrangements through time: what is surely known of beginning and end, what is vague, planned, or not dated at all."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from graph.analysis.claims import Reader, in_language
from graph.analysis.moments import Moment, moments
from graph.analysis.statements import Caption, Claim, Name, Passage, Span, cited, in_force
from graph.dates import bounds
from graph.oxigraph import NamedNode
from graph.terms import PREFIXES
from graph.wording import say

if TYPE_CHECKING:
    from graph.landscape import Landscape

_FAMILIES = ("established", "hasParticipant", "hostedBy", "serves", "launchedBy", "status", "underAgreement",
             "replaces", "skos:prefLabel", "skos:altLabel")  # fmt: skip
_SHOWN = ("Collaboration", "Service", "Agreement")
_NAMES = {"skos:prefLabel", "skos:altLabel"}
_NOT_YET = {"status-proposed", "status-in-development", "status-reset"}
_OVER = {"status-ended", "status-superseded"}
# From the widest level down; what has no level stands last.
LEVELS = ("national", "all-wales", "regional", "local", "")
MOST_UNGROUPED, MOST_SPOKEN = 40, 80


@dataclass(frozen=True)
class Bar:
    """A stretch of time. `first` and `last` are the days between which sources attest it; None if unknown.

    `manner` is "actual", "planned" or "developing" (said to be in development, nothing more); `open_end` is True
    where no source states an end. A bar without any start bound and without end bound is not drawn as a stretch.
    """

    span: Span
    attested: str
    attested_day: date | None
    manner: str
    contested: bool
    open_end: bool


@dataclass(frozen=True)
class Row:
    """A line of the timeline: a thing, or one statement about it (`lane`), its bar, its moments and its claims.

    `bounds` are the days that decide whether it is in force, as of `Claim.bounds`; none if no source says it exists.
    """

    id: str
    name: Name
    lane: str
    bar: Bar | None
    moments: tuple[Moment, ...]
    undated: tuple[Moment, ...]
    claims: tuple[Claim, ...]
    bounds: tuple[date | None, ...] = ()
    level: str = ""

    def state(self, on: date) -> str:
        """Returns whether it is in force on a day: "certain", "possible", "ended", "not-yet"; "" if not known."""
        return in_force(self.bounds, on) if self.bounds else ""

    @property
    def dated(self) -> bool:
        """Tells whether there is anything to draw."""
        return bool(self.moments) or bool(self.bar and (self.bar.span.start or self.bar.span.end))


@dataclass(frozen=True)
class Timeline:
    """Rows that have a date, in the order to draw; rows that have none; the first and last day to show.

    `levels` names the groups that the rows stand in, in their order; none where there are too few rows to group.
    If `dense`, there are so many rows that moments stand on the bars without words.
    """

    caption: Caption
    rows: tuple[Row, ...]
    undated: tuple[Row, ...]
    first: date
    last: date
    thing: Name | None
    levels: tuple[Name, ...] = ()

    @property
    def dense(self) -> bool:
        """Tells whether words beside the moments would make the picture too long to read."""
        return len(self.rows) > MOST_SPOKEN


def timeline(landscape: Landscape, thing: str | None = None, *, with_passages: bool = False) -> Timeline:
    """Returns the times of all arrangements and agreements; of those a body has a part in; or of one, claim by claim.

    More than `MOST_UNGROUPED` rows are grouped by level, more than `MOST_SPOKEN` drawn densely. `with_passages` adds
    the words of passages whose document is on hand. NotThere if `thing` is not the name of one body, arrangement,
    service, agreement or board.
    """
    return in_language(landscape.language, lambda: _Builder(landscape, with_passages).timeline(thing))


class _Builder:
    def __init__(self, landscape: Landscape, with_passages: bool) -> None:
        self.landscape = landscape
        kinds = ("Milestone", "Succession", "Renaming", "HostTransfer")
        self.reader = Reader(landscape, _FAMILIES, kinds, with_passages=with_passages)
        self.claims = [claim for claim in self.reader.claims() if claim.state]
        self.by_subject: dict[str, list[Claim]] = defaultdict(list)
        for claim in self.claims:
            self.by_subject[claim.subject.id].append(claim)
        self.moments = moments(self.reader, self.claims)

    def timeline(self, thing: str | None) -> Timeline:
        about: Name | None = None
        subjects = {one for one in {*self.by_subject, *self.moments} if self._is_shown(one)}
        if thing is not None:
            kinds = (*_SHOWN, "GovernanceBody", "PoliceForce", "PolicingBody", "Agency", "ForceGrouping")
            about = self.reader.name(self.landscape.resolve(thing, *kinds))
            if self.reader.classes(about.id) & {*_SHOWN, "GovernanceBody"}:
                rows = self._one(about)
            else:
                rows = [self._row(one) for one in sorted(subjects) if self._has_part(one, about.id)]
        else:
            rows = [self._row(one) for one in sorted(subjects)]
        rows = [row for row in rows if row.claims or row.moments or row.undated]
        dated = [row for row in rows if row.dated]
        if about is None or not self.reader.classes(about.id) & {*_SHOWN, "GovernanceBody"}:
            dated.sort(key=_by_time)
        levels = self._levels(dated)
        if levels:
            dated.sort(key=lambda row: LEVELS.index(row.level))
        rest = sorted((row for row in rows if not row.dated), key=lambda row: (row.name.label.casefold(), row.id))
        days = [day for row in dated for day in _days(row)] + [self.landscape.view.as_of]
        return Timeline(
            self._caption(about, dated, rest), tuple(dated), tuple(rest), min(days), max(days), about, levels
        )

    def _levels(self, rows: list[Row]) -> tuple[Name, ...]:
        """Returns the levels of whole arrangements, if they are too many for one list."""
        if len(rows) <= MOST_UNGROUPED or any(row.lane for row in rows):
            return ()
        named = {row.level: self.reader.level(row.id) for row in rows}
        none = Name("", say("views.tools.no_level"), self.landscape.language)
        return tuple(named[level] or none for level in LEVELS if level in named)

    def _is_shown(self, thing: str) -> bool:
        return bool(self.reader.classes(thing) & set(_SHOWN))

    def _has_part(self, arrangement: str, body: str) -> bool:
        return any(claim.object.id == body and claim.relation != "replaces" for claim in self.by_subject[arrangement])

    def _row(self, thing: str) -> Row:
        found = self.moments.get(thing, ())
        claims = tuple(claim for claim in self.by_subject[thing] if not _NAMES & set(claim.families))
        name = self.reader.name(NamedNode(PREFIXES["pid"] + thing))
        return Row(
            thing,
            name,
            "",
            _existence(claims),
            tuple(moment for moment in found if moment.when),
            tuple(moment for moment in found if not moment.when),
            claims,
            *self._standing(thing, claims),
        )

    def _standing(self, thing: str, claims: tuple[Claim, ...]) -> tuple[tuple[date | None, ...], str]:
        """Returns the days that decide whether an arrangement is in force, and its level."""
        bar, level = _existence(claims), self.reader.level(thing)
        word = level.id if level and level.id in LEVELS else ""
        if bar is None:
            return (), word
        span, facts = bar.span, _facts(claims)
        bounds = (span.start_earliest, span.start_latest, span.end_earliest, span.end_latest)
        first = min((claim.first_day for claim in facts if claim.first_day), default=None)
        return (*bounds, first, bar.attested_day), word

    def _one(self, about: Name) -> list[Row]:
        """Returns a thing's own row and, under it, one for each statement about it that may have a time."""
        whole = replace(self._row(about.id), name=about)
        lanes = [
            Row(claim.id, self._object(claim), _lane_of(claim), _bar_of(claim), (), (), (claim,), claim.bounds)
            for claim in self.by_subject[about.id]
            if claim.relation not in ("established", "replaces")
            and (claim.span.start or claim.span.end or not _NAMES & set(claim.families))
        ]
        lanes.sort(key=lambda row: (row.lane, *_by_time(row)))
        return [whole, *lanes]

    def _object(self, claim: Claim) -> Name:
        return claim.object if claim.object.id else Name(claim.id, claim.object.label, claim.object.language)

    def _caption(self, about: Name | None, dated: list[Row], rest: list[Row]) -> Caption:
        notes = [say("timeline.open-world")]
        if any(row.bar and row.bar.open_end for row in dated):
            notes.append(say("timeline.open-ends"))
        if rest:
            notes.append(say("timeline.undated-note", count=len(rest)))
        if len(dated) > MOST_SPOKEN:
            notes.append(say("timeline.dense"))
        claims = [claim for row in (*dated, *rest) for claim in row.claims]
        passages = [passage for row in (*dated, *rest) for moment in row.moments for passage in moment.passages]
        stated = sum(bool(row.bar and row.bar.span.start_earliest) for row in dated)
        answer = say("timeline.answer", stated=stated, drawn=len(dated), undated=len(rest))
        title, question = say("timeline.title"), say("timeline.question")
        if about is not None:
            title = say("timeline.thing-title", thing=about.label)
            question = say("timeline.thing-question", thing=about.label)
            answer = say("timeline.thing-answer", drawn=len(dated), undated=len(rest))
        caption = self.reader.caption(title, question, answer, notes, claims)
        titles = [one.source for claim in claims for one in claim.passages] + [one.source for one in passages]
        return replace(caption, sources=tuple(cited(titles)))


def _existence(claims: tuple[Claim, ...]) -> Bar | None:
    """Returns the bar of a whole arrangement, from its actual, accepted claims.

    It begins where it is said to be established or launched, or with the first of its parties if each has a date;
    else all that is known is a day by which it was there. It ends where a status says so, or with its last party.
    """
    facts = _facts(claims)
    if not facts:
        return None
    parties = [claim for claim in facts if "hasParticipant" in claim.families]
    ends = [
        Span(end=c.span.start, end_earliest=c.span.start_earliest, end_latest=c.span.start_latest)
        for c in facts
        if c.object.id in _OVER and c.span.start
    ]
    if not ends and parties and all(claim.span.end and claim.state == "past" for claim in parties):
        ends = [claim.span for claim in parties]
    end = max(ends, key=lambda span: (span.end_latest or date.min, span.end), default=Span())
    begin = _beginning(facts, parties, bool(ends))
    span = replace(begin, end=end.end, end_earliest=end.end_earliest, end_latest=end.end_latest)
    last = max(facts, key=lambda claim: (claim.attested_day or date.min, claim.id))
    statuses = {claim.object.id for claim in facts if claim.relation == "status" and claim.state == "fact"}
    developing = bool(statuses & _NOT_YET) and not statuses - _NOT_YET
    manner = "developing" if developing else "actual"
    return Bar(span, last.attested, last.attested_day, manner, False, not span.end)


def _facts(claims: tuple[Claim, ...]) -> list[Claim]:
    """Returns the claims that say that an arrangement is or was there."""
    facts = [claim for claim in claims if claim.state in ("fact", "past") and claim.modality == "actual"]
    return [claim for claim in facts if claim.relation not in ("replaces", "underAgreement")]


def _beginning(facts: list[Claim], parties: list[Claim], ended: bool) -> Span:
    begins = [_founded(claim.object.label) for claim in facts if claim.relation == "established"]
    begins += [claim.span for claim in facts if claim.relation == "launchedBy" and claim.span.start]
    if not begins and parties and all(claim.span.start_earliest for claim in parties):
        begins = [claim.span for claim in parties]
    if begins:
        return min(begins, key=lambda span: (span.start_latest or date.max, span.start))
    by = [Span(c.span.start, "", None, c.span.start_latest) for c in facts if c.span.start_latest]
    if not ended:
        by += [Span(c.span.end, "", None, c.span.end_latest) for c in facts if c.span.end_latest]
    return min(by, key=lambda span: (span.start_latest or date.max, span.start), default=Span())


def _founded(text: str) -> Span:
    found = bounds(text)
    return Span(start=text, start_earliest=found.earliest, start_latest=found.latest)


def _lane_of(claim: Claim) -> str:
    """Returns what a lane is called: a name is a name, whatever kind of label the ontology calls it."""
    return say("timeline.name") if _NAMES & set(claim.families) else claim.relation_label


def _bar_of(claim: Claim) -> Bar:
    manner = "planned" if claim.modality == "planned" else "actual"
    return Bar(
        claim.span, claim.attested, claim.attested_day, manner, claim.standing == "contested", not claim.span.end
    )  # fmt: skip


def _by_time(row: Row) -> tuple[int, date, str, str]:
    """Sorts rows with a stated start first, then those said to exist by a day, then those with moments alone."""
    bar = row.bar if row.bar and (row.bar.span.start or row.bar.span.end) else None
    if bar and bar.span.start_earliest:
        return (0, bar.span.start_earliest, row.name.label.casefold(), row.id)
    if bar and bar.span.end and not bar.span.start:
        return (0, bar.span.end_earliest or bar.span.end_latest or date.max, row.name.label.casefold(), row.id)
    if bar:
        return (1, bar.span.start_latest or date.max, row.name.label.casefold(), row.id)
    return (2, min((one.day for one in row.moments), default=date.max), row.name.label.casefold(), row.id)


def _days(row: Row) -> list[date]:
    """Returns the days that a row needs room for."""
    span = row.bar.span if row.bar else Span()
    days = [span.start_earliest, span.start_latest, span.end_earliest, span.end_latest]
    days += [row.bar.attested_day] if row.bar else []
    days += [end for moment in row.moments for end in (moment.earliest, moment.latest)]
    return [one for one in days if one is not None]


__all__ = ["Bar", "Moment", "Passage", "Row", "Timeline", "timeline"]
