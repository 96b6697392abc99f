"""The four SPARQL 1.1 result formats and negotiation between them: the same rows by every way, each to its standard."""

from __future__ import annotations

import csv
import io
import json
from urllib.parse import quote
from xml.etree import ElementTree

import pytest

from graph.landscape import Landscape
from graph.oxigraph import QueryResultsFormat, QuerySolutions
from graph.web.forms import GRAPHS, RESULTS, choose
from tests.web.loopback import Site

# Every kind of value, unbound ones, and characters that each format has to guard in its own way.
QUERY = r"""SELECT ?iri ?text ?lang ?number ?none {
  VALUES (?iri ?text ?lang ?number) {
    (<http://e/a> "plain" "Heddlu"@cy 1) (<http://e/b> "a,b \"q\" 'r' <t> & \\ \t \n line" "ŵ"@en 2.5) (UNDEF "" "x"@en -1e3) } }"""
NS = "{http://www.w3.org/2005/sparql-results#}"


@pytest.fixture(scope="module")
def rows(world: Landscape) -> list[list[str]]:
    solutions = world.store.query(QUERY)
    assert isinstance(solutions, QuerySolutions)
    return [["" if value is None else str(value) for value in solution] for solution in solutions]


@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv"])
def test_rows_are_those_of_the_store(loopback: Site, rows: list[list[str]], form: str) -> None:
    reply = loopback.get(f"/sparql?query={quote(QUERY)}&format={form}")
    assert reply.status == 200
    assert len(rows) == 3
    if form in ("json", "xml"):
        kind = QueryResultsFormat.JSON if form == "json" else QueryResultsFormat.XML
        import pyoxigraph

        found = pyoxigraph.parse_query_results(reply.content, format=kind)
        assert [["" if value is None else str(value) for value in row] for row in found] == rows
    elif form == "csv":
        assert reply.headers["content-type"] == "text/csv; charset=utf-8; header=present"
        header, *found = csv.reader(io.StringIO(reply.text, newline=""))
        assert header == ["iri", "text", "lang", "number", "none"]
        assert [row[0] for row in found] == ["http://e/a", "http://e/b", ""]
        assert found[1][1] == "a,b \"q\" 'r' <t> & \\ \t \n line"
        assert reply.content.endswith(b"\r\n")
    else:
        lines = reply.text.splitlines()
        assert lines[0].split("\t") == ["?iri", "?text", "?lang", "?number", "?none"]
        assert len(lines) == 4
        assert lines[1].split("\t")[:3] == ["<http://e/a>", '"plain"', '"Heddlu"@cy']


def test_ask_in_every_form(loopback: Site) -> None:
    def ask(form: str) -> str:
        return loopback.get(f"/sparql?query={quote('ASK {}')}&format={form}").text

    assert json.loads(ask("json")) == {"head": {}, "boolean": True}
    assert ElementTree.fromstring(ask("xml")).findtext(f"{NS}boolean") == "true"
    assert [ask("csv").strip(), ask("tsv").strip()] == ["true", "true"]


def test_a_character_that_xml_lacks_is_refused_there_and_given_elsewhere(loopback: Site) -> None:
    path = "/sparql?query=" + quote(r'SELECT ("\u0007" AS ?bell) {}')
    assert loopback.get(path, Accept="application/sparql-results+xml").status == 406
    assert json.loads(loopback.get(path).content)["results"]["bindings"][0]["bell"]["value"] == "\x07"
    graph = "/sparql?query=" + quote(r'CONSTRUCT { <e:a> <e:b> "\u0007" } WHERE {}')
    assert loopback.get(graph, Accept="application/rdf+xml").status == 406
    assert loopback.get(graph, Accept="text/turtle").status == 200


@pytest.mark.parametrize(
    ("accepted", "results", "graphs"),
    [
        ("", "json", "ttl"),
        ("*/*", "json", "ttl"),
        ("text/*", "xml", "ttl"),
        ("application/sparql-results+xml", "xml", None),
        ("text/csv;q=0.1, text/tab-separated-values;q=0.9", "tsv", None),
        ("text/csv, text/turtle", "csv", "ttl"),
        ("application/json;q=0.5, text/csv;q=0.4, application/rdf+xml", "json", "rdf"),
        ("text/turtle;q=0, */*;q=0.1", "json", "nt"),
        ("TEXT/CSV", "csv", None),
        ("text/csv; header=absent", "csv", None),
        ("image/png", None, None),
        ("*/*;q=0", None, None),
        ("garbage", None, None),
        ("text/html, application/xhtml+xml, application/xml;q=0.9, */*;q=0.8", "xml", "ttl"),
    ],
)
def test_negotiation(accepted: str, results: str | None, graphs: str | None) -> None:
    found = choose(accepted, RESULTS), choose(accepted, GRAPHS)
    assert [None if one is None else one[1] for one in found] == [results, graphs]


def test_an_answer_says_that_it_was_negotiated(loopback: Site) -> None:
    reply = loopback.get("/sparql?query=ASK%7B%7D", Accept="application/json;q=0.5, text/csv;q=0.4")
    assert (reply.status, reply.headers["content-type"], reply.headers["vary"]) == (200, "application/json", "Accept")
