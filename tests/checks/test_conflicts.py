"""Accepted claims that contradict each other, and are in no disagreement, are told with their kind; never as errors."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from graph.checks.checking import check
from graph.checks.conflicts import RULE, conflicts
from graph.checks.places import Places
from graph.checks.violations import violations
from graph.facts.facts import Facts, read_facts
from graph.facts.vocabulary import Vocabulary
from graph.mapping.lens import Lens
from graph.mapping.ontology import Ontology
from graph.mapping.quads import base_quads
from graph.mapping.rules import derive, read_rules
from graph.oxigraph import Store
from graph.store.inputs import find_inputs
from tests.checks.test_checking import add, claim
from tests.conftest import ROOT

DAY = date(2026, 11, 22)


def found(tables: Path) -> dict[str, str]:
    """The claim and the rule of each possible disagreement, with what is said; none is more than a word to the wise."""
    told = [one for one in check(find_inputs(tables), None, DAY) if one.rule.startswith("possible-disagreement")]
    assert {one.severity for one in told} <= {"info"}
    return {
        f"{one.message.partition(':')[0]} {one.rule.removeprefix('possible-disagreement-')}": one.message
        for one in told
    }


def fact(tables: Path, name: str, line: str, source: str, closed: str = "") -> None:
    add(tables, "claims", f"{name},{line}")
    add(tables, "evidence", f"{name},supports,{source},9 {name},,,,A passage that says so.,,{closed}")


def count(tables: Path, name: str, subject: str, value: str, rest: str, source: str) -> None:
    fact(tables, name, f"{subject},count,,{value},,,actual,accepted,,stated,", source)
    add(tables, "counts", f"{name},{rest}")


CASES: dict[str, tuple[Callable[[Path], object], str, str]] = {
    "dates": (
        lambda tables: fact(tables, "c1", "jdu,established,,2013,,,actual,accepted,,stated,", "report-b"),
        "c1 dates", "2011 and 2013; kind: contradiction",
    ),
    "dates-one-source": (
        lambda tables: (
            fact(tables, "c1", "jmu,established,,2012,,,actual,accepted,,stated,", "report-b"),
            fact(tables, "c2", "jmu,established,,2013-05,,,actual,accepted,,stated,", "report-b"),
        ),
        "c2 dates", "kind: source-error",
    ),
    "hosts": (
        lambda tables: (
            fact(tables, "c1", "jlt,hostedBy,northshire-police,,,,actual,accepted,,stated,", "report-b"),
            fact(tables, "c2", "jlt,hostedBy,southshire-police,,,,actual,accepted,,stated,", "page-a"),
        ),
        "c2 hosts", "northshire-police and southshire-police; kind: time",
    ),
    "names": (
        lambda tables: fact(
            tables, "c1", "jlt,skos:prefLabel,,Legal Team of the Shires@en,2015,,actual,accepted,,stated,", "report-b"
        ),
        "c1 names", "(en); kind: time",
    ),
    "names-undated": (
        lambda tables: (
            fact(tables, "c1", "jmu,skos:prefLabel,,Uned Forol@cy,,,actual,accepted,,stated,", "report-b"),
            fact(tables, "c2", "jmu,skos:prefLabel,,Uned y Môr@cy,,,actual,accepted,,stated,", "page-a"),
        ),
        "c2 names", "(cy); kind: identity",
    ),
    "counts": (
        lambda tables: (
            count(tables, "c1", "jmu", "2", "hasParticipant,PoliceForce,,eq", "page-a"),
            count(tables, "c2", "jmu", "4", "hasParticipant,PoliceForce,,ge", "report-b"),
        ),
        "c2 counts", "2 and 4 PoliceForce; kind: time",
    ),
    "counts-of-what": (
        lambda tables: (
            count(tables, "c1", "jmu", "2", ",PoliceForce,,eq", "page-a"),
            count(tables, "c2", "jmu", "4", "serves,PoliceForce,,eq", "report-b"),
        ),
        "c2 counts", "kind: scope",
    ),
    "parties": (
        lambda tables: fact(
            tables, "c1", "jmu,hasParticipant,eastshire-police,,,,actual,accepted,,stated,", "report-c"
        ),
        "c1 parties", "the list of report-b leaves out eastshire-police; kind: time",
    ),
}  # fmt: skip


def test_the_miniature_world_has_none(tables: Path) -> None:
    assert found(tables) == {}


@pytest.mark.parametrize("case", CASES)
def test_broken_once(tables: Path, case: str) -> None:
    breaking, place, words = CASES[case]
    breaking(tables)
    told = found(tables)
    assert list(told) == [place]
    assert words in told[place]


QUIET: dict[str, Callable[[Path], object]] = {
    "a date made exact": lambda tables: fact(
        tables, "c1", "jdu,established,,2011-04,,,actual,accepted,,stated,", "report-b"
    ),
    "a host after a host": lambda tables: (
        fact(tables, "c1", "jlt,hostedBy,northshire-police,,2010,2015-06,actual,accepted,,stated,", "report-b"),
        fact(tables, "c2", "jlt,hostedBy,southshire-police,,2015-07,,actual,accepted,,stated,", "page-a"),
    ),
    "a planned party": lambda tables: fact(
        tables, "c1", "jmu,hasParticipant,eastshire-police,,,,planned,accepted,,stated,", "report-c"
    ),
    "a proposed party": lambda tables: fact(
        tables, "c1", "jmu,hasParticipant,eastshire-police,,,,actual,proposed,Why.,stated,", "report-c"
    ),
    "a party that joined after the list": lambda tables: (
        fact(tables, "c1", "jlt,serves,northshire-police,,,2012,actual,accepted,,stated,", "report-b", "yes"),
        fact(tables, "c2", "jlt,serves,eastshire-police,,2013,,actual,accepted,,stated,", "report-c"),
    ),
    "a group that holds the listed": lambda tables: fact(
        tables, "c1", "jmu,hasParticipant,three-shires,,,,actual,accepted,,stated,", "report-c"
    ),
    "a disagreement that is there": lambda tables: (
        fact(tables, "c1", "jdu,established,,2013,,,actual,accepted,,stated,", "report-b"),
        add(tables, "disagreements", "d1,jdu,jdu--established;c1,When was it set up?,contradiction,open,"),
    ),
    "two names in two languages": lambda tables: claim(
        tables, "c1", "jlt,skos:prefLabel,,Tîm Cyfreithiol@cy,,,actual,accepted,,stated,"
    ),
    "numbers of different units": lambda tables: (
        count(tables, "c1", "jmu", "2", ",time,year,eq", "page-a"),
        count(tables, "c2", "jmu", "24", ",time,month,eq", "report-b"),
    ),
}


@pytest.mark.parametrize("case", QUIET)
def test_what_is_no_contradiction(tables: Path, case: str) -> None:
    QUIET[case](tables)
    assert found(tables) == {}


def test_proposals_meet_what_they_would_meet_in_the_tables(ontology: Ontology, vocabulary: Vocabulary) -> None:
    """Each conflict of the shipped data comes up again if its claim is taken out and proposed."""
    folder = ROOT / "ontology"
    facts = read_facts(ROOT / "data", vocabulary)
    store = Store()
    store.bulk_extend(base_quads(facts, ontology))
    derive(store, read_rules(folder), Lens(DAY))
    known = list(violations(folder, store, Places(facts), {}, RULE))
    assert len(known) >= 10
    lines = {one.line for one in known}
    taken = {row["claim_id"]: row for row in facts["claims"] if row.line in lines}
    out = [replace(row, file="suggestion") for row in taken.values()]
    evidence = [row for row in facts["evidence"] if taken.keys() & set(row.many("about"))]
    rest = Facts(
        {
            **facts.tables,
            "claims": tuple(row for row in facts["claims"] if row["claim_id"] not in taken),
            "evidence": tuple(row for row in facts["evidence"] if row not in evidence),
        }
    )
    found = conflicts(rest, ontology, folder, {"claims": out, "evidence": evidence}, DAY)
    assert sorted(one.message for one in found) == sorted(one.message for one in known)
    assert {one.file for one in found} == {"suggestion"}
    assert conflicts(facts, ontology, folder, {}, DAY) == []
