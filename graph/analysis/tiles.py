"""A schematic map: one tile per force, with the number of its arrangements or its part in one of them."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from graph.analysis.claims import in_language
from graph.analysis.parts import Arrangement, Parts
from graph.analysis.statements import Caption, Claim, Name
from graph.wording import say

if TYPE_CHECKING:
    from graph.landscape import Landscape

# The order of rows and columns "by region": Wales, then England from the north, then the rest.
REGIONS = (
    "wales", "north-east", "north-west", "yorkshire-and-the-humber", "east-midlands", "west-midlands",
    "east-of-england", "london", "south-east", "south-west", "scotland", "northern-ireland", "beside",
)  # fmt: skip


@dataclass(frozen=True)
class Place:
    """A force's place in the grid (column and row from 0) and its names; "" where no Welsh name is recorded."""

    id: str
    column: int
    row: int
    region: str
    official: str
    short: str
    code: str
    official_cy: str
    short_cy: str

    def name(self, language: str) -> Name:
        """Returns the official name, in Welsh where that is asked for and recorded."""
        welsh = language == "cy" and self.official_cy
        return Name(self.id, self.official_cy if welsh else self.official, "cy" if welsh else "en")

    def face(self, language: str) -> Name:
        """Returns the words that fit on a tile."""
        welsh = language == "cy" and self.short_cy
        return Name(self.id, self.short_cy if welsh else self.short, "cy" if welsh else "en")


@dataclass(frozen=True)
class Tile:
    """A force on the map.

    `state` is "count" for a number of arrangements, the surest state of its part in one of them ("fact",
    "contested", "planned"), "group" if only a group that it belongs to is named, "not-named" if the sources speak of
    the force but give it no part here, or "absent" if they give it no part in anything.
    """

    name: Name
    face: Name
    code: str
    column: int
    row: int
    placed: bool
    beside: bool
    state: str
    count: int
    roles: tuple[str, ...]
    shared: tuple[str, ...]
    contested: tuple[str, ...]
    planned: tuple[str, ...]
    claims: tuple[Claim, ...]


@dataclass(frozen=True)
class Tiles:
    """The whole map: tiles row by row, arrangements by id, and the arrangement it is about, if about one.

    Arrangements are those of any day; `groups` have the claims that a force belongs to a group.
    """

    caption: Caption
    tiles: tuple[Tile, ...]
    arrangements: dict[str, Arrangement]
    thing: Name | None
    groups: dict[str, Arrangement]


def places(ontology: Path) -> dict[str, Place]:
    """Returns the places of `tiles.csv` in the folder of the ontology, by force, in the order of the file."""
    with (ontology / "tiles.csv").open(encoding="utf-8", newline="") as file:
        return {
            row["force_id"]: Place(
                row["force_id"], int(row["column"]), int(row["row"]), row["region"], row["name"], row["short"],
                row["code"], row["name_cy"], row["short_cy"],
            )
            for row in csv.DictReader(file)
        }  # fmt: skip


def tiles(
    landscape: Landscape, thing: str | None = None, *, without_national: bool = False, with_passages: bool = False
) -> Tiles:
    """Returns the map of all forces, or of their parts in one arrangement or service; errors as `resolve`.

    A force that `tiles.csv` does not place stands in rows of its own under the map. `with_passages` adds the words
    of passages whose document is on hand.
    """
    return in_language(landscape.language, _Builder(landscape, thing, without_national, with_passages).tiles)


class _Builder:
    def __init__(self, landscape: Landscape, thing: str | None, without_national: bool, with_passages: bool) -> None:
        self.landscape = landscape
        self.parts = Parts(landscape, without_national and thing is None, with_passages=with_passages)
        self.taking = self.parts.taking_part()
        self.without_national = without_national
        self.places = places(landscape.inputs.ontology)
        self.thing: Name | None = None
        if thing is not None:
            self.thing = self.parts.reader.name(landscape.resolve(thing, "Collaboration", "Service"))

    def tiles(self) -> Tiles:
        known = self.parts.known_forces(self.places)  # the National Crime Agency has a tile and is no force
        language = self.landscape.language
        # A made-up world has forces of its own: then the grid of the kingdom would be all hatching.
        grid = [place for place in self.places.values() if known.keys() & self.places.keys() or not known]
        faces = [
            (known.get(p.id) or p.name(language), p.face(language), p.code, p.column, p.row, True, p.region == "beside")
            for p in grid
        ]
        under = max((place.row for place in grid), default=-2) + 2
        loose = sorted((name for one, name in known.items() if one not in self.places), key=lambda name: name.label)
        faces += [(name, name, "", n % 7, under + n // 7, False, False) for n, name in enumerate(loose)]
        made = tuple(self._tile(known, *face) for face in faces)
        claims = [claim for tile in made for claim in tile.claims]
        if self.thing:
            parties = [claim for claim in self.parts.shown if claim.subject.id == self.thing.id and claim.role]
            claims = list(dict.fromkeys([*parties, *claims]))
        forces = {tile.name.id for tile in made}
        members = [claim for claim in self.parts.all if "org:hasMember" in claim.families and not claim.role]
        groups = {claim.subject.id for claim in members if claim.object.id in forces}
        about = [claim for claim in self.parts.ever if claim.role and claim.object.id in forces | groups]
        if self.thing:
            about = [claim for claim in self.parts.ever if claim.role and claim.subject.id == self.thing.id]
        return Tiles(
            self._caption(made, claims),
            made,
            self.parts.arrangements(about),
            self.thing,
            self.parts.arrangements(claim for claim in members if claim.object.id in forces),
        )

    def _tile(self, known: dict[str, Name], name: Name, face: Name, code: str, column: int, row: int, placed: bool,
              beside: bool) -> Tile:  # fmt: skip
        about = [claim for claim in self.parts.shown if claim.object.id == name.id]
        found = {
            state: tuple(sorted(one for one, parties in self.taking.items() if parties.get(name.id) == state))
            for state in ("fact", "contested", "planned")
        }
        roles: tuple[str, ...] = ()
        if name.id not in known:
            state, about = "absent", []
        elif self.thing is None:
            state, about = "count", [claim for claim in about if "hasParticipant" in claim.families]
        else:
            about = [claim for claim in about if claim.subject.id == self.thing.id and claim.role]
            states = {claim.state for claim in about}
            state = next((one for one in ("fact", "contested", "planned") if one in states), "")
            roles = tuple(sorted({claim.role for claim in about if claim.state == state}))
            if not state:
                about = self._by_group(name.id)
                state = "group" if about else "not-named"
        return Tile(
            name, face, code, column, row, placed, beside, state, len(found["fact"]), roles,
            found["fact"], found["contested"], found["planned"], tuple(about),
        )  # fmt: skip

    def _by_group(self, force: str) -> list[Claim]:
        """Returns the claims that a group takes part here and that the force is of that group."""
        assert self.thing is not None
        groups = {
            claim.object.id: claim
            for claim in self.parts.shown
            if claim.subject.id == self.thing.id and claim.state == "fact" and claim.role
        }
        return [
            one
            for claim in self.parts.all
            if claim.object.id == force and "org:hasMember" in claim.families and claim.state == "fact"
            for one in (groups.get(claim.subject.id), claim)
            if one is not None and claim.subject.id in groups
        ]

    def _caption(self, made: tuple[Tile, ...], claims: list[Claim]) -> Caption:
        absent = sum(tile.state == "absent" for tile in made)
        notes = [say("tiles.schematic")]
        if absent:
            notes.append(say("tiles.absent-note", count=absent, all=len(made)))
        if any(not tile.placed for tile in made):
            notes.append(say("tiles.unplaced-note"))
        if self.thing is None:
            notes.append(say("tiles.zero"))
            notes += [
                say("matrix.only-group", arrangement=arrangement, group=group)
                for arrangement, group in self.parts.only_by_group()
            ]
            most = max((tile.count for tile in made), default=0)
            names = [tile.name.label for tile in made if most and tile.count == most]
            answer = say("tiles.answer", count=most, forces=", ".join(names)) if names else say("tiles.answer-none")
            title = say("tiles.title-without-national") if self.without_national else say("tiles.title")
            return self.parts.reader.caption(title, say("tiles.question"), answer, notes, claims)
        label = self.thing.label
        unnamed = sorted({claim.object.label for claim in claims if self.parts.kind(claim.object.id) == "grouping"})
        if unnamed:
            notes.append(say("tiles.groups", groups="; ".join(unnamed)))
        named = {
            state: ", ".join(sorted(tile.name.label for tile in made if tile.state == state))
            for state in ("fact", "contested", "planned", "group")
        }
        count = sum(tile.state == "fact" for tile in made)
        answer = say("tiles.thing-answer-none", thing=label)
        if count:
            answer = say("tiles.thing-answer", thing=label, count=count, forces=named["fact"])
        if named["contested"]:
            answer += say("tiles.also-contested", forces=named["contested"])
        if named["planned"]:
            answer += say("tiles.also-planned", forces=named["planned"])
        if named["group"]:
            answer += say("tiles.also-group", forces=named["group"])
        notes.append(say("tiles.not-named-note"))
        question = say("tiles.thing-question", thing=label)
        return self.parts.reader.caption(say("tiles.thing-title", thing=label), question, answer, notes, claims)
