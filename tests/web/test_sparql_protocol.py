"""The SPARQL 1.1 Protocol, test by test as the W3C names them, sent to the real server over its own data.

The 34 tests of the W3C's protocol suite stand here under their names (data-sparql11/protocol), with graphs of the
miniature world in place of the suite's. Queries are answered, 20 of 20; the 14 of the update operation are all
refused, for there is none. Clauses are those of "SPARQL 1.1 Protocol", W3C Recommendation of 21 March 2013.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from urllib.parse import quote

import pytest

from graph.landscape import Landscape
from graph.oxigraph import RdfFormat, parse
from tests.web.loopback import Reply, Site

GRAPH = "https://w3id.org/police-collaboration/graph/"
PAST, PLANNED, CONTESTED = (quote(GRAPH + name, safe="") for name in ("past", "planned", "contested"))
FORM, DIRECT = "application/x-www-form-urlencoded", "application/sparql-query"
# True only if the default graph is the past and the contested claims, and nothing else.
BOTH = (
    "ASK { pid:shire-air pcol:hasParticipant pid:southshire-police . "
    "pid:jdu pcol:hasParticipant pid:westshire-police FILTER NOT EXISTS { ?x a pcol:PoliceForce } }"
)
NAMED = (
    f"ASK {{ GRAPH <{GRAPH}past> {{ pid:shire-air pcol:hasParticipant ?a }} "
    f"GRAPH <{GRAPH}contested> {{ pid:jdu pcol:hasParticipant ?b }} "
    f"FILTER NOT EXISTS {{ GRAPH <{GRAPH}planned> {{ ?s ?p ?o }} }} FILTER NOT EXISTS {{ ?x a pcol:PoliceForce }} }}"
)
FULL = (
    "ASK { pid:jmu pcol:hasParticipant pid:westshire-police . "
    f"GRAPH <{GRAPH}past> {{ pid:shire-air pcol:hasParticipant ?a }} "
    f"GRAPH <{GRAPH}contested> {{ pid:jdu pcol:hasParticipant ?b }} }}"
)
IN_QUERY = f"ASK FROM <{GRAPH}past> {{ pid:jmu pcol:hasParticipant pid:westshire-police }}"
BOOLEANS = {"application/sparql-results+json", "application/sparql-results+xml"}
GRAPHS = {"text/turtle", "application/rdf+xml", "application/n-triples", "application/ld+json"}


@dataclass(frozen=True)
class Case:
    name: str
    method: str
    path: str
    body: str | bytes | None = None
    headers: dict[str, str] = field(default_factory=dict)
    expected: object = True


def get(name: str, query: str, more: str = "", expected: object = True) -> Case:
    return Case(name, "GET", f"/sparql?query={quote(query)}{more}", expected=expected)


def post(name: str, body: str | bytes, kind: str = DIRECT, query: str = "", expected: object = True) -> Case:
    return Case(name, "POST", f"/sparql{query}", body, {"Content_Type": kind} if kind else {}, expected)


QUERIES = [
    # 2.1.2 and 2.1.4: by form, with the dataset in the address
    post("query_post_form", "query=ASK%20%7B%7D", FORM, f"?default-graph-uri={PAST}"),
    get("query_dataset_default_graphs_get", BOTH, f"&default-graph-uri={PAST}&default-graph-uri={CONTESTED}"),
    post("query_dataset_default_graphs_post", BOTH, query=f"?default-graph-uri={PAST}&default-graph-uri={CONTESTED}"),
    post("query_dataset_named_graphs_post", NAMED, query=f"?named-graph-uri={PAST}&named-graph-uri={CONTESTED}"),
    get("query_dataset_named_graphs_get", NAMED, f"&named-graph-uri={PAST}&named-graph-uri={CONTESTED}"),
    post(
        "query_dataset_full",
        FULL,
        query=f"?default-graph-uri={PLANNED}&named-graph-uri={PAST}&named-graph-uri={CONTESTED}",
    ),
    # 2.1.4: the dataset of the request goes before that of the query
    get("query_multiple_dataset", IN_QUERY, f"&default-graph-uri={PLANNED}"),
    get("query_get", "ASK {}"),  # 2.1.1
    # 2.1.6: the form of the answer follows the form of the query
    get("query_content_type_select", "SELECT (1 AS ?v) {}", expected=BOOLEANS),
    get("query_content_type_ask", "ASK {}", expected=BOOLEANS),
    get("query_content_type_describe", "DESCRIBE <http://example.org/>", expected=GRAPHS),
    get("query_content_type_construct", "CONSTRUCT { <s> <p> 1 } WHERE {}", expected=GRAPHS),
    post("query_post_direct", "ASK {}"),  # 2.1.3
    Case("bad_query_method", "PUT", "/sparql?query=ASK%20%7B%7D", None, {"Content_Type": FORM}, 405),  # 2.1
    Case("bad_multiple_queries", "GET", "/sparql?query=ASK%20%7B%7D&query=SELECT%20%2A%20%7B%7D", expected=400),
    post("bad_query_wrong_media_type", "ASK {}", "text/plain", expected=415),  # 2.1.3
    post("bad_query_missing_form_type", "query=ASK%20%7B%7D", "", expected=415),  # 2.1.2
    post("bad_query_missing_direct_type", "ASK {}", "", expected=415),  # 2.1.3
    post("bad_query_non_utf8", "ASK {}".encode("utf-16"), DIRECT + "; charset=UTF-16", expected=415),  # 2.1.3
    get("bad_query_syntax", "ASK {", expected=400),  # 2.1.6
]
UPDATE = "application/sparql-update"
UPDATES = [  # 2.2: an operation that is not offered
    post("update_dataset_default_graph", "DELETE WHERE { ?s ?p ?o }", UPDATE, f"?using-graph-uri={PAST}"),
    post("update_dataset_default_graphs", "DELETE WHERE { ?s ?p ?o }", UPDATE, f"?using-graph-uri={PAST}"),
    post("update_dataset_named_graphs", "DELETE WHERE { ?s ?p ?o }", UPDATE, f"?using-named-graph-uri={PAST}"),
    post("update_dataset_full", "DELETE WHERE { ?s ?p ?o }", UPDATE, f"?using-graph-uri={PAST}"),
    post("update_post_form", "update=CLEAR%20ALL", FORM),
    post("update_post_direct", "CLEAR ALL", UPDATE),
    post("update_base_uri", "INSERT DATA { <s> <p> <test> }", UPDATE),
    Case("bad_update_get", "GET", "/sparql?update=CLEAR%20ALL"),
    post("bad_multiple_updates", "update=CLEAR%20NAMED&update=CLEAR%20DEFAULT", FORM),
    post("bad_update_wrong_media_type", "CLEAR NAMED", "text/plain"),
    post("bad_update_missing_form_type", "update=CLEAR%20NAMED", ""),
    post("bad_update_non_utf8", "CLEAR NAMED".encode("utf-16"), UPDATE + "; charset=UTF-16"),
    post("bad_update_syntax", "update=CLEAR%20XYZ", FORM),
    post("bad_update_dataset_conflict", "using-named-graph-uri=x&update=CLEAR%20ALL", FORM),
]


def send(site: Site, case: Case) -> Reply:
    return site.send(case.method, case.path, case.body, **case.headers)


def test_the_suite_is_whole() -> None:
    names = [case.name for case in (*QUERIES, *UPDATES)]
    assert (len(QUERIES), len(UPDATES), len(set(names))) == (20, 14, 34)


@pytest.mark.parametrize("case", QUERIES, ids=lambda case: case.name)
def test_the_query_operation(loopback: Site, case: Case) -> None:
    reply = send(loopback, case)
    if isinstance(case.expected, int) and case.expected is not True:
        assert reply.status == case.expected
        assert len(reply.text.strip().splitlines()) >= 1
        assert "Traceback" not in reply.text
        return
    assert reply.status == 200, reply.text
    if isinstance(case.expected, set):
        assert reply.type in case.expected
    else:
        assert json.loads(reply.content) == {"head": {}, "boolean": case.expected}


@pytest.mark.parametrize("case", UPDATES, ids=lambda case: case.name)
def test_the_update_operation_is_refused(loopback: Site, case: Case) -> None:
    before = loopback.get("/sparql?query=" + quote("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")).content
    reply = send(loopback, case)
    assert reply.status in (403, 415)
    assert loopback.get("/sparql?query=" + quote("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")).content == before


@pytest.mark.parametrize(
    ("case", "status"),
    [
        (post("an update where a query should be", "INSERT DATA { <a:> <b:> <c:> }"), 403),
        (post("a body that is not UTF-8", b"ASK { ?s ?p '\xff' }"), 400),
        (Case("an address that is not UTF-8", "GET", "/sparql?query=ASK%20%7B%20%3Fs%20%3Fp%20%22%FF%22%20%7D"), 400),
        (post("a form without a query", "x=1", FORM), 400),
        (post("a form and an address with a query", "query=ASK%7B%7D", FORM, "?query=ASK%7B%7D"), 400),
        (get("a graph that is no address", "ASK {}", "&default-graph-uri=no%20address"), 400),
        (get("a lens that is none", "ASK {}", "&as_of=yesterday"), 400),
        (get("a time limit that is none", "ASK {}", "&timeout=-1"), 400),
        (get("a form that there is not", "ASK {}", "&format=docx"), 400),
        (get("a graph asked for as rows", "CONSTRUCT WHERE { ?s ?p ?o }", "&format=csv"), 406),
        (get("rows asked for as a graph", "SELECT * { ?s ?p ?o }", "&format=ttl"), 406),
        (get("SERVICE", "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"), 400),
        (get("a function that there is not", "SELECT (<http://e/f>(1) AS ?x) {}"), 400),
        (post("more characters than are taken", "ASK {} #" + "x" * 70_000), 413),
        (get("deeper than is taken", "ASK " + "{" * 70 + "}" * 70), 400),
        (get("more patterns than are taken", "ASK {" + "?a ?b ?c . " * 70 + "}"), 400),
        (Case("DELETE", "DELETE", "/sparql"), 405),
        (Case("OPTIONS", "OPTIONS", "/sparql"), 405),
    ],
    ids=lambda value: value.name if isinstance(value, Case) else None,
)
def test_what_cannot_be_met_is_said(loopback: Site, case: Case, status: int) -> None:
    reply = send(loopback, case)
    assert reply.status == status
    assert "Traceback" not in reply.text
    if status == 405:
        assert reply.headers["allow"] == "GET, HEAD, POST"


def test_a_syntax_error_has_its_place(loopback: Site) -> None:
    reply = loopback.send("POST", "/sparql", "SELECT *\nWHERE { ?s ?p }", Content_Type=DIRECT)
    assert reply.status == 400
    assert reply.text.startswith("Line 2, column 15: “}” cannot stand here.")
    both = "application/sparql-results+json, application/problem+json"
    problem = loopback.send("POST", "/sparql", "ASK {", Content_Type=DIRECT, Accept=both)
    assert problem.type == "application/problem+json"
    assert json.loads(problem.content)["key"] == "query-unfinished"
    welsh = loopback.send("POST", "/sparql?lang=cy", "ASK {", Content_Type=DIRECT)
    assert welsh.text.startswith("Llinell 1, colofn 6:")


def test_the_lens_is_in_the_request(loopback: Site, world: Landscape) -> None:
    query = "SELECT (COUNT(*) AS ?n) { ?a pcol:hasParticipant ?b }"
    for more, seen in [
        ("", world),
        ("&as_of=2013-01-01", world.as_of("2013-01-01")),
        ("&standing=accepted,contested", world.lens(standing="accepted,contested")),
        ("&include_planned=true", world.lens(include_planned=True)),
    ]:
        reply = loopback.get(f"/sparql?query={quote(query)}{more}&format=csv")
        assert reply.content.split() == [b"n", str(seen.query_answer(query).rows[0][0]).encode()]
        assert reply.headers["x-as-of"] == seen.view.as_of.isoformat()
        assert reply.headers["x-data-version"] == seen.snapshot.version
        form = loopback.send("POST", "/sparql", f"query={quote(query)}{more}&format=csv", Content_Type=FORM)
        assert form.content == reply.content


def test_head_is_get_without_a_body(loopback: Site) -> None:
    path = "/sparql?query=" + quote("SELECT * { ?s a pcol:PoliceForce }")
    whole, head = loopback.get(path), loopback.send("HEAD", path)
    assert (head.status, head.content) == (200, b"")
    assert head.headers["content-length"] == str(len(whole.content))


def test_a_percent_sign_means_the_same_by_every_way(loopback: Site) -> None:
    query = 'ASK { FILTER (STRLEN("100%25") = 6) }'
    ways = [
        loopback.get("/sparql?query=" + quote(query)),
        loopback.send("POST", "/sparql", "query=" + quote(query), Content_Type=FORM),
        loopback.send("POST", "/sparql", query, Content_Type=DIRECT),
    ]
    assert [json.loads(way.content)["boolean"] for way in ways] == [True] * 3


def test_a_relative_address_is_read_against_the_endpoint(loopback: Site) -> None:
    reply = loopback.get("/sparql?query=" + quote("CONSTRUCT { <x> <y> 1 } WHERE {}"), Accept="application/n-triples")
    assert f"<{loopback.base}/x>".encode() in reply.content


def test_now_is_never_an_old_answer(loopback: Site) -> None:
    path = "/sparql?query=" + quote("SELECT (STRUUID() AS ?x) {}")
    assert loopback.get(path).content != loopback.get(path).content
    again = "/sparql?query=" + quote("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
    assert loopback.get(again).content == loopback.get(again).content
    assert loopback.get(again, Accept="text/csv").content != loopback.get(again).content


@pytest.mark.parametrize("form", ["ttl", "nt", "rdf", "jsonld", "nq", "trig", "n3"])
def test_a_graph_is_the_same_in_every_form(loopback: Site, form: str) -> None:
    path = "/sparql?query=" + quote("CONSTRUCT WHERE { ?s a pcol:PoliceForce ; skos:prefLabel ?l }")
    whole = {str(quad) for quad in parse(loopback.get(path + "&format=nt").content, format=RdfFormat.N_TRIPLES)}
    found = RdfFormat.from_extension(form)
    assert found is not None
    assert {str(quad) for quad in parse(loopback.get(f"{path}&format={form}").content, format=found)} == whole
    assert len(whole) >= 8
