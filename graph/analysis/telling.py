"""Changes as an answer: each as data, and as a sentence in the language in force."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from graph.analysis.difference import NAMING, Change
from graph.answer import Answer, Cell, Thing, Word, text
from graph.facts.tables import TABLES
from graph.mapping.records import Record, Records
from graph.oxigraph import NamedNode
from graph.questions.names import Names
from graph.terms import PREFIXES, relation_iri
from graph.wording import heading, say

COLUMNS = ("change", "what", "claim", "before", "after", "source", "item", "sentence")

_LABELS = {
    "entities": "label",
    "sources": "title",
    "events": "label",
    "milestones": "label",
    "matters": "label",
    "disagreements": "question",
}
_LISTED_SCHEMES = {"standing", "basis", "modality"}


class Teller:
    """Words for the ids and values of records: `states` in the order in which they are asked, terms from `names`."""

    def __init__(self, states: Iterable[Records], names: Names, language: str) -> None:
        self.states = tuple(states)
        self.names = names
        self.language = language

    def label(self, key: str) -> str:
        """Returns what an id is called: the label of its row, the sentence of a claim, a term's own label."""
        if self.language == "cy" and key in self._welsh:
            return self._welsh[key]
        for state in self.states:
            for table, column in _LABELS.items():
                if key in state[table]:
                    return state[table][key][column]
            for table in ("claims", "rejected"):
                if key in state[table]:
                    return self.claim(state[table][key])
            if key in state["links"]:
                link = state["links"][key]
                return f"{self.label(link['entity_id'])} · {link['scheme']} · {link['value']}"
        return self.term(PREFIXES["pcc"] + key)

    def claim(self, row: Record) -> str:
        """Returns a claim as it reads: subject, relation, object or value."""
        if row["relation"] in NAMING:
            return say("difference.naming", thing=self.label(row["subject"]), name=row["value"].rpartition("@")[0])
        end = self.label(row["object"]) if row["object"] else row["value"]
        return f"{self.label(row['subject'])} · {self.term(relation_iri(row['relation']))} · {end}"

    def term(self, iri: str) -> str:
        """Returns the label of a term of the ontology."""
        return self.names.label(NamedNode(iri), self.language)[0]

    def thing(self, key: str) -> Thing:
        """Returns an id as a cell."""
        return Thing(key, self.label(key), self.language if key in self._welsh else "en")

    def cell(self, table: str, column: str, value: str) -> Cell:
        """Returns the value of a column as a cell: things and words with their labels; blank is None."""
        if not value:
            return None
        kind = TABLES[table].column(column)
        cells: list[Cell] = []
        for one in value.split(";") if kind.many else [value]:
            if kind.kind == "ref":
                cells.append(self.thing(one))
            elif kind.kind == "word":
                cells.append(Word(one, self._word(kind.scheme, one)))
            elif kind.kind in ("class", "relation"):
                cells.append(Word(one, self.term(relation_iri(one))))
            else:
                cells.append(one)
        return tuple(cells) if kind.many and len(cells) > 1 else cells[0]

    def word(self, column: str, row: Record) -> str:
        """Returns the label of a claim's standing, basis or modality."""
        assert column in _LISTED_SCHEMES
        return self._word(column, row[column])

    def status(self, milestone: Record) -> str:
        """Returns the label of a milestone's status."""
        return self._word("milestone-status", milestone["status"])

    def _word(self, schemes: str, word: str) -> str:
        for scheme in schemes.split("|"):
            iri = f"{PREFIXES['pcc']}{scheme}-{word}"
            label = self.term(iri)
            if label != f"{scheme}-{word}":
                return label
        return word

    @cached_property
    def _welsh(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for state in self.states:
            for row in state["claims"].values():
                named = row["relation"] == "skos:prefLabel" and row["value"].endswith("@cy")
                if named and row["standing"] == "accepted" and not row["valid_to"]:
                    found.setdefault(row["subject"], row["value"].removesuffix("@cy"))
        return found

    def sources(self, evidence: Iterable[Record]) -> tuple[Cell, Cell]:
        """Returns the sources that bear on a row, each once, and the items, as cells."""
        rows = [row for row in evidence if row["stance"] == "supports"] or list(evidence)
        named = tuple(self.thing(key) for key in dict.fromkeys(row["source_id"] for row in rows))
        items = tuple(dict.fromkeys(row["item"] for row in rows))
        return _one(named), _one(items)


def _one(cells: tuple[Cell, ...]) -> Cell:
    return cells[0] if len(cells) == 1 else cells or None


def tell(change: Change, before: Records, after: Records, teller: Teller) -> tuple[Cell, ...]:
    """Returns a change as a row of COLUMNS."""
    kind = Word(change.kind, say(f"difference.kind-{change.kind}"))
    what = Word(change.table, say(f"difference.table-{change.table}"))
    if change.column in ("", "evidence"):
        was: Cell = change.before or None
        now: Cell = change.after or None
    else:
        was = teller.cell(change.table, change.column, change.before)
        now = teller.cell(change.table, change.column, change.after)
    source, item = teller.sources(change.evidence)
    return kind, what, teller.thing(change.key), was, now, source, item, _sentence(change, before, after, teller)


def _sentence(change: Change, before: Records, after: Records, teller: Teller) -> str:
    label = teller.label(change.key)
    kind, what = change.kind, say(f"difference.table-{change.table}")
    row = after[change.table].get(change.key) or before[change.table].get(change.key) or {}
    if kind == "appeared" and change.table == "claims":
        words = {column: teller.word(column, row) for column in ("standing", "basis", "modality")}
        return say("difference.claim-appeared", claim=label, **words)
    if kind in ("appeared", "withdrawn"):
        return say(f"difference.{kind}", what=what, label=label)
    if kind == "named":
        assert row["relation"] in NAMING
        words_, _, language = row["value"].rpartition("@")
        return say("difference.named", thing=teller.label(row["subject"]), name=words_, language=language)
    if kind.startswith("evidence-"):
        (passage,) = change.evidence
        told = {"label": label, "source": teller.label(passage["source_id"]), "item": passage["item"]}
        if kind == "evidence-changed":
            return say("difference.evidence-changed", **told)
        end = "supports" if passage["stance"] == "supports" else "disputes"
        added = kind == "evidence-added"
        key = f"difference.evidence-added-{end}" if added else f"difference.evidence-withdrawn-{end}"
        return say(key, **told, reading=passage["reading"])
    if kind == "rejected":
        return say("difference.rejected", label=label, reason=change.after)
    was = _shown(teller.cell(change.table, change.column, change.before))
    now = _shown(teller.cell(change.table, change.column, change.after))
    if kind in ("renamed", "merged", "ended", "reopened", "reissued"):
        return say(f"difference.{kind}", label=label, before=was, after=now)
    said = say("difference.changed", label=label, column=heading(change.column), before=was, after=now)
    reason = row.get("standing_reason", "") if kind == "standing" else ""
    return f"{said} {reason}".rstrip()


def _shown(cell: Cell) -> str:
    return say("difference.blank") if cell is None else text(cell, for_people=True)


def told(
    changes: Iterable[Change],
    before: Records,
    after: Records,
    teller: Teller,
    *,
    titles: tuple[str, str],
    as_of: str,
) -> Answer:
    """Returns all changes as an answer; the later state is what it cites as its data."""
    rows = tuple(tell(change, before, after, teller) for change in changes)
    return Answer(
        question=say("difference.question", before=titles[0], after=titles[1]),
        columns=COLUMNS,
        rows=rows,
        as_of=as_of,
        lens=say("difference.lens"),
        data_version=titles[1],
        parameters={"before": titles[0], "after": titles[1]},
        not_known=() if rows else (say("difference.same", before=titles[0], after=titles[1]),),
    )
