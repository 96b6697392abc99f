"""Names of somebody else's table, with what stands beside them there, led to candidates with a score each.

A candidate is a *match* only if a name of it, and of no other thing, is written so, and nothing that stands
beside the name speaks against it. That a property of it is not stated here speaks neither way.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from graph.oxigraph import NamedNode
from graph.questions.properties import Properties
from graph.questions.reconciling import Reconciler
from graph.terms import PREFIXES

# What each property that speaks against a candidate takes off its score, out of 100.
_AGAINST = 20.0


@dataclass(frozen=True)
class Candidate:
    """A thing that a name may mean: how well it fits, out of 100, whether surely, and what that rests on."""

    thing: NamedNode
    score: float
    match: bool
    features: tuple[tuple[str, float | bool], ...]


def candidates(
    reconciler: Reconciler,
    properties: Properties,
    words: str,
    beside: Sequence[tuple[str, Sequence[str]]] = (),
    most: int | None = None,
) -> list[Candidate]:
    """Returns the entities that `words` may mean, best first; `beside` are properties and what they should be."""
    found = reconciler.find(words)
    made = []
    for thing, likeness in zip(found.candidates, found.likeness, strict=True):
        if not thing.value.startswith(PREFIXES["pid"]):
            continue
        score = 100 * likeness
        features: list[tuple[str, float | bool]] = [("name", round(likeness, 2))]
        against = False
        for name, wanted in beside:
            if properties.values(thing, name):
                fits = any(properties.has(thing, name, one) for one in wanted)
                features.append((name, fits))
                against |= not fits
                score -= 0 if fits else _AGAINST
        match = found.status == "matched" and not against
        made.append(Candidate(thing, round(max(score, 0.0), 1), match, tuple(features)))
    return sorted(made, key=lambda one: (-one.score, one.thing.value))[:most]


def fitting(
    reconciler: Reconciler, properties: Properties, beside: Sequence[tuple[str, Sequence[str]]], most: int | None = None
) -> list[Candidate]:
    """Returns the entities that have all the properties named, for a row without a name; none of them is a match."""
    names = reconciler.names
    things = {name.thing for name in names.names if name.thing.value.startswith(PREFIXES["pid"])}
    made = [
        Candidate(thing, 50.0, False, tuple((name, True) for name, _ in beside))
        for thing in sorted(things, key=lambda one: one.value)
        if names.is_a(thing, reconciler.classes)
        and all(any(properties.has(thing, name, one) for one in wanted) for name, wanted in beside)
    ]
    return made[:most]
