"""Proposes claims for a document: a known name, a cue word and another name in one sentence.

Nothing here asserts: what comes out are rows for a person to accept, edit or reject.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable, Iterator, Sequence

from graph.curation.cues import Cue
from graph.curation.mention_lists import is_name, last_list, lists
from graph.curation.mentions import Figure, Gazetteer, Mention, dates, numbers
from graph.curation.newcomers import Head, Newcomer, newcomers
from graph.curation.nicknames import Nicknames
from graph.curation.sentences import Sentence, sentences
from graph.curation.suggestion import Found, Suggestion, suggestion_of
from graph.facts.documents import Document
from graph.facts.facts import Facts
from graph.facts.reading import Row
from graph.mapping.ontology import Ontology
from graph.terms import PREFIXES
from graph.wording import say

_STOPS = re.compile(r"[;]|, (?:with|allowing|providing|although|but) |\bwhen\b|\bwhilst\b|\bfor which\b", re.IGNORECASE)
_NEAR = 40
_SINCE = re.compile(r"\b(?:since|from|ers)\s+$", re.IGNORECASE)
_NUMBER = re.compile(r"(?:\d+(?:\.\d+)*)?(?:\([a-z]+\))?")
_ABBREVIATION = re.compile(r"\s*\(([A-Z][A-Za-z&]{1,7})\)")
_PRONOUN = re.compile(r"[“\"‘']?(?:It|This|Its)\b")
_THE = re.compile(
    r"\b[Tt](?:he|his) (?:[a-z]+ ){0,2}"
    r"(?:collaboration|programme|unit|team|partnership|alliance|consortium|centre|network)\b"
)
_ARRANGEMENTS = ("Collaboration", "Service", "Portfolio", "Agreement", "GovernanceBody", "ForceGrouping")


class Suggester:
    """Finds proposals in documents, knowing the facts so far and the cue words."""

    def __init__(self, facts: Facts, ontology: Ontology, cues: Iterable[Cue], heads: Sequence[Head] = ()) -> None:
        self.facts = facts
        self.heads = heads
        self.ontology = ontology
        self.cues = [cue for cue in cues if cue.relation not in ("comparator", "planned", "not")]
        self.comparators = [cue for cue in cues if cue.relation == "comparator"]
        self.planned = [cue for cue in cues if cue.relation == "planned"]
        self.negated = [cue for cue in cues if cue.relation == "not"]
        self.gazetteer = Gazetteer(facts)
        self.nicknames = Nicknames(facts, self.gazetteer)
        self._classes = {row["entity_id"]: self._above(row.many("types")) for row in facts["entities"]}
        self._new: dict[str, Newcomer] = {}

    def suggest(self, document: Document) -> list[Suggestion]:
        """Returns every proposal in the order of the text, each claim once, numbered from 1."""
        read = list(sentences(document))
        mentioned = {
            thing for one in read for mention in self.gazetteer.mentions(one.words) for thing in mention.things
        }
        local = self._with((), self.nicknames.clear_among(mentioned))
        new = newcomers((one.words for one in read), local.gazetteer.mentions, self.heads, self._classes)
        return local._with(new)._read(read)

    def _with(self, found: Sequence[Newcomer], known: Sequence[tuple[str, str]] = ()) -> Suggester:
        """Returns a suggester that takes newcomers for things of the tables, and knows further names."""
        wider = copy.copy(self)
        wider._new = {one.id: one for one in found}
        wider._classes = {**self._classes, **{one.id: self._above([one.types]) for one in found}}
        names = [*known, *((one.id, name) for one in found for name in (one.label, one.short) if name)]
        wider.gazetteer = self.gazetteer.knowing(names) if names else self.gazetteer
        return wider

    def _read(self, read: Sequence[Sentence]) -> list[Suggestion]:
        claimed = {_key(row) for row in self.facts["claims"]}
        rejected = {_key(row) for row in self.facts["rejected"]}
        found: dict[tuple[str, str, str], Suggestion] = {}
        topic, item, before = "", "", ""
        for sentence in read:
            mentions = self.gazetteer.mentions(sentence.words)
            if sentence.item != item:
                own = self._topic(mentions)
                below = _NUMBER.fullmatch(sentence.item) and not sentence.heading
                item, topic = sentence.item, own or (topic if below else "")
                before = ""
            named = self._topic(mentions)
            topic = topic or named
            points_back = _PRONOUN.match(sentence.words) or (not named and _THE.search(sentence.words))
            meant = before if before and points_back else topic
            before = named or before
            for one in self._of(sentence, mentions, meant):
                key = one.subject, one.relation, one.object or one.value.casefold()
                if key not in found:
                    state = "claimed" if key in claimed else "rejected" if key in rejected else "new"
                    new = tuple(self._new[id] for id in (one.subject, one.object) if id in self._new)
                    found[key] = suggestion_of(len(found) + 1, one, sentence, state, new)
        return list(found.values())

    def _of(self, sentence: Sentence, mentions: list[Mention], topic: str) -> Iterator[Found]:
        yield from self._newly_named(mentions)
        yield from self._abbreviations(sentence.words, mentions)
        matches = [(cue, match) for cue in self.cues for match in cue.pattern.finditer(sentence.words)]
        for cue, match in sorted(matches, key=lambda pair: (pair[1].start(), -pair[1].end())):
            before = sentence.words[max(0, match.start() - _NEAR) : match.end()]
            if any(one.pattern.search(before) for one in self.negated):
                continue
            following = [
                other.start()
                for one, other in matches
                if one.relation not in (cue.relation, "count") and one.direction != "list"
            ]
            stop = min((start for start in following if start >= match.end()), default=len(sentence.words))
            if halt := _STOPS.search(sentence.words, match.end(), stop):
                stop = halt.start()
            planned = any(one.pattern.search(before) for one in self.planned)
            modality = "planned" if planned else "actual"
            yield from self._by_cue(sentence.words, cue, match, mentions, topic, stop, modality)

    def _by_cue(
        self,
        words: str,
        cue: Cue,
        match: re.Match[str],
        mentions: list[Mention],
        topic: str,
        stop: int,
        modality: str,
    ) -> Iterator[Found]:
        earlier = [one for one in mentions if one.end <= match.start()]
        later = [one for one in mentions if one.start >= match.end() and one.start < stop]
        across = [one for one in mentions if one.start < match.end() and match.start() < one.end]
        if cue.relation == "count":
            yield from self._counts(words, cue, match, earlier, topic, modality)
            return
        if cue.direction == "state" or cue.relation == "established":
            for of in self._subjects(cue.relation, [*earlier, *across], topic)[:1]:
                yield from self._values(words, cue, match, of, modality)
            return
        subjects, objects = self._sides(words, cue, earlier, later, across, mentions, stop, topic)
        for subject, from_heading in subjects:
            for object, short in objects:
                if subject != object:
                    reason = self._reason(match.group(), from_heading, short)
                    since = _since(words, match.end())
                    yield Found(subject, cue.relation, reason, object, valid_from=since, modality=modality)

    def _sides(
        self,
        words: str,
        cue: Cue,
        earlier: list[Mention],
        later: list[Mention],
        across: list[Mention],
        mentions: list[Mention],
        stop: int,
        topic: str,
    ) -> tuple[list[tuple[str, bool]], list[tuple[str, bool]]]:
        """Returns the subjects, each with whether the heading gave it, and the objects, each with whether shortened."""
        subject_classes, object_classes = self._ends(cue.relation)

        def those(found: Iterable[Mention], wanted: frozenset[str]) -> list[Mention]:
            return [one for one in found if len(self._fitting(one, wanted)) == 1]

        if cue.direction == "list":
            objects = max(lists(words, those(mentions, object_classes)), key=len, default=[])
            objects = objects if len(objects) > 1 else []
            subjects = [one for one in those(mentions, subject_classes) if one not in objects and is_name(one)]
        elif cue.direction == "backward":
            objects = last_list(words, those(earlier, object_classes))
            subjects = those(later, subject_classes)
        elif cue.direction == "partner":
            objects, subjects = those([*earlier[-1:], *later], object_classes), []
        elif cue.direction == "within":
            objects = those(across, object_classes)
            subjects = last_list(words, [one for one in those(earlier, subject_classes) if one not in objects])[-1:]
        else:
            objects = those(later, object_classes)
            before = [one for one in those([*earlier, *across], subject_classes) if one not in objects]
            after = [one for one in those(later, subject_classes) if one not in objects]
            beyond = [one for one in those(mentions, subject_classes) if one.start >= stop]
            subjects = last_list(words, before) or ((after or beyond)[:1] if not earlier else [])
        about = [(self._fitting(one, subject_classes)[0], False) for one in subjects]
        told = [(self._fitting(one, object_classes)[0], not one.whole) for one in objects]
        lacking = not told and about and topic and cue.direction in ("forward", "backward")
        if lacking and self._fits(topic, object_classes):
            return about, [(topic, False)]
        if not about and topic and self._fits(topic, subject_classes):
            return [(topic, True)], told
        return about, told

    def _values(
        self, words: str, cue: Cue, match: re.Match[str], of: tuple[str, bool], modality: str
    ) -> Iterator[Found]:
        subject, from_heading = of
        reason = self._reason(match.group(), from_heading)
        near = [one for one in dates(words) if 0 <= one.start - match.end() <= 12]
        if cue.relation == "established":
            if near:
                yield Found(subject, cue.relation, reason, value=near[0].value, modality=modality)
        elif cue.object:
            since = near[0].value if near else ""
            yield Found(subject, cue.relation, reason, object=cue.object, valid_from=since, modality=modality)

    def _counts(
        self, words: str, cue: Cue, match: re.Match[str], earlier: list[Mention], topic: str, modality: str
    ) -> Iterator[Found]:
        near = [one for one in numbers(words) if one.end <= match.start() and match.start() - one.end <= 25]
        between = words[near[-1].end : match.start()] if near else "."
        if not near or re.search(r"[.,;:()]|\b(?:and|or|of|to)\b", between):
            return
        inside = [one for one in earlier if one.start <= near[-1].start < one.end]
        subjects = self._subjects("count", [*inside, *reversed(earlier)], topic)
        if not subjects:
            return
        counted = cue.object or " ".join(f"{between} {match.group()}".split()[:6])
        yield Found(
            subjects[0][0],
            "count",
            self._reason(match.group(), subjects[0][1]),
            value=near[-1].value,
            modality=modality,
            counted=counted,
            comparator=self._comparator(words, near[-1]),
        )

    def _comparator(self, words: str, number: Figure) -> str:
        before, after = words[max(0, number.start - 20) : number.start], words[number.end : number.end + 12]
        for cue in self.comparators:
            text = before if cue.direction == "before" else after
            found = list(cue.pattern.finditer(text))
            close = found and not re.search(r"\w", text[found[-1].end() :] if cue.direction == "before" else "")
            if close and (cue.direction == "before" or not text[: found[0].start()].strip()):
                return cue.object
        return "eq"

    def _newly_named(self, mentions: list[Mention]) -> Iterator[Found]:
        """The name of a thing that the tables do not have."""
        for mention in mentions:
            for thing in mention.things & self._new.keys() if mention.whole else ():
                label = self._new[thing].label
                yield Found(thing, "skos:prefLabel", say("suggest.reason-newcomer"), value=f"{label}@en")

    def _abbreviations(self, words: str, mentions: list[Mention]) -> Iterator[Found]:
        """A name with its abbreviation behind it in brackets."""
        for mention in mentions:
            match = _ABBREVIATION.match(words, mention.end)
            if match and mention.whole and len(mention.things) == 1 and sum(map(str.isupper, match[1])) > 1:
                (thing,) = mention.things
                yield Found(thing, "abbreviation", say("suggest.reason-brackets"), value=f"{match[1]}@en")

    def _topic(self, mentions: list[Mention]) -> str:
        """Returns the first arrangement that a sentence names, written as a name, or nothing."""
        for mention in mentions:
            if not is_name(mention):
                continue
            fitting = self._fitting(mention, frozenset(_ARRANGEMENTS))
            if len(fitting) == 1:
                return fitting[0]
        return ""

    def _subjects(self, relation: str, nearest: Iterable[Mention], topic: str) -> list[tuple[str, bool]]:
        """Returns what a value may be said of, best first: named in the sentence, else the topic of the item."""
        wanted = self._ends(relation)[0]
        found = [(one, False) for mention in nearest if len(self._fitting(mention, wanted)) == 1
                 for one in self._fitting(mention, wanted)]  # fmt: skip
        return found or ([(topic, True)] if topic and self._fits(topic, wanted) else [])

    def _ends(self, relation: str) -> tuple[frozenset[str], frozenset[str]]:
        if relation in ("established", "count"):
            return frozenset(_ARRANGEMENTS), frozenset()
        found = self.ontology.vocabulary.relations[relation]
        return found.subjects, found.objects

    def _fitting(self, mention: Mention, wanted: frozenset[str]) -> list[str]:
        return sorted(thing for thing in mention.things if self._fits(thing, wanted))

    def _fits(self, thing: str, wanted: frozenset[str]) -> bool:
        return "Thing" in wanted or bool(self._classes.get(thing, frozenset()) & wanted)

    def _above(self, types: list[str]) -> frozenset[str]:
        above = (iri for name in types for iri in self.ontology.superclasses.get(name, ()))
        return frozenset(iri.value.removeprefix(PREFIXES["pcol"]) for iri in above)

    def _reason(self, cue: str, from_heading: bool, short: bool = False) -> str:
        where = say("suggest.reason-heading" if from_heading else "suggest.reason-sentence")
        how = say("suggest.reason-short") if short else ""
        return say("suggest.reason", cue=" ".join(cue.split()), where=where, how=how).strip()


def _since(words: str, after: int) -> str:
    found = [one.value for one in dates(words) if one.start >= after and _SINCE.search(words[: one.start])]
    return found[0] if len(found) == 1 else ""


def _key(row: Row) -> tuple[str, str, str]:
    return row["subject"], row["relation"], row["object"] or row["value"].casefold()
