"""What a stress run tried and what came of it, written down for docs/reliability.md."""

from __future__ import annotations

import json
import os
from collections import Counter
from pathlib import Path

# Where `make stress` wants it; a run by hand writes nothing.
PLACE = "COLLAB_STRESS_FOUND"


def tell(goal: str, what: str, outcomes: Counter[str] | dict[str, int], note: str = "") -> None:
    """Adds a row: the goal (R1 ... O2, or E), what was done, how often it ended how."""
    place = os.environ.get(PLACE)
    if not place:
        return
    row = {
        "goal": goal,
        "what": what,
        "times": sum(outcomes.values()),
        "outcomes": dict(sorted(outcomes.items())),
        "note": note,
        "test": os.environ["PYTEST_CURRENT_TEST"].rpartition(" ")[0].partition("[")[0],
    }
    with Path(place).open("a", encoding="utf-8") as file:
        file.write(json.dumps(row, ensure_ascii=False) + "\n")
