"""The notebooks run from a clean kernel, by public names only, and what their prose says is what they show."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest

import graph
from graph.landscape import Landscape
from tests.conftest import ROOT
from tests.parsing import parse

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
# What an analyst has beside us: for frames and charts. Of our own package, public names only.
BESIDE = {"altair", "pandas"}
FIRST = ROOT / "notebooks" / "01-first-questions.ipynb"


def names_of(path: Path) -> str:
    return path.stem


def code_of(path: Path) -> list[str]:
    return [cell.source for cell in nbformat.read(path, 4).cells if cell.cell_type == "code"]


def test_the_collected_set_is_whole() -> None:
    assert FIRST in NOTEBOOKS
    assert len(NOTEBOOKS) >= 6
    assert all(re.fullmatch(r"\d\d-[a-z0-9-]+\.ipynb", path.name) for path in NOTEBOOKS)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=names_of)
def test_valid_and_without_outputs(path: Path) -> None:
    notebook = nbformat.read(path, 4)
    nbformat.validate(notebook)
    assert notebook.metadata.kernelspec.name == "python3"
    for cell in notebook.cells:
        if cell.cell_type == "code":
            assert cell.outputs == []
            assert cell.execution_count is None
    assert str(ROOT) not in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", NOTEBOOKS, ids=names_of)
def test_only_public_names(path: Path) -> None:
    for source in code_of(path):
        for node in ast.walk(parse(source)):
            if isinstance(node, ast.Import):
                assert {alias.name for alias in node.names} <= BESIDE, ast.unparse(node)
            if isinstance(node, ast.ImportFrom) and node.module != "graph":
                assert node.module in sys.stdlib_module_names, ast.unparse(node)
            elif isinstance(node, ast.ImportFrom):
                assert {alias.name for alias in node.names} <= set(graph.__all__), ast.unparse(node)
            if isinstance(node, ast.Attribute):
                assert not node.attr.startswith("_"), ast.unparse(node)


@pytest.mark.slow
@pytest.mark.parametrize("path", NOTEBOOKS, ids=names_of)
def test_runs_from_a_clean_kernel(path: Path, tmp_path: Path) -> None:
    outputs = run(path, tmp_path)
    assert not [one for cell in outputs for one in cell if one["output_type"] == "error"]
    silent = [source for source, cell in zip(code_of(path), outputs, strict=True) if not cell]
    assert all(source.startswith("def ") for source in silent), "every code cell shows something"
    assert "http" not in " ".join(
        re.findall(r'(?:src|href)="([^"]*)', " ".join(shown(one) for cell in outputs for one in cell))
    )
    if path == FIRST:
        (frame,) = [html for cell in outputs for one in cell if "<iframe" in (html := shown(one))]
        assert "Joint Scientific Investigation Unit" in frame


def run(path: Path, folder: Path) -> list[list[dict[str, Any]]]:
    """Returns the outputs of each code cell; in a process of its own, which nbclient's event loop needs."""
    target = folder / "run.ipynb"
    program = (
        "import sys, nbformat; from nbclient import NotebookClient; book = nbformat.read(sys.argv[1], 4);"
        "NotebookClient(book, timeout=120, kernel_name='python3',"
        " resources={'metadata': {'path': sys.argv[3]}}).execute(); nbformat.write(book, sys.argv[2])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(path), str(target), str(folder)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=240,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    cells = json.loads(target.read_text(encoding="utf-8"))["cells"]
    return [cell["outputs"] for cell in cells if cell["cell_type"] == "code"]


def shown(output: dict[str, Any]) -> str:
    return "".join(output.get("data", {}).get("text/html", ""))


# --- what the prose of 01-first-questions says --------------------------------------------------------------


def column(landscape: Landscape, question: str, name: str, **parameters: str | bool) -> list[Any]:
    return list(landscape.ask(question, **parameters).to_frame()[name])


def test_prose_sources(shipped: Landscape) -> None:
    frame = shipped.ask("sources").to_frame()
    read = frame[frame["kind"] != "general-knowledge"].sort_values("statements", ascending=False)
    assert list(read["source_id"].head(2)) == ["gp-2021-11", "gpcc-web"]
    assert len(frame) > 300


def test_prose_who_works_with_whom(shipped: Landscape) -> None:
    shared = shipped.sharing()
    assert shared.loc["Gwent Police", "South Wales Police"] == 10
    welsh = ["Gwent Police", "South Wales Police", "Dyfed-Powys Police"]
    north = shared.loc["North Wales Police"]
    assert north["Cheshire Constabulary"] > max(north[welsh])
    partners = shipped.ask("partners", org="gwent-police").to_frame()
    assert {"Crown Prosecution Service", "Torfaen County Borough Council"} <= set(partners["partner"])
    assert partners.set_index("partner_id").loc["territorial-forces", "grade"] == "class-level"
    regional = shipped.ask("partners", org="gwent-police", without_national=True).to_frame()
    assert "territorial-forces" not in set(regional["partner_id"])


def test_prose_governance(shipped: Landscape) -> None:
    assert set(column(shipped, "governs", "grade", service="jfu")) == {"class-level"}
    nleds = shipped.ask("governs", service="nleds").to_frame()
    assert list(nleds.loc[nleds["grade"] == "named", "modality"]) == ["planned"]
    counts = shipped.ask("governance-grades").to_frame()["grade"].value_counts()
    assert counts.idxmax() == "none-stated"
    assert counts["named"] < counts.sum() / 2


def test_prose_disagreements(shipped: Landscape) -> None:
    frame = shipped.ask("conflicts").to_frame().drop_duplicates("disagreement")
    kinds = list(frame["kind"])
    assert 1 < kinds.count("contradiction") < len(kinds) / 4
    assert set(kinds) == {"contradiction", "identity", "scope", "time", "source-error", "plan-vs-outcome"}
    members = shipped.ask("members", collaboration="jsiu").to_frame().set_index("party_id")
    assert members.loc["dyfed-powys-police", "standing"] == "contested"
    assert set(shipped.cite("jsiu--participant--dyfed-powys-police").to_frame()["stance"]) == {"supports", "disputes"}


def test_prose_silence(shipped: Landscape) -> None:
    assert "none-stated" in column(shipped, "gaps", "grade")
    assert len(shipped.ask("overdue"))
    counts = shipped.ask("counts").to_frame()
    found = counts[counts["verdict"] != "not-countable"][["subject_id", "stated", "modelled"]].astype(str)
    assert ["surveillance-agreement", "18", "18"] in found.to_numpy().tolist()
    assert ["forensic-procurement-collaboration", "14", "14"] in found.to_numpy().tolist()
    members = {
        region: set(column(shipped, "members", "party_id", collaboration=region))
        for region in ("north-west-region-surveillance", "north-west-england-forensic", "wales-forensic")
    }
    assert [region for region, forces in members.items() if "north-wales-police" in forces] == [
        "north-west-region-surveillance",
        "wales-forensic",
    ]


@pytest.mark.slow
def test_prose_days_and_lenses(shipped: Landscape) -> None:
    certain = {
        day: column(shipped.as_of(day), "in-force-on", "in_force", day=day).count("certain")
        for day in ("2010-01-01", "2021-11-24", "2026-11-22")
    }
    assert certain["2021-11-24"] > 3 * certain["2010-01-01"] > certain["2026-11-22"] == 0
    pair = {"org": "gwent-police", "other": "dyfed-powys-police"}
    usual, contested, planned = (
        set(lens.ask("partners", **pair).to_frame().loc[0, "via_id"].split("; "))
        for lens in (shipped, shipped.lens(standing="accepted,contested"), shipped.lens(include_planned=True))
    )
    assert {"ctp-wales", "jfu", "tarian"} <= usual
    assert contested - usual == {"jsiu"}
    assert planned - usual == {"jps"}


# --- what the prose of the others says ----------------------------------------------------------------------


def test_prose_of_02_grades_of_governance(shipped: Landscape) -> None:
    grades = shipped.ask("governance-grades").to_frame()["grade"].value_counts()
    assert grades["named"] < grades.sum() / 2 < grades["none-stated"]
    assert len(shipped.ask("board-chain")) <= 5
    assert "all-wales-collaboration-board" in column(shipped, "boards-without-parent", "board_id")
    for service in ("nleds", "nas"):
        frame = shipped.ask("governs", service=service).to_frame()
        named = frame[frame["grade"] == "named"]
        assert set(zip(named["body_id"], named["modality"], strict=True)) == {("digital-delivery-group", "planned")}


@pytest.mark.slow
def test_prose_of_04_time(shipped: Landscape) -> None:
    (said,) = shipped.changes("2025-01-01").not_known
    undated, counting = map(int, re.findall(r"\d+", said)[:2])
    assert undated > counting / 2
    changed = shipped.as_of("2021-11-24").compare("2013-01-01").to_frame()["change"]
    assert {"began", "ended", "surer", "less-sure"} <= set(changed)
    hosts = {
        (day, planned): [
            row["host"].id
            for row in shipped.as_of(day)
            .lens(include_planned=planned)
            .query_answer("SELECT ?host WHERE { pid:wscc pcol:hostedBy ?host } ORDER BY ?host")
        ]
        for day in ("2022-05-01", "2022-06-15", "2022-07-01")
        for planned in (False, True)
    }
    assert hosts["2022-05-01", True] == hosts["2022-06-15", False] == ["avon-and-somerset-police"]
    assert hosts["2022-06-15", True] == ["avon-and-somerset-police", "dyfed-powys-police"]
    assert hosts["2022-07-01", False] == []
    assert hosts["2022-07-01", True] == ["dyfed-powys-police"]
    assert len(shipped.as_of("2021-12-15").ask("overdue")) < len(shipped.ask("overdue"))
    for day in ("2009-01-01", "2015-01-01", "2021-11-24", "2026-01-01"):
        grades = column(shipped.as_of(day), "in-force-on", "in_force", day=day)
        assert 0 < grades.count("certain") < len(grades) / 10


@pytest.mark.slow
def test_prose_of_05_disagreements(shipped: Landscape) -> None:
    kinds = column(shipped, "disagreements", "kind")
    assert 1 <= kinds.count("contradiction") < len(kinds) / 2
    pair: dict[str, str | bool] = {"org": "gwent-police", "other": "dyfed-powys-police", "without_national": True}
    numbers = [
        int(lens.ask("partners", **pair).to_frame().loc[0, "arrangements"])
        for lens in (
            shipped,
            shipped.lens(standing="accepted,contested"),
            shipped.lens(include_planned=True),
            shipped.lens(standing="accepted,contested", include_planned=True),
        )
    ]
    assert numbers == [3, 4, 4, 5]


def test_prose_of_07_the_library_is_large(shipped: Landscape) -> None:
    assert len(shipped.questions()) > 80


# --- what the prose of 03 and 06 says -----------------------------------------------------------------------


@pytest.mark.slow
def test_prose_of_the_white_paper(shipped: Landscape) -> None:
    ends = shipped.what_if("event", "commissioners-end").to_frame()
    assert set(ends["sureness"]) == {"likely", "unknown"}, "today nothing is certain"
    assert {"ends", "loses-signatory", "loses-agreement", "loses-policing-body"} <= set(ends["effect"])
    gone = ends.loc[ends["effect"] == "loses-policing-body", "other_id"]
    assert not [one for one in gone if one.startswith(("mayor-", "mopac"))]
    unnamed = ends[(ends["effect"] == "loses-signatory") & (ends["sureness"] == "unknown")]
    assert len(unnamed)
    air = shipped.what_if("event", "nps-takes-in-npas").to_frame()
    assert {("work-passes", "unknown"), ("has-successor", "likely")} <= set(
        zip(air["effect"], air["sureness"], strict=True)
    )
    then, now = (shipped.as_of(day).what_if("leave", "gwent-police").to_frame() for day in ("2021-11-24", "2026-11-22"))
    assert "certain" in set(then["sureness"]) - set(now["sureness"])


def test_prose_of_who_bridges(shipped: Landscape) -> None:
    assert shipped.measure("all").assumptions != shipped.measure("all", without_national=True).assumptions
    by_crime, by_terror = (
        shipped.measure("brokerage", regions=one).to_frame().set_index("thing_id")["region"]
        for one in ("organised-crime", "counter-terrorism")
    )
    assert by_crime["north-wales-police"].startswith("North West")
    assert by_terror["north-wales-police"].startswith("Wales")
    assert by_crime["kent-police"].startswith("Eastern")
    assert by_terror["kent-police"].startswith("South East")
