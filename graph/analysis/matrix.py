"""Who shares which arrangements with whom: force by force, or arrangement by party, each cell with its claims."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from graph.analysis.claims import in_language
from graph.analysis.parts import PARTY_KINDS, SHOWN, Arrangement, Parts
from graph.analysis.statements import Caption, Claim, Name
from graph.analysis.tiles import REGIONS, Place, places
from graph.errors import Usage
from graph.wording import say

if TYPE_CHECKING:
    from graph.landscape import Landscape


MOST_PARTIES = 60
ROLES = ("takes-part", "host", "served")


@dataclass(frozen=True)
class Party:
    """A row or column: a body, its kind, its region, and whether the sources give it a part in anything."""

    name: Name
    kind: str
    region: str
    known: bool


@dataclass(frozen=True)
class Cell:
    """What two parties share, or, on the diagonal, what one takes part in: ids of arrangements.

    Only `shared` is counted. In `contested` and `planned` at least one of the two takes part only so.
    `known` is False where the sources give one of the two no part in anything.
    """

    known: bool
    shared: tuple[str, ...] = ()
    contested: tuple[str, ...] = ()
    planned: tuple[str, ...] = ()


@dataclass(frozen=True)
class Part:
    """One party's part in one arrangement: role ("takes-part", "host" or "served"), state and claims."""

    role: str
    state: str
    claims: tuple[Claim, ...]


@dataclass(frozen=True)
class Matrix:
    """Force by force: parties in the order to draw, cells by (row id, column id), arrangements by id.

    Arrangements are those of any day; `orders` gives the ids of the parties by region, by cluster and by name.
    """

    caption: Caption
    parties: tuple[Party, ...]
    cells: dict[tuple[str, str], Cell]
    arrangements: dict[str, Arrangement]
    order: str
    orders: dict[str, tuple[str, ...]]
    by: Literal["force"] = field(default="force")


@dataclass(frozen=True)
class PartyMatrix:
    """Arrangement by party: rows and columns in the order to draw, parts by (arrangement id, party id).

    Arrangements are those of any day, not only those that have a part now; `orders` gives their ids by name and
    by cluster.
    """

    caption: Caption
    parties: tuple[Party, ...]
    arrangements: dict[str, Arrangement]
    parts: dict[tuple[str, str], tuple[Part, ...]]
    order: str
    orders: dict[str, tuple[str, ...]]
    by: Literal["arrangement"] = field(default="arrangement")


def matrix(
    landscape: Landscape,
    *,
    by: str = "force",
    without_national: bool = False,
    order: str = "region",
    every_force: bool = False,
    with_passages: bool = False,
) -> Matrix | PartyMatrix:
    """Returns who shares what under the landscape's lens; Usage for an unknown `by` or `order`.

    `by` is "force" or "arrangement"; `order` is "region" or "cluster" (those that share most side by side);
    `every_force` adds the forces of the United Kingdom to which the sources give no part, never as 0;
    `with_passages` the words of passages whose document is on hand.
    """
    if by not in ("force", "arrangement"):
        raise Usage("unknown-word", name="by", value=by, known="force, arrangement")
    if order not in ("region", "cluster"):
        raise Usage("unknown-word", name="order", value=order, known="region, cluster")
    builder = _Builder(landscape, without_national, with_passages)
    return in_language(landscape.language, lambda: builder.matrix(by, order, every_force))


class _Builder:
    def __init__(self, landscape: Landscape, without_national: bool, with_passages: bool) -> None:
        self.landscape = landscape
        self.without_national = without_national
        self.parts = Parts(landscape, without_national, with_passages=with_passages)
        self.places: dict[str, Place] = places(landscape.inputs.ontology)

    def matrix(self, by: str, order: str, every_force: bool) -> Matrix | PartyMatrix:
        return self._by_arrangement(order) if by == "arrangement" else self._by_force(order, every_force)

    def _by_force(self, order: str, every_force: bool) -> Matrix:
        taking = self.parts.taking_part()
        names = self.parts.known_forces()
        forces = [self._party(name, "force") for name in names.values()]
        if every_force:
            language = self.landscape.language
            forces += [
                Party(place.name(language), "force", place.region, False)
                for place in self.places.values()
                if place.id not in names
            ]
        cells = {}
        for one in forces:
            for other in forces:
                cells[one.name.id, other.name.id] = self._cell(taking, one, other)
        shared = {pair: len(cell.shared) for pair, cell in cells.items()}
        orders = {each: self._ordered(forces, each, shared) for each in ("region", "cluster", "name")}
        claims = [
            claim
            for claim in self.parts.ever
            if "hasParticipant" in claim.families and self.parts.kind(claim.object.id) == "force"
        ]
        return Matrix(
            self._caption_by_force(orders[order], cells, [claim for claim in claims if claim.state in SHOWN]),
            tuple(orders[order]),
            cells,
            self.parts.arrangements(claims),
            order,
            {each: tuple(party.name.id for party in those) for each, those in orders.items()},
        )

    def _party(self, name: Name, kind: str) -> Party:
        place = self.places.get(name.id)
        return Party(name, kind, place.region if place else "", True)

    def _cell(self, taking: dict[str, dict[str, str]], one: Party, other: Party) -> Cell:
        if not (one.known and other.known):
            return Cell(False)
        found: dict[str, list[str]] = {"fact": [], "contested": [], "planned": []}
        for arrangement, parties in sorted(taking.items()):
            states = {parties.get(one.name.id), parties.get(other.name.id)}
            if None not in states:
                found[next(state for state in ("planned", "contested", "fact") if state in states)].append(arrangement)
        return Cell(True, tuple(found["fact"]), tuple(found["contested"]), tuple(found["planned"]))

    def _ordered(self, parties: list[Party], order: str, shared: dict[tuple[str, str], int]) -> list[Party]:
        def by_region(party: Party) -> tuple[int, int, str, str]:
            region = REGIONS.index(party.region) if party.region in REGIONS else len(REGIONS)
            return (not party.known, region, party.name.label.casefold(), party.name.id)

        ordered = sorted(parties, key=by_region)
        if order == "region":
            return ordered
        if order == "name":
            return sorted(parties, key=lambda one: (not one.known, one.name.label.casefold(), one.name.id))
        known = {party.name.id: party for party in ordered if party.known}
        return [known[one] for one in clustered(list(known), shared)] + [one for one in ordered if not one.known]

    def _caption_by_force(
        self, parties: list[Party], cells: dict[tuple[str, str], Cell], claims: list[Claim]
    ) -> Caption:
        pairs = [
            (len(cells[one.name.id, other.name.id].shared), one.name.label, other.name.label)
            for place, one in enumerate(parties)
            for other in parties[place + 1 :]
        ]
        best = max((count for count, _, _ in pairs), default=0)
        if best:
            most = [say("matrix.pair", one=one, other=other) for count, one, other in pairs if count == best]
            several = say("matrix.answer-several", count=best, pairs="; ".join(most[:3]))
            answer = say("matrix.answer", count=best, pair=most[0]) if len(most) == 1 else several
        else:
            answer = say("matrix.answer-none")
        notes = [say("matrix.zero"), *self._group_notes()]
        absent = [place for place in self.places.values() if place.id not in {p.name.id for p in parties if p.known}]
        if absent and self._on_grid(parties):
            notes.append(say("matrix.absent", count=len(absent), all=len(self.places)))
        title = say("matrix.title-without-national") if self.without_national else say("matrix.title")
        return self.parts.reader.caption(title, say("matrix.question"), answer, notes, claims)

    def _on_grid(self, parties: Iterable[Party]) -> bool:
        """Tells whether any of the parties is a real force: a made-up world has no absent forces of the kingdom."""
        return any(party.name.id in self.places for party in parties)

    def _group_notes(self) -> list[str]:
        return [
            say("matrix.only-group", arrangement=arrangement, group=group)
            for arrangement, group in self.parts.only_by_group()
        ]

    def _by_arrangement(self, order: str) -> PartyMatrix:
        ever = [claim for claim in self.parts.ever if claim.role and self.parts.kind(claim.object.id)]
        notes = [say("matrix.blank")]
        parties_all = {claim.object.id for claim in ever}
        if len(parties_all) > MOST_PARTIES:
            ever = [claim for claim in ever if self.parts.kind(claim.object.id) == "force"]
            others = len(parties_all - {claim.object.id for claim in ever})
            notes.insert(0, say("matrix.forces-only", count=others))
        claims = [claim for claim in ever if claim.state in SHOWN]
        found: dict[tuple[str, str], dict[tuple[str, str], list[Claim]]] = defaultdict(lambda: defaultdict(list))
        for claim in claims:
            found[claim.subject.id, claim.object.id][claim.role, claim.state].append(claim)
        sure = {"fact": 0, "contested": 1, "planned": 2}
        parts = {
            pair: tuple(
                Part(role, state, tuple(these))
                for (role, state), these in sorted(
                    roles.items(), key=lambda item: (ROLES.index(item[0][0]), sure[item[0][1]])
                )
                if state == min((one[1] for one in roles if one[0] == role), key=sure.__getitem__)
            )
            for pair, roles in found.items()
        }
        kinds = [kind for _, kind in PARTY_KINDS]
        names = {claim.object.id: claim.object for claim in ever}
        parties = self._ordered([self._party(one, self.parts.kind(one.id)) for one in names.values()], "region", {})
        parties.sort(key=lambda party: kinds.index(party.kind))
        arrangements = self.parts.arrangements(ever)
        named = [one for one, each in arrangements.items() if each.shown]
        before = [one for one in arrangements if one not in named]
        orders = {"name": tuple(arrangements), "cluster": (*clustered(named, _alike(parts)), *before)}
        if order == "cluster":
            arrangements = {one: arrangements[one] for one in orders["cluster"]}
        caption = self.parts.reader.caption(
            say("matrix.parties-title"),
            say("matrix.parties-question"),
            say("matrix.parties-answer", arrangements=len(named), parties=len({one for _, one in parts})),
            notes,
            claims,
        )
        return PartyMatrix(caption, tuple(parties), arrangements, parts, order, orders)


def _alike(pairs: Iterable[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """Returns how many parties two arrangements have in common, and on the diagonal how many one has."""
    parties: dict[str, set[str]] = defaultdict(set)
    for arrangement, party in pairs:
        parties[arrangement].add(party)
    return {(one, other): len(parties[one] & parties[other]) for one in parties for other in parties}


def clustered(names: list[str], shared: dict[tuple[str, str], int]) -> list[str]:
    """Returns names so that those that share much stand side by side.

    Groups are joined pair by pair, the two with the highest mean share (of what either has) first; ties go to
    the earlier of `names`. In a joined group the member with more comes first.
    """
    groups = [[name] for name in names]
    # The sum of shares between every two groups; joining two adds theirs up.
    total = [[_likeness(shared, one, other) for other in names] for one in names]
    while len(groups) > 1:
        pairs = ((i, j) for i in range(len(groups)) for j in range(i + 1, len(groups)))
        first, second = max(
            pairs, key=lambda p: (total[p[0]][p[1]] / (len(groups[p[0]]) * len(groups[p[1]])), -p[0], -p[1])
        )
        two = [groups[first], groups.pop(second)]
        if max(shared.get((n, n), 0) for n in two[1]) > max(shared.get((n, n), 0) for n in two[0]):
            two.reverse()
        groups[first] = two[0] + two[1]
        total[first] = [a + b for a, b in zip(total[first], total.pop(second), strict=True)]
        for row in total:
            row[first] += row.pop(second) if row is not total[first] else 0.0
        total[first].pop(second)
    return groups[0] if groups else []


def _likeness(shared: dict[tuple[str, str], int], one: str, other: str) -> float:
    both = shared.get((one, other), 0)
    either = shared.get((one, one), 0) + shared.get((other, other), 0) - both
    return both / either if either else 0.0
