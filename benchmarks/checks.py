"""What `collab check` costs: our shapes beside pySHACL with the same findings, the queries, and suggest's conflicts.

    python benchmarks/checks.py [--data DIR]

Processor time, all in one run. The data are validated as they are, and with some hundred faults put in, so that equal
findings are more than none. Ends with 1 if the findings differ.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TypeVar

sys.path.insert(0, str(Path(__file__).parents[1]))

from graph.checks.checking import check
from graph.checks.conflicts import conflicts
from graph.checks.places import Places
from graph.checks.violations import violations
from graph.facts.facts import Facts, read_facts
from graph.facts.reading import Row
from graph.mapping.lens import Lens
from graph.mapping.ontology import read_ontology
from graph.mapping.rules import derive, read_rules
from graph.oxigraph import Literal, NamedNode, Store
from graph.store.inputs import find_inputs
from graph.terms import expand
from tests.checks.oracle import compiled, told_by_pyshacl
from tests.checks.spoiling import quads_of, spoilt

ROOT = Path(__file__).parents[1]
DAY = date(2026, 11, 22)
T = TypeVar("T")


def timed(work: Callable[[], T]) -> tuple[float, T]:
    """Returns the seconds of processor time that work took, and what came of it."""
    began = time.process_time()
    result = work()
    return time.process_time() - began, result


def line(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def proposed(facts: Facts) -> dict[str, list[Row]]:
    """A suggestion's row: a claim that stands, once more."""
    claim = facts["claims"][0]
    return {"claims": [Row("claims", "suggestion", 1, {**claim.cells, "claim_id": "one-more"}, "")]}


def main() -> int:
    """Prints the table of times."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=ROOT / "data")
    data = parser.parse_args().data
    folder = ROOT / "ontology"
    ontology = read_ontology(folder)
    facts = read_facts(data, ontology.vocabulary)
    quads = quads_of(data, ontology)
    line(f"{len(facts['claims']):,} claims, {len(quads):,} triples")
    equal = True
    for what, graph in (("as they are", quads), ("with faults", spoilt(quads, 500, 0))):
        ours, found = min(
            (timed(lambda graph=graph: compiled(folder, graph)) for _ in range(3)), key=lambda one: one[0]
        )
        theirs, oracle = timed(lambda graph=graph: told_by_pyshacl(folder, graph))
        equal &= found == oracle
        line(
            f"shapes, {what}: {ours:.2f} s, pySHACL {theirs:.2f} s, {ours / theirs:.3f}x; "
            f"{found.total()} findings, {'the same' if found == oracle else 'NOT THE SAME'}"
        )
    store = Store()
    store.bulk_extend(quads)
    derive(store, read_rules(folder), Lens(DAY))
    asof = Literal(DAY.isoformat(), datatype=NamedNode(expand("xsd:date")))
    places = Places(facts)
    costs = sorted(
        (
            (
                *timed(lambda name=path.stem: len(list(violations(folder, store, places, {"asof": asof}, name)))),
                path.stem,
            )
            for path in (folder / "checks").glob("*.rq")
        ),
        reverse=True,
    )
    line(
        f"{len(costs)} queries: {sum(cost for cost, _, _ in costs):.2f} s, {sum(rows for _, rows, _ in costs)} findings"
    )
    for cost, rows, name in costs[:5]:
        line(f"    {cost:.3f} s  {name}, {rows} findings")
    whole, complaints = timed(lambda: check(find_inputs(data), None, DAY))
    line(f"check, whole: {whole:.2f} s, {len(complaints)} findings")
    alone, _ = timed(lambda: conflicts(facts, ontology, folder, proposed(facts), DAY))
    line(f"suggest, what its rows may contradict: {alone:.2f} s, {alone / whole:.2f}x of check")
    return 0 if equal else 1


if __name__ == "__main__":
    sys.exit(main())
