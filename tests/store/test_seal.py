"""A sealed folder: whatever is changed in it is named; an object that bears its digest is refused if a byte is another."""

import os
from pathlib import Path

import pytest

from graph.store import seal as sealing
from graph.store.seal import broken, seal, stamped, unstamped


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "store").mkdir()
    (tmp_path / "store" / "MANIFEST").write_bytes(b"contents" * 9)
    (tmp_path / "store" / "1.sst").write_bytes(b"blocks" * 99)
    seal(tmp_path)
    return tmp_path


def test_what_was_not_touched_is_whole(folder: Path) -> None:
    assert broken(folder, thoroughly=True) == broken(folder, thoroughly=False) == []


@pytest.mark.parametrize("name", ["store/MANIFEST", "store/1.sst", "sealed.json"])
@pytest.mark.parametrize("how", ["flipped", "cut", "emptied", "gone", "longer"])
def test_each_change_is_named(folder: Path, name: str, how: str) -> None:
    path = folder / name
    content, before = path.read_bytes(), path.stat()
    if how == "gone":
        path.unlink()
    else:
        flipped = bytes([content[0] ^ 1]) + content[1:]
        path.write_bytes({"flipped": flipped, "cut": content[:-1], "emptied": b"", "longer": content + b"\n"}[how])
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert broken(folder, thoroughly=True) == broken(folder, thoroughly=False) == [name]


def test_a_file_too_many_is_named_by_the_thorough(folder: Path) -> None:
    (folder / "store" / "2.sst").write_bytes(b"")
    assert broken(folder, thoroughly=True) == ["store/2.sst"]
    assert broken(folder, thoroughly=False) == []


def test_in_a_large_folder_blocks_that_nobody_touched_are_trusted(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sealing, "MOST_LOOKED_AT", 10)
    path = folder / "store" / "1.sst"
    before = path.stat()
    path.write_bytes(b"BLOCKS" * 99)
    assert broken(folder, thoroughly=False) == ["store/1.sst"]
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert broken(folder, thoroughly=False) == []
    assert broken(folder, thoroughly=True) == ["store/1.sst"]


def test_every_bit_of_what_is_stamped_counts() -> None:
    value = {"id": "ab", "days": ["2013-07-01"], "n": 3}
    whole = stamped(value)
    assert unstamped(whole) == value
    for place in range(len(whole)):
        for bit in range(8):
            with pytest.raises(ValueError):  # noqa: PT011 - of JSON, of UTF-8, or ours
                unstamped(whole[:place] + bytes([whole[place] ^ 1 << bit]) + whole[place + 1 :])
        with pytest.raises(ValueError):  # noqa: PT011
            unstamped(whole[:place])
