"""The library of questions, and the page of one: a form for what it takes, its answer, and a card to cite it by."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from starlette.responses import Response
from starlette.routing import BaseRoute

from graph.answer import Answer, Thing, Word
from graph.errors import CollabError
from graph.formats import sources_of
from graph.oxigraph import Literal, NamedNode
from graph.questions.library import Parameter, Question
from graph.terms import PREFIXES, local_id
from graph.web import addresses
from graph.web.faults import names_like
from graph.web.rendering import html
from graph.web.serving import Serving
from graph.web.tables import table
from graph.web.visit import ENDINGS, Visit, page, twins
from graph.wording import has, say

GROUPS = ("governance", "partners", "landscape", "law", "money", "people", "time", "names", "evidence")
_MOST_NAMES = 600


@dataclass(frozen=True)
class Field:
    """A field of a question's form: the parameter, its label, what stands in it, and what may be chosen."""

    parameter: Parameter
    label: str
    value: str
    choices: tuple[Thing, ...] = ()


def routes(serving: Serving) -> list[BaseRoute]:
    """Returns the routes of the library, of each question and of its answer in every format."""
    found: list[BaseRoute] = [
        page(serving, addresses.QUESTIONS, questions),
        *twins(serving, addresses.QUESTIONS, listed),
    ]
    found += [page(serving, f"/question/{{name}}{ending}", _data(ending)) for ending in ENDINGS]
    found.append(page(serving, "/question/{name}.rq", sparql))
    found.append(page(serving, "/question/{name}", question))
    return found


def listed(visit: Visit) -> Answer:
    """Returns the library as rows, as `collab ask --list` writes it."""
    rows = [
        (one.id, one.group, one.title(visit.language), one.signature)
        for one in visit.serving.current.questions.values()
    ]
    return visit.landscape.answer(say("ask.library"), ("id", "group", "title", "parameters"), rows)


def questions(visit: Visit) -> Response:
    """Returns the library, by group."""
    by_group: dict[str, list[Question]] = {name: [] for name in GROUPS}
    for one in visit.serving.current.questions.values():
        by_group.setdefault(one.group, []).append(one)
    groups = [
        (name, say(f"site.group-{name}") if has(f"site.group-{name}") else name, found)
        for name, found in by_group.items()
        if found
    ]
    return html(visit, "questions.html.j2", groups=groups, count=len(visit.serving.current.questions))


def given(visit: Visit, one: Question) -> dict[str, str]:
    """Returns the parameters of a question that the query string fills."""
    return {parameter.name: value for parameter in one.parameters if (value := visit.asked(parameter.name))}


def question(visit: Visit) -> Response:
    """Returns the page of a question: its answer, once all that it needs is given."""
    one = visit.landscape.question(visit.request.path_params["name"])
    told = given(visit, one)
    answer: Answer | None = None
    problem, near = "", []
    if all(told.get(parameter.name) for parameter in one.parameters if parameter.required):
        try:
            answer = visit.landscape.ask(one.id, **told)
        except CollabError as refusal:
            key = f"site.error-{refusal.key}"
            problem = say(key, **refusal.values) if has(key) else str(refusal).splitlines()[0]
            near = names_like(visit, str(refusal.values.get("name", "")))
    return html(
        visit,
        "question.html.j2",
        status=404 if problem else 200,
        question=one,
        title=answer.question if answer is not None else one.in_general(visit.language),
        fields=[_field(visit, parameter, told.get(parameter.name, "")) for parameter in one.parameters],
        filled=told,
        answer=answer,
        shown=table(answer) if answer is not None else None,
        problem=problem,
        near=near,
        examples=[found for line in one.examples if (found := filled(visit, one, line))],
        sparql=visit.landscape.sparql_of(one.id, **told) if answer is not None else "",
        sources=sources_of(answer) if answer is not None else [],
        picture=_picture(one, answer),
    )


def sparql(visit: Visit) -> Response:
    """Returns the SPARQL of a question with its parameters filled in, as text."""
    one = visit.landscape.question(visit.request.path_params["name"])
    text = visit.landscape.sparql_of(one.id, **given(visit, one))
    return Response(text, media_type="application/sparql-query")


def _data(ending: str) -> Callable[[Visit], Response]:
    def data(visit: Visit) -> Response:
        one = visit.landscape.question(visit.request.path_params["name"])
        return visit.table(visit.landscape.ask(one.id, **given(visit, one)), ending, one.id)

    return data


def _field(visit: Visit, parameter: Parameter, value: str) -> Field:
    key = f"columns.heading.{parameter.name.replace('_', '-')}"
    label = say(f"site.field-{parameter.name}") if has(f"site.field-{parameter.name}") else ""
    label = label or (say(key) if has(key) else parameter.name.replace("_", " "))
    choices: tuple[Thing, ...] = ()
    if parameter.kind == "thing" and parameter.classes:
        choices = visit.serving.current.once(
            visit.landscape, ("choices", parameter.classes), lambda: _things(visit, parameter.classes)
        )
        node = visit.landscape.names.of_id(value) if value else None
        if node is not None:
            value = visit.landscape.names.label(node, visit.language)[0]
    elif parameter.kind == "word":
        choices = _words(visit, parameter.scheme)
    return Field(parameter, label[:1].upper() + label[1:], value, choices)


def _things(visit: Visit, classes: tuple[str, ...]) -> tuple[Thing, ...]:
    store, names = visit.landscape.store, visit.landscape.names
    kind = NamedNode(PREFIXES["rdf"] + "type")
    nodes = {
        quad.subject
        for one in classes
        for quad in store.quads_for_pattern(None, kind, NamedNode(PREFIXES["pcol"] + one), None)
        if isinstance(quad.subject, NamedNode)
    }
    found = [Thing(local_id(node), *names.label(node, visit.language)) for node in nodes]
    return tuple(sorted(found, key=lambda one: (one.label.casefold(), one.id))[:_MOST_NAMES])


def _words(visit: Visit, scheme: str) -> tuple[Thing, ...]:
    store, names = visit.landscape.store, visit.landscape.names
    members = store.quads_for_pattern(
        None, NamedNode(PREFIXES["skos"] + "inScheme"), NamedNode(PREFIXES["pcc"] + scheme), None
    )
    found = []
    for quad in members:
        if isinstance(node := quad.subject, NamedNode):
            word = node.value.removeprefix(PREFIXES["pcc"]).removeprefix(scheme + "-")
            for notation in store.quads_for_pattern(node, NamedNode(PREFIXES["skos"] + "notation"), None, None):
                word = notation.object.value if isinstance(notation.object, Literal) else word
            found.append(Thing(word, *names.label(node, visit.language)))
    return tuple(sorted(found, key=lambda one: one.label.casefold()))


def filled(visit: Visit, question: Question, example: str) -> tuple[str, str] | None:
    """Returns a question in words and its address, filled in as an example line is; None if a thing is not here."""
    given = dict(part.split("=", 1) for part in example.split())
    title = question.title(visit.language)
    for parameter in question.parameters:
        value = given.get(parameter.name, "")
        if parameter.kind == "thing" and value:
            try:
                node = visit.landscape.resolve(value)
            except CollabError:
                return None
            value = visit.landscape.names.label(node, visit.language)[0]
        if value:
            title = title.replace("{" + parameter.name + "}", value)
    return title if "{" not in title else question.in_general(visit.language), addresses.question(question.id, **given)


def _picture(one: Question, answer: Answer | None) -> tuple[str, str] | None:
    """Returns which picture shows what an answer says, if one does: its kind and the thing that it is about."""
    if answer is None:
        return None
    things = [cell for cell in answer.parameters.values() if isinstance(cell, Thing)]
    if one.id in ("force-pairs",):
        return "matrix", ""
    if not things:
        return None
    if one.id in ("governs", "board-chain"):
        return "governance" if one.id == "governs" else "ego", things[0].id
    if one.group == "time":
        return "timeline", things[0].id
    return ("ego", things[0].id) if one.group in ("partners", "governance") else None


def words_of(cell: object) -> str:
    """Returns the value of a parameter as a card writes it."""
    if isinstance(cell, Thing):
        return f"{cell.label} ({cell.id})"
    return cell.label if isinstance(cell, Word) else str(cell)
