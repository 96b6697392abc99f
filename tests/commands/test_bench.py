"""The curator's bench on the command line: source, anchor --append, suggest, reissue, on a copy of the miniature world."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Run

Collab = Callable[..., Run]
TEXT = """# Shires review

## Joint Marine Unit

The Joint Marine Unit is hosted by Southshire Police.
It was established in 2018, and it brings together Northshire and Eastshire Police.

1. Over 20 forces send sailors.
2. Boats are kept at four sites.

## Joint Legal Team

The Joint Legal Team is governed by the Shires Collaboration Board.
"""


@pytest.fixture
def bench(collab: Collab, tables: Path, tmp_path: Path) -> Collab:
    def run(*words: str) -> Run:
        return collab(*words, "--data", str(tables), "--documents", str(tmp_path / "documents"))

    return run


def add(bench: Collab, folder: Path, text: str = TEXT, name: str = "a review.md", **more: str) -> Run:
    (folder / name).write_text(text, encoding="utf-8")
    options = {"id": "review", "title": "Shires review, 2024", "kind": "report", "document-date": "2024-06-01", **more}
    words = [word for key, value in options.items() for word in (f"--{key}", value)]
    return bench("source", "add", str(folder / name), *words)


def rows(tables: Path, name: str) -> list[dict[str, str]]:
    with (tables / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


# --- source --------------------------------------------------------------------------------------------------


def test_a_document_is_registered_and_frozen(bench: Collab, tables: Path, tmp_path: Path) -> None:
    before = (tables / "sources.csv").read_bytes()
    run = add(bench, tmp_path, TEXT.replace("\n", "\r\n"))
    assert run.code == 0, run.err
    kept = (tmp_path / "documents" / "review.md").read_bytes()
    assert kept == TEXT.encode()
    added = (tables / "sources.csv").read_bytes().removeprefix(before).decode()
    digest = hashlib.sha256(kept).hexdigest()
    assert added == f'review,"Shires review, 2024",report,,,2024-06-01,,,,,review,review.md,{digest}\n'
    assert [row["item"] for row in csv.DictReader(io.StringIO(bench("source", "items", "review").out))] == [
        "Shires review", "Joint Marine Unit", "1", "2", "Joint Legal Team",
    ]  # fmt: skip
    listed = {row["source_id"]: row for row in csv.DictReader(io.StringIO(bench("source", "list").out))}
    assert listed["review"]["on_hand"] == "true"
    assert listed["report-b"]["passages"] != "0"
    assert bench("check").code == 0


def test_print_writes_no_row(bench: Collab, tables: Path, tmp_path: Path) -> None:
    before = content(tables)
    (tmp_path / "a.txt").write_text("One.\n")
    run = bench("source", "add", str(tmp_path / "a.txt"), "--id", "a", "--title", "A", "--kind", "report", "--print")
    assert run.code == 0
    assert run.out.startswith("a,A,report,")
    assert content(tables) == before


@pytest.mark.parametrize(
    ("more", "code", "says"),
    [
        ({"id": "report-b"}, 1, "collab source reissue report-b"),
        ({"id": "Not An Id"}, 3, "bad-id"),
        ({"id": "jdu"}, 3, "id-in-two-tables"),
        ({"kind": "rumour"}, 3, "unknown-word"),
        ({"document-date": "1/6/2024"}, 3, "2024-06-01"),
        ({"url": "example"}, 3, "bad-url"),
    ],
)
def test_a_row_that_does_not_hold_leaves_everything_as_it_was(
    bench: Collab, tables: Path, tmp_path: Path, more: dict[str, str], code: int, says: str
) -> None:
    before = content(tables)
    run = add(bench, tmp_path, **more)
    assert run.code == code, run.err
    assert says in run.err
    assert content(tables) == before
    assert not (tmp_path / "documents").exists()


def test_a_text_of_that_name_is_never_overwritten(bench: Collab, tables: Path, tmp_path: Path) -> None:
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "review.md").write_text("Another text.\n")
    before = content(tables)
    run = add(bench, tmp_path)
    assert run.code == 1
    assert "never changed" in run.err
    assert content(tables) == before
    assert (tmp_path / "documents" / "review.md").read_text() == "Another text.\n"


def test_a_documents_folder_that_cannot_be_made(collab: Collab, tables: Path, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("One.\n")
    (tmp_path / "file").write_text("")
    before = content(tables)
    run = collab(
        "source", "add", str(tmp_path / "a.txt"), "--id", "a", "--title", "A", "--kind", "report",
        "--data", str(tables), "--documents", str(tmp_path / "file" / "documents"),
    )  # fmt: skip
    assert run.code == 1
    assert "could not be written" in run.err
    assert content(tables) == before


def test_help_of_the_verbs_below_source(collab: Collab) -> None:
    for verb in ("add", "list", "items", "reissue"):
        run = collab("source", verb, "--help")
        assert run.code == 0
        assert f"collab source {verb}" in run.out


# --- anchor --------------------------------------------------------------------------------------------------


def test_a_passage_is_appended_once(bench: Collab, tables: Path, tmp_path: Path) -> None:
    add(bench, tmp_path)
    before = (tables / "evidence.csv").read_bytes()
    words = (
        "anchor",
        "review",
        "Over 20 forces",
        "--about",
        "jdu--count--3",
        "--reading",
        "More than twenty.",
        "--append",
    )
    run = bench(*words, "--disputes", "--list-closed", "no", "--speaks-from", "2024")
    assert run.code == 0, run.err
    added = (tables / "evidence.csv").read_bytes().removeprefix(before).decode()
    assert added == run.out
    start = TEXT.index("Over 20 forces")
    digest = hashlib.sha256(b"Over 20 forces").hexdigest()[:16]
    assert added == f"jdu--count--3,disputes,review,1,{start},{start + 14},{digest},More than twenty.,2024,no\n"
    again = bench(*words, "--disputes")
    assert again.code == 1
    assert "about jdu--count--3" in again.err
    assert (tables / "evidence.csv").read_bytes() == before + added.encode()


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("Boats are kept",), 2, "--about"),
        (("Boats are kept", "--about", "jdu--established"), 2, "--reading"),
        (("Boats are kept", "--about", "jdu--established;jdu--etablished", "--reading", "x"), 1, "jdu--established"),
        (("Boats are kept", "--about", "jdu--established", "--reading", "x", "--list-closed", "maybe"), 3, "unknown-word"),
        (("Boats are kept", "--about", "jdu--established", "--reading", "x", "--speaks-from", "1/2/2020"), 2, "1/2/2020"),
        (("forces fly", "--about", "jdu--established", "--reading", "x"), 1, "does not stand"),
    ],
)  # fmt: skip
def test_what_is_not_appended(
    bench: Collab, tables: Path, tmp_path: Path, words: tuple[str, ...], code: int, says: str
) -> None:
    add(bench, tmp_path)
    before = content(tables)
    run = bench("anchor", "review", *words, "--append")
    assert run.code == code, run.err
    assert says in run.err
    assert content(tables) == before


def test_a_text_that_is_not_the_frozen_one_is_not_anchored(bench: Collab, tmp_path: Path) -> None:
    add(bench, tmp_path)
    (tmp_path / "documents" / "review.md").write_bytes(TEXT.encode() + b"\xff\n")
    run = bench("anchor", "review", "Boats are kept")
    assert run.code == 1
    assert "frozen" in run.err


# --- suggest -------------------------------------------------------------------------------------------------


def suggestions(bench: Collab, *words: str) -> dict[str, dict[str, object]]:
    answer = json.loads(bench("suggest", "review", "-f", "json", *words).out)
    return {
        f"{row['subject']['id']} {row['value'] if row['relation'] == 'count' else row['relation']}": row
        for row in answer["rows"]
    }


def test_suggestions_assert_nothing_and_name_conflicts(bench: Collab, tables: Path, tmp_path: Path) -> None:
    add(bench, tmp_path)
    before = content(tables)
    found = suggestions(bench)
    assert {"jmu hostedBy", "jmu established", "jmu hasParticipant", "jlt governedBy", "jmu 20 gt PoliceForce"} <= set(
        found
    )
    assert found["jmu hasParticipant"]["object"] == {"id": "eastshire-police", "label": "Eastshire Police"}
    assert "leaves out eastshire-police; kind: time" in str(found["jmu hasParticipant"]["may_conflict"])
    run = bench("suggest", "review")
    assert "1 already claimed" in run.err
    assert "already claimed" in bench("suggest", "review", "--all").out
    assert "name,Joint Marine Unit,jmu" in bench("suggest", "review", "--mentions").out
    assert content(tables) == before


def test_an_accepted_suggestion_is_a_proposed_claim_with_its_passage(
    bench: Collab, tables: Path, tmp_path: Path
) -> None:
    add(bench, tmp_path)
    found = suggestions(bench)
    numbers = [
        str(found[name]["number"]) for name in ("jmu established", "jmu hasParticipant", "jmu 20 gt PoliceForce")
    ]
    run = bench("suggest", "review", *(word for number in numbers for word in ("--accept", number)), "--lang", "cy")
    assert run.code == 0, run.err
    claims = {row["claim_id"]: row for row in rows(tables, "claims")}
    new = claims["jmu--participant--eastshire-police"]
    assert (new["standing"], new["basis"], new["modality"]) == ("proposed", "stated", "actual")
    assert "not yet read" in new["standing_reason"]
    evidence = rows(tables, "evidence")[-2:]
    assert evidence[0]["about"].split(";")[1] == "jmu--participant--eastshire-police"
    passage = TEXT[int(evidence[0]["start"]) : int(evidence[0]["end"])]
    assert passage.startswith("It was established in 2018, and")
    assert rows(tables, "counts")[-1]["comparator"] == "gt"
    assert bench("check").code == 0
    assert "0 of" not in bench("check").err
    again = bench("suggest", "review", "--accept", numbers[0])
    assert again.code == 1
    assert "already claimed" in again.err


def test_what_no_table_has_gets_its_row_with_the_first_claim(bench: Collab, tables: Path, tmp_path: Path) -> None:
    place = tmp_path / "review.md"
    place.write_text("The Shires Harbour Unit (SHU) is hosted by Southshire Police.\n", encoding="utf-8")
    assert bench("source", "add", str(place), "--id", "review", "--title", "Review", "--kind", "report").code == 0
    found = suggestions(bench)
    assert list(found) == ["shu skos:prefLabel", "shu abbreviation", "shu hostedBy"]
    numbers = [str(one["number"]) for one in found.values()]
    run = bench("suggest", "review", *(word for number in numbers for word in ("--accept", number)))
    assert run.code == 0, run.err
    new = rows(tables, "entities")[-1]
    assert (new["entity_id"], new["types"], new["label"], new["short"]) == (
        "shu", "JointUnit", "Shires Harbour Unit", "SHU",
    )  # fmt: skip
    claims = [row["claim_id"] for row in rows(tables, "claims") if row["subject"] == "shu"]
    assert len(claims) == len(numbers)
    assert bench("check").code == 0
    assert suggestions(bench) == {}


def test_a_second_claim_on_one_passage_joins_its_row(bench: Collab, tables: Path, tmp_path: Path) -> None:
    add(bench, tmp_path)
    found = suggestions(bench)
    bench("suggest", "review", "--accept", str(found["jmu established"]["number"]))
    lines = len(rows(tables, "evidence"))
    bench("suggest", "review", "--accept", str(found["jmu hasParticipant"]["number"]))
    evidence = rows(tables, "evidence")
    assert len(evidence) == lines
    assert len(evidence[-1]["about"].split(";")) == 2


def test_a_rejected_suggestion_does_not_come_back(bench: Collab, tables: Path, tmp_path: Path) -> None:
    add(bench, tmp_path)
    number = str(suggestions(bench)["jmu hostedBy"]["number"])
    assert bench("suggest", "review", "--reject", number).code == 2
    run = bench("suggest", "review", "--reject", number, "--reason", "A host of one day")
    assert run.code == 0, run.err
    last = rows(tables, "rejected")[-1]
    assert (last["relation"], last["reason"], last["source_id"]) == ("hostedBy", "A host of one day", "review")
    assert "jmu hostedBy" not in suggestions(bench)
    assert suggestions(bench, "--all")["jmu hostedBy"]["state"] == "rejected before"
    assert bench("suggest", "review", "--accept", "999").code == 1
    assert bench("suggest", "review", "--accept", "1", "--reject", "2", "--reason", "x").code == 2


# --- reissue -------------------------------------------------------------------------------------------------


def test_passages_are_found_again(bench: Collab, tables: Path, tmp_path: Path) -> None:
    add(bench, tmp_path)
    for words, about in (
        ("Over 20 forces send sailors.", "jdu--established"),
        ("The Joint Marine Unit is hosted by Southshire Police.", "jdu--count--2"),
        ("Boats are kept at four sites.", "jdu--count--3"),
    ):
        assert bench("anchor", "review", words, "--about", about, "--reading", f"Read: {about}", "--append").code == 0
    new = TEXT.replace("# Shires review\n", "# Shires review\n\nA new preface.\n")
    new = new.replace("is hosted by Southshire Police", "was hosted by Southshire Police")
    new = new.replace("2. Boats are kept at four sites.\n", "")
    (tmp_path / "new.md").write_text(new, encoding="utf-8")
    before = content(tables)
    shown = bench("source", "reissue", "review", str(tmp_path / "new.md"))
    assert shown.code == 1
    assert content(tables) == before
    assert "1 passages stand with the same words, 1 with like words, 1 are lost" in shown.err
    assert "Read: jdu--count--2" in shown.err
    assert "lost. Read: jdu--count--3" in shown.err
    assert [line for line in shown.out.splitlines() if line.startswith("+jdu")] != []
    written = bench("source", "reissue", "review", str(tmp_path / "new.md"), "--write", "--document-date", "2025")
    assert written.code == 1
    assert (tmp_path / "documents" / "review.md").read_text() == TEXT
    source = rows(tables, "sources")[-1]
    assert (tmp_path / "documents" / source["file"]).read_text() == new
    assert source["document_date"] == "2025"
    for row in rows(tables, "evidence")[-3:-1]:
        passage = new[int(row["start"]) : int(row["end"])]
        assert row["passage_digest"] == hashlib.sha256(passage.encode()).hexdigest()[:16]
    check = bench("check")
    assert check.code == 3
    assert check.out.count("passage-changed") == 1
    same = bench("source", "reissue", "review", str(tmp_path / "new.md"))
    assert "already" in same.err


def test_a_text_that_only_moved_loses_nothing(bench: Collab, tmp_path: Path) -> None:
    add(bench, tmp_path)
    bench(
        "anchor",
        "review",
        "Boats are kept",
        "--about",
        "jdu--established",
        "--reading",
        "Boats lie at sites.",
        "--append",
    )
    (tmp_path / "new.md").write_text("Preface.\n\n" + TEXT, encoding="utf-8")
    run = bench("source", "reissue", "review", str(tmp_path / "new.md"), "--write")
    assert run.code == 0, run.err
    assert bench("check").code == 0
