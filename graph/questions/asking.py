"""Asks a question of a store: parameters resolved and bound, rows rendered, what is not known said."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from graph.answer import Answer, Cell, text
from graph.dates import parse_day
from graph.errors import Usage
from graph.mapping.lens import Lens
from graph.oxigraph import Literal, NamedNode, QueryBoolean, QuerySolution, QuerySolutions, Store
from graph.questions.cells import Cells
from graph.questions.columns import THINGS
from graph.questions.library import Parameter, Question
from graph.questions.names import Names
from graph.sparqltext import Term, bind, placeholders
from graph.terms import BASE, PREFIXES, local_id

_FLAGS = {
    "true": True,
    "yes": True,
    "1": True,
    "ie": True,
    "": False,
    "false": False,
    "no": False,
    "0": False,
    "na": False,
}
_XSD_DATE = NamedNode(PREFIXES["xsd"] + "date")


@dataclass(frozen=True)
class Asked:
    """What a question is asked of: a store under a lens, the version of its data, the language of the answer."""

    store: Store
    lens: Lens
    version: str
    language: str = "en"

    @cached_property
    def cells(self) -> Cells:
        """What renders the terms of answers; it knows the labels that an earlier answer looked up."""
        return Cells(Names(self.store), self.language)

    def answer(self, question: str, columns: Iterable[str], rows: Iterable[tuple[Cell, ...]], **told: Any) -> Answer:
        """Returns rows found here as an answer that says its day, lens and data; `told` are its further fields."""
        return answered(self.lens, self.version, question, columns, rows, **told)


def answered(
    lens: Lens, version: str, question: str, columns: Iterable[str], rows: Iterable[tuple[Cell, ...]], **told: Any
) -> Answer:
    """Returns rows found through `lens` in the data of `version` as an answer; `told` are its further fields."""
    return Answer(
        question=question,
        columns=tuple(columns),
        things=THINGS,
        rows=tuple(rows),
        as_of=lens.as_of.isoformat(),
        lens=lens.sentence(),
        data_version=version,
        **told,
    )


def ask(question: Question, given: Mapping[str, str], of: Asked) -> Answer:
    """Returns the answer to `question` with the parameters as typed.

    Usage for a parameter that is missing, unknown or ill-formed; NotThere for a name that is not one thing.
    """
    cells = of.cells
    terms, shown = _parameters(question, given, cells.names, cells)
    columns, rows = _rows(question, terms, of, cells)
    spoken = {name: text(cell, for_people=True) for name, cell in shown.items()}
    unknown = [*question.said("not-known", of.language)]
    if not rows:
        unknown += question.said("empty", of.language)
    if question.companion is not None:
        unknown += _sentences(question.companion, terms, of, cells)
    return of.answer(
        _fill(question.title(of.language), spoken),
        columns,
        rows,
        parameters=shown,
        assumptions=tuple(_fill(line, spoken) for line in question.said("assumption", of.language)),
        not_known=tuple(dict.fromkeys(_fill(line, spoken) for line in unknown)),
    )


def bound_query(question: Question, given: Mapping[str, str], of: Asked) -> str:
    """Returns the SPARQL that `ask` would run for the rows, header and all."""
    return bound_queries(question, given, of)[0]


def bound_queries(question: Question, given: Mapping[str, str], of: Asked) -> list[str]:
    """Returns all the SPARQL that `ask` would run: for the rows and, if it asks for that, for what is not known."""
    terms, _ = _parameters(question, given, of.cells.names, of.cells)
    return [_bound(one, terms, of) for one in (question, question.companion) if one is not None]


def _parameters(
    question: Question, given: Mapping[str, str], names: Names, cells: Cells
) -> tuple[dict[str, Term], dict[str, Cell]]:
    known = {parameter.name for parameter in question.parameters}
    if unknown := sorted(set(given) - known):
        raise Usage(
            "unknown-parameter",
            question=question.id,
            found=", ".join(unknown),
            known=", ".join(sorted(known)) or "-",
        )
    terms: dict[str, Term] = {}
    shown: dict[str, Cell] = {}
    for parameter in question.parameters:
        value = given.get(parameter.name, "")
        if parameter.kind == "flag":
            flag = _flag(parameter.name, value)
            terms[parameter.name] = Literal(flag)
            shown[parameter.name] = flag
        elif value:
            term = _term(question, parameter, value, names)
            terms[parameter.name] = term
            shown[parameter.name] = cells.cell(term)
        elif parameter.required:
            raise Usage("missing-parameter", question=question.id, name=parameter.name)
    return terms, shown


def _flag(name: str, value: str) -> bool:
    if value.casefold() not in _FLAGS:
        raise Usage("bad-flag", name=name, value=value)
    return _FLAGS[value.casefold()]


def _term(question: Question, parameter: Parameter, value: str, names: Names) -> Term:
    if parameter.kind == "thing":
        return names.resolve(value, parameter.classes)
    if parameter.kind == "date":
        try:
            return Literal(parse_day(value).isoformat(), datatype=_XSD_DATE)
        except ValueError as reason:
            raise Usage("bad-day", value=value, reason=reason) from None
    if parameter.kind == "word":
        node = NamedNode(f"{PREFIXES['pcc']}{parameter.scheme}-{value}") if value.replace("-", "").isalnum() else None
        scheme = NamedNode(PREFIXES["pcc"] + parameter.scheme)
        members = names.store.quads_for_pattern(None, NamedNode(PREFIXES["skos"] + "inScheme"), scheme, None)
        words = sorted(local_id(quad.subject) for quad in members)
        if node is None or local_id(node) not in words:
            known = ", ".join(word.removeprefix(parameter.scheme + "-") for word in words)
            raise Usage("unknown-word", name=parameter.name, value=value, known=known)
        return node
    if parameter.kind == "number":
        try:
            return Literal(int(value))
        except ValueError:
            raise Usage("bad-number", name=parameter.name, value=value) from None
    return Literal(value)


def _bound(question: Question, terms: Mapping[str, Term], of: Asked) -> str:
    wanted = placeholders(question.query)
    values: dict[str, Term] = {name: term for name, term in terms.items() if name in wanted}
    if "asof" in wanted:
        values["asof"] = Literal(of.lens.as_of.isoformat(), datatype=_XSD_DATE)
    if "language" in wanted:
        values["language"] = Literal(of.language)
    return bind(question.query, values)


def _rows(
    question: Question, terms: Mapping[str, Term], of: Asked, cells: Cells
) -> tuple[tuple[str, ...], tuple[tuple[Cell, ...], ...]]:
    solutions = of.store.query(_bound(question, terms, of))
    if isinstance(solutions, QueryBoolean):
        return ("answer",), ((bool(solutions),),)
    assert isinstance(solutions, QuerySolutions), "a question of the library is a SELECT or an ASK"
    columns = tuple(variable.value for variable in solutions.variables)
    made_by = [cells.listed if name in question.lists else cells.cell for name in columns]
    found = list(solutions)
    cells.expect(_things(found))
    return columns, tuple([tuple([make(term) for make, term in zip(made_by, row, strict=True)]) for row in found])


def _things(solutions: list[QuerySolution]) -> Iterator[object]:
    """Yields what the rows name: addresses, and those that stand in a list."""
    for term in (term for solution in solutions for term in solution):
        if isinstance(term, NamedNode):
            yield term
        elif isinstance(term, Literal) and term.value.startswith(BASE):
            yield from (NamedNode(one) for one in term.value.split())


def _sentences(companion: Question, terms: Mapping[str, Term], of: Asked, cells: Cells) -> list[str]:
    columns, rows = _rows(companion, terms, of, cells)
    sentences = []
    for row in rows:
        values = {name: text(cell, for_people=True) for name, cell in zip(columns, row, strict=True)}
        key = f"sentence-{values['sentence']}" if values.get("sentence") else "sentence"
        sentences += [_fill(line, values) for line in companion.said(key, of.language)]
    return sentences


def _fill(line: str, values: Mapping[str, str]) -> str:
    return re.sub(r"\{(\w+)\}", lambda match: values.get(match[1], match[0]), line)
