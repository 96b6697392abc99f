"""A name without its areas means the thing whose partners a document mentions, and none that is as likely."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.curation.cues import read_cues
from graph.curation.mentions import Gazetteer
from graph.curation.nicknames import Nicknames
from graph.curation.suggesting import Suggester
from graph.facts.documents import Document
from graph.facts.facts import Facts, read_facts
from graph.facts.vocabulary import Vocabulary
from graph.mapping.ontology import Ontology
from tests.conftest import ROOT

ALLIANCES = {"ns": ("northshire", "southshire"), "es": ("eastshire", "southshire"), "sole": ("northshire",)}
LABELS = {
    "ns": "Northshire and Southshire Strategic Alliance",
    "es": "Eastshire & Southshire Strategic Alliance",
    "sole": "Northshire and Westshire Harbour Board",
}


@pytest.fixture
def facts(tables: Path, vocabulary: Vocabulary) -> Facts:
    with (tables / "entities.csv").open("a", encoding="utf-8") as file:
        file.writelines(f"{id},Collaboration,,{label},,,,,\n" for id, label in LABELS.items())
    with (tables / "claims.csv").open("a", encoding="utf-8") as file:
        for id, areas in ALLIANCES.items():
            file.writelines(
                f"{id}--participant--{one},{id},hasParticipant,{one}-police,,,,actual,accepted,,stated,\n"
                for one in areas
            )
    with (tables / "evidence.csv").open("a", encoding="utf-8") as file:
        source = read_facts(ROOT / "tests" / "world", vocabulary)["sources"][0]["source_id"]
        for id, areas in ALLIANCES.items():
            about = ";".join(f"{id}--participant--{one}" for one in areas)
            file.write(f"{about},supports,{source},x,,,,Reading of {id},,\n")
    return read_facts(tables, vocabulary)


@pytest.mark.parametrize(
    ("mentioned", "clear"),
    [
        ({"northshire-police", "southshire-police"}, [("ns", "strategic alliance")]),
        ({"eastshire-police", "southshire-police"}, [("es", "strategic alliance")]),
        ({"northshire-police", "southshire-police", "eastshire-police"}, []),
        ({"northshire-police"}, []),
        (set(), []),
    ],
)
def test_whose_name_it_is(facts: Facts, mentioned: set[str], clear: list[tuple[str, str]]) -> None:
    assert Nicknames(facts, Gazetteer(facts)).clear_among(mentioned) == clear


@pytest.mark.parametrize(
    ("name", "rest"),
    [
        ("Northshire and Southshire Dog Unit", "Dog Unit"),
        ("Northshire, Southshire and Eastshire Police Dog Unit", "Dog Unit"),
        ("Northshire Dog Unit", ""),
        ("Northshire and Southshire Alliance", ""),
        ("Joint Dog Unit of Northshire and Southshire", ""),
    ],
)
def test_what_is_left_of_a_name(facts: Facts, name: str, rest: str) -> None:
    assert Gazetteer(facts).after_areas(name) == rest


def test_a_page_that_names_its_alliance_by_half(facts: Facts, ontology: Ontology) -> None:
    suggester = Suggester(facts, ontology, read_cues(ROOT / "ontology" / "cues.csv"))
    text = (
        "Northshire Police and Southshire Police agreed on it.\n\nThe strategic alliance was established in March 2015."
    )
    assert [
        (one.subject, one.relation, one.value) for one in suggester.suggest(Document(Path("a.md"), text.encode()))
    ] == [("ns", "established", "2015-03")]
