"""What follows from a supposition: the rules of `ontology/consequences` run until nothing new follows.

All of it happens in a store of its own, in memory: the store of the lens is copied and never written.
What is marked (a thing ends, a tie lapses, a thing becomes another) only ever grows or becomes surer, so that a
circle of causes comes to rest. What is not known is found and told, but nothing further is concluded from it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from graph.analysis.rulebook import MARKS, Consequence
from graph.mapping.lens import Lens
from graph.mapping.rules import Rule, derive
from graph.oxigraph import DefaultGraph, Literal, NamedNode, Quad, QuerySolutions, Store
from graph.sparqltext import Term, bind, placeholders
from graph.terms import BASE, expand

HYP = BASE + "what-if#"
CERTAIN, LIKELY, UNKNOWN = 2, 1, 0
Mark = tuple[NamedNode, str, NamedNode | int | bool]


@dataclass
class Effect:
    """What befalls a thing, by which rule, how surely, why, on which ties it rests and what came before it.

    `other` is the second thing of the sentence, if there is one; `step` counts from 1, the supposition being 0.
    """

    rule: Consequence
    thing: NamedNode
    other: NamedNode | None
    grade: int
    values: dict[str, Any]
    ties: tuple[NamedNode, ...]
    causes: tuple[Effect, ...] = ()

    @property
    def key(self) -> tuple[str, str, str]:
        """What tells it from any other: rule, thing, other."""
        return (self.rule.name, self.thing.value, self.other.value if self.other else "")

    @property
    def step(self) -> int:
        """How many steps from the supposition."""
        return 1 + max((cause.step for cause in self.causes), default=0)

    def chain(self) -> list[Effect]:
        """Returns what leads to it, first things first, and itself last."""
        found: dict[tuple[str, str, str], Effect] = {}
        for cause in self.causes:
            found |= {one.key: one for one in cause.chain()}
        return [*found.values(), self]


@dataclass
class World:
    """A store in memory with what is supposed and what follows, and who ended, lapsed or became what, and why."""

    store: Store
    ended: dict[str, Effect | None] = field(default_factory=dict)
    lapsed: dict[str, Effect | None] = field(default_factory=dict)
    became: dict[str, Effect | None] = field(default_factory=dict)

    def suppose(self, marks: Iterable[Mark]) -> None:
        """Adds what is supposed; none of it has a cause."""
        for subject, word, value in marks:
            self.store.add(Quad(subject, NamedNode(HYP + word), _term(value)))
            if word in MARKS:
                self.kept(word)[subject.value] = None

    def kept(self, word: str) -> dict[str, Effect | None]:
        """Returns what bears one of MARKS, by IRI, each with the effect that marked it; None if it was supposed."""
        return {"ends": self.ended, "lapses": self.lapsed, "becomes": self.became}[word]

    def ties(self, **wanted: str) -> Iterator[NamedNode]:
        """Yields the ties that have these ends or this kind: `origin`, `to`, `kind` are IRIs."""
        words = {"origin": "from", "to": "to", "kind": "kind"}
        pattern = [(NamedNode(HYP + words[name]), NamedNode(iri)) for name, iri in wanted.items()]
        (first, value), *more = pattern
        for quad in self.store.quads_for_pattern(None, first, value, None):
            tie = quad.subject
            if isinstance(tie, NamedNode) and all(Quad(tie, one, other) in self.store for one, other in more):
                yield tie

    def of(self, tie: NamedNode, word: str) -> list[NamedNode]:
        """Returns what stands under a word of a tie: from, to, kind, relation, by; in order."""
        quads = self.store.quads_for_pattern(tie, NamedNode(HYP + word), None, None)
        return sorted((one.object for one in quads if isinstance(one.object, NamedNode)), key=lambda one: one.value)


def world_of(store: Store, rules: Iterable[Consequence], lens: Lens) -> World:
    """Returns a copy of what the lens takes as fact, with every tie that the rules give."""
    working = Store()
    working.bulk_extend(store.quads_for_pattern(None, None, None, DefaultGraph()))
    derive(working, [Rule(rule.name, "default", rule.query) for rule in rules if rule.gives], lens)
    return World(working)


def follow(world: World, rules: Iterable[Consequence], lens: Lens) -> list[Effect]:
    """Returns every effect of what the world supposes, each rule's in order of its things; the world is changed."""
    finding = [rule for rule in rules if not rule.gives]
    marking: dict[tuple[str, str, str], Effect] = {}
    while True:
        grown = False
        for rule in finding:
            if rule.marks:
                for effect in _found(world, rule, lens):
                    grown |= _mark(world, effect, marking)
        if not grown:
            break
    told = [effect for effect in marking.values() if effect.rule.effect]
    for rule in finding:
        if not rule.marks:
            told += _found(world, rule, lens)
        elif rule.effect:  # what is not known marks nothing, yet is told
            kept = world.kept(rule.marks)
            told += [one for one in _found(world, rule, lens) if not one.grade and one.thing.value not in kept]
    return sorted(told, key=lambda effect: effect.key)


def _mark(world: World, effect: Effect, marking: dict[tuple[str, str, str], Effect]) -> bool:
    """Writes down what an effect marks; tells whether that is new, or surer than before."""
    if effect.grade == UNKNOWN:
        return False
    word = effect.rule.marks
    subject = effect.ties[0] if word == "lapses" else effect.thing
    predicate = NamedNode(HYP + word)
    kept = world.kept(word)
    if word == "becomes":
        new = subject.value not in kept
        value: Term = effect.other if effect.other is not None else effect.thing
    else:
        before = next(world.store.quads_for_pattern(subject, predicate, None, None), None)
        new = before is None or int(before.object.value) < effect.grade  # type: ignore[union-attr]
        if new and before is not None:
            world.store.remove(before)
        value = Literal(effect.grade)
    if new:
        world.store.add(Quad(subject, predicate, value))
        kept[subject.value] = effect
        marking[effect.key] = effect
    return new


def _found(world: World, rule: Consequence, lens: Lens) -> list[Effect]:
    """Returns the effects of one rule as things stand: its rows, those of one thing and other put together."""
    values: dict[str, Term | list[NamedNode]] = {
        "asof": Literal(lens.as_of.isoformat(), datatype=NamedNode(expand("xsd:date")))
    }
    names = placeholders(rule.query)
    solutions = world.store.query(bind(rule.query, {name: value for name, value in values.items() if name in names}))
    assert isinstance(solutions, QuerySolutions)
    columns = [variable.value for variable in solutions.variables]
    found: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for solution in solutions:
        row = {name: solution[index] for index, name in enumerate(columns) if solution[index] is not None}
        subject = row["tie"] if rule.marks == "lapses" else row["thing"]
        found.setdefault((subject.value, row["other"].value if "other" in row else ""), []).append(row)
    return [_effect(world, rule, found[key]) for key in sorted(found)]


def _effect(world: World, rule: Consequence, rows: list[dict[str, Any]]) -> Effect:
    if rule.marks == "lapses":  # for the surest of reasons
        rows = [max(rows, key=_grade)]
    # Rows with the same `?each` say one thing, and the surest of them counts; those with another are needed too.
    grades: dict[str, int] = {}
    for row in rows:
        each = row["each"].value if "each" in row else ""
        grades[each] = max(grades.get(each, UNKNOWN), _grade(row))
    ties = {
        value.value: value for row in rows for name, value in sorted(row.items()) if name.startswith(("tie", "claim"))
    }
    causes: dict[tuple[str, str, str], Effect] = {}
    for row in rows:
        for name, kept in (("because", world.ended), ("after", world.became)):
            cause = kept.get(row[name].value) if name in row else None
            if cause is not None:
                causes[cause.key] = cause
    for tie in ties:
        lapsed = world.lapsed.get(tie)
        if lapsed is not None:
            causes |= {cause.key: cause for cause in lapsed.causes}
    first = max(rows, key=_grade)
    thing = first["tie"] if rule.marks == "lapses" else first["thing"]
    return Effect(
        rule=rule,
        thing=thing,
        other=first.get("other"),
        grade=min(grades.values()),
        values=first,
        ties=tuple(ties[one] for one in sorted(ties)),
        causes=tuple(causes[key] for key in sorted(causes)),
    )


def _grade(row: dict[str, Any]) -> int:
    return min(int(value.value) for name, value in row.items() if name.startswith("grade"))


def _term(value: NamedNode | int | bool) -> Term:
    return value if isinstance(value, NamedNode) else Literal(value)
