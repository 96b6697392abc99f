"""Rows that are only proposed, and accepted claims that they may contradict."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from graph.checks.places import Places
from graph.checks.violations import violations
from graph.errors import Complaint
from graph.facts.facts import Facts
from graph.facts.reading import Row
from graph.mapping.lens import Lens
from graph.mapping.ontology import Ontology
from graph.mapping.quads import base_quads
from graph.mapping.rules import derive, read_rules
from graph.oxigraph import Store

RULE = "possible-disagreement"


def conflicts(
    facts: Facts, ontology: Ontology, folder: Path, proposed: Mapping[str, Sequence[Row]], day: date
) -> list[Complaint]:
    """Returns the possible disagreements at a row of `proposed` (by table) that come up if these were accepted.

    Those at rows that are there already are left out. `folder` is that of the ontology.
    """
    rows = {(row.file, row.line) for table in proposed.values() for row in table}
    if not rows:
        return []
    near = _about({row["subject"] for row in proposed["claims"]}, facts)
    more = Facts({name: (*known, *proposed.get(name, ())) for name, known in near.tables.items()})
    store = Store()
    store.bulk_extend(base_quads(more, ontology))
    derive(store, read_rules(folder), Lens(day))
    return [one for one in violations(folder, store, Places(more), {}, RULE) if (one.file, one.line) in rows]


def _about(subjects: set[str], facts: Facts) -> Facts:
    """Returns the facts with those claims alone that a claim of `subjects` can contradict, and who belongs to what.

    Every query compares claims of one subject, and asks else only whether one party is a member of another.
    """
    claims = tuple(row for row in facts["claims"] if row["subject"] in subjects or row["relation"] == "hasMember")
    kept = {row["claim_id"] for row in claims}
    return Facts(
        {
            **facts.tables,
            "claims": claims,
            "counts": tuple(row for row in facts["counts"] if row["claim_id"] in kept),
            "evidence": tuple(row for row in facts["evidence"] if kept.intersection(row.many("about"))),
        }
    )
