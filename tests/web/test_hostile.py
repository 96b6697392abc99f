"""What hostile clients send: heads and bodies that do not come or do not end, and queries that would leave the machine."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

import pytest

from graph.web import connection
from graph.web.current import Current
from graph.web.settings import Limits
from tests.web.loopback import Site, running

ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


@pytest.fixture(scope="module")
def impatient(current: Current) -> Iterator[Site]:
    """A server that waits half a second where another waits fifteen."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(connection, "HEAD_SECONDS", 0.5)
        patch.setattr(connection, "READING_SECONDS", 0.5)
        with running(current, Limits(patience=0.6, query_time=3)) as site:
            yield site


def exchange(site: Site, *pieces: bytes, pause: float = 0.0) -> tuple[bytes, float]:
    """Sends pieces with a pause between them; returns all that came until the server hung up, and how long it took."""
    began = time.monotonic()
    with site.socket() as line:
        line.settimeout(10)
        with suppress(OSError):
            for piece in pieces:
                line.sendall(piece)
                time.sleep(pause)
        came = b""
        with suppress(ConnectionResetError):
            while piece := line.recv(65536):
                came += piece
        return came, time.monotonic() - began


HOST = b"Host: 127.0.0.1\r\n"
POST = b"POST /sparql HTTP/1.1\r\n" + HOST + b"Content-Type: application/sparql-query\r\n"


@pytest.mark.parametrize(
    ("pieces", "pause", "status"),
    [
        pytest.param([], 0, b"408", id="nothing at all"),
        pytest.param([b"GET /health HT"], 0, b"408", id="half a request line"),
        pytest.param([b"GET /health HTTP/1.1\r\n" + HOST], 0, b"408", id="half a head"),
        pytest.param([b"GET /health HTTP/1.1\r\n" + HOST, *[b"X-A: b\r\n"] * 20], 0.1, b"408", id="a head in drops"),
        pytest.param([POST + b"Content-Length: 100\r\n\r\n", b"ASK"], 0, b"408", id="half a body"),
        pytest.param([POST + b"Content-Length: 99\r\n\r\n", *[b"x"] * 20], 0.1, b"408", id="a body in drops"),
        pytest.param(
            [b"GET /health HTTP/1.1\r\n" + HOST + b"X: " + b"x" * 200_000], 0, b"431", id="a head without end"
        ),
        pytest.param([b"GET /" + b"x" * 200_000], 0, b"431", id="an address without end"),
        pytest.param([POST + b"Content-Length: 2000000\r\n\r\n"], 0, b"413", id="a body that says it is too large"),
        pytest.param(
            [POST + b"Transfer-Encoding: chunked\r\n\r\n", *[b"10000\r\n" + b"x" * 65536 + b"\r\n"] * 20],
            0,
            b"413",
            id="a body that turns out too large",
        ),
        pytest.param([POST + b"Content-Length: -5\r\n\r\n"], 0, b"400", id="a length below nothing"),
        pytest.param([POST + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nASK{}"], 0, b"400", id="two lengths"),
        pytest.param(
            [POST + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nASK{}\r\n0\r\n\r\n"],
            0,
            b"400",
            id="a length and chunks",
        ),
        pytest.param([b"\x16\x03\x01\x02\x00\x01\x00\x01"], 0, b"400", id="no HTTP at all"),
        pytest.param(
            [b"GET /health HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"], 0, b"400", id="another host"
        ),
        pytest.param(
            [b"GET http://evil.example/health HTTP/1.1\r\nHost: evil.example\r\n\r\n"],
            0,
            b"400",
            id="a proxy's address",
        ),
        pytest.param(
            [b"GET //evil.example/ HTTP/1.1\r\n" + HOST + b"Connection: close\r\n\r\n"], 0, b"404", id="two slashes"
        ),
    ],
)
def test_it_is_ended_in_time_with_a_status(impatient: Site, pieces: list[bytes], pause: float, status: bytes) -> None:
    came, taken = exchange(impatient, *pieces, pause=pause)
    assert came[9:12] == status, came[:200]
    assert b"Traceback" not in came
    assert taken < 8
    assert impatient.get("/health").status == 200


def test_an_idle_connection_may_go_on(impatient: Site) -> None:
    """What is between two requests is no late head."""
    ask = b"GET /health HTTP/1.1\r\n" + HOST + b"\r\n"
    with impatient.socket() as line:
        line.settimeout(5)
        for _ in range(3):
            line.sendall(ask)
            came = b""
            while not came.endswith(b"}"):
                came += line.recv(65536)
            assert came.startswith(b"HTTP/1.1 200")
            time.sleep(0.7)


@pytest.mark.skipif(not Path("/proc/net/tcp").exists(), reason="looks into /proc/net/tcp")
def test_a_client_that_does_not_read_is_given_up(impatient: Site) -> None:
    """Six answers of more than a megabyte are asked for and not read: the server closes its end."""
    query = quote("SELECT * { ?s ?p ?o } LIMIT 9999")
    with impatient.socket() as line:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        for _ in range(6):
            line.sendall(f"GET /sparql?query={query} HTTP/1.1\r\n".encode() + HOST + b"\r\n")
        mine = line.getsockname()[1]
        deadline = time.monotonic() + 10
        while open_end(impatient.port, mine) and time.monotonic() < deadline:
            time.sleep(0.1)
        assert not open_end(impatient.port, mine)
    assert impatient.get("/health").status == 200


def open_end(port: int, peer: int) -> bool:
    """Tells whether the server's end of a connection is established (state 01)."""
    lines = Path("/proc/net/tcp").read_text(encoding="ascii").splitlines()[1:]
    ends = [line.split()[1:4] for line in lines]
    return [state for near, far, state in ends if (_port(near), _port(far)) == (port, peer)] == ["01"]


def _port(end: str) -> int:
    return int(end.rpartition(":")[2], 16)


def test_pages_and_queries_are_answered_while_runaways_run(impatient: Site) -> None:
    statuses: list[int] = []

    def run_away() -> None:
        statuses.append(impatient.get("/sparql?query=" + quote(ENDLESS)).status)

    threads = [threading.Thread(target=run_away) for _ in range(3)]
    for thread in threads:
        thread.start()
    time.sleep(1)
    light = "/sparql?query=" + quote("SELECT ?f { ?f a pcol:PoliceForce } #")
    answered = [impatient.get(f"{light}{n}").status for n in range(10)]
    pages = [impatient.get("/health").status for _ in range(10)]
    for thread in threads:
        thread.join()
    assert (answered, pages, statuses) == ([200] * 10, [200] * 10, [503] * 3)


@pytest.mark.slow
def test_who_hangs_up_leaves_no_query_behind(impatient: Site) -> None:
    """Only three may be long at once: after three clients that left, a fourth is given its time."""
    for _ in range(3):
        with impatient.socket() as line:
            line.sendall(f"GET /sparql?query={quote(ENDLESS)} HTTP/1.1\r\n".encode() + HOST + b"\r\n")
            time.sleep(1.3)
    reply = impatient.get("/sparql?query=" + quote(ENDLESS))
    assert (reply.status, "retry-after" in reply.headers) == (503, False), reply.text
    assert "3 seconds" in reply.text


# --- nothing leaves the machine ------------------------------------------------------------------------------


@contextmanager
def listener() -> Iterator[tuple[int, list[bytes]]]:
    """Counts whoever comes to a port of this machine."""
    came: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as door:
        door.settimeout(0.1)
        over = threading.Event()

        def wait() -> None:
            while not over.is_set():
                with suppress(TimeoutError):
                    line, _ = door.accept()
                    came.append(line.recv(1000))
                    line.close()

        thread = threading.Thread(target=wait)
        thread.start()
        try:
            yield door.getsockname()[1], came
        finally:
            over.set()
            thread.join()


OUTWARD = [
    "SELECT * {{ SERVICE <{u}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ sErViCe <{u}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ SERVICE SILENT <{u}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ SERVICE# a comment\n<{u}> {{ ?s ?p ?o }} }}",
    "PREFIX x: <{u}> SELECT * {{ SERVICE x: {{ ?s ?p ?o }} }}",
    "PREFIX x: <{u}> SELECT * {{ ?a ?b x:c.SERVICE x: {{ ?s ?p ?o }} }}",
    "BASE <{u}> SELECT * {{ SERVICE <> {{ ?s ?p ?o }} }}",
    "SELECT * {{ SERVICE <\\u0068ttp://127.0.0.1:{p}/> {{ ?s ?p ?o }} }}",
    "SELECT * {{ \\u0053ERVICE <{u}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ VALUES ?x {{ <{u}> }} SERVICE ?x {{ ?s ?p ?o }} }}",
    "SELECT * {{ VALUES ?x {{ <{u}> }} SERVICE SILENT ?x {{ ?s ?p ?o }} }}",
    "SELECT * {{ FILTER EXISTS {{ SERVICE <{u}> {{ ?s ?p ?o }} }} }}",
    "SELECT * {{ FILTER NOT EXISTS {{ SERVICE <{u}> {{ ?s ?p ?o }} }} }}",
    "SELECT * {{ {{ SELECT * {{ SERVICE <{u}> {{ ?s ?p ?o }} }} }} }}",
    "SELECT * {{ OPTIONAL {{ SERVICE <{u}> {{ ?s ?p ?o }} }} }}",
    "SELECT * {{ {{}} UNION {{ SERVICE <{u}> {{ ?s ?p ?o }} }} }}",
    "SELECT * {{ MINUS {{ SERVICE <{u}> {{ ?s ?p ?o }} }} }}",
    "ASK {{ SERVICE <{u}> {{ ?s ?p ?o }} }}",
    "CONSTRUCT {{ ?s ?p ?o }} WHERE {{ SERVICE <{u}> {{ ?s ?p ?o }} }}",
    "DESCRIBE ?s {{ SERVICE <{u}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ LATERAL {{ SERVICE <{u}> {{ ?s ?p ?o }} }} }}",
    "SELECT (EXISTS {{ SERVICE <{u}> {{ ?s ?p ?o }} }} AS ?x) {{}}",
    "SELECT * FROM <{u}> {{ ?s ?p ?o }}",
    "SELECT * FROM NAMED <{u}> {{ GRAPH ?g {{ ?s ?p ?o }} }}",
    "SELECT * FROM <file:///etc/passwd> {{ ?s ?p ?o }}",
    "SELECT * {{ GRAPH <{u}> {{ ?s ?p ?o }} }}",
    "DESCRIBE <{u}>",
    "LOAD <{u}>",
    "LOAD SILENT <{u}> INTO GRAPH <x:g>",
    "INSERT {{ ?s ?p ?o }} WHERE {{ SERVICE <{u}> {{ ?s ?p ?o }} }}",
]


def test_no_query_leaves_the_machine(loopback: Site) -> None:
    assert len(OUTWARD) >= 30
    with listener() as (port, came):
        address = f"http://127.0.0.1:{port}/"
        for query in OUTWARD:
            text = query.format(u=address, p=port)
            reply = loopback.send("POST", "/sparql", text, Content_Type="application/sparql-query")
            assert reply.status in (200, 400, 403), (text, reply.text)
            assert b"root:" not in reply.content
            if reply.status == 200:
                assert reply.content.count(b'"type"') == 0, text
        for name in ("default-graph-uri", "named-graph-uri"):
            reply = loopback.get(f"/sparql?query={quote('SELECT * { ?s ?p ?o }')}&{name}={quote(address, safe='')}")
            assert (reply.status, reply.content.count(b'"type"')) == (200, 0)
        assert loopback.get(f"/graphs?graph={quote(address, safe='')}").status == 404
        time.sleep(0.3)
        assert came == []
