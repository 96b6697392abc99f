"""How much a one-shot answer and a build cost, beside the least that could do the same.

    python benchmarks/oneshot.py [REPETITIONS]

Order is shuffled in each repetition; ratios are of the best and of the median. Prints a table, asserts nothing.
"""

import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from graph.landscape import open_landscape

BARE = """
import sys
from pyoxigraph import Store
for solution in Store.read_only(sys.argv[1]).query(open(sys.argv[2], encoding="utf-8").read()):
    print(",".join(str(term) for term in solution))
"""


def timed(command: list[str]) -> float:
    began = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=os.environ.copy())
    return time.perf_counter() - began


def main() -> None:
    repetitions = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    with tempfile.TemporaryDirectory() as place:
        os.environ["COLLAB_STATE"] = place
        landscape = open_landscape()
        query = Path(place) / "query.rq"
        query.write_text(landscape.sparql_of("governs", service="jfu"), encoding="utf-8")
        python, store = sys.executable, str(landscape.store_path)
        collab = [str(Path(python).with_name("collab"))]
        rows = {
            "interpreter alone": [python, "-c", "pass"],
            "interpreter + engine + same query": [python, "-c", BARE, store, str(query)],
            "collab governs jfu": [*collab, "governs", "jfu", "-f", "csv"],
            "collab --help": [*collab, "--help"],
            "collab build, nothing changed": [*collab, "build"],
            "collab build --force": [*collab, "build", "--force"],
        }
        times: dict[str, list[float]] = {name: [] for name in rows}
        for _ in range(repetitions):
            for name in random.sample(list(rows), len(rows)):
                times[name].append(timed(rows[name]))
    base = "interpreter + engine + same query"
    sys.stdout.write(f"{'what':36} {'best ms':>8} {'median ms':>10} {'best, x':>8} {'median, x':>10}\n")
    for name, found in times.items():
        best, median = min(found), statistics.median(found)
        ratios = best / min(times[base]), median / statistics.median(times[base])
        sys.stdout.write(f"{name:36} {best * 1e3:8.0f} {median * 1e3:10.0f} {ratios[0]:8.2f} {ratios[1]:10.2f}\n")


if __name__ == "__main__":
    main()
