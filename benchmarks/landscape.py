"""Writes a made-up landscape of any size as tables like those of `data/`: row by row, the same bytes for the same seed.

    python benchmarks/landscape.py FOLDER [TRIPLES] [SEED]

Forces in regions; arrangements of 2 to 18 parties with intervals, Welsh labels, agreements and counts; boards to a
depth of 4; a passage or two behind every claim; sources that disagree about one arrangement in `DISPUTED`. Places are
made of syllables, and nobody is named. TRIPLES is what `collab build` calls stated, the ontology's own taken in.
"""

import random
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from itertools import product
from pathlib import Path
from re import findall
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.tables import Tables

SIZES = (10_000, 100_000, 1_000_000, 10_000_000)
SEED = 1996
DISPUTED = 25
_REGION = 6
_CLUSTER = 12
_ONTOLOGY, _PER_ARRANGEMENT, _PER_FORCE = 3_554, 266, 90  # triples; tests/test_benchmarks.py holds the sizes to them
_HEADS = findall("[A-Z][a-z]+", "AldBranCorDunEbbFenGarHalIngKelLangMorNorOsPenQuarRadSalTarnUlVesWenYarZel")
_TAILS = ("bury", "combe", "dale", "ford", "ham", "hurst", "leigh", "mere", "ness", "port", "stead", "thorpe", "wick")
_PLACES = [head + tail for tail, head in product(_TAILS, _HEADS)]
_KINDS = (
    ("JointUnit", "Unit", "Uned"),
    ("JointUnit", "Team", "Tîm"),
    ("Collaboration", "Partnership", "Partneriaeth"),
    ("Consortium", "Consortium", "Consortiwm"),
    ("Programme", "Programme", "Rhaglen"),
    ("Service", "Service", "Gwasanaeth"),
)
_FUNCTIONS = ("air-support", "anpr", "custody", "digital", "dogs", "estates", "firearms", "forensics", "fraud")
_MATTERS = ("Concern", "Benefit", "Aim", "Finding", "Decision")


class _Writer:
    """Writes one landscape. Of what stands already it keeps the ids of forces and the newest boards, nothing else."""

    def __init__(self, tables: Tables, seed: int, disputed: int) -> None:
        self.to, self.random, self.disputed = tables, random.Random(seed), disputed
        self.forces: list[str] = []
        self.source = ""

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def pick(self, among: Sequence[Any]) -> Any:
        return among[int(self.random.random() * len(among))]

    def day(self, first: int, last: int) -> str:
        """Returns a date between two years, as exact as sources are."""
        year, month = first + int(self.random.random() * (last - first + 1)), 1 + int(self.random.random() * 12)
        return self.pick(
            (f"{year}", f"{year}-{month:02d}", f"{year}-{month:02d}-15", f"FY{year}/{(year + 1) % 100:02d}")
        )

    def write(self, triples: int) -> None:
        force_count = max(12, round(triples**0.5 / 5))
        self.law()
        self.all_forces(force_count)
        left = triples - _ONTOLOGY - _PER_FORCE * force_count
        for number in range(max(8, left // _PER_ARRANGEMENT)):
            if number % _CLUSTER == 0:
                self.cluster(number // _CLUSTER)
            self.arrangement(number)

    def law(self) -> None:
        self.to.add(
            "sources",
            source_id="act",
            title="Police Act 1996",
            kind="legislation",
            document_date="1996",
            text_family="act",
        )
        self.to.add(
            "sources", source_id="hearsay", title="What is said", kind="general-knowledge", text_family="hearsay"
        )
        self.to.entity("act-s22a", "LegalProvision", "Police Act 1996, section 22A")
        self.to.entity("council", "GovernanceBody", "Council of All Regions", kind="council", level="national")

    def all_forces(self, count: int) -> None:
        self.new_source(0)
        for number in range(count):
            place = _PLACES[number % len(_PLACES)] + (
                f" {number // len(_PLACES) + 1}" if number >= len(_PLACES) else ""
            )
            force = self.to.entity(f"force-{number}", "PoliceForce", f"{place} Police")
            body = self.to.entity(
                f"pcc-{number}", "PoliceAndCrimeCommissioner", f"Police and Crime Commissioner for {place}"
            )
            self.forces.append(force)
            claims = [
                self.to.claim(force, "name", "skos:prefLabel", value=f"{place} Police@en"),
                self.to.claim(force, "name-cy", "skos:prefLabel", value=f"Heddlu {place}@cy"),
                self.to.claim(body, "maintains", "maintains", force, valid_from="2012-11-22"),
            ]
            if number % _REGION == 0:
                region = self.to.entity(
                    f"region-{number // _REGION}", "ForceGrouping", f"{place} region", level="regional"
                )
            claims.append(self.to.claim(region, "member", "hasMember", force))
            self.to.passage(claims, self.source, f"Force {number}", closed="yes")
            self.to.add("links", entity_id=force, scheme="gss", value=f"E{number:08d}", source_id=self.source)

    def new_source(self, number: int) -> None:
        self.source = f"report-{number}"
        place, kind = self.pick(_PLACES), self.pick(("report", "web-page", "news"))
        self.to.add(
            "sources",
            source_id=self.source,
            title=f"{place} update {number}",
            kind=kind,
            publisher=f"{place} Police",
            document_date=self.day(2012, 2026),
            text_family=f"family-{number // 2}",
            url=f"https://{place.lower()}.example/{number}",
        )

    def cluster(self, number: int) -> None:
        """A source, a portfolio, and a chain of boards below the council, for the arrangements that follow."""
        self.new_source(number + 1)
        place = f"{self.pick(_PLACES)} {number}"
        claims, above = [], "council"
        for depth, word in enumerate(("Strategic Board", "Programme Board", "Working Group")):
            name = f"board-{number}-{depth}"
            self.to.entity(
                name, "GovernanceBody", f"{place} {word}", kind="group" if depth == 2 else "board", level="regional"
            )
            claims.append(self.to.claim(name, "reports", "reportsTo", above))
            above = name
        self.boards = [f"board-{number}-{depth}" for depth in range(3)]
        self.collective = self.to.entity(f"boards-{number}", "BodyCollective", f"{place} service boards (none named)")
        self.portfolio = self.to.entity(f"portfolio-{number}", "Portfolio", f"{place} services (a heading)")
        claims += [
            self.to.claim(self.collective, "reports", "reportsTo", self.boards[0]),
            self.to.claim(self.portfolio, "governed", "governedBy", self.collective),
            self.to.claim(self.boards[2], "remit", "remit", value=f"Steers what is done in {place}.@en"),
        ]
        self.to.passage(claims, self.source, "Boards")
        self.previous = ""

    def arrangement(self, number: int) -> None:
        types, word, welsh = self.pick(_KINDS)
        function, place, level = (
            self.pick(_FUNCTIONS),
            self.pick(_PLACES),
            "national" if self.chance(0.02) else "regional",
        )
        name, label = f"a-{number}", f"{place} {function.replace('-', ' ')} {word} {number}"
        self.to.entity(name, types, label, short=f"{place[:2].upper()}{number}", level=level, function=function)
        start = self.day(2005, 2022) if self.chance(0.6) else ""
        end = self.day(2023, 2028) if start and self.chance(0.25) else ""
        dated = {"valid_from": start, "valid_to": end}
        item = f"{number}"
        said = [self.to.claim(name, "name", "skos:prefLabel", value=f"{label}@en")]
        if self.chance(0.4):
            said.append(self.to.claim(name, "name-cy", "skos:prefLabel", value=f"{welsh} {place} {number}@cy"))
        if self.chance(0.2):
            said.append(self.to.claim(name, "alias", "skos:altLabel", value=f"{place} {word} {number}@en"))
        if start:
            said.append(self.to.claim(name, "established", "established", value=start))
        status = "status-ended" if end else self.pick(("status-live", "status-business-as-usual", "status-renewed"))
        said.append(self.to.claim(name, "status", "status", status))
        parties = self.parties(number)
        said += self.governed(name, dated)
        host = self.to.claim(name, "hosted", "hostedBy", parties[0], **dated)
        self.to.passage([*said, host], self.source, f"{item} General")
        self.taking_part(name, item, parties, dated)
        if self.chance(0.35):
            self.agreement(name, number, parties, dated)
        self.beside(name, number, label, host)
        self.previous = name

    def parties(self, number: int) -> list[str]:
        """Returns 2 to 18 forces, few more often than many, neighbours rather than strangers."""
        wanted = 2 + min(16, int(self.random.expovariate(0.35)))
        first = number % len(self.forces)
        near = [self.forces[(first + step) % len(self.forces)] for step in range(min(24, len(self.forces)))]
        found = dict.fromkeys([near[0]])
        while len(found) < min(wanted, len(near)):
            found.setdefault(self.pick(self.forces) if self.chance(0.1) else self.pick(near))
        return list(found)

    def governed(self, name: str, dated: dict[str, str]) -> list[str]:
        """A board by name, a heading under which it stands, both or neither."""
        said = []
        if self.chance(0.45):
            said.append(self.to.claim(name, "governed", "governedBy", self.pick(self.boards), **dated))
        if self.chance(0.4):
            basis = "inferred" if self.chance(0.3) else "stated"
            said.append(
                self.to.claim(
                    self.portfolio,
                    "part",
                    "hasPart",
                    name,
                    basis=basis,
                    note="" if basis == "stated" else "By its place",
                )
            )
        return said

    def taking_part(self, name: str, item: str, parties: list[str], dated: dict[str, str]) -> None:
        disputed = self.disputed and self.chance(1 / self.disputed)
        planned = self.chance(0.1)
        claims = []
        for party in parties:
            cells = dict(dated)
            if disputed and party == parties[-1]:
                cells |= {"standing": "contested", "standing_reason": "Another passage leaves it out"}
            elif planned and party == parties[-1]:
                cells |= {"modality": "planned", "valid_from": "2027-04", "valid_to": ""}
            claims.append(self.to.claim(name, "participant", "hasParticipant", party, **cells))
        self.to.passage(claims, self.source, f"{item} Parties", closed="yes")
        for claim in claims:
            if self.chance(0.3):
                self.to.passage([claim], self.source, f"{item} {claim}")
        if self.chance(0.15):
            count = self.to.claim(name, "count", "count", value=f"{len(parties) + self.chance(0.2)}")
            self.to.add("counts", claim_id=count, count_of="hasParticipant", counted="PoliceForce", comparator="eq")
            self.to.passage([count], self.source, f"{item} Number")
        if disputed:
            self.to.passage(claims[-1:], "report-0", f"{item} Parties", stance="disputes", closed="yes")
            self.to.add(
                "disagreements",
                disagreement_id=f"{name}-parties",
                about=name,
                claims=";".join(claims[-2:]),
                question=f"Who takes part in {name}?",
                kind="contradiction",
                status="open",
            )

    def agreement(self, name: str, number: int, parties: list[str], dated: dict[str, str]) -> None:
        agreement = self.to.entity(f"{name}-agreement", "CollaborationAgreement", f"Agreement {number}")
        claims = [
            self.to.claim(name, "under", "underAgreement", agreement),
            self.to.claim(agreement, "made-under", "madeUnder", "act-s22a"),
            *(
                self.to.claim(agreement, "party", "hasParty", f"pcc-{one.partition('-')[2]}", **dated)
                for one in parties
            ),
        ]
        self.to.passage(claims, self.source, f"{number} Agreement")

    def beside(self, name: str, number: int, label: str, host: str) -> None:
        """Milestones, matters, events, and what was refused."""
        if self.chance(0.15):
            planned, status = self.day(2020, 2028), self.pick(("planned", "achieved", "missed"))
            actual = self.day(2020, 2025) if status == "achieved" else ""
            milestone = f"{name}-live"
            self.to.add(
                "milestones",
                milestone_id=milestone,
                about=name,
                label=f"{label} goes live",
                planned=planned,
                actual=actual,
                status=status,
            )
            self.to.passage([milestone], self.source, f"{number} Milestone")
        if self.chance(0.2):
            kind = self.pick(_MATTERS)
            benefit = {
                "kind": "cash-releasing",
                "expectation": "expected",
                "amount_text": "£1m",
                "amount": "1000000",
                "unit": "GBP",
            }
            cells = benefit if kind == "Benefit" else {}
            self.to.add(
                "matters", matter_id=f"{name}-matter", type=kind, about=name, label=f"{kind} of {label}", **cells
            )
            self.to.passage([f"{name}-matter"], self.source, f"{number} Matter")
        if self.chance(0.03):
            event = f"{name}-host-moved"
            self.to.add(
                "events",
                event_id=event,
                type="HostTransfer",
                modality="actual",
                label=f"{label} moves",
                date=self.day(2010, 2025),
                about=name,
                claims=host,
            )
            self.to.passage([event], self.source, f"{number} Event")
        if self.previous and self.chance(0.03):
            replaced = self.to.claim(name, "replaces", "replaces", self.previous)
            self.to.passage([replaced], self.source, f"{number} Before")
        if self.chance(0.02):
            refused = {
                "subject": name,
                "relation": "governedBy",
                "object": "council",
                "reason": "The passage names no board",
            }
            self.to.add(
                "rejected",
                claim_id=f"{name}--governed--council",
                source_id=self.source,
                decided_on="2026-11-22",
                **refused,
            )


def write(folder: Path, triples: int, seed: int = SEED, disputed: int = DISPUTED) -> None:
    """Writes tables of about `triples` triples; sources disagree about one arrangement in `disputed`, none if 0."""
    with ExitStack() as stack:
        _Writer(Tables(folder, stack), seed, disputed).write(triples)


def main() -> None:
    folder, *numbers = sys.argv[1:]
    write(Path(folder), *(int(number.replace("_", "")) for number in numbers or ["100_000"]))


if __name__ == "__main__":
    main()
