"""`collab doctor`: what this installation has, and what it lacks."""

from __future__ import annotations

import locale
import platform
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import click

import graph
from graph import files
from graph.commands.options import Call, command, shared
from graph.errors import CollabError
from graph.store.inputs import find_inputs
from graph.store.snapshot import Workshop
from graph.wording import say

_PACKAGES = (
    "click",
    "jinja2",
    "networkx",
    "openpyxl",
    "pandas",
    "pyoxigraph",
    "pyvis",
    "rdflib",
    "starlette",
    "uvicorn",
)
# The pages know it as EDITOR; they are not asked, since what they need may be what is missing here.
_EDITOR = Path(graph.__file__).parent / "web" / "static" / "editor.js"


@command("doctor")
@shared("data")
def doctor(call: Call) -> None:
    """Prints one line for each part; exit 1 if one is missing."""
    lines = [("collab", graph.__version__), ("python", f"{platform.python_version()} {platform.system()}")]
    missing = False
    for name in _PACKAGES:
        try:
            lines.append((name, version(name)))
        except PackageNotFoundError:
            missing = True
            lines.append((name, say("doctor.absent")))
    lines.append((say("doctor.encoding"), f"{sys.stdout.encoding}, {locale.getpreferredencoding(False)}"))
    lines.append((say("doctor.state"), str(files.state_folder())))
    documents = files.documents_folder(call.documents)
    lines.append((say("doctor.documents"), str(documents) if documents else say("doctor.no-documents")))
    lines.append((say("doctor.editor"), say("doctor.editor-built" if _EDITOR.is_file() else "doctor.editor-absent")))
    try:
        inputs = find_inputs(call.data)
        lines.append((say("doctor.data"), str(inputs.data)))
        workshop = Workshop(inputs)
        current = workshop.current()
        if current is None:
            state = say("doctor.not-built")
        else:
            fresh = current.manifest["inputs"] == inputs.digest
            state = say("doctor.fresh" if fresh else "doctor.stale", version=current.version)
        lines.append((say("doctor.snapshot"), state))
    except CollabError as problem:
        missing = True
        lines.append((say("doctor.data"), str(problem)))
    width = max(len(name) for name, _ in lines)
    for name, state in lines:
        click.echo(f"{name:<{width}}  {state}")
    if missing:
        sys.exit(1)
