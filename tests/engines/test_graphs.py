"""A graph made here of rows is the one that the engine here gives, on every engine, and never a part of it."""

from __future__ import annotations

import json

import pytest

from graph.engines.completeness import form_of
from graph.engines.connection import Connection
from graph.engines.endpoint import Endpoint
from graph.engines.graphs import constructed, described, solutions_of
from graph.errors import CollabError, TooLarge, Usage
from graph.landscape import Landscape
from graph.oxigraph import Literal, NamedNode, QueryResultsFormat, QuerySolutions, QueryTriples, RdfFormat, Store
from graph.sparqltext import missing_prefixes
from tests.engines.conftest import ENGINES
from tests.engines.faulty import faulty
from tests.engines.servers import Server, oxigraph

PAST = "https://w3id.org/police-collaboration/graph/past"
CONSTRUCTS = [
    "CONSTRUCT { ?s a ?c } WHERE { ?s a ?c }",
    "CONSTRUCT WHERE { ?s pcol:hasParticipant ?o }",
    f"CONSTRUCT FROM <{PAST}> WHERE {{ ?s ?p ?o }}",
    f"CONSTRUCT {{ ?s a ?c }} FROM <{PAST}> WHERE {{ ?s ?p ?c }}",
    "construct { ?s skos:prefLabel ?l } where { ?s a pcol:PoliceForce ; skos:prefLabel ?l } order by ?l limit 3",
    f"CONSTRUCT {{ ?g dct:hasPart ?s }} WHERE {{ VALUES ?g {{ <{PAST}> }} GRAPH ?g {{ ?s ?p ?o }} }}",
    "CONSTRUCT { pid:jdu skos:note 'one }', \"two\" } WHERE { }",
    "CONSTRUCT { ?s pcol:none ?never ; skos:note ?l } # }\nWHERE { ?s a pcol:PoliceForce ; skos:prefLabel ?l }",
    "CONSTRUCT { ?s skos:note ?n } WHERE { { SELECT ?s (COUNT(*) AS ?n) { ?s a ?c } GROUP BY ?s } }",
    "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }",
    "CONSTRUCT { ?o a pcol:PoliceForce ; pcol:none pid:jdu . ?s ?p ?o } WHERE { ?s ?p ?o . FILTER (?s = pid:jdu) }",
]
DESCRIBES = [
    "DESCRIBE pid:jdu",
    "DESCRIBE pid:jdu <https://w3id.org/police-collaboration/id/naw> pid:nobody",
    "DESCRIBE ?f WHERE { ?f a pcol:PoliceForce }",
    "describe ?f pid:jdu { ?f a pcol:PoliceForce } order by ?f limit 1",
    "DESCRIBE * WHERE { ?f a pcol:PoliceForce ; skos:prefLabel ?name }",
    f"DESCRIBE pid:jdu FROM <{PAST}>",
    f"DESCRIBE ?s FROM <{PAST}> WHERE {{ ?s ?p ?o }}",
    f"DESCRIBE ?s FROM NAMED <{PAST}> WHERE {{ GRAPH ?g {{ ?s ?p ?o }} }}",
    "DESCRIBE ?nobody",
]


def lines(made: object) -> list[str]:
    assert isinstance(made, QueryTriples | list)
    return sorted(str(triple) for triple in set(made))


def here(world: Landscape, query: str) -> list[str]:
    return lines(world.store.query(missing_prefixes(query) + query))


@pytest.mark.parametrize("query", CONSTRUCTS)
def test_the_triples_are_those_of_the_template(query: str, world: Landscape) -> None:
    text = missing_prefixes(query) + query
    assert form_of(solutions_of(text)) == "select"
    found = world.store.query(solutions_of(text))
    assert isinstance(found, QuerySolutions)
    results = json.loads(found.serialize(format=QueryResultsFormat.JSON) or b"")
    assert lines(constructed(text, results)) == here(world, query) != []


def test_blank_nodes_stay_what_they_are() -> None:
    store = Store()
    store.load(b"<http://e/a> <http://e/p> _:x .\n_:x <http://e/q> _:y .\n", RdfFormat.N_TRIPLES)
    query = "CONSTRUCT { ?s ?p ?o . [] <http://e/of> ?s } WHERE { ?s ?p ?o }"
    found = store.query(solutions_of(query))
    assert isinstance(found, QuerySolutions)
    made = constructed(query, json.loads(found.serialize(format=QueryResultsFormat.JSON) or b""))
    assert len(made) == 4
    (one,) = (triple for triple in made if triple.predicate.value == "http://e/p")
    (other,) = (triple for triple in made if triple.predicate.value == "http://e/q")
    assert one.object == other.subject
    assert len({triple.subject for triple in made if triple.predicate.value == "http://e/of"}) == 2


HOSTILE = ['"', "\\", "\n", "\r\t", '" } # {', "\\u0022", "\U0001f46e", "\x00\x7f", "> <http://e/", "?s $s"]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_is_taken_for_a_query(text: str) -> None:
    query = "CONSTRUCT { ?s <http://e/p> ?o } WHERE { ?s ?p ?o }"
    terms = [Literal(text), Literal(text, language="en"), Literal(text, datatype=NamedNode("http://e/d"))]
    rows = [
        {
            "s": {"type": "uri", "value": "http://e/s"},
            "o": {"type": "literal", "value": text}
            | ({"xml:lang": "en"} if term.language else {"datatype": term.datatype.value}),
        }
        for term in terms
    ]
    made = constructed(query, {"head": {"vars": ["s", "o"]}, "results": {"bindings": rows}})
    assert {triple.object for triple in made} == set(terms)


@pytest.mark.parametrize("engine", [ENGINES[0], pytest.param(ENGINES[1], marks=pytest.mark.slow)])
@pytest.mark.parametrize("query", [*CONSTRUCTS, *DESCRIBES])
def test_every_engine_gives_the_graph_that_is_given_here(
    engine: str, query: str, world: Landscape, request: pytest.FixtureRequest
) -> None:
    running: Server = request.getfixturevalue(f"{engine}_server")
    kind, content = Endpoint(Connection(running.query)).run(query, rdf="nt")
    assert kind == "G"
    store = Store()
    store.load(content, RdfFormat.N_TRIPLES)
    assert lines([quad.triple for quad in store]) == here(world, query)


@pytest.mark.parametrize(
    "query",
    [
        "CONSTRUCT",
        "CONSTRUCT {",
        "CONSTRUCT { ?s ?p } WHERE { ?s ?p ?o }",
        "CONSTRUCT { ?s ?p ?o } WHERE",
        "CONSTRUCT { { ?s ?p ?o } } WHERE { ?s ?p ?o }",
        "DESCRIBE",
        "DESCRIBE { ?s ?p ?o }",
        "DESCRIBE [ a pcol:JointUnit ]",
        "DESCRIBE (1 AS ?x) { }",
        "DESCRIBE ?s WHERE { ?s ?p }",
        'DESCRIBE "text"',
        "DESCRIBE pid:jdu FROM",
    ],
)
def test_what_cannot_be_read_is_said(query: str, oxigraph_server: Server) -> None:
    with pytest.raises(Usage, match="cannot read what it was asked"):
        Endpoint(Connection(oxigraph_server.query)).run(query)


def test_a_form_is_not_taken_for_another() -> None:
    for make in (solutions_of, described):
        with pytest.raises(ValueError, match="not a query of the form"):
            make("SELECT * { ?s ?p ?o }")


def test_a_graph_that_is_cut_where_rows_are_not_is_given_whole(oxigraph_server: Server, world: Landscape) -> None:
    with faulty(oxigraph_server.query) as address:
        endpoint = Endpoint(Connection(address + "loses-triples"))
        _, content = endpoint.run("CONSTRUCT { ?s a ?c } WHERE { ?s a ?c }", rdf="nt")
    assert len(content.splitlines()) == len(here(world, "CONSTRUCT { ?s a ?c } WHERE { ?s a ?c }")) > 1000


@pytest.mark.parametrize("query", [CONSTRUCTS[0], DESCRIBES[0], DESCRIBES[2]])
def test_a_graph_whose_rows_are_cut_is_none(query: str, oxigraph_server: Server) -> None:
    with faulty(oxigraph_server.query) as address:
        endpoint = Endpoint(Connection(address + "loses-rows"))
        with pytest.raises(TooLarge, match="it cuts answers at a limit"):
            endpoint.run(query)


def test_a_description_that_leads_to_no_name_is_refused(world: Landscape) -> None:
    from tests.engines.conftest import feed

    with oxigraph() as server:
        feed(server, world)
        theirs = b"<http://e/s> <http://e/p> _:x .\n"
        given = [("graph", "http://e/theirs")]
        Connection(server.store).send("PUT", given=given, content=theirs, kind="application/n-triples")
        with pytest.raises(CollabError) as problem:
            Endpoint(Connection(server.query)).run("DESCRIBE <http://e/s> FROM <http://e/theirs>")
    assert problem.value.key == "endpoint-describe"
