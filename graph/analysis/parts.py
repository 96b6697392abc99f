"""Which body has what part in which arrangement, as the lens sees it: what matrix and map count."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.analysis.claims import Reader
from graph.analysis.statements import Claim, Name

if TYPE_CHECKING:
    from graph.landscape import Landscape

FAMILIES = ("hasParticipant", "hostedBy", "serves", "launchedBy", "managedBy", "ownedBy", "fundedBy", "supportedBy",
            "hasParty", "org:hasMember")  # fmt: skip
PARTY_KINDS = (("PoliceForce", "force"), ("PolicingBody", "policing-body"), ("ForceGrouping", "grouping"),
            ("Agency", "agency"))  # fmt: skip
SHOWN = ("fact", "contested", "planned")


@dataclass(frozen=True)
class Arrangement:
    """An arrangement with the claims about its parties, those too that the lens leaves out on its day."""

    name: Name
    national: bool
    claims: tuple[Claim, ...]

    @property
    def shown(self) -> tuple[Claim, ...]:
        """Returns the claims that the lens shows or marks."""
        return tuple(claim for claim in self.claims if claim.state in SHOWN)


class Parts:
    """Every part that a body has in an arrangement: `ever`, whatever the day, and `shown`, as the lens sees it."""

    def __init__(self, landscape: Landscape, without_national: bool = False, *, with_passages: bool = False) -> None:
        self.reader = Reader(landscape, FAMILIES, with_passages=with_passages)
        self.all = [claim for claim in self.reader.claims() if claim.object.id]
        national = {claim.subject.id for claim in self.all if self.reader.is_national(claim.subject.id)}
        self.national = national
        self.ever = [
            claim
            for claim in self.all
            if self.is_arrangement(claim.subject.id) and not (without_national and claim.subject.id in national)
        ]
        self.shown = [claim for claim in self.ever if claim.state in SHOWN]

    def is_arrangement(self, thing: str) -> bool:
        """Tells whether a thing is a collaboration or a service."""
        return bool(self.reader.classes(thing) & {"Collaboration", "Service"})

    def kind(self, thing: str) -> str:
        """Returns the kind of a party, "" for a thing that is none."""
        return next((kind for one, kind in PARTY_KINDS if one in self.reader.classes(thing)), "")

    def known_forces(self, also: Collection[str] = ()) -> dict[str, Name]:
        """Returns the forces, and those of `also`, to which the sources give a part in anything, whatever the day."""
        named = [claim.object for claim in self.all if claim.state]
        return {name.id: name for name in named if self.kind(name.id) == "force" or name.id in also}

    def taking_part(self) -> dict[str, dict[str, str]]:
        """Returns per arrangement its participants, each with the surest state: fact, contested or planned."""
        found: dict[str, dict[str, str]] = defaultdict(dict)
        for state in ("planned", "contested", "fact"):
            for claim in self.shown:
                if claim.state == state and "hasParticipant" in claim.families:
                    found[claim.subject.id][claim.object.id] = state
        return dict(found)

    def only_by_group(self) -> list[tuple[str, str]]:
        """Returns the labels of an arrangement and its groupings, where it names no force beside them."""
        taking = self.taking_part()
        groups: dict[str, set[str]] = defaultdict(set)
        for claim in self.shown:
            if claim.state == "fact" and "hasParticipant" in claim.families:
                alone = not any(self.kind(one) == "force" for one in taking[claim.subject.id])
                if alone and self.kind(claim.object.id) == "grouping":
                    groups[claim.subject.label].add(claim.object.label)
        return [(label, ", ".join(sorted(groups[label]))) for label in sorted(groups)]

    def arrangements(self, claims: Iterable[Claim]) -> dict[str, Arrangement]:
        """Returns the arrangements that claims speak of, by id in the order of their labels."""
        found: dict[str, list[Claim]] = defaultdict(list)
        for claim in claims:
            found[claim.subject.id].append(claim)
        made = {
            one: Arrangement(claims[0].subject, one in self.national, tuple(claims)) for one, claims in found.items()
        }
        return dict(sorted(made.items(), key=lambda item: (item[1].name.label.casefold(), item[0])))
