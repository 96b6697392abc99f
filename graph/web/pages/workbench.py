"""The SPARQL workbench: a text field that needs no script, the answer under it, errors with line and column."""

from __future__ import annotations

from dataclasses import dataclass
from threading import BoundedSemaphore

from starlette.responses import Response
from starlette.routing import BaseRoute

from graph.answer import Answer
from graph.errors import CollabError, TimeLimit, Usage
from graph.questions.foreign import run
from graph.terms import PREFIXES
from graph.web import addresses
from graph.web.rendering import html
from graph.web.serving import Serving
from graph.web.tables import table
from graph.web.visit import Visit, form_of, page
from graph.wording import has, say

LONGEST = 64 * 1024
_FIRST = """PREFIX pcol: <https://w3id.org/police-collaboration/def#>

SELECT ?unit ?force WHERE {
  ?unit a pcol:JointUnit ;
        pcol:hasParticipant ?force .
  ?force a pcol:PoliceForce .
}
ORDER BY ?unit ?force
"""
# Queries run one or two at a time beside the pages, so that they never take all of the machine.
_TURN = BoundedSemaphore(2)
_PATIENCE = 10.0


@dataclass(frozen=True)
class Trouble:
    """Why a query gave no answer; `line` and `column` count from 1, 0 where the place is not known."""

    sentence: str
    line: int = 0
    column: int = 0
    text: str = ""


def routes(serving: Serving) -> list[BaseRoute]:
    """Returns the route of the workbench."""
    return [page(serving, addresses.WORKBENCH, workbench, methods=("GET", "POST"), kept=False)]


def workbench(visit: Visit) -> Response:
    """Returns the workbench with the query that was sent (or that the address holds) and what came of it."""
    sent = form_of(visit.body) if visit.request.method == "POST" else {}
    query = sent.get("query", visit.request.query_params.get("query", "")).replace("\r\n", "\n")
    name = visit.asked("question")
    if name and not query:
        query = _of_question(visit, name)
        ran: tuple[Answer | None, str, Trouble | None] = (None, "", None)
    else:
        ran = _run(visit, query) if query.strip() else (None, "", None)
    answer, graph, trouble = ran
    examples = [one for one in visit.serving.current.questions.values() if one.verb or one.id in _EXAMPLES]
    return html(
        visit,
        "workbench.html.j2",
        status=400 if trouble else 200,
        query=query or _FIRST,
        answer=answer,
        shown=table(answer) if answer else None,
        graph=graph,
        trouble=trouble,
        examples=examples,
        prefixes=sorted(PREFIXES.items()),
        seconds=visit.serving.settings.limits.query_time,
    )


_EXAMPLES = ("agencies", "units", "by-function", "legal-basis", "welsh-names")


def _of_question(visit: Visit, name: str) -> str:
    """Returns the SPARQL of a question of the library, filled in as the address says, else as its example is."""
    one = visit.landscape.question(name)
    given = {parameter.name: value for parameter in one.parameters if (value := visit.asked(parameter.name))}
    if not given and one.examples:
        given = dict(part.split("=", 1) for part in one.examples[0].split())
    try:
        text = visit.landscape.sparql_of(one.id, **given)
    except CollabError:
        text = one.query
    return "".join(line + "\n" for line in text.splitlines() if not line.startswith("#+"))


def _run(visit: Visit, query: str) -> tuple[Answer | None, str, Trouble | None]:
    """Returns the rows of a query, or the RDF that it makes as Turtle, or why there is neither."""
    limit = visit.serving.settings.limits.query_time
    if not _TURN.acquire(timeout=_PATIENCE):
        return None, "", Trouble(say("site.workbench-busy"))
    try:
        try:
            return visit.landscape.query_answer(query, timeout=limit), "", None
        except Usage as problem:
            if problem.key != "query-gives-graph":
                raise
            _, content = run(query, visit.landscape.store_path, limit)
            return None, content.decode("utf-8", "replace")[:200_000], None
    except CollabError as problem:
        return None, "", _trouble(problem, query)
    finally:
        _TURN.release()


def _trouble(problem: CollabError, query: str) -> Trouble:
    key = f"site.error-{problem.key}"
    sentence = say(key, **problem.values) if has(key) else str(problem)
    line, column = problem.values.get("line"), problem.values.get("column")
    if isinstance(problem, TimeLimit) or not isinstance(line, int) or not isinstance(column, int):
        return Trouble(sentence)
    if problem.values.get("reason") == "expected [_]":  # the engine's words for: nothing that could stand here
        sentence = say("site.query-unexpected", line=line, column=column)
    lines = query.split("\n")
    return Trouble(sentence, line, column, lines[line - 1] if 0 < line <= len(lines) else "")
