"""Long work shows a bar with rate and remaining time on a terminal, and lines where nobody looks."""

import io
from itertools import count

import pytest

from graph.commands.showing import Shown


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def shown(stream: io.StringIO, monkeypatch: pytest.MonkeyPatch, *, quiet: bool = False) -> str:
    monkeypatch.setattr("sys.stderr", stream)
    monkeypatch.setattr("time.time", count(1_000, 5).__next__)
    monkeypatch.setattr("graph.commands.showing.PATIENCE", 0.0)
    with Shown(quiet=quiet) as progress:
        progress("mapping", 0, 0)
        progress("mapping", 50, 200)
        progress("mapping", 100, 200)
        progress("writing", 0, 0)
    return stream.getvalue()


def test_a_terminal_gets_a_bar_with_share_rate_and_time(monkeypatch: pytest.MonkeyPatch) -> None:
    said = shown(Terminal(), monkeypatch)
    assert "mapping rows to the graph" in said
    assert "50%" in said
    assert "a second" in said
    assert "00:00:" in said
    assert said.endswith("writing the snapshot …\n")


def test_a_pipe_gets_the_steps_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    assert shown(io.StringIO(), monkeypatch) == "mapping rows to the graph …\nwriting the snapshot …\n"


def test_quiet_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    assert shown(Terminal(), monkeypatch, quiet=True) == ""
