"""What the graph says of one thing, as triples: its own, its claims with their evidence, and labels for all of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from graph.oxigraph import DefaultGraph, NamedNode, Store, Triple
from graph.terms import BASE, PREFIXES

# What says something of a thing rather than being something: shown whole wherever the thing is an end of it.
_SAYINGS = tuple(PREFIXES[prefix] for prefix in ("claim", "ev", "event", "milestone", "matter", "dis"))
_ENDS = tuple(NamedNode(PREFIXES["pcol"] + name) for name in ("subject", "object", "about", "involves", "original"))
_EVIDENCE = tuple(NamedNode(PREFIXES["pcol"] + name) for name in ("supports", "disputes"))
_LABELS = (NamedNode(PREFIXES["skos"] + "prefLabel"), NamedNode(PREFIXES["rdfs"] + "label"))


def described(thing: NamedNode, store: Store) -> list[Triple]:
    """Returns the triples of the default graph that tell of `thing`, none twice, in an order that does not change.

    They are those it begins, those it ends, all of each claim, event or matter it is an end of and of the
    passages behind them, and a label for everything of ours that is named.
    """
    found: dict[Triple, None] = {}
    sayings = [thing]
    for triple in _about(store, thing):
        found[triple] = None
    for triple in _with_object(store, thing):
        saying = triple.subject
        if isinstance(saying, NamedNode) and saying.value.startswith(_SAYINGS):
            sayings += [saying] if triple.predicate in _ENDS else []
        else:
            found[triple] = None
    for saying in sayings:
        found |= dict.fromkeys(_about(store, saying))
        for relation in _EVIDENCE:
            for quad in store.quads_for_pattern(None, relation, saying, DefaultGraph()):
                if isinstance(quad.subject, NamedNode):
                    found |= dict.fromkeys(_about(store, quad.subject))
    triples = sorted(found, key=str)
    return sorted({*triples, *_labels(store, triples)}, key=lambda triple: (triple.subject != thing, str(triple)))


def _about(store: Store, node: NamedNode) -> Iterator[Triple]:
    return (quad.triple for quad in store.quads_for_pattern(node, None, None, DefaultGraph()))


def _with_object(store: Store, node: NamedNode) -> Iterator[Triple]:
    return (quad.triple for quad in store.quads_for_pattern(None, None, node, DefaultGraph()))


def _labels(store: Store, triples: Iterable[Triple]) -> Iterator[Triple]:
    named: set[NamedNode] = set()
    for triple in triples:
        named |= {one for one in (triple.subject, triple.object) if isinstance(one, NamedNode)}
    for node in named:
        if node.value.startswith(BASE):
            for label in _LABELS:
                yield from (quad.triple for quad in store.quads_for_pattern(node, label, None, DefaultGraph()))
