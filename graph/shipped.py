"""The shipped landscape as it stands today: a function for each thing first wanted of it."""

from __future__ import annotations

from pathlib import Path
from typing import IO, TYPE_CHECKING

from graph.answer import Answer
from graph.errors import Complaint
from graph.landscape import open_landscape

if TYPE_CHECKING:
    import networkx

    from graph.pictures import Picture
    from graph.scenario import Scenario


def ask(question: str, **parameters: str | bool) -> Answer:
    """Returns the answer of the shipped landscape, as it stands today, to a question; see `Landscape.ask`."""
    return open_landscape().ask(question, **parameters)


def check() -> list[Complaint]:
    """Returns every complaint about the shipped tables, worst first."""
    return open_landscape().check()


def export(format: str, to: str | Path | IO[bytes], *, overwrite: bool = False) -> Path | None:
    """Writes the shipped landscape in a format to a file or a binary stream; see `Landscape.export`."""
    return open_landscape().export(format, to, overwrite=overwrite)


def project(thing: str | None = None) -> networkx.MultiDiGraph:
    """Returns the shipped landscape as a MultiDiGraph, whole or around one thing; see `Landscape.network`."""
    return open_landscape().network(thing)


def draw(kind: str = "network", thing: str | None = None, **options: bool) -> Picture:
    """Returns a picture of the shipped landscape; see `Landscape.draw`."""
    return open_landscape().draw(kind, thing, **options)


def what_if(change: str, *things: str) -> Scenario:
    """Returns what would follow in the shipped landscape, as it stands today; see `Landscape.what_if`."""
    return open_landscape().what_if(change, *things)


def measure(
    name: str = "all", thing: str | None = None, *, of: str = "forces", without_national: bool = False
) -> Answer:
    """Returns a measure of the shipped landscape, as it stands today; see `Landscape.measure`."""
    return open_landscape().measure(name, thing, of=of, without_national=without_national)
