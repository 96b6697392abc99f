"""How much a one-shot answer and a build cost, beside the least that could do the same.

    python benchmarks/oneshot.py [TRIPLES ...]

On the shipped data, or on made-up landscapes of so many triples. Order is shuffled in each repetition; wall and
processor milliseconds are the best of fifteen, ratios are to a bare interpreter that asks the engine the same query.
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.landscape import write
from benchmarks.processes import Cost, best, spent
from graph.landscape import open_landscape

BARE = """
import sys
from pyoxigraph import Store
for solution in Store.read_only(sys.argv[1]).query(open(sys.argv[2], encoding="utf-8").read()):
    print(",".join(str(term) for term in solution))
"""
EMPTY = "import click\n@click.group()\ndef empty(): pass\nempty(prog_name='empty')"
BASE = "interpreter + engine + same query"
ANSWER = "collab governs"


def measured(tables: Path | None, rounds: int = 15, *, only: tuple[str, ...] = ()) -> dict[str, list[Cost]]:
    """Returns what each command costs on a folder of tables, the shipped ones if None; `only` names those wanted."""
    landscape = open_landscape(tables)
    data = ["--data", str(tables)] if tables else []
    thing = "a-7" if tables else "jfu"
    with tempfile.TemporaryDirectory() as place:
        query = Path(place) / "query.rq"
        query.write_text(landscape.sparql_of("governs", service=thing), encoding="utf-8")
        python, store = sys.executable, str(landscape.store_path)
        collab = [str(Path(python).with_name("collab"))]
        commands = {
            "interpreter alone": [python, "-c", "pass"],
            BASE: [python, "-c", BARE, store, str(query)],
            ANSWER: [*collab, "governs", thing, "-f", "csv", *data],
            "empty click program --help": [python, "-c", EMPTY, "--help"],
            "collab --help": [*collab, "--help"],
            "collab build, nothing changed": [*collab, "build", *data],
        }
        wanted = [name for name in commands if not only or name in only]
        found: dict[str, list[Cost]] = {name: [] for name in wanted}
        for _ in range(rounds):
            for name in random.sample(wanted, len(wanted)):
                found[name].append(spent(*commands[name]))
    return found


def main() -> None:
    sizes = [int(word.replace("_", "")) for word in sys.argv[1:]]
    for size in sizes or [0]:
        with tempfile.TemporaryDirectory() as place:
            os.environ["COLLAB_STATE"] = f"{place}/state"
            tables = Path(place) / "tables" if size else None
            if tables is not None:
                write(tables, size)
            found = measured(tables)
        base = best(found[BASE])
        sys.stdout.write(f"{f'{size:,} triples' if size else 'shipped data':36} wall ms   CPU ms  wall, x   CPU, x\n")
        for name, costs in found.items():
            one = best(costs)
            ratios = f"{one.wall / base.wall:8.2f} {one.cpu / base.cpu:8.2f}"
            sys.stdout.write(f"{name:36} {one.wall * 1e3:7.0f} {one.cpu * 1e3:8.0f} {ratios}\n")


if __name__ == "__main__":
    main()
