"""Locks between processes that the kernel frees when their holder dies: ids of processes are soon given to others."""

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
_A_MOMENT = 5.0


@contextmanager
def held(path: Path, *, wait: bool) -> Iterator[None]:
    """Holds the lock file `path` for the block; CollabError, naming the holder, if it stays taken."""
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    except OSError as problem:
        raise CollabError("state-not-writable", path=path.parent, reason=problem.strerror) from None
    try:
        if not take(handle, LONGEST_WAIT if wait else 0):
            holder = os.pread(handle, 20, 0).decode("ascii", errors="replace") or "?"
            raise CollabError("build-running", pid=holder)
        try:
            os.ftruncate(handle, 0)
            os.pwrite(handle, str(os.getpid()).encode(), 0)
        except OSError as problem:
            raise CollabError("state-not-writable", path=path, reason=problem.strerror) from None
        yield
    finally:
        os.close(handle)


def take(handle: int, seconds: float, *, shared: bool = False) -> bool:
    """Takes the lock of an open file or folder, waiting some seconds; tells whether it is taken.

    It is let go with the last handle of that opening. Where there are no such locks, it counts as taken.
    """
    if fcntl is None:
        return True
    deadline = time.monotonic() + seconds
    while True:
        try:
            fcntl.flock(handle, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
            return True
        except BlockingIOError:
            if time.monotonic() >= deadline:
                return False
            time.sleep(0.02)
        except OSError:  # this file system has none
            return True


@contextmanager
def marked(path: Path, *, shared: bool = False) -> Iterator[None]:
    """Marks a file or folder as being worked at, for the block; `shared` if others may mark it too."""
    if fcntl is None:
        yield
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        take(handle, _A_MOMENT, shared=shared)
        yield
    finally:
        os.close(handle)


def abandoned(path: Path) -> bool:
    """Tells whether nobody marks `path` as being worked at; never where there are no locks to tell it by."""
    if fcntl is None:
        return False
    try:
        handle = os.open(path, os.O_RDONLY)
    except OSError:
        return False
    try:
        return take(handle, 0)
    finally:
        os.close(handle)
