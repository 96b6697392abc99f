"""A snapshot written to a graph store and read back: the same, or an error that says what differs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from graph.engines.connection import Connection
from graph.engines.publishing import publish
from graph.errors import CollabError, DataInvalid, NotThere, Usage
from graph.landscape import Landscape
from graph.terms import PREFIXES
from tests.conftest import DAY, WORLD, Run
from tests.engines.conftest import feed, there
from tests.engines.faulty import faulty
from tests.engines.servers import Server, oxigraph

TRIPLES = "application/n-triples"
PAST, PLANNED = PREFIXES["graph"] + "past", PREFIXES["graph"] + "planned"


@pytest.fixture
def server() -> Iterator[Server]:
    with oxigraph() as running:
        yield running


def put(server: Server, graph: str, content: bytes, method: str = "PUT") -> None:
    given = [("graph", graph)] if graph else [("default", "")]
    Connection(server.store).send(method, given=given, content=content, kind=TRIPLES)


def test_the_command_says_what_it_did(server: Server, collab: Callable[..., Run], world: Landscape) -> None:
    run = collab("publish", server.store, "--data", str(WORLD), "--as-of", DAY)
    assert (run.code, run.out) == (0, "")
    size, version = len(world.store), world.snapshot.version
    assert f"Published: {size:,} triples of snapshot {version} in 4 graphs at {server.store}" in run.err
    assert "It holds from 2025-12-31 to 2026-12-31" in run.err
    checked = collab("publish", "--check", server.store, "--data", str(WORLD), "--as-of", DAY)
    assert checked.code == 0
    assert f"holds snapshot {version} whole: {size:,} triples in 4 graphs" in checked.err


@pytest.mark.parametrize("engine", ["oxigraph", pytest.param("virtuoso", marks=pytest.mark.slow)])
def test_again_is_the_same(engine: str, world: Landscape, request: pytest.FixtureRequest) -> None:
    running: Server = request.getfixturevalue(f"{engine}_server")
    first = publish(running.store, world.snapshot, world.store, world.view)
    again = publish(running.store, world.snapshot, world.store, world.view)
    assert first == again
    named = {PREFIXES["graph"] + "contested": 2, PAST: 14, PLANNED: 11}
    assert first.counts == {"": len(world.store) - sum(named.values()), **named}
    assert len(world.store) >= 6000
    told = there(running).workshop.current()
    assert told is not None
    assert told.id == world.snapshot.id
    assert {str(quad) for quad in told.quads()} == {str(quad) for quad in world.snapshot.quads()}
    assert told.sound()


def test_what_was_there_before_goes(server: Server, world: Landscape) -> None:
    feed(server, world.as_of("2016-05-01"))
    before = there_on(server, "2016-05-01")
    assert len(before.store) == len(world.as_of("2016-05-01").store)
    feed(server, world)
    assert len(list(there(server).store)) == len(world.store)
    with pytest.raises(Usage, match="not that of 2016-05-01"):
        _ = there_on(server, "2016-05-01").store


def there_on(server: Server, day: str) -> Landscape:
    from graph.landscape import open_landscape

    return open_landscape(as_of=day, endpoint=server.query)


@pytest.mark.parametrize(
    ("graph", "content", "method", "said"),
    [
        (PAST, b"", "DELETE", "14 triples were sent and 0 read back: 14 missing, 0 others"),
        (
            PAST,
            b"<http://e/s> <http://e/p> <http://e/o> .\n",
            "POST",
            "14 triples were sent and 15 read back: 0 missing, 1",
        ),
        (
            PLANNED,
            b"<http://e/s> <http://e/p> <http://e/o> .\n",
            "PUT",
            "11 triples were sent and 1 read back: 11 missing, 1",
        ),
        ("", b"<http://e/s> <http://e/p> <http://e/o> .\n", "POST", "0 missing, 1 others"),
        (
            PREFIXES["graph"] + "future",
            b"<http://e/s> <http://e/p> 1 .\n".replace(b"1", b'"1"'),
            "PUT",
            "0 triples were sent and 1",
        ),
    ],
)
def test_a_difference_is_found_and_said(
    graph: str, content: bytes, method: str, said: str, server: Server, world: Landscape, collab: Callable[..., Run]
) -> None:
    feed(server, world)
    put(server, graph, content, method)
    run = collab("publish", "--check", server.store, "--data", str(WORLD), "--as-of", DAY)
    assert (run.code, run.out) == (3, "")
    assert said in run.err
    assert f"is not snapshot {world.snapshot.version}, in 1 graphs" in run.err


def test_a_check_of_an_empty_store(server: Server, world: Landscape) -> None:
    with pytest.raises(NotThere, match="holds no landscape") as problem:
        publish(server.store, world.snapshot, world.store, world.view, only_check=True)
    assert problem.value.exit_code == 1


def test_a_store_that_takes_nothing(world: Landscape, tmp_path: Path) -> None:
    with oxigraph("--location", str(tmp_path)):
        pass
    refusal = r"does not let you in|has nothing of the kind|failed"
    with (
        oxigraph("--location", str(tmp_path), verb="serve-read-only") as reader,
        pytest.raises(CollabError, match=refusal),
    ):
        feed(reader, world)


@pytest.mark.parametrize("words", [[], ["--check"]])
def test_a_server_that_takes_all_and_keeps_nothing(words: list[str], collab: Callable[..., Run]) -> None:
    with faulty() as address:
        run = collab("publish", *words, address + "keeps-nothing", "--data", str(WORLD), "--as-of", DAY)
    assert (run.code, run.out) == ((1, "") if words else (3, ""))
    said = "holds no landscape" if words else "said that it took every graph, and gives back nothing"
    assert said in run.err
    assert "ResultSetMaxRows" not in run.err


@pytest.mark.parametrize(
    ("fault", "key"),
    [("cuts-graphs", "publish-cut"), ("changes-graphs", "publish-differs")],
)
def test_what_is_likely_to_be_the_matter_is_said(fault: str, key: str, server: Server, world: Landscape) -> None:
    with faulty(server.store) as address, pytest.raises(DataInvalid) as problem:
        publish(address + fault, world.snapshot, world.store, world.view)
    assert problem.value.key == key
    assert problem.value.complaints


def test_while_it_is_fed_it_tells_of_nothing(server: Server, world: Landscape, monkeypatch: pytest.MonkeyPatch) -> None:
    feed(server, world)
    seen = []
    before = Connection.send

    def looked(self: Connection, method: str, **more: object) -> object:
        if method == "PUT" and "graph/published" not in str(more.get("given")):
            try:
                there(server)
                seen.append("told")
            except NotThere:
                seen.append("nothing")
        return before(self, method, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(Connection, "send", looked)
    feed(server, world)
    assert set(seen) == {"nothing"}
    assert len(seen) >= 5


@pytest.mark.parametrize("address", ["", " ", "nonsense", "file:///etc/passwd", "http://", "http://[::1"])
def test_what_is_no_address_is_said_with_one_of_the_kind_that_is_wanted(
    address: str, collab: Callable[..., Run]
) -> None:
    fed = collab("publish", address, "--data", str(WORLD))
    asked = collab("gaps", "--endpoint", address, "--data", str(WORLD))
    for run, like in ((fed, "/store"), (asked, "/query")):
        assert (run.code, run.out) == (2, "")
        assert (
            f"“{address.strip()}” is not the address of an endpoint. Write it as http://127.0.0.1:7878{like}" in run.err
        )


def test_nobody_there_is_said_without_numbers_of_the_system(collab: Callable[..., Run]) -> None:
    with oxigraph() as gone:
        pass
    run = collab("publish", gone.store, "--data", str(WORLD))
    assert run.code == 1
    assert f"{gone.store} cannot be reached: " in run.err
    assert "Errno" not in run.err
