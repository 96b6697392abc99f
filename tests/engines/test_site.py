"""`collab serve --endpoint`: the site of a landscape that is elsewhere."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from urllib.parse import quote
from urllib.request import urlopen

import pytest
from starlette.testclient import TestClient

from graph.landscape import Landscape, open_landscape
from graph.web.app import application
from graph.web.current import Current
from graph.web.settings import settings
from tests.conftest import DAY, WORLD
from tests.engines.conftest import feed, there
from tests.engines.servers import Server, oxigraph
from tests.web.served import served

JSON = "application/sparql-results+json"


@pytest.fixture(scope="module")
def far(oxigraph_server: Server) -> Iterator[TestClient]:
    current = Current(there(oxigraph_server), today=lambda: date.fromisoformat(DAY))
    app = application(current, settings())
    with TestClient(app, base_url="http://127.0.0.1:8000") as client:
        yield client


@pytest.fixture(scope="module")
def site(world: Landscape) -> Iterator[TestClient]:
    """The same landscape, served from this machine."""
    current = Current(world, today=lambda: date.fromisoformat(DAY))
    with TestClient(application(current, settings()), base_url="http://127.0.0.1:8000") as client:
        yield client


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/thing/jdu",
        "/thing/jdu.csv",
        "/doc/jdu.ttl",
        "/id/jdu",
        "/thing/jdu--participant--westshire",
        "/things?kind=PoliceForce",
        "/questions",
        "/question/governs?service=jdu",
        "/question/partners?org=westshire-police&lang=cy",
        "/question/members.csv?collaboration=jdu",
        "/search?q=dog",
        "/disagreements",
        "/sources",
        "/welsh-names",
        "/ontology",
        "/pictures",
        "/picture/ego.svg?thing=jdu",
        "/picture/network.html",
        "/picture/matrix.svg",
        "/workbench?query=SELECT+%3Ff+WHERE+%7B+%3Ff+a+pcol%3APoliceForce+%7D+ORDER+BY+%3Ff",
    ],
)
def test_pages_are_those_of_the_landscape_here(path: str, far: TestClient, site: TestClient) -> None:
    here, elsewhere = site.get(path), far.get(path)
    assert elsewhere.status_code == here.status_code == 200
    if path.endswith(".ttl"):
        assert sorted(elsewhere.text.split()) == sorted(here.text.split())
    else:
        assert elsewhere.text == here.text


QUERIES = [
    ("SELECT ?f WHERE { ?f a pcol:PoliceForce } ORDER BY ?f", JSON),
    ("SELECT ?f WHERE { ?f a pcol:PoliceForce } ORDER BY ?f", "text/csv"),
    ("ASK { pid:jdu a pcol:JointUnit }", JSON),
    ("CONSTRUCT { ?f a pcol:PoliceForce } WHERE { ?f a pcol:PoliceForce }", "application/n-triples"),
    ("SELECT * WHERE { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", JSON),
    ("SELECT * WHERE {", JSON),
]


@pytest.mark.parametrize(("query", "form"), QUERIES)
def test_sparql_is_sent_on(query: str, form: str, far: TestClient, site: TestClient) -> None:
    ask = f"/sparql?query={quote(query)}"
    here, elsewhere = (client.get(ask, headers={"accept": form}) for client in (site, far))
    assert elsewhere.status_code == here.status_code
    if elsewhere.status_code == 200 and form == JSON:
        assert json.loads(elsewhere.content) == json.loads(here.content)
    elif elsewhere.status_code == 200:
        assert sorted(elsewhere.text.splitlines()) == sorted(here.text.splitlines())


def test_too_many_rows_are_none(far: TestClient) -> None:
    reply = far.get("/sparql", params={"query": "SELECT * WHERE { ?s ?p ?o . ?s ?q ?r }"}, headers={"accept": JSON})
    assert reply.status_code == 422


def test_a_graph_is_given_whole(far: TestClient, site: TestClient) -> None:
    for path in ("/graphs?default", "/graphs?graph=" + quote("https://w3id.org/police-collaboration/graph/past")):
        here, elsewhere = (client.get(path, headers={"accept": "application/n-triples"}) for client in (site, far))
        assert sorted(elsewhere.text.splitlines()) == sorted(here.text.splitlines())
        assert len(elsewhere.text.splitlines()) >= 10


def test_another_day_is_said_not_to_be_there(far: TestClient) -> None:
    reply = far.get("/id/jdu?as_of=2016-05-01")
    assert reply.status_code == 400
    assert "not that of 2016-05-01" in reply.text
    assert "/query" not in reply.text


def test_when_the_store_is_gone_visitors_are_told_so_and_not_where_it_was(
    world_then_other: tuple[Server, TestClient],
) -> None:
    server, client = world_then_other
    assert client.get("/thing/jdu").status_code == 200
    server.process.kill()
    server.process.wait()
    ask = {"query": "SELECT * WHERE { ?s ?p ?o } LIMIT 1"}
    for reply in (
        client.get("/question/members?collaboration=naw"),
        client.get("/question/members.csv?collaboration=sfc"),
        client.get("/sparql", params=ask),
        client.get("/workbench", params=ask),
    ):
        assert reply.status_code == 502
        assert "gives no whole answer just now" in reply.text
        assert server.query not in reply.text
        assert server.query.split("/")[2] not in reply.text


def test_tables_of_this_machine_are_not_given_out_as_those_of_the_endpoint(far: TestClient) -> None:
    assert far.get("/data/landscape.nq").status_code == 404
    assert far.get("/data/tables/claims.csv").status_code == 404
    assert far.get("/data/ontology/concepts.ttl").status_code == 404
    assert far.get("/data/exports/landscape.ttl").status_code == 404
    assert "claims.csv" not in far.get("/data").text


def test_a_new_landscape_is_taken_up(world_then_other: tuple[Server, TestClient], tables: Path) -> None:
    server, client = world_then_other
    before = client.get("/health").json()["data_version"]
    entities = tables / "entities.csv"
    entities.write_text(entities.read_text(encoding="utf-8").replace("Joint Dog Unit", "Joint Hound Unit"), "utf-8")
    other = open_landscape(tables, as_of=DAY)
    assert "Joint Dog Unit" in client.get("/thing/jdu").text
    feed(server, other)
    assert client.get("/health").json()["data_version"] == other.snapshot.version != before
    assert "Joint Hound Unit" in client.get("/thing/jdu").text


@pytest.mark.slow
@pytest.mark.parametrize("path", ["/thing/naw", "/question/members?collaboration=naw", "/sparql?query=ASK%7B%7D"])
def test_what_a_switch_interrupts_is_asked_again_by_itself(path: str, world: Landscape, tables: Path) -> None:
    entities = tables / "entities.csv"
    entities.write_text(entities.read_text(encoding="utf-8").replace("Joint Dog Unit", "Joint Hound Unit"), "utf-8")
    other = open_landscape(tables, as_of=DAY)
    with oxigraph() as server:
        feed(server, world)
        current = Current(there(server), today=lambda: date.fromisoformat(DAY), look_every=3600)
        with TestClient(application(current, settings()), base_url="http://127.0.0.1:8000") as client:
            assert client.get("/thing/jdu").status_code == 200
            feed(server, other)
            assert client.get(path).status_code == 200
            assert "Joint Hound Unit" in client.get("/thing/jdu").text


@pytest.mark.slow
def test_the_same_tables_on_a_later_day_are_taken_up(world: Landscape) -> None:
    day = ["2016-05-01"]
    with oxigraph() as server:
        feed(server, world.as_of(day[0]))
        first = open_landscape(as_of=day[0], endpoint=server.query)
        current = Current(first, today=lambda: date.fromisoformat(day[0]), look_every=0)
        with TestClient(application(current, settings()), base_url="http://127.0.0.1:8000") as client:
            assert client.get("/thing/jdu").status_code == 200
            day[0] = DAY
            assert client.get("/thing/jdu").status_code == 400
            feed(server, world)
            assert client.get("/thing/jdu").status_code == 200


@pytest.fixture
def world_then_other(world: Landscape) -> Iterator[tuple[Server, TestClient]]:
    with oxigraph() as server:
        feed(server, world)
        current = Current(there(server), today=lambda: date.fromisoformat(DAY), look_every=0)
        with TestClient(application(current, settings()), base_url="http://127.0.0.1:8000") as client:
            yield server, client


@pytest.mark.slow
def test_serve_takes_an_endpoint(oxigraph_server: Server, world: Landscape) -> None:
    with served(WORLD, "--endpoint", oxigraph_server.query) as running:
        with urlopen(running.base.rstrip("/") + "/health") as reply:
            assert json.load(reply)["data_version"] == world.snapshot.version
        with urlopen(running.base.rstrip("/") + f"/question/governs.csv?service=jdu&as_of={DAY}") as reply:
            assert "benefits-board" in reply.read().decode()
