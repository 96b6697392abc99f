"""The data to take away: the snapshot, what the lens makes of it, the tables, each with size and checksum."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from starlette.responses import FileResponse, Response
from starlette.routing import BaseRoute

from graph.errors import NotThere
from graph.facts.tables import TABLES
from graph.oxigraph import DefaultGraph, RdfFormat
from graph.terms import PREFIXES
from graph.web import addresses
from graph.web.rendering import html
from graph.web.serving import Serving
from graph.web.visit import Visit, page


@dataclass(frozen=True)
class File:
    """A file to take away: its name, address, size in bytes and SHA-256."""

    name: str
    address: str
    size: int
    sha256: str


def routes(serving: Serving) -> list[BaseRoute]:
    """Returns the routes of the page and of the files."""
    return [
        page(serving, addresses.DATA, data),
        page(serving, "/data/landscape.nq", quads),
        page(serving, "/data/landscape.ttl", turtle),
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
    """Returns the page that lists the files."""
    return html(visit, "data.html.j2", files=_files(visit), manifest=visit.landscape.snapshot.manifest)


def quads(visit: Visit) -> Response:
    """Returns the snapshot as it was built: sorted N-Quads that hold under every lens."""
    if not visit.landscape.snapshot.here:
        raise NotThere("unknown-table", name="landscape", known="landscape.ttl")
    return FileResponse(visit.landscape.snapshot.folder / "base.nq", media_type="application/n-quads")


def turtle(visit: Visit) -> Response:
    """Returns what counts as fact under the lens, derived facts too, as Turtle."""
    store = visit.landscape.store
    content = store.dump(format=RdfFormat.TURTLE, from_graph=DefaultGraph(), prefixes=PREFIXES)
    return Response(content, media_type="text/turtle; charset=utf-8")


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
    path = next((path for path in files if path.stem == name), None)
    if path is None:
        raise NotThere("unknown-table", name=name, known=", ".join(path.stem for path in files))
    return Response(path.read_bytes(), media_type=kind)
