"""`collab mcp`: the landscape for an assistant, by the Model Context Protocol on standard input and output."""

from __future__ import annotations

from importlib.util import find_spec

from graph.commands.options import Call, command, shared
from graph.errors import CollabError


@command("mcp")
@shared("data")
def mcp(call: Call) -> None:
    """Serves until the assistant hangs up; what it writes on standard output is the protocol and nothing else."""
    if find_spec("mcp") is None:
        raise CollabError("no-mcp-extra")
    from graph.commands.stopping import leave_to_others
    from graph.web.assistant import run
    from graph.web.current import Current

    current = Current(call.landscape())
    _ = current.landscape()
    leave_to_others()
    run(current, call.lang)
