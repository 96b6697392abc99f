"""Passages are verified against the frozen text: its bytes, the offsets, the words, the item."""

import csv
import hashlib
import io
import tomllib
from datetime import date
from pathlib import Path

import pytest

from graph.checks.checking import check
from graph.checks.citations import citations, verified
from graph.facts.documents import Document, passage_digest
from graph.facts.facts import Facts, read_facts
from graph.facts.reading import read_table
from graph.facts.tables import TABLES
from graph.facts.vocabulary import Vocabulary
from graph.store.inputs import find_inputs
from tests.conftest import ROOT

TEXT = "Dog Unit\nThe unit is run by three forces, and there is ŵ in it. It trains dogs.\nBoat Unit\nIt has no dogs.\n"


def written(table: str, **cells: str) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow([cells.get(column.name, "") for column in TABLES[table].columns])
    return line.getvalue()


@pytest.fixture
def frozen(tables: Path, tmp_path: Path) -> Path:
    """A document, its source row, and one passage of it with its evidence row."""
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "dogs.txt").write_text(TEXT, encoding="utf-8")
    sha = hashlib.sha256(TEXT.encode()).hexdigest()
    with (tables / "sources.csv").open("a", encoding="utf-8") as file:
        file.write(
            written(
                "sources",
                source_id="dogs",
                title="Dogs",
                kind="report",
                text_family="dogs",
                file="dogs.txt",
                sha256=sha,
            )
        )
    return folder


def evidence(tables: Path, start: int, end: int, item: str = "Dog Unit", digest: str = "") -> None:
    row = written(
        "evidence",
        about="jdu--site--kennels",
        stance="supports",
        source_id="dogs",
        item=item,
        start=str(start),
        end=str(end),
        passage_digest=digest or passage_digest(TEXT[start:end]),
        reading="Dogs are trained.",
    )
    with (tables / "evidence.csv").open("a", encoding="utf-8") as file:
        file.write(row)


def findings(tables: Path, vocabulary: Vocabulary, folder: Path | None) -> list[str]:
    facts = read_facts(tables, vocabulary)
    return [f"{one.file}:{one.line}:{one.column} {one.rule}" for one in citations(facts, folder)]


PLACE = TEXT.index("It trains dogs.")


def test_a_true_passage_passes(tables: Path, frozen: Path, vocabulary: Vocabulary) -> None:
    evidence(tables, PLACE, PLACE + 15)
    assert findings(tables, vocabulary, frozen) == []
    assert verified(read_facts(tables, vocabulary), frozen) == (1, 1)


def test_without_the_document_that_is_said(tables: Path, frozen: Path, vocabulary: Vocabulary, tmp_path: Path) -> None:
    evidence(tables, PLACE, PLACE + 15)
    assert findings(tables, vocabulary, None) == ["sources.csv:9:30 document-missing"]
    assert verified(read_facts(tables, vocabulary), None) == (0, 1)


def test_a_changed_document(tables: Path, frozen: Path, vocabulary: Vocabulary) -> None:
    (frozen / "dogs.txt").write_text(TEXT.replace("three", "two"), encoding="utf-8")
    assert findings(tables, vocabulary, frozen) == ["sources.csv:9:30 document-changed"]


def test_an_altered_word(tables: Path, frozen: Path, vocabulary: Vocabulary) -> None:
    evidence(tables, PLACE, PLACE + 15, digest=passage_digest("It trains cats."))
    assert findings(tables, vocabulary, frozen) == ["evidence.csv:62:49 passage-changed"]


def test_an_offset_outside(tables: Path, frozen: Path, vocabulary: Vocabulary) -> None:
    evidence(tables, PLACE, 9999, digest="0" * 16)
    assert findings(tables, vocabulary, frozen) == ["evidence.csv:62:43 offset-outside"]


def test_the_wrong_item(tables: Path, frozen: Path, vocabulary: Vocabulary) -> None:
    evidence(tables, PLACE, PLACE + 15, item="Boat Unit")
    assert findings(tables, vocabulary, frozen) == ["evidence.csv:62:34 item-elsewhere"]


def test_words_are_found_across_line_breaks_and_in_an_item(frozen: Path) -> None:
    document = Document(frozen / "dogs.txt")
    assert [item.name for item in document.items] == ["Dog Unit", "Boat Unit"]
    assert [place.item for place in document.find("dogs.")] == ["Dog Unit", "Boat Unit"]
    assert [place.item for place in document.find("dogs.", "Boat Unit")] == ["Boat Unit"]
    (place,) = document.find("in it.\nIt  trains")
    assert document.passage(place.start, place.end) == "in it. It trains"
    assert document.find("cats") == []


def test_every_passage_of_the_shipped_data(documents: Path, vocabulary: Vocabulary) -> None:
    """Each passage is looked up in its document; what curators entered later need not be on hand everywhere."""
    facts: Facts = read_facts(ROOT / "data", vocabulary)
    missing = {row["source_id"] for row in facts["sources"] if row["file"] and not (documents / row["file"]).is_file()}
    found = list(citations(facts, documents))
    assert [str(complaint) for complaint in found if complaint.rule != "document-missing"] == []
    assert sum(complaint.rule == "document-missing" for complaint in found) == len(missing)
    assert not missing & {"gpcc-web", "gp-2021-11"}
    on_hand, located = verified(facts, documents)
    assert on_hand == sum(1 for row in facts["evidence"] if row["start"] and row["source_id"] not in missing)
    assert on_hand >= 222
    assert located >= 250


def test_the_shipped_data_has_no_error() -> None:
    complaints = check(find_inputs(ROOT / "data"), None, date(2026, 11, 22))
    assert [str(one) for one in complaints if one.severity == "error"] == []
    warnings = {one.rule for one in complaints if one.severity == "warning"}
    assert warnings == {"count-mismatch"}


def test_floors(tables: Path, vocabulary: Vocabulary) -> None:
    from graph.checks.expectations import expectations

    (tables / "expectations.toml").write_text(
        "[floors]\nclaims = 9000\nmatters = 1\nmoods = 1\n[ceilings]\nproposed-claims = 0\nhappy-claims = 1\n"
        "[shares]\ngeneral-knowledge = 0.5\nluck = 1\n",
        encoding="utf-8",
    )
    facts = read_facts(tables, vocabulary)
    found = [f"{one.file} {one.rule} {one.severity}" for one in expectations(tables, facts)]
    assert found == [
        "claims.csv floor error",
        "expectations.toml floor-unknown error",
        "claims.csv ceiling warning",
        "expectations.toml floor-unknown error",
        "claims.csv share warning",
        "expectations.toml floor-unknown error",
    ]


def test_what_only_general_knowledge_supports_is_never_more_than_proposed(vocabulary: Vocabulary) -> None:
    from graph.checks.expectations import known_only_generally

    world = read_facts(ROOT / "tests" / "world", vocabulary)
    assert known_only_generally(world) == ["jlt--participant--eastshire"]
    shipped = read_facts(ROOT / "data", vocabulary)
    standing = {row["claim_id"]: row["standing"] for row in shipped["claims"]}
    general = known_only_generally(shipped)
    assert {standing[name] for name in general} == {"proposed"}
    share = tomllib.loads((ROOT / "data" / "expectations.toml").read_text(encoding="utf-8"))["shares"][
        "general-knowledge"
    ]
    assert share - 1 < 100 * len(general) / len(shipped["claims"]) <= share, "lower the share as it falls"


def test_sources_are_read() -> None:
    assert len(read_table(ROOT / "data", TABLES["sources"]).rows) >= 11


def test_floors_that_cannot_be_read(tables: Path, vocabulary: Vocabulary) -> None:
    from graph.checks.expectations import expectations

    (tables / "expectations.toml").write_text("[floors\n", encoding="utf-8")
    assert [one.rule for one in expectations(tables, read_facts(tables, vocabulary))] == ["toml-syntax"]
