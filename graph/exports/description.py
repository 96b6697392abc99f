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
    """One file that holds the data set: its name, media type, size in bytes and SHA-256 in hex; its address if any."""

    file: str
    title: str
    media_type: str
    size: int
    sha256: str
    address: str = ""


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
    made, about = _Description(content), content.about
    licence = NamedNode(about.dataset.licence_url) if about.dataset.licence_url else None
    held = distributed(made.node, files, about.language, licence)
    return sorted([*made.head(), *made.sizes(), *made.parts(), *held], key=order)


def distributed(
    dataset: NamedNode, files: Iterable[Distribution], language: str, licence: NamedNode | None
) -> Iterator[Quad]:
    """Yields what is said of the files that hold a data set; titles are in `language`."""
    for one in files:
        node = NamedNode(f"{dataset.value}#file-{one.file}")
        digest = NamedNode(f"{node.value}-sha256")
        # A parameter, such as a version, is no part of the name that a type is registered under.
        kind = one.media_type.partition(";")[0]
        yield stating(dataset, "dcat:distribution", node)
        yield stating(node, "rdf:type", name("dcat:Distribution"))
        yield stating(node, "dct:title", Literal(one.title, language=language))
        yield stating(node, "dct:identifier", Literal(one.file))
        yield stating(node, "dcat:mediaType", NamedNode(f"https://www.iana.org/assignments/media-types/{kind}"))
        yield stating(node, "dcat:byteSize", _typed(str(one.size), "nonNegativeInteger"))
        if one.address:
            yield stating(node, "dcat:downloadURL", NamedNode(one.address))
            yield stating(node, "dcat:accessURL", NamedNode(one.address))
        if licence:
            yield stating(node, "dct:license", licence)
        yield stating(node, "spdx:checksum", digest)
        yield stating(digest, "rdf:type", name("spdx:Checksum"))
        yield stating(digest, "spdx:algorithm", name("spdx:checksumAlgorithm_sha256"))
        yield stating(digest, "spdx:checksumValue", _typed(one.sha256, "hexBinary"))


def stating(subject: NamedNode, predicate: str, value: NamedNode | Literal) -> Quad:
    """Returns a statement of a description; `predicate` has one of its prefixes."""
    return Quad(subject, name(predicate), value, DefaultGraph())


def name(prefixed: str) -> NamedNode:
    """Returns the address of a name with one of the prefixes in NAMESPACES."""
    prefix, _, local = prefixed.partition(":")
    return NamedNode(NAMESPACES[prefix] + local)


class _Description:
    def __init__(self, content: Content) -> None:
        self.content = content
        self.node = NamedNode(dataset_iri(content))

    def head(self) -> Iterator[Quad]:
        node, about = self.node, self.content.about
        data, lens = about.dataset, about.lens
        yield stating(node, "rdf:type", name("dcat:Dataset"))
        yield stating(node, "rdf:type", name("void:Dataset"))
        titles = data.title or {about.language: about.title}
        for predicate, texts in (("dct:title", titles), ("dct:description", data.description)):
            for language, text in texts.items():
                yield stating(node, predicate, Literal(text, language=language))
        yield stating(node, "owl:versionInfo", Literal(about.version))
        yield stating(node, "dct:identifier", Literal(about.version))
        yield stating(node, "dct:conformsTo", NamedNode(ONTOLOGY))
        if data.version:
            yield stating(node, "dcat:version", Literal(data.version))
        if data.issued:
            yield stating(node, "dct:issued", _typed(data.issued.isoformat(), "date"))
        if data.creator:
            yield stating(node, "dct:creator", Literal(data.creator))
        if data.homepage:
            yield stating(node, "foaf:homepage", NamedNode(data.homepage))
        for word in data.keywords:
            yield stating(node, "dcat:keyword", Literal(word, language="en"))
        if data.licence_url:
            yield stating(node, "dct:license", NamedNode(data.licence_url))
        yield stating(node, "dct:rights", Literal(about.licence, language=about.language))
        for one in data.attributions:
            yield stating(node, "dct:rights", Literal(f"{one.part}: {one.words} ({one.url})", language="en"))
        yield stating(node, "dct:accessRights", Literal(about.told()["not_known"], language=about.language))
        yield stating(node, "skos:scopeNote", Literal(lens.sentence(), language=about.language))
        day = NamedNode(f"{self.node.value}#day")
        yield stating(node, "dct:temporal", day)
        yield stating(day, "rdf:type", name("dct:PeriodOfTime"))
        yield stating(day, "dcat:startDate", _typed(lens.as_of.isoformat(), "date"))
        yield stating(day, "dcat:endDate", _typed(lens.as_of.isoformat(), "date"))
        for standing in lens.standing:
            yield stating(node, "pcol:standing", name(f"pcc:standing-{standing}"))
        for modality in ("actual", *(["planned"] if lens.planned else [])):
            yield stating(node, "pcol:modality", name(f"pcc:modality-{modality}"))
        for source in about.sources:
            yield stating(node, "dct:source", name(f"doc:{source['source_id']}"))

    def sizes(self) -> Iterator[Quad]:
        node, quads = self.node, self.content.quads
        yield stating(node, "void:triples", _number(len(quads)))
        yield stating(node, "void:distinctSubjects", _number(len({str(quad.subject) for quad in quads})))
        yield stating(node, "void:distinctObjects", _number(len({str(quad.object) for quad in quads})))
        yield stating(node, "void:entities", _number(len(self.content.tables["things"].rows)))
        yield stating(node, "void:uriSpace", Literal(BASE))
        used = {
            str(quad.predicate.value).rpartition("#")[0] or quad.predicate.value.rpartition("/")[0] for quad in quads
        }
        for namespace in sorted(NAMESPACES.values()):
            if namespace.rstrip("#/") in used:
                yield stating(node, "void:vocabulary", NamedNode(namespace))

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
                yield stating(self.node, part, below)
                yield stating(below, "rdf:type", name("void:Dataset"))
                yield stating(below, points, NamedNode(iri))
                yield stating(below, counts, _number(count))


def _typed(text: str, kind: str) -> Literal:
    return Literal(text, datatype=NamedNode(PREFIXES["xsd"] + kind))


def _number(count: int) -> Literal:
    return _typed(str(count), "integer")
