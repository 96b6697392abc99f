"""Two things side by side: what both have, what only one has, and how surely; of two bodies, what they share."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.responses import Response
from starlette.routing import BaseRoute

from graph.analysis.account import Account, account
from graph.analysis.statements import Claim, Name
from graph.answer import Answer, Thing
from graph.errors import CollabError, Usage
from graph.web import addresses
from graph.web.faults import names_like
from graph.web.pages.sections import sections
from graph.web.rendering import html
from graph.web.serving import Serving
from graph.web.visit import Visit, page, twins
from graph.wording import has, say

_BODIES = {"PoliceForce", "PolicingBody", "Agency"}
_NAMING = ("names",)


@dataclass(frozen=True)
class Row:
    """One thing or value under a heading, with what is claimed of it on each side; None where nothing is."""

    other: Name
    one: Claim | None
    two: Claim | None


def routes(serving: Serving) -> list[BaseRoute]:
    """Returns the route of the comparison."""
    return [page(serving, addresses.COMPARE, compare), *twins(serving, addresses.COMPARE, compared)]


def compare(visit: Visit) -> Response:
    """Returns the comparison of the things named `a` and `b`, or the form that asks for them."""
    chosen: dict[str, Account] = {}
    problems: dict[str, str] = {}
    near: dict[str, list[Thing]] = {}
    for side in ("a", "b"):
        if words := visit.asked(side):
            try:
                chosen[side] = account(visit.landscape, visit.landscape.resolve(words))
            except CollabError as refusal:
                key = f"site.error-{refusal.key}"
                problems[side] = say(key, **refusal.values) if has(key) else str(refusal).splitlines()[0]
                near[side] = names_like(visit, words)
    both = chosen if len(chosen) == 2 else None
    return html(
        visit,
        "compare.html.j2",
        status=404 if problems else 200,
        words={side: chosen[side].thing.label if side in chosen else visit.asked(side) for side in ("a", "b")},
        problems=problems,
        near=near,
        one=chosen.get("a"),
        two=chosen.get("b"),
        both=both is not None,
        tables=_tables(chosen["a"], chosen["b"]) if both else [],
        shared=_shared(visit, chosen["a"], chosen["b"]) if both else None,
    )


def compared(visit: Visit) -> Answer:
    """Returns the comparison as rows: what each claims, None where it is not stated. Errors as for names."""
    if not (visit.asked("a") and visit.asked("b")):
        raise Usage("missing-parameter", name="a, b", question=say("site.nav-compare"))
    one, two = (account(visit.landscape, visit.landscape.resolve(visit.asked(side))) for side in ("a", "b"))
    rows = [
        (heading, Thing(row.other.id, row.other.label, row.other.language) if row.other.id else row.other.label,
         _cell(row.one), _cell(row.two))
        for heading, found, _ in _tables(one, two) for row in found
    ]  # fmt: skip
    title = say("site.compare-two", one=one.thing.label, two=two.thing.label)
    return visit.landscape.answer(title, ("relation", "thing", "one", "other"), rows)


def _cell(claim: Claim | None) -> Thing | None:
    """Returns a claim by its id, with what the lens makes of it for its label."""
    if claim is None:
        return None
    inferred = claim.state == "fact" and claim.basis != "stated"
    return Thing(
        claim.id, say("site.badge-inferred") if inferred else say(f"site.compare-state-{claim.state or 'none'}")
    )


def _shared(visit: Visit, one: Account, two: Account) -> Answer | None:
    """Returns what two bodies share, None if one of them is no body that takes part in arrangements."""
    if not (one.classes & _BODIES and two.classes & _BODIES):
        return None
    return visit.landscape.ask("partners", org=one.thing.id, other=two.thing.id)


def _tables(one: Account, two: Account) -> list[tuple[str, list[Row], int]]:
    """Returns for each heading its rows, those that both have first, and how many both have."""
    sides: list[dict[str, dict[tuple[str, str], Claim]]] = [{}, {}]
    names: dict[tuple[str, str], Name] = {}
    headings: dict[str, None] = {}
    for found, told in zip(sides, (one, two), strict=True):
        for section in sections(told):
            if section.key in _NAMING:
                continue
            for group in section.groups:
                headings.setdefault(group.heading)
                for claim in group.claims:
                    other = claim.subject if group.inward else claim.object
                    key = (other.id, other.label)
                    names[key] = other
                    found.setdefault(group.heading, {}).setdefault(key, claim)
    tables = []
    for heading in headings:
        left, right = (found.get(heading, {}) for found in sides)
        keys = sorted({*left, *right}, key=lambda key: (not (key in left and key in right), key[1].casefold()))
        rows = [Row(names[key], left.get(key), right.get(key)) for key in keys]
        tables.append((heading, rows, sum(1 for row in rows if row.one and row.two)))
    return sorted(tables, key=lambda table: not table[2])
