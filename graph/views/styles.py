"""What a kind of thing and a kind of line look like. Data, and the two questions asked of it.

A kind has its own shape, border and colour; a relation its colour and arrow head by family; the grade
and modality its dashes; so that nothing is told by colour alone. Colours have 4.5:1 on white for text
and 3:1 for lines.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """Look of a node: outline name, fill, border and text colour, border width px, dash lengths px."""

    shape: str
    fill: str
    border: str
    text: str = "#14202b"
    weight: float = 1.5
    dash: tuple[int, ...] = ()


@dataclass(frozen=True)
class Family:
    """Look of a group of relations: colour, width px and arrow head (see `head` in picture.js)."""

    name: str
    colour: str
    width: float
    head: str


KINDS = {
    "board": Kind("rectangle", "#eee4f5", "#5e2a84", weight=2),
    "board-kind": Kind("rectangle", "#ffffff", "#5e2a84", weight=1.6, dash=(5, 3)),
    "arrangement": Kind("round", "#ffffff", "#2b3a47"),
    "service": Kind("stadium", "#eef2f5", "#2b3a47"),
    "force": Kind("rectangle", "#1c3d63", "#0d2440", text="#ffffff", weight=2),
    "policing-body": Kind("octagon", "#dbe8f4", "#1c3d63"),
    "agency": Kind("tab", "#e4f0e6", "#2a6338"),
    "grouping": Kind("double", "#e8edf2", "#1c3d63", weight=1.2),
    "agreement": Kind("sheet", "#fff7e0", "#7a5600"),
    "other": Kind("rectangle", "#f4f4f4", "#5c6670", dash=(2, 2)),
}

_FAMILIES = {
    "oversight": Family("oversight", "#5e2a84", 1.6, "full"),
    "reporting": Family("reporting", "#5e2a84", 2.4, "full"),
    "management": Family("management", "#a3316f", 1.6, "open"),
    "taking-part": Family("taking-part", "#2a6f9e", 1.4, "full"),
    "serving": Family("serving", "#0b7268", 1.4, "open"),
    "backing": Family("backing", "#9a5b00", 1.4, "diamond"),
    "agreement": Family("agreement", "#6d5a10", 1.4, "open"),
    "keeping": Family("keeping", "#1c3d63", 1.8, "bar"),
    "parts": Family("parts", "#56626e", 1.4, "diamond"),
    "other": Family("other", "#56626e", 1.2, "open"),
}

_FAMILY_OF = {
    "oversight": "governedBy governedAsClassBy benefitsReportedTo riskManagedBy scrutinisedBy overseenBy",
    "reporting": "reportsTo",
    "management": "managedBy chairedBy guidedBy",
    "taking-part": "hasParticipant resourcedBy hasMember participatesIn collaboratesWith",
    "serving": "serves",
    "backing": "hostedBy employerOfStaff contractHolder hosts ownedBy fundedBy supportedBy launchedBy",
    "agreement": "underAgreement hasParty madeUnder",
    "keeping": "maintains",
    "parts": "hasPart partOf delivers replaces",
}
_BY_RELATION = {relation: _FAMILIES[name] for name, many in _FAMILY_OF.items() for relation in many.split()}

DASHES = {
    "stated": (),
    "inferred": (7.0, 4.0),
    "class-level": (10.0, 3.0, 2.0, 3.0),
    "planned": (1.5, 3.5),
    "constructed": (4.0, 2.0),
}

# The border of what would end, broken as well, and with its words in the box.
ENDS = "#8a2a12"

BANDS = (
    ("boards", ("board", "board-kind")),
    ("arrangements", ("arrangement", "service", "agreement")),
    ("forces", ("force", "grouping")),
    ("policing-bodies", ("policing-body",)),
    ("others", ("agency", "other")),
    ("idle-boards", ()),
)
_BAND_OF = {kind: place for place, (_, kinds) in enumerate(BANDS) for kind in kinds}


def band_of(data: dict[str, object]) -> int:
    """Returns the layer of a node, by its kind; a board without any line (`idle`) stands apart, at the bottom."""
    if data.get("idle"):
        return len(BANDS) - 1
    return _BAND_OF.get(str(data.get("kind") or "other"), _BAND_OF["other"])


def kind_of(kind: str) -> Kind:
    """Returns the look of a kind of node; a kind we do not know looks like "other"."""
    return KINDS.get(kind, KINDS["other"])


def family_of(relation: str) -> Family:
    """Returns the look of a relation (its local name); one we do not know belongs to "other"."""
    return _BY_RELATION.get(relation, _FAMILIES["other"])


def dash_of(grade: str, modality: str) -> tuple[float, ...]:
    """Returns the dash lengths in px: dotted if planned, solid for stated, else dashed."""
    return DASHES["planned"] if modality == "planned" else DASHES.get(grade, DASHES["inferred"])
