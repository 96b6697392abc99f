"""What changed between two states of the tables: what appeared, ended, changed standing, lost or gained a passage."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from graph.mapping.records import Record, Records, columns_of

NAMING = ("skos:prefLabel", "skos:altLabel", "abbreviation")
KINDS = (
    "appeared",
    "named",
    "renamed",
    "merged",
    "ended",
    "reopened",
    "withdrawn",
    "rejected",
    "standing",
    "modality",
    "basis",
    "dates",
    "changed",
    "reissued",
    "evidence-added",
    "evidence-withdrawn",
    "evidence-changed",
)
# In this order, what matters most first; counts are told with their claims, evidence with what it bears on.
_TOLD = ("entities", "claims", "events", "milestones", "matters", "disagreements", "sources", "links", "rejected")
_OWN_KIND = {("claims", column): column for column in ("standing", "basis", "modality")} | {
    ("claims", "valid_from"): "dates",
    ("claims", "valid_to"): "dates",
    ("entities", "label"): "renamed",
    ("sources", "sha256"): "reissued",
}


@dataclass(frozen=True)
class Change:
    """One thing that changed: its kind, the row (table and key), and for a cell its column, before and after.

    `evidence` is what bears on the row: of the later state, or of the earlier one where the row is gone.
    """

    kind: str
    table: str
    key: str
    column: str = ""
    before: str = ""
    after: str = ""
    evidence: tuple[Record, ...] = ()


def difference(before: Records, after: Records) -> list[Change]:
    """Returns every change from one state to the other, by table, then kind, then key."""
    passages = {**_passages(before), **_passages(after)}
    changes: list[Change] = []
    for table in _TOLD:
        found = list(_rows(table, before, after, passages))
        if table == "claims":
            found += _counts(before, after, passages)
        changes += sorted(found, key=lambda change: (KINDS.index(change.kind), change.key, change.column))
    return changes + sorted(
        _evidence(before, after), key=lambda change: (KINDS.index(change.kind), change.table, change.key)
    )


def _passages(records: Records) -> dict[str, tuple[Record, ...]]:
    """Returns what supports and disputes each statement, what supports it first."""
    return {
        statement: tuple(sorted(rows.values(), key=lambda row: (row["stance"] != "supports", _place(row))))
        for statement, rows in _bearing(records).items()
    }


def _rows(table: str, before: Records, after: Records, passages: dict[str, tuple[Record, ...]]) -> Iterator[Change]:
    old, new = before[table], after[table]
    for key in sorted({*old, *new}):
        evidence = passages.get(key, ())
        if key not in old:
            if table == "rejected" and key in before["claims"]:
                continue  # told of the claim
            row = new[key]
            named = table == "claims" and row["relation"] in NAMING and row["subject"] in before["entities"]
            yield Change("named" if named else "appeared", table, key, evidence=evidence)
        elif key not in new:
            if table == "claims" and key in after["rejected"]:
                reason = after["rejected"][key]["reason"]
                yield Change("rejected", table, key, after=reason, evidence=evidence)
            elif not (table == "rejected" and key in after["claims"]):
                yield Change("withdrawn", table, key, evidence=evidence)
        else:
            yield from _cells(table, key, old[key], new[key], evidence)


def _cells(table: str, key: str, old: Record, new: Record, evidence: tuple[Record, ...]) -> Iterator[Change]:
    for column in columns_of(table):
        one, other = old[column.name], new[column.name]
        if one == other or (column.name == "standing_reason" and old["standing"] != new["standing"]):
            continue  # the reason is told with the standing
        kind = _OWN_KIND.get((table, column.name), "changed")
        if column.name == "valid_to" and not (one and other):
            kind = "ended" if other else "reopened"
        elif column.name == "replaced_by" and other:
            kind = "merged"
        yield Change(kind, table, key, column.name, one, other, evidence)


def _counts(before: Records, after: Records, passages: dict[str, tuple[Record, ...]]) -> Iterator[Change]:
    for key in sorted({*before["counts"]} & {*after["counts"]}):
        yield from _cells("counts", key, before["counts"][key], after["counts"][key], passages.get(key, ()))


def _statements(records: Records) -> dict[str, str]:
    """Returns the table of each statement that evidence can bear on."""
    return {key: table for table in ("claims", "events", "milestones", "matters") for key in records[table]}


def _evidence(before: Records, after: Records) -> Iterator[Change]:
    """Yields passages gained, lost and read anew, for statements of both states: the others are told of whole."""
    old, new = _statements(before), _statements(after)
    earlier, later = _bearing(before), _bearing(after)
    for statement in sorted(old.keys() & new.keys()):
        was, now = earlier.get(statement, {}), later.get(statement, {})
        lost = {name: was[name] for name in was if name not in now}
        gained = {name: now[name] for name in now if name not in was}
        for name in sorted(gained):
            row = gained[name]
            twin = next((one for one in sorted(lost) if _place(lost[one]) == _place(row)), None)
            if twin is None:
                yield _passage("evidence-added", new, statement, row)
            else:
                del lost[twin]
                yield _passage("evidence-changed", new, statement, row)
        for name in sorted(lost):
            yield _passage("evidence-withdrawn", old, statement, lost[name])
        for name in sorted(was.keys() & now.keys()):
            if _without_about(was[name]) != _without_about(now[name]):
                yield _passage("evidence-changed", new, statement, now[name])


def _bearing(records: Records) -> dict[str, dict[str, Record]]:
    """Returns the evidence that bears on each statement, by name."""
    found: dict[str, dict[str, Record]] = {}
    for name, record in records["evidence"].items():
        for statement in record["about"].split(";"):
            found.setdefault(statement, {})[name] = record
    return found


def _place(row: Record) -> tuple[str, str, str]:
    return row["stance"], row["source_id"], row["item"]


def _without_about(row: Record) -> Record:
    return {column: value for column, value in row.items() if column != "about"}


def _passage(kind: str, tables: dict[str, str], statement: str, row: Record) -> Change:
    before, after = ("", row["stance"]) if kind == "evidence-added" else (row["stance"], "")
    if kind == "evidence-changed":
        before = after = row["stance"]
    return Change(kind, tables[statement], statement, "evidence", before, after, (row,))


def summary(changes: Iterable[Change]) -> dict[str, int]:
    """Returns how many changes there are of each kind, in the order of KINDS, none of nothing."""
    kinds = [change.kind for change in changes]
    return {kind: kinds.count(kind) for kind in KINDS if kind in kinds}
