"""How each question of the library does on sixty miniature worlds side by side, against one.

    python benchmarks/questions.py

Prints the dozen slowest with the factor by which they grew; a factor far above sixty multiplies what it need not.
"""

import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from graph.landscape import open_landscape
from graph.oxigraph import NamedNode, Quad, Store
from graph.questions.asking import bound_query
from graph.terms import PREFIXES
from tests.questions.conftest import CASES, DAY, QUESTIONS

WORLDS = 60
SPACES = tuple(PREFIXES[name] for name in ("pid", "claim", "ev", "doc", "event", "milestone", "matter", "dis"))


def is_ours(term: object) -> bool:
    return isinstance(term, NamedNode) and term.value.startswith(SPACES)


def moved(term: object, number: int) -> object:
    return NamedNode(f"{term.value}-{number}") if is_ours(term) else term  # type: ignore[attr-defined]


def asked(store: Store, query: str) -> float:
    began = time.perf_counter()
    for _ in store.query(query):
        pass
    return time.perf_counter() - began


def main() -> None:
    world = open_landscape(Path(__file__).parents[1] / "tests" / "world", as_of=DAY)
    quads = list(world.store)
    one, many = Store(), Store()
    one.bulk_extend(quads)
    many.bulk_extend(quads)
    for number in range(WORLDS):
        many.bulk_extend(
            Quad(moved(quad.subject, number), quad.predicate, moved(quad.object, number), quad.graph_name)
            for quad in quads
            if is_ours(quad.subject) or is_ours(quad.object)
        )
    rows = []
    for case in CASES:
        query = bound_query(QUESTIONS[case.question], case.parameters, world.asked)
        alone, together = (min(asked(store, query) for _ in range(3)) for store in (one, many))
        rows.append((together, together / alone, case.question, case.name))
    sys.stdout.write(f"{len(many):,} triples; {'ms':>8} {'grown, x':>9}  question\n")
    for together, factor, question, name in sorted(rows, reverse=True)[:12]:
        sys.stdout.write(f"{together * 1e3:24.1f} {factor:9.0f}  {question} ({name})\n")


if __name__ == "__main__":
    main()
