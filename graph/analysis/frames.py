"""What there is to ask and to read, as DataFrames: the library of questions, and the tables as they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas

from graph.errors import NotThere
from graph.facts.tables import TABLES
from graph.questions.library import library

if TYPE_CHECKING:
    from graph.landscape import Landscape


def questions(landscape: Landscape) -> pandas.DataFrame:
    """Returns a row for each question of the library: id, title, group, parameters."""
    rows = [
        {
            "id": question.id,
            "title": question.title(landscape.language),
            "group": question.group,
            "parameters": question.signature,
        }
        for question in library(landscape.inputs.ontology).values()
    ]
    return pandas.DataFrame(rows, columns=["id", "title", "group", "parameters"])


def table(landscape: Landscape, name: str) -> pandas.DataFrame:
    """Returns a table as its file has it, every cell text; NotThere for one that there is not."""
    if name not in TABLES:
        raise NotThere("unknown-table", name=name, known=", ".join(TABLES))
    place = landscape.inputs.data / f"{name}.csv"
    return pandas.read_csv(place, dtype=str, keep_default_na=False, encoding="utf-8-sig")
