"""What each question of the library costs on a made-up landscape: through our API, and its bare queries.

    python benchmarks/questions.py [TRIPLES] [QUESTION ...]

Processor milliseconds, the best of several; each question in a process of its own that is ended after `LIMIT` seconds.
A *bound* question names a thing and should take less than 5 ms; one over the whole landscape less than 2 s. The ratio
is of `ask` to the same queries on the engine, names and labels of the answer's cells taken in.
"""

from __future__ import annotations

import multiprocessing
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.landscape import write
from graph.landscape import Landscape, open_landscape
from graph.oxigraph import QuerySolutions
from graph.questions.asking import bound_queries
from graph.questions.library import Parameter, Question, library

LIMIT = 60.0
LONGEST = 1.0
DAY = "2026-11-22"
# Some thing of each class in benchmarks/landscape.py; the first class that is listed decides.
THINGS = {
    "PoliceForce": "force-0",
    "Collaboration": "a-7",
    "GovernanceBody": "board-0-1",
    "ForceGrouping": "region-0",
    "Portfolio": "portfolio-0",
    "LegalProvision": "act-s22a",
    "SourceDocument": "report-1",
}
OTHERS = {"other": "force-1", "third_org": "force-2"}


@dataclass(frozen=True)
class Case:
    """A question with its parameters as typed; `bound` if one of them names a thing."""

    question: str
    parameters: dict[str, str]
    bound: bool


@dataclass(frozen=True)
class Found:
    """Processor seconds of the bare queries and of `ask`, each time that they ran, and how many rows there are."""

    raw: list[float]
    ours: list[float]
    rows: int


def cases(ontology: Path) -> Iterator[Case]:
    """Yields each question as it stands, and once more with all that may be left out."""
    for question in library(ontology).values():
        needed = _given(question, lambda parameter: parameter.required)
        full = _given(question, lambda parameter: parameter.kind != "flag" and parameter.name != "third_org")
        yield Case(question.id, needed, any(value in THINGS.values() for value in needed.values()))
        if full != needed:
            yield Case(question.id, full, True)


def _given(question: Question, wanted: Callable[[Parameter], bool]) -> dict[str, str]:
    found = {}
    for parameter in filter(wanted, question.parameters):
        if parameter.kind == "thing":
            kind = next((one for one in parameter.classes if one in THINGS), "Collaboration")
            if parameter.classes and kind not in parameter.classes:
                continue
            found[parameter.name] = OTHERS.get(parameter.name, THINGS[kind]) if kind == "PoliceForce" else THINGS[kind]
        elif parameter.kind == "date":
            found[parameter.name] = "2020-01-01"
        elif parameter.kind == "word":
            found[parameter.name] = "dogs"
    return found


def timed(work: Callable[[], Any]) -> list[float]:
    """Returns the processor seconds that `work` takes: once if it is long, else as often as a second allows."""
    found = []
    began = time.perf_counter()
    while not found or (time.perf_counter() - began < LONGEST and len(found) < 50):
        before = time.process_time()
        work()
        found.append(time.process_time() - before)
    return found


def raw(landscape: Landscape, queries: list[str]) -> int:
    """Runs queries on the engine, takes every cell of every row, and returns the number of rows of the first."""
    counts = []
    for query in queries:
        solutions = landscape.store.query(query)
        counts.append(sum(1 for row in solutions if tuple(row)) if isinstance(solutions, QuerySolutions) else 1)
    return counts[0]


def measured(landscape: Landscape, case: Case) -> Found:
    """Returns what a case costs on a landscape."""
    question = landscape.question(case.question)
    queries = bound_queries(question, case.parameters, landscape.asked)
    rows = raw(landscape, queries)
    return Found(
        timed(lambda: raw(landscape, queries)), timed(lambda: landscape.ask(case.question, **case.parameters)), rows
    )


def _child(tables: Path, case: Case, to: Any) -> None:
    with open_landscape(tables, as_of=DAY) as landscape:
        to.send(measured(landscape, case))


def within_limit(tables: Path, case: Case) -> Found | None:
    """Returns what a case costs, or None if it takes longer than `LIMIT`."""
    receiving, sending = multiprocessing.Pipe(duplex=False)
    child = multiprocessing.Process(target=_child, args=(tables, case, sending))
    child.start()
    found = receiving.recv() if receiving.poll(LIMIT) else None
    child.terminate()
    child.join()
    return found


def main() -> None:
    triples = int(sys.argv[1].replace("_", "")) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as place:
        tables = Path(place) / f"{triples}"
        write(tables, triples)
        landscape = open_landscape(tables, as_of=DAY)
        _ = landscape.store_path
        landscape.__exit__()
        rows = []
        for case in cases(landscape.inputs.ontology):
            if sys.argv[2:] and case.question not in sys.argv[2:]:
                continue
            rows.append((within_limit(tables, case), case))
    sys.stdout.write(f"{'raw ms':>9} {'ours ms':>9} {'ratio':>6} {'rows':>7}\n")
    for found, case in sorted(rows, key=lambda row: -(min(row[0].raw) if row[0] else LIMIT)):
        name = " ".join([case.question, *(f"{key}={value}" for key, value in case.parameters.items())])
        kind = "bound" if case.bound else "whole"
        if found is None:
            sys.stdout.write(f"{'over':>9} {'':9} {'':6} {'':7} {kind} {name}\n")
            continue
        bare, ours = min(found.raw), min(found.ours)
        numbers = (bare * 1e3, ours * 1e3, ours / bare, found.rows)
        sys.stdout.write("{:9.2f} {:9.2f} {:6.2f} {:7}".format(*numbers) + f" {kind} {name}\n")


if __name__ == "__main__":
    main()
