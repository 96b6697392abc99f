"""An MCP server: what an assistant may ask of the landscape, each answer with the sources that it rests on.

Model Context Protocol, over standard input and output. It reads, and cannot write; a query of the assistant's
making runs where every stranger's does, in a worker without network, within limits.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import asdict, replace
from typing import Any

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import ToolAnnotations
from starlette.datastructures import ImmutableMultiDict

import graph
from graph import wording
from graph.answer import Answer
from graph.errors import CollabError
from graph.landscape import Landscape
from graph.questions.foreign import answer_of
from graph.questions.pool import Pool
from graph.questions.showing import show
from graph.questions.sources import Sources
from graph.questions.worker import Job
from graph.web.current import Current
from graph.web.lens import read_view
from graph.wording import say

MOST_ROWS = 200
_READS = ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False)
Envelope = dict[str, Any]


def run(current: Current, language: str = "en") -> None:
    """Serves an assistant on standard input and output until it hangs up."""
    server(current, Pool(), language).run("stdio")


def server(current: Current, pool: Pool, language: str = "en") -> MCPServer:
    """Returns the server: tools search, describe, cite, questions, run_question and sparql.

    It closes `pool` at its end. Answers are envelopes as `--format json` gives them, with `sources`, and at most
    MOST_ROWS rows; `rows_total` says how many there are, and `truncated` that some were left out.
    """
    with wording.speaking(language):
        return _server(current, pool, language)


def _server(current: Current, pool: Pool, language: str) -> MCPServer:
    @asynccontextmanager
    async def lifespan(_: MCPServer) -> AsyncIterator[None]:
        try:
            yield
        finally:
            await pool.close()

    made = MCPServer(
        "police-collaboration-graph",
        title=say("assistant.title"),
        instructions=say("assistant.instructions"),
        version=graph.__version__,
        log_level="ERROR",
        lifespan=lifespan,
    )
    sources: dict[str, Sources] = {}

    def landscape(as_of: str, standing: str, include_planned: bool) -> Landscape:
        given = [("as_of", as_of), ("standing", standing), ("include_planned", "true" if include_planned else "")]
        view = read_view(ImmutableMultiDict([*given, ("lang", language)]), "", current.today())
        return current.landscape(view)

    def enveloped(answer: Answer, found: Landscape) -> Envelope:
        place = str(found.store_path)
        if place not in sources:
            sources.clear()
            sources[place] = Sources(found.store)
        behind = sources[place].of(answer)
        envelope = replace(answer, rows=answer.rows[:MOST_ROWS]).envelope()
        envelope["rows_total"], envelope["truncated"] = len(answer.rows), len(answer.rows) > MOST_ROWS
        envelope["sources"] = [asdict(one) for one in behind]
        if not behind:
            envelope["sources_note"] = say("assistant.no-sources")
        return envelope

    async def in_thread(work: Callable[[], Envelope]) -> Envelope:
        envelope: Envelope = await _told(asyncio.to_thread(lambda: _speaking(language, work)))
        return envelope

    def tool(name: str, description: str) -> Callable[[Any], Any]:
        return made.tool(name=name, description=description, annotations=_READS)

    @tool("search", say("assistant.search"))
    async def search(words: str) -> Envelope:
        def work() -> Envelope:
            found = landscape("", "", False)
            return enveloped(found.find(words[:500]), found)

        return await in_thread(work)

    @tool("describe", say("assistant.describe"))
    async def describe(
        thing: str, as_of: str = "", standing: str = "accepted", include_planned: bool = False
    ) -> Envelope:
        def work() -> Envelope:
            found = landscape(as_of, standing, include_planned)
            return enveloped(show(found.resolve(thing[:500]), found.asked), found)

        return await in_thread(work)

    @tool("cite", say("assistant.cite"))
    async def cite(claim_or_thing: str) -> Envelope:
        def work() -> Envelope:
            found = landscape("", "", False)
            return enveloped(found.cite(claim_or_thing[:500]), found)

        return await in_thread(work)

    @tool("questions", say("assistant.questions"))
    async def questions() -> Envelope:
        def work() -> Envelope:
            found = landscape("", "", False)
            listed = [
                {
                    "id": one.id,
                    "title": one.title(language),
                    "parameters": [asdict(parameter) for parameter in one.parameters],
                    "example": one.examples[0] if one.examples else "",
                }
                for one in current.questions.values()
            ]
            return {"questions": listed, "data_version": found.snapshot.version}

        return await in_thread(work)

    @tool("run_question", say("assistant.run-question"))
    async def run_question(
        question: str,
        parameters: dict[str, str] | None = None,
        as_of: str = "",
        standing: str = "accepted",
        include_planned: bool = False,
    ) -> Envelope:
        def work() -> Envelope:
            found = landscape(as_of, standing, include_planned)
            return enveloped(found.ask(question, **(parameters or {})), found)

        return await in_thread(work)

    @tool("sparql", say("assistant.sparql"))
    async def sparql(
        query: str, as_of: str = "", standing: str = "accepted", include_planned: bool = False
    ) -> Envelope:
        wording.speak(language)
        found = await _told(
            asyncio.to_thread(lambda: _speaking(language, lambda: landscape(as_of, standing, include_planned)))
        )
        limits = pool.limits
        job = Job(str(found.store_path), query, most_rows=limits.rows, most_bytes=limits.size)
        kind, content = await _told(pool.run(job))
        return await in_thread(lambda: enveloped(answer_of(kind, content, found.asked), found))

    return made


def _speaking(language: str, work: Callable[[], Any]) -> Any:
    with wording.speaking(language):
        return work()


async def _told(work: Awaitable[Any]) -> Any:
    """Returns what is awaited; what goes wrong is told to the assistant in a sentence."""
    try:
        return await work
    except CollabError as problem:
        raise ToolError(str(problem)) from None
