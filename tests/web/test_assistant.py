"""A real MCP client asks the server, over the pipes of a process and within this one."""

from __future__ import annotations

import os
import sys
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from mcp import Client, StdioServerParameters
from mcp.client.stdio import stdio_client

from graph.questions.pool import Pool
from graph.web.assistant import MOST_ROWS, server
from graph.web.current import Current
from graph.wording import say
from tests.conftest import WORLD
from tests.loops import finish

TOOLS = ["search", "describe", "cite", "questions", "run_question", "sparql"]
ENVELOPE = {"question", "parameters", "as_of", "lens", "data_version", "columns", "rows", "assumptions", "not_known"}


def ask(current: Current, work: Callable[[Client], Awaitable[Any]], language: str = "en") -> Any:
    async def run() -> Any:
        async with Client(server(current, Pool(), language)) as client:
            return await work(client)

    return finish(run())


def call(current: Current, tool: str, language: str = "en", /, **arguments: Any) -> Any:
    async def work(client: Client) -> Any:
        return await client.call_tool(tool, arguments)

    return ask(current, work, language)


def test_over_the_pipes_of_a_process() -> None:
    words = ["-m", "graph", "mcp", "--data", str(WORLD)]

    async def run() -> tuple[list[str], Any]:
        place = StdioServerParameters(command=sys.executable, args=words, env=dict(os.environ))
        async with Client(stdio_client(place)) as client:
            tools = await client.list_tools()
            return [tool.name for tool in tools.tools], await client.call_tool("search", {"words": "Heddlu Gogleddsir"})

    tools, found = finish(run())
    assert tools == TOOLS
    assert found.structured_content["rows"][0]["thing"]["id"] == "northshire-police"


def test_every_tool_says_what_it_takes_and_only_reads(current: Current) -> None:
    found = ask(current, lambda client: client.list_tools()).tools
    assert [tool.name for tool in found] == TOOLS
    for tool in found:
        assert len(tool.description) > 60
        assert (tool.annotations.read_only_hint, tool.annotations.destructive_hint) == (True, False)
        for name in tool.input_schema.get("properties", {}):
            assert name in tool.description or "Lens as in describe" in tool.description


@pytest.mark.parametrize(
    ("tool", "arguments", "sources"),
    [
        ("search", {"words": "collaboration update"}, {"report-b"}),
        ("describe", {"thing": "Joint Dog Unit"}, {"page-a", "report-b"}),
        ("cite", {"claim_or_thing": "jdu"}, {"page-a", "report-b"}),
        ("run_question", {"question": "members", "parameters": {"collaboration": "jdu"}}, {"page-a"}),
        ("run_question", {"question": "who takes part in the Joint Dog Unit?"}, {"page-a"}),
        ("sparql", {"query": "SELECT ?c { ?c a pcol:Claim ; pcol:subject pid:jdu }"}, {"page-a", "report-b"}),
        ("sparql", {"query": "SELECT ?u ?f { ?u pcol:hasParticipant ?f }"}, {"page-a"}),
    ],
)
def test_each_answer_has_its_sources(current: Current, tool: str, arguments: dict[str, Any], sources: set[str]) -> None:
    answer = call(current, tool, **arguments)
    assert not answer.is_error, answer.content
    found = answer.structured_content
    assert found.keys() >= ENVELOPE
    assert found["rows_total"] == len(found["rows"]) > 0
    assert found["truncated"] is False
    assert sources <= {one["id"] for one in found["sources"]}
    assert all(one["title"] for one in found["sources"])


def test_rows_without_a_source_say_so(current: Current) -> None:
    found = call(current, "sparql", query="SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").structured_content
    assert (found["sources"], found["sources_note"]) == ([], say("assistant.no-sources"))


def test_a_shortened_answer_says_that_it_is(current: Current) -> None:
    found = call(current, "sparql", query="SELECT ?s ?p { ?s ?p ?o } LIMIT 500").structured_content
    assert (len(found["rows"]), found["rows_total"], found["truncated"]) == (MOST_ROWS, 500, True)


def test_the_lens_is_an_argument(current: Current) -> None:
    query = "SELECT ?f { pid:jdu pcol:hasParticipant ?f }"
    accepted = call(current, "sparql", query=query).structured_content
    contested = call(current, "sparql", query=query, standing="accepted,contested").structured_content
    assert len(contested["rows"]) == len(accepted["rows"]) + 1
    assert "contested" in contested["lens"]
    assert call(current, "describe", thing="jdu", as_of="2013-01-01").structured_content["as_of"] == "2013-01-01"


def test_the_library_is_listed(current: Current) -> None:
    found = call(current, "questions").structured_content
    assert len(found["questions"]) == len(current.questions) >= 30
    governs = next(one for one in found["questions"] if one["id"] == "governs")
    assert governs["parameters"][0]["name"] == "service"


@pytest.mark.parametrize(
    ("tool", "arguments", "said"),
    [
        ("describe", {"thing": "no such unit"}, "Nothing here is called “no such unit”"),
        ("describe", {"thing": "jdu", "as_of": "yesterday"}, "yesterday"),
        ("run_question", {"question": "no-such"}, "no-such"),
        ("run_question", {"question": "members"}, "collaboration"),
        ("run_question", {"question": "members", "parameters": {"x": "y"}}, "x"),
        ("sparql", {"query": "ASK {"}, "Line 1, column 6"),
        ("sparql", {"query": "INSERT DATA { <a:> <b:> <c:> }"}, "read-only"),
        ("sparql", {"query": "SELECT * { SERVICE <http://127.0.0.1:9/> {} }"}, "never leave this machine"),
        ("sparql", {"query": "CONSTRUCT WHERE { ?s ?p ?o }"}, "gives a graph"),
        ("sparql", {"query": "SELECT * { ?s ?p ?o . ?a ?b ?c }"}, "part of"),
    ],
)
def test_what_goes_wrong_is_said_in_a_sentence(
    current: Current, tool: str, arguments: dict[str, Any], said: str
) -> None:
    answer = call(current, tool, **arguments)
    assert answer.is_error
    text = answer.content[0].text
    assert said in text
    assert "Traceback" not in text


def test_in_welsh(current: Current) -> None:
    answer = call(current, "describe", "cy", thing="northshire-police").structured_content
    assert answer["parameters"]["thing"]["label"] == "Heddlu Gogleddsir"
    tools = ask(current, lambda client: client.list_tools(), "cy").tools
    assert tools[0].description.startswith("Chwilio")
