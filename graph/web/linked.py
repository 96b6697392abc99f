"""Linked data: the address of a thing leads to what is said of it, in the form that whoever follows it can read.

`/id/x`, and the addresses of claims, evidence and the rest, answer 303 to `/doc/x`, which is given in RDF, or,
for people and spreadsheets, leads on to the page of the thing and its twins. Paths are those of the graph's own
addresses, so that a redirect from there to here is one rule.
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from graph import wording
from graph.errors import CollabError
from graph.exports.jsonld import document
from graph.landscape import Landscape
from graph.oxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Triple, serialize
from graph.questions.described import described
from graph.terms import PREFIXES, local_id
from graph.web.forms import GRAPHS, choose, content_type, not_acceptable
from graph.web.jsonld import context
from graph.web.lens import View, language_asked
from graph.web.problems import Refused, problem_response
from graph.web.serving import Serving
from graph.web.stamp import stamp, unchanged

KINDS = ("id", "claim", "evidence", "event", "milestone", "matter", "disagreement")
# What people and spreadsheets get stands at the page of the thing.
PAGES = {"text/html": "", "application/json": ".json", "text/csv": ".csv"}
_ENDINGS = {"ttl": "ttl", "jsonld": "jsonld", "nt": "nt", "rdf": "rdf"}
_RDF = {kind: ending for kind, ending in GRAPHS.items() if ending in _ENDINGS and kind != "application/json"}


def routes(serving: Serving) -> list[BaseRoute]:
    """Returns the routes of things, of what is said of them, and of the JSON-LD context."""

    def thing(request: Request) -> Response:
        path = f"/doc/{quote(request.path_params['name'])}"
        query = request.url.query
        where = serving.settings.root + path + (f"?{query}" if query else "")
        return RedirectResponse(where, 303, {"vary": "Accept"})

    def doc(request: Request) -> Response:
        with wording.speaking(language_asked(request)):
            try:
                return _doc(request, serving)
            except CollabError as problem:
                return problem_response(problem, request)

    def terms(request: Request) -> Response:
        landscape = serving.current.landscape()
        etag = stamp(landscape.snapshot.id, "context")
        if unchanged(request, etag):
            return Response(status_code=304, headers={"etag": etag})
        content = json.dumps({"@context": _context(serving, landscape)}, ensure_ascii=False, indent=1)
        return Response(f"{content}\n", headers={"content-type": "application/ld+json", "etag": etag})

    return [
        *(Route(f"/{kind}/{{name}}", thing) for kind in KINDS),
        Route("/doc/{name}", doc),
        Route("/context.jsonld", terms),
    ]


def _doc(request: Request, serving: Serving) -> Response:
    name, _, ending = request.path_params["name"].partition(".")
    view = serving.view(request)
    landscape = serving.current.landscape(view)
    thing = landscape.names.of_id(name)
    if thing is None:
        raise Refused("no-such-thing", 404, name=name[:80])
    name = local_id(thing)
    kind, form = _chosen(request, ending)
    if form is None:
        where = f"/thing/{quote(name)}{PAGES[kind]}"
        return RedirectResponse(serving.settings.root + where + view.carried(), 303, {"vary": "Accept"})
    etag = stamp(str(landscape.store_path), name, form)
    headers = {
        "content-type": content_type(form, _RDF, kind),
        "content-location": f"{serving.settings.root}/doc/{quote(name)}.{form}{view.carried()}",
        "vary": "Accept",
        "etag": etag,
        "cache-control": "no-cache",
        "x-data-version": landscape.snapshot.version,
        "link": _links(serving, name, thing, view),
    }
    if unchanged(request, etag):
        return Response(status_code=304, headers=headers)
    triples = [*_document(serving, name, thing, landscape), *described(thing, landscape.store)]
    if form == "jsonld":
        quads = [Quad(triple.subject, triple.predicate, triple.object, DefaultGraph()) for triple in triples]
        return Response(document(quads, _context(serving, landscape)), headers=headers)
    written = RdfFormat.from_extension(form) or RdfFormat.TURTLE
    return Response(serialize(triples, format=written, prefixes=PREFIXES) or b"", headers=headers)


def _context(serving: Serving, landscape: Landscape) -> dict[str, Any]:
    return serving.current.once(landscape, "context", lambda: context(landscape.store))


def _chosen(request: Request, ending: str) -> tuple[str, str | None]:
    """Returns the media type, and the form if it is RDF, that the address names by its ending, or else the client."""
    if ending:
        if ending in _ENDINGS:
            return next(kind for kind, form in _RDF.items() if form == ending), ending
        page = next((kind for kind, one in PAGES.items() if one == f".{ending}" or (ending == "html" and not one)), "")
        if not page:
            raise Refused("no-such-form", 404, found=ending[:20], known=", ".join(("html", "json", "csv", *_ENDINGS)))
        return page, None
    offers = {**_RDF, **dict.fromkeys(PAGES, "")}
    chosen = choose(request.headers.get("accept", ""), offers)
    if chosen is None:
        raise not_acceptable(offers)
    return chosen[0], chosen[1] or None


def _document(serving: Serving, name: str, thing: NamedNode, landscape: Landscape) -> list[Triple]:
    """Returns what is said of the document itself: what it is of, and from which data."""
    page = NamedNode(f"{serving.settings.base}/doc/{quote(name)}")
    return [
        Triple(page, NamedNode(PREFIXES["rdf"] + "type"), NamedNode(PREFIXES["foaf"] + "Document")),
        Triple(page, NamedNode(PREFIXES["foaf"] + "primaryTopic"), thing),
        Triple(page, NamedNode(PREFIXES["dct"] + "hasVersion"), Literal(landscape.snapshot.version)),
    ]


def _links(serving: Serving, name: str, thing: NamedNode, view: View) -> str:
    """Returns the Link header (RFC 8288): what the document describes, and its twins."""
    base = f"{serving.settings.base}/doc/{quote(name)}"
    twins = [
        f'<{base}.{form}{view.carried()}>; rel="alternate"; type="{kind}"'
        for form in _ENDINGS
        for kind in [next(one for one, of in _RDF.items() if of == form)]
    ]
    return ", ".join((f'<{thing.value}>; rel="describes"', *twins))
