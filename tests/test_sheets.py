"""Workbooks: what is written is what a reader finds; what Excel would change is refused with its place."""

from __future__ import annotations

import io
from datetime import datetime

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import CollabError
from graph.sheets import Page, rows_of, workbook

HELD = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=40)


@given(st.lists(st.lists(HELD, min_size=2, max_size=2), min_size=1, max_size=5))
def test_any_text_that_xml_can_hold_comes_back(rows: list[list[str]]) -> None:
    rows = [["first", "second"], *rows, ["last", "last"]]
    assert rows_of(workbook([Page("Rows", rows)])) == {"Rows": rows}


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "'=1",
        "_x0041_",
        "_x005F_x0041_",
        "a\nb",
        "\u202eevil",
        " spaced ",
        "#REF!",
        "TRUE",
    ],
)
def test_hostile_text_is_text(text: str) -> None:
    content = workbook([Page("Rows", [["head"], [text], ["end"]])])
    cell = openpyxl.load_workbook(io.BytesIO(content))["Rows"]["A2"]
    assert cell.data_type == "s"
    assert rows_of(content)["Rows"][1] == [text]


@pytest.mark.parametrize(
    ("text", "type_"),
    [
        ("12", "n"),
        ("0.5", "n"),
        ("007", "s"),
        ("1.50", "s"),
        ("1E5", "s"),
        ("1234567890123456", "s"),
        ("nan", "s"),
        ("-3", "n"),
    ],
)
def test_a_number_is_one_only_if_no_digit_of_it_changes(text: str, type_: str) -> None:
    content = workbook([Page("Rows", [["head"], [text]], {0})])
    assert openpyxl.load_workbook(io.BytesIO(content))["Rows"]["A2"].data_type == type_
    assert rows_of(content)["Rows"][1] == [text]


@pytest.mark.parametrize(
    ("text", "says"),
    [("x" * 40_000, "Rows!B2 has 40000"), ("a\x07b", r"Rows!B2 holds the control character U\+0007"), ("a\rb", r"U\+000D"), ("\ud800", r"U\+D800")],
)  # fmt: skip
def test_what_a_workbook_cannot_hold_is_refused_with_its_place(text: str, says: str) -> None:
    with pytest.raises(CollabError, match=says):
        workbook([Page("Rows", [["a", "b"], ["", text]])])


def test_the_same_rows_give_the_same_bytes() -> None:
    pages = [Page("Rows", [["a"], ["1"]]), Page("About", [["day", "2026"]], headed=False)]
    content = workbook(pages)
    assert content == workbook(pages)
    assert openpyxl.load_workbook(io.BytesIO(content)).properties.modified == datetime(1980, 1, 1)
