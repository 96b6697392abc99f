"""The network for Gephi, yEd, Cytoscape and networkx: GraphML, GEXF laid out and coloured, Cytoscape JSON.

What these formats cannot hold is flattened by a declared schema: an edge is a claim, its sources and items stand as
text, and its whole evidence as JSON in one attribute. Nothing else is left out, and no attribute is ever missing.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from io import BytesIO
from typing import Any
from xml.etree import ElementTree

import networkx as nx
from networkx.readwrite.gexf import GEXFWriter
from networkx.readwrite.graphml import GraphMLWriter

from graph.exports.characters import for_xml, utf8
from graph.exports.content import Content
from graph.views.geometry import Placement
from graph.views.network_drawing import draw_network
from graph.views.styles import family_of, kind_of

Flat = dict[str, Any]
Read = tuple[dict[str, Flat], dict[str, Flat]]
_NODE = ("label", "label_language", "kind", "kind_label", "level", "level_label", "governance", "note")
_EDGE = (
    "claim", "relation", "label", "grade", "modality", "standing", "valid_from", "valid_to", "last_attested",
    "in_force", "start_earliest", "start_latest", "end_earliest", "end_latest",
)  # fmt: skip
_ABOUT = (
    "title", "description", "data_version", "release", "issued", "as_of", "lens", "language", "program", "not_known",
)  # fmt: skip


def flat(content: Content) -> nx.MultiDiGraph:
    """Returns the network with plain attributes only; every node has the same, every edge has the same.

    Nodes: those of `graph.analysis.network`, "" where one says nothing. Edges: besides, `fact` (whether the lens
    takes the claim as fact), `weight` (how many arrangements it counts, else 1), `via` (their names), `sources`,
    `items`, and `evidence` (JSON). The graph: what the export says about itself, sources and licence as text.
    """
    network, lens = content.network, content.about.lens
    made = nx.MultiDiGraph(**_about(content))
    for node, data in sorted(network.nodes(data=True)):
        made.add_node(node, **{name: str(data.get(name) or "") for name in _NODE})
    for subject, object_, key, data in sorted(network.edges(keys=True, data=True), key=lambda edge: edge[:3]):
        evidence = data.get("evidence", [])
        number = data.get("number")
        state = lens.state(data.get("standing", ""), data.get("modality", ""), data.get("in_force", ""))
        made.add_edge(
            subject,
            object_,
            key=key,
            id=key,
            **{name: str(data.get(name) or "") for name in _EDGE},
            fact=bool(number) if number is not None else state == "fact",
            weight=int(number) if number is not None else 1,
            via="; ".join(str(tie["label"]) for tie in data.get("ties", ()) if tie["fact"]),
            sources="; ".join(sorted({one["source_id"] for one in evidence})),
            items="; ".join(dict.fromkeys(f"{one['source_id']} {one['item']}" for one in evidence)),
            evidence=json.dumps(evidence, ensure_ascii=False, sort_keys=True),
        )
    return made


def _about(content: Content) -> dict[str, str]:
    told = content.about.told()
    found = {name: str(told[name]) for name in _ABOUT if told[name]}
    found["licence"] = " ".join(filter(None, told["licence"].values()))
    found["attribution"] = "; ".join(f"{one['part']}: {one['words']}" for one in told["attribution"])
    found["sources"] = "; ".join(f"{one['source_id']}: {one['title']}" for one in told["sources"])
    return found


def write_graphml(content: Content) -> bytes:
    """Returns the network as GraphML, an attribute for each of its properties; CollabError for what XML cannot hold."""
    network = flat(content)
    _refuse(network, "GraphML")
    return _xml(str(GraphMLWriter(network, named_key_ids=True, edge_id_from_attribute="id")))


def read_graphml(content: bytes) -> Read:
    """Returns what networkx finds in GraphML: nodes by id, edges by claim."""
    return _parts(nx.read_graphml(BytesIO(content), force_multigraph=True))


def write_gexf(content: Content) -> bytes:
    """Returns the network as GEXF 1.2, at the places and in the colours of our pictures; errors as `write_graphml`.

    Lengths are those of the picture, y upward as Gephi has it; a line's thickness is that of its relation.
    """
    network = flat(content)
    _refuse(network, "GEXF")
    placement = _placed(content)
    for node, data in network.nodes(data=True):
        data["viz"] = _node_look(placement, node, data["kind"])
    for *_, data in network.edges(data=True):
        family = family_of(data["relation"])
        data["viz"] = {"color": _colour(family.colour), "thickness": float(data["weight"] * family.width)}
    about = _about(content)
    network.graph = {"name": about["title"]}
    writer = GEXFWriter(network, version="1.2draft")
    meta = writer.xml.find("meta")
    # networkx would put today here; of an export with a day of its own, that day says more.
    meta.set("lastmodifieddate", content.about.lens.as_of.isoformat())
    meta.find("creator").text = about["program"]
    ElementTree.SubElement(meta, "description").text = "\n".join(f"{key}: {value}" for key, value in about.items())
    return _xml(str(writer))


def read_gexf(content: bytes) -> Read:
    """Returns what networkx finds in GEXF, places and colours with it."""
    return _parts(nx.read_gexf(BytesIO(content), version="1.2draft"))


def write_cytoscape(content: Content) -> bytes:
    """Returns the network as Cytoscape JSON (cytoscape.js, and Cytoscape as .cyjs), each node with its place."""
    network = flat(content)
    placement = _placed(content)
    whole = nx.cytoscape_data(network)
    whole["data"] = _about(content)
    for one in whole["elements"]["nodes"]:
        box = placement.boxes[one["data"]["id"]]
        one["data"]["name"] = one["data"]["label"]
        one["position"] = {"x": box.x, "y": box.y}
    for one in whole["elements"]["edges"]:
        one["data"]["interaction"] = one["data"]["relation"]
    return utf8(json.dumps(whole, ensure_ascii=False, indent=1, sort_keys=True, allow_nan=False) + "\n")


def read_cytoscape(content: bytes) -> Read:
    """Returns what networkx finds in Cytoscape JSON."""
    return _parts(nx.cytoscape_graph(json.loads(content)))


def expected(content: Content) -> Read:
    """Returns what a reader has to find, whatever the format adds for the eye."""
    return _parts(flat(content))


def _parts(network: nx.MultiDiGraph) -> Read:
    """Returns nodes and edges with the attributes of the schema, and nothing that a format has added."""
    edges: dict[str, Flat] = {}
    for subject, object_, data in network.edges(data=True):
        kept = {name: data.get(name) for name in (*_EDGE, "fact", "weight", "via", "sources", "items", "evidence")}
        kept["weight"] = int(kept["weight"] or 0)
        edges[str(data["id"])] = {"source": subject, "target": object_, **kept}
    return {node: {name: data.get(name) for name in _NODE} for node, data in network.nodes(data=True)}, edges


def _placed(content: Content) -> Placement:
    return draw_network(content.network).placement


def _node_look(placement: Placement, node: str, kind: str) -> Flat:
    box, look = placement.boxes[node], kind_of(kind)
    return {
        "color": _colour(look.fill if look.fill != "#ffffff" else look.border),
        "position": {"x": box.x, "y": -box.y, "z": 0.0},
        "size": 20.0,
    }


def _colour(code: str) -> Flat:
    red, green, blue = (int(code[place : place + 2], 16) for place in (1, 3, 5))
    return {"r": red, "g": green, "b": blue, "a": 1.0}


def _refuse(network: nx.MultiDiGraph, name: str) -> None:
    for text in _texts(network):
        for_xml(text, name)


def _texts(network: nx.MultiDiGraph) -> Iterator[str]:
    yield from network.graph.values()
    for node, data in network.nodes(data=True):
        yield from (node, *data.values())
    for *_, key, data in network.edges(keys=True, data=True):
        yield from (key, *(value for value in data.values() if isinstance(value, str)))


def _xml(text: str) -> bytes:
    # A bare return would be read as a line feed (XML 1.0, section 2.11).
    body = text.partition("?>\n")[2] if text.startswith("<?xml") else text
    return utf8('<?xml version="1.0" encoding="UTF-8"?>\n' + body.replace("\r", "&#13;") + "\n")
