"""The passages behind a claim or a thing; with the document on hand, their words."""

from __future__ import annotations

from pathlib import Path

from graph.answer import Answer, Thing
from graph.facts.documents import open_document
from graph.oxigraph import Literal, NamedNode, QuerySolutions
from graph.questions.asking import Asked
from graph.questions.cells import Cells
from graph.questions.names import Names
from graph.sparqltext import bind
from graph.terms import prefix_lines
from graph.wording import say

_QUERY = (
    prefix_lines()
    + """
SELECT ?statement ?stance ?source ?date ?item ?reading ?standing ?start ?end ?file WHERE {
  { BIND ($thing AS ?statement) }
  UNION { ?statement pcol:subject|pcol:object|pcol:about|pcol:involves $thing }
  UNION { BIND ($thing AS ?disagreement) ?disagreement pcol:involves ?statement }
  VALUES ?stance { pcol:supports pcol:disputes }
  ?evidence ?stance ?statement ; pcol:inSource ?source ; pcol:item ?item ; pcol:reading ?reading .
  OPTIONAL { ?source pcol:documentDate ?date }
  OPTIONAL { ?statement pcol:standing ?standing }
  OPTIONAL { ?evidence pcol:passageStart ?start ; pcol:passageEnd ?end . ?source pcol:file ?file }
} ORDER BY ?statement ?stance ?source ?start ?item ?reading"""
)


def cite(thing: NamedNode, of: Asked, data: Path, documents: Path | None) -> Answer:
    """Returns a row for each passage that bears on `thing`: statement, stance, source, date, item, reading, passage.

    `passage` holds the words where the document is on hand, and is left empty otherwise; then
    `not_known` says how to add it.
    """
    names = Names(of.store)
    cells = Cells(names, of.language)
    solutions = of.store.query(bind(_QUERY, {"thing": thing}))
    assert isinstance(solutions, QuerySolutions)
    rows, absent = [], {}
    seen = set()
    for solution in solutions:
        values = [solution[index] for index in range(10)]
        key = tuple(str(value) for value in values)
        if key in seen:
            continue
        seen.add(key)
        start, end, file = values[7:]
        words = None
        if isinstance(file, Literal) and isinstance(start, Literal) and isinstance(end, Literal):
            document = open_document(documents, file.value)
            if document is None:
                absent[file.value] = cells.cell(values[2])
            else:
                words = " ".join(document.passage(int(start.value), int(end.value)).split())
        rows.append((*(cells.cell(value) for value in values[:7]), words))
    label, _ = names.label(thing, of.language)
    shown = cells.cell(thing)
    notes = [say("cite.add-document", source=str(source), file=file) for file, source in sorted(absent.items())]
    if not rows:
        notes.append(say("cite.nothing", thing=label))
    return Answer(
        question=say("cite.question", thing=str(shown) if isinstance(shown, Thing) else label),
        columns=("statement", "stance", "source", "date", "item", "reading", "standing", "passage"),
        rows=tuple(rows),
        as_of=of.lens.as_of.isoformat(),
        lens=of.lens.sentence(),
        data_version=of.version,
        parameters={"thing": shown},
        not_known=tuple(notes),
    )
