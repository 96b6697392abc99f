"""`collab serve` as a process of its own, as its users run it."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.conftest import ROOT
from tests.ports import free_port


@dataclass
class Served:
    """A running server: its address, and its process."""

    base: str
    process: subprocess.Popen[str]


@contextmanager
def served(data: Path, *options: str, ctrl_c: signal.Handlers = signal.SIG_DFL) -> Iterator[Served]:
    """Serves the tables of `data` on a free port for the block, then ends it if it has not ended.

    `ctrl_c` is how the process finds Ctrl-C: a run of the tests in the background hands on that it is ignored.
    """
    port = free_port()
    begin = f"import signal, os, sys; signal.signal(signal.SIGINT, {int(ctrl_c)}); os.execv(sys.argv[1], sys.argv[1:])"
    command = [
        sys.executable,
        "-c",
        begin,
        sys.executable,
        "cli.py",
        "serve",
        "--data",
        str(data),
        "--port",
        str(port),
        *options,
    ]
    process = subprocess.Popen(
        command, cwd=ROOT, stderr=subprocess.PIPE, text=True, env={**os.environ, "COLLAB_LANG": "en"}
    )
    try:
        assert process.stderr is not None
        line = process.stderr.readline()
        found = re.search(r"http://\S+", line)
        assert found, line + (process.stderr.read() if process.poll() is not None else "")
        yield Served(found[0], process)
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()
        if process.stderr is not None:
            process.stderr.close()
