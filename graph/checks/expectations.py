"""Floors for the tables, so that data cannot shrink without being noticed."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

from graph.errors import Complaint, complain
from graph.facts.facts import Facts
from graph.facts.tables import TABLES


def expectations(folder: Path, facts: Facts) -> Iterator[Complaint]:
    """Yields a complaint for each table with fewer rows than `expectations.toml` wants."""
    place = folder / "expectations.toml"
    if not place.is_file():
        return
    for table, floor in tomllib.loads(place.read_text(encoding="utf-8")).get("floors", {}).items():
        if table not in TABLES:
            yield complain("floor-unknown", place.name, 1, 1, table=table)
        elif len(facts[table]) < floor:
            yield complain("floor", f"{table}.csv", 0, 0, table=table, found=len(facts[table]), floor=floor)
