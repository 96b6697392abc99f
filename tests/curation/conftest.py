"""The facts of the miniature world, and the names in them, as the bench reads them."""

from __future__ import annotations

import pytest

from graph.curation.mentions import Gazetteer
from graph.facts.facts import Facts, read_facts
from graph.facts.vocabulary import Vocabulary
from tests.conftest import WORLD


@pytest.fixture(scope="module")
def facts(vocabulary: Vocabulary) -> Facts:
    return read_facts(WORLD, vocabulary)


@pytest.fixture(scope="module")
def gazetteer(facts: Facts) -> Gazetteer:
    return Gazetteer(facts)
