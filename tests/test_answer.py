"""One answer, written for people, spreadsheets and scripts."""

import csv
import io
import json

import openpyxl
import pytest

from graph.answer import Answer, Thing, Word
from graph.errors import CollabError, Usage
from graph.formats import FORMATS, render

GWENT = Thing("northshire-police", "Northshire Police")
ANSWER = Answer(
    question="Who?",
    columns=("party", "role", "arrangements", "via", "from", "note"),
    rows=(
        (GWENT, Word("hasParticipant", "has participant"), 2, (Thing("a", "A | B"), Thing("c", "C")), "2013-07", None),
        (Thing("x", "Tŷ Ŵyn"), Word("hostedBy", "hosted by"), 1, (), None, "=HYPERLINK(1)"),
    ),
    as_of="2026-11-22",
    lens="accepted claims",
    data_version="abc",
    parameters={"org": GWENT, "without_national": False},
    assumptions=("one",),
    not_known=("two",),
)


def test_json_is_the_envelope_of_the_contract() -> None:
    assert json.loads(render(ANSWER, "json")) == {
        "question": "Who?",
        "parameters": {"org": {"id": "northshire-police", "label": "Northshire Police"}, "without_national": False},
        "as_of": "2026-11-22",
        "lens": "accepted claims",
        "data_version": "abc",
        "columns": ["party", "role", "arrangements", "via", "from", "note"],
        "rows": [
            {
                "party": {"id": "northshire-police", "label": "Northshire Police"},
                "role": "hasParticipant",
                "arrangements": 2,
                "via": [{"id": "a", "label": "A | B"}, {"id": "c", "label": "C"}],
                "from": "2013-07",
                "note": None,
            },
            {
                "party": {"id": "x", "label": "Tŷ Ŵyn"},
                "role": "hostedBy",
                "arrangements": 1,
                "via": [],
                "from": None,
                "note": "=HYPERLINK(1)",
            },
        ],
        "assumptions": ["one"],
        "not_known": ["two"],
    }


def test_csv_has_ids_beside_labels_and_guards_formulas() -> None:
    rows = list(csv.reader(io.StringIO(render(ANSWER, "csv").decode())))
    assert rows == [
        ["party", "party_id", "role", "arrangements", "via", "via_id", "from", "note"],
        ["Northshire Police", "northshire-police", "hasParticipant", "2", "A | B; C", "a; c", "2013-07", ""],
        ["Tŷ Ŵyn", "x", "hostedBy", "1", "", "", "", "'=HYPERLINK(1)"],
    ]


@pytest.mark.parametrize("kind", ["csv", "tsv"])
@pytest.mark.parametrize("cell", ["a\rb", "a\nb", "a\r\nb", "a\tb", 'a"b', "a,b", "", " a "])
def test_a_cell_comes_back_as_it_is(kind: str, cell: str) -> None:
    written = render(Answer("", ("one", "two"), ((cell, "x"),), "", "", ""), kind).decode()
    dialect = "excel-tab" if kind == "tsv" else "excel"
    assert list(csv.reader(io.StringIO(written, newline=""), dialect, strict=True)) == [["one", "two"], [cell, "x"]]


def test_xlsx_holds_no_formula_and_says_what_it_rests_on() -> None:
    book = openpyxl.load_workbook(io.BytesIO(render(ANSWER, "xlsx")))
    assert [sheet.title for sheet in book] == ["Answer", "About this answer"]
    cells = [cell for row in book["Answer"].iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert [cell.value for cell in book["Answer"][3]] == [
        "Tŷ Ŵyn",
        "x",
        "hostedBy",
        1,
        None,
        None,
        None,
        "=HYPERLINK(1)",
    ]


def test_xlsx_refuses_a_cell_that_excel_would_cut() -> None:
    with pytest.raises(CollabError, match="32767"):
        render(Answer("", ("a",), (("x" * 40_000,),), "", "", ""), "xlsx")


def test_table_shows_labels_and_leaves_out_empty_columns() -> None:
    lines = render(ANSWER, "table", width=120).decode().splitlines()
    assert lines[2].split() == ["Northshire", "Police", "has", "participant", "2", "A", "|", "B;", "C", "2013-07"]


def test_markdown_escapes_bars() -> None:
    assert "A \\| B; C" in render(ANSWER, "markdown").decode()


def test_markdown_keeps_a_row_in_a_line() -> None:
    written = render(Answer("", ("one",), (("a\rb\r\nc\nd",),), "", "", ""), "markdown").decode()
    assert written == "| one |\n| --- |\n| a b c d |\n"


def test_ndjson_is_a_row_a_line() -> None:
    assert [json.loads(line)["arrangements"] for line in render(ANSWER, "ndjson").decode().splitlines()] == [2, 1]


@pytest.mark.parametrize("kind", FORMATS)
def test_every_format_writes_an_empty_answer(kind: str) -> None:
    assert isinstance(render(Answer("", ("a", "b"), (), "", "", ""), kind), bytes)


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(Usage, match="not one of"):
        render(ANSWER, "pdf")


def test_an_answer_without_rows_has_the_columns_of_one_with_rows() -> None:
    empty = Answer("", ("party", "role"), (), "", "", "", things=frozenset({"party", "board"}))
    assert list(empty.to_frame().columns) == ["party", "party_id", "role"]
    assert render(empty, "csv") == b"party,party_id,role\n"


def test_frame_keeps_numbers() -> None:
    frame = ANSWER.to_frame()
    assert list(frame["arrangements"]) == [2, 1]
    assert list(frame["party_id"]) == ["northshire-police", "x"]
