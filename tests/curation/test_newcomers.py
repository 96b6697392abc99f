"""Names that no table has are found by their form, and a suggestion about one brings its row along."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.curation.cues import read_cues
from graph.curation.mentions import Gazetteer
from graph.curation.newcomers import Newcomer, newcomers, read_heads, unknown_classes
from graph.curation.suggesting import Suggester
from graph.errors import DataInvalid
from graph.facts.documents import Document
from graph.facts.facts import Facts
from graph.facts.vocabulary import Vocabulary
from graph.mapping.ontology import Ontology
from tests.conftest import ROOT

HEADS = ROOT / "ontology" / "heads.csv"


def found(gazetteer: Gazetteer, *sentences: str) -> list[Newcomer]:
    return newcomers(sentences, gazetteer.mentions, read_heads(HEADS), {"jdu", "sailing"})


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The Shires Harbour Unit sails.", ["shires-harbour-unit JointUnit"]),
        ("The Shires Harbour Unit (SHU) sails.", ["shu JointUnit"]),
        ("The Shires Harbour Unit (XYZ) sails.", ["shires-harbour-unit JointUnit"]),
        ("the UK Harbour Bureau (UKHB) sails", ["ukhb JointUnit"]),
        ("The Eastshire County Fire and Rescue Service joins.",
         ["eastshire-county-fire-and-rescue-service Agency fire-and-rescue"]),
        ("Harbour District Council, Hill Council and Dale City Council sign.",
         ["harbour-district-council Agency council", "hill-council Agency council", "dale-city-council Agency council"]),
        ("Northshire Police’s Harbour Team and its Hill Board.",
         ["harbour-team JointUnit", "hill-board GovernanceBody board"]),
        ("The Head of Harbour Unit and the Chief Officer of the Hill Programme.",
         ["harbour-unit JointUnit", "hill-programme Programme"]),
        ("A “Partnership Board” meets.", ["partnership-board GovernanceBody board"]),
        # No name of one thing, a known name, a known name with words before it, a heading in capitals, no head.
        ("The Joint Police Unit and the Partnership Board meet.", []),
        ("The Joint Dog Unit barks.", []),
        ("The Great Joint Dog Unit barks.", []),
        ("SHIRES HARBOUR UNIT", []),
        ("The Harbour and the Hill Sailors sail.", []),
        ("The Jolly Old Merry Bright Green Blue Small Large Fine Good Unit sails.", []),
    ],
)  # fmt: skip
def test_names_that_no_table_has(gazetteer: Gazetteer, sentence: str, expected: list[str]) -> None:
    assert [" ".join(filter(None, (one.id, one.types, one.kind))) for one in found(gazetteer, sentence)] == expected


def test_a_name_comes_once_and_takes_no_id_in_use(gazetteer: Gazetteer) -> None:
    several = found(
        gazetteer, "The Sailing Unit (SAILING) sails.", "The Sailing Unit rests.", "The Jolly Dog Unit (JDU)."
    )
    assert [(one.id, one.label, one.short) for one in several] == [
        ("sailing-unit", "Sailing Unit", ""),
        ("jolly-dog-unit", "Jolly Dog Unit", "JDU"),
    ]


def test_a_suggestion_about_a_newcomer_brings_its_row(facts: Facts, ontology: Ontology) -> None:
    suggester = Suggester(facts, ontology, read_cues(ROOT / "ontology" / "cues.csv"), read_heads(HEADS))
    text = "The Shires Harbour Unit (SHU) sails.\n\nThe SHU is hosted by Southshire Police."
    suggested = suggester.suggest(Document(Path("a.md"), text.encode()))
    assert [(one.subject, one.relation, one.object or one.value) for one in suggested] == [
        ("shu", "skos:prefLabel", "Shires Harbour Unit@en"),
        ("shu", "abbreviation", "SHU@en"),
        ("shu", "hostedBy", "southshire-police"),
    ]
    assert suggested[2].newcomers == (Newcomer("shu", "Shires Harbour Unit", "SHU", "JointUnit", ""),)
    again = suggester.suggest(Document(Path("b.md"), b"The SHU is hosted by Southshire Police."))
    assert again == [], "what one document names is not known in the next"


def test_the_shipped_heads_use_classes_of_the_ontology(vocabulary: Vocabulary) -> None:
    heads = read_heads(HEADS)
    assert len(heads) > 30
    assert unknown_classes(heads, vocabulary) == set()
    kinds = vocabulary.schemes["agency-kind"] | vocabulary.schemes["board-kind"]
    assert {one.kind for one in heads} - kinds == {""}


@pytest.mark.parametrize("line", ["unit", "unit,,", ",JointUnit,", "a,b,c,d"])
def test_a_head_that_cannot_be_used_is_named_with_its_line(tmp_path: Path, line: str) -> None:
    place = tmp_path / "heads.csv"
    place.write_text(f"head,class,kind\nteam,JointUnit,\n{line}\n", encoding="utf-8")
    with pytest.raises(DataInvalid) as raised:
        read_heads(place)
    (complaint,) = raised.value.complaints
    assert (complaint.file, complaint.line) == ("heads.csv", 3)
