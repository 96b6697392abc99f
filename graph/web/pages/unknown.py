"""What one would ask of a thing and no source on hand states, said in a sentence each: never that it has none."""

from __future__ import annotations

from graph.analysis.account import Account
from graph.web.pages.sections import Group
from graph.web.visit import Visit
from graph.wording import say

_ORGANISATIONS = frozenset({"PoliceForce", "PolicingBody", "Agency"})
_ARRANGEMENTS = frozenset({"Collaboration", "Service"})
_BOARD, _AGREEMENT = frozenset({"GovernanceBody"}), frozenset({"Agreement"})
_PART = ("hasParticipant", "resourcedBy", "hostedBy", "employerOfStaff", "contractHolder", "launchedBy", "serves")
_OVERSIGHT = ("governedBy", "scrutinisedBy", "benefitsReportedTo", "riskManagedBy", "reportsTo")
# Of which classes one asks it, the sentence, the relations that would tell, and whether the thing is their subject.
_ASKED = (
    (_ARRANGEMENTS, "parties", ("hasParticipant", "resourcedBy"), True),
    (_ORGANISATIONS, "part", _PART, False),
    (_BOARD, "members", ("hasMember",), True),
    (_BOARD, "chair", ("chairedBy",), True),
    (_BOARD, "above", ("reportsTo",), True),
    (_BOARD, "below", _OVERSIGHT, False),
    (_AGREEMENT, "signatories", ("hasParty",), True),
    (_AGREEMENT, "made-under", ("madeUnder",), True),
)


def unknown(visit: Visit, told: Account, names: list[Group]) -> list[str]:
    """Returns a sentence for each thing that one would ask of a thing and that our sources do not state."""
    if told.space != "pid":
        return []
    said: list[str] = []
    label = told.thing.label
    if told.classes & _ARRANGEMENTS:
        answer = visit.landscape.ask("legal-basis", thing=told.thing.id)
        place = answer.columns.index("grade")
        if answer.rows and all(row[place] == "none-stated" for row in answer.rows):
            said.append(say("site.unknown-law", thing=label))
    for classes, key, relations, own in _ASKED:
        if told.classes & classes and not _stated(told, relations, own):
            said.append(say(f"site.unknown-{key}", thing=label))
    if told.classes & _ARRANGEMENTS and not any(
        claim.subject.id == told.thing.id and bool(claim.span.start or claim.relation == "established")
        for claim in told.claims
    ):
        said.append(say("site.unknown-beginning", thing=label))
    if not any(claim.object.language == "cy" for group in names for claim in group.claims):
        said.append(say("site.unknown-welsh", thing=label))
    return said


def _stated(told: Account, relations: tuple[str, ...], own: bool) -> bool:
    return any(
        claim.relation in relations and (claim.subject if own else claim.object).id == told.thing.id
        for claim in told.claims
    )
