"""Tables of facts written row by row, for landscapes that nobody curates."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from contextlib import ExitStack
from hashlib import sha256
from pathlib import Path
from typing import Any

from graph.facts.tables import TABLES

_USUAL = {"modality": "actual", "standing": "accepted", "basis": "stated"}


class Tables:
    """The tables of a folder, open for writing: a row is given by its columns, the others are blank."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.columns = {name: [column.name for column in table.columns] for name, table in TABLES.items()}
        self.writers = {}
        for name, columns in self.columns.items():
            file = stack.enter_context((folder / f"{name}.csv").open("w", encoding="utf-8", newline=""))
            self.writers[name] = csv.writer(file, lineterminator="\n")
            self.writers[name].writerow(columns)

    def add(self, table: str, **cells: Any) -> None:
        self.writers[table].writerow([cells.get(name, "") for name in self.columns[table]])

    def entity(self, name: str, types: str, label: str, **cells: str) -> str:
        self.add("entities", entity_id=name, types=types, label=label, **cells)
        return name

    def claim(self, subject: str, word: str, relation: str, to: str = "", **cells: str) -> str:
        """Writes a claim, actual, accepted and stated unless told otherwise, and returns its id."""
        name = "--".join(part for part in (subject, word, to) if part)
        self.add(
            "claims", **{**_USUAL, "claim_id": name, "subject": subject, "relation": relation, "object": to, **cells}
        )
        return name

    def passage(self, about: Sequence[str], source: str, item: str, stance: str = "supports", closed: str = "") -> None:
        """Writes a passage; its place in a text that does not exist is made of its item."""
        digest = sha256(f"{source} {item} {stance}".encode()).hexdigest()
        start = int(digest[:4], 16)
        self.add(
            "evidence",
            about=";".join(about),
            stance=stance,
            source_id=source,
            item=item,
            start=start,
            end=start + 80,
            passage_digest=digest[:16],
            reading=f"{'Names' if stance == 'supports' else 'Leaves out one of'} {len(about)} in {item}",
            list_closed=closed,
        )
