"""Many readers behind one address, as docs/how-to/other-engines.md has it, with real nginx while questions are asked."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import urlopen

import pytest

from graph.engines.connection import Connection
from graph.engines.endpoint import Endpoint
from graph.errors import CollabError, TimeLimit
from graph.formats import render
from graph.landscape import Landscape, open_landscape
from graph.oxigraph import RdfFormat, parse
from tests.conftest import DAY, ROOT, WORLD
from tests.engines.conftest import feed
from tests.engines.faulty import faulty
from tests.engines.nginx import CONFIGURATION, Front, nginx
from tests.engines.servers import Server, oxigraph
from tests.web.served import served

pytestmark = pytest.mark.slow
MEMBERS = f"/question/members.json?collaboration=jdu&as_of={DAY}"
LABEL = "SELECT ?name WHERE { pid:westshire-police skos:prefLabel ?name . FILTER (LANG(?name) = 'en') }"
ALL = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
LARGE = "SELECT * WHERE { ?s ?p ?o . ?s ?q ?r } LIMIT 60000"


def port_of(server: Server) -> int:
    return int(re.findall(r":(\d+)/", server.query)[0])


@contextmanager
def readers(folder: Path, landscape: Landscape) -> Iterator[list[Server]]:
    """Two readers of a store that was fed and closed."""
    place = ["--location", str(folder)]
    with oxigraph(*place) as writer:
        feed(writer, landscape)
        writer.process.terminate()
        writer.process.wait()
    with ExitStack() as stack:
        yield [stack.enter_context(oxigraph(*place, "--timeout-s", "60", verb="serve-read-only")) for _ in range(2)]


@pytest.fixture
def green(tables: Path) -> Landscape:
    """The next version of the miniature world, in which one force has another name."""
    entities = tables / "entities.csv"
    entities.write_text(entities.read_text("utf-8").replace("Westshire Police", "Westshire Constabulary"), "utf-8")
    return open_landscape(tables, as_of=DAY)


class Askers:
    """Ask without a pause until they are stopped; what they were told is right, was to be asked again, or is wrong."""

    def __init__(self, address: str, landscapes: list[Landscape]) -> None:
        self.address = address
        self.rows = {one.snapshot.version: one.ask("members", collaboration="jdu").flat() for one in landscapes}
        self.names = {
            one.snapshot.version: names_in(json.loads(render(one.ask("members", collaboration="jdu"), "json")))
            for one in landscapes
        }
        self.labels = {one.snapshot.version: one.query_answer(LABEL).flat() for one in landscapes}
        self.triples = {one.snapshot.version: len(set(parsed(one.run(ALL, rdf="nt")[1]))) for one in landscapes}
        self.seen: dict[str, Counter[str]] = {}
        self.again: Counter[str] = Counter()
        self.wrong: list[str] = []
        self.stopped = threading.Event()

    def right(self, who: str, version: str, found: object, expected: Mapping[str, object]) -> None:
        if found != expected.get(version):
            self.wrong.append(f"{who}: {version}: {str(found)[:300]}")
        self.seen.setdefault(who, Counter())[version] += 1

    def landscape(self) -> None:
        """An open landscape, opened anew when it says so."""
        held: Landscape | None = None
        while not self.stopped.is_set():
            try:
                held = held or open_landscape(as_of=DAY, endpoint=self.address)
                found = held.ask("members", collaboration="jdu").flat()
                self.right("landscape", held.snapshot.version, found, self.rows)
                names = held.query_answer(LABEL).flat()
                self.right("landscape", held.snapshot.version, names, self.labels)
                graph = len(set(parsed(held.run(ALL, rdf="nt")[1])))
                self.right("landscape", held.snapshot.version, graph, self.triples)
            except CollabError as problem:
                held = None
                self.failed("landscape", problem.key == "endpoint-changed", str(problem))

    def command(self) -> None:
        """`collab members`, again and again."""
        words = ["members", "jdu", "--as-of", DAY, "--endpoint", self.address, "-f", "json", "-q"]
        while not self.stopped.is_set():
            run = subprocess.run(
                [sys.executable, "cli.py", *words],
                cwd=ROOT,
                capture_output=True,
                text=True,
                env={**os.environ, "COLLAB_LANG": "en"},
            )
            if run.returncode == 0:
                answer = json.loads(run.stdout)
                self.right("command", answer["data_version"], names_in(answer), self.names)
            else:
                asked_again = run.returncode == 1 and "was given another landscape" in run.stderr
                self.failed("command", asked_again and run.stdout == "", run.stderr)

    def site(self, base: str) -> None:
        """`collab serve --endpoint`: a question's answer, and somebody's SPARQL."""
        while not self.stopped.is_set():
            try:
                with urlopen(base + MEMBERS) as reply:
                    answer = json.load(reply)
                self.right("site", answer["data_version"], names_in(answer), self.names)
                with urlopen(f"{base}/sparql?query={quote(LABEL)}&format=csv") as reply:
                    found = reply.read().decode().split()[-1]
                assert found in ("Constabulary", "Police")
            except (HTTPError, AssertionError) as problem:
                self.failed("site", False, str(problem) + getattr(problem, "read", bytes)().decode()[:300])

    def failed(self, who: str, asked_again: bool, said: str) -> None:
        if asked_again:
            self.again[who] += 1
        else:
            self.wrong.append(f"{who}: {said}")


def names_in(answer: dict[str, list[dict[str, dict[str, str]]]]) -> list[str]:
    return sorted(row["party"]["label"] for row in answer["rows"])


def parsed(content: bytes) -> list[str]:
    return [str(quad.triple) for quad in parse(content, format=RdfFormat.N_TRIPLES)]


def test_readers_die_and_versions_change_and_every_answer_is_right(
    tmp_path: Path, world: Landscape, green: Landscape
) -> None:
    with ExitStack() as stack:
        old = stack.enter_context(readers(tmp_path / "blue", world))
        new = stack.enter_context(readers(tmp_path / "green", green))
        front = stack.enter_context(nginx(tmp_path, *map(port_of, old)))
        site = stack.enter_context(served(WORLD, "--endpoint", front.query))
        askers = Askers(front.query, [world, green])
        asking: list[Callable[[], None]] = [
            askers.landscape,
            askers.landscape,
            askers.command,
            lambda: askers.site(site.base.rstrip("/")),
            lambda: askers.site(site.base.rstrip("/")),
        ]
        threads = [threading.Thread(target=one) for one in asking]
        for thread in threads:
            thread.start()
        try:
            time.sleep(4)
            old[0].process.kill()
            time.sleep(4)
            front.lead_to(*map(port_of, new))
            front.reload()
            time.sleep(4)
            front.lead_to(*map(port_of, old[1:]))  # the step back
            front.reload()
            time.sleep(2)
            front.lead_to(*map(port_of, new))
            front.reload()
            time.sleep(3)
            old[1].process.kill()
            time.sleep(3)
        finally:
            askers.stopped.set()
            for thread in threads:
                thread.join()
        assert askers.wrong == [], front.log
        versions = {world.snapshot.version, green.snapshot.version}
        assert {who: set(seen) for who, seen in askers.seen.items()} == dict.fromkeys(askers.seen, versions)
        assert set(askers.seen) == {"landscape", "command", "site"}
        assert sum(askers.again.values()) <= 9, askers.again
        assert Endpoint(Connection(front.query)).published.version == green.snapshot.version


# ---- what may go wrong in between -----------------------------------------------------------------------------


@contextmanager
def before_a_fault(folder: Path, behind: Server, fault: str, **changed: str) -> Iterator[Front]:
    """nginx before a server that does something wrong."""
    with faulty(behind.query) as address:
        port = int(address.rstrip("/").rpartition(":")[2])
        to = {"proxy_pass http://landscape;": f"proxy_pass http://landscape/{fault};", **changed}
        with nginx(folder, port, changed=to) as front:
            yield front


@pytest.mark.parametrize("version", ["1.1", "1.0"])
@pytest.mark.parametrize(
    ("fault", "keys"),
    [
        ("hangs-up", ["endpoint-broke-off"]),
        ("dies", ["endpoint-broke-off", "endpoint-not-whole"]),
        ("busy", ["endpoint-busy"]),
        ("broken", ["endpoint-failed"]),
        ("loses-rows", ["endpoint-cut-rows"]),
    ],
)
def test_a_fault_behind_nginx_is_a_sentence(
    fault: str, keys: list[str], version: str, oxigraph_server: Server, tmp_path: Path
) -> None:
    http = {"proxy_http_version 1.1;": f"proxy_http_version {version};"}
    with before_a_fault(tmp_path, oxigraph_server, fault, **http) as front, pytest.raises(CollabError) as problem:
        Endpoint(Connection(front.query)).run("SELECT * WHERE { ?s ?p ?o }")
    assert problem.value.key in keys


def test_a_graph_that_looks_whole_and_is_half_is_never_taken(oxigraph_server: Server, tmp_path: Path) -> None:
    """What CONSTRUCT gave would be cut at the end of a line here, behind a proxy that says that it is whole."""
    with before_a_fault(tmp_path, oxigraph_server, "dies") as front:
        reply = Connection(front.query).send(
            "POST", content=ALL.encode(), kind="application/sparql-query", accept="application/n-triples"
        )
        assert 1000 < len(parsed(reply.content)) < 6000
    endpoint = Endpoint(Connection(oxigraph_server.query))
    endpoint.connection = Connection(front.query)
    with pytest.raises(CollabError):
        endpoint.run(ALL)


def test_nobody_behind_it(tmp_path: Path) -> None:
    with oxigraph() as gone:
        pass
    with nginx(tmp_path, port_of(gone)) as front, pytest.raises(CollabError, match="nobody behind it") as problem:
        Endpoint(Connection(front.query))
    assert "Look into its log" not in str(problem.value)


def test_a_reader_that_takes_too_long(oxigraph_server: Server, tmp_path: Path) -> None:
    short = {"proxy_read_timeout 300s;": "proxy_read_timeout 1s;"}
    slow = before_a_fault(tmp_path, oxigraph_server, "sleeps", **short)
    with slow as front, pytest.raises(TimeLimit, match=r"at its own time limit \(504: -\)"):
        Endpoint(Connection(front.query))


@pytest.mark.parametrize("kept", ["0", "64k"])
def test_an_answer_larger_than_its_buffers_comes_whole(kept: str, oxigraph_server: Server, tmp_path: Path) -> None:
    narrow = {"proxy_connect_timeout 2s;": f"proxy_max_temp_file_size {kept}; proxy_buffers 8 8k; limit_rate 4m;"}
    with nginx(tmp_path, port_of(oxigraph_server), changed=narrow) as front:
        _, content = Endpoint(Connection(front.query)).run(LARGE)
    assert len(json.loads(content)["results"]["bindings"]) == 60_000


def test_an_answer_that_it_cannot_keep_is_none(oxigraph_server: Server, tmp_path: Path) -> None:
    narrow = {"proxy_connect_timeout 2s;": "proxy_buffers 8 8k; limit_rate 4m;"}
    with nginx(tmp_path, port_of(oxigraph_server), changed=narrow) as front:
        endpoint = Endpoint(Connection(front.query))
        (front.folder / "front" / "proxy").rename(front.folder / "gone")
        with pytest.raises(CollabError) as problem:
            endpoint.run(LARGE)
        assert problem.value.key == "endpoint-broke-off"
        assert "open()" in front.log


def test_what_is_not_asked_for_is_not_passed_on(oxigraph_server: Server, tmp_path: Path) -> None:
    with (
        nginx(tmp_path, port_of(oxigraph_server)) as front,
        pytest.raises(CollabError, match="has nothing of the kind"),
    ):
        Connection(front.query.replace("/query", "/store")).send("GET", given=[("default", "")])


def test_the_file_of_the_page_passes_on_only_questions() -> None:
    assert re.findall(r"location (.*?) \{", CONFIGURATION) == ["= /query"]
