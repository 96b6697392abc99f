"""`collab overview`: the landscape at a glance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from graph.answer import Word, text
from graph.commands.options import Call, command, shared
from graph.glance import KINDS
from graph.landscape import Landscape
from graph.wording import number, say

if TYPE_CHECKING:
    import pandas

# A square of more forces than this is wider than a page; then each force has a line, with those nearest to it.
_SQUARE = 10
_NAMED = 3


@command("overview")
@shared("lens", "data")
def overview(call: Call) -> None:
    """Prints counts by kind, who works with whom, how surely governance is known, and the disagreements."""
    landscape = call.landscape()
    version, day = landscape.snapshot.version, landscape.view.as_of.isoformat()
    _head(say("overview.title", version=version, day=day))
    click.echo(_kinds(landscape))
    _head(say("overview.sharing"))
    click.echo(_sharing(landscape))
    _head(say("overview.governance"))
    click.echo(_governance(landscape))
    _head(say("overview.disagreements"))
    click.echo(_disagreements(landscape))
    _head(say("overview.next"))
    for step in range(1, 6):
        click.echo("  " + say(f"overview.next-{step}"))


def _head(line: str) -> None:
    click.echo()
    click.echo(line)
    click.echo("─" * len(line))


def _kinds(landscape: Landscape) -> str:
    lines = []
    for kind in KINDS:
        found = landscape.count(kind)
        lines.append(f"  {number(found):>5}  {say(f'overview.kind-{kind}')}")
    rows = {name: number(count) for name, count in landscape.snapshot.manifest["rows"].items()}
    lines.append(f"  {rows['claims']:>5}  {say('overview.claims', evidence=rows['evidence'], sources=rows['sources'])}")
    return "\n".join(lines)


def _sharing(landscape: Landscape) -> str:
    frame = landscape.sharing()
    if not frame.empty:
        forces = landscape.ask("forces")
        names = {text(row[forces.columns.index("force")]) for row in forces.rows}
        frame = frame.loc[frame.index.isin(names), frame.columns.isin(names)]
    if frame.empty:
        return "  " + say("overview.nothing-shared")
    wide = max(len(name) for name in frame.index)
    if len(frame) > _SQUARE:
        return "\n".join([*_nearest(frame, wide), "  " + say("overview.nearest-note")])
    columns = _distinct([str(name) for name in frame.columns])
    lines = [" " * (wide + 4) + "  ".join(f"{name:>12}" for name in columns)]
    for name in frame.index:
        cells = [f"({count})" if name == other else str(count) for other, count in frame.loc[name].items()]
        lines.append(f"  {name:<{wide}}  " + "  ".join(f"{cell:>12}" for cell in cells))
    return "\n".join([*lines, "  " + say("overview.sharing-note")])


def _nearest(frame: pandas.DataFrame, wide: int) -> Iterator[str]:
    """Yields a line for each force: its arrangements, and the forces it shares most of them with."""
    for name in frame.index:
        others = frame.loc[name].drop(name)
        others = others[others > 0].sort_values(ascending=False, kind="stable")
        told = " · ".join(f"{other} {count}" for other, count in others.head(_NAMED).items())
        more = f" · {say('overview.nearest-more', count=len(others) - _NAMED)}" if len(others) > _NAMED else ""
        yield f"  {name:<{wide}}  {frame.loc[name, name]:>3}  {told}{more}".rstrip()


def _distinct(names: list[str]) -> list[str]:
    """Returns names without the words that all of them share, at most 12 characters each."""
    common = set.intersection(*(set(name.split()) for name in names)) if len(names) > 1 else set()
    return [" ".join(word for word in name.split() if word not in common)[:12] or name[:12] for name in names]


def _governance(landscape: Landscape) -> str:
    answer = landscape.ask("governance-grades")
    grade = answer.columns.index("grade")
    counts = Counter(cell.word for row in answer.rows if isinstance(cell := row[grade], Word))
    order = ("named", "class-level", "none-stated")
    return "\n".join(f"  {number(counts[word]):>5}  {say(f'overview.grade-{word}')}" for word in order)


def _disagreements(landscape: Landscape) -> str:
    answer = landscape.ask("disagreements")
    return "\n".join("  · " + text(row[answer.columns.index("disagreement")]) for row in answer.rows)
