"""Boards, arrangements and organisations as a network whose every edge is a claim with its evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import networkx

from graph.oxigraph import Literal, NamedNode, QuerySolutions, Store
from graph.questions.names import Names
from graph.sparqltext import bind
from graph.terms import PREFIXES, prefix_lines
from graph.wording import say

if TYPE_CHECKING:
    from graph.landscape import Landscape

MOST_IN_EGO = 25

_EDGES = (
    prefix_lines()
    + """
SELECT ?claim ?subject ?relation ?object ?basis ?modality ?standing ?from ?to ?attested ?inForce WHERE {
  ?relation pcol:drawn true .
  ?claim pcol:relation ?relation ; pcol:subject ?subject ; pcol:object ?object ;
         pcol:basis ?basis ; pcol:modality ?modality ; pcol:standing ?standing ; pcol:inForce ?inForce .
  VALUES ?standing { pcc:standing-accepted pcc:standing-contested }
  FILTER (?inForce IN (pcc:in-force-certain, pcc:in-force-possible)
          || (?modality = pcc:modality-planned && ?inForce != pcc:in-force-ended))
  OPTIONAL { ?claim pcol:validFrom ?from }
  OPTIONAL { ?claim pcol:validTo ?to }
  OPTIONAL { ?claim pcol:lastAttested ?attested }
} ORDER BY ?claim"""
)
_CLASS_LEVEL = (
    prefix_lines()
    + """
SELECT ?claim ?thing ?relation ?body ?basis ?modality ?standing ?from ?to ?attested ?overview WHERE {
  ?portfolio a pcol:Portfolio .
  ?claim pcol:subject ?portfolio ; pcol:relation ?relation ; pcol:object ?body ;
         pcol:basis ?basis ; pcol:modality ?modality ; pcol:standing ?standing .
  FILTER (?standing = pcc:standing-accepted)
  ?relation rdfs:subPropertyOf* pcol:governedBy .
  ?portfolio pcol:hasPart+ ?thing .
  FILTER NOT EXISTS { ?thing a pcol:Portfolio }
  FILTER NOT EXISTS { ?thing a pcol:GovernanceBody }
  BIND (EXISTS { ?relation pcol:drawnForClasses true } AS ?overview)
  OPTIONAL { ?claim pcol:validFrom ?from }
  OPTIONAL { ?claim pcol:validTo ?to }
  OPTIONAL { ?claim pcol:lastAttested ?attested }
} ORDER BY ?claim ?thing"""
)
_EVIDENCE = (
    prefix_lines()
    + """
SELECT ?claim ?stance ?source ?title ?date ?item ?reading WHERE {
  VALUES ?stance { pcol:supports pcol:disputes }
  ?evidence ?stance ?claim ; pcol:inSource ?source ; pcol:item ?item ; pcol:reading ?reading .
  ?claim a pcol:Claim .
  ?source skos:prefLabel ?title .
  OPTIONAL { ?source pcol:documentDate ?date }
} ORDER BY ?claim ?stance ?source ?item ?reading"""
)
# The first class that fits decides how a node is drawn: a group that is listed among programmes is a board.
_KINDS = (
    ("GovernanceBody", "board"),
    ("BodyCollective", "board-kind"),
    ("PoliceForce", "force"),
    ("PolicingBody", "policing-body"),
    ("Agency", "agency"),
    ("ForceGrouping", "grouping"),
    ("Collaboration", "arrangement"),
    ("Service", "service"),
    ("Agreement", "agreement"),
)


def network(landscape: Landscape) -> networkx.MultiDiGraph:
    """Returns what the landscape's lens shows and what it marks: a MultiDiGraph, keys of edges are claim ids.

    Node attributes: label, label_language, kind, kind_label, level, note, governance (for arrangements).
    Edge attributes: relation, label, grade, modality, standing, valid_from, valid_to, last_attested,
    evidence (a list of dicts). A class-level line, from a member of a portfolio to a body that governs the
    portfolio, has grade "class-level"; of these, only what `ontology/projections.ttl` draws for classes.
    A grouping of forces is left out where the arrangement's forces are known one by one.
    """
    builder = _Builder(landscape)
    whole = builder.network()
    whole.remove_edges_from(
        [(one, other, key) for one, other, key, data in whole.edges(data=True, keys=True) if not data["overview"]]
    )
    known = {one for one, other, data in whole.edges(data=True) if whole.nodes[other]["kind"] == "force"}
    groupings = [node for node, data in whole.nodes(data=True) if data["kind"] == "grouping"]
    whole.remove_edges_from(
        [(one, other, key) for one, other, key in whole.in_edges(groupings, keys=True) if one in known]
    )
    whole.remove_nodes_from([node for node in groupings if not whole.in_degree(node)])
    whole.remove_nodes_from(list(networkx.isolates(whole)))
    builder.describe(whole)
    whole.graph["notes"] = [*whole.graph["notes"], say("network.classes")]
    return whole


def ego(landscape: Landscape, thing: str, *, most: int = MOST_IN_EGO) -> networkx.MultiDiGraph:
    """Returns what touches one thing, to depth 2, at most `most` nodes; what is left out stands in the notes.

    NotThere if the name is not one thing, or nothing touches it under this lens.
    """
    from graph.errors import NotThere

    node = landscape.resolve(thing)
    name = node.value.rsplit("/", 1)[-1]
    builder = _Builder(landscape)
    whole = builder.network()
    if name not in whole:
        raise NotThere("no-network-thing", name=landscape.names.label(node, landscape.language)[0])
    # A statement about many things at once joins this thing to its boards, but no other thing to this one.
    whole.remove_edges_from(
        [
            (one, other, key)
            for one, other, key, data in whole.edges(data=True, keys=True)
            if data["grade"] == "class-level" and name not in (one, other)
        ]
    )
    distance = networkx.single_source_shortest_path_length(whole.to_undirected(as_view=True), name, cutoff=2)
    nearest = sorted(distance, key=lambda one: (distance[one], -whole.degree(one), one))
    kept = nearest[:most]
    around = whole.subgraph(kept).copy()
    builder.describe(around)
    around.nodes[name]["focus"] = True
    label = whole.nodes[name]["label"]
    around.graph["title"] = say("network.ego-title", thing=label)
    around.graph["question"] = say("network.ego-question", thing=label)
    left_out = len(nearest) - len(kept)
    if left_out:
        around.graph["notes"] = [*around.graph["notes"], say("network.left-out", count=left_out)]
    return around


class _Builder:
    def __init__(self, landscape: Landscape) -> None:
        self.landscape = landscape
        self.store: Store = landscape.store
        self.names: Names = landscape.names
        self.evidence = self._evidence()

    def network(self) -> networkx.MultiDiGraph:
        made = networkx.MultiDiGraph()
        for row in self._rows(_EDGES):
            self._edge(made, row["claim"], row["subject"], row["object"], row, _local(row["basis"]))
        for row in self._rows(_CLASS_LEVEL):
            self._edge(made, row["claim"], row["thing"], row["body"], row, "class-level")
        self._governance(made)
        return made

    def describe(self, made: networkx.MultiDiGraph) -> None:
        """Sets the attributes of a finished network: title, question, day, lens, sources and what it does not show."""
        landscape = self.landscape
        made.graph.update(
            title=say("network.title"),
            subtitle="",
            question=say("network.question"),
            day=landscape.view.as_of.isoformat(),
            lens=landscape.view.sentence(),
            data_version=landscape.snapshot.version,
            language=landscape.language,
            sources=sorted({one["source"] for _, _, data in made.edges(data=True) for one in data["evidence"]}),
            notes=[say("network.open-world")],
        )

    def _rows(self, query: str, **values: NamedNode) -> list[dict[str, Any]]:
        solutions = self.store.query(bind(query, values) if values else query)
        assert isinstance(solutions, QuerySolutions)
        names = [variable.value for variable in solutions.variables]
        return [{name: solution[index] for index, name in enumerate(names)} for solution in solutions]

    def _edge(
        self,
        made: networkx.MultiDiGraph,
        claim: NamedNode,
        subject: NamedNode,
        target: NamedNode,
        row: dict[str, Any],
        grade: str,
    ) -> None:
        ends = []
        for node in (subject, target):
            if not node.value.startswith(PREFIXES["pid"]) or self._kind(node) is None:
                return
        for node in (subject, target):
            ends.append(self._node(made, node))
        key = claim.value.rsplit("/", 1)[-1]
        made.add_edge(
            *ends,
            key=key if grade != "class-level" else f"{key}--{ends[0]}",
            claim=key,
            overview=grade != "class-level" or bool(row["overview"].value == "true"),
            relation=row["relation"].value.rsplit("#", 1)[-1],
            label=self.names.label(row["relation"], self.landscape.language)[0],
            grade=grade,
            modality=_local(row["modality"]),
            standing=_local(row["standing"]),
            valid_from=_value(row["from"]),
            valid_to=_value(row["to"]),
            last_attested=_value(row["attested"]),
            evidence=self.evidence.get(claim.value, []),
        )

    def _kind(self, node: NamedNode) -> tuple[str, str] | None:
        return next(((kind, one) for one, kind in _KINDS if self.names.is_a(node, [one])), None)

    def _node(self, made: networkx.MultiDiGraph, node: NamedNode) -> str:
        name = node.value.rsplit("/", 1)[-1]
        if name not in made:
            label, language = self.names.label(node, self.landscape.language)
            kind, kind_class = self._kind(node) or ("other", "")
            level = next(self.store.quads_for_pattern(node, _pcol("level"), None, None), None)
            notes = self.store.quads_for_pattern(node, NamedNode(PREFIXES["skos"] + "note"), None, None)
            made.add_node(
                name,
                label=label,
                label_language=language,
                kind=kind,
                kind_label=self.names.label(_pcol(kind_class), self.landscape.language)[0],
                level=_local(level.object).removeprefix("level-") if level else None,
                note=" ".join(_value(quad.object) for quad in notes),
            )
        return name

    def _evidence(self) -> dict[str, list[dict[str, str]]]:
        found: dict[str, list[dict[str, str]]] = {}
        for row in self._rows(_EVIDENCE):
            found.setdefault(row["claim"].value, []).append(
                {
                    "stance": row["stance"].value.rsplit("#", 1)[-1],
                    "source_id": row["source"].value.rsplit("/", 1)[-1],
                    "source": _value(row["title"]),
                    "date": _value(row["date"]),
                    "item": _value(row["item"]),
                    "reading": _value(row["reading"]),
                }
            )
        return found

    def _governance(self, made: networkx.MultiDiGraph) -> None:
        """Marks each arrangement with how surely its board is known: named, class-level or none-stated."""
        governing = {"governedBy", "benefitsReportedTo", "riskManagedBy", "scrutinisedBy"}
        for node, data in made.nodes(data=True):
            if data["kind"] in ("arrangement", "service"):
                grades = {
                    edge["grade"] for _, _, edge in made.out_edges(node, data=True) if edge["relation"] in governing
                }
                data["governance"] = "named" if grades - {"class-level"} else "class-level" if grades else "none-stated"


def _pcol(name: str) -> NamedNode:
    return NamedNode(PREFIXES["pcol"] + name)


def _local(node: Any) -> str:
    """The word of a concept: `basis-stated` is "stated"."""
    name = str(node.value).rsplit("/", 1)[-1]
    return name.partition("-")[2] if name.split("-")[0] in ("basis", "modality", "standing") else name


def _value(term: Any) -> str:
    return term.value if isinstance(term, Literal) else ""
