"""CSV on the Web: every table as CSV, and one metadata file that says what each column holds (W3C, 2015)."""

from __future__ import annotations

import json
from typing import Any

from graph.exports import delimited
from graph.exports.archive import pack, unpack
from graph.exports.characters import utf8
from graph.exports.content import Content
from graph.exports.delimited import Rows
from graph.exports.tables import Column, Table
from graph.exports.workbook import meaning

METADATA = "csv-metadata.json"
_DATATYPES = {"integer": "integer", "number": "decimal", "day": "date"}


def metadata(content: Content) -> dict[str, Any]:
    """Returns the metadata of all tables: a TableGroup, with what the export says about itself."""
    told, language = content.about.told(), content.about.language
    licence = told["licence"]
    found: dict[str, Any] = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": language}],
        "dc:title": told["title"],
        "dc:description": told["description"],
        "dc:identifier": told["data_version"],
        "dc:rights": " ".join(filter(None, licence.values())),
        "dc:source": [one["title"] for one in told["sources"]],
        "dc:coverage": f"{told['as_of']}; {told['lens']}",
        "rdfs:comment": told["not_known"],
        "dialect": {"header": True, "encoding": "utf-8", "delimiter": ",", "quoteChar": '"'},
        "tables": [_described(table) for table in content.tables.values()],
    }
    if licence["url"]:
        found["dc:license"] = {"@id": licence["url"]}
    if told["issued"]:
        found["dc:issued"] = {"@value": told["issued"], "@type": "xsd:date"}
    return {key: value for key, value in found.items() if value not in ("", [])}


def _described(table: Table) -> dict[str, Any]:
    return {
        "url": f"{table.name}.csv",
        "tableSchema": {
            "columns": [_column(column) for column in table.columns],
            "primaryKey": list(table.key) if len(table.key) > 1 else table.key[0],
        },
    }


def _column(column: Column) -> dict[str, Any]:
    found: dict[str, Any] = {"name": column.name, "titles": column.name}
    if meant := meaning(column.name):
        found["dc:description"] = meant
    found["datatype"] = _DATATYPES.get(column.kind, "string")
    if column.kind == "list":
        found["separator"] = ";"
    return found


def files_of(content: Content) -> dict[str, bytes]:
    """Returns the metadata and the tables, by file name."""
    whole = utf8(json.dumps(metadata(content), ensure_ascii=False, indent=1) + "\n")
    tables = {f"{name}.csv": delimited.separated([table.header, *table.rows]) for name, table in content.tables.items()}
    return {METADATA: whole, **tables}


def write(content: Content) -> bytes:
    """Returns an archive of all of them."""
    return pack(files_of(content))


def read(content: bytes) -> dict[str, Any]:
    """Returns what a reader finds: the metadata as an object, each table as rows."""
    files = unpack(content)
    found: dict[str, Any] = {METADATA: json.loads(files.pop(METADATA))}
    return found | {name: delimited.read(one) for name, one in files.items()}


def expected(content: Content) -> dict[str, Any]:
    """Returns what a reader has to find."""
    rows: dict[str, Rows] = {
        f"{name}.csv": [list(table.header), *map(list, table.rows)] for name, table in content.tables.items()
    }
    return {METADATA: json.loads(json.dumps(metadata(content))), **rows}
