"""The server as a process: what it says, what it writes down, how it ends, what it takes up."""

from __future__ import annotations

import asyncio
import http.client
import json
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import pytest
import uvicorn
from uvicorn.server import ServerState

from graph.errors import Usage
from graph.web.connection import Connection
from graph.web.settings import settings
from tests.conftest import ROOT, WORLD, Run
from tests.loops import finish
from tests.web.served import served


def get(address: str, **headers: str) -> tuple[int, str]:
    with urlopen(Request(address, headers=headers), timeout=30) as answer:
        return answer.status, answer.read().decode()


@pytest.mark.parametrize(("sent", "code"), [(signal.SIGTERM, 0), (signal.SIGINT, 130)])
def test_it_ends_when_it_is_told_to(sent: signal.Signals, code: int) -> None:
    with served(WORLD) as site:
        assert get(site.base + "/health")[0] == 200
        began = time.monotonic()
        site.process.send_signal(sent)
        assert site.process.wait(10) == code
        assert time.monotonic() - began < 8
        assert site.process.stderr is not None
        assert "Traceback" not in site.process.stderr.read()


def test_a_port_that_is_taken_is_said_in_a_sentence(collab: Callable[..., Run]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        run = collab("serve", "--port", str(port), "--data", str(WORLD))
    assert (run.code, run.out) == (1, "")
    assert f"cannot listen at 127.0.0.1, port {port}: " in run.err
    assert "--port" in run.err
    assert "Errno" not in run.err


def test_no_body_waits_for_the_client_to_hear_of_its_head() -> None:
    """Nagle's algorithm is off on a connection, though asyncio leaves it on where it has not made the socket."""

    async def nodelay() -> tuple[int, int]:
        config = uvicorn.Config(print, http=Connection, loop="asyncio", log_config=None)
        config.load()
        state = ServerState()
        with socket.create_server(("127.0.0.1", 0)) as listening, socket.create_connection(listening.getsockname()):
            accepted, _ = listening.accept()
            accepted.setblocking(False)
            before = accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
            transport, _ = await asyncio.get_running_loop().connect_accepted_socket(
                lambda: Connection(config=config, server_state=state, app_state={}), accepted
            )
            after = transport.get_extra_info("socket").getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
            transport.abort()
            return before, after

    before, after = finish(nodelay())
    assert (before, bool(after)) == (0, True)


def test_a_job_in_the_background_goes_on_ignoring_ctrl_c() -> None:
    with served(WORLD, ctrl_c=signal.SIG_IGN) as site:
        site.process.send_signal(signal.SIGINT)
        time.sleep(1)
        assert get(site.base + "/health")[0] == 200
        site.process.send_signal(signal.SIGTERM)
        assert site.process.wait(10) == 0


def test_the_log_holds_nothing_of_who_asked_or_what_was_typed() -> None:
    with served(WORLD, "--log") as site:
        get(site.base + "/search?q=somebody%27s+secret", **{"User-Agent": "my-own-browser"})
        site.process.send_signal(signal.SIGTERM)
        site.process.wait(10)
        assert site.process.stderr is not None
        log = site.process.stderr.read()
    assert re.search(r"GET /search 200 \d+\n", log)
    for word in ("secret", "q=", "127.0.0.1", "browser"):
        assert word not in log


def test_a_new_snapshot_is_taken_up_and_no_request_fails(tmp_path: Path) -> None:
    tables = Path(shutil.copytree(WORLD, tmp_path / "tables"))
    with served(tables) as site:
        seen: list[tuple[int, str]] = []
        ended = threading.Event()

        def ask() -> None:
            while not ended.is_set():
                status, text = get(site.base + "/question/forces.json")
                seen.append((status, json.loads(text)["data_version"]))

        threads = [threading.Thread(target=ask) for _ in range(3)]
        for thread in threads:
            thread.start()
        first = get(site.base + "/health")[1]
        with (tables / "entities.csv").open("a", encoding="utf-8") as file:
            file.write("farshire-police,PoliceForce,,Farshire Police,,,,,\n")
        build = [sys.executable, "cli.py", "build", "--data", str(tables), "-q"]
        subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
        until = time.monotonic() + 20
        while get(site.base + "/health")[1] == first and time.monotonic() < until:
            time.sleep(0.1)
        assert "Farshire Police" in get(site.base + "/things?kind=PoliceForce")[1]
        ended.set()
        for thread in threads:
            thread.join()
    assert {status for status, _ in seen} == {200}
    assert len({version for _, version in seen}) == 2


def test_a_body_that_is_too_large_is_refused() -> None:
    with served(WORLD) as site:
        connection = http.client.HTTPConnection(urlsplit(site.base).netloc, timeout=20)
        connection.putrequest("POST", "/workbench")
        connection.putheader("Transfer-Encoding", "chunked")
        connection.endheaders()
        try:
            for _ in range(40):
                connection.send(b"10000\r\n" + b"a" * 0x10000 + b"\r\n")
        except (BrokenPipeError, ConnectionResetError):
            pass
        answer = connection.getresponse()
        assert answer.status == 413
        assert get(site.base + "/health")[0] == 200


def test_it_does_not_let_other_machines_in_without_a_name(collab: object) -> None:
    run = collab("serve", "--bind", "0.0.0.0", "--data", str(WORLD))  # type: ignore[operator]
    assert run.code == 2
    assert "say by which name they know this one, with --host NAME or --base URL" in run.err


@pytest.mark.parametrize("base", ["graph.example.org", "ftp://graph.example.org", "https://graph.example.org/?x=1"])
def test_a_base_that_is_no_web_address_is_refused(base: str) -> None:
    with pytest.raises(Usage):
        settings(base=base)


def test_what_follows_from_a_base() -> None:
    told = settings("0.0.0.0", 80, "https://Graph.example.org/collab/", ("inner",))
    assert told.base == "https://Graph.example.org/collab"
    assert told.root == "/collab"
    assert told.hosts == {"graph.example.org", "inner", "127.0.0.1", "localhost", "::1"}
    assert "https://Graph.example.org" in told.origins
