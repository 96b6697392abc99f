"""Exports as files that are kept: whole and listed, or not there."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from graph.errors import CollabError
from graph.exports import kept as module
from graph.exports.content import Content
from graph.exports.kept import Kept, kept, make
from graph.exports.registry import EXPORTS
from graph.landscape import Landscape, open_landscape
from tests.conftest import DAY


def test_each_is_listed_once_it_is_whole_the_wanted_one_first(
    world: Landscape, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "written", lambda content, name: f"{content.about.version} as {name}".encode())
    making = make(world, tmp_path / "set", "neo4j")
    first = next(making)
    assert (first.format, first.file) == ("neo4j", "neo4j.zip")
    assert list(kept(tmp_path / "set")) == ["neo4j"]
    making.close()
    again = list(make(world, tmp_path / "set"))
    assert [one.format for one in again] == [name for name in EXPORTS if name != "neo4j"]
    found = kept(tmp_path / "set")
    assert list(found) == list(EXPORTS)
    for name in ("neo4j", "turtle", "xlsx"):
        content = (tmp_path / "set" / found[name].file).read_bytes()
        assert content == f"{world.snapshot.version} as {name}".encode()
        assert (found[name].size, found[name].sha256) == (len(content), hashlib.sha256(content).hexdigest())
    assert list(make(world, tmp_path / "set")) == []


def test_what_is_not_listed_is_not_there(tmp_path: Path) -> None:
    (tmp_path / "turtle.ttl").write_text("half of")
    assert kept(tmp_path) == {}
    (tmp_path / "made.json").write_text('[{"format": "turtle"')
    assert kept(tmp_path) == {}
    assert kept(tmp_path / "nowhere") == {}


def test_a_format_that_cannot_hold_it_says_why_and_the_others_are_made(
    world: Landscape, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = module.written

    def failing(content: Content, name: str) -> bytes:
        if name == "gexf":
            raise CollabError("export-not-same", format=name, reason="≠")
        return real(content, name) if name in ("csv", "dcat") else b"x"

    monkeypatch.setattr(module, "written", failing)
    made = {one.format: one for one in make(world, tmp_path)}
    assert len(made) == len(EXPORTS)
    assert made["gexf"] == Kept(
        "gexf", "gexf.gexf", refused=str(CollabError("export-not-same", format="gexf", reason="≠"))
    )
    assert not (tmp_path / "gexf.gexf").exists()
    assert made["csv"].size > 1000


def test_tables_that_are_no_longer_those_of_the_graph_are_not_mixed_with_it(tables: Path, tmp_path: Path) -> None:
    landscape = open_landscape(tables, as_of=DAY)
    with (tables / "claims.csv").open("a", encoding="utf-8") as file:
        file.write("\n")
    with pytest.raises(CollabError, match="The tables were changed after this graph was built"):
        next(make(landscape, tmp_path / "set"))
    assert not (tmp_path / "set").exists()
