"""What a program costs in a process of its own: wall seconds, processor seconds, most memory."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass

# The kernel tells a parent the most memory of a child only together with that of all children before it.
_WATCH = """
import json, resource, subprocess, sys, time
began = time.perf_counter()
subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
wall = time.perf_counter() - began
spent = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps([wall, spent.ru_utime + spent.ru_stime, spent.ru_maxrss / 1024]))
"""


@dataclass(frozen=True)
class Cost:
    """Wall seconds, processor seconds, megabytes at most."""

    wall: float
    cpu: float
    memory: float


def spent(*command: str, **environment: str) -> Cost:
    """Returns what a command costs; CalledProcessError if it fails."""
    watched = [sys.executable, "-c", _WATCH, *command]
    done = subprocess.run(watched, check=True, capture_output=True, text=True, env={**os.environ, **environment})
    return Cost(*json.loads(done.stdout))


def best(costs: list[Cost]) -> Cost:
    """Returns the least of each that was seen."""
    return Cost(*(min(getattr(one, name) for one in costs) for name in ("wall", "cpu", "memory")))
