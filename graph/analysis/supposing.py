"""What can be supposed: somebody leaves, two merge, a thing or all of a kind ends, a host quits, an event comes about.

Each is read into what is marked in a world in memory, and into the sentence that says what is supposed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from graph.analysis.consequences import CERTAIN, Mark, World
from graph.errors import NotThere, Usage
from graph.oxigraph import Literal, NamedNode
from graph.questions.names import Names, fold
from graph.said_dates import said
from graph.terms import PREFIXES, expand
from graph.wording import say, say_count

if TYPE_CHECKING:
    from graph.landscape import Landscape

ORGANISATIONS = ("PoliceForce", "PolicingBody", "Agency")
ARRANGEMENTS = ("Collaboration", "Service")
_EVENTS = ("Succession", "Dissolution", "HostTransfer", "Renaming")
_PID = PREFIXES["pid"]
_TYPE = NamedNode(expand("rdf:type"))
_RESULT = "org:resultingOrganization"


@dataclass(frozen=True)
class Supposition:
    """What is supposed: which change, of what, the marks it makes, the sentence, and what it takes for granted."""

    change: str
    things: tuple[NamedNode, ...]
    marks: tuple[Mark, ...]
    sentence: str
    assumptions: tuple[str, ...] = ()


def suppose(landscape: Landscape, world: World, change: str, things: tuple[str, ...]) -> Supposition:
    """Returns what `change` of `things` means in a world.

    Usage for an unknown change, or one that does not take so many things, or things that it cannot take;
    NotThere for a name that is not one thing, or a part in an arrangement that our sources do not state.
    """
    if change not in CHANGES:
        raise Usage("what-if-change", found=change, known=", ".join(CHANGES))
    make, least, most = CHANGES[change]
    if not least <= len(things) <= most:
        raise Usage("what-if-things", change=change, usage=say(f"what-if.usage-{change}"))
    return make(_Reader(landscape, world), things)


class _Reader:
    def __init__(self, landscape: Landscape, world: World) -> None:
        self.names: Names = landscape.names
        self.language = landscape.language
        self.world = world
        self.day = landscape.view.as_of.isoformat()

    def label(self, thing: NamedNode) -> str:
        return self.names.label(thing, self.language)[0]

    def labels(self, things: list[NamedNode]) -> str:
        named = sorted(map(self.label, things), key=str.casefold)
        return ", ".join(named) if len(named) <= _MOST_NAMED else say_count("what-if.many", len(named))

    def objects(self, subject: NamedNode, predicate: str) -> list[NamedNode]:
        quads = self.world.store.quads_for_pattern(subject, NamedNode(expand(predicate)), None, None)
        return sorted((one.object for one in quads if isinstance(one.object, NamedNode)), key=lambda one: one.value)

    def is_a(self, thing: NamedNode, classes: tuple[str, ...]) -> bool:
        return self.names.is_a(thing, classes)

    def of_kind(self, kind: NamedNode) -> list[NamedNode]:
        """Returns the entities of a class, or of a kind, level or function, in order of id."""
        words = (
            ("rdf:type",) if kind.value.startswith(PREFIXES["pcol"]) else ("pcol:kind", "pcol:function", "pcol:level")
        )
        found = {
            quad.subject.value: quad.subject
            for word in words
            for quad in self.world.store.quads_for_pattern(None, NamedNode(expand(word)), kind, None)
            if isinstance(quad.subject, NamedNode) and quad.subject.value.startswith(_PID)
        }
        return [found[iri] for iri in sorted(found) if iri not in self.over]

    @cached_property
    def over(self) -> frozenset[str]:
        """The things that an event of the tables has ended by the day of the lens."""
        found: set[str] = set()
        for kind in ("Succession", "Dissolution"):
            for event in self.events(kind):
                if self.happened(event):
                    gone = self.objects(event, "org:originalOrganization")
                    found |= {one.value for one in gone} - {one.value for one in self.objects(event, _RESULT)}
        return frozenset(found)

    def events(self, kind: str) -> list[NamedNode]:
        """Returns the events of a class, in order of id."""
        quads = self.world.store.quads_for_pattern(None, _TYPE, NamedNode(PREFIXES["pcol"] + kind), None)
        found = [quad.subject for quad in quads if isinstance(quad.subject, NamedNode)]
        return sorted((one for one in found if one.value.startswith(PREFIXES["event"])), key=lambda one: one.value)

    def happened(self, event: NamedNode) -> bool:
        """Tells whether an event has come about by the day of the lens."""
        actual = NamedNode(PREFIXES["pcc"] + "modality-actual") in self.objects(event, "pcol:modality")
        quads = self.world.store.quads_for_pattern(event, NamedNode(expand("pcol:endLatest")), None, None)
        days = [quad.object.value for quad in quads if isinstance(quad.object, Literal)]
        return actual and all(day < self.day for day in days)

    def find_kind(self, words: str) -> NamedNode | None:
        """Returns the class or concept that `words` name, by id or label, in the singular or plural; None otherwise."""
        wanted = _singular(words)
        found: dict[str, NamedNode] = {}
        for prefix, kind, predicate in _KINDS:
            node = NamedNode(expand(kind))
            for quad in self.world.store.quads_for_pattern(None, NamedNode(expand("rdf:type")), node, None):
                one = quad.subject
                if not isinstance(one, NamedNode) or not one.value.startswith(PREFIXES[prefix]):
                    continue
                name = one.value.removeprefix(PREFIXES[prefix])
                if prefix == "pcc" and name.rpartition("-")[0] == "":
                    continue
                labels = self.world.store.quads_for_pattern(one, NamedNode(expand(predicate)), None, None)
                said = [quad.object.value for quad in labels if isinstance(quad.object, Literal)]
                if name.casefold() == words.strip().casefold() or wanted in map(_singular, said):
                    found[one.value] = one
        fitting = [found[iri] for iri in sorted(found) if self.of_kind(found[iri])]
        return fitting[0] if fitting else None


def _leave(reader: _Reader, things: tuple[str, ...]) -> Supposition:
    body = reader.names.resolve(things[0], ORGANISATIONS)
    left = sorted(
        {
            origin
            for tie in reader.world.ties(to=body.value)
            if any(kind.value.rsplit("#", 1)[-1] in _TAKEN for kind in reader.world.of(tie, "kind"))
            for origin in reader.world.of(tie, "from")
        },
        key=lambda one: one.value,
    )
    assumptions = [say("what-if.leaving")]
    sentence = say("what-if.leave", thing=reader.label(body))
    if len(things) == 2:
        arrangement = reader.names.resolve(things[1], (*ARRANGEMENTS, "Agreement"))
        if arrangement not in left:
            raise NotThere("what-if-not-in", thing=reader.label(body), arrangement=reader.label(arrangement))
        under = [
            agreement
            for tie in reader.world.ties(origin=arrangement.value, kind=expand("pcol:underAgreement"))
            for agreement in reader.world.of(tie, "to")
        ]
        left = [one for one in left if one == arrangement or one in under]
        sentence = say("what-if.leave-one", thing=reader.label(body), arrangement=reader.label(arrangement))
    marks: list[Mark] = [(body, "leaves", one) for one in left]
    given = (body, *([reader.names.resolve(things[1])] if len(things) == 2 else []))
    return Supposition("leave", given, tuple(marks), sentence, tuple(assumptions))


def _merge(reader: _Reader, things: tuple[str, ...]) -> Supposition:
    kept, gone = (reader.names.resolve(name, ORGANISATIONS) for name in things)
    if kept == gone:
        raise Usage("what-if-itself", thing=reader.label(kept))
    if not any(reader.is_a(kept, (kind,)) and reader.is_a(gone, (kind,)) for kind in ORGANISATIONS):
        raise Usage("what-if-two-kinds", one=reader.names.describe(kept), other=reader.names.describe(gone))
    sentence = say("what-if.merge", one=reader.label(kept), other=reader.label(gone))
    return Supposition(
        "merge", (kept, gone), ((gone, "becomes", kept),), sentence, (say("what-if.merging", thing=reader.label(kept)),)
    )


def _end(reader: _Reader, things: tuple[str, ...]) -> Supposition:
    kind = reader.find_kind(things[0])
    if kind is None:
        thing = reader.names.resolve(things[0])
        if not thing.value.startswith(_PID):
            raise Usage("what-if-no-end", thing=reader.names.describe(thing))
        ending, sentence = [thing], say("what-if.end", thing=reader.label(thing))
        return Supposition("end", (thing,), tuple(_endings(ending)), sentence)
    ending = reader.of_kind(kind)
    sentence = say_count("what-if.end-kind", len(ending), kind=reader.label(kind), things=reader.labels(ending))
    return Supposition("end", (kind,), tuple(_endings(ending)), sentence, (say("what-if.ending"),))


def _endings(things: list[NamedNode]) -> Iterator[Mark]:
    for thing in things:
        yield (thing, "ends", CERTAIN)
        yield (thing, "given", True)


def _host_quits(reader: _Reader, things: tuple[str, ...]) -> Supposition:
    thing = reader.names.resolve(things[0], (*ARRANGEMENTS, *ORGANISATIONS))
    hosting = expand("pcol:hostedBy")
    ties = [*reader.world.ties(origin=thing.value, kind=hosting), *reader.world.ties(to=thing.value, kind=hosting)]
    label = reader.label(thing)
    if not ties:
        raise NotThere("what-if-no-host", thing=label)
    hosted = reader.is_a(thing, ARRANGEMENTS)
    sentence = say("what-if.host-of", thing=label) if hosted else say("what-if.host", thing=label)
    return Supposition("host-quits", (thing,), tuple((tie, "lapses", CERTAIN) for tie in ties), sentence)


def _event(reader: _Reader, things: tuple[str, ...]) -> Supposition:
    event = _find_event(reader, things[0])
    originals = reader.objects(event, "org:originalOrganization")
    results = reader.objects(event, _RESULT)
    label = reader.label(event)
    dates = reader.world.store.quads_for_pattern(event, NamedNode(expand("dct:date")), None, None)
    date = next((quad.object.value for quad in dates if isinstance(quad.object, Literal)), "")
    sentence = say("what-if.event-on", event=label, date=said(date)) if date else say("what-if.event", event=label)
    types = {one.value.removeprefix(PREFIXES["pcol"]) for one in reader.objects(event, "rdf:type")}
    marks: list[Mark] = [(event, "given", True)]
    if "HostTransfer" in types:
        hosting = expand("pcol:hostedBy")
        for about in reader.objects(event, "pcol:about"):
            for tie in reader.world.ties(origin=about.value, kind=hosting):
                hosts = reader.world.of(tie, "to")
                if any(host in originals or (not originals and host not in results) for host in hosts):
                    marks.append((tie, "lapses", CERTAIN))
    elif types & {"Succession", "Dissolution"}:
        marks += _endings([one for one in originals if one not in results])
    assumptions = [] if len(marks) > 1 else [say("what-if.event-idle", event=label)]
    if reader.happened(event):
        assumptions.append(say("what-if.event-past", event=label))
    return Supposition("event", (event,), tuple(marks), sentence, tuple(assumptions))


def _find_event(reader: _Reader, words: str) -> NamedNode:
    """Returns the event of that id or label; NotThere, with those there are, if there is none."""
    known = {one.value.removeprefix(PREFIXES["event"]): one for kind in _EVENTS for one in reader.events(kind)}
    found = [
        one for name, one in sorted(known.items()) if words.strip() == name or fold(words) == fold(reader.label(one))
    ]
    if not found:
        listing = "\n".join(
            f"  {say('names.candidate', label=reader.label(known[name]), id=name)}" for name in sorted(known)
        )
        raise NotThere("what-if-event" if known else "what-if-no-events", name=words, known=listing)
    return found[0]


def _singular(words: str) -> str:
    """Returns words as kinds are compared: without case, accents and the endings of an English plural."""
    parts = []
    for word in fold(words).split():
        if word.endswith("ies") and len(word) > 4:
            word = word[:-3] + "y"
        elif word.endswith(("xes", "ses", "shes", "ches")):
            word = word[:-2]
        elif word.endswith("s") and not word.endswith("ss"):
            word = word[:-1]
        parts.append(word)
    return " ".join(parts)


_TAKEN = frozenset(
    (
        "hasParticipant",
        "resourcedBy",
        "serves",
        "hostedBy",
        "managedBy",
        "ownedBy",
        "fundedBy",
        "supportedBy",
        "hasParty",
    )
)
_MOST_NAMED = 6
_KINDS = (("pcol", "owl:Class", "rdfs:label"), ("pcc", "skos:Concept", "skos:prefLabel"))
CHANGES: dict[str, tuple[Callable[[_Reader, tuple[str, ...]], Supposition], int, int]] = {
    "leave": (_leave, 1, 2),
    "merge": (_merge, 2, 2),
    "end": (_end, 1, 1),
    "host-quits": (_host_quits, 1, 1),
    "event": (_event, 1, 1),
}
