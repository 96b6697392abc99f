"""A graph that a query asks for, made here of rows: whether rows are whole can be seen, of a graph nobody can tell.

The engine here makes the triples, from the template and the solutions as data, so they are those that it would give.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from graph.engines.completeness import begun, closing, dataset_of
from graph.engines.replies import solutions
from graph.oxigraph import BlankNode, NamedNode, QuerySolutions, QueryTriples, Store, Triple
from graph.sparqltext import bind

_ABOUT = "CONSTRUCT { ?s ?p ?o } %s WHERE { VALUES ?s { $things } ?s ?p ?o }"
# Head, template and data of our own making: terms that the engine's own serialiser has written, as `bind` has it.
_MADE = "%sCONSTRUCT %s WHERE { %s }"
_NAMED = "%sSELECT ?thing WHERE { VALUES ?thing { %s\n } }"
_AT_ONCE = 10_000
# A blank node cannot stand among data in a query: it goes under a name, and comes back under its own.
_BLANK = "x-blank:"


@dataclass(frozen=True)
class Described:
    """What a DESCRIBE is about: things by name, a SELECT of others, "" if there is none, and of which graphs."""

    named: tuple[NamedNode, ...]
    solutions: str
    head: str
    dataset: str

    def about(self, things: list[NamedNode]) -> str:
        """Returns the CONSTRUCT of every triple about `things`."""
        return self.head + bind(_ABOUT % self.dataset, {"things": things})


def solutions_of(query: str) -> str:
    """Returns the SELECT of every solution that a CONSTRUCT is made from; ValueError if it is none that can be read."""
    begins, template, rest = _construct(query)
    _made(query[:begins], template, "")
    return f"{query[:begins]}SELECT * {query[rest:]}"


def constructed(query: str, results: dict[str, Any]) -> list[Triple]:
    """Returns the triples that a CONSTRUCT makes of its solutions, which are an object of SPARQL JSON; none twice."""
    begins, template, _ = _construct(query)
    found = _rows(results)
    names = " ".join(str(variable) for variable in found.variables)
    rows = [f"({' '.join(_written(term) for term in row)})" for row in found]
    triples: dict[Triple, None] = {}
    for first in range(0, len(rows), _AT_ONCE):
        data = "\n".join(rows[first : first + _AT_ONCE])
        made = _made(query[:begins], template, f"VALUES ({names}) {{\n{data} }}")
        triples |= dict.fromkeys(_back(triple) for triple in made)
    return list(triples)


def described(query: str) -> Described:
    """Returns what a DESCRIBE is about; ValueError if it is none that can be read."""
    pieces, start = begun(query, "describe")
    ends = (index for index in range(start + 1, len(pieces)) if _ends_things(pieces[index].text))
    end = next(ends, len(pieces))
    things = pieces[start + 1 : end]
    if not things or any(one.kind == "bracket" for one in things):
        raise ValueError("what is to be described is not named")
    after = pieces[end].start if end < len(pieces) else len(query)
    variables = [one for one in things if one.kind == "variable" or one.text == "*"]
    names, last = "", things[0].start
    for one in variables:
        names += query[last : one.start]
        last = one.start + len(one.text)
    names += query[last:after]
    head = query[: pieces[start].start]
    found = any(one.text == "{" for one in pieces[end:])
    return Described(
        _named(head, names),
        f"{head}SELECT {' '.join(one.text for one in variables)} {query[after:]}" if variables and found else "",
        head,
        " ".join(query[begin:end] for begin, end in dataset_of(pieces, end)),
    )


def terms_in(results: dict[str, Any]) -> Iterator[Any]:
    """Yields every term in results."""
    for row in _rows(results):
        yield from (term for term in row if term is not None)


def _construct(query: str) -> tuple[int, str, int]:
    """Returns where a CONSTRUCT begins, its template in brackets, and where its dataset and pattern begin."""
    pieces, start = begun(query, "construct")
    opening = next((index for index in range(start + 1, len(pieces)) if pieces[index].text == "{"), None)
    if opening is None:
        raise ValueError("a CONSTRUCT without a template")
    begins, last = pieces[start].start, pieces[closing(pieces, opening)].start + 1
    short = opening > start + 1  # CONSTRUCT WHERE { ... }: the pattern is the template
    return begins, query[pieces[opening].start : last], begins + len("construct") if short else last


def _made(head: str, template: str, data: str) -> QueryTriples:
    try:
        made = Store().query(_MADE % (head, template, data))
    except SyntaxError as problem:
        raise ValueError(str(problem)) from None
    assert isinstance(made, QueryTriples)
    return made


def _named(head: str, names: str) -> tuple[NamedNode, ...]:
    try:
        found = Store().query(_NAMED % (head, names))
    except SyntaxError as problem:
        raise ValueError(str(problem)) from None
    assert isinstance(found, QuerySolutions)
    nodes = tuple(row[0] for row in found)
    if not all(isinstance(node, NamedNode) for node in nodes):
        raise ValueError("only what has an address can be described by name")
    return nodes


def _rows(results: dict[str, Any]) -> QuerySolutions:
    found = solutions(results)
    assert isinstance(found, QuerySolutions)
    return found


def _ends_things(text: str) -> bool:
    return text == "{" or text.lower() in ("from", "where", "order", "limit", "offset", "group", "having", "values")


def _written(term: Any) -> str:
    if term is None:
        return "UNDEF"
    return f"<{_BLANK}{term.value}>" if isinstance(term, BlankNode) else str(term)


def _back(triple: Triple) -> Triple:
    named: list[Any] = [
        BlankNode(term.value.removeprefix(_BLANK))
        if isinstance(term, NamedNode) and term.value.startswith(_BLANK)
        else term
        for term in (triple.subject, triple.predicate, triple.object)
    ]
    return Triple(*named)
