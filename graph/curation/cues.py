"""The words that tell of a relation, as `ontology/cues.csv` lists them."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from graph.errors import DataInvalid, complain
from graph.facts.vocabulary import Vocabulary

HEADER = ["relation", "object", "pattern", "language", "direction"]
DIRECTIONS = frozenset({"forward", "backward", "partner", "within", "list", "state", "number", "before", "after"})
WORDS = frozenset({"comparator", "planned", "not"})


@dataclass(frozen=True)
class Cue:
    """Words that stand between a subject and its object.

    `direction` says where they stand: `forward` subject, cue, object; `backward` object, cue, subject;
    `partner` an object before and one after, the subject in the heading; `within` the name of the object holds
    the cue, or the cue the object; `list` the longest list of objects in the sentence, the subjects all that it
    names besides; `state` no object but the one of the row; `number` the cue is what is counted.
    `before` and `after` stand on that side of another cue.
    """

    relation: str
    object: str
    pattern: re.Pattern[str]
    language: str
    direction: str


@cache
def read_cues(path: Path) -> tuple[Cue, ...]:
    """Returns the cues of a file; DataInvalid, with the line, for one that cannot be used."""
    cues, complaints = [], []
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        if next(reader, []) != HEADER:
            complaints.append(complain("cue", path.name, 1, 1, reason=",".join(HEADER)))
        for cells in reader:
            try:
                relation, object, pattern, language, direction = cells
                if direction not in DIRECTIONS:
                    raise ValueError(direction)
                expression = re.compile(rf"(?<!\w)(?:{pattern})(?!\w)", re.IGNORECASE)
                cues.append(Cue(relation, object, expression, language, direction))
            except (ValueError, re.error) as problem:
                complaints.append(complain("cue", path.name, reader.line_num, 1, reason=problem))
    if complaints:
        raise DataInvalid("ontology-invalid", complaints, folder=path.parent)
    return tuple(cues)


def unknown_relations(cues: tuple[Cue, ...], vocabulary: Vocabulary) -> set[str]:
    """Returns the relations of cues that claims may not use."""
    return {cue.relation for cue in cues} - set(vocabulary.relations) - WORDS
