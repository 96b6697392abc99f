"""What every edit of the tables needs: the rows as they stand, the vocabulary, one editor at a time."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from graph import files
from graph.curation.writing import validate
from graph.errors import CollabError, NotThere
from graph.facts.documents import Document, open_document
from graph.facts.reading import Row, read_table
from graph.facts.tables import TABLES
from graph.facts.vocabulary import Vocabulary
from graph.locks import held
from graph.mapping.ontology import Ontology, read_ontology
from graph.store.inputs import find_inputs
from graph.store.snapshot import Workshop


@cache
def ontology() -> Ontology:
    """Returns the shipped ontology, read once."""
    return read_ontology(files.shipped("ontology"))


def vocabulary() -> Vocabulary:
    """Returns the words that tables may use."""
    return ontology().vocabulary


def rows(folder: Path, table: str) -> tuple[Row, ...]:
    """Returns the rows of a table that can be read."""
    return read_table(folder, TABLES[table]).rows


@contextmanager
def alone(data: Path) -> Iterator[None]:
    """Holds the lock that every edit of these tables takes; CollabError if another editor keeps it."""
    root = Workshop(find_inputs(data)).root
    try:
        root.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise CollabError("state-not-writable", path=root, reason=problem.strerror) from None
    with held(root / "EDIT.lock", wait=True):
        yield


def examine(data: Path, texts: Mapping[str, str]) -> None:
    """Raises DataInvalid if the facts would not hold with these texts of tables; writes nothing."""
    validate(data, texts, vocabulary())


def document_of(data: Path, source: str, documents: Path | None) -> tuple[Row, Document]:
    """Returns the row and the frozen text of a source.

    NotThere if there is no such source or its text is not on hand, CollabError if the text is not the frozen one.
    """
    known = {row["source_id"]: row for row in rows(data, "sources")}
    if source not in known:
        near = difflib.get_close_matches(source, known, 5, 0.5)
        listed = near or [name for name, row in known.items() if row["file"]]
        raise NotThere("unknown-source", name=source, known=", ".join(listed) or "-")
    row = known[source]
    document = open_document(files.documents_folder(documents), row["file"])
    if document is None:
        raise NotThere("document-not-on-hand", source=source, file=row["file"] or "-")
    if document.sha256 != row["sha256"]:
        raise CollabError("document-not-the-frozen", source=source, file=row["file"])
    return row, document
