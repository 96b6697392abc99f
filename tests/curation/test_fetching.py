"""One page is fetched from the open network or refused with a sentence, tried against servers on loopback.

The rule that lets loopback in is made here and handed over; nothing that ships has it.
"""

from __future__ import annotations

import contextlib
import hashlib
import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest

from graph.curation import fetching
from graph.curation.fetching import Fetched, fetch
from graph.curation.reaching import Rule, is_public
from graph.errors import CollabError
from tests.conftest import Run
from tests.ports import free_port

PAGE = b"<html><body><main><h1>Joint unit</h1><p>Two forces share it.</p></main></body></html>"
HTML = {"Content-Type": "text/html; charset=utf-8"}
LOOPBACK = Rule(schemes=frozenset({"http", "https"}), ports=None, allowed=lambda address: address == "127.0.0.1")


class Server(BaseHTTPRequestHandler):
    """Answers by path, mostly badly."""

    protocol_version = "HTTP/1.1"
    asked: ClassVar[list[str]] = []

    def log_message(self, format: str, *args: object) -> None:
        pass

    def answer(self, status: int, headers: dict[str, str], body: bytes = b"") -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self) -> None:
        self.asked.append(f"{self.headers['Host']} {self.path}")
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            getattr(self, self.path.split("?")[0].strip("/").replace("-", "_"))()

    def page(self) -> None:
        self.answer(200, HTML, PAGE)

    def plain(self) -> None:
        self.answer(200, {"Content-Type": "text/plain; charset=windows-1252"}, "caf\u00e9\n".encode("cp1252"))

    def moved(self) -> None:
        self.answer(302, {"Location": "/page"})

    def moved_to_file(self) -> None:
        self.answer(302, {"Location": "file:///etc/passwd"})

    def moved_inside(self) -> None:
        self.answer(302, {"Location": f"http://inside.example:{self.server.server_port}/page"})  # type: ignore[attr-defined]

    def moved_to_metadata(self) -> None:
        self.answer(307, {"Location": "http://169.254.169.254/latest/meta-data/"})

    def moved_for_ever(self) -> None:
        self.answer(301, {"Location": "/moved-for-ever"})

    def gone(self) -> None:
        self.answer(404, HTML, b"gone")

    def picture(self) -> None:
        self.answer(200, {"Content-Type": "image/png"}, b"\x89PNG")

    def untyped(self) -> None:
        self.answer(200, {}, PAGE)

    def packed(self) -> None:
        self.answer(200, {**HTML, "Content-Encoding": "gzip"}, b"\x1f\x8b")

    def large(self) -> None:
        self.answer(200, {**HTML, "Content-Length": str(fetching.LARGEST + 1)}, b"")

    def large_unsaid(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/plain")
        self.send_header("Connection", "close")
        self.end_headers()
        for _ in range(fetching.LARGEST // 65_536 + 2):
            self.wfile.write(b"x" * 65_536)

    def slow_body(self) -> None:
        self.send_response(200)
        for name, value in {**HTML, "Content-Length": "1000"}.items():
            self.send_header(name, value)
        self.end_headers()
        for _ in range(100):
            self.wfile.write(b"x")
            self.wfile.flush()
            time.sleep(0.05)

    def slow_head(self) -> None:
        for letter in b"HTTP/1.1 200 OK\r\nX-Slow: " + b"y" * 200:
            self.wfile.write(bytes([letter]))
            self.wfile.flush()
            time.sleep(0.05)

    def silent(self) -> None:
        time.sleep(2)

    def cut_off(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", "5000")
        self.end_headers()
        self.wfile.write(b"half")
        self.close_connection = True

    def no_http(self) -> None:
        self.wfile.write(b"SSH-2.0-OpenSSH\r\n\r\n")
        self.close_connection = True


class Quiet(ThreadingHTTPServer):
    """A server whose clients go away as they like."""

    def handle_error(self, request: object, client_address: object) -> None:
        pass


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    served = Quiet(("127.0.0.1", 0), Server)
    threading.Thread(target=served.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{served.server_port}"
    served.shutdown()
    served.server_close()


def refused(url: str, rule: Rule | None = None) -> CollabError:
    with pytest.raises(CollabError) as fault:
        fetch(url, rule)
    return fault.value


def to(address: str) -> Callable[[str, int], list[str]]:
    return lambda host, port: [address]


# --- what comes ----------------------------------------------------------------------------------------------


def test_a_page_comes_with_its_kind_and_charset(server: str) -> None:
    assert fetch(f"{server}/page#part", LOOPBACK) == Fetched(PAGE, ".html", "utf-8", f"{server}/page#part")
    assert fetch(f"{server}/plain", LOOPBACK).charset == "windows-1252"


def test_the_address_where_it_ended_is_told(server: str) -> None:
    assert fetch(f"{server}/moved", LOOPBACK).url == f"{server}/page"


def test_what_came_is_kept_under_its_day_and_digest(tmp_path: Path) -> None:
    place = Fetched(PAGE, ".html", "", "https://a.example/").save(tmp_path, "unit", date(2026, 11, 22))
    assert place.name == f"unit-2026-11-22-{hashlib.sha256(PAGE).hexdigest()[:12]}.html"
    assert place.read_bytes() == PAGE


def test_the_connection_goes_to_the_address_that_was_looked_at(server: str) -> None:
    """The name resolves once: that it would be another machine the second time gains nothing."""
    answers = iter([["127.0.0.1"], ["169.254.169.254"]])
    rule = Rule(schemes=frozenset({"http"}), ports=None, allowed=LOOPBACK.allowed, resolve=lambda *_: next(answers))
    port = server.rpartition(":")[2]
    assert fetch(f"http://rebinding.example:{port}/page", rule).content == PAGE
    assert Server.asked[-1] == f"rebinding.example:{port} /page"


# --- what is refused -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "key"),
    [
        ("moved-to-file", "fetch-scheme"),
        ("moved-to-metadata", "fetch-denied"),
        ("moved-for-ever", "fetch-redirects"),
        ("gone", "fetch-status"),
        ("picture", "fetch-kind"),
        ("untyped", "fetch-kind"),
        ("packed", "fetch-packed"),
        ("large", "fetch-too-large"),
        ("large-unsaid", "fetch-too-large"),
        ("cut-off", "fetch-unreachable"),
        ("no-http", "fetch-unreachable"),
    ],
)
def test_an_answer_that_is_not_taken(server: str, path: str, key: str) -> None:
    assert refused(f"{server}/{path}", LOOPBACK).key == key


@pytest.mark.parametrize("path", ["slow-body", "slow-head", "silent"])
def test_all_of_it_has_one_limit_of_time(server: str, path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "SECONDS", 0.6)
    began = time.monotonic()
    fault = refused(f"{server}/{path}", LOOPBACK)
    assert (fault.key, fault.exit_code) == ("fetch-too-slow", 4)
    assert time.monotonic() - began < 1.8


def test_a_resolver_that_never_answers_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "SECONDS", 0.3)

    def resolve(host: str, port: int) -> list[str]:
        time.sleep(2)
        return []

    assert refused("https://slow.example/", Rule(resolve=resolve)).key == "fetch-too-slow"


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("http://www.gwent.pcc.police.uk/", "fetch-scheme"),
        ("ftp://example.org/a", "fetch-scheme"),
        ("file:///etc/passwd", "fetch-scheme"),
        ("//example.org/", "fetch-scheme"),
        ("https:///nothing", "fetch-no-host"),
        ("example.org/page", "fetch-scheme"),
        ("https://user:secret@example.org/", "fetch-password"),
        ("http://user:secret@example.org/", "fetch-password"),
        ("https://example.org:8443/", "fetch-port"),
        ("https://example.org:99999/", "fetch-address"),
        ("https://example.org/a b", "fetch-address"),
        ("https://example.org/\\..\\", "fetch-address"),
        ("https://example.org/\r\nHost: inside", "fetch-address"),
        ("https://ex\u0430mple.org/", "fetch-address"),
        ("https://[::1", "fetch-address"),
        ("https://example.org/" + "a" * 3000, "fetch-address"),
    ],
)
def test_an_address_that_is_not_asked(url: str, key: str) -> None:
    fault = refused(url, Rule(resolve=to("127.0.0.1")))
    assert (fault.key, fault.exit_code) == (key, 2)
    assert "secret" not in str(fault)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.9.9.9", "0.0.0.0", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254",
        "100.64.0.1", "192.0.2.1", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "::", "::1", "fe80::1",
        "fe80::1%eth0", "fc00::1", "fd12:3456::1", "ff02::1", "2001:db8::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
        "64:ff9b::7f00:1", "2002:7f00:1::", "2001:0:4136:e378:8000:63bf:f5ff:fffe", "not an address",
    ],
)  # fmt: skip
def test_a_machine_inside_is_not_asked(address: str) -> None:
    fault = refused("https://looks-open.example/", Rule(resolve=to(address)))
    assert fault.key == "fetch-denied"


@pytest.mark.parametrize(
    "address", ["1.1.1.1", "151.101.0.81", "2606:4700::1111", "::ffff:1.1.1.1", "64:ff9b::101:101"]
)
def test_the_open_network_is(address: str) -> None:
    assert is_public(address)


def test_one_address_inside_among_open_ones_is_enough_to_refuse() -> None:
    rule = Rule(resolve=lambda host, port: ["1.1.1.1", "10.0.0.1"])
    fault = refused("https://both.example/", rule)
    assert fault.key == "fetch-denied"
    assert "10.0.0.1" in str(fault)


@pytest.mark.parametrize("url", ["https://127.1/", "https://2130706433/", "https://0x7f.0.0.1/", "https://localhost/"])
def test_other_ways_to_write_loopback(url: str) -> None:
    assert refused(url).key in ("fetch-denied", "fetch-no-network")


def test_a_redirect_is_looked_at_again(server: str) -> None:
    names = {"127.0.0.1": "127.0.0.1", "inside.example": "192.168.0.1"}
    rule = Rule(
        schemes=frozenset({"http"}), ports=None, allowed=LOOPBACK.allowed, resolve=lambda host, port: [names[host]]
    )
    before = len(Server.asked)
    assert refused(f"{server}/moved-inside", rule).key == "fetch-denied"
    assert len(Server.asked) == before + 1


def test_without_a_network_a_sentence_says_what_to_do() -> None:
    def resolve(host: str, port: int) -> list[str]:
        raise socket.gaierror(-3, "Temporary failure in name resolution")

    fault = refused("https://www.gwent.pcc.police.uk/", Rule(resolve=resolve))
    assert fault.key == "fetch-no-network"
    assert "give the file with --url" in str(fault)


def test_nothing_listens_there() -> None:
    port = free_port()
    assert refused(f"http://127.0.0.1:{port}/page", LOOPBACK).key == "fetch-unreachable"


# --- TLS -----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def certified(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    if shutil.which("openssl") is None:
        pytest.skip("openssl makes the certificate of the test; it is not here")
    folder = tmp_path_factory.mktemp("tls")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
         "-subj", "/CN=unit.example", "-addext", "subjectAltName=DNS:unit.example",
         "-keyout", str(folder / "key.pem"), "-out", str(folder / "cert.pem")],
        check=True, capture_output=True,
    )  # fmt: skip
    served = Quiet(("127.0.0.1", 0), Server)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    served.socket = context.wrap_socket(served.socket, server_side=True, do_handshake_on_connect=False)
    threading.Thread(target=served.serve_forever, daemon=True).start()
    yield str(served.server_port), folder / "cert.pem"
    served.shutdown()
    served.server_close()


def secured(certificate: Path | None) -> Rule:
    context = ssl.create_default_context(cafile=str(certificate)) if certificate else None
    return Rule(ports=None, allowed=LOOPBACK.allowed, resolve=to("127.0.0.1"), context=context)


def test_tls_checks_the_name_that_was_asked_for_not_the_address(certified: tuple[str, Path]) -> None:
    port, certificate = certified
    assert fetch(f"https://unit.example:{port}/page", secured(certificate)).content == PAGE
    assert refused(f"https://other.example:{port}/page", secured(certificate)).key == "fetch-unreachable"


def test_a_certificate_that_nobody_vouches_for_is_refused(certified: tuple[str, Path]) -> None:
    fault = refused(f"https://unit.example:{certified[0]}/page", secured(None))
    assert fault.key == "fetch-unreachable"
    assert "certificate" in str(fault).lower()


# --- the command ---------------------------------------------------------------------------------------------

Collab = Callable[..., Run]


@pytest.fixture
def bench(collab: Collab, tables: Path, tmp_path: Path) -> Collab:
    def run(*words: str) -> Run:
        return collab(*words, "--data", str(tables), "--documents", str(tmp_path / "documents"))

    return run


def test_an_address_alone_is_fetched_frozen_and_registered(
    bench: Collab, tables: Path, tmp_path: Path, server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graph.commands.source.fetch", partial(fetch, rule=LOOPBACK))
    run = bench("source", "add", "--url", f"{server}/moved", "--id", "unit", "--title", "Unit", "--kind", "web-page")
    assert run.code == 0, run.err
    assert f"Fetched {server}/page" in run.err
    row = (tables / "sources.csv").read_text(encoding="utf-8").splitlines()[-1]
    assert f"{server}/page" in row
    assert date.today().isoformat() in row
    documents = tmp_path / "documents"
    assert (documents / "unit.md").read_text(encoding="utf-8") == "# Joint unit\n\nTwo forces share it.\n"
    (original,) = (documents / "fetched").iterdir()
    assert original.read_bytes() == PAGE


def test_neither_file_nor_address(bench: Collab) -> None:
    run = bench("source", "add", "--id", "unit", "--title", "Unit", "--kind", "web-page")
    assert (run.code, "Give FILE, or --url alone" in run.err) == (2, True)


def test_a_fetch_that_fails_leaves_nothing(bench: Collab, tables: Path, tmp_path: Path) -> None:
    before = (tables / "sources.csv").read_bytes()
    run = bench("source", "add", "--url", "http://127.0.0.1/", "--id", "unit", "--title", "Unit", "--kind", "web-page")
    assert run.code == 2
    assert (tables / "sources.csv").read_bytes() == before
    assert not (tmp_path / "documents" / "fetched").exists()


@pytest.mark.parametrize(
    ("name", "value"), [("id", "../../outside"), ("id", "a b"), ("kind", "rumour"), ("document-date", "yesterday")]
)
def test_a_row_that_would_not_hold_is_refused_before_anything_is_asked(
    bench: Collab, tmp_path: Path, server: str, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setattr("graph.commands.source.fetch", partial(fetch, rule=LOOPBACK))
    asked = len(Server.asked)
    options = {"url": f"{server}/page", "id": "unit", "title": "Unit", "kind": "web-page", name: value}
    run = bench("source", "add", *(word for key, text in options.items() for word in (f"--{key}", text)))
    assert run.code == 3
    assert len(Server.asked) == asked
    assert not (tmp_path / "documents" / "fetched").exists()
