"""The data set described for catalogues, in DCAT and VoID: what it is, how large, under which lens, from which sources.

No blank nodes: what has no name of its own is named below the data set.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from graph.exports.content import Content, order
from graph.oxigraph import DefaultGraph, Literal, NamedNode, Quad
from graph.terms import BASE, PREFIXES

VOCABULARIES = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "void": "http://rdfs.org/ns/void#",
    "spdx": "http://spdx.org/rdf/terms#",
}
NAMESPACES = {**PREFIXES, **VOCABULARIES}
ONTOLOGY = BASE + "def"


@dataclass(frozen=True)
class Distribution:
    """One file that holds the data set: its name, media type, size in bytes and SHA-256 in hex."""

    file: str
    title: str
    media_type: str
    size: int
    sha256: str


def dataset_iri(content: Content) -> str:
    """Returns the address of what is exported: by the version of its content and its lens."""
    lens = content.about.lens
    view = "-".join((lens.as_of.isoformat(), *lens.standing, *(["planned"] if lens.planned else [])))
    return f"{BASE}dataset/{content.about.version}/{view}"


def described(content: Content) -> list[Quad]:
    """Returns what an RDF export says of itself: title, licence, version, lens and sources of the data set."""
    return sorted(_Description(content).head(), key=order)


def catalogued(content: Content, files: Iterable[Distribution] = ()) -> list[Quad]:
    """Returns the whole description: also sizes, what it has of each class and property, and the files if any."""
    made = _Description(content)
    return sorted([*made.head(), *made.sizes(), *made.parts(), *made.distributions(files)], key=order)


class _Description:
    def __init__(self, content: Content) -> None:
        self.content = content
        self.node = NamedNode(dataset_iri(content))

    def _say(self, subject: NamedNode, predicate: str, value: NamedNode | Literal) -> Quad:
        return Quad(subject, _name(predicate), value, DefaultGraph())

    def head(self) -> Iterator[Quad]:
        node, about, say = self.node, self.content.about, self._say
        data, lens = about.dataset, about.lens
        yield say(node, "rdf:type", _name("dcat:Dataset"))
        yield say(node, "rdf:type", _name("void:Dataset"))
        titles = data.title or {about.language: about.title}
        for predicate, texts in (("dct:title", titles), ("dct:description", data.description)):
            for language, text in texts.items():
                yield say(node, predicate, Literal(text, language=language))
        yield say(node, "owl:versionInfo", Literal(about.version))
        yield say(node, "dct:identifier", Literal(about.version))
        yield say(node, "dct:conformsTo", NamedNode(ONTOLOGY))
        if data.version:
            yield say(node, "dcat:version", Literal(data.version))
        if data.issued:
            yield say(node, "dct:issued", _typed(data.issued.isoformat(), "date"))
        if data.creator:
            yield say(node, "dct:creator", Literal(data.creator))
        if data.homepage:
            yield say(node, "foaf:homepage", NamedNode(data.homepage))
        for word in data.keywords:
            yield say(node, "dcat:keyword", Literal(word, language="en"))
        if data.licence_url:
            yield say(node, "dct:license", NamedNode(data.licence_url))
        yield say(node, "dct:rights", Literal(about.licence, language=about.language))
        for one in data.attributions:
            yield say(node, "dct:rights", Literal(f"{one.part}: {one.words} ({one.url})", language="en"))
        yield say(node, "dct:accessRights", Literal(about.told()["not_known"], language=about.language))
        yield say(node, "skos:scopeNote", Literal(lens.sentence(), language=about.language))
        day = NamedNode(f"{self.node.value}#day")
        yield say(node, "dct:temporal", day)
        yield say(day, "rdf:type", _name("dct:PeriodOfTime"))
        yield say(day, "dcat:startDate", _typed(lens.as_of.isoformat(), "date"))
        yield say(day, "dcat:endDate", _typed(lens.as_of.isoformat(), "date"))
        for standing in lens.standing:
            yield say(node, "pcol:standing", _name(f"pcc:standing-{standing}"))
        for modality in ("actual", *(["planned"] if lens.planned else [])):
            yield say(node, "pcol:modality", _name(f"pcc:modality-{modality}"))
        for source in about.sources:
            yield say(node, "dct:source", _name(f"doc:{source['source_id']}"))

    def sizes(self) -> Iterator[Quad]:
        node, say, quads = self.node, self._say, self.content.quads
        yield say(node, "void:triples", _number(len(quads)))
        yield say(node, "void:distinctSubjects", _number(len({str(quad.subject) for quad in quads})))
        yield say(node, "void:distinctObjects", _number(len({str(quad.object) for quad in quads})))
        yield say(node, "void:entities", _number(len(self.content.tables["things"].rows)))
        yield say(node, "void:uriSpace", Literal(BASE))
        used = {
            str(quad.predicate.value).rpartition("#")[0] or quad.predicate.value.rpartition("/")[0] for quad in quads
        }
        for namespace in sorted(NAMESPACES.values()):
            if namespace.rstrip("#/") in used:
                yield say(node, "void:vocabulary", NamedNode(namespace))

    def parts(self) -> Iterator[Quad]:
        """What there is of each class of ours, and of each property."""
        kinds: Counter[str] = Counter()
        properties: Counter[str] = Counter()
        for quad in self.content.quads:
            properties[quad.predicate.value] += 1
            if quad.predicate.value == PREFIXES["rdf"] + "type" and isinstance(quad.object, NamedNode):
                kinds[quad.object.value] += 1
        for found, part, points, counts in (
            (kinds, "void:classPartition", "void:class", "void:entities"),
            (properties, "void:propertyPartition", "void:property", "void:triples"),
        ):
            for number, (iri, count) in enumerate(sorted(found.items()), 1):
                below = NamedNode(f"{self.node.value}#{points.rpartition(':')[2]}-{number}")
                yield self._say(self.node, part, below)
                yield self._say(below, "rdf:type", _name("void:Dataset"))
                yield self._say(below, points, NamedNode(iri))
                yield self._say(below, counts, _number(count))

    def distributions(self, files: Iterable[Distribution]) -> Iterator[Quad]:
        say = self._say
        for one in files:
            node = NamedNode(f"{self.node.value}#file-{one.file}")
            digest = NamedNode(f"{node.value}-sha256")
            yield say(self.node, "dcat:distribution", node)
            yield say(node, "rdf:type", _name("dcat:Distribution"))
            yield say(node, "dct:title", Literal(one.title, language=self.content.about.language))
            yield say(node, "dct:identifier", Literal(one.file))
            yield say(
                node, "dcat:mediaType", NamedNode(f"https://www.iana.org/assignments/media-types/{one.media_type}")
            )
            yield say(node, "dcat:byteSize", _typed(str(one.size), "nonNegativeInteger"))
            if self.content.about.dataset.licence_url:
                yield say(node, "dct:license", NamedNode(self.content.about.dataset.licence_url))
            yield say(node, "spdx:checksum", digest)
            yield say(digest, "rdf:type", _name("spdx:Checksum"))
            yield say(digest, "spdx:algorithm", _name("spdx:checksumAlgorithm_sha256"))
            yield say(digest, "spdx:checksumValue", _typed(one.sha256, "hexBinary"))


def _name(prefixed: str) -> NamedNode:
    prefix, _, local = prefixed.partition(":")
    return NamedNode(NAMESPACES[prefix] + local)


def _typed(text: str, kind: str) -> Literal:
    return Literal(text, datatype=NamedNode(PREFIXES["xsd"] + kind))


def _number(count: int) -> Literal:
    return _typed(str(count), "integer")
