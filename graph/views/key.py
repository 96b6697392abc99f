"""The key of a picture: one entry per look that occurs in it, drawn as small inline SVG."""

from __future__ import annotations

from dataclasses import dataclass

import networkx as nx

from graph.views.measure import plain
from graph.views.shapes import outline
from graph.views.styles import BANDS, DASHES, Family, Kind, dash_of, family_of, kind_of
from graph.wording import say

BADGES = {"contested": "?", "proposed": "~"}
INK = "#33414d"


@dataclass(frozen=True)
class Thing:
    """A kind of node in the key: its name in data, its words, its look, its outline at 26 x 15 px."""

    kind: str
    label: str
    look: Kind
    path: str


@dataclass(frozen=True)
class Stroke:
    """A kind of line in the key: its words, colour, width, dashes (SVG text), arrow head, badge and letter."""

    name: str
    label: str
    colour: str
    width: float
    dash: str
    head: str = ""
    badge: str = ""
    letter: str = ""


def things(network: nx.MultiDiGraph) -> list[Thing]:
    """Returns an entry per kind of node that occurs, from the top layer down."""
    nodes = [network.nodes[node] for node in sorted(network.nodes, key=str)]
    found = {str(data.get("kind") or "other"): data.get("kind_label", "") for data in nodes}
    order = [kind for _, kinds in BANDS for kind in kinds]
    kinds = sorted(found, key=lambda kind: (order.index(kind) if kind in order else len(order), kind))
    looks = [(kind, kind_of(kind)) for kind in kinds]
    return [Thing(kind, plain(str(found[kind] or kind)), look, outline(look.shape, 26, 15)) for kind, look in looks]


def families(network: nx.MultiDiGraph) -> list[Stroke]:
    """Returns an entry per family of relations that occurs."""
    found: dict[str, Family] = {}
    for _, _, relation in network.edges(data="relation"):
        family = family_of(relation)
        found[family.name] = family
    return [
        Stroke(
            name,
            say(f"views.family.{name}"),
            family.colour,
            family.width,
            "",
            family.head,
            letter=say(f"views.sign.{name}"),
        )
        for name, family in sorted(found.items())
    ]


def thickness(number: int) -> float:
    """Returns the width, px, of a line that counts `number` shared arrangements."""
    return min(1.0 + 0.9 * max(number, 0), 9.0)


def counts(network: nx.MultiDiGraph) -> list[Stroke]:
    """Returns the entry of lines that count, with the widest number that occurs; none if no line counts."""
    most = max((number for *_, number in network.edges(data="number") if number), default=0)
    if not most:
        return []
    colour = family_of("collaboratesWith").colour
    return [Stroke("number", say("views.key.number"), colour, thickness(min(most, 4)), "", badge=str(min(most, 4)))]


def manners(network: nx.MultiDiGraph) -> list[Stroke]:
    """Returns an entry per grade, for planned lines, and per standing other than accepted, that occur."""
    edges = [data for _, _, data in network.edges(data=True)]
    grades = {data.get("grade", "inferred") for data in edges if data.get("modality") != "planned"}
    found = [("grade", name, dash_of(name, "actual")) for name in DASHES if name in grades]
    if any(data.get("modality") == "planned" for data in edges):
        found.append(("modality", "planned", DASHES["planned"]))
    entries = [
        Stroke(name, say(f"views.{group}.{name}"), INK, 1.6, " ".join(f"{d:g}" for d in dash))
        for group, name, dash in found
    ]
    for standing, badge in BADGES.items():
        if any(data.get("standing") == standing for data in edges):
            words = say(f"views.standing.{standing}")
            entries.append(Stroke(standing, words, INK, 1.6, "", badge=badge))
    return entries
