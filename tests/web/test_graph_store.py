"""The reading half of the SPARQL 1.1 Graph Store HTTP Protocol (W3C, 21 March 2013); what would write is refused."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from graph.landscape import Landscape
from graph.oxigraph import DefaultGraph, NamedNode, RdfFormat, parse
from tests.web.loopback import Site

PAST = "https://w3id.org/police-collaboration/graph/past"


def stored(world: Landscape, graph: NamedNode | DefaultGraph) -> set[str]:
    return {str(quad.triple) for quad in world.store.quads_for_pattern(None, None, None, graph)}


@pytest.mark.parametrize("form", ["text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json"])
@pytest.mark.parametrize("which", ["default", "named"])
def test_get_gives_the_whole_graph(loopback: Site, world: Landscape, which: str, form: str) -> None:
    """Sections 4.1, 4.2 and 5.2; W3C tests `GET on the default graph`, `GET of PUT - Initial state`."""
    path = "/graphs?default" if which == "default" else f"/graphs?graph={quote(PAST, safe='')}"
    reply = loopback.get(path, Accept=form)
    assert (reply.status, reply.type) == (200, form)
    found = RdfFormat.from_media_type(form)
    assert found is not None
    wanted = stored(world, DefaultGraph() if which == "default" else NamedNode(PAST))
    assert {str(quad.triple) for quad in parse(reply.content, format=found)} == wanted
    assert len(wanted) >= 10


def test_head_on_an_existing_graph(loopback: Site) -> None:
    """Section 5.6; W3C test `HEAD on an existing graph`."""
    path = f"/graphs?graph={quote(PAST, safe='')}"
    whole, head = loopback.get(path), loopback.send("HEAD", path)
    assert (head.status, head.content) == (200, b"")
    assert {head.headers[name] for name in ("content-type", "etag", "vary")} == {
        whole.headers[name] for name in ("content-type", "etag", "vary")
    }


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_graph_that_is_not_there(loopback: Site, method: str) -> None:
    """Sections 5.2 and 5.6; W3C tests `HEAD on a non-existing graph`, `GET of DELETE - existing graph`."""
    assert loopback.send(method, "/graphs?graph=http%3A%2F%2Fexample.org%2Fnone").status == 404


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?default&graph=http%3A%2F%2Fe%2F",
        "?graph=http%3A%2F%2Fe%2F&graph=http%3A%2F%2Ff%2F",
        "?graph=no%20address",
        "?graph=",
    ],
)
def test_one_graph_is_named_once(loopback: Site, query: str) -> None:
    assert loopback.get("/graphs" + query).status == 400


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE", "PATCH"])
def test_what_would_write_is_refused(loopback: Site, world: Landscape, method: str) -> None:
    """Section 5: a method that is not supported is answered 405."""
    reply = loopback.send(method, "/graphs?default", b"<s:> <p:> <o:> .", Content_Type="text/turtle")
    assert (reply.status, reply.headers["allow"]) == (405, "GET, HEAD")
    assert len(world.store) >= 5000


def test_forms_are_negotiated(loopback: Site) -> None:
    assert loopback.get("/graphs?default", Accept="image/png").status == 406
    assert (
        loopback.get("/graphs?default", Accept="text/turtle;q=0.2, application/n-triples").type
        == "application/n-triples"
    )


def test_what_the_client_has_is_not_sent_again(loopback: Site) -> None:
    path = f"/graphs?graph={quote(PAST, safe='')}"
    etag = loopback.get(path).headers["etag"]
    again = loopback.get(path, If_None_Match=etag)
    assert (again.status, again.content, again.headers["etag"]) == (304, b"", etag)
    assert loopback.get(path, If_None_Match='"another"').status == 200
    assert loopback.get(path, Accept="application/n-triples", If_None_Match=etag).status == 200
    assert loopback.get(path + "&as_of=2013-01-01", If_None_Match=etag).status in (200, 404)
