"""Floors for the tables, so that data cannot shrink unnoticed; ceilings and shares for what is weakly known."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

from graph.errors import Complaint, complain
from graph.facts.facts import Facts
from graph.facts.reading import Row
from graph.facts.tables import TABLES

_WEAK: dict[str, Callable[[Row], bool]] = {
    "undated-claims": lambda row: not row["valid_from"] and not row["valid_to"],
    "inferred-claims": lambda row: row["basis"] == "inferred",
    "proposed-claims": lambda row: row["standing"] == "proposed",
    "contested-claims": lambda row: row["standing"] == "contested",
}


def known_only_generally(facts: Facts) -> list[str]:
    """Returns the ids of the claims that no source supports but the curators' general knowledge, in table order."""
    general = {row["source_id"] for row in facts["sources"] if row["kind"] == "general-knowledge"}
    sourced: dict[str, set[bool]] = {}
    for row in facts["evidence"]:
        if row["stance"] == "supports":
            for name in row.many("about"):
                sourced.setdefault(name, set()).add(row["source_id"] not in general)
    return [row["claim_id"] for row in facts["claims"] if sourced.get(row["claim_id"]) == {False}]


_SHARES: dict[str, Callable[[Facts], int]] = {"general-knowledge": lambda facts: len(known_only_generally(facts))}


def expectations(folder: Path, facts: Facts) -> Iterator[Complaint]:
    """Yields a complaint for each table below its floor, and each kind of weak claim above its ceiling or share.

    A share is in percent of the claims.
    """
    place = folder / "expectations.toml"
    if not place.is_file():
        return
    try:
        wanted = tomllib.loads(place.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        yield complain("toml-syntax", place.name, 1, 1, reason=problem)
        return
    for table, floor in wanted.get("floors", {}).items():
        if table not in TABLES:
            yield complain("floor-unknown", place.name, 1, 1, table=table)
        elif len(facts[table]) < floor:
            yield complain("floor", f"{table}.csv", 0, 0, table=table, found=len(facts[table]), floor=floor)
    for kind, ceiling in wanted.get("ceilings", {}).items():
        if kind not in _WEAK:
            yield complain("floor-unknown", place.name, 1, 1, table=kind)
            continue
        found = sum(1 for row in facts["claims"] if _WEAK[kind](row))
        if found > ceiling:
            yield complain("ceiling", "claims.csv", severity="warning", kind=kind, found=found, ceiling=ceiling)
    for kind, share in wanted.get("shares", {}).items():
        if kind not in _SHARES:
            yield complain("floor-unknown", place.name, 1, 1, table=kind)
            continue
        percent = round(100 * _SHARES[kind](facts) / max(len(facts["claims"]), 1), 1)
        if percent > share:
            yield complain("share", "claims.csv", severity="warning", kind=kind, found=percent, share=share)
