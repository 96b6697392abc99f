"""Tables are written back whole, so that a diff shows one line, or not at all."""

import os
import tempfile
from pathlib import Path

import pytest

from graph import replacing
from graph.curation import writing
from graph.curation.writing import appended, changed, difference, line_of, write_tables
from graph.errors import CollabError, DataInvalid
from graph.facts.vocabulary import Vocabulary

CLAIM = {
    "claim_id": "jdu--serves--midvale-council",
    "subject": "jdu",
    "relation": "serves",
    "object": "midvale-council",
    "modality": "actual",
    "standing": "proposed",
    "standing_reason": "Heard, with a comma",
    "basis": "stated",
}
EVIDENCE = {
    "about": "jdu--serves--midvale-council",
    "stance": "supports",
    "source_id": "report-b",
    "item": "3.9",
    "reading": "It serves Midvale.",
}


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_an_appended_row_is_one_line_of_a_diff(tables: Path, vocabulary: Vocabulary) -> None:
    before = content(tables)
    texts = {"claims": appended(tables, "claims", [CLAIM]), "evidence": appended(tables, "evidence", [EVIDENCE])}
    lines = difference(tables, texts).splitlines()
    assert [line for line in lines if line[0] in "+-" and line[:3] not in ("+++", "---")] == [
        '+jdu--serves--midvale-council,jdu,serves,midvale-council,,,,actual,proposed,"Heard, with a comma",stated,',
        "+jdu--serves--midvale-council,supports,report-b,3.9,,,,It serves Midvale.,,",
    ]
    write_tables(tables, texts, vocabulary)
    after = content(tables)
    assert set(after) == set(before)
    for name, bytes_before in before.items():
        added = line_of(name[:-4], CLAIM if name == "claims.csv" else EVIDENCE).encode()
        assert after[name] == bytes_before + (added if name in ("claims.csv", "evidence.csv") else b"")


def test_a_table_without_a_last_line_feed_gets_one(tables: Path) -> None:
    place = tables / "claims.csv"
    place.write_bytes(place.read_bytes().rstrip(b"\n"))
    assert appended(tables, "claims", [CLAIM]).splitlines()[-1].startswith("jdu--serves--midvale")


def test_other_line_ends_are_kept(tables: Path) -> None:
    place = tables / "claims.csv"
    place.write_bytes(place.read_bytes().replace(b"\n", b"\r\n"))
    text = appended(tables, "claims", [CLAIM])
    assert text.count("\r\n") == text.count("\n")
    again = changed(tables, "claims", {2: {"note": "x"}})
    assert again.count("\r\n") == again.count("\n")


def test_changed_rows_leave_the_others_byte_for_byte(tables: Path) -> None:
    text = changed(tables, "evidence", {3: {"item": "3.7"}})
    before = (tables / "evidence.csv").read_text(encoding="utf-8")
    differing = [
        (old, new)
        for old, new in zip(before.splitlines(), text.splitlines(), strict=True)
        if old != new
    ]  # fmt: skip
    assert len(differing) == 1
    assert differing[0][0].replace("3.1", "3.7") == differing[0][1]
    assert changed(tables, "evidence", {}) == before


def test_a_row_that_does_not_hold_is_refused_with_its_place(tables: Path, vocabulary: Vocabulary) -> None:
    before = content(tables)
    wrong = {**CLAIM, "relation": "servs", "object": "nobody"}
    with pytest.raises(DataInvalid) as fault:
        write_tables(tables, {"claims": appended(tables, "claims", [wrong])}, vocabulary)
    last = before["claims.csv"].count(b"\n") + 1
    assert {(one.file, one.line, one.rule) for one in fault.value.complaints} == {
        ("claims.csv", last, "unknown-relation"),
        ("claims.csv", last, "unknown-id"),
    }
    assert content(tables) == before


def test_what_was_wrong_before_does_not_hinder(tables: Path, vocabulary: Vocabulary) -> None:
    with (tables / "links.csv").open("a", encoding="utf-8") as file:
        file.write("nobody,wikidata,Q1,report-b,\n")
    write_tables(tables, {"claims": appended(tables, "claims", [CLAIM])}, vocabulary)
    assert b"jdu--serves--midvale" in (tables / "claims.csv").read_bytes()


@pytest.mark.parametrize("failing", [0, 1])
def test_both_tables_or_none(
    tables: Path, vocabulary: Vocabulary, monkeypatch: pytest.MonkeyPatch, failing: int
) -> None:
    before = content(tables)
    texts = {"claims": appended(tables, "claims", [CLAIM]), "evidence": appended(tables, "evidence", [EVIDENCE])}
    done: list[str] = []

    def replace(one: Path, other: Path, real: object = os.replace) -> None:
        done.append(str(other))
        if len(done) == failing + 1:
            raise OSError(28, "No space left on device")
        real(one, other)  # type: ignore[operator]

    monkeypatch.setattr(replacing.os, "replace", replace)
    with pytest.raises(CollabError, match="No space left"):
        write_tables(tables, texts, vocabulary)
    assert content(tables) == before


def test_a_folder_that_cannot_be_written(tables: Path, vocabulary: Vocabulary, monkeypatch: pytest.MonkeyPatch) -> None:
    before = content(tables)
    texts = {"claims": appended(tables, "claims", [CLAIM])}

    def refuse(*words: object, real: object = tempfile.mkdtemp, **named: object) -> object:
        if named.get("dir") == tables:
            raise PermissionError(13, "Permission denied")
        return real(*words, **named)  # type: ignore[operator]

    monkeypatch.setattr(tempfile, "mkdtemp", refuse)
    with pytest.raises(CollabError, match=r"claims\.csv could not be written: Permission denied"):
        write_tables(tables, texts, vocabulary)
    assert content(tables) == before


def test_a_table_that_somebody_else_changed_meanwhile(
    tables: Path, vocabulary: Vocabulary, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = {"claims": appended(tables, "claims", [CLAIM])}
    theirs = appended(tables, "claims", [{**CLAIM, "claim_id": "theirs"}]).encode()
    monkeypatch.setattr(writing, "validate", lambda *_: (tables / "claims.csv").write_bytes(theirs))
    with pytest.raises(CollabError, match="changed by somebody else"):
        write_tables(tables, texts, vocabulary)
    assert (tables / "claims.csv").read_bytes() == theirs
    assert [path.name for path in tables.iterdir() if path.name.startswith(".")] == []


def test_a_faulty_table_is_not_written_back(tables: Path) -> None:
    with (tables / "evidence.csv").open("a", encoding="utf-8") as file:
        file.write("one,two\n")
    with pytest.raises(DataInvalid) as fault:
        changed(tables, "evidence", {2: {"item": "x"}})
    assert {one.rule for one in fault.value.complaints} == {"ragged-row"}
