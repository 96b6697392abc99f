"""A source is issued anew: its passages found again in the new text, the lost ones told."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from graph.curation.editing import rows
from graph.curation.freezing import Frozen
from graph.curation.sentences import sentences
from graph.curation.writing import Cells, changed
from graph.facts.documents import Document, Place, passage_digest
from graph.facts.reading import Row

LEAST_LIKENESS = 0.6


@dataclass(frozen=True)
class Passage:
    """What became of one passage: found again with the `same` words, `near` ones, or `lost`."""

    line: int
    how: str
    item: str
    now: str
    likeness: float
    reading: str


@dataclass(frozen=True)
class Outcome:
    """The tables as they would stand, the file of the new text, and what became of each passage."""

    texts: Mapping[str, str]
    file: str
    passages: tuple[Passage, ...]

    @property
    def counts(self) -> Counter[str]:
        """How many passages are the same, near and lost."""
        return Counter(passage.how for passage in self.passages)


def reissue(data: Path, source: Row, old: Document, frozen: Frozen, document_date: str = "") -> Outcome:
    """Returns how evidence and sources change when `frozen` takes the place of `old`.

    A passage is found again by the same words: in its item if there are several, the nearest in place if
    there still are. Else the most similar sentence of the same item is taken, and marked. A lost
    passage keeps its row as it is, which `collab check` complains of until it is anchored again.
    """
    new = Document(Path(source["file"]), frozen.content)
    file = f"{source['source_id']}-{frozen.sha256[:8]}{frozen.suffix}"
    changes: dict[int, Cells] = {}
    passages = []
    for row in rows(data, "evidence"):
        if row["source_id"] != source["source_id"] or not row["start"]:
            continue
        place, likeness = _again(row, old, new)
        how = "lost" if place is None else "same" if likeness == 1 else "near"
        passages.append(Passage(row.line, how, row["item"], place.item if place else "", likeness, row["reading"]))
        if place is not None:
            cells = {
                "item": place.item,
                "start": str(place.start),
                "end": str(place.end),
                "passage_digest": place.digest,
            }
            if any(row[name] != cell for name, cell in cells.items()):
                changes[row.line] = cells
    own: dict[str, str] = {"file": file, "sha256": frozen.sha256}
    if document_date:
        own["document_date"] = document_date
    texts = {"sources": changed(data, "sources", {source.line: own})}
    if changes:
        texts["evidence"] = changed(data, "evidence", changes)
    return Outcome(texts, file, tuple(passages))


def _again(row: Row, old: Document, new: Document) -> tuple[Place | None, float]:
    """Returns where a passage stands in the new text, and how like it is, from 0 to 1; None if nowhere."""
    try:
        words = old.passage(int(row["start"]), int(row["end"]))
    except ValueError:
        return None, 0.0
    found = new.find(words)
    here = [place for place in found if place.item == row["item"]] or found
    if here:
        share = int(row["start"]) / max(len(old.text), 1)
        return min(here, key=lambda place: abs(place.start / max(len(new.text), 1) - share)), 1.0
    wanted = " ".join(words.split())
    best, likeness = None, 0.0
    for sentence in sentences(new):
        if sentence.item == row["item"]:
            score = difflib.SequenceMatcher(None, wanted, " ".join(sentence.words.split()), False).ratio()
            if score > likeness:
                best, likeness = sentence, score
    if best is None or likeness < LEAST_LIKENESS:
        return None, likeness
    return Place(best.start, best.end, best.item, passage_digest(best.words)), min(likeness, 0.99)
