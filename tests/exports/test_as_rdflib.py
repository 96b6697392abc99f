"""The dataset given to rdflib is the one that it reads from the export."""

from __future__ import annotations

import pytest
import rdflib

from graph.exports.as_rdflib import dataset
from graph.exports.registry import exported
from graph.landscape import Landscape


@pytest.fixture
def as_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)


@pytest.mark.usefixtures("as_written")
def test_every_quad_is_the_one_that_rdflib_reads(world: Landscape) -> None:
    read = rdflib.Dataset().parse(data=exported(world, "nquads"), format="nquads")
    given = dataset(world)
    assert len(given) > 5000
    assert set(given.quads()) == set(read.quads())
    assert {str(one.identifier) for one in given.graphs()} == {str(one.identifier) for one in read.graphs()}


def test_it_answers_with_our_prefixes_and_under_the_lens(world: Landscape) -> None:
    count = "SELECT (COUNT(*) AS ?n) { ?unit pcol:hasParticipant ?force }"
    (plain,), (wider,) = (dataset(seen).query(count) for seen in (world, world.lens(standing="accepted,contested")))
    assert 0 < int(plain["n"]) < int(wider["n"])
    assert plain["n"].toPython() == world.query(count).iloc[0, 0]
