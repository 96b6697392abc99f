"""Runs a stranger's SPARQL queries, one after another, in a process of its own that can be killed.

    python -m graph.questions.worker PARENT MEMORY      jobs on standard input, answers on standard output

A job is a JSON object (the fields of `Job`), an answer one letter and bytes: R and SPARQL results, G and
RDF, N if the form of the answer was not asked for, E and a JSON object with `kind`, `key` and `values`.
Before each stands its length in eight bytes; an empty answer before the first job says that the process
is ready, so that its start is on nobody's time. The engine knows no time limit and no memory limit, so the
process has them; nor is a text looked over outside it, since that too takes a hostile one's time.
"""

from __future__ import annotations

import json
import re
import sys
from dataclasses import dataclass
from functools import lru_cache
from typing import IO, Any

from graph.errors import CollabError, Usage
from graph.oxigraph import DefaultGraph, NamedNode, QueryResultsFormat, QueryTriples, RdfFormat, Store, serialize
from graph.questions.measured import Measured, check_rows, check_xml
from graph.questions.walls import raise_walls
from graph.sparqltext import Token, missing_prefixes, refuse_dangerous, tokens
from graph.terms import PREFIXES

_PLACE = re.compile(r"(?:error )?at (\d+):(\d+)(?:-\d+(?::\d+)?)?:? ?(.*)", re.DOTALL)
_UPDATES = {"insert", "delete", "clear", "drop", "create", "add", "move", "copy", "with"}
_OPEN_STORES = 4
_TELLING = re.compile(r"Prefix not found|IRI parsing failed")
_BEGINNINGS = {"select", "ask", "construct", "describe", "prefix", "base"}


@dataclass(frozen=True)
class Job:
    """A query for the store in folder `store`, the forms that its answer may have, and how large it may be.

    `results` and `rdf` are the forms wanted of rows and of graphs, by file ending, "" if none will do.
    `default` and `named` are the addresses of the dataset's graphs ("" the default graph); None leaves the
    dataset as the query says.
    """

    store: str
    query: str
    results: str = "json"
    rdf: str = "ttl"
    default: tuple[str, ...] | None = None
    named: tuple[str, ...] | None = None
    base: str | None = None
    most_rows: int = sys.maxsize
    most_bytes: int = sys.maxsize

    def run(self) -> tuple[str, bytes]:
        """Returns the letter and the bytes of the answer; CollabError, SyntaxError or what the engine raises."""
        refuse_dangerous(self.query)
        answer = self._asked()
        measured = Measured(self.most_bytes)
        if isinstance(answer, QueryTriples):
            form = RdfFormat.from_extension(self.rdf)
            if form is None:
                return "N", b""
            serialize(answer, measured, form, prefixes=PREFIXES)
            kind = "G"
        else:
            results = QueryResultsFormat.from_extension({"xml": "srx", "json": "srj"}.get(self.results, self.results))
            if results is None:
                return "N", b""
            answer.serialize(measured, results)
            kind = "R"
        content = measured.getvalue()
        if kind == "R":
            check_rows(content, self.results, self.most_rows)
        if (self.results if kind == "R" else self.rdf) in ("xml", "rdf"):
            check_xml(content)
        return kind, content

    def _asked(self) -> Any:
        """Puts the query as it is, which most can be; one that cannot be read, with our prefixes before it."""
        head = ""
        try:
            try:
                return self._put(head)
            except SyntaxError:
                head = missing_prefixes(self.query)
                if not head:
                    raise
                return self._put(head)
        except SyntaxError as problem:
            raise _syntax(str(problem), self.query, len(head)) from None

    def _put(self, head: str) -> Any:
        return _opened(self.store).query(
            head + self.query,
            base_iri=self.base,
            default_graph=None if self.default is None else [_graph(one) for one in self.default],
            named_graphs=None if self.named is None else [NamedNode(one) for one in self.named],
        )


def main() -> int:
    """Does the jobs on standard input until it ends; 0 unless the process itself is broken."""
    raise_walls(int(sys.argv[1]), int(sys.argv[2]))
    write_frame(sys.stdout.buffer, b"")
    while (frame := read_frame(sys.stdin.buffer)) is not None:
        kind, content = _do(Job(**json.loads(frame)))
        write_frame(sys.stdout.buffer, kind.encode() + content)
    return 0


def read_frame(stream: IO[bytes]) -> bytes | None:
    """Returns the next message of a stream, None at its end."""
    head = stream.read(8)
    return stream.read(int.from_bytes(head, "big")) if len(head) == 8 else None


def write_frame(stream: IO[bytes], content: bytes) -> None:
    """Writes a message, all at once: its reader is woken by each piece."""
    stream.write(len(content).to_bytes(8, "big") + content)
    stream.flush()


def _do(job: Job) -> tuple[str, bytes]:
    try:
        return job.run()
    except CollabError as problem:
        return "E", _told(problem)
    except (SyntaxError, OSError, RuntimeError, ValueError, MemoryError) as problem:
        return "E", _told(CollabError("query-failed", reason=str(problem).rstrip(".")))


def _told(problem: CollabError) -> bytes:
    return json.dumps({"kind": type(problem).__name__, "key": problem.key, "values": problem.values}).encode()


@lru_cache(maxsize=_OPEN_STORES)
def _opened(place: str) -> Store:
    return Store.read_only(place)


def _graph(address: str) -> NamedNode | DefaultGraph:
    return NamedNode(address) if address else DefaultGraph()


def _syntax(message: str, query: str, shift: int) -> Usage:
    """Returns what is said of a query that the engine cannot read; `shift` characters of ours stand before it."""
    pieces = [token for token in tokens(query) if token.kind != "comment"]
    first = pieces[0].text.lower() if pieces else ""
    if first in _UPDATES:
        return Usage("query-update")
    match = _PLACE.match(message)
    if match is None:
        return Usage("query-syntax-nowhere", reason=message.rstrip("."))
    line, column, reason = int(match[1]), int(match[2]), match[3].strip().rstrip(".")
    if line == 1:
        column = max(column - shift, 1)
    if not reason.startswith("expected") or _TELLING.search(reason):
        return Usage("query-syntax", line=line, column=column, reason=reason or message)
    # The engine lists all that it would have taken at the furthest place that it came to, which helps nobody.
    culprit = next((one for one in pieces[:1] if first not in _BEGINNINGS), None) or _at(pieces, line, column)
    if culprit is None:
        return Usage("query-unfinished", line=line, column=column)
    return Usage("query-unexpected", line=culprit.line, column=culprit.column, found=culprit.text[:40])


def _at(pieces: list[Token], line: int, column: int) -> Token | None:
    """Returns the token at a place, or before it; None at the end of a query in which a bracket is still open."""
    before = [token for token in pieces if (token.line, token.column) <= (line, column)]
    if len(before) == len(pieces) and before and column >= before[-1].column + len(before[-1].text):
        depth = sum((one.text in "{([") - (one.text in "})]") for one in pieces if one.kind == "bracket")
        return before[-1] if depth <= 0 else None
    return before[-1] if before else None


if __name__ == "__main__":
    sys.exit(main())
