"""Writes the reference pages of the ontology, one per language, from vocabulary.ttl and concepts.ttl.

usage: python docs/ontology_page.py [--check]

Writes docs/reference/ontology-en.html and ontology-cy.html; with --check writes nothing and exits 1 if
a page on disk is not what the ontology says. The same ontology always gives the same bytes.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from pathlib import Path

import jinja2
from rdflib import OWL, RDF, RDFS, SKOS, Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, VANN

HERE = Path(__file__).resolve().parent
ONTOLOGY = HERE.parent / "ontology"
PAGES = HERE / "reference"

PCOL = Namespace("https://w3id.org/police-collaboration/def#")
PCC = Namespace("https://w3id.org/police-collaboration/concept/")
SCHEMA = Namespace("https://schema.org/")
ABOUT = URIRef("https://w3id.org/police-collaboration/def")

WORDS = {
    "en": {
        "skip": "Skip to the terms",
        "other": "Cymraeg",
        "version": "Version",
        "namespace": "Namespace",
        "prefix": "prefix",
        "issued": "Issued",
        "licence": "Licence",
        "cite": "Cite as",
        "contents": "Contents",
        "example": "Example:",
        "other_language": "Welsh label",
        "under": "A kind of",
        "below": "Has the kinds",
        "inverse": "Read backwards",
        "nature": "Behaviour",
        "subjects": "From",
        "objects": "To",
        "schemes": "Words from",
        "used_by": "used by",
        "words_of": "Words of the scheme:",
        "word": "Word",
        "label": "Label",
        "definition": "Definition",
        "about_draft": "A Welsh label marked “drafft” was drafted by the project and awaits a Welsh reader.",
        "made_from": "Made by docs/ontology_page.py from ontology/vocabulary.ttl and ontology/concepts.ttl.",
        "OWL.Transitive": "transitive: passes up a chain",
        "OWL.Symmetric": "symmetric: holds both ways",
        "classes": ("Classes", "What things are; and one datatype."),
        "claimable": ("Relations that a claim may use", "The words that the relation column of claims.csv takes."),
        "derived": ("Derived relations", "Made by rules from claims that count as fact; no claim may use them."),
        "machinery": ("Machinery", "How claims, evidence, sources and other records are held together."),
        "schemes_group": ("Concept schemes", "The closed lists of words that the tables may use."),
    },
    "cy": {
        "skip": "Neidio i'r termau",
        "other": "English",
        "version": "Fersiwn",
        "namespace": "Gofod enwau",
        "prefix": "rhagddodiad",
        "issued": "Cyhoeddwyd",
        "licence": "Trwydded",
        "cite": "Dyfynnu fel",
        "contents": "Cynnwys",
        "example": "Enghraifft:",
        "other_language": "Label Saesneg",
        "under": "Math o",
        "below": "Mathau ohono",
        "inverse": "O'i ddarllen yn ôl",
        "nature": "Ymddygiad",
        "subjects": "O",
        "objects": "I",
        "schemes": "Geiriau o",
        "used_by": "defnyddir gan",
        "words_of": "Geiriau'r cynllun:",
        "word": "Gair",
        "label": "Label",
        "definition": "Diffiniad",
        "about_draft": "Mae label â'r nod “drafft” yn aros am ddarllenydd Cymraeg. Nid yw'r diffiniadau "
        "wedi'u cyfieithu eto: maent yn Saesneg. Drafft yw geiriau'r dudalen hon hefyd.",
        "made_from": "Gwnaed gan docs/ontology_page.py o ontology/vocabulary.ttl ac ontology/concepts.ttl.",
        "OWL.Transitive": "trosaidd: yn pasio i fyny cadwyn",
        "OWL.Symmetric": "cymesur: yn dal y ddwy ffordd",
        "classes": ("Dosbarthiadau", "Beth yw pethau; ac un math o ddata."),
        "claimable": ("Perthnasau y gall honiad eu defnyddio", "Y geiriau ar gyfer y golofn relation yn claims.csv."),
        "derived": ("Perthnasau deilliedig", "Gwneir gan reolau o honiadau sy'n cyfrif fel ffaith."),
        "machinery": ("Peirianwaith", "Sut y cedwir honiadau, tystiolaeth a ffynonellau ynghyd."),
        "schemes_group": ("Cynlluniau cysyniadau", "Y rhestrau caeedig o eiriau y gall y tablau eu defnyddio."),
    },
}


@dataclass(frozen=True)
class Text:
    """Words and the language they are in ("" when the source does not say)."""

    value: str
    language: str = ""


@dataclass(frozen=True)
class Reference:
    """What another term is called here, and its anchor on this page if it has one."""

    text: str
    anchor: str = ""


@dataclass
class Term:
    """One entry of the page."""

    iri: str
    anchor: str
    short: str
    label: Text
    other: Text
    draft: bool
    definition: Text
    example: Text | None = None
    word: str = ""
    under: list[Reference] = field(default_factory=list)
    below: list[Reference] = field(default_factory=list)
    inverse: list[Reference] = field(default_factory=list)
    nature: list[Reference] = field(default_factory=list)
    subjects: list[Reference] = field(default_factory=list)
    objects: list[Reference] = field(default_factory=list)
    schemes: list[Reference] = field(default_factory=list)
    users: list[Reference] = field(default_factory=list)
    concepts: list[Term] = field(default_factory=list)


@dataclass(frozen=True)
class Group:
    """Terms that stand together under one heading."""

    anchor: str
    title: str
    intro: str
    terms: list[Term]


class Page:
    """The ontology as one language shows it."""

    def __init__(self, graph: Graph, language: str) -> None:
        self.graph = graph
        self.language = language
        self.other = "en" if language == "cy" else "cy"
        self.words = WORDS[language]

    def text(self, subject: URIRef, *properties: URIRef, language: str = "") -> Text:
        """Returns what `subject` says in the wanted language, else in any; Text("") if nothing."""
        found = [one for prop in properties for one in self.graph.objects(subject, prop) if isinstance(one, Literal)]
        wanted = language or self.language
        found.sort(key=lambda one: (one.language != wanted, one.language or "", str(one)))
        return Text(str(found[0]), found[0].language or "") if found else Text("")

    def anchor(self, iri: URIRef) -> str:
        """Returns the anchor of a term of ours; schemes are prefixed, since properties share their names."""
        if (iri, RDF.type, SKOS.ConceptScheme) in self.graph:
            return "scheme-" + iri.removeprefix(PCC)
        return iri.removeprefix(PCC).removeprefix(PCOL)

    def reference(self, iri: URIRef) -> Reference:
        """Returns how to mention a term: with a link if the page has it."""
        if (iri, SKOS.definition, None) in self.graph:
            return Reference(self.text(iri, RDFS.label, SKOS.prefLabel).value, self.anchor(iri))
        return Reference(iri.n3(self.graph.namespace_manager))

    def references(self, iris) -> list[Reference]:  # type: ignore[no-untyped-def]
        """Returns mentions in a fixed order, blank nodes left out."""
        return [self.reference(iri) for iri in sorted({one for one in iris if isinstance(one, URIRef)})]

    def term(self, iri: URIRef) -> Term:
        """Returns the entry of one class, property, scheme or concept."""
        graph = self.graph
        labels = (RDFS.label, SKOS.prefLabel)
        entry = Term(
            iri=str(iri),
            anchor=self.anchor(iri),
            short=iri.n3(graph.namespace_manager),
            label=self.text(iri, *labels),
            other=self.text(iri, *labels, language=self.other),
            draft=str(graph.value(iri, PCOL.labelStatus)) != "reviewed",
            definition=self.text(iri, SKOS.definition),
            word=str(graph.value(iri, SKOS.notation) or ""),
        )
        example = self.text(iri, SKOS.example)
        entry.example = example if example.value else None
        for above in (RDFS.subClassOf, RDFS.subPropertyOf):
            entry.under += self.references(graph.objects(iri, above))
            entry.below += self.references(graph.subjects(above, iri))
        entry.inverse = self.references([*graph.objects(iri, OWL.inverseOf), *graph.subjects(OWL.inverseOf, iri)])
        for kind, word in ((OWL.TransitiveProperty, "OWL.Transitive"), (OWL.SymmetricProperty, "OWL.Symmetric")):
            if (iri, RDF.type, kind) in graph:
                entry.nature.append(Reference(str(self.words[word])))
        entry.subjects = self.references(graph.objects(iri, SCHEMA.domainIncludes))
        entry.objects = self.references(graph.objects(iri, SCHEMA.rangeIncludes))
        entry.schemes = self.references(graph.objects(iri, PCOL.conceptScheme))
        entry.users = self.references(graph.subjects(PCOL.conceptScheme, iri))
        entry.concepts = self.terms(graph.subjects(SKOS.inScheme, iri))
        return entry

    def terms(self, iris) -> list[Term]:  # type: ignore[no-untyped-def]
        """Returns entries in the order of their labels."""
        return sorted((self.term(iri) for iri in set(iris)), key=lambda term: (term.label.value.casefold(), term.iri))

    def groups(self) -> list[Group]:
        """Returns the five groups of the page."""
        graph = self.graph
        ours = {one for one in graph.subjects(SKOS.definition) if isinstance(one, URIRef)}
        classes = {one for one in ours if {OWL.Class, RDFS.Datatype} & set(graph.objects(one, RDF.type))}
        schemes = set(graph.subjects(RDF.type, SKOS.ConceptScheme))
        concepts = set(graph.subjects(RDF.type, SKOS.Concept))
        flags = {one: graph.value(one, PCOL.claimable) for one in ours - classes - schemes - concepts}
        members = {
            "classes": classes,
            "claimable": {one for one, flag in flags.items() if flag is not None and flag.toPython() is True},
            "derived": {one for one, flag in flags.items() if flag is not None and flag.toPython() is False},
            "machinery": {one for one, flag in flags.items() if flag is None},
            "schemes_group": schemes,
        }
        return [
            Group("group-" + key.split("_")[0], *self.words[key], self.terms(iris)) for key, iris in members.items()
        ]

    def html(self) -> str:
        """Returns the whole page."""
        environment = jinja2.Environment(
            loader=jinja2.FileSystemLoader(HERE / "templates"),
            autoescape=True,
            keep_trailing_newline=True,
            undefined=jinja2.StrictUndefined,
        )
        return environment.get_template("ontology.html.j2").render(
            language=self.language,
            other=self.other,
            w=self.words,
            title=self.text(ABOUT, DCTERMS.title),
            description=self.text(ABOUT, DCTERMS.description),
            version=self.text(ABOUT, OWL.versionInfo).value,
            version_iri=str(self.graph.value(ABOUT, OWL.versionIRI)),
            namespace=self.text(ABOUT, VANN.preferredNamespaceUri).value,
            prefix=self.text(ABOUT, VANN.preferredNamespacePrefix).value,
            issued=self.text(ABOUT, DCTERMS.issued).value,
            licence=str(self.graph.value(ABOUT, DCTERMS.license)),
            citation=self.text(ABOUT, DCTERMS.bibliographicCitation),
            note=self.text(ABOUT, RDFS.comment),
            groups=self.groups(),
        )


def read_ontology(folder: Path = ONTOLOGY) -> Graph:
    """Returns the graph of vocabulary.ttl and concepts.ttl."""
    graph = Graph()
    for name in ("vocabulary.ttl", "concepts.ttl"):
        graph.parse(folder / name, format="turtle")
    return graph


def main(arguments: list[str]) -> int:
    """Writes or checks both pages; returns the exit code."""
    if arguments not in ([], ["--check"]):
        sys.stderr.write(__doc__ or "")
        return 2
    graph, stale = read_ontology(), []
    for language in ("en", "cy"):
        path = PAGES / f"ontology-{language}.html"
        content = Page(graph, language).html().encode()
        if path.is_file() and path.read_bytes() == content:
            continue
        stale.append(path.name)
        if not arguments:
            PAGES.mkdir(exist_ok=True)
            path.write_bytes(content)
    if arguments and stale:
        sys.stderr.write(f"stale: {', '.join(stale)}; run python docs/ontology_page.py\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
