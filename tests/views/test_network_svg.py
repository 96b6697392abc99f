"""The still picture: well formed, complete, offline, the same bytes each time, deaf to what labels say."""

from __future__ import annotations

import re
from typing import Any
from xml.etree import ElementTree

import networkx as nx
import pytest

from graph.analysis.governance import governance
from graph.analysis.network import ego, network
from graph.analysis.projection import who_with_whom
from graph.landscape import Landscape
from graph.views.images import image
from graph.views.network_svg import network_svg

from .sample import sample
from .test_network import HOSTILE, hostile

NS = "{http://www.w3.org/2000/svg}"


def read(svg: str) -> Any:
    return ElementTree.fromstring(svg)


def texts(root: Any) -> str:
    return " ".join("".join(element.itertext()) for element in root.iter(f"{NS}text"))


@pytest.fixture(scope="module", params=["sample", "network", "ego", "governance", "one service", "who with whom"])
def drawn(request: pytest.FixtureRequest) -> tuple[nx.MultiDiGraph, Any]:
    world: Landscape = request.getfixturevalue("world")
    made = {
        "sample": sample,
        "network": lambda: network(world),
        "ego": lambda: ego(world, "jdu"),
        "governance": lambda: governance(world),
        "one service": lambda: governance(world, "jdu"),
        "who with whom": lambda: who_with_whom(world),
    }[request.param]()
    return made, read(network_svg(made))


def test_every_relation_and_every_box_is_in_it_once_with_its_title(drawn: tuple[nx.MultiDiGraph, Any]) -> None:
    made, root = drawn
    groups = [element for element in root.iter(f"{NS}g") if element.get("id", "").startswith(("line-", "box-"))]
    assert len([g for g in groups if g.get("id").startswith("line-")]) == made.number_of_edges()
    assert len([g for g in groups if g.get("id").startswith("box-")]) == made.number_of_nodes()
    assert len({g.get("id") for g in groups}) == len(groups)
    assert all(g.find(f"{NS}title").text for g in groups)


def test_caption_and_title_are_selectable_text(drawn: tuple[nx.MultiDiGraph, Any]) -> None:
    made, root = drawn
    words = texts(root)
    for wanted in (made.graph["title"], made.graph["day"], made.graph["data_version"], made.graph["lens"]):
        assert re.sub(r"\s+", "", wanted) in re.sub(r"\s+", "", words)
    assert root.find(f"{NS}title").text == made.graph["title"]
    assert root.find(f"{NS}desc").text
    if made.graph.get("answer"):
        assert made.graph["answer"].split(":")[0] in re.sub(r"\s+", " ", words)


def test_all_stands_inside_and_asks_nobody_for_anything(drawn: tuple[nx.MultiDiGraph, Any]) -> None:
    _, root = drawn
    width, height = float(root.get("width")), float(root.get("height"))
    assert root.get("viewBox") == f"0 0 {root.get('width')} {root.get('height')}"
    for element in root.iter():
        assert element.tag.removeprefix(NS) in {"svg", "title", "desc", "g", "path", "rect", "circle", "text"}
        assert not {"href", "style", "onload", "src"} & {name.rpartition("}")[2] for name in element.attrib}
    for line in root.findall(f"{NS}text"):
        assert 0 <= float(line.get("x")) < width
        assert 0 < float(line.get("y")) < height


def test_the_same_network_gives_the_same_bytes_in_any_order() -> None:
    made = sample()
    turned = nx.MultiDiGraph(**made.graph)
    turned.add_nodes_from(reversed(list(made.nodes(data=True))))
    turned.add_edges_from(reversed(list(made.edges(keys=True, data=True))))
    assert network_svg(made) == network_svg(turned) == network_svg(sample())


def test_a_grade_a_plan_and_a_contest_are_told_without_colour() -> None:
    made = nx.MultiDiGraph(title="t", day="2021-11-24")
    for node, kind in (("a", "arrangement"), ("f", "force")):
        made.add_node(node, label=node, kind=kind)
    ways = {"stated": {}, "inferred": {"grade": "inferred"}, "plan": {"modality": "planned"}}
    for key, extra in ways.items():
        made.add_edge("a", "f", key=key, relation="hasParticipant", **{"grade": "stated", **extra})
    made.add_edge("a", "f", key="contested", relation="hasParticipant", grade="stated", standing="contested")
    root = read(network_svg(made))
    lines = [element for element in root.iter(f"{NS}g") if element.get("id", "").startswith("line-")]
    dashes = {frozenset(path.get("stroke-dasharray", "") for path in line.iter(f"{NS}path")) for line in lines}
    assert len(dashes) == 3
    marks = [element for element in root.iter(f"{NS}g") if element.get("id", "").startswith("mark-")]
    assert ["".join(mark.itertext()) for mark in marks] == ["?"]


def test_hostile_texts_stay_text() -> None:
    root = read(network_svg(hostile()))
    assert not [
        element for element in root.iter() if element.tag.removeprefix(NS) in ("script", "img", "foreignObject")
    ]
    titles = [element.text for element in root.iter(f"{NS}title")]
    assert any(HOSTILE[0] in (title or "") for title in titles)
    assert not re.search("[\u202a-\u202e\u2066-\u2069\u0000]", network_svg(hostile()))


def test_what_is_over_is_left_out_of_the_still_picture() -> None:
    made = sample()
    subject, target, key = next(iter(made.edges(keys=True)))
    made.edges[subject, target, key]["shown"] = False
    root = read(network_svg(made))
    lines = [element for element in root.iter(f"{NS}g") if element.get("id", "").startswith("line-")]
    assert len(lines) == made.number_of_edges() - 1


def test_png_and_pdf() -> None:
    pytest.importorskip("vl_convert", reason="vl-convert-python is not installed (extra: images)")
    svg = network_svg(welsh())
    assert image(svg, ".png").startswith(b"\x89PNG")
    assert image(svg, ".pdf").startswith(b"%PDF")


def welsh() -> nx.MultiDiGraph:
    made = nx.MultiDiGraph(title="Ŵyl ŷd", day="2021-11-24")
    made.add_node("a", label="Heddlu Gwent â Ŵyl", kind="force")
    return made
