"""Who works with whom by region: what a whole kingdom's network is drawn as, since hundreds of boxes cannot be read."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from typing import TYPE_CHECKING, Any

import networkx

from graph.analysis.edges import Edges
from graph.analysis.projection import HOLDING, counted, is_fact, said_of, tie
from graph.analysis.tiles import REGIONS, places
from graph.wording import say

if TYPE_CHECKING:
    from graph.landscape import Landscape

Parts = dict[str, dict[str, list[tuple[str, dict[str, Any]]]]]


def between_regions(
    landscape: Landscape, *, every_time: bool = False, with_passages: bool = False
) -> networkx.MultiDiGraph:
    """Returns the regions of `ontology/tiles.csv`, one edge per pair whose forces take part in a common arrangement.

    As `projection.who_with_whom`, a region taking part where one of its forces does; national schemes, which join
    everyone with everyone, are left out and counted in the notes. Of a node, `note` names its forces.
    """
    edges = Edges(landscape, every_time=every_time, with_passages=with_passages)
    whole = edges.network()
    parts, national = _parts(edges, whole, landscape)
    made = networkx.MultiDiGraph()
    pairs: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for arrangement, regions in sorted(parts.items()):
        for one, other in combinations(sorted(regions, key=REGIONS.index), 2):
            sides = [(region, regions[region]) for region in (one, other)]
            fact = all(any(is_fact(data, landscape.view) for _, data in side) for _, side in sides)
            claims = [
                {**said_of(whole, arrangement, force, data), "party": region}
                for region, side in sides
                for force, data in side
            ]
            pairs[one, other].append(tie(whole, arrangement, fact, claims))
    for region in REGIONS:
        _node(made, region, whole, parts, landscape)
    for (one, other), ties in sorted(pairs.items()):
        number = sum(each["fact"] for each in ties)
        if number or every_time:
            made.add_edge(one, other, key=f"{one}--{other}", **counted(ties, number))
    made.remove_nodes_from([node for node, takes in list(made.nodes(data="takes")) if not takes])
    notes = [say("regions.instead"), say("regions.national", count=national), say("regions.forces")]
    edges.describe(made, say("regions.title"), say("regions.question"), *notes)
    made.graph["lens"] = landscape.view.sentence()
    made.graph["meaning"] = say("regions.meaning")
    made.graph.update(one_mode=True, regions=True)
    made.graph["counts"] = {"contested": "contested" in landscape.view.standing, "planned": landscape.view.planned}
    return made


def _parts(edges: Edges, whole: networkx.MultiDiGraph, landscape: Landscape) -> tuple[Parts, int]:
    """Returns by arrangement and region the claims that a force takes part, with the force; and the national ones."""
    region_of = {one: place.region for one, place in places(landscape.inputs.ontology).items()}
    parts: Parts = defaultdict(lambda: defaultdict(list))
    for arrangement, force, data in sorted(whole.edges(data=True), key=lambda edge: (*edge[:2], edge[2]["claim"])):
        if data["relation"] in edges.taking_part and whole.nodes[force]["kind"] == "force" and force in region_of:
            parts[arrangement][region_of[force]].append((force, data))
    national = {one for one in parts if whole.nodes[one]["level"] == "national"}
    return {one: regions for one, regions in parts.items() if one not in national}, len(national)


def _node(
    made: networkx.MultiDiGraph, region: str, whole: networkx.MultiDiGraph, parts: Parts, landscape: Landscape
) -> None:
    takes = [(one, *each) for one, regions in sorted(parts.items()) for each in regions.get(region, ())]
    forces = sorted({whole.nodes[force]["label"] for _, force, _ in takes})
    made.add_node(
        region,
        label=_words(region),
        label_language=landscape.language,
        kind="grouping",
        kind_label=say("regions.kind"),
        level=None,
        level_label="",
        note=", ".join(forces),
        alone=len({one for one, _, data in takes if is_fact(data, landscape.view)}),
        takes=[
            {"arrangement": one, "level": whole.nodes[one]["level"], **{name: data[name] for name in HOLDING}}
            for one, _, data in takes
        ],
    )


def _words(region: str) -> str:
    return {
        "wales": say("regions.wales"),
        "north-east": say("regions.north-east"),
        "north-west": say("regions.north-west"),
        "yorkshire-and-the-humber": say("regions.yorkshire-and-the-humber"),
        "east-midlands": say("regions.east-midlands"),
        "west-midlands": say("regions.west-midlands"),
        "east-of-england": say("regions.east-of-england"),
        "london": say("regions.london"),
        "south-east": say("regions.south-east"),
        "south-west": say("regions.south-west"),
        "scotland": say("regions.scotland"),
        "northern-ireland": say("regions.northern-ireland"),
        "beside": say("regions.beside"),
    }[region]
