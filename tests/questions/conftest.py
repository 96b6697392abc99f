"""The question library, the cases it is asked on the miniature world, and the rows expected."""

from __future__ import annotations

import csv
import tomllib
from dataclasses import dataclass
from pathlib import Path

import pytest

from graph.questions.library import Question, library
from tests.conftest import ROOT

HERE = Path(__file__).parent
QUESTIONS = library(ROOT / "ontology")


@dataclass(frozen=True)
class Case:
    """One question asked once: its parameters as typed, and where its expected rows stand."""

    question: str
    name: str
    parameters: dict[str, str]

    @property
    def file(self) -> Path:
        name = self.question if self.name == "all" else f"{self.question}--{self.name}"
        return HERE / "answers" / f"{name}.csv"

    def expected(self) -> tuple[list[str], list[list[str]]]:
        """Returns header and rows as `Answer.flat` gives them."""
        with self.file.open(encoding="utf-8", newline="") as file:
            header, *rows = csv.reader(file)
        return header, rows


def _cases() -> tuple[str, list[Case]]:
    content = tomllib.loads((HERE / "cases.toml").read_text(encoding="utf-8"))
    cases = [
        Case(question, entry["name"], entry.get("parameters", {}))
        for question, entries in content["question"].items()
        for entry in entries
    ]
    return content["day"], cases


DAY, CASES = _cases()


@pytest.fixture(scope="session")
def questions() -> dict[str, Question]:
    return QUESTIONS
