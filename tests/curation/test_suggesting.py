"""Suggestions come from names, cue words and figures of one sentence; what is decided already is known."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.curation.cues import read_cues, unknown_relations
from graph.curation.mentions import Gazetteer, dates, numbers, sums
from graph.curation.sentences import sentences
from graph.curation.suggesting import Suggester
from graph.curation.suggestion import Suggestion
from graph.errors import DataInvalid
from graph.facts.documents import Document
from graph.facts.facts import Facts
from graph.facts.vocabulary import Vocabulary
from graph.mapping.ontology import Ontology
from tests.conftest import ROOT

CUES = ROOT / "ontology" / "cues.csv"


@pytest.fixture(scope="module")
def suggester(facts: Facts, ontology: Ontology) -> Suggester:
    return Suggester(facts, ontology, read_cues(CUES))


def document(text: str) -> Document:
    return Document(Path("a.md"), text.encode())


def told(suggester: Suggester, text: str) -> list[str]:
    return [
        " ".join(part for part in (one.subject, one.relation, one.object or one.value, one.valid_from) if part)
        + ("" if one.modality == "actual" else " planned")
        + ("" if one.state == "new" else f" {one.state}")
        for one in suggester.suggest(document(text))
    ]


# --- sentences -----------------------------------------------------------------------------------------------


def test_sentences_keep_their_offsets_and_items() -> None:
    text = "# Dogs\n\nThe unit is e.g. run by two. It has (i.e. had) dogs, St. Asaph too.\n\n- One bullet\n- Another\n\n1.1 A paragraph\nwrapped in the middle of what it says, and still going on.\n"
    found = list(sentences(document(text)))
    assert [(one.item, one.words) for one in found] == [
        ("Dogs", "Dogs"),
        ("Dogs", "The unit is e.g. run by two."),
        ("Dogs", "It has (i.e. had) dogs, St. Asaph too."),
        ("Dogs", "One bullet"),
        ("Dogs", "Another"),
        ("1.1", "A paragraph\nwrapped in the middle of what it says, and still going on."),
    ]
    assert all(text[one.start : one.end] == one.words for one in found)


# --- mentions ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The Joint Dog Unit and the JMU met.", {"Joint Dog Unit": "jdu", "JMU": "jmu"}),
        ("the joint dog unit met", {}),
        ("Its Dog Section trains.", {"Dog Section": "jdu"}),
        ("Northshire, Southshire and Westshire Police agreed.",
         {"Northshire": "northshire-police", "Southshire": "southshire-police", "Westshire Police": "westshire-police"}),
        ("The people of Northshire are safe.", {}),
        ("The Northshire Police Authority agreed.", {"Northshire Police Authority": "northshire-police-authority"}),
        ("The Police and Crime Commissioner for Northshire's plan", {"Police and Crime Commissioner for Northshire": "pcc-northshire"}),
        ("Northshire and Southshire PCCs agreed.", {"Northshire": "pcc-northshire", "Southshire": "pcc-southshire"}),
        ("Mae Heddlu Gogleddsir yn rhan.", {"Heddlu Gogleddsir": "northshire-police"}),
    ],
)  # fmt: skip
def test_names_in_running_text(gazetteer: Gazetteer, sentence: str, expected: dict[str, str]) -> None:
    assert {one.words: ";".join(sorted(one.things)) for one in gazetteer.mentions(sentence)} == expected


def test_figures() -> None:
    text = "On 19th July 2021, 13<sup>th</sup> March 2020 and in May 2013, 2020/21, 2006, 2021-11-24, 3 Mai 2019: £1.2 million, 14 units, four of 1,200."
    assert [one.value for one in dates(text)] == [
        "2021-07-19", "2020-03-13", "2013-05", "FY2020/21", "2006", "2021-11-24", "2019-05-03",
    ]  # fmt: skip
    assert [one.words for one in sums(text)] == ["£1.2 million"]
    assert [one.value for one in numbers(text)] == ["14", "4", "1200"]


# --- suggestions ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Joint Legal Team is hosted by Southshire Police.", ["jlt hostedBy southshire-police"]),
        ("Eastshire Police is to host the Joint Legal Team.", ["jlt hostedBy eastshire-police planned"]),
        ("# Joint Marine Unit\n\nIt was launched by Northshire and Eastshire Police.",
         ["jmu launchedBy northshire-police", "jmu launchedBy eastshire-police"]),
        ("Launched by Northshire Police, the Joint Dog Unit trains.", ["jdu launchedBy northshire-police"]),
        ("The Joint Legal Team was established in 2008.", ["jlt established 2008"]),
        ("The Marine Management Board reports to the Shires Collaboration Board.",
         ["marine-board reportsTo shires-collaboration-board claimed"]),
        ("The Joint Dog Unit is governed by the Marine Management Board.", ["jdu governedBy marine-board rejected"]),
        ("The Joint Dog Unit is not governed by the Cyber Hub Board.", []),
        ("# Shires Digital Group\n\nThe Joint Dog Unit and the Joint Marine Unit will report into this.",
         ["jdu governedBy digital-group planned", "jmu governedBy digital-group planned"]),
        ("The National Records System (NRS) replaces the old one.", ["nrs abbreviation NRS@en"]),
        ("The National Air Wing ceased operations.", ["naw status status-ended"]),
        ("Northshire Police is governed by the Joint Dog Unit.", []),
        ("# Joint Dog Unit\n\nThe three dogs eat.", []),
        ("Llywodraethir y Joint Legal Team gan y Cyber Hub Board.", []),
        ("Agreements are in place between Northshire, Southshire and Eastshire for a Joint Legal Team.",
         [f"jlt hasParticipant {name}-police claimed" for name in ("northshire", "southshire", "eastshire")]),
        ("The collaboration is of Northshire and Southshire. Nothing is named.", []),
        ("The Joint Legal Team trains. It was set up in 2008.", ["jlt established 2008"]),
        ("The Joint Legal Team trains.\n\nThe Joint Dog Unit barks. The forces that form this team are"
         " Northshire and Eastshire.",
         ["jdu hasParticipant northshire-police claimed", "jdu hasParticipant eastshire-police"]),
        ("The Joint Legal Team has been in place since 2009.", ["jlt established 2009"]),
        ("The Joint Legal Team is part of the Joint Dog Unit.", ["jdu hasPart jlt"]),
        ("Mae'r Joint Legal Team yn adrodd i neb. Mae'r Marine Management Board yn adrodd i Cyber Hub Board.",
         ["marine-board reportsTo cyber-board"]),
    ],
)  # fmt: skip
def test_what_a_sentence_may_say(suggester: Suggester, text: str, expected: list[str]) -> None:
    assert told(suggester, text) == expected


def test_a_count_has_what_is_counted_and_how(suggester: Suggester) -> None:
    def counts(text: str) -> list[tuple[str, str, str, str]]:
        return [
            (one.subject, one.value, one.comparator, one.counted)
            for one in suggester.suggest(document(f"# Joint Dog Unit\n\n{text}"))
            if one.relation == "count"
        ]

    assert counts("Over 20 police forces take an interest.") == [("jdu", "20", "gt", "PoliceForce")]
    assert counts("It brings at least four forces to the table.") == [("jdu", "4", "ge", "PoliceForce")]
    assert counts("It has 30 members.") == [("jdu", "30", "eq", "members")]
    assert counts("In 2012 forces agreed.") == []


def test_each_proposal_says_why_and_where(suggester: Suggester) -> None:
    text = "# Joint Marine Unit\n\nFirst.\n\nThe service is delivered by a joint team for Northshire and Eastshire.\n"
    found = suggester.suggest(document(text))
    assert [(one.number, one.object, one.state) for one in found] == [
        (1, "northshire-police", "claimed"),
        (2, "eastshire-police", "new"),
    ]
    one: Suggestion = found[1]
    assert (
        one.reason
        == "cue “delivered by a joint team for”; subject from the heading or a sentence before (name shortened)"
    )
    assert one.item == "Joint Marine Unit"
    assert text[one.start : one.end].startswith("The service is")


def test_a_claim_that_two_sentences_make_comes_once(suggester: Suggester) -> None:
    text = "The Joint Legal Team is hosted by Southshire Police. Indeed the Joint Legal Team is hosted by Southshire Police."
    assert told(suggester, text) == ["jlt hostedBy southshire-police"]


# --- cues ----------------------------------------------------------------------------------------------------


def test_the_shipped_cues_use_relations_of_the_ontology(vocabulary: Vocabulary) -> None:
    cues = read_cues(CUES)
    assert unknown_relations(cues, vocabulary) == set()
    assert {cue.language for cue in cues} == {"en", "cy"}
    assert {cue.object for cue in cues if cue.relation == "status"} <= vocabulary.concepts()
    assert {cue.object for cue in cues if cue.relation == "comparator"} <= vocabulary.schemes["comparator"]


def test_a_cue_that_cannot_be_used_is_named_with_its_line(tmp_path: Path) -> None:
    place = tmp_path / "cues.csv"
    head = "relation,object,pattern,language,direction\n"
    place.write_text(f"{head}serves,,serves,en,forward\nserves,,(serves,en,forward\nserves,,x,en,sideways\nserves,x\n")
    with pytest.raises(DataInvalid) as fault:
        read_cues(place)
    assert [(one.rule, one.line) for one in fault.value.complaints] == [("cue", 3), ("cue", 4), ("cue", 5)]
