"""`network_page`: a whole network, or one thing and what touches it, as one HTML file that needs nothing else."""

from __future__ import annotations

import base64
import hashlib
from contextvars import copy_context
from functools import cache
from pathlib import Path
from typing import Any

import networkx as nx
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from graph.views import key, vis
from graph.views.geometry import Box, Route
from graph.views.layout import place
from graph.views.measure import FAMILY, plain
from graph.views.shapes import outline
from graph.views.styles import dash_of, family_of, kind_of
from graph.wording import say, speak

_TEMPLATES = Path(__file__).parent / "templates"
_SPOKEN = (
    "panel.close panel.basis panel.validity panel.from_to panel.since panel.until panel.no_dates panel.attested "
    "panel.evidence panel.no_evidence panel.source panel.undated panel.item panel.reading panel.passage "
    "panel.relations panel.no_board panel.several panel.kind panel.level said.relations_one said.relations_many "
    "said.everything said.line said.found said.none_found said.hidden stance.supports stance.disputes"
)


def network_page(network: nx.MultiDiGraph) -> str:
    """Returns the complete HTML of an interactive picture of `network`, in the language it names.

    The page holds its script, style and data; it asks no server for anything. `network` is not changed.
    """
    return copy_context().run(_page, network)


def _page(network: nx.MultiDiGraph) -> str:
    language = network.graph.get("language", "en")
    speak(language)
    placement = place(network)
    names = {node: f"n{number}" for number, node in enumerate(placement.boxes)}
    things = {node: _thing(network, node, language) for node in placement.boxes}
    lines = [_line(network, route, things, names) for route in placement.routes.values()]
    nodes, edges = vis.model(placement, {n: t["label"] for n, t in things.items()}, names)
    linked = {n for route in placement.routes.values() for n in (route.subject, route.object)}
    data = {
        "nodes": nodes,
        "edges": edges,
        "width": placement.width,
        "height": placement.height,
        "gutter": placement.gutter,
        "font": FAMILY,
        "bands": [[band.top, band.bottom, band.lines] for band in placement.bands],
        "things": {names[n]: {**things[n], **_drawn(placement.boxes[n], network.nodes[n])} for n in things},
        "lines": {line["id"]: line for line in lines},
        "words": {name: say(f"views.{name}") for name in _SPOKEN.split()},
    }
    scripts = [Markup(text) for text in (vis.script(), *(_own(f"{n}.js") for n in ("picture", "panel", "page")))]
    style = Markup(_own("network.css"))
    template = _environment().get_template("network.html.j2")
    return template.render(
        language=language,
        graph={name: _told(network, name) for name in ("title", "subtitle", "question", "day", "lens", "data_version")},
        sources=[plain(str(title)) for title in network.graph.get("sources", ())],
        notes=[plain(str(note)) for note in network.graph.get("notes", ())],
        kinds=key.things(network),
        families=key.families(network),
        manners=key.manners(network),
        choices=_choices(network, things, names),
        lines=sorted(lines, key=lambda line: (line["subject_label"], line["relation"], line["object_label"])),
        things={names[n]: t for n, t in things.items()},
        unlinked=[things[n] for n in placement.boxes if n not in linked],
        size=placement,
        data=data,
        style=style,
        scripts=scripts,
        policy=_policy(scripts, style),
        say=lambda name, **values: say(f"views.{name}", **values),
    )  # fmt: skip


def _told(network: nx.MultiDiGraph, name: str) -> str:
    return plain(str(network.graph.get(name) or ""))


def _thing(network: nx.MultiDiGraph, node: str, language: str) -> dict[str, Any]:
    data = network.nodes[node]
    spoken = str(data.get("label_language") or language)
    return {
        "label": plain(str(data.get("label") or node)),
        "lang": "" if spoken == language else spoken,
        "kind": str(data.get("kind") or "other"),
        "kind_label": plain(str(data.get("kind_label") or "")),
        "level": plain(str(data.get("level") or "")),
        "note": plain(str(data.get("note") or "")),
        "no_board": data.get("governance") == "none-stated",
    }


def _drawn(box: Box, data: dict[str, Any]) -> dict[str, Any]:
    look = kind_of(str(data.get("kind") or "other"))
    return {
        "x": box.x,
        "y": box.y,
        "w": box.width,
        "h": box.height,
        "lines": box.lines,
        "mark": box.mark,
        "path": outline(look.shape, box.width, box.height),
        "fill": look.fill,
        "border": look.border,
        "text": look.text,
        "weight": look.weight + (1.5 if data.get("focus") else 0),
        "dash": look.dash,
        "focus": bool(data.get("focus")),
    }


def _line(
    network: nx.MultiDiGraph, route: Route, things: dict[str, dict[str, Any]], names: dict[str, str]
) -> dict[str, Any]:
    data = network.edges[route.subject, route.object, route.claim]
    relation, grade = str(data.get("relation", "")), str(data.get("grade", "inferred"))
    modality, standing = str(data.get("modality", "actual")), str(data.get("standing", "accepted"))
    family = family_of(relation)
    manners = [f"{group}.{word}" for group, word in (("modality", modality), ("standing", standing))]
    told = [f"grade.{grade}", *(m for m in manners if m not in ("modality.actual", "standing.accepted"))]
    evidence = [{name: plain(str(text or "")) for name, text in each.items()} for each in data.get("evidence", ())]
    return {
        "id": route.edge,
        "claim": plain(route.claim),
        "from": names[route.subject],
        "to": names[route.object],
        "subject_label": things[route.subject]["label"],
        "object_label": things[route.object]["label"],
        "relation": plain(str(data.get("label") or relation)),
        "manners": ["planned" if modality == "planned" else grade, *([standing] if standing in key.BADGES else [])],
        "sureness": ", ".join(say(f"views.{word}") for word in told),
        "valid_from": plain(str(data.get("valid_from") or "")),
        "valid_to": plain(str(data.get("valid_to") or "")),
        "attested": plain(str(data.get("last_attested") or "")),
        "evidence": evidence,
        "points": route.points,
        "place": route.mark,
        "badge": key.BADGES.get(standing, ""),
        "style": route.style,
        "colour": family.colour,
        "width": family.width,
        "head": family.head,
        "dash": dash_of(grade, modality),
    }


def _choices(
    network: nx.MultiDiGraph, things: dict[str, dict[str, Any]], names: dict[str, str]
) -> list[tuple[str, list[tuple[str, dict[str, Any]]]]]:
    """Returns what the highlight list offers: per kind, its things by name."""
    found = []
    for entry in key.things(network):
        members = [(names[n], t) for n, t in things.items() if t["kind"] == entry.kind]
        found.append((entry.label, sorted(members, key=lambda member: (member[1]["label"], member[0]))))
    return found


def _policy(scripts: list[Markup], style: Markup) -> str:
    """Returns the content security policy: only the page's own scripts and style, and no request at all."""
    allowed = " ".join(_digest(text) for text in scripts)
    return (
        f"default-src 'none'; script-src {allowed}; style-src {_digest(style)}; img-src data:; "
        "connect-src 'none'; base-uri 'none'; form-action 'none'"
    )


def _digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


@cache
def _own(name: str) -> str:
    return (_TEMPLATES / name).read_text(encoding="utf-8")


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
