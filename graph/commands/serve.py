"""`collab serve`: the landscape as a site, on this machine unless told otherwise."""

from __future__ import annotations

import click

from graph.commands.options import Call, command, shared
from graph.wording import say


@command("serve")
@click.option("--bind", metavar="ADDRESS", default="127.0.0.1", show_default=True, help=say("options.serve-bind"))
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help=say("options.serve-port"))
@click.option("--base", metavar="URL", help=say("options.serve-base"))
@click.option("--host", "hosts", metavar="NAME", multiple=True, help=say("options.serve-host"))
@click.option("--log", is_flag=True, help=say("options.serve-log"))
@shared("data", "endpoint")
def serve(call: Call, bind: str, port: int, base: str | None, hosts: tuple[str, ...], log: bool) -> None:
    """Serves until it is stopped by Ctrl-C or SIGTERM."""
    from threading import Thread

    from graph.commands.stopping import leave_to_others
    from graph.questions.walls import sockets_can_be_denied
    from graph.web.current import Current
    from graph.web.pages.front import warm
    from graph.web.server import run
    from graph.web.settings import settings

    told = settings(bind, port, base, hosts)
    if not sockets_can_be_denied():
        call.talk(say("serve.no-wall"))
    landscape = call.landscape()
    current = Current(landscape)
    _ = current.landscape()
    Thread(target=warm, args=(current,), daemon=True).start()
    leave_to_others()
    run(current, told, ready=lambda: call.talk(say("serve.ready", address=told.base)), log=log)
