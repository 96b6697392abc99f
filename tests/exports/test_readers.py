"""Readers that we did not write find the shipped landscape in every format, whole."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import zipfile
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import csvw
import networkx
import openpyxl
import pandas
import pytest
import rdflib
from rocrate.rocrate import ROCrate

from graph.exports import delimited, objects
from graph.exports.registry import EXPORTS, exported
from graph.exports.tables import NAMES, Table, tables_of
from graph.landscape import Landscape
from graph.oxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad
from graph.terms import PREFIXES
from tests.conftest import ROOT

# Every export of the shipped data, read by others; what is quick about exports is in test_registry.
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def made(shipped: Landscape) -> Callable[[str], bytes]:
    found: dict[str, bytes] = {}
    return lambda name: found.setdefault(name, exported(shipped, name))


@pytest.fixture(scope="module")
def tables(shipped: Landscape) -> dict[str, Table]:
    return tables_of(shipped)


def test_the_tables_are_whole(shipped: Landscape, tables: dict[str, Table]) -> None:
    assert tuple(tables) == NAMES
    claims, rejected = shipped.table("claims"), shipped.table("rejected")
    ids = [row["claim_id"] for name in ("facts", "others") for row in tables[name].records()]
    assert sorted(ids) == sorted([*claims["claim_id"], *rejected["claim_id"]])
    assert {row["entity_id"] for row in tables["things"].records()} == set(shipped.table("entities")["entity_id"])
    about = shipped.table("evidence")["about"].str.split(";").explode()
    assert len(tables["passages"].rows) == len(about)
    for name in ("counts", "events", "milestones", "matters", "disagreements", "links", "sources"):
        assert len(tables[name].rows) == len(shipped.table(name)) >= 3
    for table in tables.values():
        assert len({tuple(row[key] for key in table.key) for row in table.records()}) == len(table.rows)


def test_pandas_reads_csv(made: Callable[[str], bytes], tables: dict[str, Table]) -> None:
    frame = pandas.read_csv(io.BytesIO(made("csv")), dtype=str, keep_default_na=False)
    facts = tables["facts"]
    assert list(frame)[: len(facts.columns)] == list(facts.header)
    assert [tuple(row) for row in frame[list(facts.header)].to_numpy()] == list(facts.rows)
    assert set(frame["lens"]) == {"accepted"}
    assert set(frame["as_of"]) == {"2026-11-22"}
    assert set(frame["licence"]) == {"CC BY 4.0"}


def test_a_spreadsheet_runs_nothing_and_the_rule_gives_every_cell_back(world: Landscape) -> None:
    for cell in ("=1+1", " =1", "+1", "'a", "\n=2", "＝1", "-", "@x", "plain", "", "don't"):
        guarded = delimited.guard(cell)
        assert not guarded.lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))
        assert delimited.read_from_spreadsheets(delimited.separated([["a", "escaping"], [guarded, "x"]]))[1] == [cell]
    content = exported(world, "csv-spreadsheet")
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert {row["escaping"] for row in rows} == {"apostrophe"}


def test_openpyxl_reads_every_sheet(made: Callable[[str], bytes], tables: dict[str, Table]) -> None:
    book = openpyxl.load_workbook(io.BytesIO(made("xlsx")))
    assert book.sheetnames == ["about", *NAMES, "columns"]
    assert not [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    for name, table in tables.items():
        assert book[name].max_row == len(table.rows) + 1
    about = {row[0].value: row[1].value for row in book["about"].iter_rows()}
    assert about["as of"] == "2026-11-22"
    assert about["licence"].startswith("CC BY 4.0")
    assert "Open Government Licence" in about["attribution"]
    columns = list(book["columns"].iter_rows(min_row=2, values_only=True))
    assert {column for column, *_ in columns} == {one for table in tables.values() for one in table.header}
    assert all(meaning for *_, meaning in columns)


def test_json_and_its_lines(made: Callable[[str], bytes], tables: dict[str, Table]) -> None:
    whole = json.loads(made("json"))
    assert whole["about"]["standing"] == ["accepted"]
    assert whole["about"]["licence"] == {
        "name": "CC BY 4.0",
        "url": "https://creativecommons.org/licenses/by/4.0/",
    }
    assert {name: len(rows) for name, rows in whole["tables"].items()} == {
        name: len(table.rows) for name, table in tables.items()
    }
    lines = [json.loads(line) for line in made("ndjson").splitlines()]
    assert lines[0] == {"table": "about", **whole["about"]}
    assert lines[1:] == [{"table": name, **row} for name, rows in whole["tables"].items() for row in rows]
    starts = [passage["start"] for passage in whole["tables"]["passages"]]
    assert any(isinstance(start, int) for start in starts)
    assert all(start is None or isinstance(start, int) for start in starts)
    assert isinstance(whole["tables"]["facts"][0]["sources"], list)


@pytest.mark.parametrize(
    ("cell", "kind", "value"),
    [("", "text", None), ("", "list", []), ("a;b", "list", ["a", "b"]), ("12", "integer", 12), ("0.5", "number", 0.5),
     ("007", "integer", "007"), ("1.50", "number", "1.50"), ("12345678901234567890", "integer", "12345678901234567890"),
     ("nan", "number", "nan"), ("1e999", "number", "1e999"), ("true", "text", "true")],
)  # fmt: skip
def test_a_cell_as_json(cell: str, kind: str, value: object) -> None:
    from graph.exports.tables import Column

    found = objects.value(cell, Column("x", kind))
    assert found == value
    assert type(found) is type(value)


def terms(store: Landscape) -> set[tuple[str, ...]]:
    return {as_text(quad) for quad in store.store}


def as_text(quad: Quad) -> tuple[str, ...]:
    graph = "" if isinstance(quad.graph_name, DefaultGraph) else quad.graph_name.value
    return (*(term_text(term) for term in (quad.subject, quad.predicate, quad.object)), graph)


def term_text(term: object) -> str:
    assert not isinstance(term, BlankNode)
    if isinstance(term, Literal):
        return f"{term.value!r}@{term.language}" if term.language else f"{term.value!r}^^{term.datatype.value}"
    assert isinstance(term, NamedNode)
    return term.value


def rdflib_text(term: object) -> str:
    if isinstance(term, rdflib.Literal):
        kind = str(term.datatype) if term.datatype else PREFIXES["xsd"] + "string"
        return f"{str(term)!r}@{term.language}" if term.language else f"{str(term)!r}^^{kind}"
    return str(term)


@pytest.mark.parametrize(("name", "format_"), [("trig", "trig"), ("nquads", "nquads"), ("jsonld", "json-ld")])
def test_rdflib_reads_every_graph(made: Callable[[str], bytes], shipped: Landscape, name: str, format_: str) -> None:
    normalizing, rdflib.NORMALIZE_LITERALS = rdflib.NORMALIZE_LITERALS, False
    try:
        dataset = rdflib.Dataset()
        dataset.parse(data=made(name), format=format_)
    finally:
        rdflib.NORMALIZE_LITERALS = normalizing
    default = {"", "None", str(dataset.default_graph.identifier)}
    found = {(*map(rdflib_text, (s, p, o)), "" if str(g) in default else str(g)) for s, p, o, g in dataset.quads()}
    wanted = terms(shipped)
    assert len(wanted) >= 10_000
    assert wanted - found == set()
    extra = {subject.partition("#")[0] for subject, *_ in found - wanted}
    assert len(extra) == 1
    assert "/dataset/" in extra.pop()


def test_rdflib_reads_turtle_and_asks_it(made: Callable[[str], bytes], shipped: Landscape) -> None:
    graph = rdflib.Graph().parse(data=made("turtle"), format="turtle")
    rows = graph.query("""
        PREFIX pcol: <https://w3id.org/police-collaboration/def#> PREFIX dcat: <http://www.w3.org/ns/dcat#>
        PREFIX dct: <http://purl.org/dc/terms/> PREFIX pcc: <https://w3id.org/police-collaboration/concept/>
        SELECT ?licence ?day ?standing (COUNT(DISTINCT ?source) AS ?sources) WHERE {
          ?set a dcat:Dataset ; dct:license ?licence ; dct:temporal/dcat:startDate ?day ; pcol:standing ?standing ;
               dct:source ?source } GROUP BY ?licence ?day ?standing""")
    ((licence, day, standing, sources),) = rows
    assert str(licence) == "https://creativecommons.org/licenses/by/4.0/"
    assert str(day) == "2026-11-22"
    assert str(standing).endswith("standing-accepted")
    assert int(sources) == len(shipped.table("sources"))


def test_rdf_1_2_has_a_triple_for_each_claim(made: Callable[[str], bytes], tables: dict[str, Table]) -> None:
    text = made("rdf12").decode()
    assert text.count("rdf:reifies <<( ") == sum(len(tables[name].rows) for name in ("facts", "others", "links"))
    assert "rdf:reifies <<( pid:jsiu pcol:hasParticipant pid:dyfed-powys-police )>>" in text, (
        "a contested claim is reified, and asserted only in its graph"
    )


@pytest.mark.parametrize("name", ["graphml", "gexf", "cytoscape"])
def test_networkx_reads_the_network(made: Callable[[str], bytes], shipped: Landscape, name: str) -> None:
    content = made(name)
    whole = shipped.network()
    if name == "cytoscape":
        network = networkx.cytoscape_graph(json.loads(content))
    else:
        network = (networkx.read_graphml if name == "graphml" else networkx.read_gexf)(io.BytesIO(content))
    assert set(network) == set(whole)
    assert {data["claim"] for *_, data in network.edges(data=True)} == {
        data["claim"] for *_, data in whole.edges(data=True)
    }
    assert network.number_of_edges() == whole.number_of_edges() >= 80
    assert all(json.loads(data["evidence"]) for *_, data in network.edges(data=True))
    facts = {data["claim"] for *_, data in network.edges(data=True) if data["fact"]}
    shown = {row["claim_id"] for row in tables_of(shipped)["facts"].records()}
    assert facts <= shown


def test_gephi_finds_places_and_colours(made: Callable[[str], bytes]) -> None:
    viz = "{http://www.gexf.net/1.2draft/viz}"
    root = ElementTree.fromstring(made("gexf"))
    nodes = root.findall(".//{http://www.gexf.net/1.2draft}node")
    places = set()
    for node in nodes:
        position, colour = node.find(f"{viz}position"), node.find(f"{viz}color")
        assert position is not None
        assert colour is not None
        places.add((position.get("x"), position.get("y")))
    assert len(places) == len(nodes) >= 50
    kinds = {tuple(sorted(colour.attrib.items())) for colour in root.iter(f"{viz}color")}
    assert len(kinds) >= 5
    meta = root.find("{http://www.gexf.net/1.2draft}meta")
    assert meta is not None
    assert meta.get("lastmodifieddate") == "2026-11-22"


def test_csvw_package_finds_nothing_wrong(
    made: Callable[[str], bytes], tables: dict[str, Table], tmp_path: Path
) -> None:
    zipfile.ZipFile(io.BytesIO(made("csvw"))).extractall(tmp_path)
    group = csvw.TableGroup.from_file(tmp_path / "csv-metadata.json")
    found = {table.local_name: list(table) for table in group.tables}
    assert {name.removesuffix(".csv"): len(rows) for name, rows in found.items()} == {
        name: len(table.rows) for name, table in tables.items()
    }
    group.check_referential_integrity()
    starts = [passage["start"] for passage in found["passages.csv"]]
    assert any(isinstance(start, int) for start in starts)
    assert isinstance(found["facts.csv"][0]["sources"], list)


def test_rocrate_package_finds_every_file(made: Callable[[str], bytes], tmp_path: Path) -> None:
    zipfile.ZipFile(io.BytesIO(made("ro-crate"))).extractall(tmp_path)
    crate = ROCrate(tmp_path)
    assert crate.name == "Police collaboration in the United Kingdom"
    assert str(crate.license.id) == "https://creativecommons.org/licenses/by/4.0/"
    held = {entity.id for entity in crate.data_entities}
    found = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()}
    assert held == found - {"ro-crate-metadata.json", "SHA256SUMS"}
    assert len(held) >= 25
    for line in (tmp_path / "SHA256SUMS").read_text(encoding="ascii").splitlines():
        digest, name = line.split("  ")
        assert hashlib.sha256((tmp_path / name).read_bytes()).hexdigest() == digest
        found.remove(name)
    assert found == {"SHA256SUMS"}
    graph = rdflib.Graph().parse(data=(tmp_path / "dataset.ttl").read_bytes(), format="turtle")
    spdx = "http://spdx.org/rdf/terms#checksumValue"
    assert len(list(graph.objects(None, rdflib.URIRef(spdx)))) == len(held) - 1


def test_neo4j_files_and_script_agree(made: Callable[[str], bytes]) -> None:
    archive = zipfile.ZipFile(io.BytesIO(made("neo4j")))
    script = archive.read("load.cypher").decode()
    for name in ("things.csv", "facts.csv", "passages.csv"):
        header = archive.read(name).decode().split("\n", 1)[0].split(",")
        assert f"file:///{name}" in script
        assert all(f"row.{column}" in script for column in header)
    facts = list(csv.DictReader(io.StringIO(archive.read("facts.csv").decode())))
    assert len(facts) >= 100
    assert all(f"[fact:`{relation}`" in script for relation in {row["relation"] for row in facts})


def test_the_lens_is_applied_and_stands_in_the_export(shipped: Landscape) -> None:
    wide = shipped.as_of("2021-11-24").lens(standing="accepted,contested", include_planned=True)
    told = json.loads(exported(wide, "json"))["about"]
    assert (told["as_of"], told["standing"], told["include_planned"]) == (
        "2021-11-24",
        ["accepted", "contested"],
        True,
    )
    usual, wider = ({row["claim_id"] for row in tables_of(one)["facts"].records()} for one in (shipped, wide))
    assert "jsiu--participant--dyfed-powys-police" in wider - usual
    texts = {name: exported(wide, name) for name in ("csv", "turtle", "trig", "nquads", "jsonld", "rdf12", "dcat")}
    for name, content in texts.items():
        assert b"2021-11-24" in content, name
        assert b"contested" in content, name


def test_in_welsh(shipped: Landscape) -> None:
    from graph import open_landscape

    welsh = open_landscape(as_of="2026-11-22", language="cy")
    told = json.loads(exported(welsh, "json"))["about"]
    assert told["title"] == "Cydweithio'r heddlu yn y Deyrnas Unedig"
    names = {row["subject"]: row["subject_label"] for row in tables_of(welsh)["facts"].records()}
    assert names["gwent-police"] == "Heddlu Gwent"
    assert set(openpyxl.load_workbook(io.BytesIO(exported(welsh, "xlsx"))).sheetnames) == {"amdano", *NAMES, "colofnau"}


def test_tables_of_nobody_state_no_licence(world: Landscape) -> None:
    told = json.loads(exported(world, "json"))["about"]
    assert told["licence"] == {"name": "not stated", "url": None}
    assert told["title"] == "Tables of a landscape of police collaboration"


@pytest.mark.parametrize("name", EXPORTS)
def test_no_path_of_this_machine(made: Callable[[str], bytes], name: str) -> None:
    content = made(name)
    parts = [content]
    if content[:2] == b"PK":
        archive = zipfile.ZipFile(io.BytesIO(content))
        parts = [archive.read(one) for one in archive.namelist()]
    for part in parts:
        assert str(ROOT).encode() not in part
        assert os.environ["COLLAB_STATE"].encode() not in part


def test_the_crate_is_enough_to_build_the_landscape_again(
    made: Callable[[str], bytes], shipped: Landscape, tmp_path: Path
) -> None:
    from graph import open_landscape

    zipfile.ZipFile(io.BytesIO(made("ro-crate"))).extractall(tmp_path)
    again = open_landscape(tmp_path / "tables", as_of="2026-11-22")
    assert again.snapshot.id == shipped.snapshot.id
    assert exported(again, "nquads") == made("nquads")
