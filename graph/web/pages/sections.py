"""In which order a page tells what is said of a thing: sections of relations, read from both ends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from graph.analysis.account import Account
from graph.analysis.statements import Claim
from graph.wording import has, say

Ends = tuple[tuple[str, ...], tuple[str, ...]]


def _both(*relations: str) -> Ends:
    """Relations that are told alike from either end."""
    return relations, relations


_TAKING_PART = (
    "hasParticipant",
    "resourcedBy",
    "hasMember",
    "hasParty",
    "hostedBy",
    "employerOfStaff",
    "contractHolder",
    "launchedBy",
    "serves",
)
# What a thing belongs to in name is told after what it works in.
_AS_ONE_OF_MANY = ("hasParty", "hasMember")
# Each section: relations that the thing has, then relations that others have to it.
_ORDER: dict[str, Ends] = {
    "names": (("skos:prefLabel", "skos:altLabel", "abbreviation", "dct:identifier"), ()),
    "about": (
        (
            "remit",
            "status",
            "established",
            "delivers",
            "maintains",
            "postIn",
            "heldBy",
            "headquarters",
            "hasSite",
            "availability",
        ),
        ("maintains", "postIn", "delivers", "headquarters", "hasSite"),
    ),
    "parties": (_TAKING_PART, ()),
    "part": ((), (*(one for one in _TAKING_PART if one not in _AS_ONE_OF_MANY), *_AS_ONE_OF_MANY)),
    "governance": _both(
        "governedBy",
        "scrutinisedBy",
        "benefitsReportedTo",
        "riskManagedBy",
        "reportsTo",
        "chairedBy",
        "managedBy",
        "guidedBy",
    ),
    "law": (
        ("underAgreement", "madeUnder", "containsProvision", "definesTerm"),
        ("underAgreement", "madeUnder", "containsProvision"),
    ),
    "money": _both("ownedBy", "fundedBy", "supportedBy"),
    "change": _both("replaces"),
    "counts": (("count",), ()),
    "matters": _both("decidedBy", "raisedBy", "reportedTo", "escalatedTo", "addressedBy"),
    "headings": _both("hasPart"),
    "identity": _both("possiblySameAs", "differentFrom"),
    "documents": _both("cites", "issuedBy", "approvedBy"),
}


@dataclass(frozen=True)
class Group:
    """Claims of one relation, read from one end, under a heading.

    `further`: by the id of a claim, what else is claimed of the same two ends, in words and with its claim.
    """

    heading: str
    inward: bool
    claims: tuple[Claim, ...]
    further: Mapping[str, tuple[tuple[str, Claim], ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Section:
    """Groups that belong together."""

    key: str
    groups: tuple[Group, ...]


def sections(told: Account, without: frozenset[str] = frozenset()) -> list[Section]:
    """Returns the claims of an account but those `without`, at each end that is the thing.

    "rest" holds what no section names.
    """
    by_end: dict[tuple[str, bool], list[Claim]] = {}
    for claim in told.claims:
        if claim.id == told.thing.id or claim.id in without:
            continue
        if claim.subject.id == told.thing.id:
            by_end.setdefault((claim.relation, False), []).append(claim)
        if claim.object.id == told.thing.id:
            by_end.setdefault((claim.relation, True), []).append(claim)
    found = []
    for key, (outward, inward) in _ORDER.items():
        ends = [(relation, False) for relation in outward] + [(relation, True) for relation in inward]
        groups = [_group(end, by_end.pop(end)) for end in ends if end in by_end]
        if groups:
            found.append(Section(key, tuple(groups)))
    if by_end:
        found.append(Section("rest", tuple(_group(end, claims) for end, claims in sorted(by_end.items()))))
    return found


def joined(section: Section) -> Section:
    """Returns a section in which each other end stands once: with the surest claim, its further roles below it."""
    by_end: dict[str, list[tuple[Group, Claim]]] = {}
    for group in section.groups:
        for claim in group.claims:
            by_end.setdefault((claim.subject if group.inward else claim.object).id or claim.id, []).append(
                (group, claim)
            )
    further: dict[str, tuple[tuple[str, Claim], ...]] = {}
    told_elsewhere = set()
    for found in by_end.values():
        (_, first), *others = sorted(found, key=lambda one: (_RANK.get(one[1].state, 9), one[1].basis != "stated"))
        if others:
            further[first.id] = tuple((_role(group, claim), claim) for group, claim in others)
        told_elsewhere |= {claim.id for _, claim in others}
    groups = []
    for group in section.groups:
        left = tuple(claim for claim in group.claims if claim.id not in told_elsewhere)
        if left:
            own = {claim.id: further[claim.id] for claim in left if claim.id in further}
            groups.append(Group(group.heading, group.inward, left, own))
    return Section(section.key, tuple(groups))


def _role(group: Group, claim: Claim) -> str:
    local = claim.relation.rpartition(":")[2]
    return say(f"site.also-{local}") if group.inward and has(f"site.also-{local}") else group.heading


def _group(end: tuple[str, bool], claims: list[Claim]) -> Group:
    relation, inward = end
    local, label = relation.rpartition(":")[2], claims[0].relation_label
    if inward:
        words = say(f"site.in-{local}") if has(f"site.in-{local}") else say("site.in-other", relation=label)
    else:
        words = say(f"site.out-{local}") if has(f"site.out-{local}") else label
    ordered = sorted(
        claims, key=lambda claim: (_RANK.get(claim.state, 9), (_other(claim, inward)).casefold(), claim.id)
    )
    return Group(words[:1].upper() + words[1:], inward, tuple(ordered))


def _other(claim: Claim, inward: bool) -> str:
    return claim.subject.label if inward else claim.object.label


_RANK = {"fact": 0, "contested": 1, "planned": 2, "future": 3, "past": 4, "": 5}
