"""Asks a SPARQL endpoint that holds a published landscape, and takes no answer that may have been cut.

JSON is read to its end, and rows are counted by the endpoint itself, unless a larger answer from there was found to
be whole before. A graph is asked for as rows too, and made here of them (`graph.engines.graphs`).
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlencode

from graph.engines.completeness import COUNT, counting, form_of, names_dataset
from graph.engines.connection import Connection, Reply, first_line
from graph.engines.differences import EXPLORER, Engine, engine_of
from graph.engines.graphs import Described, constructed, described, solutions_of, terms_in
from graph.engines.published import APART, GRAPH, READ, Published, told, values
from graph.engines.replies import ROWS, TRIPLES, check, not_whole, results_of, rows_of, triples_of
from graph.errors import BrokenOff, CollabError, DataInvalid, NotThere, TooLarge, Usage
from graph.oxigraph import BlankNode, Literal, NamedNode, Triple
from graph.sparqltext import bind

Dataset = tuple[tuple[str, ...], tuple[str, ...]]
_AT_ONCE = 300


class Asking:
    """What one endpoint holds, and how it is asked. May be used by many threads."""

    def __init__(self, connection: Connection) -> None:
        """Asks at once what the endpoint holds; errors as `now`, CollabError if its graphs cannot be told apart."""
        self.connection = connection
        self.engine = Engine()
        self._server = ""
        self._whole = 0
        self.published = self.now()
        self.engine = engine_of(self.published.engine, self._server)
        if self.results(bind(APART, values()))["boolean"]:
            raise CollabError("endpoint-union", address=connection.address)

    def now(self) -> Published:
        """Returns what the endpoint holds at this moment; NotThere if it holds no landscape of ours."""
        reply = self._sent(bind(READ, values()), [("named-graph-uri", GRAPH)])
        self._server = reply.server
        texts = [row["told"]["value"] for row in rows_of(reply)]
        if EXPLORER in reply.headers:
            texts = self._described()
        try:
            if len(texts) == 1:
                return told(texts[0])
        except (ValueError, KeyError, TypeError):
            raise DataInvalid("endpoint-not-told", address=self.connection.address, graph=GRAPH) from None
        raise NotThere("endpoint-empty", address=self.connection.address)

    def _described(self) -> list[str]:
        """What an explorer tells in its service description, since it holds no more graphs than its landscape has."""
        reply = check(self.connection.send("GET", accept=TRIPLES), self.engine, TRIPLES)
        wanted = values()
        return [
            triple.object.value
            for triple in triples_of(reply)
            if (triple.subject, triple.predicate) == (wanted["graph"], wanted["value"])
            and isinstance(triple.object, Literal)
        ]

    @contextmanager
    def unchanged(self) -> Iterator[None]:
        """CollabError at its end if the endpoint holds another landscape by then than when it was first asked.

        What was asked within is then of no use, or of two landscapes. Each thread asks over one connection, so that
        what stands before several stores leads it from the old to the new once, and not back.
        """
        try:
            yield
        except CollabError:
            self._same(at_fault=True)
            raise
        self._same()

    def _same(self, *, at_fault: bool = False) -> None:
        try:
            now = self.now()
        except CollabError:
            if at_fault:
                return  # what went wrong before is what is said
            raise
        if now != self.published:
            raise CollabError("endpoint-changed", address=self.connection.address) from None

    def results(self, query: str, seconds: float | None = None, dataset: Dataset | None = None) -> dict[str, Any]:
        """Returns whole results of a SELECT or ASK as the object of SPARQL JSON, their terms mended.

        `dataset` names its default graphs, "" the published one, and its named graphs; None leaves it as it is.
        TooLarge if fewer rows came than the endpoint counts.
        """
        reply = self.asked(query, seconds, dataset=dataset)
        answer = results_of(reply)
        if form_of(query) == "ask":
            try:
                return {"head": {}, "boolean": self.engine.truth(answer)}
            except KeyError:
                raise not_whole(reply) from None
        rows = rows_of(reply, answer)
        if not rows or len(rows) >= self._whole:
            self._prove(query, len(rows), seconds, dataset)
        answer["results"] = {"bindings": self.engine.mended(rows, query)}
        return {"head": {"vars": answer["head"]["vars"]}, "results": answer["results"]}

    def graph(self, query: str, seconds: float | None = None, dataset: Dataset | None = None) -> list[Triple]:
        """Returns the triples of a CONSTRUCT or DESCRIBE, none twice; errors as `results`.

        DESCRIBE gives what the engine here gives: every triple about what is named or found, of the default graph
        (SPARQL 1.1 leaves it to each engine). Usage where that leads to a blank node, of which nobody elsewhere can
        be asked.
        """
        try:
            wanted = described(query) if form_of(query) == "describe" else None
            solutions = wanted.solutions if wanted else solutions_of(query)
        except ValueError as problem:
            raise Usage(
                "endpoint-cannot-read", address=self.connection.address, reason=first_line(str(problem).encode())
            ) from None
        if wanted is None:
            return constructed(query, self.results(solutions, seconds, dataset))
        nodes = set(wanted.named)
        if solutions:
            nodes |= set(terms_in(self.results(solutions, seconds, dataset)))
        return self._description(wanted, nodes, seconds, dataset)

    def _description(
        self, wanted: Described, nodes: set[Any], seconds: float | None, dataset: Dataset | None
    ) -> list[Triple]:
        things = sorted((node for node in nodes if isinstance(node, NamedNode)), key=lambda node: node.value)
        found: list[Triple] = []
        for first in range(0, len(things), _AT_ONCE):
            query = wanted.about(things[first : first + _AT_ONCE])
            found += constructed(query, self.results(solutions_of(query), seconds, dataset))
        if any(isinstance(node, BlankNode) for node in (*nodes, *(triple.object for triple in found))):
            raise Usage("endpoint-describe")
        return found

    def count(self, query: str, seconds: float | None = None, dataset: Dataset | None = None) -> int:
        """Returns how many rows of a SELECT the endpoint itself counts."""
        reply = self.asked(counting(query), seconds, dataset=dataset)
        try:
            return int(rows_of(reply)[0][COUNT]["value"])
        except (IndexError, KeyError, ValueError):
            raise not_whole(reply) from None

    def _prove(self, query: str, found: int, seconds: float | None, dataset: Dataset | None) -> None:
        """Raises TooLarge if the endpoint counts other rows than came; remembers that so many come whole.

        A cap would have cut a larger answer too, so a smaller one need not be counted; but an empty one is
        counted once and again, since it may be all that is left of one that ran out of time.
        """
        number = self.count(query, seconds, dataset)
        if number != found:
            raise TooLarge("endpoint-cut-rows", address=self.connection.address, found=f"{found:,}", of=f"{number:,}")
        self._whole = max(self._whole, found)

    def asked(
        self, query: str, seconds: float | None = None, *, accept: str = ROWS, dataset: Dataset | None = None
    ) -> Reply:
        """Returns the reply to one request, of the kind that was asked for; whether it is whole is not known yet."""
        default, named = dataset or (("",), self.published.named)
        # What a request says of the dataset goes before FROM (SPARQL 1.1 Protocol, 2.1.4).
        own = dataset is None and names_dataset(query)
        return self._sent(query, [] if own else self.engine.dataset(default, named), seconds, accept)

    def _sent(
        self, query: str, given: list[tuple[str, str]], seconds: float | None = None, accept: str = ROWS
    ) -> Reply:
        """Returns the reply to one request, asked for once more if it breaks off: nothing is changed by asking."""
        content = urlencode([("query", query), *given]).encode()
        kind = "application/x-www-form-urlencoded"
        limit = seconds or self.connection.seconds
        ends = time.monotonic() + limit
        try:
            reply = self.connection.send("POST", content=content, kind=kind, accept=accept, seconds=limit)
        except BrokenOff:
            left = max(ends - time.monotonic(), 0.1)
            reply = self.connection.send("POST", content=content, kind=kind, accept=accept, seconds=left)
        return check(reply, self.engine, accept)
