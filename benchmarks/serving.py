"""Our server beside the `oxigraph` server over the same store, with nothing else to do and while queries run away.

usage: python benchmarks/serving.py [--seconds 3] [--clients 4]

Prints a table: requests a second and the 95th percentile of a light query that was asked before, of one that is
new each time, and of a page, kept and made anew, idle and while three endless queries run on ours (and one on
theirs); then how the ratios stand to what was set as a goal. Both servers are on this machine; clients keep their
connections.
"""

from __future__ import annotations

import argparse
import http.client
import multiprocessing
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from graph import open_landscape

PREFIXES = (
    "PREFIX pcol: <https://w3id.org/police-collaboration/def#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#> "
)
LIGHT = PREFIXES + "SELECT ?force ?label { ?force a pcol:PoliceForce ; skos:prefLabel ?label }"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
RESULTS = "application/sparql-results+json"


@dataclass(frozen=True)
class Measure:
    """Requests a second over all clients, and 50th and 95th percentile of one, in milliseconds."""

    rate: float
    half: float
    most: float
    failed: int = 0

    def __str__(self) -> str:
        failed = f"  {self.failed} failed" if self.failed else ""
        return f"{self.rate:8,.0f}/s   p50 {self.half:6.2f} ms   p95 {self.most:6.2f} ms{failed}"


def client(told: tuple[int, str, str, bool, float, int]) -> tuple[list[float], int]:
    """Asks again and again over one connection for some seconds; returns the time of each answer, and failures."""
    port, path, accept, fresh, seconds, number = told
    times: list[float] = []
    failed = 0
    until = time.perf_counter() + seconds
    line = socket.create_connection(("127.0.0.1", port))
    line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    left = b""

    def more() -> bytes:
        if not (piece := line.recv(262_144)):
            raise ConnectionError("the server hung up")
        return piece

    while (began := time.perf_counter()) < until:
        marked = f"{path}%20%23{number}x{len(times)}x{began}" if fresh else path
        line.sendall(f"GET {marked} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: {accept}\r\n\r\n".encode())
        while b"\r\n\r\n" not in left:
            left += more()
        head, _, left = left.partition(b"\r\n\r\n")
        place = head.lower().find(b"content-length:")
        if place >= 0:
            length = int(head[place + 15 :].split(b"\r\n", 1)[0])
            while len(left) < length:
                left += more()
            left = left[length:]
        else:  # chunks, which end with an empty one
            while not left.endswith(b"0\r\n\r\n"):
                left += more()
            left = b""
        failed += b" 200 " not in head[:20]
        times.append(time.perf_counter() - began)
    return times, failed


def measure(
    port: int, path: str, clients: int, seconds: float, accept: str = RESULTS, *, fresh: bool = False
) -> Measure:
    """Returns what `clients` at once get from a path; `fresh` makes each request one that was never sent before."""
    with multiprocessing.get_context("spawn").Pool(clients) as pool:
        found = pool.map(client, [(port, path, accept, fresh, seconds, number) for number in range(clients)], 1)
    times = sorted(one for some, _ in found for one in some)
    return Measure(
        len(times) / seconds,
        1000 * times[len(times) // 2],
        1000 * times[int(len(times) * 0.95)],
        sum(failed for _, failed in found),
    )


@contextmanager
def running(words: list[str], port: int) -> Iterator[subprocess.Popen[bytes]]:
    """Runs a server until the block ends."""
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            break
        time.sleep(0.1)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(20)


@contextmanager
def runaways(port: int, path: str, count: int) -> Iterator[None]:
    """Sends endless queries, and does not wait for what comes of them."""
    lines = [http.client.HTTPConnection("127.0.0.1", port) for _ in range(count)]
    for line in lines:
        line.request("GET", f"{path}?query={quote(ENDLESS)}", headers={"Accept": RESULTS})
    time.sleep(2)
    try:
        yield
    finally:
        for line in lines:
            line.close()
        time.sleep(1)


def free() -> int:
    """Returns a port that nobody listens at."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


def main() -> int:
    """Prints the measures; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=3.0)
    parser.add_argument("--clients", type=int, default=4)
    told = parser.parse_args()
    os.environ.setdefault("COLLAB_STATE", tempfile.mkdtemp())
    store = open_landscape().store_path
    ours, theirs = free(), free()
    light, their_light = f"/sparql?query={quote(LIGHT)}", f"/query?query={quote(LIGHT)}"
    page = "/thing/gwent-police"
    oxigraph = str(Path(sys.executable).with_name("oxigraph"))
    serve = [sys.executable, "-m", "graph", "serve", "--port", str(ours)]
    their_serve = [oxigraph, "serve-read-only", "-l", str(store), "-b", f"127.0.0.1:{theirs}", "--timeout-s", "30"]

    def ask(name: str, port: int, path: str, clients: int = told.clients, **more: object) -> Measure:
        measure(port, path, clients, 0.5, **more)  # type: ignore[arg-type]
        found = measure(port, path, clients, told.seconds, **more)  # type: ignore[arg-type]
        print(f"{name:58}{found}", flush=True)  # noqa: T201
        return found

    with running(serve, ours), running(their_serve, theirs) as other:
        idle = ask("ours, idle: light query, asked before", ours, light)
        new = ask("ours, idle: light query, new each time", ours, light, fresh=True)
        one = ask("ours, idle: light query, new, one client", ours, light, 1, fresh=True)
        seen = ask("ours, idle: page of a force, one client", ours, page, 1, accept="text/html")
        made = ask("ours, idle: that page made anew, one client", ours, page + "?n=", 1, accept="text/html", fresh=True)
        beside = ask("oxigraph, idle: light query", theirs, their_light)
        with runaways(ours, "/sparql", 3):
            idle_3 = ask("ours, 3 endless: light query, asked before", ours, light)
            new_3 = ask("ours, 3 endless: light query, new each time", ours, light, fresh=True)
            one_3 = ask("ours, 3 endless: light query, new, one client", ours, light, 1, fresh=True)
            seen_3 = ask("ours, 3 endless: page of a force, one client", ours, page, 1, accept="text/html")
            made_3 = ask("ours, 3 endless: that page made anew", ours, page + "?n=", 1, accept="text/html", fresh=True)
        beside_1 = Measure(float("nan"), float("nan"), float("nan"))
        with runaways(theirs, "/query", 1), suppress(ConnectionError, IndexError):  # it may end with its query
            beside_1 = ask("oxigraph, 1 endless: light query", theirs, their_light)
        died = other.poll() is not None
    print(f"""
ours to oxigraph, requests a second, asked before, idle     {idle.rate / beside.rate:5.2f}
ours to oxigraph, requests a second, new each time, idle    {new.rate / beside.rate:5.2f}
asked before, 3 endless on ours and 1 on theirs             {idle_3.rate / beside_1.rate:5.2f}
new each time, 3 endless on ours and 1 on theirs            {new_3.rate / beside_1.rate:5.2f}
p95 of a new light query, 3 endless to idle (goal 2)        {one_3.most / one.most:5.2f}
p95 of a new light query, 3 endless, ms (goal 50)           {one_3.most:5.1f}
p95 of a page, 3 endless to idle (goal 2)                   {seen_3.most / seen.most:5.2f}
p95 of a page made anew, 3 endless to idle (goal 2)         {made_3.most / made.most:5.2f}
oxigraph after its endless query                            {"gone" if died else "still there"}""")  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())
