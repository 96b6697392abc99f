"""Where the row of a thing stands, so that a finding about a node can name file, line and column."""

from __future__ import annotations

from graph.facts.facts import Facts
from graph.mapping.quads import evidence_id
from graph.terms import PREFIXES, TABLE_NAMESPACES


class Places:
    """File and line of every row, by the IRI of its node."""

    def __init__(self, facts: Facts) -> None:
        self._rows: dict[str, tuple[str, int]] = {}
        for table, prefix in TABLE_NAMESPACES.items():
            for row in facts[table]:
                self._rows[PREFIXES[prefix] + next(iter(row.cells.values()))] = (row.file, row.line)
        for row in facts["evidence"]:
            self._rows[PREFIXES["ev"] + evidence_id(row)] = (row.file, row.line)
        for row in facts["rejected"]:
            self._rows[PREFIXES["claim"] + row["claim_id"]] = (row.file, row.line)

    def of(self, iri: str) -> tuple[str, int]:
        """Returns file and line (from 1) of the row behind a node; ("", 0) if no row stands behind it."""
        return self._rows.get(iri.partition("#t")[0].partition("#p")[0], ("ontology", 0))
