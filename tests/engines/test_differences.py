"""The adapter: what is put in other words means the same, and what an engine changes is put right."""

from __future__ import annotations

import pytest

from graph.engines.differences import Engine, Virtuoso, engine_of, question_id
from graph.landscape import Landscape
from graph.oxigraph import QuerySolutions
from graph.questions.asking import bound_query
from tests.conftest import ROOT
from tests.questions.conftest import CASES, QUESTIONS, Case

XSD = "http://www.w3.org/2001/XMLSchema#"
BASE = "https://w3id.org/police-collaboration/"


def below(relation: str) -> list[str]:
    return [f"{BASE}def#{relation.partition(':')[2]}", f"{BASE}def#below"]


@pytest.mark.parametrize(
    ("server", "engine"),
    [("Virtuoso/07.20.3229 (Linux)", Virtuoso), ("Oxigraph/0.5.13", Engine), ("", Engine), ("nginx", Engine)],
)
def test_an_engine_is_known_by_its_name(server: str, engine: type[Engine]) -> None:
    assert type(engine_of(server)) is engine


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("FILTER (COALESCE(?a = $thing, true))", "FILTER ((true))"),
        ("BIND (COALESCE($other, ?theirs) AS ?x)", "BIND ((?theirs) AS ?x)"),
        ("FILTER (!COALESCE(isIRI($other), false))", "FILTER (!(false))"),
        (
            "FILTER (COALESCE(?a = <http://e/> || EXISTS { ?c ?d ?e }, true))",
            "FILTER ((?a=<http://e/>||EXISTS{?c ?d ?e}))",
        ),
        ("BIND (COALESCE(?object, ?value) AS ?what)", "BIND (COALESCE(?object, ?value) AS ?what)"),
        ("{ BIND (<http://e/> AS ?x) }", "{ BIND (<http://e/> AS ?x) }"),
        ("BIND (?a AS ?x)", "BIND (?a AS ?x)"),
        ("{ BIND ($thing AS ?of) ?of ?p ?o }", "{ ?of ?p ?o }"),
        ("?a rdfs:subPropertyOf* pcol:x . ?b ?a ?c", f"FILTER (?a IN (<{BASE}def#x>, <{BASE}def#below>)) ?b ?a ?c"),
        (
            "FILTER NOT EXISTS { ?b ?a ?c . ?a rdfs:subPropertyOf* pcol:x }",
            f"FILTER NOT EXISTS {{ ?b ?a ?c . FILTER (?a IN (<{BASE}def#x>, <{BASE}def#below>)) }}",
        ),
        ("FILTER NOT EXISTS { ?r rdfs:subPropertyOf* ?kind }", "FILTER NOT EXISTS { ?r rdfs:subPropertyOf* ?kind }"),
    ],
)
def test_what_virtuoso_is_asked(written: str, asked: str) -> None:
    assert "".join(Virtuoso().adapted(written, below).split()) == "".join(asked.split())
    assert Engine().adapted(written, below) == written


@pytest.mark.parametrize(
    ("query", "trusted"),
    [
        ("SELECT ?a WHERE { ?a ?b ?c . OPTIONAL { ?a a ?d } FILTER NOT EXISTS { ?a ?e ?f } }", True),
        ("SELECT (COUNT(*) AS ?n) WHERE { ?a pcol:x/pcol:y ?c . BIND (?c * 2 + 1 AS ?d) }", True),
        ("SELECT ?a WHERE { ?a rdfs:subPropertyOf* pcol:x }", True),
        ("# UNION\nSELECT ?a WHERE { ?a ?b 'MINUS' }", True),
        ("SELECT ?a WHERE { ?a rdfs:subPropertyOf* ?kind }", False),
        ("SELECT ?a WHERE { ?a pcol:hasPart+ ?b }", False),
        ("SELECT ?a WHERE { ?a (pcol:x|pcol:y)* ?b }", False),
        ("SELECT ?a WHERE { ?a <http://e/>* ?b }", False),
        ("SELECT ?a WHERE { { ?a ?b ?c } union { ?c ?b ?a } }", False),
        ("SELECT ?a WHERE { ?a ?b ?c MINUS { ?c ?b ?a } }", False),
        ("SELECT ?a WHERE { { select ?a where { ?a ?b ?c } } }", False),
        ("#+ id: in-force-on\nSELECT ?a WHERE { ?a ?b ?c }", False),
    ],
)
def test_what_virtuoso_is_trusted_with(query: str, trusted: bool) -> None:
    assert Virtuoso().trusted(query) is trusted
    assert Engine().trusted(query)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.file.stem)
def test_other_words_mean_the_same(case: Case, world: Landscape) -> None:
    """The words for Virtuoso, asked of the embedded engine, give the rows of the question as it is written."""

    def really_below(relation: str) -> list[str]:
        query = "PREFIX pcol: <https://w3id.org/police-collaboration/def#> SELECT ?r WHERE { ?r <http://www.w3.org/2000/01/rdf-schema#subPropertyOf>* RELATION }"
        return [row[0].value for row in world.store.query(query.replace("RELATION", relation))]  # type: ignore[union-attr]

    query = bound_query(QUESTIONS[case.question], case.parameters, world.asked)
    adapted = Virtuoso().adapted(query, really_below)
    assert rows(world, adapted) == rows(world, query)


def rows(world: Landscape, query: str) -> list[list[str]]:
    found = world.store.query(query)
    assert isinstance(found, QuerySolutions)
    return [[" ".join(sorted(str(term).strip('"').split())) for term in row] for row in found]


def term(value: str, datatype: str = "", **more: str) -> dict[str, str]:
    given = {"datatype": XSD + datatype} if datatype else {}
    return {"type": "typed-literal" if datatype else "literal", "value": value, **given, **more}


@pytest.mark.parametrize(
    ("query", "before", "after"),
    [
        ("", term("1", "boolean"), {"type": "literal", "value": "true", "datatype": XSD + "boolean"}),
        ("", term("0", "boolean"), {"type": "literal", "value": "false", "datatype": XSD + "boolean"}),
        ("", term("1", "integer"), {"type": "literal", "value": "1", "datatype": XSD + "integer"}),
        ("BIND (BOUND(?a) AS ?x)", term("1", "integer"), {"type": "literal", "value": "true", "datatype": XSD + "boolean"}),
        ("BIND (?a = ?b && NOT EXISTS { ?c ?d ?e } AS ?x)", term("0", "integer"), {"type": "literal", "value": "false", "datatype": XSD + "boolean"}),
        ("BIND (IF(?a = ?b, 1, 2) AS ?x)", term("1", "integer"), {"type": "literal", "value": "1", "datatype": XSD + "integer"}),
        ("", term(BASE + "id/jdu"), {"type": "uri", "value": BASE + "id/jdu"}),
        ("", term(BASE + "id/jdu", **{"xml:lang": "en"}), term(BASE + "id/jdu", **{"xml:lang": "en"})),
        ("", term(f"{BASE}id/a {BASE}id/b"), term(f"{BASE}id/a {BASE}id/b")),
        ("(GROUP_CONCAT(DISTINCT STR(?y); separator=\" \") AS ?x)", term(BASE + "id/jdu"), term(BASE + "id/jdu")),
        ("(GROUP_CONCAT(DISTINCT STR(?y); separator=\" \") AS ?x)", term(""), None),
        ("", term(""), term("")),
    ],
)  # fmt: skip
def test_terms_are_put_right(query: str, before: dict[str, str], after: dict[str, str] | None) -> None:
    assert Virtuoso().mended([{"x": before}], query) == [{} if after is None else {"x": after}]
    assert Engine().mended([{"x": before}], query) == [{"x": before}]


def test_every_reason_stands_in_the_page_for_those_who_run_one() -> None:
    page = (ROOT / "docs" / "how-to" / "other-engines.md").read_text(encoding="utf-8")
    for what, reason in Virtuoso.not_asked.items():
        assert f"| {f'`{what}`' if what in QUESTIONS else what} | {reason} |" in page


def test_a_companion_is_known_by_its_own_id() -> None:
    for question in QUESTIONS.values():
        assert question_id(question.query) == question.id
    companion = QUESTIONS["governs"].companion
    assert companion is not None
    assert question_id(companion.query) == "governs.not-known"
    assert question_id("SELECT * { ?s ?p ?o }") == ""
