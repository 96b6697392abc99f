"""One browser for all tests of pictures of a worker."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from .visiting import CHROMIUM


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Debian's Chromium, headless."""
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed (extra: test)")
    with api.sync_playwright() as play:
        running = play.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-gpu"])
        yield running
        running.close()
