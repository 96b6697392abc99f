"""Who meets whom in what: the projections that `ontology/projections.ttl` declares, read from a landscape."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import networkx as nx

from graph.errors import NotThere
from graph.oxigraph import Literal, NamedNode, QuerySolutions
from graph.questions.names import fold
from graph.sparqltext import bind
from graph.terms import PREFIXES, expand, local_id, prefix_lines

if TYPE_CHECKING:
    from graph.landscape import Landscape

_PREFIX = PREFIXES["pcc"] + "projection-"
_MEETINGS = (
    prefix_lines()
    + """
SELECT DISTINCT ?meeting ?member ?national WHERE {
  VALUES ?kind { $kinds }
  VALUES ?place { $places }
  ?meeting $through ?member .
  ?member a ?kind .
  ?meeting a ?place .
  BIND (EXISTS { ?meeting pcol:level pcc:level-national }
        || EXISTS { ?member pcol:level pcc:level-national } AS ?national)
} ORDER BY ?meeting ?member"""
)
# What R10 decides for one day is decided here for many: from the same bounds, by the same rule.
_DATED = (
    prefix_lines()
    + """
SELECT DISTINCT ?claim ?meeting ?member ?national
                ?startEarliest ?startLatest ?endEarliest ?endLatest ?first ?last WHERE {
  VALUES ?kind { $kinds }
  VALUES ?place { $places }
  VALUES ?standing { $standings }
  VALUES ?modality { $modalities }
  ?relation rdfs:subPropertyOf* $through .
  ?claim pcol:relation ?relation ; pcol:subject $subject ; pcol:object $object ; pcol:standing ?standing ;
         pcol:modality ?modality .
  ?member a ?kind .
  ?meeting a ?place .
  OPTIONAL { ?claim pcol:startEarliest ?startEarliest }
  OPTIONAL { ?claim pcol:startLatest ?startLatest }
  OPTIONAL { ?claim pcol:endEarliest ?endEarliest }
  OPTIONAL { ?claim pcol:endLatest ?endLatest }
  OPTIONAL { ?claim pcol:firstAttestedDay ?first }
  OPTIONAL { ?claim pcol:lastAttestedDay ?last }
  BIND (EXISTS { ?meeting pcol:level pcc:level-national }
        || EXISTS { ?member pcol:level pcc:level-national } AS ?national)
} ORDER BY ?claim ?meeting ?member"""
)


@dataclass(frozen=True)
class Projection:
    """A declared projection: id, label, what it joins, through what, where they meet; what an edge means, and not."""

    id: str
    label: str
    joins: tuple[NamedNode, ...]
    through: NamedNode
    meets_in: tuple[NamedNode, ...]
    means: str
    means_not: str


@dataclass(frozen=True)
class Part:
    """A dated part of a member in a meeting: its bounds as R10 has them, None where unknown."""

    claim: str
    meeting: str
    member: str
    bounds: tuple[date | None, ...]

    def on(self, day: date) -> str:
        """Returns whether it is in force on a day: "certain", "possible" or "no" (the rule is R10's)."""
        start_earliest, start_latest, end_earliest, end_latest, first, last = self.bounds
        if (end_latest is not None and end_latest < day) or (start_earliest is not None and start_earliest > day):
            return "no"
        begun, lasting = start_latest or first, end_earliest or last
        certain = begun is not None and begun <= day and lasting is not None and lasting >= day
        return "certain" if certain else "possible"


def projections(landscape: Landscape) -> dict[str, Projection]:
    """Returns the declared projections by id, in the landscape's language."""
    found = {}
    kind = NamedNode(PREFIXES["pcol"] + "Projection")
    for quad in landscape.store.quads_for_pattern(None, NamedNode(expand("rdf:type")), kind, None):
        node = quad.subject
        if isinstance(node, NamedNode) and node.value.startswith(_PREFIX):
            name = node.value.removeprefix(_PREFIX)
            (through,) = _objects(landscape, node, "through")
            found[name] = Projection(
                id=name,
                label=landscape.names.label(node, landscape.language)[0],
                joins=_objects(landscape, node, "joins"),
                through=through,
                meets_in=_objects(landscape, node, "meetsIn"),
                means=_text(landscape, node, "edgeMeans"),
                means_not=_text(landscape, node, "edgeDoesNotMean"),
            )
    return dict(sorted(found.items()))


def projection(landscape: Landscape, name: str) -> Projection:
    """Returns the projection of that id or label; NotThere, with those there are, if there is none."""
    known = projections(landscape)
    for one in known.values():
        if name == one.id or fold(name) == fold(one.label):
            return one
    listing = "\n".join(f"  {one.id}: {one.label}" for one in known.values())
    raise NotThere("unknown-projection", name=name, known=listing)


@dataclass(frozen=True)
class Meetings:
    """Which member is in which meetings, by id, and how many national ones were left out."""

    members: dict[str, frozenset[str]]
    national: int

    def graph(self) -> nx.Graph:
        """Returns members joined where they meet; `weight` counts the meetings, `meetings` lists them."""
        return joined(self.members)


def joined(members: dict[str, frozenset[str]]) -> nx.Graph:
    """Returns a graph of members, sorted, joined where they meet: `weight` and `meetings` on each edge."""
    inside: dict[str, list[str]] = defaultdict(list)
    for member in sorted(members):
        for meeting in members[member]:
            inside[meeting].append(member)
    shared: dict[tuple[str, str], list[str]] = defaultdict(list)
    for meeting in sorted(inside):
        for at, one in enumerate(inside[meeting]):
            for other in inside[meeting][at + 1 :]:
                shared[one, other].append(meeting)
    made = nx.Graph()
    made.add_nodes_from(sorted(members))
    for (one, other), meetings in sorted(shared.items()):
        made.add_edge(one, other, weight=len(meetings), meetings=tuple(meetings))
    return made


def meetings(landscape: Landscape, of: Projection, *, without_national: bool = False) -> Meetings:
    """Returns who meets in what as the landscape's lens takes it for fact; a grouping does not count as its members."""
    query = bind(_MEETINGS, {"kinds": of.joins, "places": of.meets_in, "through": of.through})
    return read_meetings(landscape, query, without_national=without_national)


def read_meetings(landscape: Landscape, query: str, *, without_national: bool) -> Meetings:
    """Returns the rows of a query of ours, each a meeting, its member and whether that is national, as meetings."""
    solutions = landscape.store.query(query)
    assert isinstance(solutions, QuerySolutions)
    found: dict[str, set[str]] = defaultdict(set)
    national = set()
    for solution in solutions:
        meeting, member = local_id(solution[0]), local_id(solution[1])
        if solution[2] is not None and solution[2].value == "true":
            national.add(meeting)
            if without_national:
                continue
        found[member].add(meeting)
    return Meetings({member: frozenset(found[member]) for member in sorted(found)}, len(national))


def dated_parts(landscape: Landscape, of: Projection, *, without_national: bool = False) -> list[Part]:
    """Returns every part that the lens would count were its time right, with its bounds, in order of claim."""
    through, ends = of.through, ("meeting", "member")
    if through.value == expand("pcol:participatesIn"):  # derived: the claims are of its inverse
        through, ends = NamedNode(expand("pcol:hasParticipant")), ("member", "meeting")
    lens = landscape.view
    query = _DATED.replace("$subject", f"?{ends[0]}").replace("$object", f"?{ends[1]}")
    modalities = ["actual", *(["planned"] if lens.planned else [])]
    solutions = landscape.store.query(
        bind(
            query,
            {
                "kinds": of.joins,
                "places": of.meets_in,
                "through": through,
                "standings": [NamedNode(f"{PREFIXES['pcc']}standing-{word}") for word in lens.standing],
                "modalities": [NamedNode(f"{PREFIXES['pcc']}modality-{word}") for word in modalities],
            },
        )
    )
    assert isinstance(solutions, QuerySolutions)
    parts = []
    for solution in solutions:
        if without_national and solution[3] is not None and solution[3].value == "true":
            continue
        bounds = tuple(
            date.fromisoformat(term.value) if isinstance(term := solution[at], Literal) else None for at in range(4, 10)
        )
        parts.append(Part(local_id(solution[0]), local_id(solution[1]), local_id(solution[2]), bounds))
    return parts


def _objects(landscape: Landscape, node: NamedNode, word: str) -> tuple[NamedNode, ...]:
    quads = landscape.store.quads_for_pattern(node, NamedNode(expand(f"pcol:{word}")), None, None)
    found = [quad.object for quad in quads if isinstance(quad.object, NamedNode)]
    return tuple(sorted(found, key=lambda one: one.value))


def _text(landscape: Landscape, node: NamedNode, word: str) -> str:
    quads = landscape.store.quads_for_pattern(node, NamedNode(expand(f"pcol:{word}")), None, None)
    said = {quad.object.language: quad.object.value for quad in quads if isinstance(quad.object, Literal)}
    return said.get(landscape.language) or said.get("en", "")
