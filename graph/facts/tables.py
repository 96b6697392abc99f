"""The tables of facts, declared: which columns, what each may hold, what it refers to."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Column:
    """One column: `kind` says what a cell may hold.

    Kinds: id, ref, class, relation, word (of `scheme`), date, text, number, integer, digest (16 hex),
    sha256, url, file. `refers` names the tables whose ids a ref may use ("concepts" for controlled words).
    `many` allows several values with ";" between them.
    """

    name: str
    kind: str = "text"
    required: bool = False
    many: bool = False
    scheme: str = ""
    refers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """One table: its file is `<name>.csv`; `key` is the columns that no two rows share."""

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]

    def column(self, name: str) -> Column:
        """Returns the column of that name; KeyError if there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)


def _table(name: str, *columns: Column, key: tuple[str, ...] = ()) -> Table:
    return Table(name, columns, key or (columns[0].name,))


_STATEMENTS = ("claims", "events", "milestones", "matters")
_ABOUT = ("entities", "sources", "matters")

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        _table(
            "entities",
            Column("entity_id", "id", required=True),
            Column("types", "class", required=True, many=True),
            Column("kind", "word", scheme="board-kind|agency-kind|policing-body-kind"),
            Column("label", required=True),
            Column("short"),
            Column("level", "word", scheme="level"),
            Column("function", "word", scheme="function", many=True),
            Column("replaced_by", "ref", refers=("entities",)),
            Column("note"),
        ),
        _table(
            "sources",
            Column("source_id", "id", required=True),
            Column("title", required=True),
            Column("kind", "word", required=True, scheme="source-kind"),
            Column("publisher"),
            Column("url", "url"),
            Column("document_date", "date"),
            Column("date_note"),
            Column("accepted_date", "date"),
            Column("retrieved", "date"),
            Column("licence"),
            Column("text_family", "id", required=True),
            Column("file", "file"),
            Column("sha256", "sha256"),
        ),
        _table(
            "claims",
            Column("claim_id", "id", required=True),
            Column("subject", "ref", required=True, refers=_ABOUT),
            Column("relation", "relation", required=True),
            Column("object", "ref", refers=("entities", "sources", "concepts")),
            Column("value"),
            Column("valid_from", "date"),
            Column("valid_to", "date"),
            Column("modality", "word", required=True, scheme="modality"),
            Column("standing", "word", required=True, scheme="standing"),
            Column("standing_reason"),
            Column("basis", "word", required=True, scheme="basis"),
            Column("note"),
        ),
        _table(
            "counts",
            Column("claim_id", "ref", required=True, refers=("claims",)),
            Column("count_of", "relation"),
            Column("counted", required=True),
            Column("unit"),
            Column("comparator", "word", required=True, scheme="comparator"),
        ),
        _table(
            "evidence",
            Column("about", "ref", required=True, many=True, refers=_STATEMENTS),
            Column("stance", required=True),
            Column("source_id", "ref", required=True, refers=("sources",)),
            Column("item", required=True),
            Column("start", "integer"),
            Column("end", "integer"),
            Column("passage_digest", "digest"),
            Column("reading", required=True),
            Column("speaks_from", "date"),
            Column("list_closed", "word", scheme="list-closed"),
            key=("stance", "source_id", "item", "start", "end", "reading"),
        ),
        _table(
            "events",
            Column("event_id", "id", required=True),
            Column("type", "class", required=True),
            Column("modality", "word", required=True, scheme="modality"),
            Column("label", required=True),
            Column("date", "date"),
            Column("originals", "ref", many=True, refers=("entities",)),
            Column("results", "ref", many=True, refers=("entities",)),
            Column("about", "ref", many=True, refers=("entities",)),
            Column("claims", "ref", many=True, refers=("claims",)),
            Column("legal_basis", "ref", refers=("entities",)),
        ),
        _table(
            "milestones",
            Column("milestone_id", "id", required=True),
            Column("about", "ref", required=True, refers=("entities",)),
            Column("label", required=True),
            Column("planned", "date"),
            Column("actual", "date"),
            Column("status", "word", required=True, scheme="milestone-status"),
            Column("note"),
        ),
        _table(
            "matters",
            Column("matter_id", "id", required=True),
            Column("type", "class", required=True),
            Column("about", "ref", required=True, many=True, refers=("entities", "sources")),
            Column("label", required=True),
            Column("kind", "word", scheme="benefit-kind"),
            Column("expectation", "word", scheme="expectation"),
            Column("amount_text"),
            Column("amount", "number"),
            Column("unit"),
        ),
        _table(
            "disagreements",
            Column("disagreement_id", "id", required=True),
            Column("about", "ref", required=True, many=True, refers=("entities", "sources")),
            Column("claims", "ref", many=True, refers=_STATEMENTS),
            Column("question", required=True),
            Column("kind", "word", required=True, scheme="disagreement-kind"),
            Column("status", "word", required=True, scheme="disagreement-status"),
            Column("resolution"),
        ),
        _table(
            "links",
            Column("entity_id", "ref", required=True, refers=("entities",)),
            Column("scheme", "word", required=True, scheme="link-scheme"),
            Column("value", required=True),
            Column("source_id", "ref", required=True, refers=("sources",)),
            Column("why"),
            key=("entity_id", "scheme", "value"),
        ),
        _table(
            "rejected",
            Column("claim_id", "id", required=True),
            Column("subject", "ref", required=True, refers=_ABOUT),
            Column("relation", "relation", required=True),
            Column("object", "ref", refers=("entities", "sources", "concepts")),
            Column("value"),
            Column("reason", required=True),
            Column("source_id", "ref", refers=("sources",)),
            Column("item"),
            Column("decided_on", "date"),
        ),
    )
}
