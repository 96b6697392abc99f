"""`collab diff`: what changed between two states of the tables, or between two days."""

from __future__ import annotations

import re
from datetime import date

import click

from graph.analysis.difference import difference, summary
from graph.analysis.telling import Teller, told
from graph.commands.options import Call, command, shared
from graph.dates import parse_day
from graph.errors import Usage
from graph.mapping.ontology import read_ontology
from graph.oxigraph import Store
from graph.questions.names import Names
from graph.store.inputs import find_inputs
from graph.store.revisions import Revision, find_revision, of_folder
from graph.store.snapshot import Workshop
from graph.wording import say

_DAY = re.compile(r"\d{4}-\d\d-\d\d")


@command("diff")
@click.argument("before")
@click.argument("after", required=False)
@shared("lens", "output", "force", "data")
def diff(call: Call, before: str, after: str | None) -> None:
    """Writes one row for each change; a count of each kind goes to stderr."""
    days = [one for one in (before, after) if one is not None and _DAY.fullmatch(one)]
    if days and after is not None and len(days) == 2:
        _between_days(call, before, after)
        return
    if days:
        raise Usage("day-and-state", day=days[0])
    workshop = Workshop(find_inputs(call.data))
    earlier = find_revision(before, workshop)
    later = find_revision(after, workshop) if after is not None else of_folder(workshop.inputs.data)
    show(call, earlier, later, workshop)


def show(call: Call, earlier: Revision, later: Revision, workshop: Workshop) -> None:
    """Writes what changed from one state of the tables to another."""
    changes = difference(earlier.records, later.records)
    terms = Store()
    terms.bulk_extend(read_ontology(workshop.inputs.ontology).quads)
    teller = Teller((later.records, earlier.records), Names(terms), call.lang)
    titles = (earlier.title, later.title)
    as_of = (day_of(call.as_of) if call.as_of else date.today()).isoformat()
    call.answer(told(changes, earlier.records, later.records, teller, titles=titles, as_of=as_of))
    counts = summary(changes)
    said = ", ".join(f"{counts[kind]} {say(f'difference.kind-{kind}')}" for kind in counts)
    call.talk(say("difference.total", count=len(changes), kinds=said or "0"))


def day_of(text: str) -> date:
    """Returns the day that `text` names; Usage with the reason if it names none."""
    try:
        return parse_day(text)
    except ValueError as reason:
        raise Usage("bad-day", value=text, reason=reason) from None


def _between_days(call: Call, before: str, after: str) -> None:
    first, last = day_of(before), day_of(after)
    if first > last:
        raise Usage("days-reversed", first=before, last=after)
    call.answer(call.landscape().as_of(last).compare(first))
