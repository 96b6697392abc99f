"""`network_page`: a whole network, or one thing and what touches it, as one HTML file that needs nothing else."""

from __future__ import annotations

import re
from contextvars import copy_context
from typing import Any

import networkx as nx
from markupsafe import Markup

from graph.said_dates import months
from graph.views import key, vis
from graph.views.filters import filters
from graph.views.html import policy, scripts_of, style_of, template
from graph.views.measure import FAMILY
from graph.views.network_drawing import NetworkDrawing, draw_network
from graph.views.network_svg import svg_of
from graph.views.rows import mark_lines
from graph.views.switches import LENS, file_name
from graph.wording import forms, say, speak

_SCRIPTS = ("picture", "panel", "days", "frame", "state", "page")
_DAY = re.compile(r"[12]\d{3}-\d{2}-\d{2}", re.ASCII)
_SPOKEN = (
    "panel.close panel.basis panel.validity panel.from_to panel.since panel.until panel.no_dates panel.attested "
    "panel.evidence panel.no_evidence panel.source panel.undated panel.item panel.reading panel.passage "
    "panel.relations panel.no_board panel.several panel.kind panel.level "
    "said.everything said.line said.none_found said.hidden said.full said.not_full "
    "said.answer_then said.saved stance.supports stance.disputes panel.on panel.not_counted force.certain "
    "force.possible table.caption mark.sign"
)
_COUNTED = ("said.relations", "said.found", "panel.shared", "mark.alone", "mark.parents")


def network_page(network: nx.MultiDiGraph) -> str:
    """Returns the complete HTML of an interactive picture of `network`, in the language it names.

    The page holds its script, style and data; it asks no server for anything. `network` is not changed.
    """
    return copy_context().run(_page, network)


def _page(network: nx.MultiDiGraph) -> str:
    language = network.graph.get("language", "en")
    speak(language)
    drawn = draw_network(network)
    things, lines = drawn.things, drawn.lines
    linked = {end for line in lines for end in (line["from"], line["to"])}
    days = _days(drawn)
    scripts = [Markup(vis.script()), *scripts_of(*_SCRIPTS)]
    style = style_of("tools", "network")
    shown = sum(line["shown"] for line in lines)
    size = {"nodes": len(things) - len(drawn.hidden), "lines": shown}
    return template("network.html.j2").render(
        language=language,
        graph=drawn.told,
        size=_size(network).format(**size),
        count=shown,
        caption=drawn.caption,
        kinds=key.things(network),
        families=drawn.strokes[0],
        manners=drawn.strokes[1],
        groups=filters(drawn, timed=days is not None),
        days=days,
        lens=[(name, True) for name in LENS if any(name in (one["standing"], one["modality"]) for one in drawn.said)],
        choices=_choices(network, things),
        lines=sorted(({**line, "places": _places(line)} for line in lines), key=_by_words),
        things=things,
        unlinked=[thing for name, thing in things.items() if name not in linked],
        one_mode=drawn.one_mode,
        signs=_marks(drawn) is not None,
        data=_data(drawn, days),
        svg=svg_of(drawn, everything=True),
        style=style,
        scripts=scripts,
        policy=policy(scripts, style, more="img-src data:"),
        say=lambda name, **values: say(f"views.{name}", **values),
    )


def _data(drawn: NetworkDrawing, days: dict[str, Any] | None) -> dict[str, Any]:
    """Returns what the page's script works with."""
    labels = {node: drawn.things[name]["label"] for node, name in drawn.names.items()}
    nodes, edges = vis.model(drawn.placement, labels, drawn.names)
    counted = drawn.network.graph.get("counts", {})
    return {
        "nodes": nodes,
        "edges": edges,
        "width": drawn.placement.width,
        "height": drawn.placement.height,
        "gutter": drawn.placement.gutter,
        "font": FAMILY,
        "bands": [[band.top, band.bottom, band.lines] for band in drawn.placement.bands],
        "things": drawn.things,
        "lines": {line["id"]: {**line, "evidence": [] if line["ties"] else line["evidence"]} for line in drawn.lines},
        "claims": drawn.claims,
        "labels": [
            {"x": one.x, "y": one.y, "text": one.text, "letter": one.letter, "lines": one.edges} for one in drawn.labels
        ],
        "words": {"size": _size(drawn.network), **{name: say(f"views.{name}") for name in _SPOKEN.split()}},
        "counted": {name: forms(f"views.{name}") for name in _COUNTED},
        "day": drawn.told["day"],
        "days": days,
        "months": months(),
        "oneMode": drawn.one_mode,
        "marks": _marks(drawn),
        "parents": bool(drawn.network.graph.get("parents")),
        "lens": {name: bool(counted.get(name)) for name in LENS},
        "file": file_name(drawn.told["title"]),
    }


def _marks(drawn: NetworkDrawing) -> dict[str, list[str]] | None:
    """Returns the lines of the marks on boxes that another day or lens may bring; None where they do not follow it."""
    if "governing" not in drawn.network.graph or drawn.one_mode:
        return None
    found = {"none-stated": list(mark_lines(say("views.mark.no_board")))}
    if drawn.network.graph.get("overview"):
        found["class-level"] = list(mark_lines(say("views.mark.only_general")))
    return found


def _size(network: nx.MultiDiGraph) -> str:
    """Returns the words that say how many things and lines there are, their places open."""
    if network.graph.get("regions"):
        return say("views.regions_and_lines")
    return say("views.organisations_and_lines") if network.graph.get("one_mode") else say("views.nodes_and_lines")


def _by_words(line: dict[str, Any]) -> tuple[str, str, str]:
    return (line["subject_label"], line["relation"], line["object_label"])


def _places(line: dict[str, Any]) -> list[str]:
    """Returns source and item of every passage behind a line, each once."""
    found = [", ".join(part for part in (one["source"], one["item"]) if part) for one in line["evidence"]]
    return list(dict.fromkeys(found))


def _choices(network: nx.MultiDiGraph, things: dict[str, dict[str, Any]]) -> list[tuple[str, list[Any]]]:
    """Returns what the highlight list offers: per kind, its things by name."""
    found = []
    for entry in key.things(network):
        members = [(name, thing) for name, thing in things.items() if thing["kind"] == entry.kind]
        found.append((entry.label, sorted(members, key=lambda member: (member[1]["label"], member[0]))))
    return found


def _days(drawn: NetworkDrawing) -> dict[str, Any] | None:
    """Returns the first month that the date slider offers, and how many; None where the day is no day."""
    day = drawn.told["day"]
    if not _DAY.fullmatch(day):
        return None
    known = {int(bound[:4]) for one in drawn.said for bound in one["bounds"] if _DAY.fullmatch(bound)}
    first, last = min({*known, int(day[:4])}) - 1, max({*known, int(day[:4])}) + 1
    return {"first": f"{first:04d}-01", "months": (last - first + 1) * 12 - 1}
