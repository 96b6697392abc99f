"""What would break, as two networks: the things concerned as they stand, and as they would be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import networkx

from graph.analysis.edges import BOUNDS, Edges
from graph.analysis.what_if import SURENESS, Outcome
from graph.errors import NotThere
from graph.oxigraph import NamedNode
from graph.terms import PREFIXES, local_id
from graph.wording import say, say_count

if TYPE_CHECKING:
    from graph.landscape import Landscape

MOST = 40


def breaking(landscape: Landscape, outcome: Outcome, *, most: int = MOST) -> networkx.MultiDiGraph:
    """Returns the network of what a supposition concerns, at most `most` nodes; attributes as `analysis.network`.

    Nodes: what is supposed, what is affected, and who else takes part in it. A node that would end has `ends`, one
    that is affected has `befalls`, the words for it. An edge that would lapse has `lapses` True; one that is only to
    come (a successor takes a place) has `arises` True. NotThere if the supposition concerns nothing that is drawn.
    """
    edges = Edges(landscape, supposing=True)
    whole = edges.network()
    whole.remove_edges_from([(a, b, key) for a, b, key, data in whole.edges(keys=True, data=True) if not data["shown"]])
    for effect in outcome.effects:
        if (
            effect.other is not None
            and effect.other.value.startswith(PREFIXES["pid"])
            and local_id(effect.other) not in whole
        ):
            edges.add(whole, effect.other)
    chosen, left_out = _chosen(whole, outcome, most)
    if not chosen:
        raise NotThere("what-if-no-picture")
    made = whole.subgraph(chosen).copy()
    made.remove_edges_from(
        [
            (a, b, key)
            for a, b, key, data in made.edges(keys=True, data=True)
            if data["grade"] == "class-level" and key not in _claims(outcome) and data["claim"] not in _claims(outcome)
        ]
    )
    _mark_edges(made, outcome)
    _mark_nodes(landscape, made, outcome)
    _add_arising(landscape, made, outcome)
    idle = [
        node for node in networkx.isolates(made) if not (made.nodes[node].get("befalls") or made.nodes[node]["focus"])
    ]
    made.remove_nodes_from(idle)
    notes = [say_count("what-if.picture-left-out", left_out)] if left_out else []
    edges.describe(made, say("what-if.picture-title"), outcome.answer.question, *notes, *outcome.answer.not_known)
    made.graph["lens"] = outcome.answer.lens
    return made


def _chosen(whole: networkx.MultiDiGraph, outcome: Outcome, most: int) -> tuple[list[str], int]:
    """Returns the nodes to draw, what is supposed and surest first, and how many affected things are left out.

    Where much is supposed at once, those come first that most of what is affected hangs on, and leave room for it.
    """
    given = [local_id(thing) for thing in outcome.supposition.things]
    given += [local_id(mark[0]) for mark in outcome.supposition.marks]
    told = dict.fromkeys(local_id(effect.thing) for effect in outcome.effects)
    hangs = {node: sum(near in told for near in networkx.all_neighbors(whole, node)) for node in given if node in whole}
    given = sorted(hangs, key=lambda node: (-hangs[node], given.index(node)))[: most // 3]
    affected = [local_id(one) for effect in outcome.effects for one in (effect.thing, effect.other) if one is not None]
    first = [
        node for node in dict.fromkeys([*given, *affected]) if node in given or (node in whole and node not in hangs)
    ]
    left_out = sum(node in told for node in first[most:])
    around = [other for node in first if whole.nodes[node]["kind"] == "arrangement" for other in whole.successors(node)]
    return list(dict.fromkeys([*first[:most], *around]))[:most], left_out


def _claims(outcome: Outcome) -> set[str]:
    return {local_id(tie) for effect in outcome.effects for tie in effect.ties}


def _mark_edges(made: networkx.MultiDiGraph, outcome: Outcome) -> None:
    lapsed = {iri.rsplit("/", 1)[-1] for iri in outcome.world.lapsed}
    left = {(local_id(origin), local_id(body)) for body, word, origin in _leaving(outcome)}
    gone = {iri.rsplit("/", 1)[-1] for iri in outcome.world.ended if iri not in outcome.world.became}
    for subject, other, data in made.edges(data=True):
        named = {data["claim"], f"{data['claim']}+{subject}"} & lapsed
        data["lapses"] = bool(named or {subject, other} & gone or (subject, other) in left)


def _leaving(outcome: Outcome) -> list[tuple[NamedNode, str, NamedNode]]:
    marks = outcome.supposition.marks
    return [(body, word, where) for body, word, where in marks if word == "leaves" and isinstance(where, NamedNode)]


def _mark_nodes(landscape: Landscape, made: networkx.MultiDiGraph, outcome: Outcome) -> None:
    language, names = landscape.language, landscape.names
    for node, data in made.nodes(data=True):
        data["governance"] = ""
        data["ends"] = PREFIXES["pid"] + node in outcome.world.ended
        data["focus"] = any(local_id(thing) == node for thing in outcome.supposition.things)
        found = next((effect for effect in outcome.effects if local_id(effect.thing) == node), None)
        if found is not None:
            words = [
                names.label(NamedNode(f"{PREFIXES['pcc']}{scheme}-{word}"), language)[0]
                for scheme, word in (("effect", found.rule.effect), ("sureness", SURENESS[found.grade]))
            ]
            data["befalls"] = say("what-if.mark", effect=words[0], sureness=words[1])
        elif data["ends"]:
            data["befalls"] = names.label(NamedNode(PREFIXES["pcc"] + "effect-ends"), language)[0]


def _add_arising(landscape: Landscape, made: networkx.MultiDiGraph, outcome: Outcome) -> None:
    for effect in outcome.effects:
        ends = (local_id(effect.thing), local_id(effect.other) if effect.other else "")
        if effect.rule.effect in ("passes-to", "host-passes", "has-successor") and all(end in made for end in ends):
            word = NamedNode(f"{PREFIXES['pcc']}effect-{effect.rule.effect}")
            made.add_edge(*ends, key=f"{ends[0]}--{effect.rule.effect}--{ends[1]}", **_arising(landscape, word))


def _arising(landscape: Landscape, word: NamedNode) -> dict[str, Any]:
    return {
        "claim": "",
        "overview": True,
        "relation": "replaces",
        "label": landscape.names.label(word, landscape.language)[0],
        "grade": "inferred",
        "modality": "planned",
        "standing": "accepted",
        "valid_from": "",
        "valid_to": "",
        "last_attested": "",
        "in_force": "not-yet",
        "shown": True,
        "lapses": False,
        "arises": True,
        "evidence": [],
        **dict.fromkeys(BOUNDS, ""),
    }
