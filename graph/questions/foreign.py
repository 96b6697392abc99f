"""A stranger's SPARQL: looked over, run in a killable process, its results rendered as answers."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

from graph.answer import Answer, Cell
from graph.errors import CollabError, TimeLimit, Usage
from graph.oxigraph import Literal, NamedNode
from graph.questions.asking import Asked
from graph.questions.cells import Cells
from graph.questions.names import Names
from graph.sparqltext import Token, refuse_dangerous, tokens
from graph.terms import PREFIXES

_PLACE = re.compile(r"(?:error )?at (\d+):(\d+)(?:-\d+(?::\d+)?)?:? ?(.*)", re.DOTALL)
_UPDATES = {"insert", "delete", "clear", "drop", "create", "add", "move", "copy"}


def select(query: str, store: Path, of: Asked, timeout: float | None = None) -> Answer:
    """Returns the rows of a SELECT or ASK; Usage if it is a CONSTRUCT or DESCRIBE; errors as `run`."""
    kind, content = run(query, store, timeout)
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
    refuse_dangerous(query)
    head = _missing_prefixes(query)
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    command = [sys.executable, "-P", "-m", "graph.questions.worker", str(store), rdf, str(os.getpid())]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment
    ) as process:
        try:
            answer, _ = process.communicate((head + query).encode(), timeout=timeout)
        except subprocess.TimeoutExpired:
            process.kill()
            raise TimeLimit("query-stopped", seconds=f"{timeout:g}") from None
        except BaseException:
            process.kill()
            raise
    if not answer:
        raise CollabError("query-died", reason=_death(process.returncode))
    kind, content = answer[:1].decode(), answer[1:]
    if kind == "E":
        raise _problem(json.loads(content), query, len(head))
    return kind, content


def _missing_prefixes(query: str) -> str:
    """Returns PREFIX declarations, on one line, for our prefixes that `query` uses but does not declare.

    Usage, with line and column, for a prefix that nobody declares.
    """
    used: dict[str, Token] = {}
    declared: set[str] = set()
    previous = ""
    for token in tokens(query):
        prefix = token.text.partition(":")[0] if token.kind == "word" and ":" in token.text else ""
        if prefix and previous == "prefix":
            declared.add(prefix)
        elif prefix and prefix != "_":
            used.setdefault(prefix, token)
        previous = token.text.lower()
    for prefix, token in used.items():
        if prefix not in declared and prefix not in PREFIXES:
            known = ", ".join(sorted(PREFIXES))
            raise Usage("query-prefix", line=token.line, column=token.column, prefix=prefix, known=known)
    wanted = sorted((set(used) - declared) & set(PREFIXES))
    return "".join(f"PREFIX {prefix}: <{PREFIXES[prefix]}> " for prefix in wanted)


def _problem(error: dict[str, Any], query: str, shift: int) -> CollabError:
    message = str(error["message"])
    if error["kind"] != "syntax":
        return CollabError("query-failed", reason=message)
    first = next((token.text.lower() for token in tokens(query) if token.kind == "word" and ":" not in token.text), "")
    if first in _UPDATES:
        return Usage("query-update")
    match = _PLACE.match(message)
    if match is None:
        return Usage("query-syntax-nowhere", reason=message.rstrip("."))
    line, column, reason = int(match[1]), int(match[2]), match[3].strip().rstrip(".")
    if line == 1:
        column = max(column - shift, 1)
    return Usage("query-syntax", line=line, column=column, reason=reason or message)


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
