"""Quads are written sorted and none twice, however many there are for memory."""

import hashlib
import io
from pathlib import Path

import pytest

from graph.facts.facts import read_facts
from graph.mapping.ontology import Ontology
from graph.mapping.quads import base_quads
from graph.oxigraph import Literal, NamedNode, Quad, RdfFormat, serialize
from graph.store.canonical import write_canonical
from tests.conftest import WORLD


def written(quads: list[Quad], folder: Path) -> bytes:
    file = io.BytesIO()
    number, digest = write_canonical(iter(quads), file, folder)
    assert number == file.getvalue().count(b"\n")
    assert digest.hexdigest() == hashlib.sha256(file.getvalue()).hexdigest()
    return file.getvalue()


def test_no_blank_node_and_no_line_twice(ontology: Ontology, tmp_path: Path) -> None:
    quads = list(base_quads(read_facts(WORLD, ontology.vocabulary), ontology))
    lines = written(quads, tmp_path).splitlines()
    assert lines == sorted(set((serialize(quads, format=RdfFormat.N_QUADS) or b"").splitlines()))
    assert not [line for line in lines if b"_:" in line]


@pytest.mark.parametrize("run", [1, 7, 12, 13, 1000])
def test_runs_that_do_not_fit_in_memory_are_merged(run: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = [number * 7 % 13 for number in range(26)]
    node = NamedNode("https://example.org/a")
    quads = [Quad(node, node, Literal(f"{number}\nand a line\r")) for number in numbers]
    monkeypatch.setattr("graph.store.canonical.RUN", run)
    assert written(quads, tmp_path) == b"".join(sorted({serialize([quad], format=RdfFormat.N_QUADS) for quad in quads}))
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_written_as_nothing(tmp_path: Path) -> None:
    assert written([], tmp_path) == b""
