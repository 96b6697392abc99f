"""Addresses of things lead to what is said of them; every RDF form says the same."""

from __future__ import annotations

import json

import pytest
from rdflib import Graph

from graph.landscape import Landscape
from graph.oxigraph import RdfFormat, parse
from graph.questions.described import described
from tests.web.loopback import Site

PID = "https://w3id.org/police-collaboration/id/"


def triples(content: bytes, form: str) -> set[str]:
    kind = RdfFormat.from_extension(form)
    assert kind is not None
    return {str(quad.triple) for quad in parse(content, format=kind)}


@pytest.mark.parametrize(
    ("path", "status", "location"),
    [
        ("/id/jdu", 303, "/doc/jdu"),
        ("/id/jdu?as_of=2013-01-01&lang=cy", 303, "/doc/jdu?as_of=2013-01-01&lang=cy"),
        ("/claim/anything", 303, "/doc/anything"),
        ("/evidence/x", 303, "/doc/x"),
        ("/event/x", 303, "/doc/x"),
        ("/milestone/x", 303, "/doc/x"),
        ("/matter/x", 303, "/doc/x"),
        ("/disagreement/x", 303, "/doc/x"),
        ("/id/%2F%2Fevil.example", 404, None),
        ("/id/x%0d%0aSet-Cookie:a", 303, "/doc/x%0D%0ASet-Cookie%3Aa"),
        ("/doc/nothing-here", 404, None),
        ("/doc/jdu.docx", 404, None),
        ("/doc/jdu.html", 303, "/thing/jdu"),
        ("/doc/jdu.json", 303, "/thing/jdu.json"),
        ("/doc/jdu.csv?as_of=2013-01-01", 303, "/thing/jdu.csv?as_of=2013-01-01"),
        ("/doc/jdu?as_of=never", 400, None),
    ],
)
def test_where_an_address_leads(loopback: Site, path: str, status: int, location: str | None) -> None:
    reply = loopback.get(path)
    assert (reply.status, reply.headers.get("location")) == (status, location)
    assert "set-cookie" not in reply.headers


@pytest.mark.parametrize(
    ("accepted", "status", "kind"),
    [
        ("", 200, "text/turtle"),
        ("text/turtle", 200, "text/turtle"),
        ("application/ld+json", 200, "application/ld+json"),
        ("application/rdf+xml", 200, "application/rdf+xml"),
        ("application/n-triples;q=0.5, text/turtle;q=0.4", 200, "application/n-triples"),
        ("text/html, application/xhtml+xml, */*;q=0.8", 303, "/thing/jdu"),
        ("application/json", 303, "/thing/jdu.json"),
        ("text/csv", 303, "/thing/jdu.csv"),
        ("image/png", 406, ""),
    ],
)
def test_negotiation(loopback: Site, accepted: str, status: int, kind: str) -> None:
    reply = loopback.get("/doc/jdu", Accept=accepted)
    assert reply.status == status
    assert "Accept" in reply.headers["vary"]
    if status == 200:
        assert reply.type == kind
        assert reply.headers["content-location"].startswith("/doc/jdu.")
    elif status == 303:
        assert reply.headers["location"] == kind


@pytest.mark.parametrize("thing", ["jdu", "northshire-police", "report-b", "legal-agreement"])
def test_every_form_says_the_same(loopback: Site, world: Landscape, thing: str) -> None:
    found = {
        form: triples(loopback.get(f"/doc/{thing}.{form}").content, form) for form in ("ttl", "nt", "rdf", "jsonld")
    }
    assert len({frozenset(one) for one in found.values()}) == 1
    node = world.names.of_id(thing)
    assert node is not None
    said = {str(triple) for triple in described(node, world.store)}
    about_the_document = {one for one in found["ttl"] if one.startswith(f"<{loopback.base}/doc/{thing}>")}
    assert found["ttl"] - about_the_document == said
    assert len(about_the_document) == 3
    assert len(said) >= 10


def test_json_ld_is_read_alike_by_another_library(loopback: Site) -> None:
    ours = triples(loopback.get("/doc/jdu.jsonld").content, "jsonld")
    theirs = Graph().parse(data=loopback.get("/doc/jdu.jsonld").content, format="json-ld")
    assert len(theirs) == len(ours)
    assert theirs.isomorphic(Graph().parse(data=loopback.get("/doc/jdu.ttl").content, format="turtle"))


def test_json_ld_has_short_names_and_its_context_within(loopback: Site) -> None:
    document = json.loads(loopback.get("/doc/jdu.jsonld").content)
    assert isinstance(document["@context"], dict)
    node = next(one for one in document["@graph"] if one["id"] == "pid:jdu")
    assert node["label"] == {"@value": "Joint Dog Unit", "@language": "en"}
    assert "pid:northshire-police" in node["hasParticipant"]
    whole = json.loads(loopback.get("/context.jsonld").content)["@context"]
    assert {name: whole[name] for name in document["@context"]} == document["@context"]


def test_a_claim_comes_with_its_evidence(loopback: Site) -> None:
    """No line without evidence: each claim about the thing that has a passage brings it."""
    found = parse(loopback.get("/doc/jdu.ttl").content, format=RdfFormat.TURTLE)
    supported = {str(quad.object) for quad in found if quad.predicate.value.endswith("#supports")}
    assert len(supported) >= 3


def test_what_the_client_has_is_not_sent_again(loopback: Site) -> None:
    etag = loopback.get("/doc/jdu.ttl").headers["etag"]
    assert etag.startswith('W/"')
    assert loopback.get("/doc/jdu.ttl", If_None_Match=etag).status == 304
    assert loopback.get("/doc/jdu", Accept="text/turtle", If_None_Match=f'"x", {etag}').status == 304
    assert loopback.get("/doc/jdu.nt", If_None_Match=etag).status == 200
    assert loopback.get("/doc/jdu.ttl?include_planned=true", If_None_Match=etag).status == 200
    assert loopback.get("/doc/jmu.ttl", If_None_Match=etag).status == 200


def test_the_lens_is_in_the_address(loopback: Site, world: Landscape) -> None:
    on, off = loopback.get("/doc/nrs.nt?include_planned=true").text, loopback.get("/doc/nrs.nt").text
    line = f"<{PID}nrs> <https://w3id.org/police-collaboration/def#governedBy> <{PID}digital-group> ."
    assert (line in on, line in off) == (True, False)


def test_links_name_the_thing_and_the_twins(loopback: Site) -> None:
    links = loopback.get("/doc/jdu.ttl").headers["link"]
    assert f'<{PID}jdu>; rel="describes"' in links
    assert f'<{loopback.base}/doc/jdu.jsonld>; rel="alternate"; type="application/ld+json"' in links
