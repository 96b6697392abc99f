"""Asks a module of ours, in a process of its own, about a file that a stranger made."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any


def ask_child(module: str, *words: str, content: bytes, patience: float) -> dict[str, Any] | None:
    """Returns the JSON object that `python -m module words... PID` writes for `content`; None if it died without one.

    `-P` keeps the current folder off its path, so that no module lying there is run. TimeoutExpired, with the
    process ended, after `patience` seconds.
    """
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    command = [sys.executable, "-P", "-m", module, *words, str(os.getpid())]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment
    ) as process:
        try:
            written, _ = process.communicate(content, timeout=patience)
        except BaseException:
            process.kill()
            raise
    try:
        answer = json.loads(written)
    except ValueError:
        return None
    return answer if isinstance(answer, dict) else None


def limit_child(memory: int, seconds: int) -> None:
    """Limits this process to `memory` bytes and `seconds` of processor time, where the system can."""
    try:
        import resource
    except ImportError:  # Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
