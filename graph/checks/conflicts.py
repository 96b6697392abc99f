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
    more = Facts({name: (*known, *proposed.get(name, ())) for name, known in facts.tables.items()})
    store = Store()
    store.bulk_extend(base_quads(more, ontology))
    derive(store, read_rules(folder), Lens(day))
    return [one for one in violations(folder, store, Places(more), {}, RULE) if (one.file, one.line) in rows]
