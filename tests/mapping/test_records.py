"""Records read from tables, and back from the quads that were made of them, are the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.facts.facts import read_facts
from graph.facts.tables import TABLES
from graph.mapping.ontology import Ontology
from graph.mapping.quads import base_quads
from graph.mapping.records import from_quads, from_tables
from tests.conftest import ROOT, WORLD


@pytest.mark.parametrize("folder", [WORLD, ROOT / "data"], ids=["world", "shipped"])
def test_a_snapshot_gives_back_the_tables(folder: Path, ontology: Ontology) -> None:
    read, complaints = from_tables(lambda name: (folder / name).read_bytes())
    assert complaints == []
    restored = from_quads(base_quads(read_facts(folder, ontology.vocabulary), ontology))
    for table in TABLES:
        assert restored[table] == read[table], table
        assert read[table], table


def test_an_older_table_has_fewer_columns_in_another_order() -> None:
    content = b"label,entity_id,colour\nNorth,north,blue\n"
    read, complaints = from_tables(lambda name: content if name == "entities.csv" else None)
    assert complaints == []
    assert read["entities"]["north"]["label"] == "North"
    assert read["entities"]["north"]["level"] == ""
    assert "colour" not in read["entities"]["north"]


def test_what_cannot_be_read_is_complained_of_with_its_place() -> None:
    faulty = {"entities.csv": b"entity_id,label\nnorth\n", "claims.csv": b"claim_id\n\xff\n"}
    _, complaints = from_tables(faulty.get)
    assert [f"{one.file}:{one.line}:{one.column} {one.rule}" for one in complaints] == [
        "entities.csv:2:1 ragged-row",
        "claims.csv:2:1 not-utf-8",
    ]


def test_a_word_of_several_lists_is_that_of_the_class(ontology: Ontology) -> None:
    """A council is a local authority as an agency, and a body that governs as a board."""
    kinds = {
        quad.subject.value.rsplit("/", 1)[1]: quad.object.value.rsplit("/", 1)[1]
        for quad in base_quads(read_facts(WORLD, ontology.vocabulary), ontology)
        if quad.predicate.value.endswith("#kind")
    }
    assert kinds["midvale-council"] == "agency-kind-council"
    assert kinds["shires-policing-council"] == "board-kind-council"
