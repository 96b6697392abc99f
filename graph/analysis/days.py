"""What changed in the landscape itself: between two days as the lens sees them, or dated within a stretch of time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING

from graph.analysis.difference import NAMING
from graph.analysis.telling import Teller
from graph.answer import Answer, Cell, Word
from graph.dates import bounds
from graph.errors import Usage
from graph.mapping.lens import Lens
from graph.mapping.records import Record, Records
from graph.oxigraph import NamedNode, Store
from graph.terms import PREFIXES
from graph.wording import say

if TYPE_CHECKING:
    from graph.landscape import Landscape

COLUMNS = ("change", "what", "claim", "before", "after", "source", "item", "sentence")
DATED = ("when", "sure", "change", "what", "claim", "source", "item", "sentence")
KINDS = ("began", "ended", "came-and-went", "surer", "less-sure")
_DATED_KINDS = ("began", "ended", "happened", "due", "done", "published")
_GRADES = ("not-yet", "possible", "certain", "ended")


@dataclass(frozen=True)
class Seen:
    """The records of a snapshot and what a lens makes of them."""

    records: Records
    lens: Lens
    version: str

    @cached_property
    def bearing(self) -> dict[str, list[Record]]:
        """The rows of evidence by the id that they are about."""
        found: dict[str, list[Record]] = {}
        for row in self.records["evidence"].values():
            for key in row["about"].split(";"):
                found.setdefault(key, []).append(row)
        return found

    def counts(self, row: Record) -> bool:
        """Tells whether the lens takes a claim as fact, its time aside."""
        return row["standing"] in self.lens.standing and (self.lens.planned or row["modality"] == "actual")


def grades(store: Store) -> dict[str, str]:
    """Returns of each claim whether it is in force on the day of the store: not-yet, possible, certain or ended."""
    start = len(PREFIXES["pcc"]) + len("in-force-")
    return {
        quad.subject.value.removeprefix(PREFIXES["claim"]): quad.object.value[start:]
        for quad in store.quads_for_pattern(None, NamedNode(PREFIXES["pcol"] + "inForce"), None, None)
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode)
    }


def between(landscape: Landscape, first: date) -> Answer:
    """Returns `between_days` from `first` to the day of the landscape's lens; Usage if `first` lies after it."""
    last = landscape.view.as_of
    if first > last:
        raise Usage("days-reversed", first=first, last=last)
    seen = seen_of(landscape)
    stores = (landscape.as_of(first).store, landscape.store)
    return between_days(seen, (first, last), stores, Teller((seen.records,), landscape.names, landscape.language))


def dated(landscape: Landscape, since: date) -> Answer:
    """Returns `dated_within` from `since` to the day of the landscape's lens; Usage if `since` lies after it."""
    last = landscape.view.as_of
    if since > last:
        raise Usage("days-reversed", first=since, last=last)
    seen = seen_of(landscape)
    return dated_within(seen, since, last, Teller((seen.records,), landscape.names, landscape.language))


def seen_of(landscape: Landscape) -> Seen:
    """Returns the records of a landscape's snapshot under its lens."""
    return Seen(landscape.snapshot.records, landscape.view, landscape.snapshot.version)


def between_days(seen: Seen, days: tuple[date, date], stores: tuple[Store, Store], teller: Teller) -> Answer:
    """Returns the claims that count whose being in force differs between two days, what began and ended first."""
    was, now = (grades(store) for store in stores)
    found = []
    for key, row in seen.records["claims"].items():
        before, after = was.get(key, ""), now.get(key, "")
        if before == after or not (before and after and seen.counts(row)):
            continue
        kind = _kind(before, after)
        if row["relation"] not in NAMING or kind not in ("surer", "less-sure"):
            found.append((kind, key, before, after))
    rows = []
    for kind, key, before, after in sorted(found, key=lambda one: (KINDS.index(one[0]), one[1])):
        values = {"claim": teller.label(key), "before": _grade(before).label, "after": _grade(after).label}
        sentence = say(f"days.{kind}", **values, first=days[0].isoformat(), last=days[1].isoformat())
        told = _told(kind, "claims", key, teller)
        rows.append((*told, _grade(before), _grade(after), *_bearing(seen, key, teller), sentence))
    first, last = (day.isoformat() for day in days)
    return Answer(
        question=say("days.question", first=first, last=last),
        columns=COLUMNS,
        rows=tuple(rows),
        as_of=last,
        lens=seen.lens.sentence(),
        data_version=seen.version,
        parameters={"before": first, "after": last},
        not_known=() if rows else (say("days.same", first=first, last=last),),
    )


def _kind(before: str, after: str) -> str:
    if before == "not-yet":
        return "came-and-went" if after == "ended" else "began"
    if after == "ended":
        return "ended"
    return "surer" if after == "certain" else "less-sure"


def _grade(word: str) -> Word:
    assert word in _GRADES
    return Word(word, say(f"days.grade-{word}"))


def _told(kind: str, table: str, key: str, teller: Teller) -> tuple[Cell, Cell, Cell]:
    what = Word(table, say(f"difference.table-{table}"))
    return Word(kind, say(f"days.kind-{kind}")), what, teller.thing(key)


def _bearing(seen: Seen, key: str, teller: Teller) -> tuple[Cell, Cell]:
    return teller.sources(seen.bearing.get(key, ()))


@dataclass(frozen=True)
class _Dated:
    """Something with a date: what kind of happening, of which row, when as its source says, and the sentence."""

    kind: str
    table: str
    key: str
    when: str
    sentence: str


def dated_within(seen: Seen, since: date, until: date, teller: Teller) -> Answer:
    """Returns what is dated from `since` to `until`, in order of time, certain or possible as its date is exact."""
    rows = []
    for one in chain(_claims(seen, teller), _others(seen.records, seen.lens, teller)):
        within = bounds(one.when)
        first, last = within.earliest, within.latest
        if first is None or last is None or last < since or first > until:
            continue
        sure = "certain" if since <= first and last <= until else "possible"
        told = _told(one.kind, one.table, one.key, teller)
        cells = (one.when, _grade(sure), *told, *_bearing(seen, one.key, teller), one.sentence)
        rows.append(((first, last, _DATED_KINDS.index(one.kind), one.key), cells))
    counting = [row for row in seen.records["claims"].values() if seen.counts(row) and row["relation"] not in NAMING]
    unknown = sum(1 for row in counting if not row["valid_from"])
    first_day, last_day = since.isoformat(), until.isoformat()
    nothing = [] if rows else [say("days.nothing", first=first_day, last=last_day)]
    return Answer(
        question=say("days.dated", first=first_day, last=last_day),
        columns=DATED,
        rows=tuple(cells for _, cells in sorted(rows, key=lambda row: row[0])),
        as_of=last_day,
        lens=seen.lens.sentence(),
        data_version=seen.version,
        parameters={"since": first_day, "until": last_day},
        not_known=(*nothing, say("days.undated", count=unknown, all=len(counting))),
    )


def _claims(seen: Seen, teller: Teller) -> Iterator[_Dated]:
    for key, row in seen.records["claims"].items():
        if not seen.counts(row):
            continue
        planned = row["modality"] == "planned"
        for kind, column in (("began", "valid_from"), ("ended", "valid_to")):
            if row[column]:
                sentence = say(
                    f"days.planned-{kind}" if planned else f"days.claim-{kind}",
                    claim=teller.claim(row),
                    when=row[column],
                )
                yield _Dated(kind, "claims", key, row[column], sentence)


def _others(records: Records, lens: Lens, teller: Teller) -> Iterator[_Dated]:
    for key, row in records["events"].items():
        if row["date"]:
            sentence = say("days.event", label=row["label"], when=row["date"])
            yield _Dated("happened", "events", key, row["date"], sentence)
    for key, row in records["milestones"].items():
        values = {"label": row["label"], "thing": teller.label(row["about"])}
        if row["planned"] and (lens.planned or row["status"] != "planned"):
            status = teller.status(row)
            sentence = say("days.milestone-due", **values, when=row["planned"], status=status)
            yield _Dated("due", "milestones", key, row["planned"], sentence)
        if row["actual"]:
            sentence = say("days.milestone-done", **values, when=row["actual"])
            yield _Dated("done", "milestones", key, row["actual"], sentence)
    for key, row in records["sources"].items():
        if row["document_date"]:
            sentence = say("days.source", title=row["title"], when=row["document_date"])
            yield _Dated("published", "sources", key, row["document_date"], sentence)
