"""One page about a thing: its own facts first, then every claim that touches it, then what is not known."""

from __future__ import annotations

from graph.answer import Answer, Cell
from graph.oxigraph import NamedNode, QuerySolutions
from graph.questions.asking import Asked
from graph.questions.cells import Cells
from graph.questions.names import Names
from graph.sparqltext import bind
from graph.terms import prefix_lines
from graph.wording import say

_QUERY = (
    prefix_lines()
    + """
SELECT ?relation ?direction ?other ?from ?to ?standing ?modality ?basis ?inForce ?attested ?source ?item ?claim WHERE {
  { ?claim pcol:subject $thing ; pcol:relation ?relation .
    { ?claim pcol:object ?other } UNION { ?claim pcol:value ?other }
    BIND ("out" AS ?direction) }
  UNION
  { ?claim pcol:object $thing ; pcol:relation ?relation ; pcol:subject ?other .
    BIND ("in" AS ?direction) }
  UNION
  { ?claim pcol:about $thing ; a ?kind ; skos:prefLabel ?label .
    VALUES ?kind { pcol:Milestone pcol:Concern pcol:Benefit pcol:Aim pcol:Finding pcol:Decision pcol:Inconsistency
                   pcol:Disagreement }
    BIND (?kind AS ?relation) BIND (?claim AS ?other) BIND ("about" AS ?direction)
    OPTIONAL { ?claim pcol:planned ?from } OPTIONAL { ?claim pcol:actual ?to } }
  FILTER NOT EXISTS { ?claim pcol:standing pcc:standing-rejected }
  OPTIONAL { ?claim pcol:standing ?standing }
  OPTIONAL { ?claim pcol:modality ?modality }
  OPTIONAL { ?claim pcol:basis ?basis }
  OPTIONAL { ?claim pcol:inForce ?inForce }
  OPTIONAL { ?claim pcol:validFrom ?from }
  OPTIONAL { ?claim pcol:validTo ?to }
  OPTIONAL { ?claim pcol:lastAttested ?attested }
  OPTIONAL { ?evidence pcol:supports ?claim ; pcol:inSource ?source ; pcol:item ?item }
} ORDER BY DESC(?direction) ?relation ?other ?claim ?source ?item"""
)
_COLUMNS = (
    "relation",
    "direction",
    "other",
    "from",
    "to",
    "standing",
    "modality",
    "basis",
    "in_force",
    "last_attested",
    "source",
    "item",
    "claim",
)


def show(thing: NamedNode, of: Asked) -> Answer:
    """Returns a row for each claim that touches `thing`, `direction` telling which end it is (out, in, about)."""
    names = Names(of.store)
    cells = Cells(names, of.language)
    solutions = of.store.query(bind(_QUERY, {"thing": thing}))
    assert isinstance(solutions, QuerySolutions)
    rows: list[tuple[Cell, ...]] = []
    for solution in solutions:
        rows.append(tuple(cells.cell(solution[index]) for index in range(len(_COLUMNS))))
    label, _ = names.label(thing, of.language)
    return of.answer(
        say("show.question", thing=label, kind=names.kind(thing)),
        _COLUMNS,
        dict.fromkeys(rows),
        parameters={"thing": cells.cell(thing)},
        not_known=() if rows else (say("show.nothing", thing=label),),
    )
