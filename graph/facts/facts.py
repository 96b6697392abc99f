"""All tables together: read, checked against the vocabulary and against each other."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from types import MappingProxyType
from typing import Any

from graph.dates import bounds
from graph.errors import Complaint, DataInvalid, complain
from graph.facts.reading import Row, read_table
from graph.facts.tables import TABLES, Column
from graph.facts.vocabulary import Vocabulary
from graph.progress import Progress, counted, silent

_ID = re.compile(r"[a-z0-9]+(?:--?[a-z0-9]+)*")
_URL = re.compile(r"https?://(?:[^\s<>\"{}|\\^`%\[\]]|%[0-9A-Fa-f]{2})+")
_PATTERNS = {
    "integer": re.compile(r"[0-9]{1,9}"),
    "number": re.compile(r"-?[0-9]+(?:\.[0-9]+)?"),
    "digest": re.compile(r"[0-9a-f]{16}"),
    "sha256": re.compile(r"[0-9a-f]{64}"),
    "file": re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*"),
    "url": _URL,
    "id": _ID,
}

# Of these kinds few cells are alike: to remember them would cost more than to look again.
_OWN = {"id", "text", "digest", "sha256"}


@dataclass(frozen=True)
class Facts:
    """The rows of every table, by table name, in file order."""

    tables: dict[str, tuple[Row, ...]]

    def __getitem__(self, name: str) -> tuple[Row, ...]:
        return self.tables[name]


def read_facts(folder: Path, vocabulary: Vocabulary, progress: Progress = silent) -> Facts:
    """Returns the facts of `folder`; DataInvalid, with every complaint of every table, if one does not hold."""
    facts, complaints = inspect_facts(folder, vocabulary, progress=progress)
    if complaints:
        raise DataInvalid("tables-invalid", complaints, folder=folder)
    return facts


def inspect_facts(
    folder: Path,
    vocabulary: Vocabulary,
    instead: Mapping[str, bytes] = MappingProxyType({}),
    *,
    progress: Progress = silent,
) -> tuple[Facts, list[Complaint]]:
    """Returns what could be read of `folder`, and every complaint about it.

    `instead` is what some tables, by name, would hold if they were changed.
    """
    progress("reading-tables", 0, 0)
    complaints: list[Complaint] = []
    tables: dict[str, tuple[Row, ...]] = {}
    for table in TABLES.values():
        reading = read_table(folder, table, instead.get(table.name))
        tables[table.name] = reading.rows
        complaints += reading.complaints
    facts = Facts(tables)
    unreadable = {complaint.file for complaint in complaints}
    known = _ids(facts, vocabulary, complaints)
    of = sum(map(len, tables.values()))
    held: dict[Column, set[str]] = defaultdict(set)  # most cells say what another in their column has said
    for row in counted(chain.from_iterable(tables.values()), of, "reading-tables", progress):
        for column in TABLES[row.table].columns:
            if (content := row[column.name]) not in held[column]:
                found = _cell(row, column, vocabulary, known, unreadable)
                complaints += found
                if not found and column.kind not in _OWN:
                    held[column].add(content)
    complaints += _keys(facts)
    complaints += _claims(facts, vocabulary, unreadable)
    complaints += _evidence(facts)
    return facts, complaints


def _ids(facts: Facts, vocabulary: Vocabulary, complaints: list[Complaint]) -> dict[str, frozenset[str]]:
    """Returns the ids of each table; an id that two tables share is complained of, for ids are flat."""
    seen: dict[str, str] = {}
    known: dict[str, frozenset[str]] = {"concepts": vocabulary.concepts()}
    for table in TABLES.values():
        first = table.columns[0]
        if first.kind == "id":
            known[table.name] = frozenset(row[first.name] for row in facts[table.name])
            for row in facts[table.name]:
                name = row[first.name]
                if seen.setdefault(name, table.name) != table.name:
                    complaints.append(
                        complain("id-in-two-tables", row.file, row.line, 1, id=name, other=f"{seen[name]}.csv")
                    )
    return known


def _cell(
    row: Row, column: Column, vocabulary: Vocabulary, known: dict[str, frozenset[str]], unreadable: set[str]
) -> list[Complaint]:
    content = row[column.name]

    def fault(rule: str, **values: Any) -> Complaint:
        return complain(rule, row.file, row.line, row.column_of(column.name), column=column.name, **values)

    if not content:
        return [fault("blank-cell")] if column.required else []
    values = row.many(column.name) if column.many else [content]
    if column.required and not values:
        return [fault("blank-cell")]
    complaints = []
    for value in values:
        if column.kind == "date":
            try:
                bounds(value)
            except ValueError as reason:
                complaints.append(fault("bad-date", value=value, reason=reason))
        elif column.kind == "ref":
            complaints += _reference(value, column, known, unreadable, fault)
        elif column.kind == "word":
            words = frozenset[str]().union(*(vocabulary.schemes.get(name, ()) for name in column.scheme.split("|")))
            if value not in words:
                complaints.append(fault("unknown-word", value=value, words=", ".join(sorted(words))))
        elif column.kind == "class":
            if value not in vocabulary.classes:
                complaints.append(fault("unknown-class", value=value, near=_near(value, vocabulary.classes)))
        elif column.kind == "relation":
            if value not in vocabulary.relations:
                complaints.append(fault("unknown-relation", value=value, near=_near(value, vocabulary.relations)))
        elif column.kind in _PATTERNS and not _PATTERNS[column.kind].fullmatch(value):
            complaints.append(fault(f"bad-{column.kind}", value=value[:60]))
    return complaints


def _reference(
    value: str, column: Column, known: dict[str, frozenset[str]], unreadable: set[str], fault: Callable[..., Complaint]
) -> list[Complaint]:
    if any(value in known.get(table, ()) for table in column.refers):
        return []
    if any(f"{table}.csv" in unreadable for table in column.refers):
        return []  # the row referred to may stand in what could not be read; that is complained of already
    candidates = [name for table in column.refers for name in known.get(table, ())]
    return [fault("unknown-id", value=value, tables=", ".join(column.refers), near=_near(value, candidates))]


def _near(word: str, words: Iterable[str]) -> str:
    import difflib

    return (difflib.get_close_matches(word, list(words), 1, 0.5) or ["?"])[0]


def _keys(facts: Facts) -> list[Complaint]:
    complaints = []
    for table in TABLES.values():
        seen: dict[tuple[str, ...], int] = {}
        for row in facts[table.name]:
            key = tuple(row[name] for name in table.key)
            if key in seen:
                complaints.append(
                    complain("duplicate-row", row.file, row.line, 1, key=" + ".join(key)[:80], other=seen[key])
                )
            seen.setdefault(key, row.line)
    return complaints


def _claims(facts: Facts, vocabulary: Vocabulary, unreadable: set[str]) -> list[Complaint]:
    complaints = []
    counted = {row["claim_id"] for row in facts["counts"]}
    for row in (*facts["claims"], *facts["rejected"]):

        def fault(rule: str, column: str, /, row: Row = row, **values: Any) -> Complaint:
            return complain(rule, row.file, row.line, row.column_of(column), **values)

        if bool(row["object"]) == bool(row["value"]):
            complaints.append(fault("object-or-value", "object", claim=row["claim_id"]))
        elif relation := vocabulary.relations.get(row["relation"]):
            complaints += _ends(row, relation.literal, fault, relation.scheme)
        if row.table == "rejected":
            continue
        if row["standing"] in ("contested", "proposed") and not row["standing_reason"]:
            complaints.append(fault("reason-wanted", "standing_reason", standing=row["standing"]))
        complaints += _interval(row, fault)
        if "counts.csv" not in unreadable and (row["relation"] == "count") != (row["claim_id"] in counted):
            complaints.append(fault("count-in-one-table", "claim_id", claim=row["claim_id"]))
    return complaints


def _ends(row: Row, literal: str | None, fault: Callable[..., Complaint], scheme: str | None) -> list[Complaint]:
    relation = row["relation"]
    if literal is None:
        if not row["object"]:
            return [fault("object-wanted", "object", relation=relation)]
        if scheme and not row["object"].startswith(f"{scheme}-"):
            return [fault("concept-wanted", "object", relation=relation, scheme=scheme, value=row["object"])]
        return []
    value = row["value"]
    if not value:
        return [fault("value-wanted", "value", relation=relation)]
    if literal == "language-text" and not re.search(r"\S@(en|cy)$", value):
        return [fault("language-wanted", "value", value=value[:60])]
    if literal == "number" and not _PATTERNS["number"].fullmatch(value):
        return [fault("bad-number", "value", value=value[:60], column="value")]
    if literal == "date":
        try:
            bounds(value)
        except ValueError as reason:
            return [fault("bad-date", "value", value=value[:60], reason=reason, column="value")]
    return []


def _interval(row: Row, fault: Callable[..., Complaint]) -> list[Complaint]:
    try:
        start = bounds(row["valid_from"]).earliest if row["valid_from"] else None
        end = bounds(row["valid_to"]).latest if row["valid_to"] else None
    except ValueError:
        return []
    if start and end and start > end:
        return [fault("reversed-interval", "valid_from", start=row["valid_from"], end=row["valid_to"])]
    return []


def _evidence(facts: Facts) -> list[Complaint]:
    complaints = []
    frozen = {row["source_id"]: bool(row["file"]) for row in facts["sources"]}
    for row in facts["evidence"]:
        if row["stance"] not in ("supports", "disputes"):
            complaints.append(complain("bad-stance", row.file, row.line, row.column_of("stance"), value=row["stance"]))
        located = [bool(row[name]) for name in ("start", "end", "passage_digest")]
        if frozen.get(row["source_id"]) and not all(located):
            complaints.append(complain("locator-wanted", row.file, row.line, row.column_of("start")))
        elif any(located) and not all(located):
            complaints.append(complain("half-locator", row.file, row.line, row.column_of("start")))
        elif all(located) and _backwards(row["start"], row["end"]):
            complaints.append(
                complain(
                    "reversed-offsets", row.file, row.line, row.column_of("start"), start=row["start"], end=row["end"]
                )
            )
    return complaints


def _backwards(start: str, end: str) -> bool:
    integer = _PATTERNS["integer"]
    return bool(integer.fullmatch(start) and integer.fullmatch(end)) and int(start) >= int(end)
