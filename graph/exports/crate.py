"""RO-Crate: the data set as one archive that says what each of its files is (RO-Crate 1.1)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from graph.exports import csvw, networks, rdf
from graph.exports.archive import pack, unpack
from graph.exports.characters import utf8
from graph.exports.content import Content
from graph.exports.description import Distribution, catalogued, dataset_iri
from graph.terms import BASE
from graph.wording import has, say

METADATA = "ro-crate-metadata.json"
_SPECIFICATION = "https://w3id.org/ro/crate/1.1"
_TITLES = {
    "csv-metadata.json": "csv-metadata",
    "dataset.ttl": "dataset",
    "landscape.trig": "landscape",
    "network.gexf": "network",
    "network.graphml": "network",
}
_MEDIA_TYPES = {
    "csv": "text/csv",
    "json": "application/json",
    "ttl": "text/turtle",
    "trig": "application/trig",
    "graphml": "application/graphml+xml",
    "gexf": "application/gexf+xml",
    "md": "text/markdown",
    "toml": "application/toml",
    "rq": "application/sparql-query",
}


def files_of(content: Content, more: Mapping[str, bytes] | None = None) -> dict[str, bytes]:
    """Returns the files of the crate by name: the tables with their metadata, graph, network, catalogue entry.

    In `tables/` stand the tables of facts as curators keep them: the crate is enough to build the landscape again.

    `more` are further files to be held and described beside them.
    """
    files = {
        **csvw.files_of(content),
        "landscape.trig": rdf.write_trig(content),
        "network.graphml": networks.write_graphml(content),
        "network.gexf": networks.write_gexf(content),
        **{f"tables/{name}": one for name, one in content.kept.items()},
        **(more or {}),
    }
    held = [
        Distribution(name, _title(name), _media_type(name), len(one), hashlib.sha256(one).hexdigest())
        for name, one in files.items()
    ]
    catalogue = rdf.turtle(catalogued(content, held))
    held.append(Distribution("dataset.ttl", _title("dataset.ttl"), "text/turtle", len(catalogue), _digest(catalogue)))
    metadata = utf8(json.dumps(_metadata(content, held), ensure_ascii=False, indent=1) + "\n")
    return {METADATA: metadata, **files, "dataset.ttl": catalogue}


def with_checksums(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Returns the files, and `SHA256SUMS` over all of them as `sha256sum -c` reads it."""
    lines = [f"{_digest(one)}  {name}\n" for name, one in files.items()]
    return {**files, "SHA256SUMS": "".join(lines).encode()}


def write(content: Content) -> bytes:
    """Returns the archive."""
    return pack(with_checksums(files_of(content)))


def read(content: bytes) -> dict[str, bytes]:
    """Returns the files of the archive, those left out whose digest is not what its metadata says."""
    files = unpack(content)
    said = {one["@id"]: one.get("sha256") for one in json.loads(files[METADATA])["@graph"]}
    unsaid = (METADATA, "SHA256SUMS")
    return {name: one for name, one in files.items() if name in unsaid or said.get(name) == _digest(one)}


def expected(content: Content) -> dict[str, bytes]:
    """Returns what a reader has to find."""
    return with_checksums(files_of(content))


def _metadata(content: Content, held: list[Distribution]) -> dict[str, Any]:
    told = content.about.told()
    data = content.about.dataset
    licence = told["licence"]["url"] or f"{BASE}#licence"
    creator = f"{data.homepage or BASE}#creator"
    sources = [_source(one) for one in told["sources"]]
    root = {
        "@id": "./",
        "@type": "Dataset",
        "name": told["title"],
        "description": told["description"] or told["title"],
        "identifier": dataset_iri(content),
        "version": told["release"] or told["data_version"],
        # Where no day of issue is stated, the day that the data are shown for.
        "datePublished": told["issued"] or told["as_of"],
        "temporalCoverage": told["as_of"],
        "license": {"@id": licence},
        "creator": {"@id": creator},
        "keywords": list(data.keywords),
        "inLanguage": told["language"],
        "abstract": f"{told['lens']}. {told['not_known']}",
        "creditText": "; ".join(f"{one['part']}: {one['words']} ({one['url']})" for one in told["attribution"]),
        "conformsTo": {"@id": f"{BASE}def"},
        "hasPart": [{"@id": one.file} for one in held],
        "isBasedOn": [{"@id": one["@id"]} for one in sources],
    }
    graph: list[dict[str, Any]] = [
        {
            "@id": METADATA,
            "@type": "CreativeWork",
            "conformsTo": {"@id": _SPECIFICATION},
            "about": {"@id": "./"},
        },
        {key: value for key, value in root.items() if value not in ("", [])},
        {"@id": licence, "@type": "CreativeWork", "name": told["licence"]["name"]},
        {"@id": creator, "@type": "Organization", "name": told["creator"] or say("export.no-licence")},
        *sources,
    ]
    for one in held:
        graph.append(
            {
                "@id": one.file,
                "@type": "File",
                "name": one.title,
                "encodingFormat": one.media_type,
                "contentSize": str(one.size),
                "sha256": one.sha256,
            }
        )
    return {"@context": f"{_SPECIFICATION}/context", "@graph": graph}


def _source(one: dict[str, Any]) -> dict[str, Any]:
    found = {
        "@id": f"{BASE}doc/{one['source_id']}",
        "@type": "CreativeWork",
        "name": one["title"],
        "publisher": one["publisher"],
        "url": one["url"],
        "temporalCoverage": one["document_date"],
        "copyrightNotice": one["licence"],
    }
    return {key: value for key, value in found.items() if value}


def _title(name: str) -> str:
    found = _TITLES.get(name) or name.removesuffix(".csv")
    key = f"export.file.{found}"
    return say(key) if has(key) else name


def _media_type(name: str) -> str:
    return _MEDIA_TYPES.get(name.rpartition(".")[2], "text/plain")


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
