"""Strangers' queries when the landscape is at an endpoint: sent on, in the place of the workers that run them here."""

from __future__ import annotations

import asyncio

from graph.engines.place import SnapshotThere
from graph.errors import Busy, CollabError
from graph.oxigraph import QueryResultsFormat, parse_query_results
from graph.questions.measured import Measured, check_rows, check_xml
from graph.questions.pool import Limits
from graph.questions.worker import Job
from graph.sparqltext import refuse_too_long
from graph.web.current import Current

_AT_ONCE = 8


class Far:
    """Answers jobs as a `Pool` does; what it runs itself is a request. At most _AT_ONCE at a time, others are Busy."""

    def __init__(self, current: Current, limits: Limits) -> None:
        self.current = current
        self.limits = limits
        self._running = 0

    async def run(self, job: Job, seconds: float | None = None) -> tuple[str, bytes]:
        """Returns the letter and the bytes of the whole answer, within `seconds` or the limit; errors as `Endpoint`."""
        refuse_too_long(job.query)
        if self._running >= _AT_ONCE:
            raise Busy("queries-waiting", 5)
        self._running += 1
        try:
            most = min(seconds or self.limits.seconds, self.limits.seconds)
            try:
                return await asyncio.to_thread(self._answer, job, most)
            except CollabError as problem:
                if problem.key != "endpoint-changed":
                    raise
                await asyncio.to_thread(self.current.look_now)
                return await asyncio.to_thread(self._answer, job, most)
        finally:
            self._running -= 1

    async def close(self) -> None:
        """Has nothing to end."""

    def _answer(self, job: Job, seconds: float) -> tuple[str, bytes]:
        snapshot = self.current.snapshot
        assert isinstance(snapshot, SnapshotThere)
        dataset = None if job.default is None else (job.default, job.named or ())
        kind, content = snapshot.endpoint.run(job.query, seconds, job.rdf or "ttl", dataset, job.most_rows)
        measured = Measured(job.most_bytes)
        if kind == "G":
            if not job.rdf:
                return "N", b""
            measured.write(content)
            form = job.rdf
        else:
            form = job.results
            results = QueryResultsFormat.from_extension({"xml": "srx", "json": "srj"}.get(form, form))
            if results is None:
                return "N", b""
            answer = parse_query_results(content, QueryResultsFormat.JSON)
            answer.serialize(measured, results)
            check_rows(measured.getvalue(), form, job.most_rows)
        if form in ("xml", "rdf"):
            check_xml(measured.getvalue())
        return kind, measured.getvalue()
