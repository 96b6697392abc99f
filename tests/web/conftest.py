"""The application over the miniature world on a fixed day, and a client that knows it as its visitors do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from starlette.testclient import TestClient

from graph.landscape import Landscape
from graph.web.app import application
from graph.web.current import Current
from graph.web.settings import settings
from tests.conftest import DAY
from tests.web.loopback import Site, running


@pytest.fixture(scope="session")
def current(world: Landscape) -> Current:
    return Current(world, today=lambda: date.fromisoformat(DAY))


@pytest.fixture(scope="session")
def site(current: Current) -> TestClient:
    """A visitor of the miniature world's site."""
    return TestClient(application(current, settings()), base_url="http://127.0.0.1:8000", follow_redirects=False)


@pytest.fixture(scope="session")
def loopback(current: Current) -> Iterator[Site]:
    """The miniature world served on a port of this machine."""
    with running(current) as site:
        yield site
