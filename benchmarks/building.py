"""What a whole build costs, from tables to a store that answers, beside the engine's own load of the same quads.

    python benchmarks/building.py [TRIPLES ...]

Each in a process of its own, the one after the other, in shuffled order: wall and processor seconds, most memory.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.landscape import write
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
# The kernel tells a parent the most memory of a child only together with that of all children before it.
WATCH = """
import json, resource, subprocess, sys, time
began = time.perf_counter()
subprocess.run(sys.argv[1:], check=True)
spent = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps([time.perf_counter() - began, spent.ru_utime + spent.ru_stime, spent.ru_maxrss / 1024]))
"""


@dataclass(frozen=True)
class Cost:
    """Wall seconds, processor seconds, megabytes at most."""

    wall: float
    cpu: float
    memory: float


def spent(program: str, *words: str, **environment: str) -> Cost:
    """Returns what a Python program costs in a process of its own."""
    command = [sys.executable, "-c", WATCH, sys.executable, "-c", program, *words]
    done = subprocess.run(command, check=True, capture_output=True, text=True, env={**os.environ, **environment})
    return Cost(*json.loads(done.stdout))


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
                        raw.append(spent(RAW, f"{fresh}/store", str(quads)))
                    else:
                        ours.append(spent(OURS, str(tables), COLLAB_STATE=fresh))
    return number, raw, ours


def main() -> None:
    sizes = [int(word.replace("_", "")) for word in sys.argv[1:]] or [10_000, 100_000]
    sys.stdout.write(f"{'quads':>10} {'':12} {'wall s':>8} {'CPU s':>8} {'MB':>6}   load {os.getloadavg()[0]:.1f}\n")
    for size in sizes:
        number, raw, ours = measured(size)
        best = [
            Cost(*(min(getattr(one, name) for one in kind) for name in ("wall", "cpu", "memory")))
            for kind in (raw, ours)
        ]
        for name, cost in zip(("bulk_load", "collab build"), best, strict=True):
            sys.stdout.write(f"{number:10,} {name:12} {cost.wall:8.2f} {cost.cpu:8.2f} {cost.memory:6.0f}\n")
        one, other = best
        ratios = (other.wall / one.wall, other.cpu / one.cpu, other.memory / one.memory)
        sys.stdout.write("{:10} {:12} {:7.2f}x {:7.2f}x {:5.2f}x\n".format("", "ratio", *ratios))


if __name__ == "__main__":
    main()
