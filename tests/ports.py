"""Ports of this machine: one that is free, and the wait until somebody listens there."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable


def free_port() -> int:
    """Returns a port that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def wait_for(port: int, name: str, patience: float, runs: Callable[[], bool] = lambda: True) -> None:
    """Waits until `name` listens on a port; fails if that takes too long, or if it no longer `runs`."""
    until = time.monotonic() + patience
    while True:
        assert runs(), f"{name} ended as it started"
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            assert time.monotonic() < until, f"{name} does not answer"
            time.sleep(0.05)
