"""A landscape at a glance: what is counted of it, and the card that a notebook shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph import notebook
from graph.wording import say

if TYPE_CHECKING:
    from graph.standpoint import Standpoint

# Classes of the ontology, in the order in which they are told.
KINDS = ("PoliceForce", "PolicingBody", "Agency", "Collaboration", "Service", "GovernanceBody", "Agreement")


def card(landscape: Standpoint) -> str:
    """Returns HTML that says how many of each kind there are, and how to cite it, in the language in force."""
    pairs = [(str(landscape.count(kind)), say(f"overview.kind-{kind}")) for kind in KINDS]
    rows = landscape.snapshot.manifest["rows"]
    pairs.append((str(rows["claims"]), say("overview.claims", evidence=rows["evidence"], sources=rows["sources"])))
    day, version = landscape.view.as_of.isoformat(), landscape.snapshot.version
    notes = [
        say("answer.cite-line", as_of=day, lens=landscape.view.sentence(), version=version),
        say("overview.python"),
    ]
    return notebook.card(say("overview.title", version=version, day=day), pairs, notes, landscape.language)
