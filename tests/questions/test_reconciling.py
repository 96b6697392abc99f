"""Names that somebody else wrote: matched only where a name is written and is one thing's; otherwise shown."""

from __future__ import annotations

import csv
import io
import json
import random
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import DataInvalid, NotThere, Usage
from graph.facts.listing import read_listing
from graph.landscape import Landscape
from graph.questions.reconciling import STATUSES, Likeness, Reconciler, local
from tests.conftest import WORLD, Run

Collab = Callable[..., Run]
HERE = ("--data", str(WORLD), "--as-of", "2026-11-22")


@pytest.fixture(scope="module")
def finder(world: Landscape) -> Reconciler:
    return Reconciler(world.names)


@pytest.mark.parametrize(
    ("words", "id", "reason"),
    [
        ("jdu", "jdu", "Its id."),
        ("JDU", "jdu", "Its abbreviation, “JDU”."),
        ("Joint Dog Unit", "jdu", "Its label, “Joint Dog Unit”."),
        ("  the joint-dog   UNIT ", "jdu", "Its label, “Joint Dog Unit”."),
        ("Dog Section", "jdu", "Its name in a source, “Dog Section”."),
        ("Joint Solicitors Team", "jlt", "A former name, “Joint Solicitors Team”."),
        ("Heddlu Gogleddsir", "northshire-police", "Its Welsh name, “Heddlu Gogleddsir”."),
        ("Joint\u00a0Dog Unit", "jdu", "Its label, “Joint Dog Unit”."),
        ("Joint\u200b Dog Unit", "jdu", "Its label, “Joint Dog Unit”. It holds characters that cannot be seen"),
        ("Shires Benefits Board", "benefits-board", "Not the same as Shires Efficiency Board  (efficiency-board)"),
        ("Efficiency Group", "efficiency-group", "Possibly the same as Shires Efficiency Board  (efficiency-board)"),
    ],
)
def test_a_written_name_is_matched_and_says_which(finder: Reconciler, words: str, id: str, reason: str) -> None:
    found = finder.find(words)
    assert (found.status, found.thing and local(found.thing)) == ("matched", id)
    assert reason in found.reason


@pytest.mark.parametrize(
    ("words", "first", "reason"),
    [
        ("Northshire Polce", "northshire-police", "Like “Northshire Police”, 97 of 100; not taken for it."),
        ("Northshire", "pcc-northshire", "Like “PCC Northshire”, 88 of 100; not taken for it."),
        ("J D U", "jdu", "Like “JDU”, 99 of 100"),
        ("Shires Efficency Board", "efficiency-board", "Not the same as Shires Benefits Board  (benefits-board)"),
    ],
)
def test_a_near_name_is_shown_and_never_taken(finder: Reconciler, words: str, first: str, reason: str) -> None:
    found = finder.find(words)
    assert (found.status, found.thing) == ("near", None)
    assert local(found.candidates[0]) == first
    assert reason in found.reason


def test_a_name_of_several_things_is_ambiguous(tables: Path) -> None:
    from graph.landscape import open_landscape

    path = tables / "entities.csv"
    more = "jdu-two,JointUnit,,Dog Section,,,,,\n"
    path.write_text(path.read_text(encoding="utf-8") + more, encoding="utf-8")
    found = Reconciler(open_landscape(tables, as_of="2026-11-22").names).find("dog section")
    assert (found.status, found.thing) == ("ambiguous", None)
    assert [local(one) for one in found.candidates] == ["jdu", "jdu-two"]
    assert found.reason.startswith(
        "It names 2 things; say which by its id. Joint Dog Unit  (jdu): Its name in a source"
    )


@pytest.mark.parametrize(("words", "reason"), [("", "no name"), (" . ", "no name"), ("Zyxwv", "No name is like it")])
def test_what_is_not_found_says_so(finder: Reconciler, words: str, reason: str) -> None:
    found = finder.find(words)
    assert (found.status, found.thing, found.candidates) == ("not-found", None, ())
    assert reason in found.reason


def test_a_thing_of_another_kind_is_not_matched(world: Landscape) -> None:
    found = Reconciler(world.names, ["PoliceForce"]).find("Joint Dog Unit")
    assert found.thing is None
    assert "It names Joint Dog Unit  (jdu), which is of another kind: JointUnit." in found.reason


def test_two_kinds_may_be_taken(world: Landscape) -> None:
    finder = Reconciler(world.names, ["PoliceForce", "JointUnit"])
    assert [finder.find(words).status for words in ("JDU", "Northshire Police", "SCB")][:2] == ["matched"] * 2
    assert finder.find("SCB").thing is None


@given(st.text(max_size=60))
def test_any_text_has_a_status_and_a_reason(world: Landscape, words: str) -> None:
    found = Reconciler(world.names).find(words)
    assert found.status in STATUSES
    assert found.reason
    assert (found.thing is not None) == (found.status == "matched")
    assert len(found.candidates) <= 5 or found.status == "ambiguous"


# --- the list ------------------------------------------------------------------------------------------------


def test_a_plain_list_keeps_its_blank_lines() -> None:
    listing = read_listing("x.txt", b"\xef\xbb\xbfa, b\r\n\r\nc\r\n")
    assert (listing.header, listing.rows) == ((), ((1, ("a, b",)), (2, ("",)), (3, ("c",))))


def test_a_table_has_a_header_and_quoted_commas() -> None:
    listing = read_listing("x.csv", b'id,Name\n1,"a, b"\n2,"two\nlines"\n\n3,c\n')
    assert listing.column(None) == 1
    assert [(line, row[1]) for line, row in listing.rows] == [(2, "a, b"), (3, "two\nlines"), (5, ""), (6, "c")]


def test_tabs_where_there_are_tabs() -> None:
    assert read_listing("x.tsv", b"a\tb\n1\t2, 3\n").rows == ((2, ("1", "2, 3")),)
    assert read_listing("-", b"a\tb\n1\t2\n", table=True).header == ("a", "b")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"name\nNorth\nCaf\xe9\n", "x.csv:3:4 not-utf-8"),
        ("name\n".encode("utf-16"), "x.csv:1:1 utf-16"),
        (b"a,b\n1\n", "x.csv:2:1 ragged-row"),
        (b'a\nx\n"open\n', "x.csv:3:1 unclosed-quote"),
        (b"", "x.csv:1:1 empty-table"),
    ],
)
def test_a_list_that_cannot_be_read_names_the_place(content: bytes, said: str) -> None:
    with pytest.raises(DataInvalid) as problem:
        read_listing("x.csv", content)
    assert [str(one)[: len(said)] for one in problem.value.complaints] == [said]


def test_which_column_must_be_plain() -> None:
    listing = read_listing("x.csv", b"force,body\na,b\n")
    assert listing.column(" Body ") == 1
    with pytest.raises(Usage, match="--column"):
        listing.column(None)
    with pytest.raises(NotThere, match="force, body"):
        listing.column("lead")
    with pytest.raises(NotThere, match="no one column"):
        read_listing("x.csv", b"force,force\na,b\n").column("force")


@given(st.binary(max_size=200), st.sampled_from(["x.csv", "x.tsv", "x.txt"]))
def test_any_bytes_are_read_or_refused_with_a_place(content: bytes, name: str) -> None:
    try:
        listing = read_listing(name, content)
    except DataInvalid as problem:
        assert all(one.line > 0 and one.column > 0 for one in problem.complaints)
    else:
        assert [line for line, _ in listing.rows] == sorted({line for line, _ in listing.rows})


# --- the command ---------------------------------------------------------------------------------------------


def test_one_row_for_each_in_order(collab: Collab, tmp_path: Path) -> None:
    path = tmp_path / "names.csv"
    path.write_text("no,Force\n1,SCB\n2,Northshire Polce\n3,\n4,Zyxwv\n5,SCB\n", encoding="utf-8")
    run = collab("reconcile", str(path), "--column", "force", *HERE)
    rows = list(csv.DictReader(io.StringIO(run.out)))
    assert [(row["line"], row["status"], row["id"]) for row in rows] == [
        ("2", "matched", "shires-collaboration-board"),
        ("3", "near", ""),
        ("4", "not-found", ""),
        ("5", "not-found", ""),
        ("6", "matched", "shires-collaboration-board"),
    ]
    assert run.code == 1
    assert "5 names: 2 matched, 1 near, 2 not found." in run.err


def test_all_matched_is_well(collab: Collab, tmp_path: Path) -> None:
    path = tmp_path / "names.txt"
    path.write_text("Joint Dog Unit\nThe Joint Marine Unit\n", encoding="utf-8")
    run = collab("reconcile", str(path), "--kind", "JointUnit", "-f", "json", *HERE)
    assert run.code == 0
    assert [row["id"] for row in json.loads(run.out)["rows"]] == ["jdu", "jmu"]


def test_a_heading_that_is_a_name_is_not_lost(collab: Collab, tmp_path: Path) -> None:
    path = tmp_path / "names.csv"
    path.write_text("Joint Dog Unit\nJoint Marine Unit\n", encoding="utf-8")
    run = collab("reconcile", str(path), *HERE)
    assert [row["id"] for row in csv.DictReader(io.StringIO(run.out))] == ["jdu", "jmu"]
    assert "read as one and not as a heading" in run.err


def test_a_kind_that_there_is_not(collab: Collab, tmp_path: Path) -> None:
    (tmp_path / "n.txt").write_text("x\n", encoding="utf-8")
    run = collab("reconcile", str(tmp_path / "n.txt"), "--kind", "Force", *HERE)
    assert run.code == 2
    assert "PoliceForce" in run.err


def test_reasons_are_given_in_welsh(collab: Collab, tmp_path: Path) -> None:
    (tmp_path / "n.txt").write_text("JDU\n", encoding="utf-8")
    run = collab("reconcile", str(tmp_path / "n.txt"), "--lang", "cy", *HERE)
    assert "Ei dalfyriad, “JDU”." in run.out


# --- many ---------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_ten_thousand_misspelt_names_among_two_thousand() -> None:
    chance = random.Random(7)
    words = ["police", "constabulary", "unit", "board", "collaboration", "joint", "regional", "commissioner", "group"]
    places = [
        "".join(chance.choice("abcdefghiklmnoprstuvwy") for _ in range(chance.randint(5, 10))) for _ in range(900)
    ]
    known = [f"{chance.choice(places)} {' '.join(chance.sample(words, 2))}" for _ in range(2000)]
    index = Likeness(known)
    asked = [(name, name[:place] + name[place + 1 :]) for name in known for place in chance.sample(range(6), 5)]
    right = sum(any(found == name for _, found in index.like(wrong)) for name, wrong in asked)
    assert len(asked) == 10_000
    assert right > 9_900
