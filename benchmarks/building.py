"""What a whole build costs, from tables to a store that answers, beside the engine's own load of the same quads.

    python benchmarks/building.py [TRIPLES ...]

Each in a process of its own, the one after the other, in shuffled order: wall and processor seconds, most memory.
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
from graph.oxigraph import RdfFormat

RAW = """
import sys
from pyoxigraph import RdfFormat, Store
store = Store(sys.argv[1])
store.bulk_load(path=sys.argv[2], format=RdfFormat.N_QUADS)
store.flush()
"""
OURS = """
import sys
from graph.landscape import open_landscape
open_landscape(sys.argv[1]).store
"""


def measured(triples: int, rounds: int = 3) -> tuple[int, list[Cost], list[Cost]]:
    """Returns how many quads there are, and the costs of raw loads and of whole builds of them."""
    raw: list[Cost] = []
    ours: list[Cost] = []
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        tables, quads = place / "tables", place / "quads.nq"
        write(tables, triples)
        os.environ["COLLAB_STATE"] = str(place / "first")
        with open_landscape(tables) as landscape:
            landscape.store.dump(str(quads), RdfFormat.N_QUADS)
            number = len(landscape.store)
        for _ in range(rounds):
            for kind in random.sample((raw, ours), 2):
                with tempfile.TemporaryDirectory(dir=place) as fresh:
                    if kind is raw:
                        raw.append(spent(sys.executable, "-c", RAW, f"{fresh}/store", str(quads)))
                    else:
                        ours.append(spent(sys.executable, "-c", OURS, str(tables), COLLAB_STATE=fresh))
    return number, raw, ours


def main() -> None:
    sizes = [int(word.replace("_", "")) for word in sys.argv[1:]] or [10_000, 100_000]
    sys.stdout.write(f"{'quads':>10} {'':12} {'wall s':>8} {'CPU s':>8} {'MB':>6}   load {os.getloadavg()[0]:.1f}\n")
    for size in sizes:
        number, raw, ours = measured(size)
        least = [best(raw), best(ours)]
        for name, cost in zip(("bulk_load", "collab build"), least, strict=True):
            sys.stdout.write(f"{number:10,} {name:12} {cost.wall:8.2f} {cost.cpu:8.2f} {cost.memory:6.0f}\n")
        one, other = least
        ratios = (other.wall / one.wall, other.cpu / one.cpu, other.memory / one.memory)
        sys.stdout.write("{:10} {:12} {:7.2f}x {:7.2f}x {:5.2f}x\n".format("", "ratio", *ratios))


if __name__ == "__main__":
    main()
