"""Floors for the tables, so that data cannot shrink unnoticed, and ceilings for what is weakly known."""

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


def expectations(folder: Path, facts: Facts) -> Iterator[Complaint]:
    """Yields a complaint for each table below its floor, and each kind of weak claim above its ceiling."""
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
