"""What would break: a supposition, everything that follows from it, and the answer that says so with its evidence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graph.analysis.consequences import Effect, World, follow, world_of
from graph.analysis.rulebook import read_rulebook
from graph.analysis.supposing import Supposition, suppose
from graph.answer import Answer, Cell, Thing, Word
from graph.oxigraph import Literal, NamedNode, QuerySolutions
from graph.questions.cells import Cells
from graph.said_dates import said
from graph.sparqltext import bind
from graph.terms import PREFIXES, expand, prefix_lines
from graph.wording import say, say_count

if TYPE_CHECKING:
    from graph.landscape import Landscape

COLUMNS = ("thing", "effect", "sureness", "other", "reason", "step", "chain", "claim", "source", "item")
SURENESS = ("unknown", "likely", "certain")
# What weighs most is told first; a word that is not here comes last.
WEIGHT = (
    "ends",
    "has-successor",
    "becomes-internal",
    "loses-host",
    "host-passes",
    "hosts-no-more",
    "loses-signatory",
    "loses-policing-body",
    "loses-force",
    "loses-agreement",
    "loses-party",
    "parties-become-one",
    "loses-board",
    "governs-nothing",
    "loses-parent",
    "loses-chair",
    "loses-member",
    "loses-provider",
    "loses-backing",
    "covers-nothing",
    "passes-to",
    "work-passes",
    "two-for-one-force",
    "loses-service",
)
# The relations whose claims a scenario can rest on.
KINDS = (
    "hasParticipant",
    "serves",
    "hostedBy",
    "managedBy",
    "ownedBy",
    "fundedBy",
    "supportedBy",
    "delivers",
    "governedBy",
    "reportsTo",
    "hasMember",
    "chairedBy",
    "underAgreement",
    "hasParty",
    "maintains",
    "postIn",
    "replaces",
)
_PASSAGES = (
    prefix_lines()
    + """
SELECT DISTINCT ?claim ?source ?item WHERE {
  VALUES ?claim { $claims }
  ?evidence pcol:supports ?claim ; pcol:inSource ?source ; pcol:item ?item .
} ORDER BY ?claim ?source ?item"""
)


@dataclass(frozen=True)
class Outcome:
    """A supposition, its world, every effect in the order in which it is told, and the answer."""

    supposition: Supposition
    world: World
    effects: tuple[Effect, ...]
    answer: Answer


def what_if(landscape: Landscape, change: str, *things: str) -> Outcome:
    """Returns what would follow if `change` came about; nothing is written anywhere.

    `change` is one of `supposing.CHANGES`: "leave" BODY [ARRANGEMENT], "merge" BODY BODY, "end" THING or KIND,
    "host-quits" ARRANGEMENT or BODY, "event" EVENT. The answer has a row for each effect: thing, effect and sureness
    (words of the schemes `effect` and `sureness`), other (the second thing, if there is one), reason, step (1 follows
    from the supposition itself), chain (the sentences of the steps before it, in order), claim, source and item (what
    it rests on). Usage and NotThere as `supposing.suppose`.
    """
    rules = read_rulebook(landscape.inputs.ontology)
    world = world_of(landscape.store, rules, landscape.view)
    supposition = suppose(landscape, world, change, things)
    world.suppose(supposition.marks)
    teller = _Teller(landscape, world)
    effects = sorted(follow(world, rules, landscape.view), key=teller.order)
    return Outcome(supposition, world, tuple(effects), teller.answer(supposition, effects))


class _Teller:
    def __init__(self, landscape: Landscape, world: World) -> None:
        self.landscape = landscape
        self.language = landscape.language
        self.world = world
        self.cells = Cells(landscape.names, landscape.language)

    def order(self, effect: Effect) -> tuple[Any, ...]:
        word = effect.rule.effect
        weight = WEIGHT.index(word) if word in WEIGHT else len(WEIGHT)
        return (-effect.grade, effect.step, weight, self.text(effect.thing).casefold(), effect.key)

    def answer(self, supposition: Supposition, effects: list[Effect]) -> Answer:
        passages = self.passages({claim for effect in effects for claim in self.claims(effect)})
        rows = tuple(self.row(effect, passages) for effect in effects)
        unknown = sum(not effect.grade for effect in effects)
        not_known = [] if rows else [say("what-if.nothing")]
        not_known += [say_count("what-if.unknown", unknown)] if unknown else []
        return self.landscape.answer(
            say("what-if.question", supposition=supposition.sentence),
            COLUMNS,
            rows,
            parameters={
                "change": Word(supposition.change, say(f"what-if.change-{supposition.change}")),
                "things": tuple(self.cells.cell(thing) for thing in supposition.things),
            },
            assumptions=(*supposition.assumptions, say("what-if.sureness"), say("what-if.only")),
            not_known=(*not_known, say("what-if.open-world")),
        )

    def row(self, effect: Effect, passages: dict[str, list[tuple[Cell, str]]]) -> tuple[Cell, ...]:
        claims = self.claims(effect)
        found = [one for claim in claims for one in passages.get(claim, ())]
        before = effect.chain()[:-1]
        return (
            self.cells.cell(effect.thing),
            self.word("effect", effect.rule.effect),
            self.word("sureness", SURENESS[effect.grade]),
            self.cells.cell(effect.other),
            self.reason(effect),
            effect.step,
            tuple(self.sentence(one) for one in before),
            tuple(self.cells.cell(NamedNode(claim)) for claim in claims),
            tuple({str(source): source for source, _ in found}.values()),
            tuple(dict.fromkeys(item for _, item in found)),
        )

    def sentence(self, effect: Effect) -> str:
        """Returns an effect as a step of a chain: what befalls which thing, and why."""
        values = {"thing": self.text(effect.thing), "effect": self.word("effect", effect.rule.effect).label}
        return say("what-if.step", **values, reason=self.reason(effect))

    def reason(self, effect: Effect) -> str:
        values = {name: self.text(value) for name, value in effect.values.items()}
        told = effect.rule.said("reason", self.language)
        for name, value in values.items():
            told = told.replace(f"{{{name}}}", value)
        why = values.get("why")
        if why:
            told += " " + (effect.rule.said(f"why-{why}", self.language) or say(f"what-if.why-{why}"))
        return told

    def text(self, value: object) -> str:
        if isinstance(value, Literal):
            return said(value.value) if value.datatype.value == expand("pcol:EdtfDate") else value.value
        return str(_label(self.cells.cell(value)))

    def word(self, scheme: str, word: str) -> Word:
        node = NamedNode(f"{PREFIXES['pcc']}{scheme}-{word}")
        return Word(word, self.landscape.names.label(node, self.language)[0])

    def claims(self, effect: Effect) -> list[str]:
        """Returns the claims that an effect and all that leads to it rest on, first things first."""
        found: dict[str, None] = {}
        for one in effect.chain():
            for tie in one.ties:
                by = self.world.of(tie, "by") or [tie]
                found |= dict.fromkeys(claim.value for claim in by)
        return list(found)

    def passages(self, claims: set[str]) -> dict[str, list[tuple[Cell, str]]]:
        solutions = self.world.store.query(bind(_PASSAGES, {"claims": [NamedNode(one) for one in sorted(claims)]}))
        assert isinstance(solutions, QuerySolutions)
        found: dict[str, list[tuple[Cell, str]]] = {}
        for solution in solutions:
            claim, source, item = solution[0], solution[1], solution[2]
            assert isinstance(claim, NamedNode)
            assert isinstance(item, Literal)
            found.setdefault(claim.value, []).append((self.cells.cell(source), item.value))
        return found


def _label(cell: Cell) -> Cell:
    return cell.label if isinstance(cell, Thing | Word) else cell
