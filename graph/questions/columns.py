"""Which columns of an answer hold things, by their names: what an answer without rows cannot show."""

from __future__ import annotations

# A column is called the same for the same kind of cell in every question; two names mean a number elsewhere
# (`arrangements`, `unit`), so they are not here.
# fmt: off
THINGS = frozenset({
    "about", "agency", "agreement", "aim", "arrangement", "because", "benefit", "board", "boards", "body", "by",
    "chair", "cited_in", "claim", "collective", "concern", "concerns", "contested_or_planned", "covered_by",
    "disagreement", "disputed_by", "document", "event", "finding", "followed_by", "force", "forces", "founder",
    "governs", "heading", "headings", "host", "in", "inconsistency", "issued_by", "law", "legal_basis", "lower",
    "made_under", "maintained_by", "manager", "matter", "member", "milestone", "missing", "newer", "of", "office",
    "older", "one", "other", "outcome", "parties", "partner", "party", "plan", "planned_in", "provision",
    "reported_to", "served", "site", "source", "sources", "statement", "subject", "supported_by", "thing",
    "thing_named", "through", "to_body", "told_in", "under", "upper", "via", "what",
})
# fmt: on
