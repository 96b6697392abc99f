"""A file is written whole or not at all, and what a killed writer left of it is cleared away by the next."""

import hashlib
import os
from pathlib import Path

import pytest

from graph import files, replacing
from graph.errors import CollabError
from graph.files import write_bytes, written
from graph.locks import abandoned, marked


def test_a_block_that_fails_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"old")
    with pytest.raises(ValueError, match="closed file"), written(path, overwrite=True) as file:
        file.close()  # what is written later fails
    assert [(one.name, one.read_bytes()) for one in tmp_path.iterdir()] == [("a.csv", b"old")]


@pytest.mark.skipif(os.name == "nt", reason="there are no such locks")
def test_what_a_dead_writer_left_is_cleared_away_and_a_living_ones_is_not(tmp_path: Path) -> None:
    dead, living, other = (tmp_path / name for name in (".a.csv.part-1", ".a.csv.part-2", ".b.csv.part-3"))
    for path in (dead, living, other):
        path.write_bytes(b"half")
    with marked(living):
        assert not abandoned(living)
        write_bytes(tmp_path / "a.csv", b"whole")
    assert sorted(path.name for path in tmp_path.iterdir()) == [living.name, other.name, "a.csv"]
    assert abandoned(living)
    assert not abandoned(tmp_path / "not there")


@pytest.mark.skipif(os.name == "nt", reason="folders are not synced there")
def test_what_the_disk_does_not_confirm_is_said_to_be_written_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.fsync

    def refuse(handle: int) -> None:
        if os.path.isdir(f"/proc/self/fd/{handle}"):
            raise OSError(5, "Input/output error")
        real(handle)

    monkeypatch.setattr(replacing.os, "fsync", refuse)
    with pytest.raises(CollabError, match=r"a\.csv is written, but .*Input/output error"):
        write_bytes(tmp_path / "a.csv", b"whole")
    assert (tmp_path / "a.csv").read_bytes() == b"whole"


def test_tables_left_half_written_are_put_back_before_anybody_reads_them(tables: Path) -> None:
    before = (tables / "claims.csv").read_bytes()
    kept = tables / ".before"
    kept.mkdir()
    (kept / "claims.csv").write_bytes(before)
    (kept / "after").write_text('{"claims.csv": "' + hashlib.sha256(b"new\n").hexdigest() + '"}', encoding="utf-8")
    (tables / "claims.csv").write_bytes(b"new\n")
    assert files.data_folder(tables) == tables.resolve()
    assert (tables / "claims.csv").read_bytes() == before
    assert not kept.exists()
