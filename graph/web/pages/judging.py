"""How sources stand to each other: where they disagree, what rests on each, and which things have a Welsh name."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.responses import Response
from starlette.routing import BaseRoute

from graph.answer import Answer, Cell, Thing, Word, text
from graph.web import addresses
from graph.web.rendering import html
from graph.web.serving import Serving
from graph.web.tables import table
from graph.web.visit import Visit, page


@dataclass
class Dispute:
    """A disagreement: its claims, its sources, and of each two what a passage says (stance, item, reading)."""

    thing: Thing
    kind: str
    status: str
    open: bool
    resolution: str
    claims: list[Thing]
    standings: dict[str, str]
    sources: list[Thing]
    said: dict[tuple[str, str], list[tuple[str, str, str]]]


def routes(serving: Serving) -> list[BaseRoute]:
    """Returns the routes of disagreements, sources and Welsh names."""
    return [
        page(serving, addresses.DISAGREEMENTS, disagreements),
        page(serving, addresses.SOURCES, sources),
        page(serving, addresses.WELSH, welsh),
    ]


def disagreements(visit: Visit) -> Response:
    """Returns every disagreement as a table of its own: claims down, sources across, open ones first."""
    answer = visit.landscape.ask("conflicts")
    found = disputes(answer)
    return html(
        visit,
        "disagreements.html.j2",
        disputes=sorted(found, key=lambda one: (not one.open, one.thing.label.casefold())),
        open=sum(1 for one in found if one.open),
        answer=answer,
    )


def disputes(answer: Answer) -> list[Dispute]:
    """Returns the disagreements of an answer to `conflicts`, each with who says what."""
    found: dict[str, Dispute] = {}
    for values in answer.rows:
        row = dict(zip(answer.columns, values, strict=True))
        thing = row["disagreement"]
        if not isinstance(thing, Thing):
            continue
        one = found.get(thing.id)
        if one is None:
            status = row["status"]
            one = found[thing.id] = Dispute(
                thing,
                _words(row["kind"]),
                _words(status),
                not isinstance(status, Word) or status.word == "open",
                text(row["resolution"]),
                [],
                {},
                [],
                {},
            )
        claim, source = row["claim"], row["source"]
        if not isinstance(claim, Thing):
            continue
        if claim not in one.claims:
            one.claims.append(claim)
            one.standings[claim.id] = text(row["standing"])
        if isinstance(source, Thing):
            if source not in one.sources:
                one.sources.append(source)
            said = one.said.setdefault((claim.id, source.id), [])
            said.append((text(row["stance"]), text(row["item"]), text(row["reading"])))
    return list(found.values())


def _words(cell: Cell) -> str:
    return text(cell, for_people=True)


def sources(visit: Visit) -> Response:
    """Returns the sources with how much rests on each, and on how many statements there is one text only."""
    landscape = visit.landscape
    answer = landscape.ask("sources")
    return html(
        visit,
        "sources.html.j2",
        shown=table(answer),
        answer=answer,
        single=len(landscape.ask("single-source")),
        undated=len(landscape.ask("undated-facts")),
    )


def welsh(visit: Visit) -> Response:
    """Returns how far Welsh names reach: by class how many things have one, who says so, and which lack one."""
    landscape = visit.landscape
    named, missing = landscape.ask("welsh-names"), landscape.ask("missing-welsh-names")
    kind = missing.columns.index("kind")
    by_kind: dict[str, list[Thing]] = {}
    for row in missing.rows:
        if isinstance(row[0], Thing):
            by_kind.setdefault(_words(row[kind]), []).append(row[0])
    have = {row[0].id for row in named.rows if isinstance(row[0], Thing)}
    lacking = sum(len(things) for things in by_kind.values())
    return html(
        visit,
        "welsh.html.j2",
        shown=table(named),
        have=len(have),
        lacking=lacking,
        by_kind=[(kind, sorted(by_kind[kind], key=lambda one: one.label.casefold())) for kind in sorted(by_kind)],
    )
