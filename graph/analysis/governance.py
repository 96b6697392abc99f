"""Who governs what: services and boards alone, edges with their evidence, and the sentence that answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import networkx

from graph.analysis.edges import Edges
from graph.errors import Usage
from graph.terms import local_id
from graph.wording import say

if TYPE_CHECKING:
    from graph.landscape import Landscape

MOST_DRAWN = 80
_GOVERNED = ("arrangement", "service", "agreement")
_REPORTS = "reportsTo"


def governance(
    landscape: Landscape,
    service: str | None = None,
    *,
    every_time: bool = False,
    with_passages: bool = False,
    limited: bool = False,
) -> networkx.MultiDiGraph:
    """Returns boards and what they govern: one service with all that is said of it, or everything there is.

    Nodes and edges as in `analysis.network.network`. The graph attribute `answer` is the sentence that
    answers the question: a board is named, only a general statement holds, or the sources state none; what
    is only planned is said as a plan. With a service the general statements on risk and benefits are in
    it too, without one only what `ontology/projections.ttl` draws for classes. If `limited` and there are more
    than `MOST_DRAWN` boxes, those without a line are left out and counted in the notes. NotThere for an unknown
    name, Usage for a thing that nobody would govern.
    """
    edges = Edges(landscape, every_time=every_time, with_passages=with_passages)
    whole = edges.network()
    edges.add_governed(whole)
    lines = edges.governing | {_REPORTS}
    whole.remove_edges_from(
        [
            (one, other, key)
            for one, other, key, data in whole.edges(keys=True, data=True)
            if data["relation"] not in lines
        ]
    )
    if service is None:
        return _everything(edges, whole, limited)
    node = landscape.resolve(service)
    name = local_id(node)
    if name not in whole or whole.nodes[name]["kind"] not in (*_GOVERNED, "board", "board-kind"):
        found = landscape.names.label(node, landscape.language)[0]
        raise Usage("not-governed", name=found, kind=landscape.names.kind(node))
    around = whole.subgraph({name, *networkx.descendants(whole, name)}).copy()
    around.nodes[name]["focus"] = True
    label = str(around.nodes[name]["label"])
    edges.describe(around, say("governance.title-of", thing=label), say("governance.question-of", thing=label))
    _parents(edges, around)
    around.graph["answer"] = _answer(around, name, edges.governing | {_REPORTS})
    return around


def _everything(edges: Edges, whole: networkx.MultiDiGraph, limited: bool) -> networkx.MultiDiGraph:
    kinds = (*_GOVERNED[:2], "board", "board-kind")
    whole.remove_nodes_from([node for node, data in whole.nodes(data=True) if data["kind"] not in kinds])
    grades = {
        node: _grade(whole, node, edges.governing) for node, kind in whole.nodes(data="kind") if kind in kinds[:2]
    }
    edges.leave_out(whole, [edge[:3] for edge in whole.edges(data="overview", keys=True) if not edge[3]])
    for node, grade in grades.items():
        whole.nodes[node]["only_general"] = grade == "class-level" and not _said(whole, node, edges.governing)
    notes = [say("network.classes")]
    if limited and len(whole) > MOST_DRAWN:
        bare = list(networkx.isolates(whole))
        told = [grades.get(node, "idle") for node in bare]
        none, general = told.count("none-stated"), told.count("class-level")
        notes.insert(0, say("governance.left-out", none=none, general=general, idle=told.count("idle")))
        whole.remove_nodes_from(bare)
    edges.describe(whole, say("governance.title"), say("governance.question"), *notes)
    found = list(grades.values())
    for node, kind in whole.nodes(data="kind"):
        if kind in ("board", "board-kind") and not whole.degree(node):
            whole.nodes[node]["idle"] = True
    _parents(edges, whole)
    whole.graph["overview"] = True
    whole.graph["answer"] = say(
        "governance.answer-all",
        all=len(found),
        named=found.count("named"),
        planned=found.count("planned"),
        general=found.count("class-level"),
        none=found.count("none-stated"),
    )
    return whole


def _parents(edges: Edges, made: networkx.MultiDiGraph) -> None:
    """Marks what stands under more than one body with how many (`parents`), so that none of them is overlooked."""
    made.graph["parents"] = True
    for node in made:
        above = {board for _, board, _ in _said(made, node, edges.governing | {_REPORTS})}
        if len(above) > 1:
            made.nodes[node]["parents"] = len(above)


def _grade(made: networkx.MultiDiGraph, node: str, relations: set[str]) -> str:
    """Returns how surely a thing's board is known: named, planned, class-level or none-stated."""
    grades = {_manner(data) for _, _, data in _said(made, node, relations)}
    return next((one for one in ("named", "planned", "class-level") if one in grades), "none-stated")


def _manner(data: dict[str, Any]) -> str:
    if data["grade"] == "class-level":
        return "class-level"
    return "planned" if data["modality"] == "planned" else "named"


def _said(made: networkx.MultiDiGraph, node: str, relations: set[str]) -> list[tuple[str, str, dict[str, Any]]]:
    edges = made.out_edges(node, data=True)
    return [(one, other, data) for one, other, data in edges if data["shown"] and data["relation"] in relations]


def _answer(made: networkx.MultiDiGraph, name: str, relations: set[str]) -> str:
    """Returns the answer in one to three sentences, the surest first."""
    thing = made.nodes[name]["label"]
    boards: dict[str, dict[str, None]] = {"named": {}, "planned": {}, "class-level": {}}
    for _, board, data in sorted(_said(made, name, relations), key=lambda edge: edge[1]):
        words = say("governance.board", relation=data["label"], board=made.nodes[board]["label"])
        if data["standing"] == "contested":
            words = say("governance.contested", words=words)
        if data["grade"] == "inferred":
            words = say("governance.inferred", words=words)
        if data["grade"] == "class-level" and data["modality"] == "planned":
            words = say("governance.to-be", words=words)
        boards[_manner(data)][words] = None
    found = []
    if boards["named"]:
        found.append(say("governance.named", thing=thing, boards=_list(boards["named"])))
    if boards["planned"]:
        found.append(say("governance.planned", thing=thing, boards=_list(boards["planned"])))
    if not boards["named"] and boards["class-level"]:
        found.append(say("governance.class-level", thing=thing, boards=_list(boards["class-level"])))
    elif boards["class-level"]:
        found.append(say("governance.class-level-too", boards=_list(boards["class-level"])))
    return " ".join(found) or say("governance.none-stated", thing=thing)


def _list(words: dict[str, None]) -> str:
    *first, last = words
    return say("governance.and", first=", ".join(first), last=last) if first else last
