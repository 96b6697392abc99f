"""Runs `ontology/checks/*.rq`: a row that comes back is a finding.

The queries are plain SPARQL for any engine; here pyoxigraph runs them.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from graph.checks.places import Places
from graph.errors import SEVERITIES, Complaint
from graph.oxigraph import Literal, NamedNode, QuerySolutions, Store
from graph.sparqltext import Term, bind, header, placeholders
from graph.terms import shorten


def violations(
    folder: Path, store: Store, places: Places, values: dict[str, Term], only: str = ""
) -> Iterator[Complaint]:
    """Yields a complaint for each row of each check; `values` fills `$asof` where a check has it.

    `only` is how the names of the checks to run begin; all if empty.
    """
    for path in sorted((folder / "checks").glob(f"{only}*.rq")):
        query = path.read_text(encoding="utf-8")
        told = {line.key: line.value for line in header(query)}
        wanted = placeholders(query)
        solutions = store.query(bind(query, {name: term for name, term in values.items() if name in wanted}))
        assert isinstance(solutions, QuerySolutions)
        names = [variable.value for variable in solutions.variables]
        for solution in solutions:
            row = {name: solution[index] for index, name in enumerate(names)}
            focus = row.pop("focus")
            assert isinstance(focus, NamedNode)
            shown = [row["detail"]] if row.get("detail") is not None else row.values()
            detail = ", ".join(_text(term) for term in shown if term is not None)
            file, line = places.of(focus.value)
            severity = told.get("severity", "error")
            yield Complaint(
                file=file,
                line=line,
                column=1 if line else 0,
                rule=path.stem,
                message=f"{shorten(focus.value)}: {told['title'].rstrip('.')}{': ' + detail if detail else ''}.",
                remedy=told.get("remedy", ""),
                severity=severity if severity in SEVERITIES else "error",
            )


def _text(term: object) -> str:
    if isinstance(term, NamedNode):
        return shorten(term.value)
    return term.value if isinstance(term, Literal) else str(term)
