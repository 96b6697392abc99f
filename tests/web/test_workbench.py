"""The workbench: a form that is sent, an answer under it, an error with its place."""

from __future__ import annotations

from base64 import b64decode
from urllib.parse import urlencode
from xml.etree import ElementTree

import pytest

from tests.conftest import DAY
from tests.web.loopback import Reply, Site
from tests.web.reading import Page, words

UNITS = (
    "SELECT ?unit ?force WHERE { ?unit a pcol:JointUnit ; pcol:hasParticipant ?force } ORDER BY ?unit ?force LIMIT 3"
)


def posted(site: Site, query: str, path: str = "/workbench", **headers: str) -> Reply:
    form = urlencode({"query": query})
    return site.send("POST", path, form, content_type="application/x-www-form-urlencoded", **headers)


def send(site: Site, query: str, status: int = 200) -> Page:
    answer = posted(site, query)
    assert answer.status == status, answer.text[:300]
    assert answer.headers["cache-control"] == "no-store"
    return Page(answer.text)


def test_rows_come_as_a_table_with_links(loopback: Site) -> None:
    page = send(loopback, UNITS)
    rows = [[words(cell) for cell in row] for row in page.section("result").findall(".//tbody/tr")]
    assert rows == [
        ["Joint Dog Unit", "Excise Office"],
        ["Joint Dog Unit", "Northshire Police"],
        ["Joint Dog Unit", "Southshire Police"],
    ]
    assert page.one(".//textarea").text == UNITS
    raw = [link for link in page.links() if link.startswith("/sparql?")]
    assert [loopback.get(link).status for link in raw] == [200, 200, 200, 200]


def test_the_address_of_a_query_gives_its_answer(loopback: Site) -> None:
    answer = loopback.get("/workbench?" + urlencode({"query": UNITS}))
    assert len(Page(answer.text).section("result").findall(".//tbody/tr")) == 3


def test_a_graph_comes_as_turtle(loopback: Site) -> None:
    page = send(loopback, "CONSTRUCT { pid:jdu ?p ?o } WHERE { pid:jdu ?p ?o }")
    assert "pid:jdu pcol:" in words(page.section("result")) or "pid:jdu a " in words(page.section("result"))


def picture(page: Page) -> str:
    """The picture of a graph, as SVG."""
    address = page.section("result").find(".//img").get("src") or ""  # type: ignore[union-attr]
    return b64decode(address.removeprefix("data:image/svg+xml;base64,")).decode()


def test_a_graph_is_drawn_and_its_lines_are_said_to_be_the_querys_own(loopback: Site) -> None:
    page = send(
        loopback,
        "CONSTRUCT { ?u pcol:serves ?f . ?u skos:note 'x' } WHERE { ?u a pcol:JointUnit ; pcol:hasParticipant ?f }",
    )
    drawn = picture(page)
    ElementTree.fromstring(drawn)
    assert "<title>Joint Dog Unit, collaboration</title>" in drawn
    assert "<title>Joint Dog Unit serves Northshire Police (made by the query)</title>" in drawn
    assert "stroke-dasharray" in drawn
    assert "It is no statement of a source" in drawn
    declared = [
        line for line in (page.section("result").find(".//pre/code").text or "").splitlines() if "@prefix" in line
    ]  # type: ignore[union-attr]
    assert sorted(line.split()[1] for line in declared) == ["pcol:", "pid:", "skos:"]


@pytest.mark.parametrize(
    "query",
    [
        "CONSTRUCT { pid:jdu skos:note ?o } WHERE { pid:jdu skos:prefLabel ?o }",
        "CONSTRUCT { ?s pcol:serves ?o } WHERE { ?s pcol:subject ?a . ?o pcol:object ?b }",
    ],
)
def test_a_graph_that_joins_nothing_or_too_much_is_not_drawn(loopback: Site, query: str) -> None:
    section = send(loopback, query).section("result")
    assert section.find(".//img") is None
    assert "No picture: one is drawn" in words(section)


def test_what_a_query_names_is_text_in_its_picture(loopback: Site) -> None:
    query = "CONSTRUCT { pid:jdu <http://x.example/p&amp;'> <http://x.example/o&amp;script'(1)> . pid:jdu pcol:serves _:b } WHERE {}"
    drawn = picture(send(loopback, query))
    ElementTree.fromstring(drawn)
    assert "o&amp;amp;script" in drawn
    assert "(no name)" in drawn


def test_a_graph_that_is_cut_says_so_and_where_all_of_it_is(loopback: Site) -> None:
    page = send(loopback, "CONSTRUCT WHERE { ?s ?p ?o }")
    assert "Only the beginning is shown here;" in words(page.section("result"))
    forms = [link for link in page.links() if link.startswith("/sparql?")]
    assert [link.rpartition("format=")[2] for link in forms] == ["ttl", "jsonld", "nt", "rdf"]
    assert [len(loopback.get(link).content) >= 200_000 for link in forms] == [True] * 4
    assert "Only the beginning" not in words(send(loopback, "CONSTRUCT WHERE { pid:jdu ?p ?o }").section("result"))


def test_no_row_is_not_called_none(loopback: Site) -> None:
    page = send(loopback, "SELECT ?x WHERE { ?x a pcol:Nonesuch }")
    assert words(page.section("result")) == (
        "Result No row. Either our sources do not state it, or the query asks for something else. "
        "Take it away as JSON · CSV · TSV · XML"
    )


@pytest.mark.parametrize(
    ("query", "status", "sentence", "place"),
    [
        ("SELECT ?s\nWHERE { ?s a pcol:JointUnit }}", 400, "Line 2, column 30: “}” cannot stand here.", (2, 30)),
        ("SELECT ?s WHERE { ?s a nope:Thing }", 400, "Line 1, column 24: the prefix nope: is not declared.", (1, 24)),
        ("SELECT * WHERE { SERVICE <http://x.example/> { ?s ?p ?o } }", 400, "Line 1, column 18: SERVICE", (1, 18)),
        ("DELETE WHERE { ?s ?p ?o }", 403, "This looks like an update", None),
    ],
)  # fmt: skip
def test_an_error_says_where_and_what(
    loopback: Site, query: str, status: int, sentence: str, place: tuple[int, int] | None
) -> None:
    page = send(loopback, query, status)
    problem = page.one(".//div[@role='alert']")
    assert words(problem).startswith(sentence)
    field = page.one(".//textarea")
    assert (field.get("aria-invalid"), field.get("aria-describedby"), field.text) == ("true", "problem", query)
    shown = problem.findall(".//code")
    if place is None:
        assert shown == []
        return
    line, mark = (shown[0].text or "").split("\n")
    assert line == f"{place[0]:4d} │ " + query.split("\n")[place[0] - 1]
    assert mark.index("▲") == len("   1 │ ") + place[1] - 1


def test_a_question_of_the_library_can_be_opened(loopback: Site) -> None:
    page = Page(loopback.get("/workbench?question=members&collaboration=jdu").text)
    text = page.one(".//textarea").text or ""
    assert "#+" not in text
    assert "id/jdu>" in text or "pid:jdu" in text
    assert len(send(loopback, text).section("result").findall(".//tbody/tr")) == 5


def test_a_query_that_was_run_has_a_link_with_its_day(loopback: Site) -> None:
    address = send(loopback, UNITS).one(".//input[@id='share']").get("value") or ""
    assert address == f"{loopback.base}/workbench?" + urlencode({"query": UNITS, "as_of": DAY})
    assert (
        len(Page(loopback.get(address.removeprefix(loopback.base)).text).section("result").findall(".//tbody/tr")) == 3
    )
    assert Page(loopback.get("/workbench").text).all(".//input[@id='share']") == []


def test_a_query_too_long_for_an_address_is_taken_by_form(loopback: Site) -> None:
    query = UNITS + "\n#" + "é" * 3000
    page = send(loopback, query)
    assert page.all(".//input[@id='share']") == []
    assert "This query is too long for an address." in words(page.one(".//main"))
    form = page.one(".//form[@action='/sparql']")
    assert form.find("./input").get("value") == query  # type: ignore[union-attr]
    found = [button.get("value") or "" for button in form.findall("./button")]
    assert found == ["json", "csv", "tsv", "xml"]
    sent = urlencode({"query": query, "format": "csv"})
    answer = loopback.send("POST", "/sparql", sent, content_type="application/x-www-form-urlencoded")
    assert answer.text.splitlines()[0] == "unit,force"


@pytest.mark.parametrize(
    ("query", "came"),
    [
        ("", ""),
        (UNITS, "3 rows"),
        ("CONSTRUCT WHERE { pid:jdu a ?o }", "a graph"),
        ("DELETE WHERE { ?s ?p ?o }", "This looks like an update"),
    ],
)
def test_the_page_tells_the_history_what_came_of_a_query(loopback: Site, query: str, came: str) -> None:
    page = Page(posted(loopback, query).text)
    told = page.one(".//template[@id='history']").get("data-came") or ""
    assert told.startswith(came)
    assert bool(told) == bool(came)


def test_another_site_may_not_send_it(loopback: Site) -> None:
    assert posted(loopback, UNITS, origin="https://evil.example").status == 403


def test_it_speaks_welsh(loopback: Site) -> None:
    answer = posted(loopback, "SELECT ?s WHERE { ?s a pcol:JointUnit }}", "/workbench?lang=cy")
    page = Page(answer.text)
    assert page.h1 == "Mainc waith SPARQL"
    assert words(page.one(".//div[@role='alert']")).startswith("Llinell 1, colofn")
