"""The square table of who shares how many arrangements with whom, beside the SPARQL aggregate that counts the same.

    python benchmarks/matrix.py [TRIPLES]

Processor seconds, the best of five, in shuffled order; the sums of both are compared.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.landscape import write
from graph.landscape import Landscape, open_landscape
from graph.oxigraph import QuerySolutions
from graph.terms import prefix_lines

AGGREGATE = (
    prefix_lines()
    + """
SELECT ?one ?other (COUNT(DISTINCT ?arrangement) AS ?shared) WHERE {
  ?arrangement pcol:hasParticipant ?one , ?other .
  ?one a pcol:PoliceForce .
  ?other a pcol:PoliceForce .
} GROUP BY ?one ?other"""
)


def aggregate(landscape: Landscape) -> int:
    """Returns the sum of the table as SPARQL counts it."""
    solutions = landscape.store.query(AGGREGATE)
    assert isinstance(solutions, QuerySolutions)
    return sum(int(row[2].value) for row in solutions)  # type: ignore[union-attr]


def table(landscape: Landscape) -> int:
    """Returns the sum of the table as the API makes it."""
    return int(landscape.sharing().to_numpy().sum())


def measured(landscape: Landscape, rounds: int = 5) -> dict[str, list[float]]:
    """Returns the processor seconds of each way to the table; ValueError if they differ."""
    ways: dict[str, Callable[[Landscape], int]] = {"aggregate": aggregate, "sharing": table}
    if len({way(landscape) for way in ways.values()}) > 1:
        raise ValueError("the two tables differ")
    found: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name in random.sample(list(ways), len(ways)):
            began = time.process_time()
            ways[name](landscape)
            found[name].append(time.process_time() - began)
    return found


def main() -> None:
    triples = int(sys.argv[1].replace("_", "")) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as place:
        write(Path(place) / "tables", triples)
        found = measured(open_landscape(Path(place) / "tables"))
    base = min(found["aggregate"])
    for name, times in found.items():
        sys.stdout.write(f"{name:10} {min(times) * 1e3:9.1f} ms {min(times) / base:6.2f}x\n")


if __name__ == "__main__":
    main()
