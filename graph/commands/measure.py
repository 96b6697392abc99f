"""`collab measure`: a measure of the network, with what an edge means and what it does not."""

from __future__ import annotations

import re

import click

from graph.commands.options import Call, command, interruptible, shared
from graph.errors import Usage
from graph.wording import say

_YEARS = re.compile(r"(\d{4})(?:-(\d{4}))?")
_MOST_YEARS = 200


@command("measure")
@click.argument("name", required=False, default="all", metavar="[MEASURE]")
@click.argument("thing", required=False)
@click.option("--of", default="forces", show_default=True, metavar="NETWORK", help=say("options.measure-of"))
@click.option("--without-national", is_flag=True, help=say("options.without-national"))
@click.option("--years", metavar="FIRST-LAST", help=say("options.measure-years"))
@click.option("--regions", default="organised-crime", show_default=True, help=say("options.measure-regions"))
@click.option("--card", is_flag=True, help=say("options.card"))
@shared("lens", "output", "force", "data")
def measure(
    call: Call,
    name: str,
    thing: str | None,
    of: str,
    without_national: bool,
    years: str | None,
    regions: str,
    card: bool,
) -> None:
    """Writes one row for each thing measured, or for each year; or a card."""
    if card and call.format:
        raise Usage("what-if-card", format=call.format)
    span = years_of(years) if years is not None else None
    landscape = call.landscape()
    with interruptible(landscape):
        answer = landscape.measure(name, thing, of=of, without_national=without_national, years=span, regions=regions)
    if card:
        from graph.answer_card import card as written

        call.write(written(answer).encode())
    else:
        call.answer(answer)


def years_of(text: str) -> tuple[int, int]:
    """Returns first and last year of `2012-2026`, or of one year; Usage for anything else."""
    match = _YEARS.fullmatch(text.strip())
    if match is None:
        raise Usage("bad-years", value=text)
    first, last = int(match[1]), int(match[2] or match[1])
    if not 0 < first <= last or last - first >= _MOST_YEARS:
        raise Usage("bad-years", value=text)
    return first, last
