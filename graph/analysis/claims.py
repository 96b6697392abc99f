"""Claims read from a store as plain values: who, in what relation, how surely, when, and on which passages."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextvars import copy_context
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

from graph.analysis.drawn import Rows, drawn_of
from graph.analysis.statements import Caption, Claim, Name, Passage, Span, cited
from graph.mapping.lens import STANDINGS, Lens
from graph.oxigraph import Literal, NamedNode, QuerySolutions
from graph.questions.citing import passages
from graph.sparqltext import bind
from graph.terms import PREFIXES, expand, local_id, prefix_lines, shorten
from graph.wording import say, speak

if TYPE_CHECKING:
    from graph.landscape import Landscape

T = TypeVar("T")

TOLD = """
SELECT ?claim ?subject ?relation ?family ?object ?value ?basis ?modality ?standing ?reason ?inForce ?from ?to ?attested
       ?startEarliest ?startLatest ?endEarliest ?endLatest ?firstDay ?attestedDay WHERE {"""
DETAILS = """
  ?claim pcol:relation ?relation ; pcol:subject ?subject ; pcol:basis ?basis ; pcol:modality ?modality ;
         pcol:standing ?standing ; pcol:inForce ?inForce .
  FILTER (?standing != pcc:standing-rejected)
  OPTIONAL { ?claim pcol:object ?object }
  OPTIONAL { ?claim pcol:value ?value }
  OPTIONAL { ?claim pcol:standingReason ?reason }
  OPTIONAL { ?claim pcol:validFrom ?from }
  OPTIONAL { ?claim pcol:validTo ?to }
  OPTIONAL { ?claim pcol:lastAttested ?attested }
  OPTIONAL { ?claim pcol:startEarliest ?startEarliest }
  OPTIONAL { ?claim pcol:startLatest ?startLatest }
  OPTIONAL { ?claim pcol:endEarliest ?endEarliest }
  OPTIONAL { ?claim pcol:endLatest ?endLatest }
  OPTIONAL { ?claim pcol:firstAttestedDay ?firstDay }
  OPTIONAL { ?claim pcol:lastAttestedDay ?attestedDay }
} ORDER BY ?claim ?family"""
_FAMILIES = """
  VALUES ?family { $families }
  ?relation rdfs:subPropertyOf* ?family ."""
_CLAIMS = prefix_lines() + TOLD + _FAMILIES + DETAILS
_PASSAGES = (
    prefix_lines()
    + """
SELECT ?what ?stance ?evidence ?source ?title ?date ?item ?reading WHERE {
  { SELECT DISTINCT ?what WHERE { VALUES ?family { $families }
      ?relation rdfs:subPropertyOf* ?family . ?what pcol:relation ?relation } }
  UNION { VALUES ?kind { $kinds } ?what a ?kind }
  VALUES ?stance { pcol:supports pcol:disputes }
  ?evidence ?stance ?what ; pcol:inSource ?source ; pcol:item ?item ; pcol:reading ?reading .
  ?source skos:prefLabel ?title .
  OPTIONAL { ?source pcol:documentDate ?date }
} ORDER BY ?what ?stance ?source ?item ?reading"""
)


class Reader:
    """Reads claims of some families of relations (local names such as "hasParticipant") from a landscape's store.

    `with_passages` adds the words of a passage where its document is on hand.
    """

    def __init__(
        self, landscape: Landscape, families: Iterable[str], kinds: Iterable[str] = (), *, with_passages: bool = False
    ) -> None:
        self.landscape = landscape
        self._words: dict[str, str] = {}
        self._missing: dict[str, str] = {}
        if with_passages:
            self._words, self._missing = passages(landscape.store, landscape.documents)
        self._names: dict[str, Name] = {}
        self._classes: dict[str, frozenset[str]] = {}
        self._families = [NamedNode(expand(name if ":" in name else f"pcol:{name}")) for name in families]
        self._kinds = [NamedNode(expand(f"pcol:{name}")) for name in kinds]
        self._found: dict[str, tuple[Passage, ...]] | None = None

    def rows(self, query: str, **values: Any) -> list[dict[str, Any]]:
        """Returns the solutions of a query, as one dict each."""
        solutions = self.landscape.store.query(bind(query, values) if values else query)
        assert isinstance(solutions, QuerySolutions)
        names = [variable.value for variable in solutions.variables]
        return [{name: solution[index] for index, name in enumerate(names)} for solution in solutions]

    def _shared(self, query: str, **values: Any) -> Rows:
        """Returns what `rows` does, kept for the next picture; for queries that name no thing."""
        return drawn_of(self.landscape.names).rows(bind(query, values))

    def name(self, node: Any) -> Name:
        """Returns the name of a node in the landscape's language."""
        found = self._names.get(node.value)
        if found is None:
            label, language = self.landscape.names.label(node, self.landscape.language)
            found = self._names[node.value] = Name(node.value.rsplit("/", 1)[-1].rsplit("#", 1)[-1], label, language)
        return found

    def classes(self, thing: str) -> frozenset[str]:
        """Returns the classes of an entity, by its id, those above them included: local names."""
        found = self._classes.get(thing)
        if found is None:
            node, kind = NamedNode(PREFIXES["pid"] + thing), NamedNode(PREFIXES["rdf"] + "type")
            quads = self.landscape.store.quads_for_pattern(node, kind, None, None)
            found = frozenset(str(quad.object.value).rsplit("#", 1)[-1] for quad in quads)  # type: ignore[union-attr]
            self._classes[thing] = found
        return found

    def level(self, thing: str) -> Name | None:
        """Returns the level of an arrangement, its id a word such as "national"; None if it has none."""
        node, level = NamedNode(PREFIXES["pid"] + thing), NamedNode(PREFIXES["pcol"] + "level")
        found = next(self.landscape.store.quads_for_pattern(node, level, None, None), None)
        return replace(self.name(found.object), id=_word(found.object)) if found else None

    def is_national(self, thing: str) -> bool:
        """Tells whether an arrangement's level is national."""
        level = self.level(thing)
        return level is not None and level.id == "national"

    def passages(self) -> dict[str, tuple[Passage, ...]]:
        """Returns the passages behind each claim of the families and each thing of the kinds, by IRI."""
        if self._found is None:
            found: dict[str, list[Passage]] = {}
            for row in self._shared(_PASSAGES, families=self._families, kinds=self._kinds):
                passage = Passage(
                    stance=row["stance"].value.rsplit("#", 1)[-1],
                    source_id=local_id(row["source"]),
                    source=text(row["title"]),
                    date=text(row["date"]),
                    item=text(row["item"]),
                    reading=text(row["reading"]),
                    words=self._words.get(row["evidence"].value, ""),
                )
                found.setdefault(row["what"].value, []).append(passage)
            self._found = {what: tuple(dict.fromkeys(those)) for what, those in found.items()}
        return self._found

    def claims(self) -> list[Claim]:
        """Returns the claims of the families, rejected ones left out, in the order of their ids."""
        behind = self.passages()
        families: dict[str, list[str]] = {}
        rows: dict[str, dict[str, Any]] = {}
        for row in self._shared(_CLAIMS, families=self._families):
            families.setdefault(row["claim"].value, []).append(shorten(row["family"].value))
            rows.setdefault(row["claim"].value, row)
        return [self.claim(row, tuple(families[iri]), behind.get(iri, ())) for iri, row in rows.items()]

    def claim(self, row: dict[str, Any], families: tuple[str, ...], behind: tuple[Passage, ...]) -> Claim:
        """Returns the claim of a row whose query begins with TOLD and ends with DETAILS."""
        standing, modality = _word(row["standing"]), _word(row["modality"])
        value = row["value"]
        is_text = isinstance(value, Literal)
        return Claim(
            id=local_id(row["claim"]),
            subject=self.name(row["subject"]),
            relation=shorten(row["relation"].value),
            relation_label=self.landscape.names.label(row["relation"], self.landscape.language)[0],
            families=families,
            object=Name("", value.value, value.language or "") if is_text else self.name(row["object"]),
            basis=_word(row["basis"]),
            modality=modality,
            standing=standing,
            reason=text(row["reason"]),
            state=self.landscape.view.state(standing, modality, row["inForce"].value.rsplit("/in-force-", 1)[-1]),
            span=Span(
                text(row["from"]),
                text(row["to"]),
                *(day(row[one]) for one in ("startEarliest", "startLatest", "endEarliest", "endLatest")),
            ),
            attested=text(row["attested"]),
            attested_day=day(row["attestedDay"]),
            first_day=day(row["firstDay"]),
            passages=behind,
            scheme=self._scheme(value) if is_text else "",
        )

    def _scheme(self, value: Literal) -> str:
        return self.name(value.datatype).label if value.datatype.value.startswith(PREFIXES["pcc"]) else ""

    def caption(self, title: str, question: str, answer: str, notes: Iterable[str], claims: Iterable[Claim]) -> Caption:
        """Returns the caption of a picture drawn from `claims`."""
        view = self.landscape.view
        titles = cited(passage.source for claim in claims for passage in claim.passages)
        absent = [
            say("network.changed-document" if why == "changed" else "network.no-document", file=file)
            for file, why in sorted(self._missing.items())
        ]
        return Caption(
            title=title,
            question=question,
            answer=answer,
            day=view.as_of,
            lens=view.sentence(),
            version=self.landscape.snapshot.version,
            language=self.landscape.language,
            sources=tuple(titles),
            notes=(*notes, *absent),
            standing=view.standing,
            planned=view.planned,
            lenses={lens_key(one): one.sentence() for one in _choices(view)},
        )


def lens_key(lens: Lens) -> str:
    """Returns what a lens takes in beside accepted claims: "", "contested", "planned" or "contested planned"."""
    return " ".join(["contested"] * ("contested" in lens.standing) + ["planned"] * lens.planned)


def _choices(view: Lens) -> list[Lens]:
    standings = [tuple(one for one in STANDINGS if one in wanted) for wanted in
                 ({*view.standing} - {"contested"}, {*view.standing, "contested"})]  # fmt: skip
    return [Lens(view.as_of, standing, planned) for standing in standings if standing for planned in (False, True)]


def in_language(language: str, make: Callable[[], T]) -> T:
    """Returns what `make` returns, its sentences in `language`; the language in force stays as it was."""

    def run() -> T:
        speak(language)
        return make()

    return copy_context().run(run)


def day(term: Any) -> date | None:
    """Returns the day that a literal of the store holds, or None."""
    return date.fromisoformat(term.value) if isinstance(term, Literal) else None


def text(term: Any) -> str:
    """Returns the text of a literal, or "" for anything else."""
    return term.value if isinstance(term, Literal) else ""


def _word(node: Any) -> str:
    """Returns the word of a concept of a one-word scheme: `basis-stated` is "stated"."""
    return str(node.value).rsplit("/", 1)[-1].partition("-")[2]
