"""`collab changes`: what is dated within a stretch of time, or what the tables gained in it."""

from __future__ import annotations

import click

from graph.commands.options import Call, command, shared
from graph.errors import Usage
from graph.wording import say


@command("changes")
@click.option("--since", metavar="DATE", help=say("options.changes-since"))
@click.option("--between", metavar="DATE DATE", nargs=2, help=say("options.changes-between"))
@click.option("--recorded", is_flag=True, help=say("options.changes-recorded"))
@shared("lens", "output", "force", "data")
def changes(call: Call, since: str | None, between: tuple[str, str] | None, recorded: bool) -> None:
    """Writes one row for each thing dated since then, in order of time; or the difference of the tables since then."""
    from graph.commands.diff import day_of

    if (since is None) == (between is None):
        raise Usage("since-or-between")
    first = day_of(between[0] if between else since or "")
    last = day_of(between[1]) if between else None
    if last is not None and first > last:
        raise Usage("days-reversed", first=first, last=last)
    if recorded:
        _recorded(call, first.isoformat(), last.isoformat() if last else None)
        return
    landscape = call.landscape()
    call.answer((landscape.as_of(last) if last else landscape).changes(first))


def _recorded(call: Call, first: str, last: str | None) -> None:
    from graph.commands.diff import show
    from graph.store.inputs import find_inputs
    from graph.store.revisions import last_before, of_folder, of_git
    from graph.store.snapshot import Workshop

    workshop = Workshop(find_inputs(call.data))
    data = workshop.inputs.data
    earlier = of_git(last_before(first, data), data)
    later = of_git(last_before(last, data), data) if last else of_folder(data)
    show(call, earlier, later, workshop)
