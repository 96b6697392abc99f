"""The SPARQL workbench: a text field that needs no script, the answer under it, errors with line and column."""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import dataclass
from itertools import takewhile
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute

from graph import wording
from graph.analysis.constructed import MOST_LINES, MOST_THINGS, constructed
from graph.answer import Answer
from graph.errors import Busy, CollabError
from graph.oxigraph import RdfFormat, parse
from graph.questions.foreign import answer_of
from graph.questions.worker import Job
from graph.terms import PREFIXES
from graph.web import addresses
from graph.web.lens import language_asked
from graph.web.offered import offered
from graph.web.problems import for_visitors, status_of
from graph.web.rendering import editor_address, history_address, html
from graph.web.serving import Serving
from graph.web.tables import table
from graph.web.visit import Visit, form_of, page
from graph.wording import has, say, say_count

_FIRST = """PREFIX pcol: <https://w3id.org/police-collaboration/def#>

SELECT ?unit ?force WHERE {
  ?unit a pcol:JointUnit ;
        pcol:hasParticipant ?force .
  ?force a pcol:PoliceForce .
}
ORDER BY ?unit ?force
"""
_EXAMPLES = ("agencies", "units", "by-function", "legal-basis", "welsh-names")
_LONGEST_GRAPH = 200_000
# What proxies and mail programs of others still take; a longer query goes by form.
_LONGEST_ADDRESS = 8_000
_PREFIX = re.compile(r"(?<![\w<])([A-Za-z][\w-]*):")
_LONGEST_SAID = 300
_ROWS = (("JSON", "json"), ("CSV", "csv"), ("TSV", "tsv"), ("XML", "xml"))
_GRAPHS = (("Turtle", "ttl"), ("JSON-LD", "jsonld"), ("N-Triples", "nt"), ("RDF/XML", "rdf"))
# What the editor itself says, and the key of our wording of it.
PHRASES = {"Completions": "completions", "Diagnostics": "diagnostics", "No diagnostics": "no-diagnostics"}


@dataclass(frozen=True)
class Trouble:
    """Why a query gave no answer; `line` and `column` count from 1, 0 where the place is not known."""

    sentence: str
    line: int = 0
    column: int = 0
    text: str = ""


@dataclass(frozen=True)
class Ran:
    """A query and what came of it: the letter and the bytes that a worker wrote, or the problem."""

    query: str
    kind: str = ""
    content: bytes = b""
    problem: CollabError | None = None


def routes(serving: Serving) -> list[BaseRoute]:
    """Returns the routes of the workbench and of the words that its editor offers."""
    return [
        page(serving, addresses.WORKBENCH, workbench, methods=("GET", "POST"), kept=False, ready=run),
        page(serving, addresses.TERMS, terms),
    ]


def terms(visit: Visit) -> Response:
    """Returns the words that the editor offers: prefixes, terms of the ontology, and others that the graph uses."""
    landscape = visit.landscape
    return JSONResponse({"terms": visit.serving.current.once(landscape, "offered", lambda: offered(landscape))})


async def run(serving: Serving, request: Request) -> Ran:
    """Runs the query that was sent, or that the address holds, in a worker."""
    sent = form_of(await request.body()) if request.method == "POST" else {}
    query = sent.get("query", request.query_params.get("query", "")).replace("\r\n", "\n")
    if not query.strip():
        return Ran("")
    limits = serving.settings.limits
    with wording.speaking(language_asked(request)):
        try:
            place, _ = await serving.place(serving.view(request).lens)
            job = Job(place, query, most_rows=limits.rows, most_bytes=limits.answer)
            return Ran(query, *await serving.pool.run(job, limits.query_time))
        except CollabError as problem:
            return Ran(query, problem=for_visitors(problem))


def workbench(visit: Visit) -> Response:
    """Returns the workbench with the query that was sent and what came of it."""
    ran = visit.found
    assert isinstance(ran, Ran)
    name = visit.asked("question")
    query = ran.query or (_of_question(visit, name) if name else _FIRST)
    answer: Answer | None = None
    if ran.kind == "R":
        answer = answer_of(ran.kind, ran.content, visit.landscape.asked)
    trouble = _trouble(ran.problem, query) if ran.problem else None
    response = html(
        visit,
        "workbench.html.j2",
        status=status_of(ran.problem) if ran.problem else 200,
        query=query,
        answer=answer,
        shown=table(answer) if answer is not None else None,
        graph=_read(ran.content) if ran.kind == "G" else "",
        drawn=_drawn(visit, ran.content) if ran.kind == "G" else "",
        most_things=MOST_THINGS,
        most_lines=MOST_LINES,
        cut=ran.kind == "G" and len(ran.content) > _LONGEST_GRAPH,
        trouble=trouble,
        came=_came(ran, answer, trouble),
        share=address if len(address := visit.permalink(_with(query))) <= _LONGEST_ADDRESS else "",
        forms=_GRAPHS if ran.kind == "G" else _ROWS,
        examples=[one for one in visit.serving.current.questions.values() if one.verb or one.id in _EXAMPLES],
        prefixes=sorted(PREFIXES.items()),
        seconds=visit.serving.settings.limits.query_time,
        editor=editor_address(),
        history=history_address(),
        phrases={phrase: say(f"workbench.phrase-{key}") for phrase, key in PHRASES.items()},
    )
    if isinstance(ran.problem, Busy):
        response.headers["retry-after"] = str(ran.problem.retry)
    return response


def _drawn(visit: Visit, turtle: bytes) -> str:
    """Returns the picture of a graph as an address that holds it; "" if nothing is to be drawn, or too much."""
    from graph.views.network_svg import network_svg

    if len(turtle) > _LONGEST_GRAPH:
        return ""
    found = parse(turtle, format=RdfFormat.TURTLE)
    network = constructed(visit.landscape, (quad.triple for quad in found))
    if network is None:
        return ""
    return "data:image/svg+xml;base64," + b64encode(network_svg(network).encode()).decode()


def _read(turtle: bytes) -> str:
    """Returns the beginning of a graph as it is shown: less the prefixes that nothing in it has."""
    lines = turtle[:_LONGEST_GRAPH].decode("utf-8", "replace").splitlines()
    declared = list(takewhile(lambda line: line.startswith("@prefix "), lines))
    body = "\n".join(lines[len(declared) :])
    used = set(_PREFIX.findall(body))
    return "\n".join([*(line for line in declared if line.split()[1][:-1] in used), "", body])


def _with(query: str) -> str:
    return f"{addresses.WORKBENCH}?{urlencode({'query': query})}"


def _came(ran: Ran, answer: Answer | None, trouble: Trouble | None) -> str:
    """Returns in a few words what came of a query, "" if none was run."""
    if trouble is not None:
        return trouble.sentence[:_LONGEST_SAID]
    if answer is not None:
        return say_count("site.rows", len(answer.rows))
    return say("workbench.came-graph") if ran.kind else ""


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


def _trouble(problem: CollabError, query: str) -> Trouble:
    key = f"site.error-{problem.key}"
    sentence = say(key, **problem.values) if has(key) else str(problem)
    line, column = problem.values.get("line"), problem.values.get("column")
    if not isinstance(line, int) or not isinstance(column, int):
        return Trouble(sentence)
    lines = query.split("\n")
    return Trouble(sentence, line, column, lines[line - 1] if 0 < line <= len(lines) else "")
