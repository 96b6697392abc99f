"""A snapshot seen through one lens: its store and names, and how it looks on another day or through another lens."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, Self

from graph.answer import Answer, Cell
from graph.mapping.lens import Lens, day_of, parse_standing
from graph.oxigraph import NamedNode, Store
from graph.progress import Progress, silent
from graph.questions.asking import Asked, answered
from graph.questions.names import Names
from graph.store.inputs import Inputs
from graph.store.snapshot import Snapshot, Workshop
from graph.terms import PREFIXES
from graph.wording import in_own_language


def workshop_of(inputs: Inputs, endpoint: str | None) -> Workshop:
    """Returns the place of the snapshots of these tables, or of the one that an endpoint holds; errors as `There`.

    An address that is there but empty is refused: who named an endpoint must not get an answer from somewhere else.
    """
    if endpoint is not None:
        from graph.engines.place import There

        return There(inputs, endpoint)
    return Workshop(inputs)


class Standpoint:
    """One snapshot seen through one lens. `as_of` and `lens` return other views of the same snapshot."""

    def __init__(
        self,
        workshop: Workshop,
        snapshot: Snapshot,
        lens: Lens,
        *,
        language: str = "en",
        documents: Path | None = None,
        progress: Progress = silent,
    ) -> None:
        self.workshop = workshop
        self.snapshot = snapshot
        self.view = lens
        self.language = language
        self.documents = documents
        self.progress = progress

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for held in ("store", "names", "asked"):
            self.__dict__.pop(held, None)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.snapshot.version} as of {self.view.as_of}: {self.view.sentence()}>"

    @property
    def inputs(self) -> Inputs:
        """The tables and the ontology that the snapshot was built from."""
        return self.workshop.inputs

    @cached_property
    def store(self) -> Store:
        """The read-only store of this snapshot and lens."""
        return self.workshop.lens_store(self.snapshot, self.view, self.progress)

    @cached_property
    def names(self) -> Names:
        """Every name in the store."""
        return Names(self.store)

    @cached_property
    def asked(self) -> Asked:
        """What questions are asked of."""
        return Asked(self.store, self.view, self.snapshot.version, self.language)

    def answer(self, question: str, columns: Iterable[str], rows: Iterable[tuple[Cell, ...]], **told: Any) -> Answer:
        """Returns rows found here as an answer that says its day, lens and data; `told` are its further fields.

        >>> landscape.answer("How many forces?", ["forces"], [(landscape.count("PoliceForce"),)]).lens
        'accepted claims; plans left out'
        """
        return answered(self.view, self.snapshot.version, question, columns, rows, **told)

    def as_of(self, day: str | date) -> Self:
        """Returns the same landscape on another day (a date, or text as 2021-11-24); Usage for what is no day.

        >>> landscape.as_of("2013-07-01").view.as_of
        datetime.date(2013, 7, 1)
        """
        return self._with(replace(self.view, as_of=day_of(day)))

    def lens(self, *, standing: str = "accepted", include_planned: bool = False) -> Self:
        """Returns the same landscape with other claims counted as fact; Usage for an unknown standing.

        `standing` is one of accepted, contested, proposed, or several with commas; `include_planned` takes in plans.

        >>> landscape.lens(standing="accepted,contested").view.sentence()
        'accepted, contested claims; plans left out'
        """
        return self._with(replace(self.view, standing=parse_standing(standing), planned=include_planned))

    def _with(self, lens: Lens) -> Self:
        return type(self)(
            self.workshop,
            self.snapshot,
            lens,
            language=self.language,
            documents=self.documents,
            progress=self.progress,
        )

    @property
    def store_path(self) -> Path:
        """The folder of the read-only store."""
        _ = self.store
        return self.workshop.lens_place(self.snapshot, self.view)

    def run(self, sparql: str, timeout: float | None = None, rdf: str = "ttl") -> tuple[str, bytes]:
        """Returns what a stranger's query gives: ("R", SPARQL JSON results) or ("G", RDF in format `rdf`).

        It runs in a process of its own, or at the endpoint that the landscape is at; errors as
        `graph.questions.foreign.run`, and those of requests.

        >>> landscape.run("ASK { pid:jsiu a pcol:JointUnit }")
        ('R', b'{"head":{},"boolean":true}')
        """
        from graph.questions.foreign import run

        there = getattr(self.store, "run", None)
        return there(sparql, timeout, rdf) if there else run(sparql, self.store_path, timeout, rdf)

    @in_own_language
    def resolve(self, /, name: str, *classes: str) -> NamedNode:
        """Returns the one thing with that name, of one of `classes` if any are given; NotThere otherwise.

        Any name will do: id, label, abbreviation, former or Welsh name.

        >>> landscape.resolve("Heddlu Gwent", "PoliceForce").value.rpartition("/")[2]
        'gwent-police'
        """
        return self.names.resolve(name, classes)

    def count(self, kind: str) -> int:
        """Returns how many entities are of a class of the ontology, such as "PoliceForce", or of one below it.

        Those are the ones that our sources mention, not those that there are.

        >>> landscape.count("PoliceForce") >= 43
        True
        """
        rdf_type, wanted = NamedNode(PREFIXES["rdf"] + "type"), NamedNode(PREFIXES["pcol"] + kind)
        found = self.store.quads_for_pattern(None, rdf_type, wanted, None)
        return sum(1 for quad in found if str(quad.subject).startswith(f"<{PREFIXES['pid']}"))
