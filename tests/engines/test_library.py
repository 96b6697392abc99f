"""The whole question library on engines that we did not write: the rows that the embedded one gives."""

from __future__ import annotations

import pytest

from graph.engines.differences import Virtuoso
from graph.landscape import Landscape
from graph.questions.asking import ask
from tests.engines.conftest import there
from tests.engines.servers import Server
from tests.questions.conftest import CASES, QUESTIONS, Case

pytestmark = pytest.mark.slow


@pytest.fixture(scope="session")
def on_oxigraph(oxigraph_server: Server) -> Landscape:
    return there(oxigraph_server)


@pytest.fixture(scope="session")
def on_virtuoso(virtuoso_server: Server) -> Landscape:
    return there(virtuoso_server)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.file.stem)
@pytest.mark.parametrize("engine", ["oxigraph", "virtuoso"])
def test_equal_answers(engine: str, case: Case, world: Landscape, request: pytest.FixtureRequest) -> None:
    elsewhere: Landscape = request.getfixturevalue(f"on_{engine}")
    here = ask(QUESTIONS[case.question], case.parameters, world.asked)
    found = ask(QUESTIONS[case.question], case.parameters, elsewhere.asked)
    assert found.flat() == here.flat()
    assert (found.question, found.parameters, found.assumptions) == (here.question, here.parameters, here.assumptions)
    assert found.not_known == here.not_known
    assert (found.as_of, found.lens, found.data_version) == (here.as_of, here.lens, here.data_version)


def test_what_is_asked_of_a_copy_is_in_the_library() -> None:
    known = {*QUESTIONS, *(f"{id}.not-known" for id, one in QUESTIONS.items() if one.companion)}
    assert set(Virtuoso.asked_here) <= known
    assert len(Virtuoso.asked_here) <= 8, "the list is to become shorter"
