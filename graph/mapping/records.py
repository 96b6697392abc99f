"""The rows of all tables as plain records to compare: read leniently from tables, or back from a snapshot's quads.

An older revision of the tables may have other columns, so they are taken by name: one that is not known is left
out, one that is missing is blank. What a snapshot does not hold (why a link was made, where a rejected claim was
looked for) is left out of both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from graph.errors import Complaint, complain
from graph.facts.reading import decode, records
from graph.facts.tables import TABLES, Column
from graph.mapping.quads import evidence_name
from graph.oxigraph import Literal, NamedNode, Quad
from graph.terms import PREFIXES, expand, shorten

Record = dict[str, str]

_NOT_HELD = {"links": ("why",), "rejected": ("item", "decided_on")}
_TABLE_OF = {
    "pid": "entities",
    "doc": "sources",
    "claim": "claims",
    "matter": "matters",
    "milestone": "milestones",
    "event": "events",
    "dis": "disagreements",
    "ev": "evidence",
}
_LABEL = {"sources": "title", "disagreements": "question"}
_PREDICATES: dict[str, dict[str, str]] = {
    "entities": {
        "pcol:type": "types",
        "pcol:kind": "kind",
        "pcol:short": "short",
        "pcol:level": "level",
        "pcol:function": "function",
        "dct:isReplacedBy": "replaced_by",
        "skos:note": "note",
    },
    "sources": {
        "pcol:kind": "kind",
        "dct:publisher": "publisher",
        "foaf:page": "url",
        "pcol:documentDate": "document_date",
        "pcol:dateNote": "date_note",
        "dct:dateAccepted": "accepted_date",
        "pcol:retrieved": "retrieved",
        "dct:rights": "licence",
        "pcol:textFamily": "text_family",
        "pcol:file": "file",
        "pcol:sha256": "sha256",
    },
    "claims": {
        "pcol:subject": "subject",
        "pcol:relation": "relation",
        "pcol:object": "object",
        "pcol:value": "value",
        "pcol:validFrom": "valid_from",
        "pcol:validTo": "valid_to",
        "pcol:modality": "modality",
        "pcol:standing": "standing",
        "pcol:standingReason": "standing_reason",
        "pcol:basis": "basis",
        "skos:note": "note",
    },
    "counts": {
        "pcol:countOf": "count_of",
        "pcol:counted": "counted",
        "pcol:unit": "unit",
        "pcol:comparator": "comparator",
    },
    "evidence": {
        "pcol:inSource": "source_id",
        "pcol:item": "item",
        "pcol:passageStart": "start",
        "pcol:passageEnd": "end",
        "pcol:passageDigest": "passage_digest",
        "pcol:reading": "reading",
        "pcol:speaksFrom": "speaks_from",
        "pcol:listClosed": "list_closed",
    },
    "events": {
        "rdf:type": "type",
        "pcol:modality": "modality",
        "dct:date": "date",
        "org:originalOrganization": "originals",
        "org:resultingOrganization": "results",
        "pcol:about": "about",
        "pcol:involves": "claims",
        "pcol:legalBasis": "legal_basis",
    },
    "milestones": {
        "pcol:about": "about",
        "pcol:planned": "planned",
        "pcol:actual": "actual",
        "pcol:milestoneStatus": "status",
        "skos:note": "note",
    },
    "matters": {
        "pcol:type": "type",
        "pcol:about": "about",
        "pcol:kind": "kind",
        "pcol:expectation": "expectation",
        "pcol:amountText": "amount_text",
        "pcol:amount": "amount",
        "pcol:unit": "unit",
    },
    "disagreements": {
        "pcol:about": "about",
        "pcol:involves": "claims",
        "pcol:disagreementKind": "kind",
        "pcol:disagreementStatus": "status",
        "pcol:resolution": "resolution",
    },
}


@dataclass(frozen=True)
class Records:
    """The records of each table by key: an id, or what names a row that has none. Several values stand sorted."""

    tables: dict[str, dict[str, Record]] = field(default_factory=dict)

    def __getitem__(self, table: str) -> dict[str, Record]:
        return self.tables.setdefault(table, {})


def columns_of(table: str) -> tuple[Column, ...]:
    """Returns the columns of a table that records hold."""
    return tuple(column for column in TABLES[table].columns if column.name not in _NOT_HELD.get(table, ()))


def from_tables(content_of: Callable[[str], bytes | None]) -> tuple[Records, list[Complaint]]:
    """Returns the records of tables whose bytes `content_of` gives by file name, and what could not be read."""
    found, complaints = Records(), []
    for table in TABLES:
        name = f"{table}.csv"
        content = content_of(name)
        text, faults = decode(name, content) if content is not None else (None, [])
        rows = records(name, text or "", faults)
        _, header, _ = next(rows, (1, [], ""))
        for line, fields, _ in rows:
            if fields and len(fields) != len(header):
                expected, first = len(header), fields[0][:40]
                faults.append(complain("ragged-row", name, line, 1, found=len(fields), expected=expected, first=first))
            elif any(fields):
                _put(found, table, dict(zip(header, fields, strict=True)))
        complaints += faults
    return found, complaints


def from_quads(quads: Iterable[Quad]) -> Records:
    """Returns the records that a snapshot's quads were made of."""
    nodes: dict[str, _Held] = {}
    for quad in quads:
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal):
            nodes.setdefault(quad.subject.value, {}).setdefault(quad.predicate.value, []).append(quad.object)
    found = Records()
    for iri, held in nodes.items():
        for prefix, table in _TABLE_OF.items():
            name = iri.removeprefix(PREFIXES[prefix])
            if name != iri and "#" not in name and not (table == "evidence" and "--" in name):
                _restore(found, table, name, held, nodes.get(PREFIXES["ev"] + name, {}))
    return found


_Held = dict[str, list[NamedNode | Literal]]


def _restore(found: Records, table: str, name: str, held: _Held, link: _Held) -> None:
    texts = {predicate: [_text(value) for value in values] for predicate, values in held.items()}
    relation = texts.get(expand("pcol:relation"), [""])[0]
    if table == "evidence":
        for stance in ("supports", "disputes"):
            if about := texts.get(expand(f"pcol:{stance}")):
                row = _columns(table, held) | {"stance": stance, "about": ";".join(about)}
                _put(found, table, row)
        return
    if table == "claims" and relation == "dct:identifier":
        value = held[expand("pcol:value")][0]
        scheme = shorten(value.datatype.value).removeprefix("link-scheme-") if isinstance(value, Literal) else ""
        source = _text(link[expand("pcol:inSource")][0])
        entity = texts[expand("pcol:subject")][0]
        _put(found, "links", {"entity_id": entity, "scheme": scheme, "value": value.value, "source_id": source})
        return
    row = _columns(table, held)
    if table == "claims" and row.get("standing") == "rejected":
        reason, source = row.get("standing_reason", ""), texts.get(expand("dct:source"), [""])[0]
        _put(found, "rejected", {**row, "claim_id": name, "reason": reason, "source_id": source})
        return
    labels = texts.get(expand("skos:prefLabel"), [""])
    own = {TABLES[table].columns[0].name: name, _LABEL.get(table, "label"): labels[0]}
    _put(found, table, row | own)
    if relation == "count":
        _put(found, "counts", _columns("counts", held) | {"claim_id": name})


def _columns(table: str, held: _Held) -> Record:
    row = {}
    for predicate, column in _PREDICATES[table].items():
        scheme = TABLES[table].column(column).scheme
        values = []
        for value in held.get(expand(predicate), ()):
            if predicate == "rdf:type" and not value.value.startswith(PREFIXES["pcol"]):
                continue
            told = isinstance(value, Literal) and value.language and column == "value"
            values.append(_text(value, scheme) + (f"@{value.language}" if told else ""))  # type: ignore[union-attr]
        row[column] = ";".join(values)
    return row


def _text(value: NamedNode | Literal, scheme: str = "") -> str:
    if isinstance(value, Literal):
        return value.value
    if not value.value.startswith(tuple(PREFIXES.values())):
        return value.value
    word = shorten(value.value)
    for one in scheme.split("|") if scheme else ():
        if word.startswith(f"{one}-"):
            return word.removeprefix(f"{one}-")
    return word


def _put(found: Records, table: str, row: Record) -> None:
    record = {}
    for column in columns_of(table):
        cell = row.get(column.name, "")
        record[column.name] = _sorted(cell) if column.many else cell
    found[table][_key(table, record)] = record


def _sorted(cell: str) -> str:
    return ";".join(sorted({part.strip() for part in cell.split(";") if part.strip()}))


def _key(table: str, record: Record) -> str:
    if table == "evidence":
        return evidence_name(record)
    if table == "links":
        return "--".join((record["entity_id"], record["scheme"], record["value"]))
    return record[TABLES[table].columns[0].name]
