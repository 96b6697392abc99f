"""Moments in the life of an arrangement: changes of host, renamings, milestones, replacements, plans with a date."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from graph.analysis.claims import Reader, text
from graph.analysis.statements import Claim, Name, Passage
from graph.dates import bounds
from graph.terms import local_id, prefix_lines
from graph.wording import say

_EVENTS = (
    prefix_lines()
    + """
SELECT ?event ?kind ?about ?label ?date ?planned WHERE {
  VALUES ?kind { pcol:HostTransfer pcol:Renaming pcol:Succession }
  ?event a ?kind ; pcol:about ?about ; skos:prefLabel ?label .
  OPTIONAL { ?event dct:date ?date }
  BIND (EXISTS { ?event pcol:involves ?claim . ?claim pcol:modality pcc:modality-planned } AS ?planned)
} ORDER BY ?event ?about"""
)
_MILESTONES = (
    prefix_lines()
    + """
SELECT ?milestone ?about ?label ?planned ?actual ?status WHERE {
  ?milestone a pcol:Milestone ; pcol:about ?about ; skos:prefLabel ?label ; pcol:milestoneStatus ?status .
  OPTIONAL { ?milestone pcol:planned ?planned }
  OPTIONAL { ?milestone pcol:actual ?actual }
} ORDER BY ?milestone ?about"""
)
_INVOLVED = prefix_lines() + "SELECT DISTINCT ?claim WHERE { ?event pcol:involves ?claim ; dct:date ?date }"
_KINDS = {"HostTransfer": "host", "Renaming": "renamed", "Succession": "replaced"}


@dataclass(frozen=True)
class Moment:
    """Something that happens at a time: kind ("host", "renamed", "replaced", "agreement", "joins" or "milestone").

    `manner` is "actual", "planned" or "missed"; `when` is the date as a source gave it ("" if none), `earliest` and
    `latest` the days it may mean.
    """

    id: str
    about: Name
    kind: str
    label: str
    language: str
    manner: str
    when: str
    earliest: date | None
    latest: date | None
    planned: str
    passages: tuple[Passage, ...]

    @property
    def day(self) -> date:
        """Returns the day to draw it at: the first that its date may mean, else the last."""
        return self.earliest or self.latest or date.max


def moments(reader: Reader, claims: Iterable[Claim]) -> dict[str, tuple[Moment, ...]]:
    """Returns the moments of each thing by its id, in order of time; undated ones last."""
    found: dict[str, list[Moment]] = defaultdict(list)
    passages = reader.passages()
    for row in reader.rows(_EVENTS):
        kind = _KINDS[row["kind"].value.rsplit("#", 1)[-1]]
        manner = "planned" if row["planned"].value == "true" else "actual"
        behind = passages.get(row["event"].value, ())
        made = _moment(reader.name(row["event"]), reader.name(row["about"]), kind, manner, text(row["date"]), behind)
        found[made.about.id].append(made)
    for row in reader.rows(_MILESTONES):
        made = _milestone(reader, row, passages.get(row["milestone"].value, ()))
        found[made.about.id].append(made)
    told = {local_id(row["claim"]) for row in reader.rows(_INVOLVED)}
    for claim in claims:
        if claim.id not in told:
            for made in _of_claim(claim):
                found[made.about.id].append(made)
    return {thing: tuple(sorted(those, key=lambda one: (one.day, one.id))) for thing, those in found.items()}


def _milestone(reader: Reader, row: dict[str, Any], passages: tuple[Passage, ...]) -> Moment:
    status = row["status"].value.rsplit("milestone-status-", 1)[-1]
    planned, actual = text(row["planned"]), text(row["actual"])
    manner = "actual" if status == "achieved" else status
    name, about = reader.name(row["milestone"]), reader.name(row["about"])
    return _moment(name, about, "milestone", manner, actual or planned, passages, planned if actual else "")


def _of_claim(claim: Claim) -> list[Moment]:
    """Returns what a dated claim marks on the rows it concerns: a plan that begins, a replacement, an agreement."""
    span, manner = claim.span, "planned" if claim.modality == "planned" else "actual"
    if not span.start:
        return []
    language = claim.object.language
    if claim.relation == "replaces":
        words = say("timeline.replaces", thing=claim.object.label), say("timeline.replaced", thing=claim.subject.label)
        ends = (claim.subject, words[0], "new"), (claim.object, words[1], "old")
        return [
            _moment(Name(f"{claim.id}--{end}", label, language), about, "replaced", manner, span.start, claim.passages)
            for about, label, end in ends
        ]
    if claim.relation == "underAgreement":
        label = say("timeline.under", thing=claim.object.label)
        made = Name(claim.id, label, language)
        return [_moment(made, claim.subject, "agreement", manner, span.start, claim.passages)]
    if claim.state == "planned" and {"hasParticipant", "hostedBy"} & set(claim.families):
        hosts = "hostedBy" in claim.families
        label = say("timeline.to-host" if hosts else "timeline.to-join", party=claim.object.label)
        made = Name(claim.id, label, language)
        return [_moment(made, claim.subject, "host" if hosts else "joins", manner, span.start, claim.passages)]
    return []


def _moment(
    name: Name, about: Name, kind: str, manner: str, when: str, passages: tuple[Passage, ...], planned: str = ""
) -> Moment:
    found = bounds(when) if when else None
    return Moment(
        name.id,
        about,
        kind,
        name.label,
        name.language,
        manner,
        when,
        found.earliest if found else None,
        found.latest if found else None,
        planned,
        passages,
    )
