"""Lists of things by class, and the page of one thing, with its data beside it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute

from graph.analysis.account import Account, Record, account
from graph.analysis.statements import Name
from graph.answer import Answer, Thing, Word
from graph.errors import NotThere
from graph.oxigraph import NamedNode
from graph.questions.library import Question
from graph.questions.showing import show
from graph.terms import PREFIXES, local_id
from graph.web import addresses
from graph.web.pages.sections import joined, sections
from graph.web.pages.unknown import unknown
from graph.web.rendering import html
from graph.web.serving import Serving
from graph.web.tables import Part, parts, table
from graph.web.visit import Visit, page, twins
from graph.wording import say

if TYPE_CHECKING:
    from graph.landscape import Landscape

Line = dict[str, tuple[Part, ...]]
ByClass = tuple[str, str, list[Name]]
LISTED = (
    "PoliceForce",
    "PolicingBody",
    "Agency",
    "Collaboration",
    "Service",
    "GovernanceBody",
    "BodyCollective",
    "Agreement",
    "LegalProvision",
    "ForceGrouping",
    "Portfolio",
    "Post",
    "PolicyDocument",
    "CitedDocument",
    "Site",
)
_PICTURED = {"PoliceForce", "PolicingBody", "Agency", "Collaboration", "Service", "GovernanceBody", "BodyCollective",
             "ForceGrouping", "Agreement"}  # fmt: skip
_GOVERNED = {"Collaboration", "Service", "Agreement"}


def routes(serving: Serving) -> list[BaseRoute]:
    """Returns the routes of lists, pages and their data."""
    found: list[BaseRoute] = [page(serving, addresses.THINGS, things), *twins(serving, addresses.THINGS, listed)]
    for ending in (".json", ".csv", ".tsv", ".md", ".xlsx"):
        found.append(page(serving, addresses.thing("x", ending).replace("x.", "{name}."), _data(ending)))
    found.append(page(serving, "/thing/{name}", thing))
    return found


# --- lists -------------------------------------------------------------------------------------------------


def things(visit: Visit) -> Response:
    """Returns the list of all things, or of those of one class, by label."""
    wanted, every = visit.asked("kind"), _by_class(visit.landscape)
    classes = [(name, label, len(members)) for name, label, members in every]
    return html(visit, "things.html.j2", classes=classes, wanted=wanted, found=_wanted(every, wanted))


def listed(visit: Visit) -> Answer:
    """Returns what `things` lists, as rows."""
    found = _wanted(_by_class(visit.landscape), visit.asked("kind"))
    rows = [
        (Thing(one.id, one.label, one.language), Word(name, label)) for name, label, members in found for one in members
    ]
    return visit.landscape.answer(say("site.nav-things"), ("thing", "kind"), rows)


def _wanted(classes: list[ByClass], wanted: str) -> list[ByClass]:
    if wanted and wanted not in {name for name, *_ in classes}:
        raise NotThere("unknown-class", name=wanted)
    return [one for one in classes if one[0] == wanted or not wanted]


def _by_class(landscape: Landscape) -> list[ByClass]:
    """Returns each listed class that has members: its name, its label, the things of it, in order of label."""
    names, kind = landscape.names, NamedNode(PREFIXES["rdf"] + "type")
    found = []
    for name in LISTED:
        of_class = NamedNode(PREFIXES["pcol"] + name)
        members = []
        for quad in landscape.store.quads_for_pattern(None, kind, of_class, None):
            node = quad.subject
            if isinstance(node, NamedNode) and node.value.startswith(PREFIXES["pid"]):
                members.append(Name(local_id(node), *names.label(node, landscape.language)))
        unique = sorted(set(members), key=lambda one: (one.label.casefold(), one.id))
        if unique:
            found.append((name, names.label(of_class, landscape.language)[0], unique))
    return found


# --- one thing ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Governance:
    """What the question `governs` says of a thing: the best grade, and each line as its cells by column."""

    grade: str
    answer: Answer
    lines: tuple[Line, ...]

    @property
    def claims(self) -> frozenset[str]:
        """The ids of the claims that the lines rest on."""
        return frozenset(part.id for line in self.lines for part in line["claim"])


def node_of(visit: Visit, name: str) -> NamedNode:
    """Returns the node of an id; NotThere, with things called nearly so, if there is none."""
    found = visit.landscape.names.of_id(name)
    if found is None:
        raise NotThere("unknown-name", name=name.replace("-", " "))
    return found


def thing(visit: Visit) -> Response:
    """Returns the page of anything that has an id; a source, a claim and a disagreement have pages of their own."""
    name = visit.request.path_params["name"]
    node = node_of(visit, name)
    told = account(visit.landscape, node)
    if told.replaced_by is not None:
        return RedirectResponse(visit.link(addresses.thing(told.replaced_by.id)), 301)
    if told.space == "claim":
        return _claim(visit, told, node)
    if told.space == "doc":
        return _source(visit, told)
    governance = _governance(visit, told)
    grouped = sections(told, governance.claims if governance else frozenset())
    names = [group for section in grouped if section.key == "names" for group in section.groups]
    return html(
        visit,
        "thing.html.j2",
        told=told,
        names=names,
        sections=[joined(one) if one.key == "part" else one for one in grouped if one.key != "names"],
        governance=governance,
        records=_records(told),
        unknown=[*(governance.answer.not_known if governance else ()), *unknown(visit, told, names)],
        pictured=bool(told.classes & _PICTURED),
        asked=_asked(visit, told),
        drawings=[("ego", True), ("governance", bool(told.classes & _GOVERNED)), ("timeline", True)],
    )


def _governance(visit: Visit, told: Account) -> Governance | None:
    if told.space != "pid" or not told.classes & _GOVERNED:
        return None
    answer = visit.landscape.ask("governs", service=told.thing.id)
    place = answer.columns.index("grade")
    grades = [cell.word for row in answer.rows if isinstance(cell := row[place], Word)]
    order = ("named", "class-level", "none-stated")
    lines = tuple(
        {name: parts(cell, name) for name, cell in zip(answer.columns, row, strict=True)}
        for row in answer.rows
        if row[answer.columns.index("body")] is not None
    )
    return Governance(min(grades, key=order.index, default="none-stated"), answer, _climbing(_once(lines)))


def _once(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """Returns one line for each claim and way: a second source of it is found with its evidence."""
    found: dict[tuple[object, ...], Line] = {}
    for line in lines:
        found.setdefault((line["claim"], line["via"], line["grade"]), line)
    return tuple(found.values())


def _climbing(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """Returns lines so that each step up stands below the body that takes it, and no other body seems to.

    What governs comes before what scrutinises, or manages risk, as surely.
    A step whose body is on no line keeps its place at the end.
    """
    bodies = {line["body"][0].id for line in lines}
    begun = [line for line in lines if line["hops"][0].text == "1"]
    begun.sort(key=lambda line: (line["grade"] != lines[0]["grade"], line["relation"][0].word != "governedBy"))
    above: dict[str, list[Line]] = {}
    for line in lines:
        way = line["via"][0].id if line["via"] else ""
        if line["hops"][0].text != "1" and way in bodies:
            above.setdefault(way, []).append(line)
    found: list[Line] = []

    def put(line: Line) -> None:
        found.append(line)
        for higher in above.pop(line["body"][0].id, []):
            put(higher)

    for line in begun:
        put(line)
    placed = {id(line) for line in found}
    return (*found, *(line for line in lines if id(line) not in placed))


def _records(told: Account) -> list[tuple[str, list[Record]]]:
    """Returns what is recorded about a thing, by the class it is of, in the order that the classes have there."""
    found: dict[str, list[Record]] = {}
    for record in told.records:
        if record.id != told.thing.id:
            found.setdefault(record.kind, []).append(record)
    return [(say(f"site.records-{kind}"), records) for kind, records in found.items()]


def _asked(visit: Visit, told: Account) -> list[tuple[str, str]]:
    """Returns the questions that can be asked of a thing alone, in words, with their addresses."""
    found = []
    for question in visit.serving.current.questions.values():
        parameter = _taking(question, told)
        if parameter:
            words = question.title(visit.language).replace("{" + parameter + "}", told.thing.label)
            if "{" not in words:
                found.append((words, addresses.question(question.id, **{parameter: told.thing.id})))
    return found


def _taking(question: Question, told: Account) -> str:
    """Returns the name of the parameter for which a question takes this thing and needs nothing else, or ""."""
    required = [parameter for parameter in question.parameters if parameter.required]
    if len(required) != 1 or required[0].kind != "thing":
        return ""
    fits = not required[0].classes or bool(told.classes & set(required[0].classes))
    return required[0].name if fits else ""


def _claim(visit: Visit, told: Account, node: NamedNode) -> Response:
    """Returns the page of a claim: what it says, how sure it is, and every passage for and against."""
    own = next((claim for claim in told.claims if claim.id == told.thing.id), None)
    if own is None:
        return _rejected(visit, told, node)
    others = [claim for claim in told.claims if claim.id != told.thing.id]
    return html(visit, "claim.html.j2", told=told, claim=own, others=others, reason=own.reason)


def _rejected(visit: Visit, told: Account, node: NamedNode) -> Response:
    store, names = visit.landscape.store, visit.landscape.names
    found = {}
    for what in ("subject", "relation", "object", "value", "standingReason"):
        quad = next(store.quads_for_pattern(node, NamedNode(PREFIXES["pcol"] + what), None, None), None)
        if quad is not None:
            end = quad.object
            named = isinstance(end, NamedNode)
            label = names.label(end, visit.language)[0] if isinstance(end, NamedNode) else str(end.value)  # type: ignore[union-attr]
            found[what] = Name(local_id(end) if named and what != "relation" else "", label, "")
    return html(visit, "rejected.html.j2", told=told, parts_of=found)


def _source(visit: Visit, told: Account) -> Response:
    """Returns the page of a source: what it is, and every statement that rests on it, or on it alone."""
    answer = visit.landscape.ask("what-rests-on-source", source=told.thing.id)
    grouped = sections(told)
    return html(visit, "source.html.j2", told=told, rests=table(answer), count=len(answer), sections=grouped)


def _data(ending: str) -> Callable[[Visit], Response]:
    def data(visit: Visit) -> Response:
        name = visit.request.path_params["name"]
        answer = show(node_of(visit, name), visit.landscape.asked)
        return visit.table(answer, ending, name)

    return data
