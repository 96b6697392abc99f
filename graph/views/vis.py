"""The one door to pyvis: its network model, and the vis-network script that its wheel carries."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

from graph.views.geometry import Placement

_SCRIPT = ("templates", "lib", "vis-9.1.2", "vis-network.min.js")


def model(placement: Placement, labels: dict[str, str], names: dict[str, str]) -> tuple[list[Any], list[Any]]:
    """Returns vis-network's nodes and edges, fixed at their places.

    `names` gives each node the id it has on the page ("n0", ...): ids from data never become keys
    of script objects. The edges are hidden in vis-network's own drawing: the page draws our routes.
    """
    from pyvis.network import Network

    network = Network(directed=True)
    for node, box in placement.boxes.items():
        network.add_node(names[node], label=labels[node], shape="custom", x=box.x, y=box.y, fixed=True, physics=False)
    for route in placement.routes.values():
        network.add_edge(names[route.subject], names[route.object], id=route.edge, hidden=True, smooth=False)
    nodes, edges, *_ = network.get_network_data()
    return nodes, edges


def script() -> str:
    """Returns the source of vis-network 9.1.2 from pyvis's wheel, safe to stand inside a script element."""
    place = files("pyvis").joinpath(*_SCRIPT)
    return place.read_text(encoding="utf-8").replace("</script", "<\\/script")
