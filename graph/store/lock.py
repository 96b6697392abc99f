"""A lock between processes that the kernel frees when its holder dies."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from graph.errors import CollabError

try:
    import fcntl
except ImportError:  # Windows: two builds at once both succeed there, for the last rename wins
    fcntl = None  # type: ignore[assignment]

LONGEST_WAIT = 60.0


@contextmanager
def held(path: Path, *, wait: bool) -> Iterator[None]:
    """Holds the lock file `path` for the block; CollabError, naming the holder, if it stays taken."""
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    except OSError as problem:
        raise CollabError("state-not-writable", path=path.parent, reason=problem.strerror) from None
    try:
        if fcntl is not None:
            _take(handle, wait)
            os.ftruncate(handle, 0)
            os.pwrite(handle, str(os.getpid()).encode(), 0)
        yield
    finally:
        os.close(handle)


def _take(handle: int, wait: bool) -> None:
    deadline = time.monotonic() + (LONGEST_WAIT if wait else 0)
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except OSError:
            if time.monotonic() >= deadline:
                holder = os.pread(handle, 20, 0).decode("ascii", errors="replace") or "?"
                raise CollabError("build-running", pid=holder) from None
            time.sleep(0.05)
