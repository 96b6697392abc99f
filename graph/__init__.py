"""The Police Collaboration Graph: who works with whom in UK policing, which board governs what, and who says so.

    from graph import open_landscape
    landscape = open_landscape()
    landscape.ask("governs", service="jfu").to_frame()

The public names are loaded on first use.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from graph.answer import Answer, Thing, Word
    from graph.commands import collab
    from graph.errors import CollabError, Complaint, DataInvalid, NotThere, TimeLimit, Usage
    from graph.landscape import Landscape, open_landscape
    from graph.pictures import Picture
    from graph.scenario import Scenario
    from graph.shipped import ask, check, draw, export, measure, project, what_if

__version__ = "0.1.0"

_HOMES = {
    "Answer": "graph.answer",
    "CollabError": "graph.errors",
    "Complaint": "graph.errors",
    "DataInvalid": "graph.errors",
    "Landscape": "graph.landscape",
    "NotThere": "graph.errors",
    "Picture": "graph.pictures",
    "Scenario": "graph.scenario",
    "Thing": "graph.answer",
    "TimeLimit": "graph.errors",
    "Usage": "graph.errors",
    "Word": "graph.answer",
    "ask": "graph.shipped",
    "check": "graph.shipped",
    "collab": "graph.commands",
    "draw": "graph.shipped",
    "export": "graph.shipped",
    "measure": "graph.shipped",
    "open_landscape": "graph.landscape",
    "project": "graph.shipped",
    "what_if": "graph.shipped",
}

__all__ = [
    "Answer",
    "CollabError",
    "Complaint",
    "DataInvalid",
    "Landscape",
    "NotThere",
    "Picture",
    "Scenario",
    "Thing",
    "TimeLimit",
    "Usage",
    "Word",
    "ask",
    "check",
    "collab",
    "draw",
    "export",
    "measure",
    "open_landscape",
    "project",
    "what_if",
]


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'graph' has no attribute {name!r}")


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
