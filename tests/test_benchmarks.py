"""The made-up landscapes that benchmarks measure: valid tables of the size asked for, the same for the same seed."""

from __future__ import annotations

import csv
import tracemalloc
from collections import Counter
from pathlib import Path

import pytest

from benchmarks.landscape import write
from graph.facts.facts import inspect_facts
from graph.facts.tables import TABLES
from graph.mapping.ontology import read_ontology
from graph.mapping.quads import base_quads
from tests.conftest import ROOT

SIZE = 30_000


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("landscape")
    write(made, SIZE)
    return made


def rows(folder: Path, table: str) -> list[dict[str, str]]:
    with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def content(folder: Path) -> list[bytes]:
    return [(folder / f"{name}.csv").read_bytes() for name in TABLES]


def test_every_table_holds_and_has_the_triples_that_were_asked_for(folder: Path) -> None:
    ontology = read_ontology(ROOT / "ontology")
    facts, complaints = inspect_facts(folder, ontology.vocabulary)
    assert complaints == []
    assert all(facts[name] for name in TABLES)
    assert abs(len(set(base_quads(facts, ontology))) / SIZE - 1) < 0.1


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(folder: Path, tmp_path: Path) -> None:
    write(tmp_path / "same", SIZE)
    write(tmp_path / "other", SIZE, seed=7)
    assert content(tmp_path / "same") == content(folder)
    assert content(tmp_path / "other") != content(folder)


def test_a_rate_of_disagreements_is_kept(folder: Path, tmp_path: Path) -> None:
    write(tmp_path / "agreed", SIZE, disputed=0)
    write(tmp_path / "disputed", SIZE, disputed=1)
    arrangements = sum(
        row["level"] in ("regional", "national") and row["function"] != "" for row in rows(folder, "entities")
    )
    assert len(rows(tmp_path / "agreed", "disagreements")) == 0
    assert 0 < len(rows(folder, "disagreements")) < arrangements / 8
    assert len(rows(tmp_path / "disputed", "disagreements")) >= arrangements * 0.9


def test_arrangements_have_two_to_eighteen_parties_and_boards_stand_four_deep(folder: Path) -> None:
    claims = rows(folder, "claims")
    parties = Counter(row["subject"] for row in claims if row["relation"] == "hasParticipant")
    assert min(parties.values()) == 2
    assert max(parties.values()) in range(10, 19)
    above = {row["subject"]: row["object"] for row in claims if row["relation"] == "reportsTo"}
    chain = [next(name for name in above if name.endswith("-2"))]
    while chain[-1] in above:
        chain.append(above[chain[-1]])
    assert len(chain) == 4


def test_writing_takes_no_more_memory_for_more_rows(tmp_path: Path) -> None:
    tracemalloc.start()
    write(tmp_path, 8 * SIZE)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 3_000_000
