"""The set-up of docs/how-to/other-engines.md: its commands, as they stand there, and a switch under questions."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from graph.engines.connection import Connection
from graph.engines.endpoint import Endpoint
from graph.landscape import Landscape
from tests.conftest import DAY, ROOT, WORLD
from tests.engines.servers import Server
from tests.ports import free_port

PAGE = (ROOT / "docs" / "how-to" / "other-engines.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```sh\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)


def on_free_ports(text: str) -> tuple[str, dict[str, int]]:
    ports = {port: free_port() for port in sorted(set(re.findall(r"127\.0\.0\.1:(\d+)", text)))}
    return re.sub(r"127\.0\.0\.1:(\d+)", lambda match: f"127.0.0.1:{ports[match[1]]}", text), ports


def test_the_page_has_its_commands() -> None:
    assert len(BLOCKS) == 5


@pytest.mark.slow
def test_the_commands_make_two_readers(tmp_path: Path, world: Landscape) -> None:
    block = next(block for block in BLOCKS if "serve-read-only" in block)
    script, ports = on_free_ports(block.replace("sleep 2", "sleep 4"))
    script = 'set -e\ncollab() { command collab "$@" $OURS; }\n' + script + "\nread line\n"
    words = f"--data {WORLD} --as-of {DAY}"
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    with subprocess.Popen(
        ["bash", "-c", script],
        cwd=tmp_path,
        env={**os.environ, "PATH": path, "OURS": words},
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        try:
            assert process.stderr is not None
            said, until = "", time.monotonic() + 90
            while said.count("holds snapshot") < 2 and time.monotonic() < until and (line := process.stderr.readline()):
                said += line
            assert said.count(f"holds snapshot {world.snapshot.version} whole") == 2, said
            for port in ("7911", "7912"):
                endpoint = Endpoint(Connection(f"http://127.0.0.1:{ports[port]}/query"))
                assert endpoint.published.version == world.snapshot.version
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)


@pytest.mark.slow
def test_commands_of_asking_are_commands(oxigraph_server: Server, tmp_path: Path) -> None:
    """Each line of asking is taken by the command line; the landscape is the miniature one, so names may be unknown."""
    asking = next(block for block in BLOCKS if "--endpoint" in block).strip().splitlines()
    assert len(asking) == 6
    for line in asking[:-1]:
        filled = re.sub(r"http://\S+", oxigraph_server.query, line).replace("npas", "jdu").replace("jfu", "jdu")
        filled = filled.replace("gwent-police", "westshire-police").replace("firearms", "dog")
        run = subprocess.run(
            ["bash", "-c", filled + f" --as-of {DAY}"],
            cwd=tmp_path,
            env={**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"},
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert run.returncode == 0, (line, run.stderr)
