"""How long each export takes, and how much of that is reading it back and comparing.

    python benchmarks/exports.py [REPETITIONS]

The content is made once and is not counted. Prints a table, asserts nothing.
"""

import os
import statistics
import sys
import tempfile
import time

from graph.exports.content import content_of
from graph.exports.registry import EXPORTS
from graph.landscape import open_landscape


def main() -> None:
    repetitions = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    with tempfile.TemporaryDirectory() as place:
        os.environ["COLLAB_STATE"] = place
        content = content_of(open_landscape(as_of="2026-11-22"))
        _ = content.tables, content.quads, content.network
        sys.stdout.write(f"{'format':16} {'kB':>7} {'write ms':>9} {'read back ms':>13} {'whole, x write':>15}\n")
        for name, chosen in EXPORTS.items():
            write, read, expected = (chosen.function(one) for one in (chosen.write, chosen.read, chosen.expected))
            times: list[tuple[float, float]] = []
            for _ in range(repetitions):
                began = time.perf_counter()
                made = write(content)
                wrote = time.perf_counter()
                assert read(made) == expected(content)
                times.append((wrote - began, time.perf_counter() - wrote))
            writing, reading = (statistics.median(one) * 1e3 for one in zip(*times, strict=True))
            ratio = (writing + reading) / writing
            sys.stdout.write(f"{name:16} {len(made) / 1e3:7.0f} {writing:9.0f} {reading:13.0f} {ratio:15.1f}\n")


if __name__ == "__main__":
    main()
