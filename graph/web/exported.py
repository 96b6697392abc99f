"""The exports as files to take away, each whole and with its checksum, and the description of the data set."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from graph import wording
from graph.errors import CollabError, NotThere
from graph.exports.jsonld import context_of, document
from graph.exports.kept import file_name
from graph.exports.rdf import turtle
from graph.exports.registry import EXPORTS
from graph.web import addresses
from graph.web.catalogue import catalogue
from graph.web.lens import language_asked
from graph.web.making import Exports
from graph.web.problems import Refused
from graph.web.serving import Serving
from graph.web.stamp import stamp, unchanged
from graph.web.visit import Visit, page

SUMS = "SHA256SUMS"
# Media type -> ending, of the description.
DESCRIPTIONS = {"text/turtle": "ttl", "application/ld+json": "jsonld"}
_FORMATS = {file_name(name): name for name in EXPORTS}


def routes(serving: Serving) -> list[BaseRoute]:
    """Returns the routes of the files, of their checksums, and of the description with its usual second address."""

    def well_known(request: Request) -> Response:
        return RedirectResponse(f"{serving.settings.root}{addresses.DATA}.ttl", 303)

    return [
        page(serving, addresses.export(SUMS), sums, kept=False, ready=all_of_them),
        page(serving, "/data/exports/{file}", file, kept=False, ready=one_of_them),
        *(described(serving, f"{addresses.DATA}.{ending}", kind) for kind, ending in DESCRIPTIONS.items()),
        Route("/.well-known/void", well_known),
    ]


def described(serving: Serving, path: str, kind: str) -> Route:
    """Returns a route that answers with the description as a media type."""

    def make(visit: Visit) -> Response:
        return description(visit, kind)

    return page(serving, path, make, kept=False, ready=all_of_them)


async def all_of_them(serving: Serving, request: Request) -> object:
    """Waits until every export is there; returns them by format, or why they are not."""
    return await _made(serving, request)


async def one_of_them(serving: Serving, request: Request) -> object:
    """Waits until the export that the address names is there; otherwise as `all_of_them`."""
    name = _FORMATS.get(request.path_params["file"], "")
    return await _made(serving, request, name) if name else None


async def _made(serving: Serving, request: Request, *names: str) -> object:
    with wording.speaking(language_asked(request)):
        try:
            return await serving.exports.made(await serving.seen(request), *names)
        except CollabError as problem:
            return problem


def file(visit: Visit) -> Response:
    """Returns the file of one export."""
    asked = visit.request.path_params["file"]
    name = _FORMATS.get(asked)
    if name is None:
        raise NotThere("unknown-table", name=asked[:80], known=", ".join(_FORMATS))
    found = _found(visit)
    one = found.kept[name]
    if one.refused:
        raise Refused("export-refused", 404, format=name, reason=one.refused)
    headers = {
        "etag": f'"{one.sha256}"',
        "cache-control": "no-cache",
        "vary": "Accept-Language",
        "x-data-version": found.version,
        "repr-digest": f"sha-256=:{b64encode(bytes.fromhex(one.sha256)).decode()}:",
        "content-disposition": f'attachment; filename="police-collaboration-{found.version}-{one.file}"',
    }
    if unchanged(visit.request, headers["etag"]):
        return Response(status_code=304, headers=headers)
    return FileResponse(found.folder / one.file, headers=headers, media_type=EXPORTS[name].media_type)


def sums(visit: Visit) -> Response:
    """Returns the checksums of all exports as `sha256sum -c` reads them, beside files named as in the addresses."""

    def made() -> bytes:
        return "".join(f"{one.sha256}  {one.file}\n" for one in _found(visit).kept.values() if not one.refused).encode()

    return _stamped(visit, "text/plain; charset=utf-8", made)


def description(visit: Visit, kind: str) -> Response:
    """Returns what the data set is and where its files are (DCAT 3, VoID), as a media type of DESCRIPTIONS."""
    found = _found(visit)

    def made() -> bytes:
        quads = catalogue(visit, found)
        return document(quads, context_of(quads)) if kind == "application/ld+json" else turtle(quads)

    return _stamped(visit, kind, made)


def _stamped(visit: Visit, kind: str, made: Callable[[], bytes]) -> Response:
    digests = (one.sha256 for one in _found(visit).kept.values())
    etag = stamp(visit.serving.settings.base, visit.path, kind, visit.language, *digests)
    headers = {"etag": etag, "cache-control": "no-cache", "vary": "Accept, Accept-Language"}
    if unchanged(visit.request, etag):
        return Response(status_code=304, headers=headers)
    return Response(made(), headers={**headers, "content-type": kind})


def _found(visit: Visit) -> Exports:
    if isinstance(visit.found, CollabError):
        raise visit.found
    assert isinstance(visit.found, Exports)
    return visit.found
