"""Graphs with many faults of every kind, the same for the same seed."""

from __future__ import annotations

import random
from pathlib import Path

from graph.facts.facts import read_facts
from graph.mapping.ontology import Ontology
from graph.mapping.quads import base_quads
from graph.oxigraph import Quad

# SPARQL compares their values, and pySHACL does not always do as SPARQL does: they get no strange ones.
ORDERED = {"startEarliest", "startLatest", "endEarliest", "endLatest", "passageStart", "passageEnd"}


def quads_of(folder: Path, ontology: Ontology) -> list[Quad]:
    """What tables and ontology say."""
    return list(base_quads(read_facts(folder, ontology.vocabulary), ontology))


def spoilt(quads: list[Quad], number: int, seed: int) -> list[Quad]:
    """The graph with up to `number` faults: triples left out, and things that have each other's values."""
    chance, quads = random.Random(seed), sorted(quads, key=str)
    ours = [quad for quad in quads if "/def#" not in quad.subject.value and "/concept/" not in quad.subject.value]
    by_kind: dict[str, list[Quad]] = {}
    for quad in ours:
        by_kind.setdefault(quad.predicate.value, []).append(quad)
    lost, gained = set(), []
    for kind in chance.choices(sorted(by_kind), k=number):
        quad = chance.choice(by_kind[kind])
        ordered = kind.rpartition("#")[2] in ORDERED
        match chance.randrange(3):
            case 0:
                lost.add(quad)
            case 1:
                giver = chance.choice(by_kind[kind] if ordered else ours)
                gained.append(Quad(quad.subject, quad.predicate, giver.object))
            case _:
                gained.append(Quad(chance.choice(ours).subject, quad.predicate, quad.object))
    return [quad for quad in quads if quad not in lost] + gained
