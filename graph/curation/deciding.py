"""What a person decides on a suggestion becomes rows: proposed with its passage, or rejected with a reason."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from graph.curation.editing import rows
from graph.curation.suggestion import Suggestion
from graph.curation.writing import Cells, appended, changed, same_passage
from graph.facts.facts import Facts
from graph.facts.reading import Row
from graph.wording import say

_SHORT = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def accept(data: Path, facts: Facts, source: str, chosen: Sequence[Suggestion]) -> tuple[dict[str, str], list[str]]:
    """Returns the tables as they stand with the chosen suggestions in them, standing proposed, and the claims' ids.

    A passage that is cited already gets the claim in its `about`; a new one gets a row of its own. A thing that
    the tables do not have gets a row in entities.csv.
    """
    claims, counts, ids = [], [], []
    things = {new.id: new.cells for one in chosen for new in one.newcomers}
    about: dict[tuple[int, int], list[str]] = {}
    by_place: dict[tuple[int, int], Suggestion] = {}
    taken = {row["claim_id"] for table in ("claims", "rejected") for row in facts[table]}
    for one in chosen:
        name = claim_id(facts, one, taken)
        taken.add(name)
        ids.append(name)
        claims.append(claim_cells(one, name))
        if one.relation == "count":
            counts.append({"claim_id": name, "counted": one.counted, "comparator": one.comparator})
        about.setdefault((one.start, one.end), []).append(name)
        by_place.setdefault((one.start, one.end), one)
    added: list[Cells] = []
    merged: dict[int, Cells] = {}
    evidence = rows(data, "evidence")
    for place, names in about.items():
        cells = evidence_cells(facts, source, by_place[place], names)
        there = next(same_passage(evidence, cells), None)
        if there is None:
            added.append(cells)
        else:
            merged[there.line] = {"about": ";".join([*there.many("about"), *names])}
    texts = {"entities": appended(data, "entities", list(things.values()))} if things else {}
    texts["claims"] = appended(data, "claims", claims)
    if counts:
        texts["counts"] = appended(data, "counts", counts)
    text = changed(data, "evidence", merged) if merged else ""
    texts["evidence"] = appended(data, "evidence", added, text)
    return texts, ids


def reject(
    data: Path, facts: Facts, source: str, chosen: Sequence[Suggestion], reason: str
) -> tuple[dict[str, str], list[str]]:
    """Returns the table of rejected claims with the chosen suggestions in it, and their ids."""
    taken = {row["claim_id"] for table in ("claims", "rejected") for row in facts[table]}
    added, ids = [], []
    for one in chosen:
        name = claim_id(facts, one, taken)
        taken.add(name)
        ids.append(name)
        added.append(
            {
                "claim_id": name,
                "subject": one.subject,
                "relation": one.relation,
                "object": one.object,
                "value": one.value,
                "reason": reason,
                "source_id": source,
                "item": one.item,
                "decided_on": date.today().isoformat(),
            }
        )
    return {"rejected": appended(data, "rejected", added)}, ids


def claim_id(facts: Facts, one: Suggestion, taken: set[str]) -> str:
    """Returns an id that no claim has: subject, short relation, object; `--planned` or a number behind."""
    used = Counter(
        parts[1]
        for row in facts["claims"]
        if row["relation"] == one.relation and len(parts := row["claim_id"].split("--")) > 2
    )
    short = used.most_common(1)[0][0] if used else _plain(_SHORT.sub("-", one.relation.rpartition(":")[2]))
    last = one.object.removeprefix("status-") if one.object else _plain(one.value.split("@")[0])
    name = f"{one.subject}--{short}--{last}" + (f"-{_plain(one.counted)}" if one.counted else "")
    if one.modality == "planned":
        name += "--planned"
    number, free = 1, name
    while free in taken:
        number += 1
        free = f"{name}--{number}"
    return free


def claim_cells(one: Suggestion, name: str) -> dict[str, str]:
    """Returns the row of a suggestion in claims.csv."""
    return {
        "claim_id": name,
        "subject": one.subject,
        "relation": one.relation,
        "object": one.object,
        "value": one.value,
        "valid_from": one.valid_from,
        "modality": one.modality,
        "standing": "proposed",
        "standing_reason": say("suggest.standing-reason", why=one.reason),
        "basis": "stated",
    }


def evidence_cells(facts: Facts, source: str, one: Suggestion, names: Sequence[str]) -> dict[str, str]:
    """Returns the row of a passage in evidence.csv; its reading is a stub of ids, for a person to put in words."""
    labels = {row["entity_id"]: row["label"] for row in facts["entities"]}
    labels |= {new.id: new.label for new in one.newcomers}
    object = labels.get(one.object, one.object) or one.value.split("@")[0]
    return {
        "about": ";".join(names),
        "stance": "supports",
        "source_id": source,
        "item": one.item,
        "start": str(one.start),
        "end": str(one.end),
        "passage_digest": one.digest,
        "reading": say(
            "suggest.reading", subject=labels.get(one.subject, one.subject), relation=one.relation, object=object
        ),
    }


def trial(facts: Facts, source: str, chosen: Sequence[Suggestion]) -> Mapping[str, list[Row]]:
    """Returns the rows that suggestions would become, each with its number as its line, standing accepted."""
    tables: dict[str, list[Row]] = {"claims": [], "counts": [], "evidence": [], "entities": []}
    taken = {row["claim_id"] for row in facts["claims"]}
    for one in chosen:
        name = claim_id(facts, one, taken)
        taken.add(name)
        whole = {
            "claims": {**claim_cells(one, name), "standing": "accepted"},
            "evidence": evidence_cells(facts, source, one, [name]),
        }
        if one.relation == "count":
            whole["counts"] = {"claim_id": name, "counted": one.counted, "comparator": one.comparator}
        for new in one.newcomers:
            whole["entities"] = dict(new.cells)
        for table, cells in whole.items():
            columns = facts[table][0].cells if facts[table] else cells
            tables[table].append(Row(table, "suggestion", one.number, {key: cells.get(key, "") for key in columns}, ""))
    return tables


def _plain(words: str) -> str:
    return "-".join(re.findall(r"[a-z0-9]+", words.casefold()))[:60].strip("-") or "x"
