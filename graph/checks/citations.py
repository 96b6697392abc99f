"""Verifies passages against the frozen documents, where these are on hand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from graph.errors import Complaint, complain
from graph.facts.documents import Document, open_document, passage_digest
from graph.facts.facts import Facts
from graph.facts.reading import Row


def citations(facts: Facts, documents: Path | None) -> Iterator[Complaint]:
    """Yields what is wrong with documents and passages: absent, changed, outside, other words, other item."""
    on_hand: dict[str, Document] = {}
    for source in facts["sources"]:
        if not source["file"]:
            continue
        place = (source.file, source.line, source.column_of("file"))
        document = open_document(documents, source["file"])
        if document is None:
            yield complain(
                "document-missing", *place, severity="info", document=source["file"], source=source["source_id"]
            )
        elif document.sha256 != source["sha256"]:
            yield complain(
                "document-changed",
                *place,
                document=source["file"],
                found=document.sha256[:12],
                expected=source["sha256"][:12],
            )
        else:
            on_hand[source["source_id"]] = document
    for row in facts["evidence"]:
        if row["source_id"] in on_hand and row["start"]:
            yield from _passage(row, on_hand[row["source_id"]])


def _passage(row: Row, document: Document) -> Iterator[Complaint]:
    start, end = int(row["start"]), int(row["end"])
    place = (row.file, row.line, row.column_of("start"))
    try:
        passage = document.passage(start, end)
    except ValueError:
        yield complain(
            "offset-outside", *place, start=start, end=end, length=len(document.text), source=row["source_id"]
        )
        return
    if passage_digest(passage) != row["passage_digest"]:
        yield complain(
            "passage-changed",
            row.file,
            row.line,
            row.column_of("passage_digest"),
            found=passage_digest(passage),
            expected=row["passage_digest"],
            source=row["source_id"],
        )
    item = document.item_at(start)
    if item != row["item"]:
        yield complain("item-elsewhere", row.file, row.line, row.column_of("item"), found=item, expected=row["item"])


def verified(facts: Facts, documents: Path | None) -> tuple[int, int]:
    """Returns how many passages with a place could be verified, and how many there are."""
    files = {row["source_id"]: row["file"] for row in facts["sources"]}
    located = [row for row in facts["evidence"] if row["start"]]
    found = sum(1 for row in located if open_document(documents, files.get(row["source_id"], "")) is not None)
    return found, len(located)
