"""The landscape as tables: what the lens takes as fact, every other statement, the passages behind both, the sources.

The rows are those of the fact tables, as a snapshot holds them, with labels, the lens's verdict and the computed
bounds beside them. A list in a cell stands sorted, with ";" between; a blank cell is "not stated".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.mapping.records import Record, Records, columns_of, from_quads
from graph.oxigraph import Literal, NamedNode
from graph.terms import PREFIXES, TABLE_NAMESPACES, relation_iri

if TYPE_CHECKING:
    from graph.landscape import Landscape

KINDS = ("text", "list", "integer", "number", "day")


@dataclass(frozen=True)
class Column:
    """A column: its name and what its cells hold (one of KINDS; a vague date is text)."""

    name: str
    kind: str = "text"


@dataclass(frozen=True)
class Table:
    """Rows of text under columns; no two rows share the cells of `key`; the rows are in its order."""

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def header(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(column.name for column in self.columns)

    def records(self) -> Iterator[dict[str, str]]:
        """Yields each row as a dict."""
        for row in self.rows:
            yield dict(zip(self.header, row, strict=True))


_LABELLED = {"subject": "subject_label", "relation": "relation_label", "object": "object_label"}
_BOUNDS = ("startEarliest", "startLatest", "endEarliest", "endLatest")
_VERDICT = (
    *(Column(name, "day") for name in ("start_earliest", "start_latest", "end_earliest", "end_latest")),
    Column("in_force"),
    Column("state"),
    Column("last_attested"),
    Column("text_families", "integer"),
    Column("sources", "list"),
)
_PASSAGE = (
    *map(Column, ("evidence_id", "statement", "stance", "source_id", "source", "document_date", "item")),
    *(Column(name, "integer") for name in ("start", "end")),
    *map(Column, ("passage_digest", "reading", "speaks_from", "list_closed")),
)
PLAIN = ("counts", "events", "milestones", "matters", "disagreements", "links", "sources")
NAMES = ("facts", "others", "passages", "things", *PLAIN)


def tables_of(landscape: Landscape) -> dict[str, Table]:
    """Returns every table, by name, in the order of NAMES, under the landscape's lens and in its language.

    `facts` are the claims that the lens takes as fact; `others` has the same columns and every other claim, the
    rejected ones too, with `state` saying why; `passages` has a row for each passage and statement it bears on.
    """
    made = _Maker(landscape, from_quads(landscape.snapshot.quads()))
    facts, others = made.statements()
    found = {table.name: table for table in (facts, others, made.passages(), made.things(), *map(made.plain, PLAIN))}
    return {name: found[name] for name in NAMES}


class _Maker:
    def __init__(self, landscape: Landscape, records: Records) -> None:
        self.landscape = landscape
        self.records = records
        self.about: dict[str, list[Record]] = {}
        for name, record in sorted(records["evidence"].items()):
            for statement in record["about"].split(";"):
                self.about.setdefault(statement, []).append({"evidence_id": name, **record})

    def statements(self) -> tuple[Table, Table]:
        columns: list[Column] = []
        for column in columns_of("claims"):
            columns.append(Column(column.name))
            if column.name in _LABELLED:
                columns.append(Column(_LABELLED[column.name]))
        columns += _VERDICT
        rejected = [{**record, "standing": "rejected", "standing_reason": record["reason"]} for record in
                    self.records["rejected"].values()]  # fmt: skip
        found = [self._judged(record) for record in (*self.records["claims"].values(), *rejected)]
        facts = [record for record in found if record["state"] == "fact"]
        others = [record for record in found if record["state"] != "fact"]
        return _table("facts", columns, ("claim_id",), facts), _table("others", columns, ("claim_id",), others)

    def _judged(self, record: Record) -> Record:
        node = NamedNode(PREFIXES["claim"] + record["claim_id"])
        in_force = self._of(node, "inForce").rpartition("/in-force-")[2]
        state = self.landscape.view.state(record["standing"], record.get("modality", ""), in_force)
        supporting = [one for one in self.about.get(record["claim_id"], ()) if one["stance"] == "supports"]
        sources = {one["source_id"] for one in supporting} or {record.get("source_id", "")}
        return {
            **record,
            "subject_label": self._label(record["subject"]),
            "relation_label": self._word(relation_iri(record["relation"])),
            "object_label": self._label(record["object"]) if record["object"] else "",
            **{column.name: self._of(node, name) for column, name in zip(_VERDICT, _BOUNDS, strict=False)},
            "in_force": in_force,
            "state": state or record["standing"],
            "last_attested": self._of(node, "lastAttested"),
            "text_families": self._of(node, "textFamilies"),
            "sources": ";".join(sorted(sources - {""})),
        }

    def passages(self) -> Table:
        sources = self.records["sources"]
        rows = [
            {
                **record,
                "statement": statement,
                "source": sources[record["source_id"]]["title"],
                "document_date": sources[record["source_id"]]["document_date"],
            }
            for statement, records in self.about.items()
            for record in records
        ]
        return _table("passages", _PASSAGE, ("statement", "evidence_id", "stance"), rows)

    def things(self) -> Table:
        columns = [Column("entity_id"), Column("label"), Column("label_cy")]
        columns += [Column(one.name, "list" if one.many else "text") for one in columns_of("entities")
                    if one.name not in ("entity_id", "label")]  # fmt: skip
        rows = [
            {**record, "label_cy": self._label(name, "cy", only=True)}
            for name, record in self.records["entities"].items()
        ]
        return _table("things", columns, ("entity_id",), rows)

    def plain(self, name: str) -> Table:
        declared = columns_of(name)
        kinds = {"number": "number", "integer": "integer"}
        columns = [Column(one.name, "list" if one.many else kinds.get(one.kind, "text")) for one in declared]
        from graph.facts.tables import TABLES

        return _table(name, columns, TABLES[name].key, self.records[name].values())

    def _of(self, node: NamedNode, predicate: str) -> str:
        pattern = (node, NamedNode(PREFIXES["pcol"] + predicate), None, None)
        for quad in self.landscape.store.quads_for_pattern(*pattern):
            if isinstance(quad.object, Literal | NamedNode):
                return quad.object.value
        return ""

    def _label(self, name: str, language: str = "", *, only: bool = False) -> str:
        node = self._address(name)
        label, spoken = self.landscape.names.label(node, language or self.landscape.language)
        return label if not only or spoken == language else ""

    def _word(self, iri: str) -> str:
        return self.landscape.names.label(NamedNode(iri), self.landscape.language)[0]

    def _address(self, name: str) -> NamedNode:
        for table, prefix in TABLE_NAMESPACES.items():
            if name in self.records[table]:
                return NamedNode(PREFIXES[prefix] + name)
        return NamedNode(PREFIXES["pcc"] + name)


def _table(name: str, columns: Iterable[Column], key: tuple[str, ...], records: Iterable[Record]) -> Table:
    columns = tuple(columns)
    ordered = sorted(records, key=lambda record: [record[one] for one in key])
    rows = [tuple(record.get(column.name, "") for column in columns) for record in ordered]
    return Table(name, columns, key, tuple(rows))
