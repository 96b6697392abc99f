"""Two SPARQL servers that we did not write, started on loopback, fed and ended: `oxigraph` and Virtuoso 7."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.ports import free_port, wait_for

_PATIENCE = 90.0
_INI = """[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
[TempDatabase]
DatabaseFile = {folder}/temp.db
TransactionFile = {folder}/temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DirsAllowed = {folder}
NumberOfBuffers = 20000
MaxDirtyBuffers = 15000
ServerThreads = 10
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = {folder}
ServerThreads = 8
[SPARQL]
ResultSetMaxRows = {rows}
"""


@dataclass(frozen=True)
class Server:
    """A running server: where it is asked and where it is fed."""

    name: str
    query: str
    store: str
    process: subprocess.Popen[bytes]


@contextmanager
def oxigraph(*options: str, verb: str = "serve") -> Iterator[Server]:
    """Runs the `oxigraph` server of PyPI for the block."""
    binary = Path(sys.executable).with_name("oxigraph")
    if not binary.exists():
        pytest.skip("the oxigraph server is not installed (extra: test)")
    port = free_port()
    process = subprocess.Popen(
        [str(binary), verb, "--bind", f"127.0.0.1:{port}", *options],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    base = f"http://127.0.0.1:{port}"
    with _ended(Server("oxigraph", f"{base}/query", f"{base}/store", process), port) as server:
        yield server


@contextmanager
def virtuoso(folder: Path, rows: int = 10_000_000) -> Iterator[Server]:
    """Runs Virtuoso 7 for the block, with its files in `folder`, giving out at most `rows` rows."""
    binary = shutil.which("virtuoso-t")
    if binary is None:
        pytest.skip("Virtuoso 7 is not on hand: apt-get install virtuoso-opensource-7-bin")
    http = free_port()
    ini = folder / "virtuoso.ini"
    ini.write_text(_INI.format(folder=folder, http=http, sql=free_port(), rows=rows), encoding="utf-8")
    process = subprocess.Popen(
        [binary, "+foreground", "+configfile", str(ini)],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    base = f"http://127.0.0.1:{http}"
    with _ended(Server("virtuoso", f"{base}/sparql", f"{base}/sparql-graph-crud-auth", process), http) as server:
        yield server


@contextmanager
def _ended(server: Server, port: int) -> Iterator[Server]:
    try:
        wait_for(port, server.name, _PATIENCE, lambda: server.process.poll() is None)
        yield server
    finally:
        server.process.kill()
        server.process.wait()
