"""The miniature world published to each engine, and landscapes that are asked there."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from graph.engines.connection import PASSWORD, USER
from graph.engines.publishing import publish
from graph.landscape import Landscape, open_landscape
from tests.conftest import DAY, WORLD
from tests.engines.servers import Server, oxigraph, virtuoso
from tests.web.served import served

ENGINES = ["oxigraph", "virtuoso"]


@pytest.fixture(scope="session")
def as_dba() -> Iterator[None]:
    """The user that a new Virtuoso has."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(USER, "dba")
        patch.setenv(PASSWORD, "dba")
        yield


@pytest.fixture(scope="session")
def oxigraph_server(world: Landscape) -> Iterator[Server]:
    with oxigraph() as server:
        feed(server, world)
        yield server


@pytest.fixture(scope="session")
def virtuoso_server(world: Landscape, as_dba: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with virtuoso(tmp_path_factory.mktemp("virtuoso")) as server:
        feed(server, world)
        yield server


@pytest.fixture(scope="session")
def explorer(world: Landscape) -> Iterator[str]:
    """Where `collab serve` is asked for the miniature world, as a colleague's terminal asks the team's server."""
    with served(WORLD) as running:
        yield running.base.rstrip("/") + "/sparql"


def feed(server: Server, landscape: Landscape) -> None:
    publish(server.store, landscape.snapshot, landscape.store, landscape.view)


def there(server: Server, language: str = "en") -> Landscape:
    """The landscape at a server, on the day of the miniature world."""
    return open_landscape(as_of=DAY, endpoint=server.query, language=language)
