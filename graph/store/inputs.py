"""What a build reads, and the digest that tells whether any of it changed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import graph
from graph import files


@dataclass(frozen=True)
class Inputs:
    """The folder of tables and the folder of the ontology."""

    data: Path
    ontology: Path

    @cached_property
    def digest(self) -> str:
        """One SHA-256 over the CSV files, ontology, rules and the code that maps them.

        Which of the files are read is the matter of those who read them, and knowing it would cost each answer more
        than it saves: at worst, a build is done once more and comes to the same id.
        """
        code = Path(graph.__file__).parent
        paths = [*sorted(self.data.glob("*.csv")), *sorted(self.ontology.glob("*.ttl"))]
        paths += sorted((self.ontology / "rules").glob("*.rq"))
        paths += [code / "dates.py", code / "terms.py", code / "sparqltext.py"]
        for layer in ("facts", "mapping", "store"):
            paths += sorted((code / layer).glob("*.py"))
        return files.digest(*(path for path in paths if path.is_file()))


def find_inputs(data: Path | None = None) -> Inputs:
    """Returns the inputs: tables from `data`, `COLLAB_DATA` or the shipped folder; the shipped ontology."""
    return Inputs(files.data_folder(data), files.shipped("ontology"))
