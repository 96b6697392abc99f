"""Validates the built graph against `ontology/shapes.ttl` (SHACL Core), compiled into queries of the engine.

The same results as pySHACL gives, which `tests/checks` compares, in a fraction of its time.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from graph.checks.places import Places
from graph.checks.shape_queries import shape_queries
from graph.checks.shape_reading import read_shapes
from graph.errors import Complaint, DataInvalid, complain
from graph.oxigraph import NamedNode, QuerySolutions, Store
from graph.terms import shorten


@dataclass(frozen=True)
class Result:
    """A validation result (SHACL 3.6.2): focus node and value as N-Triples writes them, the path as people read it.

    `component` is the local name of the constraint component; `value` and `path` are empty where there is none.
    """

    focus: str
    path: str
    value: str
    component: str
    message: str
    severity: str


def results(folder: Path, store: Store) -> Iterator[Result]:
    """Yields the validation results of the default graph, shape by shape; DataInvalid as `read_shapes`."""
    for query in shape_queries(read_shapes(folder)):
        solutions = store.query(query.text)
        assert isinstance(solutions, QuerySolutions)
        names = {variable.value for variable in solutions.variables}
        for solution in solutions:
            path = solution["path"] if "path" in names else None
            value = solution["value"] if "value" in names else None
            yield Result(
                focus=str(solution["this"]),
                path=shorten(path.value) if isinstance(path, NamedNode) else query.path.text if query.path else "",
                value=str(value) if value is not None else "",
                component=query.component,
                message=query.message,
                severity=query.severity,
            )


def shapes(folder: Path, store: Store, places: Places) -> Iterator[Complaint]:
    """Yields a complaint for each validation result, with the shape's message; faults of the shapes come alone."""
    try:
        found = list(results(folder, store))
    except DataInvalid as problem:
        yield from problem.complaints
        return
    for one in found:
        focus = one.focus.removeprefix("<").removesuffix(">")
        file, line = places.of(focus)
        yield complain(
            "shape",
            file,
            line,
            1 if line else 0,
            severity=one.severity,
            focus=shorten(focus),
            reason=f"{one.path}: {one.message}" if one.path else one.message,
        )
