"""The landscape as people use it: open it, ask it, look around, draw it; the layers below put together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from functools import cached_property, wraps
from pathlib import Path
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

from graph import files, wording
from graph.answer import Answer
from graph.dates import parse_day
from graph.errors import Complaint, NotThere, Usage
from graph.mapping.lens import Lens, parse_standing
from graph.oxigraph import NamedNode, Store
from graph.questions import asking
from graph.questions.asking import Asked
from graph.questions.library import Question, find_question, library
from graph.questions.names import Names
from graph.store.inputs import Inputs, find_inputs
from graph.store.snapshot import Snapshot, Workshop
from graph.terms import PREFIXES

if TYPE_CHECKING:
    import networkx
    import pandas

    from graph.pictures import Picture
    from graph.scenario import Scenario


def _silent(step: str) -> None:
    """Says nothing."""


def open_landscape(
    data: str | Path | None = None,
    *,
    as_of: str | date | None = None,
    standing: str = "accepted",
    include_planned: bool = False,
    language: str = "en",
    documents: str | Path | None = None,
    progress: Callable[[str], None] = _silent,
) -> Landscape:
    """Returns the landscape of the tables in `data` (the shipped ones if None), built first if they changed.

    `as_of` is the day of the lens, today if None; `standing` is "accepted" or several with commas;
    `language` is "en" or "cy". Raises DataInvalid if the tables do not hold, Usage for a bad argument.
    """
    if language not in wording.LANGUAGES:
        raise Usage("unknown-language", found=language, known=", ".join(wording.LANGUAGES))
    lens = Lens(_day(as_of), parse_standing(standing), include_planned)
    workshop = Workshop(find_inputs(Path(data) if data else None))
    snapshot = workshop.build(progress=progress)
    folder = files.documents_folder(Path(documents) if documents else None)
    return Landscape(workshop, snapshot, lens, language=language, documents=folder, progress=progress)


def _day(as_of: str | date | None) -> date:
    if as_of is None:
        return date.today()
    if isinstance(as_of, datetime):
        return as_of.date()
    if isinstance(as_of, date):
        return as_of
    try:
        return parse_day(as_of)
    except ValueError as reason:
        raise Usage("bad-day", value=as_of, reason=reason) from None


Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


def _in_its_language(
    method: Callable[Concatenate[Landscape, Arguments], Result],
) -> Callable[Concatenate[Landscape, Arguments], Result]:
    """Lets a method speak the language of its landscape, whatever is spoken around it."""

    @wraps(method)
    def called(self: Landscape, /, *args: Arguments.args, **named: Arguments.kwargs) -> Result:
        with wording.speaking(self.language):
            return method(self, *args, **named)

    return called


class Landscape:
    """One snapshot seen through one lens. `as_of` and `lens` return other views of the same snapshot."""

    def __init__(
        self,
        workshop: Workshop,
        snapshot: Snapshot,
        lens: Lens,
        *,
        language: str = "en",
        documents: Path | None = None,
        progress: Callable[[str], None] = _silent,
    ) -> None:
        self.workshop = workshop
        self.snapshot = snapshot
        self.view = lens
        self.language = language
        self.documents = documents
        self.progress = progress

    def __enter__(self) -> Landscape:
        return self

    def __exit__(self, *_: object) -> None:
        self.__dict__.pop("store", None)

    def __repr__(self) -> str:
        return f"<Landscape {self.snapshot.version} as of {self.view.as_of}: {self.view.sentence()}>"

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

    @property
    def asked(self) -> Asked:
        """What questions are asked of."""
        return Asked(self.store, self.view, self.snapshot.version, self.language)

    def as_of(self, day: str | date) -> Landscape:
        """Returns the same landscape on another day (a date, or text as 2021-11-24)."""
        return self._with(replace(self.view, as_of=_day(day)))

    def lens(self, *, standing: str = "accepted", include_planned: bool = False) -> Landscape:
        """Returns the same landscape with other claims counted as fact."""
        return self._with(replace(self.view, standing=parse_standing(standing), planned=include_planned))

    def _with(self, lens: Lens) -> Landscape:
        return Landscape(
            self.workshop,
            self.snapshot,
            lens,
            language=self.language,
            documents=self.documents,
            progress=self.progress,
        )

    def questions(self) -> pandas.DataFrame:
        """Returns the library as a table: id, title in the landscape's language, group, parameters."""
        import pandas

        rows = [
            {
                "id": question.id,
                "title": question.title(self.language),
                "group": question.group,
                "parameters": question.signature,
            }
            for question in library(self.inputs.ontology).values()
        ]
        return pandas.DataFrame(rows, columns=["id", "title", "group", "parameters"])

    @_in_its_language
    def question(self, name: str) -> Question:
        """Returns the question with that id; NotThere, with the nearest, if there is none."""
        found = find_question(self.inputs.ontology, name)
        if found is not None:
            return found
        import difflib

        known = library(self.inputs.ontology)
        near = difflib.get_close_matches(name, known, 5, 0.5)
        if near:
            listing = "\n".join(f"  {one}: {known[one].title(self.language)}" for one in near)
            raise NotThere("unknown-question-near", name=name, near=listing)
        raise NotThere("unknown-question", name=name)

    @_in_its_language
    def ask(self, /, question: str, **parameters: str | bool) -> Answer:
        """Returns the answer to a question, by its id with parameters, or as typed in English or Welsh.

        NotThere for an unknown question or name, Usage for a missing or ill-formed parameter.
        """
        from graph.questions.phrasing import understand

        given = {name: str(value).lower() if isinstance(value, bool) else value for name, value in parameters.items()}
        if not given and not find_question(self.inputs.ontology, question) and " " in question.strip():
            read = understand(question, library(self.inputs.ontology), self.names)
            return asking.ask(read.question, read.parameters, self.asked)
        return asking.ask(self.question(question), given, self.asked)

    @_in_its_language
    def sparql_of(self, /, question: str, **parameters: str) -> str:
        """Returns the SPARQL that `ask` runs for a question of the library with these parameters."""
        return asking.bound_query(self.question(question), parameters, self.asked)

    def query(self, sparql: str, *, timeout: float | None = None) -> pandas.DataFrame:
        """Returns the rows of a SELECT of your own: labels beside ids, numbers as numbers.

        It runs in a process of its own, without network; Usage for a syntax error, with line and column;
        TimeLimit if `timeout` seconds are not enough.
        """
        return self.query_answer(sparql, timeout=timeout).to_frame()

    @_in_its_language
    def query_answer(self, sparql: str, *, timeout: float | None = None) -> Answer:
        """Returns the rows of a SELECT or ASK of your own as an Answer; errors as `query`."""
        from graph.questions.foreign import select

        return select(sparql, self.store_path, self.asked, timeout)

    @property
    def store_path(self) -> Path:
        """The folder of the read-only store."""
        _ = self.store
        return self.workshop.lens_place(self.snapshot, self.view)

    @_in_its_language
    def resolve(self, /, name: str, *classes: str) -> NamedNode:
        """Returns the one thing with that name, of one of `classes` if any are given; NotThere otherwise."""
        return self.names.resolve(name, classes)

    @_in_its_language
    def find(self, words: str) -> Answer:
        """Returns the things whose names hold or resemble `words`: thing, kind, name, language, why, score."""
        from graph.questions.finding import find

        return find(words, self.asked)

    def count(self, kind: str) -> int:
        """Returns how many entities are of a class of the ontology, such as "PoliceForce", or of one below it."""
        rdf_type, wanted = NamedNode(PREFIXES["rdf"] + "type"), NamedNode(PREFIXES["pcol"] + kind)
        found = self.store.quads_for_pattern(None, rdf_type, wanted, None)
        return sum(1 for quad in found if str(quad.subject).startswith(f"<{PREFIXES['pid']}"))

    @_in_its_language
    def cite(self, name: str) -> Answer:
        """Returns the passages behind a claim, or behind every claim about a thing; NotThere if it is neither."""
        from graph.questions.citing import cite

        return cite(self.resolve(name), self.asked, self.inputs.data, self.documents)

    def table(self, name: str) -> pandas.DataFrame:
        """Returns one of the tables of facts as it stands in its file: every cell text."""
        import pandas

        from graph.facts.tables import TABLES

        if name not in TABLES:
            raise NotThere("unknown-table", name=name, known=", ".join(TABLES))
        return pandas.read_csv(self.inputs.data / f"{name}.csv", dtype=str, keep_default_na=False, encoding="utf-8-sig")

    @_in_its_language
    def network(self, thing: str | None = None) -> networkx.MultiDiGraph:
        """Returns boards, arrangements and organisations as a MultiDiGraph; around `thing` if one is named."""
        from graph.analysis.network import ego, network

        return ego(self, thing) if thing else network(self)

    @_in_its_language
    def sharing(self) -> pandas.DataFrame:
        """Returns a square table: how many arrangements each two forces or policing bodies have in common."""
        from graph.analysis.sharing import sharing

        return sharing(self)

    @_in_its_language
    def draw(self, /, kind: str = "network", thing: str | None = None, **options: bool) -> Picture:
        """Returns a picture that shows itself in a notebook and can be saved as .html, .svg, .png or .pdf.

        Kinds: those of `graph.pictures.PICTURES`; options: the fields of `graph.pictures.Options`. Usage for
        a kind that there is not, or a thing that it does not take.
        """
        from graph.pictures import Options, make

        return make(self, kind, thing, Options(**options))

    def what_if(self, change: str, *things: str) -> Scenario:
        """Returns what would follow if something came about: rows, picture and card; nothing is written anywhere.

        `what_if("leave", "gwent-police")`, `("leave", "gwent-police", "jfu")`, `("merge", one, other)`,
        `("end", "npas")`, `("end", "PoliceAndCrimeCommissioner")`, `("host-quits", "wscc")`, `("event", event)`.
        Usage for an unknown change or what it cannot take, NotThere for a name that is not one thing.
        """
        from graph.scenario import Scenario

        return Scenario(self, change, things)

    @_in_its_language
    def measure(
        self,
        /,
        name: str = "all",
        thing: str | None = None,
        *,
        of: str = "forces",
        without_national: bool = False,
        years: tuple[int, int] | None = None,
        regions: str = "organised-crime",
    ) -> Answer:
        """Returns a measure of a declared projection, for all or one thing, or by year as ranges.

        Measures, columns and units: `graph.analysis.measuring.measure`.
        """
        from graph.analysis.measuring import measure

        return measure(self, name, thing, of=of, without_national=without_national, years=years, regions=regions)

    def check(self) -> list[Complaint]:
        """Returns every complaint about the tables, their evidence and their shape, worst first."""
        from graph.checks.checking import check

        return check(self.inputs, self.documents)
