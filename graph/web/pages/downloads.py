"""The data to take away: every export, the snapshot, the tables and the ontology, each with size and checksum."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from graph import wording
from graph.errors import NotThere
from graph.exports.kept import Kept, file_name
from graph.exports.registry import EXPORTS
from graph.facts.dataset import read_dataset
from graph.facts.tables import TABLES
from graph.web import addresses
from graph.web.exported import DESCRIPTIONS, SUMS, described
from graph.web.forms import not_acceptable
from graph.web.lens import language_asked
from graph.web.making import earlier
from graph.web.negotiation import best_type
from graph.web.problems import problem_response
from graph.web.rendering import html
from graph.web.serving import Serving
from graph.web.visit import Visit, page

# The exports as people look for them.
GROUPS = {
    "tables": ("csv-spreadsheet", "xlsx", "csv", "csvw", "json", "ndjson"),
    "graph": ("turtle", "trig", "nquads", "jsonld", "rdf12"),
    "network": ("graphml", "gexf", "cytoscape", "neo4j"),
    "whole": ("ro-crate", "dcat"),
}


@dataclass(frozen=True)
class File:
    """A file to take away: its name, address, size in bytes and SHA-256."""

    name: str
    address: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Export:
    """An export to take away: format, file, media type, and what is known of it once it is there."""

    format: str
    file: str
    media_type: str
    kept: Kept | None

    @property
    def size(self) -> str:
        """The size in bytes, as the language writes it; "" if it is not made yet."""
        return wording.number(self.kept.size) if self.kept and not self.kept.refused else ""


def routes(serving: Serving) -> list[BaseRoute]:
    """Returns the routes of the page and of the files."""
    shown = page(serving, addresses.DATA, data, kept=False)
    forms = {kind: described(serving, addresses.DATA, kind) for kind in DESCRIPTIONS}

    async def negotiated(request: Request) -> Response:
        kind = best_type(request.headers.get("accept", ""), ("text/html", *forms))
        if kind is None:
            with wording.speaking(language_asked(request)):
                return problem_response(not_acceptable({"text/html": "html"}, DESCRIPTIONS), request)
        response: Response = await forms.get(kind, shown).endpoint(request)
        response.headers["vary"] = "Accept, Accept-Language"
        return response

    def turtle(request: Request) -> Response:
        query = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(serving.settings.root + addresses.export(file_name("turtle")) + query, 308)

    return [
        Route(addresses.DATA, negotiated),
        page(serving, "/data/landscape.nq", quads),
        Route("/data/landscape.ttl", turtle),
        page(serving, "/data/tables/{name}.csv", rows),
        page(serving, "/data/ontology/{name}.ttl", terms),
        page(serving, "/data/SHA256SUMS", sums),
    ]


def _files(visit: Visit) -> list[File]:
    landscape = visit.landscape
    snapshot = landscape.snapshot
    if not snapshot.here:  # the tables of this machine may be others than those it was built from
        return []
    base = snapshot.folder / "base.nq"
    found = [File("landscape.nq", "/data/landscape.nq", base.stat().st_size, str(snapshot.manifest["base"]))]
    found += [_file(path, f"/data/tables/{path.name}") for path in _tables(visit)]
    found += [_file(path, f"/data/ontology/{path.name}") for path in _ontology(visit)]
    return found


def _file(path: Path, address: str) -> File:
    content = path.read_bytes()
    return File(path.name, address, len(content), hashlib.sha256(content).hexdigest())


def _tables(visit: Visit) -> list[Path]:
    if not visit.landscape.snapshot.here:
        return []
    folder = visit.landscape.inputs.data
    return [path for name in TABLES if (path := folder / f"{name}.csv").is_file()]


def _ontology(visit: Visit) -> list[Path]:
    return sorted(visit.landscape.inputs.ontology.glob("*.ttl"))


def data(visit: Visit) -> Response:
    """Returns the page that lists the files; those that are not there yet are made meanwhile."""
    making = visit.serving.exports
    kept = making.look(visit.landscape).kept
    return html(
        visit,
        "data.html.j2",
        files=_files(visit),
        manifest=visit.landscape.snapshot.manifest,
        groups={group: [_export(name, kept) for name in names] for group, names in GROUPS.items()},
        dataset=read_dataset(visit.landscape.inputs.data),
        at_work=making.at_work(visit.landscape),
        earlier=earlier(visit.landscape) if len(kept) < len(EXPORTS) else None,
        sums=addresses.export(SUMS),
        endings=DESCRIPTIONS.values(),
    )


def _export(name: str, kept: Mapping[str, Kept]) -> Export:
    return Export(name, file_name(name), EXPORTS[name].media_type, kept.get(name))


def quads(visit: Visit) -> Response:
    """Returns the snapshot as it was built: sorted N-Quads that hold under every lens."""
    if not visit.landscape.snapshot.here:
        raise NotThere("site-data-elsewhere")
    return FileResponse(visit.landscape.snapshot.folder / "base.nq", media_type="application/n-quads")


def rows(visit: Visit) -> Response:
    """Returns one table as it stands in its file."""
    return _sent(visit, _tables(visit), "text/csv; charset=utf-8")


def terms(visit: Visit) -> Response:
    """Returns one file of the ontology."""
    return _sent(visit, _ontology(visit), "text/turtle; charset=utf-8")


def sums(visit: Visit) -> Response:
    """Returns the checksums as `sha256sum -c` reads them."""
    lines = (f"{file.sha256}  {file.address.removeprefix('/data/')}\n" for file in _files(visit))
    return Response("".join(lines), media_type="text/plain")


def _sent(visit: Visit, files: list[Path], kind: str) -> Response:
    name = visit.request.path_params["name"]
    if not visit.landscape.snapshot.here:
        raise NotThere("site-data-elsewhere")
    path = next((path for path in files if path.stem == name), None)
    if path is None:
        raise NotThere("unknown-table", name=name, known=", ".join(path.stem for path in files))
    return Response(path.read_bytes(), media_type=kind)
