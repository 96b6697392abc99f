"""`collab what-if` and `collab measure`: every format with the envelope, cards, pictures, and what is refused."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from graph.analysis.takings import MEASURES
from graph.analysis.what_if import COLUMNS
from tests.conftest import WORLD, Run

Collab = Callable[..., Run]
HERE = ("--data", str(WORLD), "--as-of", "2024-03-20")


def test_json_is_the_envelope(collab: Collab) -> None:
    run = collab("what-if", "leave", "northshire-police", "-f", "json", *HERE)
    assert run.code == 0, run.err
    answer = json.loads(run.out)
    assert list(answer) == [
        "question", "parameters", "as_of", "lens", "data_version", "columns", "rows", "assumptions", "not_known",
    ]  # fmt: skip
    assert answer["columns"] == list(COLUMNS)
    assert answer["parameters"] == {
        "change": "leave",
        "things": [{"id": "northshire-police", "label": "Northshire Police"}],
    }
    first = answer["rows"][0]
    assert first["thing"] == {"id": "jdu", "label": "Joint Dog Unit"}
    assert (first["effect"], first["sureness"], first["step"], first["chain"]) == ("loses-host", "certain", 1, [])
    assert first["claim"] == [
        {"id": "jdu--employer--northshire", "label": "Joint Dog Unit · staff employed by · Northshire Police"}
    ]
    assert first["source"] == [{"id": "report-b", "label": "Collaboration update report"}]


@pytest.mark.parametrize("format", ["table", "csv", "tsv", "ndjson", "markdown", "xlsx"])
@pytest.mark.parametrize(
    "words", [("what-if", "leave", "northshire-police"), ("measure", "overlap")], ids=lambda one: one[0]
)
def test_every_format(collab: Collab, tmp_path: Path, format: str, words: tuple[str, ...]) -> None:
    place = tmp_path / "answer"
    run = collab(*words, "-f", format, "-o", str(place), *HERE)
    assert run.code == 0, run.err
    content = place.read_bytes()
    if format == "xlsx":
        about = openpyxl.load_workbook(io.BytesIO(content)).worksheets[1]
        assert any(row[0].value == "assumed" for row in about.iter_rows())
    else:
        assert "Northshire" in content.decode()


def test_csv_of_a_scenario(collab: Collab) -> None:
    run = collab("what-if", "--from-event", "sfc-host-moved", *HERE)
    (row,) = csv.DictReader(io.StringIO(run.out))
    assert (row["thing_id"], row["effect"], row["other_id"]) == ("sfc", "host-passes", "westshire-police")
    assert "Not known:" in run.err


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("what-if", "leave", "northshire-police"), "## What would follow?"),
        (("measure", "hosting"), "## How concentrated"),
    ],
)
def test_a_card(collab: Collab, words: tuple[str, ...], says: str) -> None:
    run = collab(*words, "--card", *HERE)
    assert run.code == 0, run.err
    assert run.out.startswith(says)
    assert "### What is not known" in run.out


@pytest.mark.parametrize(
    ("suffix", "begins"), [("html", b"<!DOCTYPE html>"), ("svg", b"<svg "), ("png", b"\x89PNG"), ("pdf", b"%PDF")]
)
def test_a_picture(collab: Collab, tmp_path: Path, suffix: str, begins: bytes) -> None:
    place = tmp_path / f"leave.{suffix}"
    run = collab("what-if", "leave", "northshire-police", "--picture", str(place), *HERE)
    assert run.code == 0, run.err
    assert place.read_bytes().startswith(begins)
    assert run.out.startswith("thing,")
    again = collab("what-if", "leave", "northshire-police", "--picture", str(place), *HERE)
    assert again.code == 1
    assert "exists already" in again.err
    assert collab("what-if", "leave", "northshire-police", "--picture", str(place), "--force", *HERE).code == 0


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("what-if",), 2, "Say what to suppose"),
        (("what-if", "leave"), 2, "leave BODY"),
        (("what-if", "explode", "jdu"), 2, "leave, merge, end, host-quits, event"),
        (("what-if", "leave", "nobody"), 1, "collab find"),
        (("what-if", "leave", "Northshire Polise"), 1, "northshire-police"),
        (("what-if", "leave", "eastshire-police", "jdu"), 1, "do not state"),
        (("what-if", "merge", "northshire-police", "northshire-police"), 2, "with itself"),
        (("what-if", "--from-event", "nothing"), 1, "jlt-renamed"),
        (("what-if", "leave", "northshire-police", "--from-event", "jlt-renamed"), 2, "not both"),
        (("what-if", "leave", "northshire-police", "--card", "-f", "csv"), 2, "not both"),
        (("what-if", "leave", "northshire-police", "--picture", "x.gif"), 2, ".svg"),
        (("measure", "fame"), 2, "all, degree"),
        (("measure", "degree", "nobody"), 1, "collab find"),
        (("measure", "degree", "midvale-council"), 1, "not in this network"),
        (("measure", "degree", "--of", "people"), 1, "arrangements"),
        (("measure", "degree", "--years", "soon"), 2, "2012-2026"),
        (("measure", "degree", "--years", "2014-2012"), 2, "2012-2026"),
        (("measure", "degree", "--years", "0001-9999"), 2, "200 years"),
        (("measure", "holes", "--years", "2012-2014"), 2, "degree, strength, core"),
        (("measure", "brokerage", "--regions", "postal"), 2, "map"),
    ],
)
def test_what_is_refused_is_said_in_a_sentence(collab: Collab, words: tuple[str, ...], code: int, says: str) -> None:
    run = collab(*words, *HERE)
    assert (run.code, run.out) == (code, "")
    assert says in run.err


def test_welsh(collab: Collab) -> None:
    run = collab("what-if", "leave", "southshire-police", "jmu", "--lang", "cy", "-f", "json", *HERE)
    answer = json.loads(run.out)
    assert answer["question"].startswith("Beth fyddai'n dilyn?")
    assert "Byddai 1" in answer["rows"][0]["reason"]
    run = collab("measure", "--lang", "cy", "-f", "json", *HERE)
    assert json.loads(run.out)["question"].startswith("Pwy sy'n sefyll ble")


@pytest.mark.parametrize("name", MEASURES)
def test_every_measure_has_its_caveats_on_the_command_line(collab: Collab, name: str) -> None:
    run = collab("measure", name, "-f", "table", *HERE)
    assert run.code == 0, run.err
    assert run.err.count("Assumed:") >= (1 if name == "hosting" else 4)
    assert "Not known:" in run.err


def test_by_year(collab: Collab) -> None:
    run = collab("measure", "degree", "northshire-police", "--years", "2017-2019", *HERE)
    rows = list(csv.DictReader(io.StringIO(run.out)))
    assert [(row["year"], row["low"], row["high"]) for row in rows] == [
        ("2017", "1", "3"),
        ("2018", "2", "3"),
        ("2019", "2", "3"),
    ]
    assert collab("measure", "degree", "--years", "2018", *HERE).code == 0
