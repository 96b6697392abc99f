"""Table rows become quads: one row, one node; blank cell, no triple.

Nothing is inferred here but the bounds of dates and when a claim was last attested.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache, lru_cache
from itertools import chain

from graph.dates import bounds
from graph.facts.facts import Facts
from graph.facts.reading import Row
from graph.facts.tables import TABLES
from graph.mapping.attestation import Attestation, attestations
from graph.mapping.ontology import Ontology
from graph.oxigraph import Literal, NamedNode, Quad
from graph.progress import Progress, counted, silent
from graph.terms import PREFIXES, TABLE_NAMESPACES, expand, relation_iri

_XSD_DATE = NamedNode(expand("xsd:date"))
_XSD_INTEGER = NamedNode(expand("xsd:integer"))
_XSD_DECIMAL = NamedNode(expand("xsd:decimal"))
_EDTF = NamedNode(expand("pcol:EdtfDate"))
_KINDS = TABLES["entities"].column("kind").scheme
# A word may stand in several lists ("council"): the class of a thing says which one is meant.
_KINDS_OF = {"GovernanceBody": "board-kind", "Agency": "agency-kind", "PolicingBody": "policing-body-kind"}


def base_quads(facts: Facts, ontology: Ontology, progress: Progress = silent) -> Iterator[Quad]:
    """Yields every quad that does not depend on a lens: the ontology, and a node for each row."""
    progress("mapping", 0, 0)
    yield from ontology.quads
    mapper = _Mapper(facts, ontology)
    rows = chain.from_iterable(facts.tables.values())
    for row in counted(rows, sum(map(len, facts.tables.values())), "mapping", progress):
        yield from getattr(mapper, row.table)(row)
    progress("writing", 0, 0)


# The same few hundred terms and days stand in most quads: each is made once.
@cache
def _iri(name: str) -> NamedNode:
    return NamedNode(expand(name))


@cache
def _relation(word: str) -> NamedNode:
    return NamedNode(relation_iri(word))


@lru_cache(100_000)
def _day(value: date) -> Literal:
    return Literal(value.isoformat(), datatype=_XSD_DATE)


def _english(text: str) -> Literal:
    return Literal(text, language="en")


def language_text(value: str) -> Literal:
    """Returns `words@en` or `words@cy` as a literal in that language."""
    words, _, language = value.rpartition("@")
    return Literal(words, language=language)


class _Mapper:
    def __init__(self, facts: Facts, ontology: Ontology) -> None:
        self.ontology = ontology
        self.concepts = ontology.vocabulary.concepts()
        self.types: dict[tuple[str, ...], list[NamedNode]] = {}
        self.address: dict[str, NamedNode] = {}
        for table, prefix in TABLE_NAMESPACES.items():
            for row in facts[table]:
                name = next(iter(row.cells.values()))
                self.address[name] = NamedNode(PREFIXES[prefix] + name)
        self.attested: dict[str, Attestation] = attestations(facts)
        self.unsourced = {row["source_id"] for row in facts["sources"] if row["kind"] == "general-knowledge"}

    def _to(self, name: str) -> NamedNode:
        found = self.address.get(name)
        return found if found is not None else NamedNode(PREFIXES["pcc"] + name)

    def _word(self, subject: NamedNode, predicate: str, scheme: str, word: str) -> Iterator[Quad]:
        if not word:
            return
        for one in scheme.split("|"):
            if f"{one}-{word}" in self.concepts:
                yield Quad(subject, _iri(predicate), _iri(f"pcc:{one}-{word}"))
                return

    def _kinds(self, types: list[str]) -> str:
        """Returns the lists of kinds, those that fit the types first."""
        above = {iri.value for name in types for iri in self.ontology.superclasses.get(name, ())}
        fitting = [scheme for name, scheme in _KINDS_OF.items() if _iri(f"pcol:{name}").value in above]
        return "|".join([*fitting, _KINDS])

    def _types(self, subject: NamedNode, names: list[str]) -> Iterator[Quad]:
        key = tuple(names)
        if key not in self.types:
            found = {iri for name in names for iri in self.ontology.superclasses.get(name, ())}
            self.types[key] = sorted(found, key=lambda iri: iri.value)
        for iri in self.types[key]:
            yield Quad(subject, _iri("rdf:type"), iri)

    def _date(self, subject: NamedNode, predicate: str, text: str, first: str = "", last: str = "") -> Iterator[Quad]:
        if not text:
            return
        yield Quad(subject, _iri(predicate), Literal(text, datatype=_EDTF))
        found = bounds(text)
        if first and found.earliest:
            yield Quad(subject, _iri(first), _day(found.earliest))
        if last and found.latest:
            yield Quad(subject, _iri(last), _day(found.latest))

    def _text(self, subject: NamedNode, predicate: str, text: str) -> Iterator[Quad]:
        if text:
            yield Quad(subject, _iri(predicate), _english(text))

    def entities(self, row: Row) -> Iterator[Quad]:
        node = self.address[row["entity_id"]]
        yield from self._types(node, row.many("types"))
        for name in row.many("types"):
            yield Quad(node, _iri("pcol:type"), _iri(f"pcol:{name}"))
        yield from self._text(node, "skos:prefLabel", row["label"])
        if row["short"]:
            yield Quad(node, _iri("pcol:short"), Literal(row["short"]))
        yield from self._word(node, "pcol:kind", self._kinds(row.many("types")), row["kind"])
        yield from self._word(node, "pcol:level", "level", row["level"])
        for function in row.many("function"):
            yield from self._word(node, "pcol:function", "function", function)
        if row["replaced_by"]:
            yield Quad(node, _iri("dct:isReplacedBy"), self._to(row["replaced_by"]))
            yield Quad(node, _iri("owl:deprecated"), Literal(True))
        yield from self._text(node, "skos:note", row["note"])

    def sources(self, row: Row) -> Iterator[Quad]:
        node = self.address[row["source_id"]]
        yield from self._types(node, ["SourceDocument"])
        yield from self._text(node, "skos:prefLabel", row["title"])
        yield from self._text(node, "dct:title", row["title"])
        yield from self._word(node, "pcol:kind", "source-kind", row["kind"])
        yield from self._text(node, "dct:publisher", row["publisher"])
        if row["url"]:
            yield Quad(node, _iri("foaf:page"), NamedNode(row["url"]))
        yield from self._date(node, "pcol:documentDate", row["document_date"], "pcol:documentEarliest")
        yield from self._text(node, "pcol:dateNote", row["date_note"])
        yield from self._date(node, "dct:dateAccepted", row["accepted_date"])
        yield from self._date(node, "pcol:retrieved", row["retrieved"])
        yield from self._text(node, "dct:rights", row["licence"])
        yield Quad(node, _iri("pcol:textFamily"), Literal(row["text_family"]))
        if row["file"]:
            yield Quad(node, _iri("pcol:file"), Literal(row["file"]))
        if row["sha256"]:
            yield Quad(node, _iri("pcol:sha256"), Literal(row["sha256"]))

    def claims(self, row: Row) -> Iterator[Quad]:
        node = self.address[row["claim_id"]]
        yield from self._types(node, ["CountClaim"] if row["relation"] == "count" else ["Claim"])
        yield from self._core(node, row)
        for column in ("standing", "basis", "modality"):
            yield from self._word(node, f"pcol:{column}", column, row[column])
        yield from self._text(node, "pcol:standingReason", row["standing_reason"])
        yield from self._text(node, "skos:note", row["note"])
        yield from self._date(node, "pcol:validFrom", row["valid_from"], "pcol:startEarliest", "pcol:startLatest")
        yield from self._date(node, "pcol:validTo", row["valid_to"], "pcol:endEarliest", "pcol:endLatest")
        if attested := self.attested.get(row["claim_id"]):
            if attested.last_text:
                yield Quad(node, _iri("pcol:lastAttested"), Literal(attested.last_text, datatype=_EDTF))
            if attested.last:
                yield Quad(node, _iri("pcol:lastAttestedDay"), _day(attested.last))
            if attested.first:
                yield Quad(node, _iri("pcol:firstAttestedDay"), _day(attested.first))
            families = Literal(str(len(attested.families)), datatype=_XSD_INTEGER)
            yield Quad(node, _iri("pcol:textFamilies"), families)

    def _core(self, node: NamedNode, row: Row) -> Iterator[Quad]:
        yield Quad(node, _iri("pcol:subject"), self._to(row["subject"]))
        yield Quad(node, _iri("pcol:relation"), _relation(row["relation"]))
        if row["object"]:
            yield Quad(node, _iri("pcol:object"), self._to(row["object"]))
        if row["value"]:
            yield Quad(node, _iri("pcol:value"), self._value(row))

    def _value(self, row: Row) -> Literal:
        relation = self.ontology.vocabulary.relations.get(row["relation"])
        literal = relation.literal if relation else None
        if literal == "language-text":
            return language_text(row["value"])
        if literal == "date":
            return Literal(row["value"], datatype=_EDTF)
        if literal == "number":
            return Literal(row["value"], datatype=_XSD_DECIMAL if "." in row["value"] else _XSD_INTEGER)
        return Literal(row["value"])

    def counts(self, row: Row) -> Iterator[Quad]:
        node = self.address[row["claim_id"]]
        if row["count_of"]:
            yield Quad(node, _iri("pcol:countOf"), _relation(row["count_of"]))
        yield Quad(node, _iri("pcol:counted"), Literal(row["counted"]))
        if row["counted"] in self.ontology.vocabulary.classes:
            yield Quad(node, _iri("pcol:countedClass"), _iri(f"pcol:{row['counted']}"))
        if row["unit"]:
            yield Quad(node, _iri("pcol:unit"), Literal(row["unit"]))
        yield from self._word(node, "pcol:comparator", "comparator", row["comparator"])

    def evidence(self, row: Row) -> Iterator[Quad]:
        node = NamedNode(PREFIXES["ev"] + evidence_id(row))
        yield from self._types(node, ["Evidence"])
        for statement in row.many("about"):
            yield Quad(node, _iri(f"pcol:{row['stance']}"), self._to(statement))
        source = self._to(row["source_id"])
        yield Quad(node, _iri("pcol:inSource"), source)
        yield Quad(node, _iri("pcol:item"), Literal(row["item"]))
        yield from self._text(node, "pcol:reading", row["reading"])
        yield from self._date(node, "pcol:speaksFrom", row["speaks_from"])
        yield from self._word(node, "pcol:listClosed", "list-closed", row["list_closed"])
        if row["start"]:
            start, end = (Literal(row[name], datatype=_XSD_INTEGER) for name in ("start", "end"))
            yield Quad(node, _iri("pcol:passageStart"), start)
            yield Quad(node, _iri("pcol:passageEnd"), end)
            yield Quad(node, _iri("pcol:passageDigest"), Literal(row["passage_digest"]))
            target, place = NamedNode(node.value + "#target"), NamedNode(node.value + "#place")
            yield Quad(node, _iri("oa:hasTarget"), target)
            yield Quad(target, _iri("oa:hasSource"), source)
            yield Quad(target, _iri("oa:hasSelector"), place)
            yield Quad(place, _iri("rdf:type"), _iri("oa:TextPositionSelector"))
            yield Quad(place, _iri("oa:start"), start)
            yield Quad(place, _iri("oa:end"), end)

    def events(self, row: Row) -> Iterator[Quad]:
        node = self.address[row["event_id"]]
        yield from self._types(node, [row["type"]])
        yield from self._word(node, "pcol:modality", "modality", row["modality"])
        yield from self._text(node, "skos:prefLabel", row["label"])
        yield from self._date(node, "dct:date", row["date"], "pcol:startEarliest", "pcol:endLatest")
        for column, predicate in (
            ("originals", "org:originalOrganization"),
            ("results", "org:resultingOrganization"),
            ("about", "pcol:about"),
            ("claims", "pcol:involves"),
            ("legal_basis", "pcol:legalBasis"),
        ):
            for name in row.many(column):
                yield Quad(node, _iri(predicate), self._to(name))

    def milestones(self, row: Row) -> Iterator[Quad]:
        node = self.address[row["milestone_id"]]
        yield from self._types(node, ["Milestone"])
        yield from self._text(node, "skos:prefLabel", row["label"])
        yield Quad(node, _iri("pcol:about"), self._to(row["about"]))
        yield from self._date(node, "pcol:planned", row["planned"], "pcol:plannedEarliest", "pcol:plannedLatest")
        yield from self._date(node, "pcol:actual", row["actual"], "pcol:actualEarliest", "pcol:actualLatest")
        yield from self._word(node, "pcol:milestoneStatus", "milestone-status", row["status"])
        yield from self._text(node, "skos:note", row["note"])

    def matters(self, row: Row) -> Iterator[Quad]:
        node = self.address[row["matter_id"]]
        yield from self._types(node, [row["type"]])
        yield Quad(node, _iri("pcol:type"), _iri(f"pcol:{row['type']}"))
        yield from self._text(node, "skos:prefLabel", row["label"])
        for name in row.many("about"):
            yield Quad(node, _iri("pcol:about"), self._to(name))
        yield from self._word(node, "pcol:kind", "benefit-kind", row["kind"])
        yield from self._word(node, "pcol:expectation", "expectation", row["expectation"])
        if row["amount_text"]:
            yield Quad(node, _iri("pcol:amountText"), Literal(row["amount_text"]))
        if row["amount"]:
            yield Quad(node, _iri("pcol:amount"), Literal(row["amount"], datatype=_XSD_DECIMAL))
        if row["unit"]:
            yield Quad(node, _iri("pcol:unit"), Literal(row["unit"]))

    def disagreements(self, row: Row) -> Iterator[Quad]:
        node = self.address[row["disagreement_id"]]
        yield from self._types(node, ["Disagreement"])
        yield from self._text(node, "skos:prefLabel", row["question"])
        for name in row.many("about"):
            yield Quad(node, _iri("pcol:about"), self._to(name))
        for name in row.many("claims"):
            yield Quad(node, _iri("pcol:involves"), self._to(name))
        yield from self._word(node, "pcol:disagreementKind", "disagreement-kind", row["kind"])
        yield from self._word(node, "pcol:disagreementStatus", "disagreement-status", row["status"])
        yield from self._text(node, "pcol:resolution", row["resolution"])

    def links(self, row: Row) -> Iterator[Quad]:
        """A code is a claim like any other: who says so is its evidence; without a source it is only proposed."""
        scheme = NamedNode(f"{PREFIXES['pcc']}link-scheme-{row['scheme']}")
        suffix = hashlib.sha256(row["value"].encode()).hexdigest()[:6]
        node = NamedNode(f"{PREFIXES['claim']}{row['entity_id']}--{row['scheme']}--{suffix}")
        yield from self._types(node, ["Claim"])
        yield Quad(node, _iri("pcol:subject"), self._to(row["entity_id"]))
        yield Quad(node, _iri("pcol:relation"), _iri("dct:identifier"))
        yield Quad(node, _iri("pcol:value"), Literal(row["value"], datatype=scheme))
        standing = "proposed" if row["source_id"] in self.unsourced else "accepted"
        for scheme_name, word in (("standing", standing), ("basis", "stated"), ("modality", "actual")):
            yield from self._word(node, f"pcol:{scheme_name}", scheme_name, word)
        if standing == "proposed":
            yield from self._text(node, "pcol:standingReason", row["why"])
        evidence = NamedNode(PREFIXES["ev"] + node.value.rsplit("/", 1)[1])
        yield from self._types(evidence, ["Evidence"])
        yield Quad(evidence, _iri("pcol:supports"), node)
        yield Quad(evidence, _iri("pcol:inSource"), self._to(row["source_id"]))
        yield Quad(evidence, _iri("pcol:item"), Literal(row["scheme"]))
        yield from self._text(evidence, "pcol:reading", row["why"] or f"{row['scheme']}: {row['value']}")

    def rejected(self, row: Row) -> Iterator[Quad]:
        node = NamedNode(PREFIXES["claim"] + row["claim_id"])
        yield from self._types(node, ["Claim"])
        yield from self._core(node, row)
        yield Quad(node, _iri("pcol:standing"), _iri("pcc:standing-rejected"))
        yield from self._text(node, "pcol:standingReason", row["reason"])
        if row["source_id"]:
            yield Quad(node, _iri("dct:source"), self._to(row["source_id"]))


def evidence_id(row: Row) -> str:
    """Returns the ten hex digits that name an evidence row: a digest of source, item, place, stance and reading."""
    return evidence_name(row.cells)


def evidence_name(row: Mapping[str, str]) -> str:
    """Returns what `evidence_id` does, for the cells of a row."""
    parts = [row[name] for name in ("source_id", "item", "start", "end", "stance")]
    if not row["start"]:
        parts.append(row["reading"])
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:10]
