"""Neo4j: things and facts as two CSV files, the passages as a third, and a Cypher script that loads them.

`LOAD CSV` takes a backslash for an escape, so each stands twice in these files. Labels and types of relations are
written into the script: Cypher cannot take them from a row, and they are terms of the ontology, never free text.
"""

from __future__ import annotations

from collections.abc import Iterable

from graph.exports import delimited
from graph.exports.archive import pack, unpack
from graph.exports.characters import utf8
from graph.exports.content import Content
from graph.exports.delimited import Rows
from graph.wording import say

_NODES = ("entity_id", "label", "label_cy", "types", "kind", "level", "function", "short", "note")
_RELATIONS = (
    "claim_id", "subject", "object", "relation", "relation_label", "valid_from", "valid_to", "start_earliest",
    "start_latest", "end_earliest", "end_latest", "in_force", "modality", "standing", "basis", "last_attested",
    "sources",
)  # fmt: skip
_PASSAGES = ("evidence_id", "statement", "stance", "source_id", "item", "reading")


def _rows(content: Content) -> dict[str, Rows]:
    """Returns the three files as rows: things, facts between things, and the passages behind those."""
    things = [[row[name] for name in _NODES] for row in content.tables["things"].records()]
    known = {row[0] for row in things}
    facts = [
        [row[name] for name in _RELATIONS]
        for row in content.tables["facts"].records()
        if row["subject"] in known and row["object"] in known
    ]
    kept = {row[0] for row in facts}
    passages = [
        [row[name] for name in _PASSAGES] for row in content.tables["passages"].records() if row["statement"] in kept
    ]
    return {
        "things.csv": [list(_NODES), *things],
        "facts.csv": [list(_RELATIONS), *facts],
        "passages.csv": [list(_PASSAGES), *passages],
    }


def _script(content: Content, files: dict[str, Rows]) -> str:
    about = [f"// {heading}: {text}" for heading, text in content.about.lines()]
    types = sorted({one for row in files["things.csv"][1:] for one in row[_NODES.index("types")].split(";") if one})
    relations = sorted({row[_RELATIONS.index("relation")] for row in files["facts.csv"][1:]})
    # A comment ends where its line does, whatever ends a line.
    lines = [" ".join(line.splitlines()) for line in about]
    lines += [f"// {say('export.neo4j')}", ""]
    lines.append("CREATE CONSTRAINT thing_id IF NOT EXISTS FOR (thing:Thing) REQUIRE thing.entity_id IS UNIQUE;")
    lines.append(_load("things.csv", ["MERGE (thing:Thing {entity_id: row.entity_id})", _set("thing", _NODES[1:])]))
    for one in types:
        wanted = f"WITH row WHERE {_text(one)} IN split(row.types, ';')"
        lines.append(
            _load("things.csv", [wanted, "MATCH (thing:Thing {entity_id: row.entity_id})", f"SET thing:`{_name(one)}`"])
        )
    for one in relations:
        ends = "MATCH (subject:Thing {entity_id: row.subject}), (object:Thing {entity_id: row.object})"
        merge = f"MERGE (subject)-[fact:`{_name(one)}` {{claim_id: row.claim_id}}]->(object)"
        kept = [name for name in _RELATIONS if name not in ("claim_id", "subject", "object")]
        lines.append(
            _load("facts.csv", [f"WITH row WHERE row.relation = {_text(one)}", ends, merge, _set("fact", kept)])
        )
    passage = ["MERGE (passage:Passage {evidence_id: row.evidence_id, statement: row.statement, stance: row.stance})",
               _set("passage", _PASSAGES[3:])]  # fmt: skip
    lines.append(_load("passages.csv", passage))
    return "\n".join(lines) + "\n"


def _load(file: str, lines: list[str]) -> str:
    return "\n".join([f"LOAD CSV WITH HEADERS FROM 'file:///{file}' AS row", *(f"  {line}" for line in lines)]) + ";"


def _set(name: str, properties: Iterable[str]) -> str:
    return "SET " + ", ".join(f"{name}.{one} = row.{one}" for one in properties)


def _name(term: str) -> str:
    return term.replace("`", "``")


def _text(term: str) -> str:
    return "'" + term.replace("\\", "\\\\").replace("'", "\\'") + "'"


def write(content: Content) -> bytes:
    """Returns an archive of things.csv, facts.csv, passages.csv and load.cypher."""
    files = _rows(content)
    written = {name: delimited.separated(_doubled(rows)) for name, rows in files.items()}
    return pack({**written, "load.cypher": utf8(_script(content, files))})


def read(content: bytes) -> dict[str, Rows]:
    """Returns what LOAD CSV finds in each file, and the lines of the script."""
    files = unpack(content)
    script = files.pop("load.cypher").decode()
    found = {name: _single(delimited.read(one)) for name, one in files.items()}
    return {**found, "load.cypher": [[script]]}


def expected(content: Content) -> dict[str, Rows]:
    """Returns what LOAD CSV has to find."""
    files = _rows(content)
    return {**files, "load.cypher": [[_script(content, files)]]}


def _doubled(rows: Rows) -> Rows:
    return [[cell.replace("\\", "\\\\") for cell in row] for row in rows]


def _single(rows: Rows) -> Rows:
    return [[cell.replace("\\\\", "\\") for cell in row] for row in rows]
