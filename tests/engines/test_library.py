"""The whole question library on engines that we did not write: the rows that the embedded one gives."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from graph.engines.differences import Virtuoso
from graph.landscape import Landscape, open_landscape
from graph.questions.asking import ask
from tests.conftest import DAY, ROOT
from tests.engines.conftest import feed, there
from tests.engines.servers import Server, oxigraph, virtuoso
from tests.questions.conftest import CASES, QUESTIONS, Case
from tests.questions.test_shipped import ENTRIES
from tests.web.served import served

pytestmark = pytest.mark.slow


@pytest.fixture(scope="session")
def on_oxigraph(oxigraph_server: Server) -> Landscape:
    return there(oxigraph_server)


@pytest.fixture(scope="session")
def on_virtuoso(virtuoso_server: Server) -> Landscape:
    return there(virtuoso_server)


@pytest.fixture(scope="session")
def on_explorer(explorer: str) -> Landscape:
    return open_landscape(as_of=DAY, endpoint=explorer)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.file.stem)
@pytest.mark.parametrize("engine", ["oxigraph", "virtuoso", "explorer"])
def test_equal_answers(engine: str, case: Case, world: Landscape, request: pytest.FixtureRequest) -> None:
    elsewhere: Landscape = request.getfixturevalue(f"on_{engine}")
    here = ask(QUESTIONS[case.question], case.parameters, world.asked)
    found = ask(QUESTIONS[case.question], case.parameters, elsewhere.asked)
    assert found.flat() == here.flat()
    assert (found.question, found.parameters, found.assumptions) == (here.question, here.parameters, here.assumptions)
    assert found.not_known == here.not_known
    assert (found.as_of, found.lens, found.data_version) == (here.as_of, here.lens, here.data_version)


@pytest.fixture(scope="session")
def shipped_on_oxigraph(shipped: Landscape) -> Iterator[Landscape]:
    with oxigraph() as server:
        feed(server, shipped)
        yield there(server)


@pytest.fixture(scope="session")
def shipped_on_virtuoso(
    shipped: Landscape, as_dba: None, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Landscape]:
    with virtuoso(tmp_path_factory.mktemp("virtuoso")) as server:
        feed(server, shipped)
        yield there(server)


@pytest.fixture(scope="session")
def shipped_on_explorer(shipped: Landscape) -> Iterator[Landscape]:
    with served(ROOT / "data") as running:
        yield open_landscape(as_of=DAY, endpoint=running.base.rstrip("/") + "/sparql")


@pytest.mark.parametrize(("question", "entry"), ENTRIES)
@pytest.mark.parametrize("engine", ["oxigraph", "virtuoso", "explorer"])
def test_equal_answers_on_the_shipped_data(
    engine: str, question: str, entry: dict[str, Any], shipped: Landscape, request: pytest.FixtureRequest
) -> None:
    elsewhere: Landscape = request.getfixturevalue(f"shipped_on_{engine}")
    parameters = entry.get("parameters", {})
    here = ask(QUESTIONS[question], parameters, shipped.asked)
    found = ask(QUESTIONS[question], parameters, elsewhere.asked)
    assert found.flat() == here.flat()
    assert found.not_known == here.not_known


def test_most_questions_are_asked_there() -> None:
    asked = [name for name, question in QUESTIONS.items() if Virtuoso().trusted(question.query)]
    assert len(asked) >= 50
