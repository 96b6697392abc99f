"""Names that somebody else wrote, led to the ids they mean: matched, ambiguous, near, or not found, and why.

Only a name that is written in the graph, and that names one thing, is matched. A name that is merely like one
is never taken for it: whoever asked is shown what it resembles, and decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from math import log

from graph.answer import Answer, Thing, Word
from graph.oxigraph import Literal, NamedNode, Store
from graph.questions.names import Name, Names, fold
from graph.terms import PREFIXES, relation_iri
from graph.wording import say

STATUSES = ("matched", "ambiguous", "near", "not-found")
COLUMNS = ("line", "input", "status", "id", "label", "candidates", "reason")

# Below this, two names have too little in common for one to be offered for the other.
_LIKE = 0.68
_MOST = 5
# How many runs of letters choose what is measured, and how many names are measured.
_RUNS, _COMPARED = 12, 8
_INVISIBLE = re.compile("[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_REMEMBERED = 20_000
# The kinds of name, the surest to be meant first.
_KINDS = ("id", "label", "short", "abbreviation", "welsh", "name", "former")


@dataclass(frozen=True)
class Found:
    """What became of one name: its status, the thing if there is one, the candidates, and the reason in words.

    `likeness` has a number for each candidate, 1 where a name of it is written so.
    """

    words: str
    status: str
    thing: NamedNode | None
    candidates: tuple[NamedNode, ...]
    reason: str
    likeness: tuple[float, ...] = ()


class Reconciler:
    """Looks up names of the classes given, of any class if none are; remembers what it looked up."""

    def __init__(self, names: Names, classes: Iterable[str] = (), language: str = "en") -> None:
        self.names = names
        self.classes = tuple(classes)
        self.language = language
        self._known: dict[str, Found] = {}
        self._fits: dict[NamedNode, bool] = {}

    def find(self, words: str) -> Found:
        """Returns what `words` mean; never raises for what they hold."""
        if words not in self._known:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            self._known[words] = self._find(words)
        return self._known[words]

    def _find(self, words: str) -> Found:
        clean = _INVISIBLE.sub("", words)
        extra = [say("reconcile.invisible")] if clean != words else []
        clean = " ".join(clean.split())
        if not fold(clean):
            return Found(words, "not-found", None, (), _joined([say("reconcile.empty"), *extra]))
        ways = self._ways(clean)
        fitting = {thing: why for thing, why in ways.items() if self._fitting(thing)}
        if len(fitting) == 1:
            ((thing, why),) = fitting.items()
            begun = self._begun(clean, thing)
            if begun:
                which = [say("reconcile.one-of", why=why, thing=self._described(thing))]
                which += [say("reconcile.begins", thing=self._described(one)) for one in begun]
                reasons = [say("reconcile.ambiguous", count=len(begun) + 1), *which, *extra]
                return Found(words, "ambiguous", None, (thing, *begun), _joined(reasons), (1.0,) * (len(begun) + 1))
            reasons = [why, *extra, *self._warnings(thing)]
            return Found(words, "matched", thing, (thing,), _joined(reasons), (1.0,))
        if fitting:
            listed = sorted(fitting, key=lambda thing: thing.value)
            which = [say("reconcile.one-of", why=fitting[thing], thing=self._described(thing)) for thing in listed]
            reasons = [say("reconcile.ambiguous", count=len(listed)), *which, *extra]
            return Found(words, "ambiguous", None, tuple(listed), _joined(reasons), (1.0,) * len(listed))
        extra += [say("reconcile.other-kind", thing=self._described(one), kind=self.names.kind(one)) for one in ways]
        near = self._near(clean)
        if near:
            reasons = [near[0][1], *extra, *self._warnings(near[0][0])]
            likeness = tuple(score for _, _, score in near)
            return Found(words, "near", None, tuple(thing for thing, *_ in near), _joined(reasons), likeness)
        return Found(words, "not-found", None, (), _joined([say("reconcile.not-found"), *extra]))

    def _ways(self, words: str) -> dict[NamedNode, str]:
        """Returns the things that `words` are an id or a name of, each with the kind of name in words."""
        by_id = self.names.of_id(words)
        if by_id is not None:
            return {by_id: say("reconcile.by-id")}
        best: dict[NamedNode, tuple[int, Name]] = {}
        for name in self._written.get(fold(words), ()):
            rank = _KINDS.index(self._kind(name))
            if name.thing not in best or rank < best[name.thing][0]:
                best[name.thing] = (rank, name)
        return {thing: self._why(name) for thing, (_, name) in best.items()}

    def _begun(self, words: str, thing: NamedNode) -> list[NamedNode]:
        """Returns other things whose label begins with `words`, where these are only a source's way of naming `thing`.

        A report that says "South Wales" of a region is no reason to take it for the region rather than the force.
        """
        wanted = fold(words)
        kinds = {self._kind(name) for name in self._written.get(wanted, ()) if name.thing == thing}
        if kinds != {"name"}:
            return []
        found = {
            name.thing
            for folded, names in self._written.items()
            if folded.startswith(wanted + " ")
            for name in names
            if name.why == "label" and name.thing != thing and self._fitting(name.thing)
        }
        return sorted(found, key=lambda one: one.value)

    def _why(self, name: Name) -> str:
        return say(f"reconcile.by-{self._kind(name)}", words=name.words)

    def _kind(self, name: Name) -> str:
        if name.why == "former":
            return "former"
        if (name.thing.value, name.words) in self._abbreviations:
            return "abbreviation"
        return "welsh" if name.language == "cy" else name.why

    def _fitting(self, thing: NamedNode) -> bool:
        if thing not in self._fits:
            self._fits[thing] = self.names.is_a(thing, self.classes)
        return self._fits[thing]

    def _near(self, words: str) -> list[tuple[NamedNode, str, float]]:
        found: dict[NamedNode, tuple[str, float]] = {}
        for score, folded in self._index.like(fold(words)):
            for name in sorted(self._written[folded], key=lambda name: (name.thing.value, name.words)):
                if self._fitting(name.thing) and name.thing not in found and len(found) < _MOST:
                    percent = min(round(100 * score), 99)
                    why = say("reconcile.near", words=name.words, percent=percent, why=self._why(name))
                    found[name.thing] = why, min(score, 0.99)
        return [(thing, why, score) for thing, (why, score) in found.items()]

    def _warnings(self, thing: NamedNode) -> list[str]:
        """Returns what is known of things that this one must not, or perhaps must, be taken for."""
        said = []
        for relation, other in self._lookalikes.get(thing, ()):
            key = "reconcile.different" if relation == "differentFrom" else "reconcile.same"
            said.append(say(key, thing=self._described(other)))
        for quad in self.names.store.quads_for_pattern(thing, _node("dct", "isReplacedBy"), None, None):
            if isinstance(quad.object, NamedNode):
                said.append(say("reconcile.replaced", thing=self._described(quad.object)))
        return said

    def _described(self, thing: NamedNode) -> str:
        return say("names.candidate", label=self.names.label(thing, self.language)[0], id=local(thing))

    @cached_property
    def _written(self) -> dict[str, list[Name]]:
        found: dict[str, list[Name]] = {}
        for name in self.names.names:
            found.setdefault(fold(name.words), []).append(name)
        return found

    @cached_property
    def _index(self) -> Likeness:
        return Likeness(
            folded for folded, names in self._written.items() if any(self._fitting(name.thing) for name in names)
        )

    @cached_property
    def _abbreviations(self) -> frozenset[tuple[str, str]]:
        return frozenset(
            (subject.value, value.value)
            for subject, value in _pairs(self.names.store, "abbreviation", "value")
            if isinstance(value, Literal)
        )

    @cached_property
    def _lookalikes(self) -> dict[NamedNode, list[tuple[str, NamedNode]]]:
        found: dict[NamedNode, list[tuple[str, NamedNode]]] = {}
        for relation in ("differentFrom", "possiblySameAs"):
            for one, other in _pairs(self.names.store, relation, "object"):
                if isinstance(other, NamedNode):
                    found.setdefault(one, []).append((relation, other))
                    found.setdefault(other, []).append((relation, one))
        return {thing: sorted(set(pairs), key=str) for thing, pairs in found.items()}


class Likeness:
    """Names to find the nearest of: runs of three letters choose, rare ones weighing most; difflib then measures."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = [name for name in names if name]
        self._closed: dict[str, list[str]] = {}
        places: dict[str, list[int]] = {}
        for place, name in enumerate(self.names):
            self._closed.setdefault(name.replace(" ", ""), []).append(name)
            for run in _runs(name):
                places.setdefault(run, []).append(place)
        self._places = {run: (log(1 + len(self.names) / len(found)), found) for run, found in places.items()}

    def like(self, wanted: str) -> list[tuple[float, str]]:
        """Returns the names like `wanted` with how alike they are (1 the same), nearest first."""
        runs = sorted((self._places[run] for run in _runs(wanted) if run in self._places), reverse=True)
        shared: dict[int, float] = {}
        for weight, places in runs[:_RUNS]:
            for place in places:
                shared[place] = shared.get(place, 0.0) + weight
        matcher = SequenceMatcher(autojunk=False)
        matcher.set_seq2(wanted)
        scored = [(0.99, name) for name in self._closed.get(wanted.replace(" ", ""), ())]
        respelt = {name for _, name in scored}
        for place, _ in sorted(shared.items(), key=lambda pair: (-pair[1], pair[0]))[:_COMPARED]:
            score = self._alike(matcher, wanted, self.names[place])
            if score >= _LIKE and self.names[place] not in respelt:
                scored.append((score, self.names[place]))
        return sorted(scored, key=lambda pair: (-pair[0], pair[1]))

    def _alike(self, matcher: SequenceMatcher[str], wanted: str, name: str) -> float:
        shorter, longer = sorted((wanted, name), key=len)
        within = len(shorter) > 3 and f" {shorter} " in f" {longer} "
        score = 0.7 + 0.25 * len(shorter) / len(longer) if within else 0.0
        matcher.set_seq1(name)
        if matcher.real_quick_ratio() > max(score, _LIKE) and matcher.quick_ratio() > max(score, _LIKE):
            score = max(score, matcher.ratio())
        return score


def _runs(name: str) -> set[str]:
    padded = f"  {name.replace(' ', '  ')} "
    return {padded[start : start + 3] for start in range(len(padded) - 2)}


def _node(prefix: str, name: str) -> NamedNode:
    return NamedNode(PREFIXES[prefix] + name)


def _pairs(store: Store, relation: str, end: str) -> Iterable[tuple[NamedNode, object]]:
    """Yields subject and `end` (object or value) of each claim with `relation` that was not rejected."""
    rejected = _node("pcc", "standing-rejected")
    for found in store.quads_for_pattern(None, _node("pcol", "relation"), NamedNode(relation_iri(relation)), None):
        claim = found.subject
        if next(store.quads_for_pattern(claim, _node("pcol", "standing"), rejected, None), None) is not None:
            continue
        for subject in store.quads_for_pattern(claim, _node("pcol", "subject"), None, None):
            for value in store.quads_for_pattern(claim, _node("pcol", end), None, None):
                if isinstance(subject.object, NamedNode):
                    yield subject.object, value.object


def _joined(sentences: list[str]) -> str:
    return " ".join(sentences)


def local(thing: NamedNode) -> str:
    """Returns the id of a thing."""
    return re.split(r"[/#]", thing.value)[-1]


def reconcile(
    reconciler: Reconciler, rows: Iterable[tuple[int, str]], *, as_of: str, lens: str, version: str
) -> Answer:
    """Returns one row for each name, in order: line, input, status, id and label, candidates, reason."""
    names, language = reconciler.names, reconciler.language
    made = []
    for line, words in rows:
        found = reconciler.find(words)
        candidates = tuple(Thing(local(one), *names.label(one, language)) for one in found.candidates)
        made.append(
            (
                line,
                words,
                Word(found.status, say(f"reconcile.status-{found.status}")),
                local(found.thing) if found.thing else None,
                names.label(found.thing, language)[0] if found.thing else None,
                candidates if found.status != "matched" else (),
                found.reason,
            )
        )
    return Answer(
        question=say("reconcile.question", count=len(made)),
        columns=COLUMNS,
        rows=tuple(made),
        as_of=as_of,
        lens=lens,
        data_version=version,
        parameters={"kind": tuple(reconciler.classes)} if reconciler.classes else {},
    )
