"""Broken tables met through the command line: each a sentence with place, finding and remedy; nothing is lost."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Run

Collab = Callable[..., Run]


@pytest.mark.parametrize(
    ("name", "content", "places"),
    [
        ("claims.csv", b"claim_id\n", ["claims.csv:1:9 missing-column"]),
        ("claims.csv", "claim_id;subject\n".encode("utf-16"), ["claims.csv:1:1 utf-16"]),
        ("claims.csv", b"claim_id\x00,subject\n", ["claims.csv:1:9 control-character"]),
        ("claims.csv", b"", ["claims.csv:1:1 empty-table"]),
        ("claims.csv", b'claim_id,"subject\n', ["claims.csv:1:10 unclosed-quote"]),
        ("matters.csv", b"\xff\xfe\x00", ["matters.csv:1:1 utf-16"]),
        ("matters.csv", b"caf\xe9,x\n", ["matters.csv:1:4 not-utf-8"]),
    ],
)
def test_build_and_check_say_the_same(
    collab: Collab, tables: Path, name: str, content: bytes, places: list[str]
) -> None:
    (tables / name).write_bytes(content)
    built = collab("build", "--data", str(tables))
    assert built.code == 3
    assert "last good snapshot is kept" in built.err
    checked = collab("check", str(tables))
    assert checked.code == 3
    for place in places:
        assert place in built.err
        assert f"error: {place}" in checked.out


def test_a_folder_instead_of_a_table(collab: Collab, tables: Path) -> None:
    (tables / "links.csv").unlink()
    (tables / "links.csv").mkdir()
    run = collab("check", str(tables))
    assert run.code == 3
    assert "links.csv:0:0 unreadable-table" in run.out


def test_worst_first(collab: Collab, tables: Path) -> None:
    path = tables / "claims.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",stated,", ",sated,", 3), encoding="utf-8")
    run = collab("check", str(tables), "--all")
    kinds = [line.split(":")[0] for line in run.out.splitlines()]
    assert kinds == sorted(kinds, key=["error", "warning", "info"].index)
    assert kinds.count("error") == 3
    assert "3 errors" in run.err


def test_an_answer_is_refused_while_the_tables_are_broken_and_the_files_are_untouched(
    collab: Collab, tables: Path
) -> None:
    path = tables / "claims.csv"
    path.write_text(
        path.read_text(encoding="utf-8").replace("jdu,hasParticipant", "jdx,hasParticipant", 1), encoding="utf-8"
    )
    before = {place.name: place.read_bytes() for place in tables.iterdir()}
    run = collab("members", "jdu", "--data", str(tables))
    assert run.code == 3
    assert "claims.csv:2:30 unknown-id" in run.err
    assert {place.name: place.read_bytes() for place in tables.iterdir()} == before


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere, so a read-only folder cannot be tried")
def test_a_read_only_output_folder(collab: Collab, tmp_path: Path) -> None:
    place = tmp_path / "locked"
    place.mkdir(mode=0o500)
    run = collab("ask", "--list", "-o", str(place / "x.csv"))
    assert run.code == 1
    assert "Nothing was changed" in run.err


def test_an_output_folder_that_is_not_there(collab: Collab, tmp_path: Path) -> None:
    run = collab("ask", "--list", "-o", str(tmp_path / "nowhere" / "x.csv"))
    assert run.code == 1
    assert "nowhere" in run.err


def test_an_output_that_is_a_folder(collab: Collab, tmp_path: Path) -> None:
    for force in ([], ["--force"]):
        run = collab("ask", "--list", "-f", "csv", "-o", str(tmp_path), *force)
        assert run.code == 1
        assert f"{tmp_path} is a folder" in run.err
    assert list(tmp_path.iterdir()) == []


def test_hostile_labels_come_through_as_text(collab: Collab, tables: Path) -> None:
    hostile = "<script>alert(1)</script>"
    path = tables / "entities.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("Joint Dog Unit", hostile), encoding="utf-8")
    assert hostile in collab("show", "jdu", "--data", str(tables), "-f", "table").err
    drawn = collab("draw", "ego", "jdu", "--data", str(tables))
    assert drawn.code == 0
    assert hostile not in drawn.out


def test_two_landscapes_do_not_mix(collab: Collab, tables: Path, tmp_path: Path) -> None:
    other = Path(shutil.copytree(tables, tmp_path / "other"))
    path = other / "entities.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("Joint Dog Unit", "Joint Cat Unit"), encoding="utf-8")
    assert "Joint Cat Unit" in collab("find", "jdu", "--data", str(other)).out
    assert "Joint Dog Unit" in collab("find", "jdu", "--data", str(tables)).out
