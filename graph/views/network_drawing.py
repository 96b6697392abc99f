"""What a network picture shows, worked out once for page and SVG: places, looks and words of boxes and lines."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import networkx as nx

from graph.said_dates import said
from graph.views import key
from graph.views.geometry import Box, Placement, Route
from graph.views.labels import Label, labels
from graph.views.layout import place
from graph.views.measure import plain
from graph.views.ring import place_ring
from graph.views.shapes import outline
from graph.views.styles import ENDS, dash_of, family_of, kind_of
from graph.views.switches import sources_in_words
from graph.wording import say

BOUNDS = ("start_earliest", "start_latest", "end_earliest", "end_latest", "first_day", "last_day")
_LIGHT = "#ffffff"
_TOLD = ("title", "subtitle", "question", "answer", "meaning", "day", "lens", "data_version")


@dataclass(frozen=True)
class NetworkDrawing:
    """One network as it is drawn. Texts in it are made plain; ids from data never become names on a page.

    `names` gives each node its name on the page ("n0", ...); `things` are the boxes and `lines` the
    relations, by those names and in the order of placing.
    """

    network: nx.MultiDiGraph
    placement: Placement
    language: str

    @cached_property
    def one_mode(self) -> bool:
        """Whether it shows organisations alone, joined by what they share."""
        return bool(self.network.graph.get("one_mode"))

    @cached_property
    def told(self) -> dict[str, str]:
        """The words around the picture: title, question, answer, how to read it, day, lens, data version."""
        return {name: plain(str(self.network.graph.get(name) or "")) for name in _TOLD}

    @cached_property
    def caption(self) -> list[tuple[str, str]]:
        """What stands under the picture: keys of `views.caption` with their texts, those that have one."""
        told, graph = self.told, self.network.graph
        sources = sources_in_words(graph.get("sources", ()))
        found = [("question", told["question"]), ("day", told["day"]), ("lens", told["lens"])]
        found.append(("meaning", told["meaning"]))
        found += [("sources", sources), ("version", told["data_version"])]
        notes = [("not_known", plain(str(note))) for note in graph.get("notes", ())]
        return [pair for pair in (*found, *notes) if pair[1]]

    @cached_property
    def strokes(self) -> tuple[list[key.Stroke], list[key.Stroke]]:
        """The key's lines: kinds of relation, and how sure."""
        if self.one_mode:
            return key.counts(self.network), []
        return key.families(self.network), key.manners(self.network)

    @cached_property
    def names(self) -> dict[str, str]:
        """The name on the page of each node."""
        return {node: f"n{number}" for number, node in enumerate(self.placement.boxes)}

    @cached_property
    def things(self) -> dict[str, dict[str, Any]]:
        """Every box by its name on the page: words, place, outline and look."""
        return {
            self.names[node]: {**_words(self.network, node, self.language), **_drawn(box, self.network.nodes[node])}
            for node, box in self.placement.boxes.items()
        }

    @cached_property
    def lines(self) -> list[dict[str, Any]]:
        """Every relation: words, evidence, bounds of its time, route and look."""
        return [self._line(route) for route in self.placement.routes.values()]

    @cached_property
    def labels(self) -> list[Label]:
        """What the lines say they are, in words or by a letter of the key."""
        said = {line["id"]: (line["relation"], line["letter"]) for line in self.lines}
        return labels(
            self.placement, lambda route: said[route.edge], {line["id"] for line in self.lines if line["badge"]}
        )

    @cached_property
    def hidden(self) -> set[str]:
        """Names of the boxes all of whose lines are out of force on the day of drawing, unless they are kept."""
        shown = {end for line in self.lines if line["shown"] for end in (line["from"], line["to"])}
        kept = {self.names[node] for node, given in self.network.nodes(data="kept") if given}
        return {end for line in self.lines for end in (line["from"], line["to"])} - shown - kept

    @cached_property
    def claims(self) -> list[dict[str, Any]]:
        """The claims behind lines that count, each once; the ties of `lines` name them by their place here."""
        return [claim for _, claim in sorted(self._claims.values(), key=lambda one: one[0])]

    @cached_property
    def said(self) -> list[dict[str, Any]]:
        """Every claim in the picture: a line is one, or counts several."""
        return [*self.claims, *(line for line in self.lines if not line["ties"])]

    @cached_property
    def _claims(self) -> dict[str, tuple[int, dict[str, Any]]]:
        found: dict[str, tuple[int, dict[str, Any]]] = {}
        for *_, ties in self.network.edges(data="ties"):
            for one in (claim for tie in ties or () for claim in tie["claims"]):
                if one["claim"] not in found:
                    words = {name: plain(str(one[name])) for name in ("sentence", "party")}
                    found[one["claim"]] = (len(found), {**_said(one), **words})
        return found

    def _tie(self, tie: dict[str, Any]) -> dict[str, Any]:
        spoken = str(tie.get("label_language") or self.language)
        level = plain(str(tie.get("level") or ""))
        return {
            "label": plain(str(tie["label"])),
            "lang": "" if spoken == self.language else spoken,
            "level": level,
            "level_label": plain(str(tie.get("level_label") or level)),
            "fact": bool(tie["fact"]),
            "claims": [self._claims[one["claim"]][0] for one in tie["claims"]],
        }

    def _line(self, route: Route) -> dict[str, Any]:
        data = self.network.edges[route.subject, route.object, route.claim]
        relation = str(data.get("relation", ""))
        family = family_of(relation)
        number = data.get("number")
        said = _said(data)
        ends = [self.names[node] for node in (route.subject, route.object)]
        return {
            "id": route.edge,
            "claim": plain(route.claim),
            "from": ends[0],
            "to": ends[1],
            "subject_label": self.things[ends[0]]["label"],
            "object_label": self.things[ends[1]]["label"],
            "relation": plain(str(data.get("label") or relation)),
            **said,
            "shown": bool(data.get("shown", True)),
            "governs": relation in self.network.graph.get("governing", ()),
            "upward": relation in (*self.network.graph.get("governing", ()), "reportsTo"),
            "number": number,
            "ties": [self._tie(tie) for tie in data.get("ties", ())],
            "points": route.points,
            "place": route.mark,
            "bent": route.bent,
            "quiet": route.quiet,
            "badge": key.BADGES.get(said["standing"], ""),
            "style": route.style,
            "colour": family.colour,
            "width": family.width if number is None else key.thickness(number),
            "letter": say(f"views.sign.{family.name}"),
            "head": "" if number is not None else family.head,
            "dash": () if number is not None else dash_of(said["grade"], said["modality"]),
        }


def draw_network(network: nx.MultiDiGraph) -> NetworkDrawing:
    """Returns the drawing of a network, in the language in force."""
    placed = place_ring(network) if network.graph.get("one_mode") else place(network)
    return NetworkDrawing(network, placed, str(network.graph.get("language", "en")))


def _words(network: nx.MultiDiGraph, node: str, language: str) -> dict[str, Any]:
    data = network.nodes[node]
    spoken = str(data.get("label_language") or language)
    level = plain(str(data.get("level") or ""))
    return {
        "id": plain(str(node)),
        "label": plain(str(data.get("label") or node)),
        "lang": "" if spoken == language else spoken,
        "kind": str(data.get("kind") or "other"),
        "kind_label": plain(str(data.get("kind_label") or "")),
        "level": level,
        "level_label": plain(str(data.get("level_label") or level)),
        "note": plain(str(data.get("note") or "")),
        "no_board": data.get("governance") == "none-stated",
        "governed": str(data.get("kind")) in ("arrangement", "service"),
        "unseen": [_holding(one) for one in data.get("unseen", ())],
        "takes": [
            {"arrangement": str(one["arrangement"]), "level": plain(str(one["level"] or "")), **_holding(one)}
            for one in data.get("takes", ())
        ],
    }


def _holding(data: dict[str, Any]) -> dict[str, Any]:
    """Returns what decides whether a claim holds on a day under a lens."""
    words = {name: str(data.get(name) or "") for name in ("grade", "modality", "standing")}
    return {**words, "bounds": [plain(str(data.get(name) or "")) for name in BOUNDS]}


def _drawn(box: Box, data: dict[str, Any]) -> dict[str, Any]:
    look = kind_of(str(data.get("kind") or "other"))
    if data.get("ends"):
        look = replace(look, fill="#ffffff", border=ENDS, text="#14202b", weight=2, dash=(5, 3))
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
        "mark_text": look.text if {"alone", "parents"} & set(data) or look.text == _LIGHT else "#8a2a12",
        "weight": look.weight + (1.5 if data.get("focus") else 0),
        "dash": look.dash,
        "focus": bool(data.get("focus")),
    }


def _said(data: dict[str, Any]) -> dict[str, Any]:
    """Returns how surely, since when and on what evidence one claim is made."""
    grade, modality = str(data.get("grade", "inferred")), str(data.get("modality", "actual"))
    standing = str(data.get("standing", "accepted"))
    manners = [f"{group}.{word}" for group, word in (("modality", modality), ("standing", standing))]
    told = [f"grade.{grade}", *(one for one in manners if one not in ("modality.actual", "standing.accepted"))]
    return {
        "grade": grade,
        "modality": modality,
        "standing": standing,
        "sureness": ", ".join(say(f"views.{word}") for word in told),
        "bounds": [plain(str(data.get(name) or "")) for name in BOUNDS],
        "valid_from": said(plain(str(data.get("valid_from") or ""))),
        "valid_to": said(plain(str(data.get("valid_to") or ""))),
        "attested": said(plain(str(data.get("last_attested") or ""))),
        "evidence": [
            {name: said(shown) if name == "date" else shown for name, shown in _shown(each).items()}
            for each in data.get("evidence", ())
        ],
    }


def _shown(evidence: dict[str, Any]) -> dict[str, str]:
    return {name: plain(str(text or "")) for name, text in evidence.items()}
