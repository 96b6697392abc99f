"""Boards, arrangements and organisations as a network whose every edge is a claim with its evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import networkx

from graph.analysis.edges import Edges
from graph.errors import NotThere
from graph.terms import local_id
from graph.wording import say

if TYPE_CHECKING:
    from graph.landscape import Landscape

MOST_IN_EGO = 25
_FAR = 2


def network(
    landscape: Landscape, *, every_time: bool = False, with_passages: bool = False, without_national: bool = False
) -> networkx.MultiDiGraph:
    """Returns what the landscape's lens shows and what it marks: a MultiDiGraph, keys of edges are claim ids.

    Node attributes: label, label_language, kind, kind_label, level, note, governance (for arrangements).
    Edge attributes: relation, label, grade, modality, standing, valid_from, valid_to, last_attested, in_force,
    shown, the days of `edges.BOUNDS`, evidence (a list of dicts). A class-level line, from a member of a
    portfolio to a body that governs the portfolio, has grade "class-level"; of these, only what
    `ontology/projections.ttl` draws for classes. A grouping of forces is left out where the arrangement's
    forces are known one by one. `every_time` takes in what had ended or not begun, with `shown` False.
    """
    edges = Edges(landscape, every_time=every_time, with_passages=with_passages)
    whole = edges.network()
    edges.leave_out(whole, [edge[:3] for edge in whole.edges(data="overview", keys=True) if not edge[3]])
    known = {
        one for one, other, data in whole.edges(data=True) if whole.nodes[other]["kind"] == "force" and data["shown"]
    }
    groupings = [node for node, data in whole.nodes(data=True) if data["kind"] == "grouping"]
    whole.remove_edges_from(
        [(one, other, key) for one, other, key in whole.in_edges(groupings, keys=True) if one in known]
    )
    whole.remove_nodes_from([node for node in groupings if not whole.in_degree(node)])
    notes = [say("network.classes")]
    if without_national:
        notes.insert(0, say("network.no-national", count=_drop_national(edges, whole)))
    whole.remove_nodes_from(list(networkx.isolates(whole)))
    edges.describe(whole, say("network.title"), say("network.question"), *notes)
    return whole


def ego(
    landscape: Landscape,
    thing: str,
    *,
    most: int = MOST_IN_EGO,
    every_time: bool = False,
    with_passages: bool = False,
    without_national: bool = False,
) -> networkx.MultiDiGraph:
    """Returns what touches one thing, to depth 2, at most `most` nodes; what is left out stands in the notes.

    NotThere if the name is not one thing, or nothing touches it under this lens.
    """
    node = landscape.resolve(thing)
    name = local_id(node)
    edges = Edges(landscape, every_time=every_time, with_passages=with_passages)
    whole = edges.network()
    notes = []
    if without_national:
        notes.append(say("network.no-national", count=_drop_national(edges, whole, name)))
    # A statement about many things at once joins this thing to its boards, but no other thing to this one.
    general = [edge[:3] for edge in whole.edges(data="grade", keys=True) if edge[3] == "class-level"]
    edges.leave_out(whole, [edge for edge in general if name not in edge[:2]])
    if name not in whole or not whole.degree(name):
        raise NotThere("no-network-thing", name=landscape.names.label(node, landscape.language)[0])
    now = networkx.Graph([ends for *ends, shown in whole.edges(data="shown") if shown])
    near = networkx.single_source_shortest_path_length(now, name, cutoff=_FAR) if name in now else {name: 0}
    ever = networkx.single_source_shortest_path_length(whole.to_undirected(as_view=True), name, cutoff=_FAR)
    nearest = sorted(ever, key=lambda one: _tier(whole, now, name, one, near.get(one, 3), ever[one]))
    left_out = [one for one in nearest[most:] if one in near]
    kept = set(nearest[:most])
    edges.leave_out(whole, [edge for edge in whole.edges(keys=True) if edge[0] in kept and edge[1] not in kept])
    around = whole.subgraph(kept).copy()
    around.nodes[name]["focus"] = True
    label = whole.nodes[name]["label"]
    if left_out:
        national = sum(whole.nodes[one]["level"] == "national" for one in left_out)
        if national:
            notes.insert(0, say("network.left-out", count=len(left_out), national=national))
        else:
            notes.insert(0, say("network.left-out-none-national", count=len(left_out)))
    edges.describe(around, say("network.ego-title", thing=label), say("network.ego-question", thing=label), *notes)
    return around


def _tier(
    whole: networkx.MultiDiGraph, now: networkx.Graph, name: str, one: str, near: int, ever: int
) -> tuple[int, int, int, int, str]:
    """Sorts what touches a thing: itself and what is its own, boards and forces that share much with it, then the rest.

    Of an organisation, national schemes come after those who share local ones with it, and the groups of forces that
    it belongs to after these.
    """
    data, organisation = whole.nodes[one], whole.nodes[name]["kind"] in ("force", "policing-body", "agency")
    shared = 0
    if near == _FAR and name in now:
        shared = sum(not _is_general(whole.nodes[each]) for each in set(now[name]) & set(now[one]))
    if near <= 1:
        general = organisation and one != name and _is_general(data)
        tier = (3 if data["kind"] == "grouping" else 2) if general else 0
    else:
        board = data["kind"] in ("board", "board-kind")
        beside = board or (organisation and data["kind"] == "force" and shared > 1)
        tier = 1 if beside else 2 + near + _is_general(data)
    return (tier, ever, -shared, -whole.degree(one), one)


def _is_general(data: dict[str, Any]) -> bool:
    return bool(data["level"] == "national" or data["kind"] == "grouping")


def _drop_national(edges: Edges, whole: networkx.MultiDiGraph, kept: str = "") -> int:
    """Takes out the national arrangements and services, and returns how many they were."""
    found = [
        node
        for node, data in whole.nodes(data=True)
        if data["level"] == "national" and data["kind"] in ("arrangement", "service") and node != kept
    ]
    edges.leave_out(whole, [edge for edge in whole.in_edges(found, keys=True) if edge[0] not in found])
    whole.remove_nodes_from(found)
    return len(found)
