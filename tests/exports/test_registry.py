"""Every format: what is written is what a reader finds, the same bytes each time, or a sentence and no file."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.errors import CollabError, NotThere, Usage
from graph.exports.content import Options
from graph.exports.registry import EXPORTS, export, exported, written
from graph.landscape import Landscape
from tests.conftest import DAY, ROOT, WORLD, Run
from tests.exports.hostile import CONTROL, LONG, NON_CHARACTER, RETURN, TRICKY, content_with

XML = {"graphml", "gexf", "ro-crate"}
EXCEL = {"csv-spreadsheet", "xlsx"}


def test_the_formats_are_all_there() -> None:
    assert set(EXPORTS) == {
        "csv", "csv-spreadsheet", "xlsx", "json", "ndjson", "csvw", "turtle", "trig", "nquads", "jsonld", "rdf12",
        "graphml", "gexf", "cytoscape", "neo4j", "dcat", "ro-crate",
    }  # fmt: skip


@pytest.mark.parametrize("name", EXPORTS)
@pytest.mark.parametrize("kind", TRICKY)
def test_hostile_text_comes_back_as_it_is(world: Landscape, name: str, kind: str) -> None:
    content = content_with(world, TRICKY[kind])
    assert written(content, name)


@pytest.mark.parametrize("name", EXPORTS)
@pytest.mark.parametrize(
    ("text", "refusing", "says"),
    [
        (RETURN, {"xlsx"}, "U\\+000D"),
        (CONTROL, XML | {"xlsx"}, "U\\+0007"),
        (NON_CHARACTER, XML | {"xlsx"}, "U\\+FFFF"),
        (LONG, EXCEL, "40000 characters"),
        ("nul\x00", XML | {"xlsx"}, "U\\+0000"),
    ],
    ids=["return", "control", "non-character", "long", "nul"],
)
def test_what_a_format_cannot_hold_is_refused_in_a_sentence(
    world: Landscape, name: str, text: str, refusing: set[str], says: str
) -> None:
    content = content_with(world, text)
    if name in refusing:
        with pytest.raises(CollabError, match=says):
            written(content, name)
    else:
        assert written(content, name)


@pytest.mark.slow
@pytest.mark.parametrize("name", EXPORTS)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(text=st.text(st.characters(exclude_categories=["Cs"]), max_size=30))
def test_any_text_comes_back_or_is_refused(world: Landscape, name: str, text: str) -> None:
    content = content_with(world, text, small=True)
    try:
        assert written(content, name)
    except CollabError as problem:
        assert problem.key in ("cell-control", "export-character")


@pytest.mark.parametrize("name", sorted(set(EXPORTS) - {"turtle", "trig", "nquads", "jsonld", "rdf12", "dcat"}))
def test_half_of_a_surrogate_pair_is_refused(world: Landscape, name: str) -> None:
    """The store cannot hold one, so it stands in the tables and the network only."""
    content = content_with(world, "")
    content.__dict__["tables"] = content_with(world, "half \ud83d").tables
    content.__dict__["network"] = content_with(world, "half \ud83d").network
    with pytest.raises(CollabError, match=r"U\+D83D"):
        written(content, name)


PROGRAM = """
import hashlib, sys
from graph import open_landscape
from graph.exports.registry import EXPORTS, exported
landscape = open_landscape(sys.argv[1], as_of=sys.argv[2])
for name in EXPORTS:
    print(name, hashlib.sha256(exported(landscape, name)).hexdigest())
"""


@pytest.mark.slow
def test_the_same_tables_give_the_same_bytes() -> None:
    said = set()
    for seed in ("0", "1"):
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM, str(WORLD), DAY],
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": ("UTC", "Asia/Tokyo")[int(seed)], "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=True,
        )
        said.add(done.stdout)
    assert len(said) == 1
    assert len(said.pop().splitlines()) == len(EXPORTS)


def test_to_a_file_to_a_stream_and_never_over_a_file_unasked(world: Landscape, tmp_path: Path) -> None:
    place = tmp_path / "facts.csv"
    assert world.export("csv", place) == place
    stream = io.BytesIO()
    assert world.export("csv", stream) is None
    assert stream.getvalue() == place.read_bytes() == exported(world, "csv")
    with pytest.raises(CollabError, match="--force"):
        world.export("csv", str(place))
    world.export("csv", place, overwrite=True, table="things")
    assert b"northshire-police" in place.read_bytes()
    with pytest.raises(NotThere, match="no folder"):
        world.export("csv", tmp_path / "nowhere" / "facts.csv")
    assert list(tmp_path.iterdir()) == [place]


@pytest.mark.parametrize(
    ("name", "file", "known"),
    [
        ("csv", "x.xlsx", r"\.csv"),
        ("turtle", "x.TRIG", r"\.ttl"),
        ("gexf", "x.svg", r"\.gexf"),
        ("ndjson", "x.json", r"\.ndjson \.jsonl"),
    ],
)
def test_a_foreign_ending_is_refused(world: Landscape, name: str, file: str, known: str, tmp_path: Path) -> None:
    with pytest.raises(Usage, match=f"another format than {name}; its ending is {known}\\."):
        export(world, name, tmp_path / file)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("file", ["x.CSV", "x.txt", "x", "x.2026-11"])
def test_its_own_ending_or_nobodys_is_taken(world: Landscape, file: str, tmp_path: Path) -> None:
    assert export(world, "csv", tmp_path / file) == tmp_path / file


def test_a_failing_export_leaves_nothing(world: Landscape, tmp_path: Path) -> None:
    with pytest.raises(NotThere):
        export(world, "gexf", tmp_path / "x.gexf", Options(thing="nobody at all"))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "options", "says"),
    [
        ("exel", Options(), "csv-spreadsheet, xlsx"),
        ("csv", Options(table="moods"), "facts, others"),
        ("xlsx", Options(table="facts"), "--table"),
        ("turtle", Options(who_with_whom=True), "--who-with-whom"),
        ("gexf", Options(table="facts"), "--table"),
    ],
)
def test_what_says_nothing_to_a_format_is_refused(world: Landscape, name: str, options: Options, says: str) -> None:
    with pytest.raises(Usage, match=says):
        exported(world, name, options)


HERE = ("--data", str(WORLD), "--as-of", DAY)


@pytest.mark.parametrize("name", EXPORTS)
def test_each_format_by_command(collab: Callable[..., Run], world: Landscape, name: str, tmp_path: Path) -> None:
    place = tmp_path / f"out{EXPORTS[name].suffix}"
    run = collab("export", name, "-o", str(place), *HERE)
    assert run.code == 0, run.err
    assert run.out == ""
    assert place.read_bytes() == exported(world, name)
    assert "--force" in collab("export", name, "-o", str(place), *HERE).err


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("export",), 2, "FORMAT"),
        (("export", "exel"), 2, "xlsx"),
        (("export", "csv", "--table", "moods"), 2, "facts, others"),
        (("export", "xlsx", "--table", "facts"), 2, "--table"),
        (("export", "gexf", "--thing", "nobody at all"), 1, "find"),
        (("export", "csv", "-o", "nowhere/at/all.csv"), 1, "nowhere"),
        (("export", "csv", "--as-of", "then"), 2, "2021-11-24"),
    ],
)
def test_bad_calls_get_a_sentence(collab: Callable[..., Run], words: tuple[str, ...], code: int, says: str) -> None:
    run = collab(*words, "--data", str(WORLD))
    assert run.code == code, run.err
    assert says in run.err
    assert run.out == ""


def test_to_a_pipe(collab: Callable[..., Run], world: Landscape) -> None:
    run = collab("export", "nquads", "-q", *HERE)
    assert run.out.encode() == exported(world, "nquads")
    assert run.err == ""


@pytest.mark.parametrize(
    "text", ["one\rMATCH (n) DETACH DELETE n;", "one\u2028MATCH (n) DETACH DELETE n;", "one\nMATCH (n);"]
)
def test_what_the_tables_are_called_is_no_cypher(world: Landscape, text: str) -> None:
    from graph.exports.archive import unpack

    script = unpack(written(content_with(world, text), "neo4j"))["load.cypher"].decode()
    head = script.partition("CREATE CONSTRAINT")[0].splitlines()
    assert [line for line in head if line and not line.startswith("//")] == []
