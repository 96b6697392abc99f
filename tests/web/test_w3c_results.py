"""The W3C's own suites of SPARQL 1.1 results (CSV, TSV, JSON), answered by our worker in our forms.

Their data are no part of this project. The source archive of rdflib, of the version that is pinned here, brings them;
`make suites` fetches it. Protocol and service description have no data of their own: their tests stand by name in
test_sparql_protocol.py and test_service_description.py, and are held here against the suites' lists.
"""

from __future__ import annotations

import csv
import io
import json
import re
import tarfile
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import rdflib
from pyoxigraph import parse_query_results
from rdflib import RDF, Namespace

from graph.oxigraph import QueryResultsFormat, RdfFormat, Store
from graph.questions.worker import Job
from tests.conftest import ROOT

MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
QT = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
SUITES = ("csv-tsv-res", "json-res", "protocol", "service-description")
# 9 of 10 hold. Our own data have no such numbers.
ENGINE = pytest.mark.xfail(
    strict=True, reason="the engine keeps xsd:negativeInteger as the xsd:integer that it also is"
)
PLACE = ROOT / ".venv" / "suites"


@pytest.fixture(scope="module")
def suites(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the W3C's suites, unpacked."""
    pinned = re.search(r"^rdflib==(\S+)", (ROOT / "constraints.txt").read_text(encoding="utf-8"), re.MULTILINE)
    assert pinned is not None
    archive = PLACE / f"rdflib-{pinned[1]}.tar.gz"
    if not archive.is_file():
        pytest.skip(f"the W3C's suites are not on hand: make suites (fetches the sources of rdflib {pinned[1]})")
    folder = tmp_path_factory.mktemp("w3c")
    with tarfile.open(archive) as packed:
        for one in packed.getmembers():
            suite, _, name = one.name.partition("/w3c/sparql11/")[2].partition("/")
            content = packed.extractfile(one) if suite in SUITES and name and "/" not in name else None
            if content is not None:
                (folder / suite).mkdir(exist_ok=True)
                (folder / suite / name).write_bytes(content.read())
    return folder


def cases(folder: Path) -> dict[str, tuple[Path, Path, Path]]:
    """Query, data and result of each test of a suite, by its name."""
    manifest = rdflib.Graph().parse(folder / "manifest.ttl", format="turtle", publicID=folder.as_uri() + "/")
    found = {}
    for test in manifest.subjects(MF.action):
        action = manifest.value(test, MF.action)
        files = (manifest.value(action, QT.query), manifest.value(action, QT.data), manifest.value(test, MF.result))
        found[str(test).rpartition("#")[2]] = tuple(folder / str(one).rpartition("/")[2] for one in files)
    return found  # type: ignore[return-value]


def answered(query: Path, data: Path, ending: str, place: Path) -> bytes:
    store = Store(str(place))
    store.load(path=str(data), format=RdfFormat.TURTLE)
    store.flush()
    del store
    kind, content = Job(str(place), query.read_text(encoding="utf-8"), results=ending).run()
    assert kind == "R"
    return content


def valued(cell: str) -> str:
    """A cell with a double written one way: the engine keeps the value of a number, not its spelling."""
    number = re.fullmatch(r'"?(-?[0-9.]+(?:[eE][+-]?[0-9]+)?)(?:"\^\^<http://www.w3.org/2001/XMLSchema#double>)?', cell)
    return f"{float(number[1])}{cell[number.end(1) :]}" if number else cell


def rows(content: bytes, ending: str) -> Any:
    """What a reader of ours finds: rows by column, which `SELECT *` may give in any order, blank nodes by their turn."""
    if ending == "csv":
        names, *found = csv.reader(io.StringIO(content.decode(), newline=""))
    elif ending == "srj" and "boolean" in json.loads(content):
        return json.loads(content)["boolean"]
    else:
        form = {"srj": QueryResultsFormat.JSON, "tsv": QueryResultsFormat.TSV}[ending]
        read: Any = parse_query_results(content, format=form)
        names = [one.value for one in read.variables]
        found = [[str(row[place]) for place in range(len(names))] for row in read]
    lines = sorted(sorted(zip(names, map(valued, row), strict=True)) for row in found)
    blank = dict.fromkeys(cell for line in lines for _, cell in line if cell.startswith("_:"))
    turns = {cell: f"_:{turn}" for turn, cell in enumerate(blank)}
    return sorted(names), Counter(tuple(turns.get(cell, cell) for _, cell in line) for line in lines)


@pytest.mark.parametrize(
    ("suite", "name"),
    [
        *(("csv-tsv-res", name) for name in ("csv01", "csv02", "csv03", "tsv01", "tsv02")),
        pytest.param("csv-tsv-res", "tsv03", marks=ENGINE),
        *(("json-res", name) for name in ("jsonres01", "jsonres02", "jsonres03", "jsonres04")),
    ],
)
def test_a_result_is_what_the_w3c_expects(suites: Path, tmp_path: Path, suite: str, name: str) -> None:
    query, data, result = cases(suites / suite)[name]
    ending = result.suffix.removeprefix(".")
    content = answered(query, data, {"srj": "json"}.get(ending, ending), tmp_path / "store")
    assert rows(content, ending) == rows(result.read_bytes(), ending)


def test_no_test_of_the_suites_is_left_out(suites: Path) -> None:
    assert len(cases(suites / "csv-tsv-res")) == 6
    assert len(cases(suites / "json-res")) == 4
    for suite, kind, ours in (
        ("protocol", MF.ProtocolTest, "test_sparql_protocol.py"),
        ("service-description", MF.ServiceDescriptionTest, "test_service_description.py"),
    ):
        manifest = rdflib.Graph().parse(suites / suite / "manifest.ttl", format="turtle", publicID="http://suite/")
        told = (ROOT / "tests" / "web" / ours).read_text(encoding="utf-8")
        names = {str(one).rpartition("#")[2] for one in manifest.subjects(RDF.type, kind)}
        assert len(names) >= 3
        assert sorted(name for name in names if name not in told and name.replace("-", "_") not in told) == []
