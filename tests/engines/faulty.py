"""A server on loopback that does what servers do to an answer on its way, and stands before a real one."""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs

JSON = "application/sparql-results+json"
TRUE = json.dumps({"head": {}, "boolean": True}).encode()
SECRET = "hunter2"


@contextmanager
def faulty(behind: str = "") -> Iterator[str]:
    """Serves for the block; the path of a request names the fault. `behind` is the real endpoint."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: object) -> None:
            """Says nothing."""

        def do_POST(self) -> None:
            self.body = self.rfile.read(int(self.headers.get("content-length", 0)))
            getattr(self, "answer_" + self.path.partition("?")[0].strip("/").replace("-", "_"))()

        do_GET = do_PUT = do_DELETE = do_POST

        def send(self, content: bytes, kind: str = JSON, status: int = 200, **headers: str) -> None:
            self.send_response(status)
            for name, value in {"content-type": kind, "content-length": str(len(content)), **headers}.items():
                self.send_header(name.replace("_", "-"), value)
            self.end_headers()
            self.wfile.write(content)

        def real(self) -> tuple[bytes, str]:
            kind = self.headers["content-type"]
            headers = {"content-type": kind, "accept": self.headers["accept"]}
            with urllib.request.urlopen(urllib.request.Request(behind, self.body, headers)) as reply:
                return reply.read(), reply.headers["content-type"]

        def answer_passes(self) -> None:
            self.send(*self.real())

        def answer_page(self) -> None:
            self.send(b"<!DOCTYPE html><title>Log in</title>", "text/html; charset=utf-8")

        def answer_other_kind(self) -> None:
            self.send(b"s,p,o\n", "text/csv")

        def answer_redirect(self) -> None:
            self.send(b"", status=302, location="http://127.0.0.1:1/elsewhere")

        def answer_not_found(self) -> None:
            self.send(b"<h1>no</h1>", "text/html", 404)

        def answer_forbidden(self) -> None:
            self.send(b"", status=403)

        def answer_needs_basic(self) -> None:
            self.send(b"", status=401, www_authenticate='Basic realm="x"')

        def answer_bad_request(self) -> None:
            self.send(b"error at 1:6: expected \x1b[31m_\nsecond line", "text/plain", 400)

        def answer_broken(self) -> None:
            self.send(b"<h1>stack trace of the server</h1>", "text/html", 500)

        def answer_busy(self) -> None:
            self.send(b"later", "text/plain", 503)

        def answer_own_time(self) -> None:
            self.send(b"gateway time-out", "text/plain", 504)

        def answer_not_json(self) -> None:
            self.send(b'{"head": {"vars": ["told"]}, "results": {"bindings": [{"told": ')

        def answer_other_json(self) -> None:
            self.send(b'{"error": "quota"}')

        def answer_deep_json(self) -> None:
            self.send(b"[" * 200_000)

        def answer_nothing(self) -> None:
            self.send(b"")

        def answer_oxigraphs_time(self) -> None:
            self.send(b'{"head":{"vars":["told"]},"results":{"bindings":[The SPARQL operation has been cancelled')

        def answer_capped_header(self) -> None:
            content, kind = self.real()
            self.send(content, kind, x_sparql_maxrows="1000")

        def answer_anytime(self) -> None:
            content, kind = self.real()
            self.send(content, kind, x_sql_state="S1TAT", x_sql_message="RC: anytime query of 10 ms has timed out")

        def answer_hangs_up(self) -> None:
            self.send_response(200)
            self.send_header("content-type", JSON)
            self.send_header("content-length", "5000")
            self.end_headers()
            self.wfile.write(b'{"head"')
            self.close_connection = True

        def answer_keeps_nothing(self) -> None:
            """Takes whatever it is given, and has nothing."""
            self.send(b"", "application/n-triples")

        def stored(self) -> tuple[int, list[bytes]]:
            """Hands a request of the Graph Store Protocol on; gives its status, and the lines of a graph."""
            headers = {name: self.headers[name] for name in ("content-type", "accept") if self.headers[name]}
            address = f"{behind}?{self.path.partition('?')[2]}"
            asked = urllib.request.Request(address, self.body or None, headers, method=self.command)
            try:
                with urllib.request.urlopen(asked) as reply:
                    return reply.status, reply.read().splitlines(keepends=True)
            except urllib.error.HTTPError as problem:
                return problem.code, []

        def answer_cuts_graphs(self) -> None:
            """Gives the first five triples of each graph."""
            status, lines = self.stored()
            self.send(b"".join(lines[:5]), "application/n-triples", status)

        def answer_changes_graphs(self) -> None:
            """Has other words than it was given."""
            status, lines = self.stored()
            self.send(b"".join(lines).replace(b"Joint", b"joint"), "application/n-triples", status)

        def answer_dies(self) -> None:
            """Says by hanging up that its answer is at its end, as HTTP 1.0 does, with half of it said."""
            content, kind = self.real()
            lines = content.splitlines(keepends=True)
            half = b"".join(lines[: len(lines) // 2]) if len(lines) > 1 else content[: len(content) // 2]
            self.wfile.write(b"HTTP/1.0 200 OK\r\ncontent-type: " + kind.encode() + b"\r\n\r\n" + half)
            self.close_connection = True

        def answer_slow(self) -> None:
            self.send_response(200)
            self.send_header("content-type", JSON)
            self.send_header("content-length", "5000")
            self.end_headers()
            for _ in range(50):
                time.sleep(0.1)
                self.wfile.write(b" ")

        def answer_sleeps(self) -> None:
            time.sleep(3)
            self.send(b"")

        def answer_empty(self) -> None:
            self.send(json.dumps({"head": {"vars": ["told"]}, "results": {"bindings": []}}).encode())

        def answer_told_by_others(self) -> None:
            row = {"told": {"type": "literal", "value": '{"manifest": {"id": "x"}}'}}
            self.send(json.dumps({"head": {"vars": ["told"]}, "results": {"bindings": [row]}}).encode())

        def answer_loses_rows(self) -> None:
            """Cuts at five rows, and says nothing of it."""
            content, kind = self.real()
            if kind.startswith(JSON) and "boolean" not in (answer := json.loads(content)):
                answer["results"]["bindings"] = answer["results"]["bindings"][:5]
                content = json.dumps(answer).encode()
            self.send(content, kind)

        def answer_loses_triples(self) -> None:
            """Cuts a graph at a thousand triples, at the end of a line."""
            content, kind = self.real()
            if not kind.startswith(JSON):
                content = b"".join(content.splitlines(keepends=True)[:1000])
            self.send(content, kind)

        def answer_loses_all_time(self) -> None:
            """Gives an empty answer to whatever is not a count or the description."""
            content, kind = self.real()
            query = parse_qs(self.body.decode())["query"][0]
            if kind.startswith(JSON) and "COUNT" not in query and "graph/published" not in query:
                answer = json.loads(content)
                answer["results"]["bindings"] = []
                content = json.dumps(answer).encode()
            self.send(content, kind)

    class Quiet(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: object) -> None:
            """A client that has seen enough hangs up."""

    server = Quiet(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
