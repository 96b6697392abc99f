"""The landscape as people use it: open it, ask it, look around, draw it; the layers below put together."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import IO, TYPE_CHECKING

from graph import files, wording
from graph.answer import Answer
from graph.errors import Complaint, Usage
from graph.mapping.lens import Lens, day_of, parse_standing
from graph.progress import Progress, silent
from graph.questions import asking
from graph.questions.library import Question, find_question, library, question_named
from graph.standpoint import Standpoint, workshop_of
from graph.store.inputs import find_inputs
from graph.wording import in_own_language

if TYPE_CHECKING:
    import networkx
    import pandas
    import rdflib

    from graph.pictures import Picture
    from graph.scenario import Scenario


def open_landscape(
    data: str | Path | None = None,
    *,
    as_of: str | date | None = None,
    standing: str = "accepted",
    include_planned: bool = False,
    language: str = "en",
    documents: str | Path | None = None,
    endpoint: str | None = None,
    progress: Progress = silent,
) -> Landscape:
    """Returns the landscape of the tables in `data` (the shipped ones if None), built first if they changed.

    `as_of` is the day of the lens, today if None; `standing` is "accepted" or several with commas;
    `language` is "en" or "cy". With `endpoint`, an address that `collab publish` has fed, questions are asked there
    and nothing is built. May stand in a `with`, which lets go of the store at its end. Raises DataInvalid if the
    tables do not hold, Usage for a bad argument, and what a server may do wrong (`graph.engines.connection`).

    >>> with open_landscape(as_of="2021-11-24") as landscape:
    ...     landscape.count("PoliceForce") >= 43
    True
    """
    if language not in wording.LANGUAGES:
        raise Usage("unknown-language", found=language, known=", ".join(wording.LANGUAGES))
    lens = Lens(day_of(as_of), parse_standing(standing), include_planned)
    workshop = workshop_of(find_inputs(Path(data) if data else None), endpoint)
    snapshot = workshop.build(progress=progress)
    folder = files.documents_folder(Path(documents) if documents else None)
    return Landscape(workshop, snapshot, lens, language=language, documents=folder, progress=progress)


class Landscape(Standpoint):
    """What an analyst asks of one snapshot through one lens; `as_of` and `lens` return other views of it.

    Nothing that a landscape returns can change it. Its rules of truth are those of docs/decisions/0001: what no
    source states is not stated here either.
    """

    @in_own_language
    def _repr_html_(self) -> str:
        from graph.glance import card

        return card(self)

    def questions(self) -> pandas.DataFrame:
        """Returns the library as a table: id, title in the landscape's language, group, parameters.

        >>> list(landscape.questions().columns)
        ['id', 'title', 'group', 'parameters']
        """
        from graph.analysis.frames import questions

        return questions(self)

    @in_own_language
    def question(self, name: str) -> Question:
        """Returns the question with that id; NotThere, with the nearest, if there is none."""
        return question_named(self.inputs.ontology, name, self.language)

    @in_own_language
    def ask(self, /, question: str, **parameters: str | bool) -> Answer:
        """Returns the answer to a question, by its id with parameters, or as typed in English or Welsh.

        NotThere for an unknown question or name, Usage for a missing or ill-formed parameter. What the columns
        hold is in docs/reference/questions.md.

        >>> len(landscape.ask("members", collaboration="Joint Firearms Unit"))
        3
        >>> landscape.ask("pwy sy'n llywodraethu NPAS?").rows == landscape.ask("governs", service="npas").rows
        True
        >>> landscape.ask("governs", service="Joint Farearms Unit")
        Traceback (most recent call last):
            ...
        graph.errors.NotThere: Nothing here is called “Joint Farearms Unit”. Did you mean:
          Joint Firearms Unit  (jfu)...
        """
        given = {name: str(value).lower() if isinstance(value, bool) else value for name, value in parameters.items()}
        if not given and not find_question(self.inputs.ontology, question) and " " in question.strip():
            from graph.questions.phrasing import understand

            read = understand(question, library(self.inputs.ontology), self.names)
            return asking.ask(read.question, read.parameters, self.asked)
        return asking.ask(self.question(question), given, self.asked)

    @in_own_language
    def sparql_of(self, /, question: str, **parameters: str) -> str:
        """Returns the SPARQL that `ask` runs for a question of the library with these parameters; errors as `ask`.

        >>> "id/npas>" in landscape.sparql_of("governs", service="npas")
        True
        """
        return asking.bound_query(self.question(question), parameters, self.asked)

    def query(self, sparql: str, *, timeout: float | None = None) -> pandas.DataFrame:
        """Returns the rows of a SELECT of your own: labels beside ids, numbers as numbers.

        A column of things becomes two, `name` and `name_id`. Our prefixes need no declaration. It runs in a process
        of its own, without network; Usage for a syntax error, with line and column; TimeLimit if `timeout` seconds
        are not enough.

        >>> frame = landscape.query("SELECT ?force WHERE { ?force a pcol:PoliceForce } ORDER BY ?force LIMIT 2")
        >>> frame.to_dict("records")[0]
        {'force': 'Avon and Somerset Police', 'force_id': 'avon-and-somerset-police'}
        """
        return self.query_answer(sparql, timeout=timeout).to_frame()

    @in_own_language
    def query_answer(self, sparql: str, *, timeout: float | None = None) -> Answer:
        """Returns the rows of a SELECT or ASK of your own as an Answer; errors as `query`.

        >>> landscape.query_answer("ASK { pid:jsiu a pcol:JointUnit }").rows
        ((True,),)
        """
        from graph.questions.foreign import answer_of

        return answer_of(*self.run(sparql, timeout), self.asked)

    @in_own_language
    def find(self, words: str) -> Answer:
        """Returns the things whose names hold or resemble `words`: thing, kind, name, language, why, score (0 to 1).

        >>> [row["thing"].id for row in landscape.find("Heddlu Gogledd Cymru")][0]
        'north-wales-police'
        """
        from graph.questions.finding import find

        return find(words, self.asked)

    @in_own_language
    def cite(self, name: str) -> Answer:
        """Returns the passages behind a claim, or behind every claim about a thing; NotThere if it is neither.

        `reading` is what a passage says in our words; `passage` its own, where the document is on hand.

        >>> sorted({str(row["stance"]) for row in landscape.cite("jsiu--participant--dyfed-powys-police")})
        ['disputes', 'supports']
        """
        from graph.questions.citing import cite

        return cite(self.resolve(name), self.asked, self.inputs.data, self.documents)

    @in_own_language
    def table(self, name: str) -> pandas.DataFrame:
        """Returns one of the tables of facts as it stands in its file: every cell text. NotThere for another name.

        The columns are those of docs/reference/tables.md.

        >>> landscape.table("links").columns.to_list()
        ['entity_id', 'scheme', 'value', 'source_id', 'why']
        """
        from graph.analysis.frames import table

        return table(self, name)

    @in_own_language
    def network(self, thing: str | None = None) -> networkx.MultiDiGraph:
        """Returns boards, arrangements and organisations as a MultiDiGraph; around `thing` if one is named.

        An edge is a claim, its key the claim's id, with its evidence; attributes as in `graph.analysis.network`.
        NotThere if `thing` is not one thing, or nothing touches it under this lens.

        >>> network = landscape.network("jfu")
        >>> network.nodes["jfu"]["governance"]
        'class-level'
        >>> network.edges["jfu", "gwent-police", "jfu--participant--gwent-police"]["grade"]
        'stated'
        """
        from graph.analysis.network import ego, network

        return ego(self, thing) if thing else network(self)

    @in_own_language
    def sharing(self) -> pandas.DataFrame:
        """Returns a square table: how many arrangements each two forces or policing bodies have in common.

        On the diagonal, in how many one takes part. A 0 says that our sources name none, not that there is none.

        >>> shared = landscape.sharing()
        >>> bool(shared.loc["Gwent Police", "South Wales Police"] > shared.loc["Gwent Police", "North Wales Police"])
        True
        """
        from graph.analysis.sharing import sharing

        return sharing(self)

    @in_own_language
    def changes(self, since: str | date) -> Answer:
        """Returns what is dated from `since` to the day of the lens, in order of time; Usage if that is before it.

        Columns: when, sure, change, what, claim, source, item, sentence; what has no date is counted in `not_known`.

        >>> published = [row for row in landscape.changes("2021-11-24") if str(row["change"]) == "published"]
        >>> "gp-2021-11" in {row["claim"].id for row in published}
        True
        """
        from graph.analysis.days import dated

        return dated(self, day_of(since))

    @in_own_language
    def compare(self, day: str | date) -> Answer:
        """Returns the claims that were in force on `day` in another way than they are on the day of the lens.

        Columns: change, what, claim, before, after, source, item, sentence. Usage if `day` lies after that day.

        >>> len(landscape.compare(landscape.view.as_of))
        0
        """
        from graph.analysis.days import between

        return between(self, day_of(day))

    @in_own_language
    def draw(self, /, kind: str = "network", thing: str | None = None, **options: bool) -> Picture:
        """Returns a picture that shows itself in a notebook and can be saved as .html, .svg, .png or .pdf.

        Kinds: those of `graph.pictures.PICTURES`; options: the fields of `graph.pictures.Options`. Usage for
        a kind that there is not, or a thing that it does not take.

        >>> landscape.draw("ego", "jfu").svg.startswith("<svg")
        True
        """
        from graph.pictures import Options, make

        return make(self, kind, thing, Options(**options))

    def export(
        self,
        format: str,
        to: str | Path | IO[bytes],
        *,
        overwrite: bool = False,
        table: str = "",
        thing: str = "",
        who_with_whom: bool = False,
        without_national: bool = False,
    ) -> Path | None:
        """Writes the landscape, under its lens and in its language, to a file or a binary stream; returns the path.

        Formats: those of `graph.exports.registry.EXPORTS`, such as "xlsx", "turtle", "gexf". `table` is for "csv":
        one of `graph.exports.tables.NAMES`, the facts if none is named; the others are for networks, as in `draw`.
        What is written is read back and compared first, and is put in place whole or not at all. Usage for an
        unknown format, table or option; CollabError if the file exists, or for what the format cannot hold.

        >>> from io import BytesIO
        >>> file = BytesIO()
        >>> landscape.export("csv", file, table="sources")
        >>> file.getvalue()[:9]
        b'source_id'
        """
        from graph.exports.content import Options
        from graph.exports.registry import export

        return export(self, format, to, Options(table, thing, who_with_whom, without_national), overwrite=overwrite)

    def to_rdflib(self) -> rdflib.Dataset:
        """Returns a new rdflib dataset: facts and claims under this lens as its default graph, the others by name.

        The same quads as the export "nquads"; to ask many questions, `query` is some tens of times as fast.

        >>> dataset = landscape.to_rdflib()
        >>> bool(dataset.query("ASK { pid:jsiu a pcol:JointUnit }"))
        True
        """
        from graph.exports.as_rdflib import dataset

        return dataset(self)

    def what_if(self, change: str, *things: str) -> Scenario:
        """Returns what would follow if something came about: rows, picture and card; nothing is written anywhere.

        `what_if("leave", "gwent-police")`, `("leave", "gwent-police", "jfu")`, `("merge", one, other)`,
        `("end", "npas")`, `("end", "PoliceAndCrimeCommissioner")`, `("host-quits", "wscc")`, `("event", event)`.
        Usage for an unknown change or what it cannot take, NotThere for a name that is not one thing.

        >>> landscape.what_if("leave", "gwent-police", "jfu").answer.columns[:3]
        ('thing', 'effect', 'sureness')
        """
        from graph.scenario import Scenario

        return Scenario(self, change, things)

    @in_own_language
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

        >>> landscape.measure("degree", "gwent-police").columns
        ('thing', 'degree', 'share')
        """
        from graph.analysis.measuring import measure

        return measure(self, name, thing, of=of, without_national=without_national, years=years, regions=regions)

    def check(self) -> list[Complaint]:
        """Returns every complaint about the tables, their evidence and their shape, worst first."""
        from graph.checks.checking import check

        return check(self.inputs, self.documents)
