"""How far work has come is told step by step, and what is read or counted is not changed by it."""

from pathlib import Path

import pytest

from graph.progress import Reader, counted

Told = list[tuple[str, int, int]]


def test_what_is_counted_passes_unchanged() -> None:
    told: Told = []
    assert list(counted("abcde", 5, "step", lambda *said: told.append(said), every=2)) == list("abcde")
    assert told == [("step", 2, 5), ("step", 4, 5)]


@pytest.mark.parametrize("size", [1, 2, 5, 100, -1])
def test_files_are_read_as_one(size: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.progress._EVERY", 1)
    paths = [tmp_path / name for name in ("first", "empty", "last")]
    for path, content in zip(paths, (b"abc", b"", b"defg"), strict=True):
        path.write_bytes(content)
    told: Told = []
    pieces = []
    with Reader(paths, "step", lambda *said: told.append(said)) as file:
        while piece := file.read(size):
            pieces.append(piece)
    assert b"".join(pieces) == b"abcdefg"
    assert told[-1] == ("step", 7, 7)
