"""Everything that is said of one thing: its kinds, its claims from both ends, and what is recorded about it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from graph.analysis.claims import DETAILS, TOLD, Reader
from graph.analysis.statements import Claim, Name, Passage
from graph.oxigraph import Literal, NamedNode
from graph.terms import PREFIXES, expand, local_id, prefix_lines, shorten

if TYPE_CHECKING:
    from graph.landscape import Landscape

_TOUCHING = (
    prefix_lines()
    + TOLD
    + """
  { SELECT DISTINCT ?claim WHERE {
      { ?claim pcol:subject $thing } UNION { ?claim pcol:object $thing }
      UNION { $thing pcol:subject ?any BIND ($thing AS ?claim) } } }
  ?claim pcol:relation ?family ."""
    + DETAILS
)
_SPOKEN_OF = (
    prefix_lines()
    + """
SELECT DISTINCT ?what WHERE {
  { ?what pcol:subject|pcol:object|pcol:about|org:originalOrganization|org:resultingOrganization $thing }
  UNION { ?other pcol:subject|pcol:object $thing . ?what pcol:involves ?other }
  UNION { $thing pcol:involves ?what }
  UNION { BIND ($thing AS ?what) }
}"""
)
_RECORDS = (
    prefix_lines()
    + """
SELECT DISTINCT ?record ?kind WHERE {
  VALUES ?kind { $kinds }
  { ?record pcol:about|org:originalOrganization|org:resultingOrganization $thing }
  UNION { ?claim pcol:subject|pcol:object $thing . ?record pcol:involves ?claim }
  UNION { ?record pcol:involves $thing }
  UNION { BIND ($thing AS ?record) }
  ?record a ?kind .
} ORDER BY ?kind ?record"""
)
# The classes of what is recorded about things.
RECORDED = (
    "Milestone",
    "Succession",
    "Renaming",
    "HostTransfer",
    "Aim",
    "Benefit",
    "Concern",
    "Finding",
    "Decision",
    "Inconsistency",
    "Disagreement",
)
# What a record or a source tells of itself, in the order in which it is read.
_TOLD_OF_RECORDS = (
    "dct:date",
    "pcol:planned",
    "pcol:actual",
    "pcol:milestoneStatus",
    "pcol:disagreementKind",
    "pcol:disagreementStatus",
    "pcol:resolution",
    "pcol:expectation",
    "pcol:kind",
    "pcol:amountText",
    "pcol:amount",
    "pcol:unit",
    "org:originalOrganization",
    "org:resultingOrganization",
    "pcol:about",
    "pcol:legalBasis",
    "pcol:involves",
)
_TOLD_OF_SOURCES = (
    "pcol:kind",
    "dct:publisher",
    "pcol:documentDate",
    "pcol:dateNote",
    "dct:dateAccepted",
    "pcol:retrieved",
    "foaf:page",
    "dct:rights",
    "pcol:textFamily",
    "pcol:sha256",
)


@dataclass(frozen=True)
class Fact:
    """One thing that a record tells of itself: the property's name, and a Name; `id` is empty for plain text."""

    what: str
    value: Name


@dataclass(frozen=True)
class Record:
    """A milestone, event, matter or disagreement: its class, the class in words, its label, facts and passages."""

    id: str
    kind: str
    kind_label: str
    label: Name
    facts: tuple[Fact, ...]
    passages: tuple[Passage, ...]

    def told(self, what: str) -> str:
        """Returns the first fact of that name as text, "" if it tells none."""
        return next((fact.value.label for fact in self.facts if fact.what == what), "")


@dataclass(frozen=True)
class Account:
    """What is said of a thing. `space` is the prefix of its address: pid, doc, claim, matter and so on.

    `classes` are the local names of all its classes, `kinds` those that were stated, with their labels;
    `words` are its kind, level and functions; `heads` the headings that it stands under.
    """

    thing: Name
    iri: str
    space: str
    classes: frozenset[str]
    kinds: tuple[tuple[str, str], ...]
    words: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    replaced_by: Name | None
    facts: tuple[Fact, ...]
    claims: tuple[Claim, ...]
    records: tuple[Record, ...]
    passages: tuple[Passage, ...]


def account(landscape: Landscape, thing: NamedNode) -> Account:
    """Returns what is said of `thing` under the landscape's lens; of a rejected claim, only its passages."""
    reader = Reader(landscape, ())
    teller = _Teller(landscape, reader)
    # Asked in one query, the engine would begin with every passage there is.
    passages = {row["what"].value: teller.passages(row["what"]) for row in reader.rows(_SPOKEN_OF, thing=thing)}
    rows = reader.rows(_TOUCHING, thing=thing)
    claims = [_plainly(row, reader.claim(row, (shorten(row["family"].value),), _of(row, passages))) for row in rows]
    space = next((name for name in PREFIXES if name != "graph" and thing.value.startswith(PREFIXES[name])), "")
    types = teller.nodes(thing, "rdf:type")
    replaced = teller.nodes(thing, "dct:isReplacedBy")
    records = {
        row["record"].value: teller.record(row["record"], row["kind"], passages)
        for row in reader.rows(_RECORDS, thing=thing, kinds=[NamedNode(expand(f"pcol:{one}")) for one in RECORDED])
    }
    return Account(
        thing=reader.name(thing),
        iri=thing.value,
        space=space,
        classes=frozenset(
            node.value.removeprefix(PREFIXES["pcol"]) for node in types if node.value.startswith(PREFIXES["pcol"])
        ),
        kinds=tuple((node.value.rsplit("#", 1)[-1], teller.label(node)) for node in teller.nodes(thing, "pcol:type")),
        words=tuple(
            (name, teller.label(node))
            for name in ("kind", "level", "function")
            for node in teller.nodes(thing, f"pcol:{name}")
        ),
        notes=tuple(teller.texts(thing, "skos:note")),
        replaced_by=reader.name(replaced[0]) if replaced else None,
        facts=teller.facts(thing, _TOLD_OF_SOURCES if space == "doc" else ()),
        claims=tuple(claims),
        records=tuple(records.values()),
        passages=passages.get(thing.value, ()),
    )


def _of(row: dict[str, Any], passages: dict[str, tuple[Passage, ...]]) -> tuple[Passage, ...]:
    return passages.get(row["claim"].value, ())


def _plainly(row: dict[str, Any], claim: Claim) -> Claim:
    """Returns a claim whose object, if it is a word of a list, is plain text: nothing is told of it by itself."""
    is_word = isinstance(row["object"], NamedNode) and row["object"].value.startswith(PREFIXES["pcc"])
    return replace(claim, object=replace(claim.object, id="")) if is_word else claim


class _Teller:
    """Reads what stands beside a node."""

    def __init__(self, landscape: Landscape, reader: Reader) -> None:
        self.landscape = landscape
        self.reader = reader

    def _objects(self, node: NamedNode, predicate: str) -> list[Any]:
        quads = self.landscape.store.quads_for_pattern(node, NamedNode(expand(predicate)), None, None)
        return sorted({quad.object for quad in quads}, key=str)

    def nodes(self, node: NamedNode, predicate: str) -> list[NamedNode]:
        return [one for one in self._objects(node, predicate) if isinstance(one, NamedNode)]

    def texts(self, node: NamedNode, predicate: str) -> list[str]:
        return [one.value for one in self._objects(node, predicate) if isinstance(one, Literal)]

    def label(self, node: NamedNode) -> str:
        return self.landscape.names.label(node, self.landscape.language)[0]

    def facts(self, node: NamedNode, predicates: tuple[str, ...]) -> tuple[Fact, ...]:
        found = []
        for predicate in predicates:
            for one in self._objects(node, predicate):
                what = predicate.partition(":")[2]
                if isinstance(one, Literal):
                    found.append(Fact(what, Name("", one.value, one.language or "")))
                elif one.value.startswith(PREFIXES["claim"]):
                    found.append(Fact(what, self._claim(one)))
                elif one.value.startswith(PREFIXES["pcc"]):
                    found.append(Fact(what, Name("", self.label(one), "")))
                elif shorten(one.value) == one.value:  # an address of the web
                    found.append(Fact(what, Name("", one.value, "")))
                else:
                    found.append(Fact(what, self.reader.name(one)))
        return tuple(found)

    def passages(self, what: NamedNode) -> tuple[Passage, ...]:
        """Returns the passages for and against a statement or record, by source, item and reading."""
        store, found = self.landscape.store, []
        for stance in ("disputes", "supports"):
            for quad in store.quads_for_pattern(None, NamedNode(PREFIXES["pcol"] + stance), what, None):
                if isinstance(quad.subject, NamedNode):
                    found += self._passage(stance, quad.subject)
        return tuple(sorted(set(found), key=lambda one: (one.stance, one.source_id, one.item, one.reading)))

    def _passage(self, stance: str, evidence: NamedNode) -> list[Passage]:
        return [
            Passage(
                stance=stance,
                source_id=self.reader.name(source).id,
                source=self.reader.name(source).label,
                date=next(iter(self.texts(source, "pcol:documentDate")), ""),
                item=next(iter(self.texts(evidence, "pcol:item")), ""),
                reading=next(iter(self.texts(evidence, "pcol:reading")), ""),
            )
            for source in self.nodes(evidence, "pcol:inSource")
        ]

    def record(self, node: NamedNode, kind: NamedNode, passages: dict[str, tuple[Passage, ...]]) -> Record:
        name = self.reader.name(node)
        return Record(
            id=name.id,
            kind=kind.value.rsplit("#", 1)[-1],
            kind_label=self.label(kind),
            label=name,
            facts=self.facts(node, _TOLD_OF_RECORDS),
            passages=passages.get(node.value, ()),
        )

    def _claim(self, node: NamedNode) -> Name:
        """A claim is called by its sentence."""
        parts = [
            self.label(one) if isinstance(one, NamedNode) else one.value
            for name in ("subject", "relation", "object", "value")
            for one in self._objects(node, f"pcol:{name}")
        ]
        return Name(local_id(node), " · ".join(parts), self.landscape.language)
