"""`collab reconcile`: names that somebody else wrote, led to ids."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import click

from graph.commands.options import Call, command, shared
from graph.errors import NotThere, Usage
from graph.facts.listing import Listing, read_listing
from graph.landscape import Landscape
from graph.questions.reconciling import STATUSES, Reconciler
from graph.questions.reconciling import reconcile as reconciled
from graph.wording import say


@command("reconcile")
@click.argument("names")
@click.option("--column", metavar="NAME", help=say("options.reconcile-column"))
@click.option("--kind", "kinds", metavar="CLASS", multiple=True, help=say("options.reconcile-kind"))
@shared("lens", "output", "force", "data")
def reconcile(call: Call, names: str, column: str | None, kinds: tuple[str, ...]) -> None:
    """Writes one row for each name, in order; exit 1 if any is not matched."""
    listing = _read(names, column)
    landscape = call.landscape()
    _known_classes(landscape, kinds)
    finder = Reconciler(landscape.names, kinds, call.lang)
    place = listing.column(column)
    rows = [(line, fields[place]) for line, fields in listing.rows]
    if listing.header and len(listing.header) == 1 and finder.find(listing.header[0]).status == "matched":
        call.talk(say("reconcile.header-is-name", words=listing.header[0]))
        rows.insert(0, (1, listing.header[0]))
    answer = reconciled(
        finder,
        rows,
        as_of=landscape.view.as_of.isoformat(),
        lens=landscape.view.sentence(),
        version=landscape.snapshot.version,
    )
    call.answer(answer)
    counts = Counter(finder.find(words).status for _, words in rows)
    said = ", ".join(f"{counts[status]} {say(f'reconcile.status-{status}')}" for status in STATUSES if counts[status])
    call.talk(say("reconcile.total", count=len(rows), statuses=said or "0"))
    if counts["matched"] < len(rows):
        sys.exit(1)


def _read(names: str, column: str | None) -> Listing:
    if names == "-":
        return read_listing("-", sys.stdin.buffer.read(), table=column is not None)
    path = Path(names)
    if not path.is_file():
        raise NotThere("file-not-found", path=path)
    return read_listing(path.name, path.read_bytes(), table=column is not None)


def _known_classes(landscape: Landscape, kinds: tuple[str, ...]) -> None:
    from graph.mapping.ontology import read_ontology

    classes = read_ontology(landscape.inputs.ontology).vocabulary.classes if kinds else frozenset()
    if unknown := [kind for kind in kinds if kind not in classes]:
        raise Usage("unknown-kind", found=", ".join(unknown), known=", ".join(sorted(classes)))
