"""The examples in docstrings say what is: each is run, on the shipped data on a fixed day."""

from __future__ import annotations

import doctest
import importlib
import inspect
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import graph
from graph.landscape import Landscape, open_landscape
from tests.conftest import ROOT

FLAGS = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS


def examples() -> Iterator[doctest.DocTest]:
    for path in sorted((ROOT / "graph").rglob("*.py")):
        if ">>>" in path.read_text(encoding="utf-8"):
            parts = path.relative_to(ROOT).with_suffix("").parts
            module = importlib.import_module(".".join(part for part in parts if part != "__init__"))
            yield from (found for found in doctest.DocTestFinder().find(module) if found.examples)


EXAMPLES = list(examples())


def test_the_collected_set_is_whole() -> None:
    assert len(EXAMPLES) >= 20
    told = {example.name.rpartition(".")[2] for example in EXAMPLES}
    public = {
        name for name in dir(Landscape) if not name.startswith("_") and inspect.isfunction(getattr(Landscape, name))
    }
    # A check of all that is shipped takes minutes; tests/checks tries it on the miniature world.
    assert public - told == {"check", "question"}, "every method that an analyst calls has an example"


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_the_example_runs(example: doctest.DocTest, shipped: Landscape, tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.chdir(tmp_path)
    example.globs |= {"landscape": shipped, "open_landscape": open_landscape, "graph": graph}
    said: list[str] = []
    doctest.DocTestRunner(optionflags=FLAGS).run(example, out=said.append)
    assert not said, "".join(said)
    assert list(tmp_path.iterdir()) == []
