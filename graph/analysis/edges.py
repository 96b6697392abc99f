"""Claims as edges: `Edges` reads a landscape's store and makes a MultiDiGraph whose every edge has its evidence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import networkx

from graph.analysis.drawn import Rows, drawn_of
from graph.analysis.statements import cited
from graph.oxigraph import Literal, NamedNode, Store
from graph.questions.citing import passages
from graph.questions.names import Names
from graph.terms import PREFIXES, local_id, prefix_lines
from graph.wording import say

if TYPE_CHECKING:
    from graph.landscape import Landscape

_TIMES = """
  OPTIONAL { ?claim pcol:validFrom ?from }
  OPTIONAL { ?claim pcol:validTo ?to }
  OPTIONAL { ?claim pcol:lastAttested ?attested }
  OPTIONAL { ?claim pcol:startEarliest ?start_earliest }
  OPTIONAL { ?claim pcol:startLatest ?start_latest }
  OPTIONAL { ?claim pcol:endEarliest ?end_earliest }
  OPTIONAL { ?claim pcol:endLatest ?end_latest }
  OPTIONAL { ?claim pcol:firstAttestedDay ?first_day }
  OPTIONAL { ?claim pcol:lastAttestedDay ?last_day }
} ORDER BY ?claim ?subject"""
_EDGES = (
    prefix_lines()
    + """
SELECT * WHERE {
  ?relation pcol:drawn true .
  ?claim pcol:relation ?relation ; pcol:subject ?subject ; pcol:object ?object ;
         pcol:basis ?basis ; pcol:modality ?modality ; pcol:standing ?standing ; pcol:inForce ?in_force .
  VALUES ?standing { pcc:standing-accepted pcc:standing-contested }"""
    + _TIMES
)
_SUPPOSED = _EDGES.replace(
    "?relation pcol:drawn true .", "{ ?relation pcol:drawn true } UNION { ?relation pcol:drawnWhenSupposed true }"
)
_CLASS_LEVEL = (
    prefix_lines()
    + """
SELECT * WHERE {
  ?portfolio a pcol:Portfolio .
  ?claim pcol:subject ?portfolio ; pcol:relation ?relation ; pcol:object ?object ;
         pcol:basis ?basis ; pcol:modality ?modality ; pcol:standing ?standing ; pcol:inForce ?in_force .
  FILTER (?standing = pcc:standing-accepted)
  ?relation rdfs:subPropertyOf* pcol:governedBy .
  ?portfolio pcol:hasPart+ ?subject .
  FILTER NOT EXISTS { ?subject a pcol:Portfolio }
  FILTER NOT EXISTS { ?subject a pcol:GovernanceBody }
  BIND (EXISTS { ?relation pcol:drawnForClasses true } AS ?overview)"""
    + _TIMES
)
_EVIDENCE = (
    prefix_lines()
    + """
SELECT ?claim ?stance ?evidence ?source ?title ?date ?item ?reading WHERE {
  VALUES ?stance { pcol:supports pcol:disputes }
  ?evidence ?stance ?claim ; pcol:inSource ?source ; pcol:item ?item ; pcol:reading ?reading .
  ?claim a pcol:Claim .
  ?source skos:prefLabel ?title .
  OPTIONAL { ?source pcol:documentDate ?date }
} ORDER BY ?claim ?stance ?source ?item ?reading"""
)
_BELOW = (
    prefix_lines()
    + """
SELECT ?relation ?above WHERE {
  VALUES ?above { pcol:governedBy pcol:hasParticipant }
  ?relation rdfs:subPropertyOf* ?above
}"""
)
_GOVERNED = (
    prefix_lines()
    + """
SELECT DISTINCT ?thing WHERE {
  VALUES ?class { pcol:GovernanceBody pcol:BodyCollective pcol:Collaboration pcol:Service }
  ?thing a ?class .
  FILTER NOT EXISTS { ?thing owl:deprecated true }
} ORDER BY ?thing"""
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
_SCHEMES = ("basis-", "modality-", "standing-", "in-force-", "level-")
BOUNDS = ("start_earliest", "start_latest", "end_earliest", "end_latest", "first_day", "last_day")


def kind_of(names: Names, node: NamedNode) -> tuple[str, str] | None:
    """Returns how a node is drawn and the class that says so, None for what pictures of the landscape leave out."""
    return next(((kind, one) for one, kind in _KINDS if names.is_a(node, [one])), None)


class Edges:
    """The claims that pictures draw, under one landscape's lens.

    `every_time` takes in also what had ended on the lens's day or had not begun; such an edge has
    `shown` False. `with_passages` adds the words of a passage where its document is on hand.
    `supposing` adds the relations that only a picture of what would break draws. `governing` and `taking_part`
    are the relations that say so, by local name.
    """

    def __init__(
        self, landscape: Landscape, *, every_time: bool = False, with_passages: bool = False, supposing: bool = False
    ) -> None:
        self.query = _SUPPOSED if supposing else _EDGES
        self.landscape = landscape
        self.store: Store = landscape.store
        self.names: Names = landscape.names
        self.every_time = every_time
        self.missing: dict[str, str] = {}
        self._drawn = drawn_of(landscape.names)
        self._kinds = self._drawn.kinds
        self.evidence = self._evidence(with_passages)
        below = [(_local(row["above"]), _local(row["relation"])) for row in self._rows(_BELOW)]
        self.governing = {one for above, one in below if above == "governedBy"}
        self.taking_part = {one for above, one in below if above == "hasParticipant"}

    def network(self) -> networkx.MultiDiGraph:
        """Returns every drawn claim as an edge from its subject to its object; see `analysis.network`."""
        made = networkx.MultiDiGraph()
        for row in self._rows(self.query):
            self._edge(made, row, _local(row["basis"]))
        for row in self._rows(_CLASS_LEVEL):
            self._edge(made, row, "class-level")
        self._governance(made)
        return made

    def add_governed(self, made: networkx.MultiDiGraph) -> None:
        """Adds the boards, arrangements and services that no drawn claim is about."""
        for row in self._rows(_GOVERNED):
            if self._kind(row["thing"]) is not None:
                self._node(made, row["thing"])
        self._governance(made)

    def add(self, made: networkx.MultiDiGraph, node: NamedNode) -> None:
        """Adds a thing that no drawn claim is about, if it is of a kind that pictures draw."""
        if self._kind(node) is not None:
            self._node(made, node)

    def leave_out(self, made: networkx.MultiDiGraph, edges: Iterable[tuple[str, str, str]]) -> None:
        """Takes edges out of a network; what they say of a thing's board stays with it as `unseen`, a list of dicts."""
        for one, other, key in list(edges):
            data = made.edges[one, other, key]
            if data["relation"] in self.governing:
                said = {name: data[name] for name in ("grade", "modality", "standing", *BOUNDS)}
                made.nodes[one].setdefault("unseen", []).append(said)
            made.remove_edge(one, other, key)

    def describe(self, made: networkx.MultiDiGraph, title: str, question: str, *notes: str) -> None:
        """Sets the attributes of a finished network: what it asks, its day, lens, sources and what it does not show."""
        landscape = self.landscape
        view = landscape.view
        edges = [data for _, _, data in made.edges(data=True)]
        marked = view.standing == ("accepted",) and not view.planned
        lens = say("network.lens") if marked and any(map(_marked, edges)) else view.sentence()
        absent = [
            say("network.changed-document" if why == "changed" else "network.no-document", file=file)
            for file, why in sorted(self.missing.items())
        ]
        made.graph.update(
            title=title,
            subtitle="",
            question=question,
            day=view.as_of.isoformat(),
            lens=lens,
            data_version=landscape.snapshot.version,
            language=landscape.language,
            governing=sorted(self.governing),
            sources=cited(one["source"] for data in edges for one in data["evidence"]),
            notes=[*notes, *absent, say("network.open-world")],
        )

    def _rows(self, query: str) -> Rows:
        return self._drawn.rows(query)

    def _edge(self, made: networkx.MultiDiGraph, row: dict[str, Any], grade: str) -> None:
        modality, in_force = _local(row["modality"]), _local(row["in_force"])
        shown = in_force in ("certain", "possible") or (modality == "planned" and in_force != "ended")
        if not (shown or self.every_time):
            return
        for node in (row["subject"], row["object"]):
            if not node.value.startswith(PREFIXES["pid"]) or self._kind(node) is None:
                return
        ends = [self._node(made, node) for node in (row["subject"], row["object"])]
        key = _local(row["claim"])
        made.add_edge(
            *ends,
            key=key if grade != "class-level" else f"{key}--{ends[0]}",
            claim=key,
            overview=grade != "class-level" or bool(row["overview"].value == "true"),
            relation=_local(row["relation"]),
            label=self.names.label(row["relation"], self.landscape.language)[0],
            grade=grade,
            modality=modality,
            standing=_local(row["standing"]),
            valid_from=_value(row["from"]),
            valid_to=_value(row["to"]),
            last_attested=_value(row["attested"]),
            in_force=in_force,
            shown=shown,
            evidence=self.evidence.get(row["claim"].value, []),
            **{name: _value(row[name]) for name in BOUNDS},
        )

    def _kind(self, node: NamedNode) -> tuple[str, str] | None:
        if node not in self._kinds:
            self._kinds[node] = kind_of(self.names, node)
        return self._kinds[node]

    def _node(self, made: networkx.MultiDiGraph, node: NamedNode) -> str:
        name = _local(node)
        if name not in made:
            label, language = self.names.label(node, self.landscape.language)
            kind, kind_class = self._kind(node) or ("other", "")
            found = next(self.store.quads_for_pattern(node, _pcol("level"), None, None), None)
            level = found.object if found and isinstance(found.object, NamedNode) else None
            notes = self.store.quads_for_pattern(node, NamedNode(PREFIXES["skos"] + "note"), None, None)
            made.add_node(
                name,
                label=label,
                label_language=language,
                kind=kind,
                kind_label=self.names.label(_pcol(kind_class), self.landscape.language)[0],
                level=_local(level) if level else None,
                level_label=self.names.label(level, self.landscape.language)[0] if level else "",
                note=" ".join(_value(quad.object) for quad in notes),
            )
        return name

    def _evidence(self, with_passages: bool) -> dict[str, list[dict[str, str]]]:
        words: dict[str, str] = {}
        if with_passages:
            words, self.missing = passages(self.store, self.landscape.documents)
        found: dict[str, list[dict[str, str]]] = defaultdict(list)
        for row in self._rows(_EVIDENCE):
            one = {
                "stance": row["stance"].value.rsplit("#", 1)[-1],
                "source_id": local_id(row["source"]),
                "source": _value(row["title"]),
                "date": _value(row["date"]),
                "item": _value(row["item"]),
                "reading": _value(row["reading"]),
            }
            if row["evidence"].value in words:
                one["passage"] = words[row["evidence"].value]
            found[row["claim"].value].append(one)
        return found

    def _governance(self, made: networkx.MultiDiGraph) -> None:
        """Marks each arrangement with how surely its board is known: named, class-level or none-stated."""
        for node, data in made.nodes(data=True):
            if data["kind"] in ("arrangement", "service"):
                grades = {
                    edge["grade"]
                    for _, _, edge in made.out_edges(node, data=True)
                    if edge["relation"] in self.governing and edge["shown"]
                }
                data["governance"] = "named" if grades - {"class-level"} else "class-level" if grades else "none-stated"


def _marked(data: dict[str, Any]) -> bool:
    return bool(data["standing"] == "contested" or data["modality"] == "planned")


def _pcol(name: str) -> NamedNode:
    return NamedNode(PREFIXES["pcol"] + name)


def _local(node: Any) -> str:
    """The last word of an address; of a concept without its scheme: `basis-stated` is "stated"."""
    name = str(node.value).rsplit("/", 1)[-1].rsplit("#", 1)[-1]
    if node.value.startswith(PREFIXES["pcc"]):
        return name.removeprefix(next((one for one in _SCHEMES if name.startswith(one)), ""))
    return name


def _value(term: Any) -> str:
    return term.value if isinstance(term, Literal) else ""
