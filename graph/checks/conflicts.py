"""Claims that may contradict each other and are in no disagreement yet; for rows that are only proposed, too."""

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
    """Returns the possible disagreements that come up if the rows of `proposed`, by table, were accepted.

    Those that are there without them are left out. `folder` is that of the ontology.
    """
    rules = read_rules(folder)

    def found(tables: Facts) -> list[Complaint]:
        store = Store()
        store.bulk_extend(base_quads(tables, ontology))
        derive(store, rules, Lens(day))
        return list(violations(folder, store, Places(tables), {}, RULE))

    more = Facts({name: (*rows, *proposed.get(name, ())) for name, rows in facts.tables.items()})
    known = {one.message for one in found(facts)}
    return [one for one in found(more) if one.message not in known]
