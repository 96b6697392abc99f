"""Names that are clear only where their partners are: "Strategic Alliance", on a page of its two forces.

A name that begins with areas is shortened by those who live there. The rest of it means that thing in a document
that mentions all of its partners, at least two, and means no other thing there.
"""

from __future__ import annotations

from collections.abc import Iterable

from graph.curation.mentions import Gazetteer
from graph.facts.facts import Facts

_PARTNERS = ("hasParticipant", "hasMember", "hasParty")


class Nicknames:
    """The short names of every arrangement, and whose they are."""

    def __init__(self, facts: Facts, gazetteer: Gazetteer) -> None:
        self._partners: dict[str, set[str]] = {}
        for row in facts["claims"]:
            if row["relation"] in _PARTNERS and row["standing"] == "accepted" and row["modality"] == "actual":
                self._partners.setdefault(row["subject"], set()).add(row["object"])
        self._things: dict[str, set[str]] = {}
        for row in facts["entities"]:
            rest = gazetteer.after_areas(row["label"]) if row["entity_id"] in self._partners else ""
            if rest:
                self._things.setdefault(rest.casefold(), set()).add(row["entity_id"])

    def clear_among(self, mentioned: Iterable[str]) -> list[tuple[str, str]]:
        """Returns each id with its short name, in small letters, that is clear where these things are mentioned."""
        there = set(mentioned)
        found = []
        for name, things in self._things.items():
            meant = [one for one in things if len(self._partners[one]) > 1 and self._partners[one] <= there]
            if len(meant) == 1:
                found.append((meant[0], name))
        return found
