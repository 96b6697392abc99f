"""Runs what is asynchronous in a thread of its own: in the thread of the tests a browser's loop may be running."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any


def finish(work: Coroutine[Any, Any, Any]) -> Any:
    """Returns what `work` comes to, in a new event loop."""
    with ThreadPoolExecutor(max_workers=1) as thread:
        return thread.submit(asyncio.run, work).result()
