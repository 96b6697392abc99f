"""The passages behind a claim or a thing; with the document on hand, their words."""

from __future__ import annotations

from pathlib import Path

from graph.answer import Answer, Cell, Thing
from graph.facts.documents import Document, open_document, passage_digest
from graph.oxigraph import Literal, NamedNode, QuerySolutions, Store
from graph.questions.asking import Asked
from graph.questions.cells import Cells
from graph.questions.names import Names
from graph.sparqltext import bind
from graph.terms import prefix_lines
from graph.wording import say

_QUERY = (
    prefix_lines()
    + """
SELECT ?statement ?stance ?source ?date ?item ?reading ?standing ?evidence ?start ?file WHERE {
  { BIND ($thing AS ?statement) }
  UNION { ?statement pcol:subject|pcol:object|pcol:about|pcol:involves $thing }
  UNION { BIND ($thing AS ?disagreement) ?disagreement pcol:involves ?statement }
  VALUES ?stance { pcol:supports pcol:disputes }
  ?evidence ?stance ?statement ; pcol:inSource ?source ; pcol:item ?item ; pcol:reading ?reading .
  OPTIONAL { ?source pcol:documentDate ?date }
  OPTIONAL { ?statement pcol:standing ?standing }
  OPTIONAL { ?evidence pcol:passageStart ?start . ?source pcol:file ?file }
} ORDER BY ?statement ?stance ?source ?start ?item ?reading"""
)


_PASSAGES = (
    prefix_lines()
    + """
SELECT ?evidence ?start ?end ?digest ?file WHERE {
  ?evidence pcol:passageStart ?start ; pcol:passageEnd ?end ; pcol:passageDigest ?digest ;
            pcol:inSource/pcol:file ?file .
} ORDER BY ?evidence"""
)


def passages(store: Store, documents: Path | None) -> tuple[dict[str, str], dict[str, str]]:
    """Returns the words of every passage, by the address of its evidence, and why files give none.

    The second maps a file to "absent" if it is not on hand, or to "changed" if a passage in it has not the
    digest that was recorded: then none of its words are shown, since they may not be the ones cited.
    """
    solutions = store.query(_PASSAGES)
    assert isinstance(solutions, QuerySolutions)
    opened: dict[str, Document | None] = {}
    words: dict[str, tuple[str, str]] = {}
    without: dict[str, str] = {}
    for solution in solutions:
        evidence, start, end, digest, file = (solution[index].value for index in range(5))
        if file not in opened:
            opened[file] = open_document(documents, file)
        document = opened[file]
        if document is None:
            without[file] = "absent"
        elif passage_digest(passage := document.text[int(start) : int(end)]) == digest:
            words[evidence] = (file, " ".join(passage.split()))
        else:
            without[file] = "changed"
    return {evidence: said for evidence, (file, said) in words.items() if file not in without}, without


def cite(thing: NamedNode, of: Asked, data: Path, documents: Path | None) -> Answer:
    """Returns a row for each passage that bears on `thing`: statement, stance, source, date, item, reading, passage.

    `passage` holds the words where the document is on hand and as it was frozen, and is left empty otherwise;
    then `not_known` says why.
    """
    names = Names(of.store)
    cells = Cells(names, of.language)
    solutions = of.store.query(bind(_QUERY, {"thing": thing}))
    assert isinstance(solutions, QuerySolutions)
    on_hand, without = passages(of.store, documents)
    rows: list[tuple[Cell, ...]] = []
    silent: dict[str, Cell] = {}
    for solution in solutions:
        values = [solution[index] for index in range(10)]
        evidence, file = values[7], values[9]
        assert isinstance(evidence, NamedNode)
        if isinstance(file, Literal) and file.value in without:
            silent[file.value] = cells.cell(values[2])
        rows.append((*(cells.cell(value) for value in values[:7]), on_hand.get(evidence.value)))
    label, _ = names.label(thing, of.language)
    shown = cells.cell(thing)
    notes = [
        say("cite.add-document", source=str(source), file=file)
        if without[file] == "absent"
        else say("cite.changed", source=str(source), file=file)
        for file, source in sorted(silent.items())
    ]
    if not rows:
        notes.append(say("cite.nothing", thing=label))
    return of.answer(
        say("cite.question", thing=str(shown) if isinstance(shown, Thing) else label),
        ("statement", "stance", "source", "date", "item", "reading", "standing", "passage"),
        dict.fromkeys(rows),
        parameters={"thing": shown},
        not_known=tuple(notes),
    )
