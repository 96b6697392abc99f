"""What follows from what: exact rows for one change at a time, chains, circles, crowds, and that nothing is written."""

from __future__ import annotations

import hashlib
import shutil
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.analysis.consequences import HYP, follow, world_of
from graph.analysis.rulebook import MARKS, read_rule, read_rulebook
from graph.answer import Thing, Word
from graph.errors import DataInvalid, NotThere, Usage
from graph.landscape import Landscape, open_landscape
from graph.oxigraph import NamedNode, Quad, Store
from graph.terms import PREFIXES, expand
from tests.conftest import ROOT, WORLD

REPORT = "2024-03-20"
CASES: list[dict[str, Any]] = tomllib.loads((Path(__file__).parent / "scenarios.toml").read_text(encoding="utf-8"))[
    "case"
]
RULES = read_rulebook(ROOT / "ontology")


def varied(folder: Path, case: dict[str, Any]) -> Path:
    """Returns a copy of the miniature world with the rows that a case adds."""
    tables = Path(shutil.copytree(WORLD, folder / "tables"))
    for name in ("entities", "claims", "events", "evidence"):
        with (tables / f"{name}.csv").open("a", encoding="utf-8") as file:
            file.writelines(f"{row}\n" for row in case.get(name, ()))
    return tables


def rows_of(landscape: Landscape, *change: str) -> list[list[Any]]:
    told = []
    for thing, effect, sureness, other, _, step, *_ in landscape.what_if(*change).answer.rows:
        assert isinstance(thing, Thing)
        assert isinstance(effect, Word)
        assert isinstance(sureness, Word)
        told.append([thing.id, effect.word, sureness.word, other.id if isinstance(other, Thing) else "", step])
    return told


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_what_follows(case: dict[str, Any], tmp_path: Path) -> None:
    seen = open_landscape(
        varied(tmp_path, case),
        as_of=case.get("day", REPORT),
        standing=case.get("standing", "accepted"),
        include_planned=case.get("planned", False),
    )
    found = rows_of(seen, *case["change"])
    if case.get("also"):
        assert [row for row in case["rows"] if row not in found] == []
    else:
        assert found == case["rows"]


def test_the_collected_set_is_whole() -> None:
    assert len(CASES) >= 35
    assert len(RULES) >= 35
    assert len({case["name"] for case in CASES}) == len(CASES)


def test_every_effect_is_in_a_case() -> None:
    told = {row[1] for case in CASES for row in case["rows"]}
    told |= {"loses-chair", "loses-member"}  # of a force that ends, below
    assert {rule.effect for rule in RULES if rule.effect} - told == set()


# --- what a row says ----------------------------------------------------------------------------------------


def test_a_force_that_ends_takes_its_posts_with_it_and_they_their_seats(world: Landscape) -> None:
    told = rows_of(world.as_of(REPORT), "end", "northshire-police")
    assert ["shires-collaboration-board", "loses-chair", "certain", "chief-constable-northshire", 2] in told
    assert ["three-shires", "loses-member", "certain", "northshire-police", 1] in told
    assert ["forensic-agreement", "loses-signatory", "likely", "chief-constable-northshire", 2] in told


def test_a_chain_is_told_in_order_with_the_evidence_of_each_step(world: Landscape) -> None:
    scenario = world.as_of(REPORT).what_if("leave", "northshire-police")
    row = next(row for row in scenario.answer.rows if row[5] == 2)
    thing, _, _, other, reason, _, chain, claims, sources, items = row
    assert str(thing) == "Shires Forensic Consortium"
    assert str(other) == "Forensic Collaboration Agreement"
    assert reason == "It rests on Forensic Collaboration Agreement."
    assert chain == (
        "Forensic Collaboration Agreement: ends. 1 of its named parties would be left, and an agreement needs two. "
        "No source says whether the list is whole.",
    )
    assert [claim.id for claim in claims] == [  # type: ignore[union-attr]
        "forensic-agreement--party--chief-constable-northshire",
        "forensic-agreement--party--pcc-northshire",
        "sfc--under--forensic-agreement",
    ]
    assert [str(source) for source in sources] == ["Forensic Consortium annual report", "Collaboration update report"]  # type: ignore[union-attr]
    assert items == ("3", "6")


def test_a_required_signatory_is_said_to_be_required(world: Landscape) -> None:
    (row,) = world.as_of(REPORT).what_if("leave", "pcc-northshire").answer.rows
    assert "Under section 22A" in str(row[4])


def test_nothing_is_written_anywhere(world: Landscape) -> None:
    def state() -> dict[str, str]:
        folder = world.snapshot.folder
        return {
            str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(folder.rglob("*"))
            if path.is_file() and path.name not in ("LOG", "LOCK")
        }

    seen = world.as_of(REPORT)
    held = len(seen.store)
    before = state()
    for change in (["leave", "northshire-police"], ["end", "PoliceForce"], ["merge", "jdu-x", "y"]):
        try:
            seen.what_if(*change)
        except NotThere:
            continue
    assert len(seen.store) == held
    assert state() == before
    marks = seen.store.quads_for_pattern(None, NamedNode(HYP + "ends"), None, None)
    assert next(marks, None) is None


def test_the_same_twice(world: Landscape) -> None:
    first, second = (world.as_of(REPORT).what_if("end", "PoliceForce").answer for _ in range(2))
    assert first.envelope() == second.envelope()


def test_welsh_speaks_welsh(world: Landscape) -> None:
    seen = open_landscape(WORLD, as_of=REPORT, language="cy")
    answer = seen.what_if("leave", "southshire-police", "jmu").answer
    assert answer.question.startswith("Beth fyddai'n dilyn?")
    (row,) = answer.rows
    assert str(row[4]).startswith("Byddai 1 o'i gyfranogwyr")
    assert "arfaethedig" in str(row[4])


# --- what is refused ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "error", "says"),
    [
        (["leave", "nobody"], NotThere, "called “nobody”"),
        (["leave"], Usage, "leave BODY"),
        (["leave", "jdu"], NotThere, "JointUnit"),
        (["leave", "northshire-police", "jdu", "jmu"], Usage, "leave BODY"),
        (["leave", "eastshire-police", "jdu"], NotThere, "do not state that Eastshire Police"),
        (["leave", "northshire-police", "radio-renewal"], NotThere, "through this lens"),
        (["leave", "northshire-police", "kennels"], NotThere, "Site"),
        (["merge", "northshire-police", "northshire-police"], Usage, "with itself"),
        (["merge", "northshire-police", "Northshire Police"], Usage, "with itself"),
        (["merge", "northshire-police", "midvale-council"], Usage, "not of one kind"),
        (["merge", "northshire-police"], Usage, "merge BODY BODY"),
        (["end", "no such thing"], NotThere, "called “no such thing”"),
        (["end", "jdu--participant--northshire"], Usage, "not something that can end"),
        (["end"], Usage, "end THING"),
        (["host-quits", "cyber-hub"], NotThere, "state no host for Shires Cyber Hub"),
        (["host-quits", "eastshire-police"], NotThere, "nothing that it hosts"),
        (["event", "no-such-event"], NotThere, "jlt-renamed"),
        (["explode", "jdu"], Usage, "leave, merge, end, host-quits, event"),
        (["end", ""], NotThere, "called"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_what_cannot_be_supposed_is_said_in_a_sentence(
    world: Landscape, change: list[str], error: type[Exception], says: str
) -> None:
    with pytest.raises(error, match=says):
        world.as_of("2024-07-15" if "eastshire-police" in change else REPORT).what_if(*change)


@settings(max_examples=25, deadline=None)
@given(
    change=st.sampled_from(["leave", "merge", "end", "host-quits", "event"]),
    words=st.lists(st.text(max_size=30), max_size=3),
)
def test_any_words_end_in_an_answer_or_a_sentence(world: Landscape, change: str, words: list[str]) -> None:
    try:
        world.what_if(change, *words)
    except (NotThere, Usage) as problem:
        assert str(problem)


def test_an_empty_world_has_nothing_to_break(tmp_path: Path) -> None:
    tables = Path(shutil.copytree(WORLD, tmp_path / "tables"))
    for path in tables.glob("*.csv"):
        path.write_text(path.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    seen = open_landscape(tables, as_of=REPORT)
    with pytest.raises(NotThere):
        seen.what_if("end", "PoliceForce")
    with pytest.raises(NotThere, match="the tables have none"):
        seen.what_if("event", "x")


@pytest.mark.parametrize(
    "words",
    [
        "PoliceAndCrimeCommissioner",
        "police and crime commissioners",
        "Police and crime commissioner",
        "comisiynydd yr heddlu a throseddu",
    ],
)
def test_a_kind_by_any_of_its_names(world: Landscape, words: str) -> None:
    assert len(world.as_of(REPORT).what_if("end", words)) == 4


@pytest.mark.parametrize("words", ["function-air-support", "council", "councils", "function-ict", "level-local"])
def test_a_kind_may_be_a_concept(world: Landscape, words: str) -> None:
    assert (
        "ends" in world.what_if("end", words).answer.question or "end:" in world.what_if("end", words).answer.question
    )


# --- crowds and circles -------------------------------------------------------------------------------------


def add(store: Store, subject: str, word: str, value: str) -> None:
    store.add(Quad(NamedNode(PREFIXES["pid"] + subject), NamedNode(expand(word)), NamedNode(value)))


def claim(store: Store, name: str, subject: str, relation: str, thing: str) -> None:
    node = NamedNode(PREFIXES["claim"] + name)
    pcc = PREFIXES["pcc"]
    for word, value in (
        ("rdf:type", expand("pcol:Claim")),
        ("pcol:subject", PREFIXES["pid"] + subject),
        ("pcol:relation", expand(f"pcol:{relation}")),
        ("pcol:object", PREFIXES["pid"] + thing),
        ("pcol:standing", f"{pcc}standing-accepted"),
        ("pcol:modality", f"{pcc}modality-actual"),
        ("pcol:basis", f"{pcc}basis-stated"),
        ("pcol:inForce", f"{pcc}in-force-certain"),
    ):
        store.add(Quad(node, NamedNode(expand(word)), NamedNode(value)))


@pytest.mark.slow
def test_a_long_circle_of_units_falls_to_its_end_and_stops(world: Landscape) -> None:
    """Units of two parties each, every one a party of the next: one leaves the first, and all fall, round to the first."""
    size = 60
    store = Store()
    for number in range(size):
        add(store, f"u{number}", "rdf:type", expand("pcol:Collaboration"))
        claim(store, f"c{number}", f"u{number}", "hasParticipant", f"u{(number - 1) % size}")
        claim(store, f"d{number}", f"u{number}", "hasParticipant", f"f{number}")
    made = world_of(store, RULES, world.view)
    made.suppose([(NamedNode(PREFIXES["pid"] + "f0"), "leaves", NamedNode(PREFIXES["pid"] + "u0"))])
    effects = [effect for effect in follow(made, RULES, world.view) if effect.rule.effect == "ends"]
    assert len(effects) == size
    assert max(effect.step for effect in effects) == size
    assert all(effect.grade == 1 for effect in effects)


@pytest.mark.slow
def test_a_crowd_of_two_thousand_parties(world: Landscape) -> None:
    store = Store()
    add(store, "all", "rdf:type", expand("pcol:Collaboration"))
    for number in range(2000):
        claim(store, f"c{number}", "all", "hasParticipant", f"f{number}")
    made = world_of(store, RULES, world.view)
    made.suppose([(NamedNode(PREFIXES["pid"] + f"f{number}"), "ends", 2) for number in range(1998)])
    effects = follow(made, RULES, world.view)
    assert {effect.rule.effect for effect in effects} == {"loses-party"}
    assert len(effects) == 1998
    assert all(effect.values["left"].value == "2" for effect in effects)


# --- the rules as files -------------------------------------------------------------------------------------


@pytest.mark.parametrize("rule", RULES, ids=[rule.name for rule in RULES])
def test_a_rule_is_whole(rule: Any) -> None:
    assert "#+ title: " in rule.query
    assert "#+ principle: " in rule.query
    if rule.effect:
        for key in {key for key, _ in rule.texts}:
            assert {language for name, language in rule.texts if name == key} == {"en", "cy"}
            places = [{part.split("}")[0] for part in rule.texts[key, one].split("{")[1:]} for one in ("en", "cy")]
            assert places[0] == places[1]
            assert all(f"?{place}" in rule.query.partition("WHERE")[0] for place in places[0])
    if rule.marks:
        assert rule.marks in MARKS
        assert "?grade" in rule.query


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("#+ title: x\nSELECT ?thing WHERE { ?thing ?a ?b }", "title"),
        ("#+ marks: explodes\n#+ effect: ends\nSELECT ?thing WHERE {}", "marks"),
        ("#+ effect: ends\nSELECT ?thing WHERE {}", "effect"),
        ("#+ Effect ends\nSELECT ?thing WHERE {}", "Effect ends"),
    ],
)
def test_a_bad_rule_is_named_with_its_line(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "Z10-bad.rq"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataInvalid) as problem:
        read_rule(path)
    (fault,) = problem.value.complaints
    assert fault.file == "consequences/Z10-bad.rq"
    assert says in fault.message
