"""Measures as answers: a row for each thing measured, and with every number what an edge means and what it does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.analysis.meeting import Projection, meetings, projection
from graph.analysis.takings import MEASURES, REGIONS, Rows, Seen, hosts
from graph.analysis.yearly import BOUNDED, yearly
from graph.answer import Answer, Cell, Word
from graph.errors import NotThere, Usage
from graph.oxigraph import NamedNode
from graph.questions.cells import Cells
from graph.terms import PREFIXES, local_id
from graph.wording import say, say_count

if TYPE_CHECKING:
    from graph.landscape import Landscape


def measure(
    landscape: Landscape,
    name: str = "all",
    thing: str | None = None,
    *,
    of: str = "forces",
    without_national: bool = False,
    years: tuple[int, int] | None = None,
    regions: str = REGIONS[0],
) -> Answer:
    """Returns one of MEASURES, of the projection `of` (an id of `projections.ttl`), for all or for one thing.

    Columns as in MEASURES. Numbers without a unit: counts are whole, shares lie between 0 and 1, rounded to four
    digits. With `years`, first and last, a row for each year (as at 31 December): `low` counts what is certainly in
    force, `high` what may be; only for measures that can but grow with more edges. `regions`, for brokerage, is one of
    REGIONS: the function of the groupings of forces that are its regions, or "map". Assumptions say what an edge
    means, what it does not, and how to read the measure. Usage for an unknown measure, or years it cannot do;
    NotThere for an unknown projection or thing, or a thing that is not in the network.
    """
    if name not in MEASURES:
        raise Usage("unknown-measure", found=name, known=", ".join(MEASURES))
    if regions not in REGIONS:
        raise Usage("unknown-regions", found=regions, known=", ".join(REGIONS))
    taken = MEASURES[name]
    declared = projection(landscape, of)
    only = local_id(landscape.resolve(thing)) if thing is not None else None
    if years is not None:
        if name not in BOUNDED:
            raise Usage("measure-years", measure=name, known=", ".join(BOUNDED))
        if years[0] > years[1]:
            raise Usage("days-reversed", first=years[0], last=years[1])
        return _series(landscape, name, declared, only, without_national, years)
    found = meetings(landscape, declared, without_national=without_national)
    seen = Seen(landscape, found, found.graph(), Cells(landscape.names, landscape.language), regions)
    if only is not None and only not in seen.graph and taken.network:
        raise NotThere("not-in-network", name=str(seen.thing(only)), network=declared.label)
    rows, notes = taken.rows(hosts(seen, without_national) if not taken.network else seen)
    if only is not None:
        rows = [row for row in rows if any(getattr(cell, "id", None) == only for cell in row)]
    return _answer(seen, name, declared, only, without_national, rows, notes)


def _answer(
    seen: Seen, name: str, declared: Projection, only: str | None, without: bool, rows: Rows, notes: list[str]
) -> Answer:
    landscape, network = seen.landscape, MEASURES[name].network
    assumptions = [say(f"measure.reads-{name}")]
    if network:
        size = say_count("measure.size-edges", seen.graph.number_of_edges())
        assumptions += [declared.means, declared.means_not, say("measure.named")]
        notes = [say_count("measure.size", len(seen.graph), edges=size, network=declared.label), *notes]
    if seen.found.national:
        key = "measure.without-national" if without else "measure.with-national"
        assumptions.append(say_count(key, seen.found.national))
    label = str(seen.thing(only)) if only else ""
    question = say(f"measure.question-{name}", network=declared.label)
    return landscape.answer(
        say("measure.of", question=question, thing=label) if label else question,
        MEASURES[name].columns,
        rows,
        parameters=_parameters(seen, name, declared, only, without, network),
        assumptions=(*assumptions, *notes),
        not_known=(*(() if rows else (say("measure.nothing"),)), say("measure.open-world")),
    )


def _parameters(
    seen: Seen, name: str, declared: Projection, only: str | None, without: bool, network: bool
) -> dict[str, Cell]:
    found: dict[str, Cell] = {"measure": Word(name, say(f"measure.name-{name}"))}
    if network:
        found["of"] = Word(declared.id, declared.label)
    if only:
        found["thing"] = seen.thing(only)
    return {**found, "without_national": without}


def _series(
    landscape: Landscape, name: str, declared: Projection, only: str | None, without: bool, years: tuple[int, int]
) -> Answer:
    cells = Cells(landscape.names, landscape.language)
    found = yearly(landscape, name, declared, years, without_national=without)
    known = sorted({node for values in found.values() for node in values})
    if only is not None and only not in known:
        raise NotThere(
            "not-in-network", name=str(cells.cell(NamedNode(PREFIXES["pid"] + only))), network=declared.label
        )
    rows: Rows = []
    for node in [only] if only is not None else known:
        thing = cells.cell(NamedNode(PREFIXES["pid"] + node))
        for year, values in found.items():
            low, high = values.get(node, (0, 0))
            rows.append((year, thing, low, high))
    label = str(rows[0][1]) if only and rows else ""
    question = say(f"measure.question-{name}", network=declared.label)
    question = say("measure.of", question=question, thing=label) if label else question
    return landscape.answer(
        say("measure.yearly", question=question, first=years[0], last=years[1]),
        ("year", "thing", "low", "high"),
        rows,
        parameters={
            "measure": Word(name, say(f"measure.name-{name}")),
            "of": Word(declared.id, declared.label),
            **({"thing": rows[0][1]} if label else {}),
            "without_national": without,
            "years": f"{years[0]}-{years[1]}",
        },
        assumptions=(
            say(f"measure.reads-{name}"),
            say("measure.reads-years"),
            declared.means,
            declared.means_not,
            say("measure.named"),
        ),
        not_known=(*(() if rows else (say("measure.nothing"),)), say("measure.open-world")),
    )
