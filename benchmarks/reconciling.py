"""How long 10,000 names take to lead to ids, a third of them misspelt.

usage: python benchmarks/reconciling.py

Prints one line: names, seconds without start and build, and how many were matched, ambiguous, near and not found.
"""

from __future__ import annotations

import random
import sys
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from graph import open_landscape
from graph.questions.reconciling import Reconciler

COUNT = 10_000


def main() -> int:
    """Prints the measure; returns the exit code."""
    names = open_landscape().names
    chance = random.Random(20)
    known = sorted({name.words for name in names.names if len(name.words) > 6})
    wanted = []
    for number in range(COUNT):
        words = chance.choice(known)
        place = chance.randrange(len(words) - 1)
        wrong = (f"{words[:place]}{words[place + 1 :]}", f"{words} {number}", f"{chance.choice('aeiou')}{words[1:]}")
        wanted.append(words if number % 3 else chance.choice(wrong))
    began = time.perf_counter()
    finder = Reconciler(names)
    counts = Counter(finder.find(words).status for words in wanted)
    seconds = time.perf_counter() - began
    said = ", ".join(f"{counts[status]} {status}" for status in sorted(counts))
    print(f"{COUNT:,} names ({len(set(wanted)):,} different) among {len(names.names):,}: {seconds:.1f} s; {said}")  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())
