"""What a build reads, and the digest that tells whether any of it changed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import graph
from graph import files
from graph.facts.tables import TABLES
from graph.mapping.ontology import FILES


@dataclass(frozen=True)
class Inputs:
    """The folder of tables and the folder of the ontology."""

    data: Path
    ontology: Path

    @cached_property
    def digest(self) -> str:
        """One SHA-256 over tables, ontology, rules and the code that maps them; absent files are left out."""
        code = Path(graph.__file__).parent
        paths = [self.data / f"{name}.csv" for name in TABLES]
        paths += [self.ontology / name for name in FILES]
        paths += sorted((self.ontology / "rules").glob("*.rq"))
        paths += [code / "dates.py", code / "terms.py", code / "sparqltext.py"]
        for layer in ("facts", "mapping", "store"):
            paths += sorted((code / layer).glob("*.py"))
        return files.digest(*(path for path in paths if path.is_file()))


def find_inputs(data: Path | None = None) -> Inputs:
    """Returns the inputs: tables from `data`, `COLLAB_DATA` or the shipped folder; the shipped ontology."""
    return Inputs(files.data_folder(data), files.shipped("ontology"))
