"""When a claim was last said: the newest of the sources that support it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from graph.dates import bounds
from graph.facts.facts import Facts


@dataclass(frozen=True)
class Attestation:
    """First and last day on which a source surely supported a claim, the last as written, and the text families.

    A source that cannot be dated on a side leaves that side None. Families, not sources, count as
    corroboration: pages that share a template repeat one text.
    """

    first: date | None
    last: date | None
    last_text: str
    families: frozenset[str]


def attestations(facts: Facts) -> dict[str, Attestation]:
    """Returns the attestation of every statement that a passage supports, by id."""
    sources = {row["source_id"]: row for row in facts["sources"]}
    said: dict[str, list[tuple[str, str]]] = {}
    for row in facts["evidence"]:
        source = sources.get(row["source_id"])
        if row["stance"] == "supports" and source is not None:
            when = row["speaks_from"] or source["document_date"]
            for statement in row.many("about"):
                said.setdefault(statement, []).append((when, source["text_family"]))
    return {statement: _attestation(occasions) for statement, occasions in said.items()}


def _attestation(occasions: list[tuple[str, str]]) -> Attestation:
    dated = [(bounds(when), when) for when, _ in occasions if when]
    firsts = [found.latest for found, _ in dated if found.latest]
    lasts = [(found.earliest, when) for found, when in dated if found.earliest]
    last, last_text = max(lasts, default=(None, ""), key=lambda pair: (pair[0] or date.min, pair[1]))
    return Attestation(min(firsts, default=None), last, last_text, frozenset(family for _, family in occasions))
