"""SPARQL 1.1 Service Description (W3C, 21 March 2013): the three tests of the W3C's suite, and that it tells the truth."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from graph.landscape import Landscape
from graph.oxigraph import NamedNode, Quad, RdfFormat, parse
from tests.web.loopback import Site

SD = "http://www.w3.org/ns/sparql-service-description#"
VOID = "http://rdfs.org/ns/void#"
A = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
# Domain and range of each property (section 3.4), as far as we use it: the class that each end has to be of.
SCHEMA = {
    "endpoint": ("Service", None),
    "supportedLanguage": ("Service", "language"),
    "resultFormat": ("Service", None),
    "defaultDataset": ("Service", "Dataset"),
    "defaultGraph": ("Dataset", "Graph"),
    "namedGraph": ("Dataset", "NamedGraph"),
    "name": ("NamedGraph", None),
    "graph": ("NamedGraph", "Graph"),
}


def described(site: Site) -> list[Quad]:
    reply = site.get("/sparql", Accept="text/turtle")
    assert reply.status == 200
    return list(parse(reply.content, format=RdfFormat.TURTLE))


@pytest.mark.parametrize("form", ["text/turtle", "application/rdf+xml", "application/n-triples", "application/ld+json"])
def test_returns_rdf(loopback: Site, form: str) -> None:
    reply = loopback.get("/sparql", Accept=form)
    assert (reply.status, reply.type) == (200, form)
    found = RdfFormat.from_media_type(form)
    assert found is not None
    assert len(list(parse(reply.content, format=found))) == len(described(loopback)) >= 25


def test_has_endpoint_triple(loopback: Site) -> None:
    address = NamedNode(f"{loopback.base}/sparql")
    found = [quad.object for quad in described(loopback) if quad.predicate.value == SD + "endpoint"]
    assert found == [address]


def test_conforms_to_schema(loopback: Site) -> None:
    quads = described(loopback)
    classes: dict[str, set[str]] = {}
    for quad in quads:
        if quad.predicate.value == A:
            classes.setdefault(str(quad.subject), set()).add(str(quad.object))
    used = set()
    for quad in quads:
        name = quad.predicate.value.removeprefix(SD)
        if name == quad.predicate.value:
            continue
        used.add(name)
        domain, range_ = SCHEMA[name]
        assert f"<{SD}{domain}>" in classes[str(quad.subject)]
        if range_ == "language":
            assert str(quad.object) == f"<{SD}SPARQL11Query>"
        elif range_:
            assert f"<{SD}{range_}>" in classes[str(quad.object)]
    assert used == set(SCHEMA)


def test_it_describes_the_store_that_answers(loopback: Site, world: Landscape) -> None:
    quads = described(loopback)
    names = {str(quad.object) for quad in quads if quad.predicate.value == SD + "name"}
    assert names == {str(graph) for graph in world.store.named_graphs()}
    counts = sorted(int(quad.object.value) for quad in quads if quad.predicate.value == VOID + "triples")  # type: ignore[union-attr]
    assert sum(counts) == len(world.store)
    query = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    assert counts[-1] == world.query_answer(query).rows[0][0]


def test_nothing_is_promised_that_is_not_kept(loopback: Site) -> None:
    """No federation, no update, and each result format that is named is given."""
    text = loopback.get("/sparql", Accept="text/turtle").text
    assert "BasicFederatedQuery" not in text
    assert "Update" not in text
    for form in ("json", "xml", "csv", "tsv"):
        assert f"SPARQL_Results_{form.upper()}" in text
        assert loopback.get(f"/sparql?query={quote('ASK {}')}&format={form}").status == 200


def test_a_person_is_led_to_the_workbench(loopback: Site) -> None:
    reply = loopback.get("/sparql", Accept="text/html,application/xhtml+xml,*/*;q=0.8")
    assert (reply.status, reply.headers["location"], reply.headers["vary"]) == (303, "/workbench", "Accept")
    assert loopback.get("/sparql", Accept="image/png").status == 406
