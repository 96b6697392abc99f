"""Finds things by any of their names: id, label, abbreviation, former or Welsh name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from graph.errors import NotThere
from graph.oxigraph import Literal, NamedNode, QuerySolutions, Store
from graph.terms import PREFIXES, local_id, prefix_lines
from graph.wording import say

_NAMED = ("pid", "doc", "claim", "matter", "milestone", "event", "dis", "ev")

_NAMES = (
    prefix_lines()
    + """
SELECT ?thing ?name ?why WHERE {
  { VALUES (?property ?why) { (skos:prefLabel "label") (pcol:short "short") (dct:title "label") }
    ?thing ?property ?name }
  UNION
  { VALUES ?relation { skos:prefLabel skos:altLabel pcol:abbreviation }
    ?claim pcol:relation ?relation ; pcol:subject ?thing ; pcol:value ?name .
    FILTER NOT EXISTS { ?claim pcol:standing pcc:standing-rejected }
    OPTIONAL { ?claim pcol:validTo ?end }
    BIND (IF(BOUND(?end), "former", "name") AS ?why) }
  FILTER (STRSTARTS(STR(?thing), STR(pid:)) || STRSTARTS(STR(?thing), STR(doc:)))
}"""
)


@dataclass(frozen=True)
class Name:
    """One name of a thing: the words as written, their language ("" if none is marked) and what kind of name."""

    thing: NamedNode
    words: str
    language: str
    why: str


def fold(words: str) -> str:
    """Returns words without case, accents, punctuation and a leading article, as names are compared."""
    plain = unicodedata.normalize("NFKD", words.casefold())
    plain = "".join(character for character in plain if not unicodedata.combining(character))
    plain = re.sub(r"[‘’'`]s?\b", "", plain)
    plain = re.sub(r"[^\w]+", " ", plain).strip()
    return re.sub(r"^(the|y|yr) ", "", plain)


class Names:
    """Every name in a store, to look things up by."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._names: list[Name] | None = None

    @property
    def names(self) -> list[Name]:
        """All names, read once."""
        if self._names is None:
            solutions = self.store.query(_NAMES)
            assert isinstance(solutions, QuerySolutions)
            self._names = []
            for solution in solutions:
                thing, words, why = solution[0], solution[1], solution[2]
                assert isinstance(thing, NamedNode)
                assert isinstance(words, Literal)
                assert isinstance(why, Literal)
                self._names.append(Name(thing, words.value, words.language or "", why.value))
        return self._names

    def of_id(self, name: str) -> NamedNode | None:
        """Returns the thing whose id is `name`, whatever its kind, or None."""
        if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9-]*", name):
            return None
        for prefix in _NAMED:
            node = NamedNode(PREFIXES[prefix] + name)
            if next(self.store.quads_for_pattern(node, None, None, None), None) is not None:
                return node
        return None

    def is_a(self, thing: NamedNode, classes: Iterable[str]) -> bool:
        """Tells whether `thing` is of one of `classes`; of any class if none is given."""
        wanted = list(classes)
        if not wanted or "Thing" in wanted:
            return True
        kind = NamedNode(PREFIXES["rdf"] + "type")
        return any(
            next(self.store.quads_for_pattern(thing, kind, NamedNode(PREFIXES["pcol"] + one), None), None)
            for one in wanted
        )

    def matches(self, words: str) -> list[NamedNode]:
        """Returns the things one of whose names is `words`, case and punctuation aside, in order of id."""
        wanted = fold(words)
        found = {name.thing for name in self.names if fold(name.words) == wanted} if wanted else set()
        return sorted(found, key=lambda node: node.value)

    def resolve(self, words: str, classes: tuple[str, ...] = ()) -> NamedNode:
        """Returns the one thing that `words` name and that is of `classes`.

        NotThere, with candidates or near names, if there is none, if there are several, or if what they
        name is of another kind.
        """
        by_id = self.of_id(words.strip())
        found = [by_id] if by_id is not None else self.matches(words)
        fitting = [thing for thing in found if self.is_a(thing, classes)]
        if len(fitting) == 1:
            return fitting[0]
        if len(fitting) > 1:
            candidates = "\n".join(f"  {self.describe(thing)}" for thing in fitting)
            raise NotThere("ambiguous-name", name=words, candidates=candidates)
        near = self.near(words, classes)
        if found:
            other = self.describe(found[0])
            listing = "\n".join(f"  {self.describe(thing)}" for thing in near)
            key = "wrong-kind-near" if near else "wrong-kind"
            raise NotThere(key, name=other, kinds=", ".join(classes), found=self.kind(found[0]), near=listing)
        if near:
            listing = "\n".join(f"  {self.describe(thing)}" for thing in near)
            raise NotThere("unknown-name-near", name=words, near=listing)
        raise NotThere("unknown-name", name=words)

    def near(self, words: str, classes: tuple[str, ...] = (), most: int = 5) -> list[NamedNode]:
        """Returns things with names like `words`, nearest first: written alike, or holding its words.

        Of things as near, what the landscape is about comes before the documents that tell of it, short before long.
        """
        import difflib

        wanted = fold(words)
        scores: dict[NamedNode, float] = {}
        lengths: dict[NamedNode, int] = {}
        for name in self.names:
            folded = fold(name.words)
            score = difflib.SequenceMatcher(None, wanted, folded).ratio()
            if wanted and len(wanted) > 2 and wanted in folded:
                score = max(score, 0.8)
            if score >= 0.62 and score > scores.get(name.thing, 0) and self.is_a(name.thing, classes):
                scores[name.thing], lengths[name.thing] = score, len(folded)
        documents = PREFIXES["doc"]

        def order(thing: NamedNode) -> tuple[float, bool, int, str]:
            return -scores[thing], thing.value.startswith(documents), lengths[thing], thing.value

        return sorted(scores, key=order)[:most]

    def search(self, words: str) -> list[tuple[Name, float]]:
        """Returns the names that hold or resemble `words`, best first, one for each thing."""
        import difflib

        wanted = fold(words)
        best: dict[NamedNode, tuple[Name, float]] = {}
        for name in self.names:
            folded = fold(name.words)
            if not wanted:
                continue
            if folded == wanted:
                score = 1.0
            elif re.search(rf"\b{re.escape(wanted)}", folded):
                score = 0.9
            elif wanted in folded:
                score = 0.8
            else:
                score = difflib.SequenceMatcher(None, wanted, folded).ratio() * 0.9
            if score >= 0.62 and score > best.get(name.thing, (name, 0.0))[1]:
                best[name.thing] = (name, round(score, 2))
        return sorted(best.values(), key=lambda pair: (-pair[1], pair[0].thing.value))

    def label(self, thing: NamedNode, language: str = "en") -> tuple[str, str]:
        """Returns the label of `thing` and its language: the one asked for, else English, else its id.

        Of several in a language the first by alphabet: none hangs on the order in which an engine keeps them.
        """
        found: dict[str, str] = {}
        for predicate in ("skos:prefLabel", "rdfs:label"):
            prefix, _, local = predicate.partition(":")
            for quad in self.store.quads_for_pattern(thing, NamedNode(PREFIXES[prefix] + local), None, None):
                if isinstance(quad.object, Literal):
                    its, words = quad.object.language or "en", quad.object.value
                    found[its] = min(words, found.get(its, words))
            if found:
                break
        for wanted in (language, "en", *sorted(found)):
            if wanted in found:
                return found[wanted], wanted
        return thing.value.rsplit("/", 1)[-1].rsplit("#", 1)[-1], "en"

    def describe(self, thing: NamedNode) -> str:
        """Returns a thing as a candidate is listed: label, then its id."""
        return say("names.candidate", label=self.label(thing)[0], id=local_id(thing))

    def kind(self, thing: NamedNode) -> str:
        """Returns the class names of `thing` as tables write them."""
        quads = self.store.quads_for_pattern(thing, NamedNode(PREFIXES["pcol"] + "type"), None, None)
        return ", ".join(sorted(str(quad.object.value).rsplit("#", 1)[-1] for quad in quads)) or "?"  # type: ignore[union-attr]
