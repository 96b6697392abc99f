"""A stranger's SPARQL: looked over, run in a killable process, its results rendered as answers."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from graph.answer import Answer, Cell
from graph.errors import CollabError, TimeLimit, TooLarge, Usage
from graph.oxigraph import Literal, NamedNode
from graph.questions.asking import Asked
from graph.questions.cells import Cells
from graph.questions.names import Names
from graph.questions.walls import MOST_MEMORY
from graph.questions.worker import Job
from graph.sparqltext import refuse_too_long

_KINDS = {kind.__name__: kind for kind in (CollabError, Usage, TooLarge)}


def select(query: str, store: Path, of: Asked, timeout: float | None = None) -> Answer:
    """Returns the rows of a SELECT or ASK; Usage if it is a CONSTRUCT or DESCRIBE; errors as `run`."""
    return answer_of(*run(query, store, timeout), of)


def answer_of(kind: str, content: bytes, of: Asked) -> Answer:
    """Returns what a worker answered as an Answer; Usage if it is a graph."""
    if kind != "R":
        raise Usage("query-gives-graph")
    results = json.loads(content)
    cells = Cells(Names(of.store), of.language)
    if "boolean" in results:
        columns: tuple[str, ...] = ("answer",)
        rows: tuple[tuple[Cell, ...], ...] = ((bool(results["boolean"]),),)
    else:
        columns = tuple(results["head"]["vars"])
        rows = tuple(
            tuple(cells.cell(_term(binding[name])) if name in binding else None for name in columns)
            for binding in results["results"]["bindings"]
        )
    return Answer("", columns, rows, of.lens.as_of.isoformat(), of.lens.sentence(), of.version)


def run(query: str, store: Path, timeout: float | None = None, rdf: str = "ttl") -> tuple[str, bytes]:
    """Runs `query` on the store at `store`: returns ("R", SPARQL JSON results) or ("G", RDF in format `rdf`).

    Usage, with line and column, for what cannot be read or would call out; TimeLimit after `timeout`
    seconds; CollabError if the query exhausts its process.
    """
    refuse_too_long(query)
    job = Job(str(store), query, rdf=rdf)
    with subprocess.Popen(
        worker_command(MOST_MEMORY),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=worker_environment(),
    ) as process:
        try:
            written, _ = process.communicate(frame_of(job), timeout=timeout)
        except subprocess.TimeoutExpired:
            process.kill()
            raise TimeLimit("query-stopped", seconds=f"{timeout:g}") from None
        except BaseException:
            process.kill()
            raise
    if len(written) < 17:  # the lengths of two messages, and what the second one holds
        raise died(process.returncode)
    return unwrap(written[16:])


def worker_command(memory: int) -> list[str]:
    """Returns the words that start a worker with at most `memory` bytes.

    `-P` keeps the current folder off its path, so that no module lying there is run.
    """
    return [sys.executable, "-P", "-m", "graph.questions.worker", str(os.getpid()), str(memory)]


def worker_environment() -> dict[str, str]:
    """Returns the environment that a worker is started in.

    One heap for all of its threads: the limit of memory is one of addresses, and glibc would set 64 MiB of them
    aside for each thread.
    """
    return {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), "MALLOC_ARENA_MAX": "1"}


def frame_of(job: Job) -> bytes:
    """Returns a job as a worker reads it."""
    content = json.dumps(vars(job)).encode()
    return len(content).to_bytes(8, "big") + content


def unwrap(message: bytes) -> tuple[str, bytes]:
    """Returns letter and content of a worker's answer, errors raised as what they are."""
    kind, content = message[:1].decode(), message[1:]
    if kind == "E":
        said = json.loads(content)
        raise _KINDS[said["kind"]](said["key"], **said["values"])
    return kind, content


def died(code: int | None) -> CollabError:
    """Returns what is said when a query ended its worker."""
    return CollabError("query-died", reason=_death(code or 0))


def _death(code: int) -> str:
    import signal

    try:
        return signal.Signals(-code).name if code < 0 else str(code)
    except ValueError:
        return str(code)


def _term(value: dict[str, str]) -> Any:
    if value["type"] == "uri":
        return NamedNode(value["value"])
    if value["type"] == "bnode":
        return value["value"]
    if "xml:lang" in value:
        return Literal(value["value"], language=value["xml:lang"])
    if "datatype" in value:
        return Literal(value["value"], datatype=NamedNode(value["datatype"]))
    return Literal(value["value"])
