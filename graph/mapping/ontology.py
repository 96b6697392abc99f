"""Reads the ontology: its triples, the words that tables may use, and the superclasses of each class."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from graph.errors import DataInvalid, complain
from graph.facts.vocabulary import Relation, Vocabulary
from graph.oxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, parse
from graph.terms import PREFIXES, expand, shorten

FILES = ("vocabulary.ttl", "concepts.ttl", "extract.ttl", "projections.ttl")

_LITERALS = {
    expand("xsd:string"): "text",
    expand("rdf:langString"): "language-text",
    expand("pcol:EdtfDate"): "date",
    expand("xsd:integer"): "number",
    expand("xsd:decimal"): "number",
}


@dataclass(frozen=True)
class Ontology:
    """The ontology's triples (those with blank nodes left out), its vocabulary, and each class's superclasses.

    `superclasses` maps a class name of ours to the IRIs of itself and all that it is a subclass of.
    """

    quads: tuple[Quad, ...]
    vocabulary: Vocabulary
    superclasses: dict[str, tuple[NamedNode, ...]]


def read_ontology(folder: Path) -> Ontology:
    """Returns the ontology of `folder`; DataInvalid, with file and line, if a file is missing or does not parse."""
    quads: list[Quad] = []
    for name in FILES:
        try:
            content = (folder / name).read_bytes()
            quads += (Quad(*triple) for triple in parse(content, RdfFormat.TURTLE) if not _blank(triple))
        except FileNotFoundError:
            raise DataInvalid("ontology-invalid", [complain("missing-ontology", name)], folder=folder) from None
        except SyntaxError as problem:
            fault = complain("turtle-syntax", name, problem.lineno or 0, problem.offset or 0, reason=problem.msg)
            raise DataInvalid("ontology-invalid", [fault], folder=folder) from None
    return Ontology(tuple(quads), _vocabulary(quads), _superclasses(quads))


def _blank(quad: Quad) -> bool:
    return isinstance(quad.subject, BlankNode) or isinstance(quad.object, BlankNode)


def _pairs(quads: list[Quad], predicate: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    wanted = expand(predicate)
    for quad in quads:
        if quad.predicate.value == wanted and isinstance(quad.subject, NamedNode):
            found.setdefault(quad.subject.value, []).append(_text(quad))
    return found


def _text(quad: Quad) -> str:
    return quad.object.value if isinstance(quad.object, NamedNode | Literal) else ""


def _vocabulary(quads: list[Quad]) -> Vocabulary:
    pcol, pcc = PREFIXES["pcol"], PREFIXES["pcc"]
    types = _pairs(quads, "rdf:type")
    classes = {iri for iri, kinds in types.items() if expand("owl:Class") in kinds and iri.startswith(pcol)}
    domains = _pairs(quads, "schema:domainIncludes")
    ranges = _pairs(quads, "schema:rangeIncludes")
    schemes_of = _pairs(quads, "pcol:conceptScheme")
    relations = {}
    for iri, flags in _pairs(quads, "pcol:claimable").items():
        if "true" not in flags:
            continue
        literals = [_LITERALS[one] for one in ranges.get(iri, ()) if one in _LITERALS]
        relation = Relation(
            name=_relation_word(iri),
            subjects=frozenset(_class_word(one) for one in domains.get(iri, ())),
            objects=frozenset(_class_word(one) for one in ranges.get(iri, ()) if one not in _LITERALS),
            literal=literals[0] if literals else None,
            scheme=next((one[len(pcc) :] for one in schemes_of.get(iri, ())), None),
        )
        relations[relation.name] = relation
    words: dict[str, set[str]] = {}
    notations = _pairs(quads, "skos:notation")
    for iri, schemes in _pairs(quads, "skos:inScheme").items():
        for scheme in schemes:
            if scheme.startswith(pcc) and iri in notations:
                words.setdefault(scheme[len(pcc) :], set()).add(notations[iri][0])
    return Vocabulary(
        frozenset(iri[len(pcol) :] for iri in classes),
        relations,
        {scheme: frozenset(found) for scheme, found in words.items()},
    )


def _relation_word(iri: str) -> str:
    return shorten(iri)


def _class_word(iri: str) -> str:
    return "Thing" if iri == expand("owl:Thing") else shorten(iri)


def _superclasses(quads: list[Quad]) -> dict[str, tuple[NamedNode, ...]]:
    above = _pairs(quads, "rdfs:subClassOf")
    pcol = PREFIXES["pcol"]
    types = _pairs(quads, "rdf:type")
    found = {}
    for iri, kinds in types.items():
        if iri.startswith(pcol) and expand("owl:Class") in kinds:
            reached, todo = {iri}, [iri]
            while todo:
                for higher in above.get(todo.pop(), ()):
                    if higher not in reached:
                        reached.add(higher)
                        todo.append(higher)
            found[iri[len(pcol) :]] = tuple(NamedNode(one) for one in sorted(reached))
    return found
