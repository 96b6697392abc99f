"""The process that reads a stranger's file answers in JSON, runs nothing that lies in the current folder, and may die."""

import subprocess
from pathlib import Path

import pytest

from graph.curation.child import ask_child


def test_a_module_in_the_current_folder_is_not_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("json.py", "zipfile.py"):
        (tmp_path / name).write_text("raise SystemExit('a stranger ran')", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    answer = ask_child("graph.curation.workbook", content=b"no workbook", patience=30)
    assert answer is not None
    assert answer["fault"] == "damaged"


def test_a_process_that_dies_answers_nothing() -> None:
    assert ask_child("graph.nothing_of_that_name", content=b"", patience=30) is None


def test_a_process_that_takes_too_long_is_ended() -> None:
    with pytest.raises(subprocess.TimeoutExpired):
        ask_child("graph.curation.workbook", content=b"x", patience=0.001)
