"""`collab query`: SPARQL 1.1 of your own, in a process that can be stopped."""

from __future__ import annotations

import math
import os
import sys
from dataclasses import replace
from pathlib import Path
from textwrap import shorten

import click

from graph.commands.options import Call, command, shared
from graph.errors import NotThere, Usage
from graph.wording import say

_RDF = {".ttl": "ttl", ".nt": "nt", ".rdf": "rdf", ".xml": "rdf", ".jsonld": "jsonld", ".trig": "ttl", ".nq": "nt"}


@command("query")
@click.argument("file", required=False)
@click.option("-t", "--text", help=say("options.query-text"))
@click.option("--timeout", type=click.FloatRange(min=0.01, max=86_400), help=say("options.timeout"))
@shared("lens", "output", "force", "data", "endpoint")
def query(call: Call, file: str | None, text: str | None, timeout: float | None) -> None:
    """Writes rows, or RDF for CONSTRUCT and DESCRIBE."""
    from graph.questions.foreign import answer_of

    if timeout is not None and not math.isfinite(timeout):
        raise Usage("bad-number", name="--timeout", value=timeout)
    sparql = _read(file, text)
    landscape = call.landscape()
    suffix = call.output.suffix.lower() if call.output else ".ttl"
    kind, content = landscape.run(sparql, timeout, _RDF.get(suffix, "ttl"))
    answer = None if kind == "G" and _gives_graph(sparql) else answer_of(kind, content, landscape.asked)
    if answer is None:
        call.write(content)
    else:
        call.answer(replace(answer, question=""))


def _read(file: str | None, text: str | None) -> str:
    if text is not None:
        return text
    if file is None or file == "-":
        if file is None and sys.stdin.isatty():
            raise Usage("query-nothing")
        try:
            return sys.stdin.buffer.read().decode("utf-8-sig")
        except UnicodeDecodeError:
            raise Usage("file-not-utf8", path="-") from None
    path = Path(file)
    if "{" in file and not os.path.lexists(path):
        raise Usage("query-no-file", found=shorten(file, 60, placeholder=" ..."))
    if not path.is_file():
        raise NotThere("file-not-found", path=path)
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise Usage("file-not-utf8", path=path) from None


def _gives_graph(sparql: str) -> bool:
    from graph.sparqltext import tokens

    words = (token.text.lower() for token in tokens(sparql) if token.kind == "word")
    first = next((word for word in words if word in ("select", "ask", "construct", "describe")), "")
    return first in ("construct", "describe")
