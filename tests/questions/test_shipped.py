"""Every question on the shipped data: rows that must, and rows that must not, be there."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest

from graph.landscape import Landscape
from graph.questions.asking import ask
from tests.questions.conftest import HERE, QUESTIONS

ENTRIES = [
    pytest.param(question, entry, id=f"{question}-{number}")
    for question, entries in tomllib.loads((HERE / "shipped.toml").read_text(encoding="utf-8")).items()
    for number, entry in enumerate(entries, 1)
]


def test_every_question_is_asked_of_the_shipped_data() -> None:
    assert sorted({str(entry.values[0]) for entry in ENTRIES}) == sorted(QUESTIONS)


@pytest.mark.parametrize(("question", "entry"), ENTRIES)
def test_named_rows(question: str, entry: dict[str, Any], shipped: Landscape) -> None:
    answer = ask(QUESTIONS[question], entry.get("parameters", {}), shipped.asked)
    header, flat = answer.flat()
    rows = [dict(zip(header, row, strict=True)) for row in flat]
    for wanted in entry.get("has", []):
        assert any(matches(row, wanted) for row in rows), f"no row has {wanted}"
    for unwanted in entry.get("has_not", []):
        assert not any(matches(row, unwanted) for row in rows), f"a row has {unwanted}"
    if "rows" in entry:
        assert len(rows) == entry["rows"]
    for words in entry.get("says", []):
        assert any(words in line for line in answer.not_known), f"not said: {words}"


def matches(row: dict[str, str], wanted: dict[str, str]) -> bool:
    """Tells whether each named column holds the value; a value ending in "…" is a beginning."""
    return all(
        value in row.get(name, "").split("; ")
        or row.get(name, "") == value
        or (value.endswith("…") and row.get(name, "").startswith(value[:-1]))
        for name, value in wanted.items()
    )
