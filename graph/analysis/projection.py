"""Who works with whom: organisations alone, joined by the number of arrangements in which both take part."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from typing import TYPE_CHECKING, Any

import networkx

from graph.analysis.edges import BOUNDS, Edges
from graph.mapping.lens import Lens
from graph.terms import local_id
from graph.wording import say

if TYPE_CHECKING:
    from graph.landscape import Landscape

MOST_DRAWN, MOST_LINES = 40, 60
_ORGANISATIONS = ("force", "policing-body", "agency")
HOLDING = ("grade", "modality", "standing", *BOUNDS)
_SURENESS = ("class-level", "inferred", "stated")


def who_with_whom(
    landscape: Landscape,
    thing: str | None = None,
    *,
    without_national: bool = False,
    every_time: bool = False,
    with_passages: bool = False,
    limited: bool = False,
) -> networkx.MultiDiGraph:
    """Returns the one-mode projection: organisations, one edge per pair that takes part in a common arrangement.

    An edge's `number` counts the arrangements that the lens takes as fact on its day; `ties` lists every
    arrangement behind it: label, label_language, level, fact (whether it is counted) and `claims`, the two or
    more claims with their evidence. The edge's own `evidence` is that of all of them. Nodes have `alone`, in
    how many arrangements one takes part. A grouping of forces does not count as its members. Around `thing`,
    it and its partners. `without_national` leaves out arrangements of the level national. If `limited`, of more
    than `MOST_DRAWN` organisations only the pairs that share most are kept, and the notes say so. NotThere if
    `thing` has no partner under this lens.
    """
    edges = Edges(landscape, every_time=every_time, with_passages=with_passages)
    whole = edges.network()
    shared, national = _shared(edges, whole, without_national)
    made = networkx.MultiDiGraph()
    for (one, other), ties in sorted(shared.items()):
        number = sum(tie["fact"] for tie in ties)
        if number or every_time:
            for node in (one, other):
                made.add_node(node, **whole.nodes[node])
            made.add_edge(one, other, key=f"{one}--{other}", **counted(ties, number))
    name = ""
    if thing is not None:
        name = local_id(landscape.resolve(thing))
        if name not in made:
            from graph.errors import NotThere

            label = landscape.names.label(landscape.resolve(thing), landscape.language)[0]
            raise NotThere("no-network-thing", name=label)
        made = made.subgraph({name, *networkx.all_neighbors(made, name)}).copy()
        made.nodes[name]["focus"] = True
    strongest = _strongest(made) if limited and thing is None and len(made) > MOST_DRAWN else ""
    takes = _takes_part(edges, whole, without_national)
    for node, data in made.nodes(data=True):
        data["alone"] = len({one for one, each in takes[node] if is_fact(each, landscape.view)})
        data["takes"] = [
            {"arrangement": one, "level": whole.nodes[one]["level"], **{name: each[name] for name in HOLDING}}
            for one, each in takes[node]
        ]
    _describe(edges, made, national, without_national, name)
    if strongest:
        made.graph["notes"].insert(0, strongest)
    return made


def _strongest(made: networkx.MultiDiGraph) -> str:
    """Keeps the pairs that share most, as many as can be read, and returns the sentence that says so."""
    numbers = sorted((number for *_, number in made.edges(data="number") if number), reverse=True)
    least = numbers[min(MOST_LINES, len(numbers)) - 1] + (1 if len(numbers) > MOST_LINES else 0) if numbers else 1
    least = min(least, numbers[0]) if numbers else 1
    made.remove_edges_from([edge[:3] for edge in list(made.edges(keys=True, data="number")) if edge[3] < least])
    made.remove_nodes_from(list(networkx.isolates(made)))
    return say("projection.strongest", least=least, drawn=made.number_of_edges(), all=len(numbers))


def _describe(edges: Edges, made: networkx.MultiDiGraph, national: int, without: bool, name: str) -> None:
    notes = []
    if without:
        notes.append(say("network.no-national", count=national))
    elif national:
        notes.append(say("projection.national", count=national))
    title, question = say("projection.title"), say("projection.question")
    if name:
        label = made.nodes[name]["label"]
        title, question = say("projection.title-of", thing=label), say("projection.question-of", thing=label)
    edges.describe(made, title, question, *notes)
    made.graph["lens"] = edges.landscape.view.sentence()
    made.graph["meaning"] = say("projection.meaning")
    made.graph["one_mode"] = True
    view = edges.landscape.view
    made.graph["counts"] = {"contested": "contested" in view.standing, "planned": view.planned}


def is_fact(data: dict[str, Any], lens: Lens) -> bool:
    """Tells whether the lens takes a claim as fact on its day."""
    return (
        data["standing"] in lens.standing
        and (data["modality"] == "actual" or lens.planned)
        and data["in_force"] in ("certain", "possible")
    )


def _takes_part(
    edges: Edges, whole: networkx.MultiDiGraph, without_national: bool
) -> dict[str, list[tuple[str, dict[str, Any]]]]:
    """Returns, by organisation, the arrangements it takes part in, each with the claim that says so."""
    found: dict[str, list[tuple[str, dict[str, Any]]]] = defaultdict(list)
    for one, other, data in sorted(whole.edges(data=True), key=lambda edge: (edge[0], edge[1], edge[2]["claim"])):
        left_out = without_national and whole.nodes[one]["level"] == "national"
        if data["relation"] in edges.taking_part and whole.nodes[other]["kind"] in _ORGANISATIONS and not left_out:
            found[other].append((one, data))
    return found


def _shared(
    edges: Edges, whole: networkx.MultiDiGraph, without_national: bool
) -> tuple[dict[tuple[str, str], list[dict[str, Any]]], int]:
    """Returns the ties of each pair of organisations, and how many national arrangements there are among all."""
    parties: dict[str, dict[str, list[dict[str, Any]]]] = defaultdict(lambda: defaultdict(list))
    for party, many in _takes_part(edges, whole, False).items():
        for arrangement, data in many:
            parties[arrangement][party].append(data)
    national = {one for one, all_ in parties.items() if len(all_) > 1 and whole.nodes[one]["level"] == "national"}
    lens = edges.landscape.view
    pairs: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for arrangement in sorted(parties):
        if without_national and arrangement in national:
            continue
        for one, other in combinations(sorted(parties[arrangement]), 2):
            sides = [parties[arrangement][party] for party in (one, other)]
            fact = all(any(is_fact(data, lens) for data in side) for side in sides)
            claims = [
                {**said_of(whole, arrangement, party, data), "party": party}
                for party, side in zip((one, other), sides, strict=True)
                for data in side
            ]
            pairs[one, other].append(tie(whole, arrangement, fact, claims))
    return pairs, len(national)


def tie(whole: networkx.MultiDiGraph, arrangement: str, fact: bool, claims: list[dict[str, Any]]) -> dict[str, Any]:
    """Returns one arrangement behind a number, with the claims of both sides; `fact` says whether it is counted."""
    known = whole.nodes[arrangement]
    kept = ("label", "label_language", "level", "level_label")
    return {"arrangement": arrangement, **{name: known[name] for name in kept}, "fact": fact, "claims": claims}


def said_of(whole: networkx.MultiDiGraph, arrangement: str, party: str, data: dict[str, Any]) -> dict[str, Any]:
    """Returns a claim that a party takes part in an arrangement: its sentence, and what a picture shows of it."""
    sentence = f"{whole.nodes[arrangement]['label']} {data['label']} {whole.nodes[party]['label']}"
    kept = ("claim", "grade", "modality", "standing", "valid_from", "valid_to", "last_attested", "evidence", *BOUNDS)
    return {"sentence": sentence, **{name: data[name] for name in kept}}


def counted(ties: list[dict[str, Any]], number: int) -> dict[str, Any]:
    """Returns the attributes of an edge that counts `number` of its ties."""
    said = [each for tie in ties for each in tie["claims"] if tie["fact"] or not number]
    evidence = {tuple(sorted(one.items())): one for each in said for one in each["evidence"]}
    return {
        "claim": "",
        "relation": "collaboratesWith",
        "label": say("projection.relation"),
        "grade": min((each["grade"] for each in said), key=_SURENESS.index),
        "modality": "actual" if any(each["modality"] == "actual" for each in said) else "planned",
        "standing": "accepted",
        "valid_from": "",
        "valid_to": "",
        "last_attested": max((each["last_day"], each["last_attested"]) for each in said)[1],
        "in_force": "possible",
        "shown": bool(number),
        "number": number,
        "ties": ties,
        "evidence": list(evidence.values()),
        **dict.fromkeys(BOUNDS, ""),
    }
