"""Spreadsheets as people send them: taken exactly, or refused with the cell; what is not plain to see is told."""

from __future__ import annotations

import csv
import datetime
import io
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.utils.exceptions import IllegalCharacterError

from graph.curation import spreadsheets
from graph.curation.importing import Import, make
from graph.curation.plan import Plan, read_plan
from graph.curation.spreadsheets import open_spreadsheet
from graph.curation.workbook import Fault, refuse_declarations, sheets_of
from graph.curation.writing import appended, write_tables
from graph.errors import CollabError, DataInvalid
from graph.facts.reading import read_table
from graph.facts.tables import TABLES
from graph.facts.vocabulary import Vocabulary
from tests.conftest import ROOT, Run

Collab = Callable[..., Run]

MAPPING = """
[[rows]]
table = "claims"
claim_id = "{subject}--participant--{object}--register"
subject = { column = "Unit", names = ["Collaboration"] }
relation = "hasParticipant"
object = { column = "Force", names = ["PoliceForce"], words = { NP = "northshire-police" } }
valid_from = { column = "Since", dates = ["%d/%m/%Y", "%B %Y", "%Y"] }
modality = "actual"
standing = "accepted"
basis = "stated"
note = { column = "Note" }

[[rows]]
table = "evidence"
about = "{claims.claim_id}"
stance = "supports"
source_id = "code-list"
item = "{sheet} row {row}"
reading = "Lists {claims.object} as a member of {claims.subject}."
"""
HEAD = ["Unit", "Force", "Since", "Note"]
ROW = ["Joint Marine Unit", "Eastshire Police", "01/04/2019", "x"]


def book(path: Path, *rows: list[Any], title: str = "Members") -> openpyxl.Workbook:
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(row)
    made.save(path)
    return made


@pytest.fixture
def mapping(tmp_path: Path) -> Path:
    path = tmp_path / "map.toml"
    path.write_text(MAPPING, encoding="utf-8")
    return path


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    return tmp_path / "forces.xlsx"


def run(collab: Collab, tables: Path, sheet: Path, mapping: Path, *more: str) -> Run:
    return collab("import", str(sheet), "--mapping", str(mapping), "--data", str(tables), *more)


def content(tables: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(tables.iterdir())}


# --- preview and write -----------------------------------------------------------------------------------------


def test_a_preview_shows_the_lines_and_writes_none(collab: Collab, tables: Path, sheet: Path, mapping: Path) -> None:
    book(sheet, HEAD, ROW)
    before = content(tables)
    done = run(collab, tables, sheet, mapping)
    assert done.code == 0, done.err
    gained = [line for line in done.out.splitlines() if line.startswith("+") and not line.startswith("+++")]
    assert gained == [
        "+jmu--participant--eastshire-police--register,jmu,hasParticipant,eastshire-police,,2019-04-01,,actual,accepted,,stated,x",
        "+jmu--participant--eastshire-police--register,supports,code-list,Members row 2,,,,"
        "Lists eastshire-police as a member of jmu.,,",
    ]
    assert "The tables would gain: 1 claims, 1 evidence; 0 rows stand already." in done.err
    assert content(tables) == before


def test_what_is_written_is_what_was_shown_and_stands_once(
    collab: Collab, tables: Path, sheet: Path, mapping: Path
) -> None:
    book(sheet, HEAD, ROW, ["JDU", "NP", 2015, None])
    before = content(tables)
    preview = run(collab, tables, sheet, mapping).out
    done = run(collab, tables, sheet, mapping, "--write")
    assert (done.code, done.out) == (0, preview)
    after = content(tables)
    assert {name for name in after if after[name] != before[name]} == {"claims.csv", "evidence.csv"}
    assert all(after[name].startswith(before[name]) for name in after)
    rows = read_table(tables, TABLES["claims"]).rows[-2:]
    assert [(row["subject"], row["object"], row["valid_from"]) for row in rows] == [
        ("jmu", "eastshire-police", "2019-04-01"),
        ("jdu", "northshire-police", "2015"),
    ]
    again = run(collab, tables, sheet, mapping, "--write")
    assert (again.code, again.out) == (0, "")
    assert "The tables gained: 0; 4 rows stood already." in again.err
    assert content(tables) == after


def test_a_csv_is_read_too_with_line_and_column(collab: Collab, tables: Path, tmp_path: Path, mapping: Path) -> None:
    path = tmp_path / "forces.csv"
    path.write_text('Unit,Force,Since,Note\n"Joint Marine Unit",Eastshire Police,April 2019,\n', encoding="utf-8")
    done = run(collab, tables, path, mapping)
    assert ",eastshire-police,,2019-04,," in done.out
    path.write_text('Unit,Force,Since,Note\n"Joint Marine Unit",Eastshir Police,1/2019,\n', encoding="utf-8")
    done = run(collab, tables, path, mapping)
    assert done.code == 3
    assert "forces.csv:2:21 sheet-name “Eastshir Police”: near." in done.err
    assert "forces.csv:2:37 sheet-date-unread “1/2019”" in done.err
    path.write_bytes("Unit,Force,Since,Note\nCaf\xe9,,,\n".encode("cp1252"))
    assert "forces.csv:2:4 not-utf-8" in run(collab, tables, path, mapping).err


def test_rows_that_would_not_hold_are_refused_whole(collab: Collab, tables: Path, sheet: Path, mapping: Path) -> None:
    text = MAPPING.replace('basis = "stated"', 'basis = "sated"')
    mapping.write_text(text, encoding="utf-8")
    book(sheet, HEAD, ROW)
    before = content(tables)
    done = run(collab, tables, sheet, mapping, "--write")
    assert done.code == 3
    assert "claims.csv:111:" in done.err
    assert "It comes from forces.xlsx:Members!2." in done.err
    assert content(tables) == before


def test_a_claim_without_evidence_is_refused(collab: Collab, tables: Path, sheet: Path, mapping: Path) -> None:
    mapping.write_text(MAPPING.partition('[[rows]]\ntable = "evidence"')[0], encoding="utf-8")
    book(sheet, HEAD, ROW)
    before = content(tables)
    done = run(collab, tables, sheet, mapping, "--write")
    assert (done.code, content(tables)) == (3, before)
    assert "claims.csv:111:1 unsupported" in done.err


def test_a_row_is_never_changed(collab: Collab, tables: Path, sheet: Path, mapping: Path) -> None:
    book(sheet, HEAD, ROW)
    assert run(collab, tables, sheet, mapping, "--write").code == 0
    book(sheet, HEAD, [*ROW[:3], "y"])
    done = run(collab, tables, sheet, mapping, "--write")
    assert done.code == 3
    assert "forces.xlsx:Members!2 sheet-row-differs" in done.err
    assert "in claims.csv:111 already, and differs in: note." in done.err
    book(sheet, HEAD, ["Joint Marine Unit", "Westshire Police", "2019", "x"], ["JMU", "Westshire Police", "2020", "x"])
    done = run(collab, tables, sheet, mapping)
    assert "forces.xlsx:Members!3 sheet-row-twice" in done.err
    assert "at Members!2 already, and differs in: valid_from." in done.err


def test_a_failure_on_the_way_leaves_all_tables_as_they_were(
    collab: Collab, tables: Path, sheet: Path, mapping: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import os

    book(sheet, HEAD, ROW)
    before, real = content(tables), os.replace

    def failing(source: Any, target: Any) -> None:
        if str(target).endswith("evidence.csv"):
            raise OSError(28, "No space left on device")
        real(source, target)

    monkeypatch.setattr(os, "replace", failing)
    done = run(collab, tables, sheet, mapping, "--write")
    assert done.code == 1
    assert "No space left" in done.err
    assert content(tables) == before


def test_a_cell_of_several_forces_gives_a_row_for_each(
    collab: Collab, tables: Path, sheet: Path, mapping: Path
) -> None:
    mapping.write_text(
        MAPPING.replace('names = ["PoliceForce"],', 'names = ["PoliceForce"], split = ",",'), encoding="utf-8"
    )
    book(sheet, HEAD, ["JMU", "Eastshire Police, Westshire Police", None, None])
    done = run(collab, tables, sheet, mapping)
    assert done.code == 0, done.err
    assert done.out.count("+jmu--participant--") == 3
    assert (
        "+jmu--participant--eastshire-police--register;jmu--participant--westshire-police--register,supports"
        in done.out
    )


def test_new_things_get_ids(collab: Collab, tables: Path, sheet: Path, mapping: Path) -> None:
    mapping.write_text(
        '[[rows]]\ntable = "entities"\nwhen = ["Name"]\nentity_id = { column = "Name", id = true }\n'
        'types = "Site"\nlabel = { column = "Name" }\nshort = { letter = "b" }\n',
        encoding="utf-8",
    )
    book(sheet, ["Name", "Code"], ["Tŷ’r Gŵyr & Co", "007"], [None, "x"])
    done = run(collab, tables, sheet, mapping)
    assert "+tyr-gwyr-and-co,Site,,Tŷ’r Gŵyr & Co,007,,,,\n" in done.out
    assert done.out.count("\n+") == 2  # with the head of the diff


# --- what is told of cells -------------------------------------------------------------------------------------


def test_everything_that_cannot_be_seen_is_told_with_its_place(
    collab: Collab, tables: Path, sheet: Path, mapping: Path
) -> None:
    made = book(
        sheet,
        ["Register of units"],
        [],
        [*HEAD, "Code"],
        ["Joint Marine Unit ", "Eastshire Police", datetime.datetime(2019, 4, 1), 7],
        ["Joint\u00a0Marine Unit", "Westshire Police", datetime.datetime(2019, 4, 1), 12345678901234567890],
        ["JDU", "Eastshire Police", datetime.datetime(2020, 5, 1, 9, 30), True],
        ["JLT", "Westshire Police", 2015, 0.5],
    )
    ws = made.active
    assert ws is not None
    ws["D4"].number_format = "000"
    ws["C4"].number_format = "mmm-yy"
    ws["D7"].number_format = "0%"
    ws.row_dimensions[5].hidden = True
    ws.column_dimensions["D"].hidden = True
    ws.merge_cells("A1:D1")
    ws.merge_cells("B6:B7")
    hidden = made.create_sheet("Old list")
    hidden.sheet_state = "veryHidden"
    made.save(sheet)
    mapping.write_text("[sheet]\nheader = 3\nmerged = 'fill'\n" + MAPPING, encoding="utf-8")
    done = run(collab, tables, sheet, mapping)
    assert done.code == 0, done.err
    told = {line.split(" ")[1] + " " + line.split(" ")[2] for line in done.err.splitlines() if "forces.xlsx" in line}
    for expected in (
        "forces.xlsx:'Old",
        "forces.xlsx:Members!A5 sheet-hidden-rows",
        "forces.xlsx:Members!D3 sheet-hidden-columns",
        "forces.xlsx:Members!B6 sheet-merged",
        "forces.xlsx:Members!E3 sheet-unused",
        "forces.xlsx:Members!A4 sheet-outer-space",
        "forces.xlsx:Members!A5 sheet-invisible",
        "forces.xlsx:Members!C4 sheet-date-shown",
        "forces.xlsx:Members!C5:C6 sheet-date-cell",
        "forces.xlsx:Members!C6 sheet-time-dropped",
        "forces.xlsx:Members!D4 sheet-zeros-shown",
        "forces.xlsx:Members!D5 sheet-digits-lost",
        "forces.xlsx:Members!D6 sheet-boolean-as-text",
        "forces.xlsx:Members!D7 sheet-number-format",
    ):
        assert any(one.startswith(expected) for one in told) or expected in done.err, (expected, done.err)
    assert ",eastshire-police,,2019-04,,actual,accepted,,stated,007\n" in done.out
    assert (
        "jlt--participant--eastshire-police--register,jlt,hasParticipant,eastshire-police,,2015,,actual,accepted,,stated,0.5"
        in done.out
    )
    left = mapping.read_text().replace("merged = 'fill'", "merged = 'fill'\nhidden = 'leave-out'")
    mapping.write_text(left, encoding="utf-8")
    assert "westshire-police" not in run(collab, tables, sheet, mapping).out


def test_formulas_give_what_they_last_came_to_or_nothing(
    collab: Collab, tables: Path, sheet: Path, mapping: Path
) -> None:
    book(sheet, HEAD, ["JMU", "Eastshire Police", "2019", "=1+1"])
    done = run(collab, tables, sheet, mapping)
    assert done.code == 3
    assert "forces.xlsx:Members!D2 sheet-formula-empty The formula =1+1 was never worked out" in done.err
    _patched(sheet, "<f>1+1</f><v />", "<f>1+1</f><v>2</v>")
    done = run(collab, tables, sheet, mapping)
    assert done.code == 0
    assert "Members!D2 sheet-formula 1 formulas; what they last came to was used (first: =1+1 gives “2”)" in done.err
    assert ",stated,2\n" in done.out


def _patched(path: Path, before: str, after: str) -> None:
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = "xl/worksheets/sheet1.xml"
    text = parts[name].decode().replace("<v></v>", "<v />")
    assert before in text
    parts[name] = text.replace(before, after).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for one, content in parts.items():
            archive.writestr(one, content)


FAULTS: list[tuple[str, list[Any], str]] = [
    ("error", ["JMU", "Eastshire Police", "2019", "#REF!"], "Members!D2 sheet-error-cell The cell holds the error #REF!."),
    ("serial", ["JMU", "Eastshire Police", 43556, None], "Members!C2 sheet-date-number The number 43556 stands where a date should; as Excel counts days it would be 2019-04-01."),
    ("unread", ["JMU", "Eastshire Police", "soon", None], "Members!C2 sheet-date-unread “soon” is in none"),
    ("near", ["Joint Marin Unit", "Eastshire Police", None, None], "Members!A2 sheet-name “Joint Marin Unit”: near. Like “Joint Marine Unit”"),
    ("kind", ["JMU", "Shires Audit Office", None, None], "Members!B2 sheet-name “Shires Audit Office”: n"),
    ("bidi", ["JMU", "Eastshire Police", None, "x\u202ey"], "Members!D2 sheet-control The cell holds the character U+202E"),
]  # fmt: skip


@pytest.mark.parametrize(("row", "says"), [case[1:] for case in FAULTS], ids=[case[0] for case in FAULTS])
def test_a_cell_that_cannot_be_taken_is_named(
    collab: Collab, tables: Path, sheet: Path, mapping: Path, row: list[Any], says: str
) -> None:
    book(sheet, HEAD, row)
    before = content(tables)
    done = run(collab, tables, sheet, mapping, "--write")
    assert (done.code, done.out, content(tables)) == (3, "", before)
    assert f"forces.xlsx:{says}" in done.err
    assert "nothing of forces.xlsx was imported" in done.err


def test_headings_must_be_there_once(collab: Collab, tables: Path, sheet: Path, mapping: Path) -> None:
    book(sheet, ["Unit", "Force", "Force", "Note"], ROW)
    done = run(collab, tables, sheet, mapping)
    assert done.code == 3
    assert (
        "forces.xlsx:Members!B1, C1 sheet-header-twice The heading “Force” stands over several columns: B, C."
        in done.err
    )
    assert (
        "forces.xlsx:Members!1 sheet-header-missing There is no column “Since”. The heading row has: Unit, Force, Note."
        in done.err
    )


def test_numbers_among_codes_with_zeros_may_have_lost_theirs(
    collab: Collab, tables: Path, sheet: Path, mapping: Path
) -> None:
    book(sheet, HEAD, [*ROW[:3], "007"], ["JDU", "Eastshire Police", None, 8])
    assert "Members!D3 sheet-zeros-lost 1 numbers stand among texts" in run(collab, tables, sheet, mapping).err


def test_two_readings_of_a_date_are_refused_and_serial_numbers_only_if_asked_for(
    collab: Collab, tables: Path, sheet: Path, mapping: Path
) -> None:
    book(sheet, HEAD, ROW)
    mapping.write_text(MAPPING.replace('"%B %Y"', '"%m/%d/%Y"'), encoding="utf-8")
    assert (
        "Members!C2 sheet-date-ambiguous “01/04/2019” can be read as several dates: 2019-01-04, 2019-04-01."
        in run(collab, tables, sheet, mapping).err
    )
    book(sheet, HEAD, [*ROW[:2], 43556, None])
    mapping.write_text(MAPPING.replace('"%B %Y"', '"excel"'), encoding="utf-8")
    done = run(collab, tables, sheet, mapping)
    assert ",2019-04-01,," in done.out
    assert "Members!C2 sheet-date-serial" in done.err


# --- mappings --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ('table = "claims"', 'table = "clams"', "map.toml:0:0 mapping-no-table rows[1] names no table."),
        ('basis = "stated"', 'basiss = "stated"', "mapping-unknown-key rows[1].basiss is not known."),
        ('basis = "stated"', "basis = 3", "mapping-type rows[1].basis has the wrong form."),
        ('column = "Unit"', 'colum = "Unit"', "mapping-unknown-key rows[1].subject.colum"),
        ('column = "Unit"', 'column = "Unit", letter = "B"', "mapping-which-column rows[1].subject"),
        ('names = ["Collaboration"]', 'names = ["Collaboration"], id = true', "mapping-one-treatment rows[1].subject"),
        ("{claims.claim_id}", "{claim.claim_id}", "mapping-pattern rows[2].about uses {claim.claim_id}"),
        ("{claims.claim_id}", "{claims.claim_id", "mapping-pattern rows[2].about"),
        ('table = "evidence"', 'table = "evidence"\nas = "claims"', "mapping-twice rows[2] is called claims"),
        ('table = "claims"', "table = claims", "map.toml:3:9 mapping-syntax The mapping is not TOML"),
        ('modality = "actual"', 'modality = { column = "Note", split = ";" }\nstanding_reason = { column = "Note", split = ";" }',
         "mapping-two-splits rows[1]"),
        ("[[rows]]", "[sheet]\nhidden = 'drop'\n[[rows]]", "mapping-choice sheet.hidden"),
    ],
)  # fmt: skip
def test_a_mapping_that_is_not_right_says_where(
    collab: Collab, tables: Path, sheet: Path, mapping: Path, before: str, after: str, says: str
) -> None:
    book(sheet, HEAD, ROW)
    assert before in MAPPING
    mapping.write_text(MAPPING.replace(before, after, 1), encoding="utf-8")
    done = run(collab, tables, sheet, mapping)
    assert (done.code, done.out) == (3, "")
    assert says in done.err
    assert "in the mapping map.toml; nothing was imported" in done.err


def test_the_mapping_that_contributing_shows_is_one(mapping: Path) -> None:
    shown = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").partition("```toml\n")[2].partition("```")[0]
    mapping.write_text(shown, encoding="utf-8")
    plan = read_plan(mapping)
    assert [block.table for block in plan.blocks] == ["claims", "evidence"]
    assert (plan.sheet, plan.header, plan.hidden, plan.merged) == ("Members", 3, "leave-out", "fill")


def test_a_pattern_that_names_itself_ends(collab: Collab, tables: Path, sheet: Path, mapping: Path) -> None:
    mapping.write_text(MAPPING.replace('"{subject}--participant--{object}--register"', '"{claims.note}{claim_id}"'))
    book(sheet, HEAD, ROW)
    assert run(collab, tables, sheet, mapping).code in (0, 3)


# --- limits ----------------------------------------------------------------------------------------------------


def zipped(path: Path, parts: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, one in parts.items():
            archive.writestr(name, one)
    return path


def test_a_bomb_is_refused_before_it_is_unpacked(sheet: Path) -> None:
    zipped(sheet, {"xl/worksheets/sheet1.xml": b" " * 50_000_000})
    began = time.perf_counter()
    with pytest.raises(CollabError, match="at most 209,715,200 bytes and 100 times"):
        open_spreadsheet(sheet)
    assert time.perf_counter() - began < 1


def test_a_file_beyond_the_limit_is_refused(sheet: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book(sheet, HEAD)
    monkeypatch.setattr(spreadsheets, "LARGEST", 100)
    with pytest.raises(CollabError, match="at most 100 are read"):
        open_spreadsheet(sheet)


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("x.xlsx", b"\xd0\xcf\x11\xe0" + b"\0" * 600, "password"),
        ("x.xlsx", b"not a workbook", "damaged"),
        ("x.xlsx", b"", "damaged"),
        ("x.xls", b"", "Save it as .xlsx"),
        ("x.ods", b"", "Save it as .xlsx"),
    ],
)
def test_what_is_no_workbook_is_told_in_a_sentence(tmp_path: Path, name: str, content: bytes, says: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(CollabError, match=says):
        open_spreadsheet(path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused_in_any_encoding(sheet: Path, encoding: str) -> None:
    bomb = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>'
    zipped(sheet, {"xl/workbook.xml": bomb.encode(encoding)})
    with pytest.raises(Fault, match="declaration"):
        refuse_declarations(sheet.read_bytes())
    with pytest.raises(CollabError, match=r"declares a document type in xl/workbook\.xml"):
        open_spreadsheet(sheet)


def test_one_cell_far_away_costs_nothing(sheet: Path) -> None:
    made = book(sheet, HEAD)
    assert made.active is not None
    made.active["XFD1048576"] = "far"
    made.save(sheet)
    began = time.perf_counter()
    (found,) = open_spreadsheet(sheet)
    assert time.perf_counter() - began < 10
    assert found.rows == [1, 1048576]
    assert found.area([(1048576, 16384)]) == "Members!XFD1048576"


def test_more_rows_than_the_limit_are_refused(sheet: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from graph.curation import workbook

    book(sheet, HEAD, ROW, ROW)
    monkeypatch.setattr(workbook, "MOST_ROWS", 2)
    with pytest.raises(Fault, match="too-many"):
        sheets_of(sheet.read_bytes())


# --- any table, any sheet --------------------------------------------------------------------------------------

PLAIN = Plan(())
COLUMNS = ("label", "short", "note")


def plain_plan(folder: Path) -> Plan:
    path = folder / "plain.toml"
    columns = "\n".join(f'{name} = {{ column = "{name}" }}' for name in COLUMNS)
    path.write_text(
        f'[[rows]]\ntable = "entities"\nentity_id = "new-{{row}}"\ntypes = "Site"\n{columns}\n', encoding="utf-8"
    )
    return read_plan(path)


def taken(path: Path, plan: Plan, tables: Path, vocabulary: Vocabulary) -> tuple[Import, bool]:
    """Imports as the command does; returns what was found, and whether it was written."""
    known = {table: read_table(tables, TABLES[table]).rows for table in TABLES}
    if path.suffix == ".xlsx":  # read in this process, for speed; what is damaged goes through the other
        sheets = [spreadsheets._sheet(path.name, one) for one in sheets_of(path.read_bytes())]
    else:
        sheets = open_spreadsheet(path)
    found = make(sheets, plan, lambda words, classes: ("", ""), known)
    if found.errors or not found.added:
        return found, False
    texts = {table: appended(tables, table, [one.cells for one in rows]) for table, rows in found.added.items()}
    write_tables(tables, texts, vocabulary)
    return found, True


values = st.one_of(
    st.text(max_size=12),
    st.text("aé ;,\"'\n\t\r\u00a0\u200b\u202e\x07=0", max_size=8),
    st.integers(-(10**20), 10**20),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.dates(datetime.date(1901, 1, 1), datetime.date(2200, 1, 1)),
    st.none(),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.tuples(values, values, values), max_size=4))
def test_any_csv_is_taken_cell_by_cell_or_refused_with_its_place(
    rows: list[tuple[Any, ...]], tmp_path_factory: pytest.TempPathFactory, vocabulary: Vocabulary
) -> None:
    import shutil

    from tests.conftest import WORLD

    folder = tmp_path_factory.mktemp("any")
    tables = Path(shutil.copytree(WORLD, folder / "tables"))
    lines = io.StringIO(newline="")
    csv.writer(lines, lineterminator="\n").writerows(
        [COLUMNS, *(["" if one is None else one for one in row] for row in rows)]
    )
    path = folder / "x.csv"
    path.write_bytes(lines.getvalue().encode("utf-8", "surrogatepass"))
    before = content(tables)
    try:
        found, written = taken(path, plain_plan(folder), tables, vocabulary)
    except DataInvalid as problem:
        assert problem.complaints
        assert all(one.file and one.line > 0 and one.column >= 0 for one in problem.complaints)
        assert content(tables) == before
        return
    if not written:
        assert content(tables) == before
        assert all(":" in one.place for one in found.errors)
        return
    expected = [one.cells for one in found.added["entities"]]
    got = [row.cells for row in read_table(tables, TABLES["entities"]).rows[-len(expected) :]]
    assert got == expected
    for one in found.added["entities"]:
        cells = {column: found.sheet.cells.get((one.row, place)) for place, column in enumerate(COLUMNS, 1)}
        for column, cell in cells.items():
            noted = any(one.rule in ("sheet-outer-space", "sheet-invisible") for one in found.noticed)
            assert noted or one.cells[column] == (cell.text if cell else "")


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.tuples(values, values, values), max_size=4))
def test_any_workbook_is_taken_cell_by_cell_or_refused_with_its_cell(
    rows: list[tuple[Any, ...]], tmp_path_factory: pytest.TempPathFactory, vocabulary: Vocabulary
) -> None:
    import shutil

    from tests.conftest import WORLD

    folder = tmp_path_factory.mktemp("any")
    tables = Path(shutil.copytree(WORLD, folder / "tables"))
    path = folder / "x.xlsx"
    try:
        book(path, list(COLUMNS), *(list(row) for row in rows))
    except (ValueError, IllegalCharacterError):  # characters that openpyxl does not write
        return
    before = content(tables)
    try:
        found, written = taken(path, plain_plan(folder), tables, vocabulary)
    except DataInvalid as problem:
        assert all(one.file == "entities.csv" and one.line > 49 for one in problem.complaints)
        assert content(tables) == before
        return
    assert all(one.place.startswith("Members!") for one in found.noticed)
    if not written:
        assert content(tables) == before
        return
    expected = [one.cells for one in found.added["entities"]]
    got = [row.cells for row in read_table(tables, TABLES["entities"]).rows[-len(expected) :]]
    assert got == expected
    for one in found.added["entities"]:
        for column, value in zip(COLUMNS, rows[one.row - 2], strict=True):
            if isinstance(value, str) and not any(note.rule != "sheet-unused" for note in found.noticed):
                assert one.cells[column] == value


WORKBOOK = io.BytesIO()
_made = openpyxl.Workbook()
assert _made.active is not None
for _row in (HEAD, ROW):
    _made.active.append(_row)
_made.save(WORKBOOK)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.integers(0), damage=st.binary(min_size=1, max_size=30))
def test_a_workbook_with_damaged_bytes_is_read_or_refused_in_a_sentence(
    place: int, damage: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    whole = WORKBOOK.getvalue()
    place %= len(whole)
    path = tmp_path_factory.mktemp("damaged") / "x.xlsx"
    path.write_bytes(whole[:place] + damage + whole[place + len(damage) :])
    try:
        sheets = open_spreadsheet(path)
    except CollabError as problem:
        assert "Traceback" not in str(problem)
    else:
        assert all(sheet.name for sheet in sheets)


_TABLES = sorted(TABLES)


@settings(max_examples=80, deadline=None)
@given(
    table=st.sampled_from(_TABLES),
    place=st.integers(0),
    length=st.integers(0, 40),
    more=st.one_of(st.text(max_size=6), st.binary(max_size=4)),
)
def test_a_mutated_table_is_read_exactly_or_refused_with_its_place(
    table: str, place: int, length: int, more: str | bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    from tests.conftest import WORLD

    whole = (WORLD / f"{table}.csv").read_bytes()
    place %= len(whole)
    added = more if isinstance(more, bytes) else more.encode("utf-8", "surrogatepass")
    mutated = whole[:place] + added + whole[place + length :]
    folder = tmp_path_factory.mktemp("mutated")
    (folder / f"{table}.csv").write_bytes(mutated)
    reading = read_table(folder, TABLES[table])
    assert all(one.file == f"{table}.csv" and one.line > 0 for one in reading.complaints)
    if not reading.complaints:
        text = mutated.decode("utf-8-sig")
        again = list(csv.reader(io.StringIO(text, newline=""), strict=True))[1:]
        assert [list(row.cells.values()) for row in reading.rows] == again
