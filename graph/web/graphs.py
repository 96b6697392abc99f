"""`/graphs`: the reading half of the SPARQL 1.1 Graph Store HTTP Protocol, graphs named by `?default` or `?graph=`."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from graph import wording
from graph.engines.differences import EXPLORER
from graph.errors import CollabError, Usage
from graph.oxigraph import NamedNode
from graph.questions.worker import Job
from graph.web.asked import fields
from graph.web.forms import GRAPHS, choose, content_type, not_acceptable
from graph.web.lens import language_asked, read_view
from graph.web.problems import Refused, problem_response
from graph.web.serving import Serving
from graph.web.stamp import stamp, unchanged

PATH = "/graphs"
METHODS = "GET, HEAD"
_ALL = ["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"]
_WHOLE = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"


def routes(serving: Serving) -> list[BaseRoute]:
    """Returns the route of the graph store."""

    async def graphs(request: Request) -> Response:
        wording.speak(language_asked(request))
        try:
            if request.method not in METHODS.split(", "):
                raise Refused("method", 405, allow=METHODS, found=request.method, allowed=METHODS)
            return await _graph(request, serving)
        except CollabError as problem:
            return problem_response(problem, request)

    return [Route(PATH, graphs, methods=_ALL)]


async def _graph(request: Request, serving: Serving) -> Response:
    given = fields(request.scope["query_string"])
    named = given.getlist("graph")
    if len(named) + len(given.getlist("default")) != 1:
        raise Usage("graph-which")
    accepted = request.headers.get("accept", "")
    chosen = choose(accepted, GRAPHS, given.get("format", ""))
    if chosen is None:
        raise not_acceptable(GRAPHS)
    lens = read_view(given, request.headers.get("accept-language", ""), serving.current.today()).lens
    place, version = await serving.place(lens)
    etag = stamp(place, chosen[1], *named)
    headers = {"vary": "Accept", "etag": etag, "cache-control": "no-cache", EXPLORER: version}
    if named and not await _known(serving, place, _address(named[0])):
        lacking = problem_response(Refused("no-such-graph", 404, found=named[0][:200]), request)
        lacking.headers[EXPLORER] = version
        return lacking
    if unchanged(request, etag):
        return Response(status_code=304, headers=headers)
    size = serving.settings.limits.answer
    job = Job(place, _WHOLE, rdf=chosen[1], default=tuple(named) or ("",), named=(), most_bytes=size)
    _, content = await serving.pool.run(job)
    return Response(content, headers={**headers, "content-type": content_type(chosen[1], GRAPHS, chosen[0])})


def _address(graph: str) -> str:
    try:
        return NamedNode(graph).value
    except ValueError:
        raise Usage("bad-graph", name="graph", found=graph[:200]) from None


async def _known(serving: Serving, place: str, graph: str) -> bool:
    job = Job(place, "ASK { ?s ?p ?o }", results="csv", default=(graph,), named=())
    return (await serving.pool.run(job))[1].strip() == b"true"
