"""The query that counts another gives its number of rows, on any engine, whatever is in the text."""

from __future__ import annotations

import pytest

from graph.engines.completeness import COUNT, counting, form_of
from graph.landscape import Landscape
from graph.oxigraph import QuerySolutions
from graph.questions.asking import bound_query
from graph.sparqltext import missing_prefixes
from tests.questions.conftest import CASES, QUESTIONS

PAST = "https://w3id.org/police-collaboration/graph/past"
SELECTS = [
    "SELECT ?s WHERE { ?s a pcol:PoliceForce }",
    "select distinct ?p { ?s ?p ?o } order by ?p limit 7",
    "SELECT ?s ?o WHERE { ?s pcol:hasParticipant ?o } # a comment at the end, with a }",
    "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }",
    "SELECT ?c (COUNT(*) AS ?n) WHERE { ?s a ?c } GROUP BY ?c HAVING (COUNT(*) > 3)",
    "SELECT * WHERE { VALUES ?x { 1 2 3 } }",
    "SELECT * WHERE { } VALUES (?x ?y) { (1 2) (3 4) }",
    f"SELECT ?s FROM <{PAST}> WHERE {{ ?s ?p ?o }}",
    f"SELECT ?s FROM NAMED <{PAST}> {{ GRAPH ?g {{ ?s ?p ?o }} }}",
    f"PREFIX g: <{PAST[:-4]}> SELECT ?s FROM g:past FROM NAMED g:planned WHERE {{ ?s ?p ?o }}",
    'SELECT ?s WHERE { ?s ?p ?o . FILTER (STR(?o) != "SELECT { FROM <x> }") }',
    "SELECT ?s WHERE { { SELECT ?s WHERE { ?s a pcol:Collaboration } LIMIT 2 } }",
    "PREFIX select: <http://e/> SELECT ?s WHERE { ?s select:none ?o }",
]


def rows(world: Landscape, query: str) -> int:
    found = world.store.query(missing_prefixes(query) + query)
    assert isinstance(found, QuerySolutions)
    return sum(1 for _ in found)


def counted(world: Landscape, query: str) -> int:
    found = world.store.query(counting(missing_prefixes(query) + query))
    assert isinstance(found, QuerySolutions)
    return int(next(found)[COUNT].value)


@pytest.mark.parametrize("query", SELECTS)
def test_rows_are_counted(query: str, world: Landscape) -> None:
    assert counted(world, query) == rows(world, query)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.file.stem)
def test_so_are_those_of_the_library(case: object, world: Landscape) -> None:
    query = bound_query(QUESTIONS[case.question], case.parameters, world.asked)  # type: ignore[attr-defined]
    assert counted(world, query) == rows(world, query)


@pytest.mark.parametrize("query", ["ASK { ?s ?p ?o }", "DESCRIBE ?s WHERE { ?s ?p ?o }", "", "{"])
def test_other_forms_are_not(query: str) -> None:
    with pytest.raises(ValueError, match="not a query of the form select"):
        counting(query)


@pytest.mark.parametrize(
    ("query", "form"),
    [("# SELECT\nASK {}", "ask"), ("", ""), ("PREFIX a: <b>\nConstruct {} {}", "construct"), ('"SELECT"', "")],
)
def test_the_form_of_a_query(query: str, form: str) -> None:
    assert form_of(query) == form
