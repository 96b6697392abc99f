"""`collab check`: every finding about tables, citations and shapes, worst first."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from graph import files
from graph.commands.options import Call, command, shared
from graph.errors import SEVERITIES
from graph.wording import say


@command("check")
@click.argument("folder", required=False, type=click.Path(path_type=Path))
@shared("data")
@click.option("--all", "everything", is_flag=True, help=say("options.check-all"))
def check(call: Call, folder: Path | None, everything: bool) -> None:
    """Prints `file:line:column rule message remedy`; exit 3 if there is an error, else 0."""
    from graph.checks.checking import check_facts
    from graph.checks.citations import verified
    from graph.store.inputs import find_inputs

    inputs = find_inputs(folder or call.data)
    documents = files.documents_folder(call.documents)
    complaints, facts = check_facts(inputs, documents)
    shown = [complaint for complaint in complaints if everything or complaint.severity != "info"]
    for complaint in shown:
        click.echo(say("check.line", severity=say(f"check.{complaint.severity}"), complaint=complaint))
    counts = {severity: sum(one.severity == severity for one in complaints) for severity in SEVERITIES}
    found, located = verified(facts, documents)
    call.talk(say("check.verified", found=found, located=located))
    call.talk(say("check.total", errors=counts["error"], warnings=counts["warning"], infos=counts["info"]))
    if counts["info"] and not everything:
        call.talk(say("check.more", count=counts["info"]))
    if counts["error"]:
        sys.exit(3)
