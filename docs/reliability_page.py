"""Writes docs/reliability.md from what `make stress` tried and found.

usage: python docs/reliability_page.py FOUND

FOUND is what the tests wrote (tests/stress/found.py): one JSON object a line. Nothing is written unless every goal
has been tried.
"""

from __future__ import annotations

import json
import os
import platform
import sys
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

HERE = Path(__file__).resolve().parent
PAGE = HERE / "reliability.md"
# What is promised, in the order of the page; the names are those that the tests tell their findings by.
GOALS = {
    "R1": (
        "Killed at any moment",
        "The old state or the new, and the next run clears away what is left. Killed at random, and before each call\n"
        "that changes the disk: every kind that the command makes, the n-th for every n until it has no more, counted\n"
        "in each thread. The calls that the engine alone writes by are tried in the build of changed tables.",
    ),
    "R2": (
        "A disk that refuses",
        "The n-th call of a kind fails, for the same kinds and every n: it fails and names the file and the cause,\n"
        "the old state or the new is there, and the next run is done.",
    ),
    "R6": (
        "Power goes",
        "A command is traced, and the states that the disk may show are made out of its calls: after each change,\n"
        "what was synced is there; of the rest all, nothing, all names with files empty, cut in half or zeros, each\n"
        "change of names alone lacking, each alone there. The old state or the new is found, or a snapshot that is\n"
        "noticed not to be one and built anew; tables and documents are whole; what a command said was done is there.",
    ),
    "R3": ("Damaged snapshots", "`collab verify` finds every one, and none is answered from otherwise than before."),
    "R4": ("Two at once", "A second builder is refused within a second. Each answer is of one data version."),
    "R5": ("Malformed tables", "Read exactly, or refused with file, line, column and a hint."),
    "S1": ("Runaway and hostile queries", "Each ends within its limit and one second; the next query is answered."),
    "S2": ("Others beside them", "Light queries while three endless ones run: at most 50 ms for 95 of 100."),
    "S3": ("Nothing goes out", "No attack opens a connection or reads a file that was not named."),
    "O1": ("Ctrl-C", "Every command ends within a second, exit 130, and leaves no part of a file."),
    "O2": ("Other machines, other days", "The same snapshot id, the same exports to the byte."),
    "E": ("Poor surroundings", "A sentence, and what stood before goes on answering."),
}


def main() -> int:
    """Writes the page; returns 1, saying what is missing, if a goal was not tried."""
    found = [json.loads(line) for line in Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()]
    if missing := [goal for goal in GOALS if goal not in {row["goal"] for row in found}]:
        sys.stderr.write(f"not tried, so {PAGE.name} is left as it was: {', '.join(missing)}\n")
        return 1
    parts = []
    for goal, (title, promise) in GOALS.items():
        rows = sorted((row for row in found if row["goal"] == goal), key=lambda row: (row["test"], row["what"]))
        tests = sorted({row["test"] for row in rows})
        parts.append({"title": title, "promise": promise, "rows": [_shown(row) for row in rows], "tests": tests})
    templates = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        undefined=StrictUndefined,
        trim_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # Markdown
    )
    page = templates.get_template("reliability.md.j2").render(
        machine=f"{platform.system()} {platform.machine()}, Python {platform.python_version()}, {os.cpu_count()} cores",
        trials=f"{sum(row['times'] for row in found):,}",
        parts=parts,
    )
    PAGE.write_text(page, encoding="utf-8")
    return 0


def _shown(row: dict[str, object]) -> dict[str, str]:
    outcomes = row["outcomes"]
    assert isinstance(outcomes, dict)
    said = " · ".join(f"{how}: {count:,}" for how, count in outcomes.items() if count)
    return {
        "what": str(row["what"]),
        "times": f"{row['times']:,}",
        "outcomes": f"{said}; {row['note']}" if row["note"] else said,
    }


if __name__ == "__main__":
    sys.exit(main())
