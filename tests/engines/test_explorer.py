"""`--endpoint` may name a colleague's `collab serve`: it is a SPARQL endpoint like others, and says what it holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from graph.engines.connection import Connection
from graph.engines.endpoint import Endpoint
from graph.errors import CollabError, TooLarge
from graph.landscape import Landscape, open_landscape
from tests.conftest import DAY, WORLD, Run
from tests.engines.servers import Server
from tests.web.served import served

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def asked(explorer: str) -> Landscape:
    return open_landscape(as_of=DAY, endpoint=explorer)


@pytest.mark.parametrize(
    "words",
    [
        ("governs", "jdu"),
        ("partners", "westshire-police", "northshire-police"),
        ("ask", "which board governs the joint dog unit?", "--lang", "cy"),
        ("members", "jdu", "--as-of", "2016-05-01"),
        ("members", "jdu", "--standing", "accepted,contested", "--include-planned"),
        ("query", "-t", "ASK { pid:jdu a pcol:JointUnit }"),
        ("query", "-t", "SELECT ?f WHERE { ?f a pcol:PoliceForce } ORDER BY ?f"),
        ("draw", "network", "-o", "{out}.html"),
        ("draw", "ego", "jdu", "-o", "{out}.svg"),
        ("draw", "timeline", "jdu", "-o", "{out}.svg"),
    ],
    ids=lambda words: "-".join(words[:2]),
)
def test_verbs_answer_there_what_they_answer_here(
    words: tuple[str, ...], explorer: str, collab: Callable[..., Run], tmp_path: Path
) -> None:
    def run(place: str, *more: str) -> tuple[Run, list[bytes]]:
        (tmp_path / place).mkdir()
        day = [] if "--as-of" in words else ["--as-of", DAY]
        found = collab(*(word.replace("{out}", str(tmp_path / place / "out")) for word in words), *day, "-q", *more)
        return found, [path.read_bytes() for path in sorted((tmp_path / place).iterdir())]

    here, written_here = run("here", "--data", str(WORLD))
    there, written = run("there", "--endpoint", explorer)
    assert (there.code, there.out) == (0, here.out), there.err
    assert written == written_here
    assert here.out or written


def test_it_is_asked_through_any_lens(asked: Landscape, world: Landscape) -> None:
    for day in ("2013-01-01", "2016-05-01", DAY):
        assert asked.as_of(day).ask("forces").flat() == world.as_of(day).ask("forces").flat()
        assert (
            asked.as_of(day).ask("in-force-on", day=DAY).flat() == world.as_of(day).ask("in-force-on", day=DAY).flat()
        )


def test_all_of_it_can_be_fetched(asked: Landscape, world: Landscape) -> None:
    assert {str(quad) for quad in asked.store} == {str(quad) for quad in world.store}


def test_more_than_it_gives_out_is_none_and_said(asked: Landscape) -> None:
    with pytest.raises(TooLarge, match="does not give out so much"):
        asked.query_answer("SELECT * WHERE { ?s ?p ?o . ?s ?q ?r }")


def test_what_it_was_built_from_is_not_there(asked: Landscape) -> None:
    with pytest.raises(CollabError, match="Its page /data does"):
        asked.compare("2016-05-01")
    assert not asked.snapshot.sound()


@pytest.mark.parametrize("path", ["/sparql", "/graphs"])
@pytest.mark.parametrize("check", [[], ["--check"]])
def test_it_cannot_be_fed(
    path: str, check: list[str], explorer: str, world: Landscape, collab: Callable[..., Run]
) -> None:
    address = explorer.replace("/sparql", path)
    run = collab("publish", *check, address, "--data", str(WORLD), "--as-of", DAY)
    assert (run.code, run.out) == (2, "")
    assert f"{address} is an explorer (collab serve), with snapshot {world.snapshot.version}" in run.err


def test_other_addresses_of_it_are_no_endpoints(explorer: str, collab: Callable[..., Run]) -> None:
    run = collab("governs", "jdu", "--endpoint", explorer.replace("/sparql", "/"))
    assert (run.code, run.out) == (1, "")
    assert "/sparql for collab serve" in run.err


@pytest.fixture(scope="module", params=["oxigraph", "virtuoso"])
def behind(request: pytest.FixtureRequest) -> Iterator[str]:
    """An explorer that itself asks a store."""
    server: Server = request.getfixturevalue(f"{request.param}_server")
    with served(WORLD, "--endpoint", server.query) as running:
        yield running.base.rstrip("/") + "/sparql"


def test_one_before_a_store_is_asked_as_well(behind: str, world: Landscape) -> None:
    far = open_landscape(as_of=DAY, endpoint=behind)
    assert Endpoint(Connection(behind)).engine.name == "collab"
    for question, given in (("forces", {}), ("governs", {"service": "jdu"}), ("gaps", {})):
        assert far.ask(question, **given).flat() == world.ask(question, **given).flat()
    assert far.query_answer("ASK { pid:jdu a pcol:JointUnit }").rows == ((True,),)


def test_the_description_tells_of_the_view_that_is_asked_for(world: Landscape) -> None:
    from graph.web.app import application
    from graph.web.current import Current
    from graph.web.settings import settings

    current = Current(world, today=lambda: date.fromisoformat(DAY))
    with TestClient(application(current, settings()), base_url="http://127.0.0.1:8000") as client:
        sent = {"accept": "application/n-triples"}
        now, then = (client.get(f"/sparql?as_of={day}", headers=sent) for day in (DAY, "2016-05-01"))
        assert client.get("/sparql", headers=sent).content == now.content != then.content
        assert now.headers["x-data-version"] == world.snapshot.version
        assert client.get("/sparql?as_of=never", headers=sent).status_code == 400
