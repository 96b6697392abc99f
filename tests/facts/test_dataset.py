"""What the set of tables says of itself: read whole, or refused with a sentence."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from graph.errors import DataInvalid
from graph.facts.dataset import Dataset, dataset_faults, read_dataset
from tests.conftest import ROOT, WORLD, Run


def test_the_shipped_tables_say_what_they_are() -> None:
    found = read_dataset(ROOT / "data")
    assert (found.licence, found.licence_url) == ("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/")
    assert found.issued == date(2026, 11, 22)
    assert set(found.title) == set(found.description) == {"en", "cy"}
    (codes,) = found.attributions
    assert codes.holder == "Office for National Statistics"
    assert "Open Government Licence" in codes.words


def test_tables_that_say_nothing() -> None:
    assert read_dataset(WORLD) == Dataset()
    assert dataset_faults(WORLD) == []


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"version = ", "end of document"),
        (b"verson = '1'", "verson"),
        (b"issued = '2026-11-22'", "YYYY-MM-DD"),
        (b"issued = 2026-11-22T10:00:00", "YYYY-MM-DD"),
        (b"licence = 'CC BY 4.0'", '[licence] name = "..."'),
        (b"title = 'One title'", '[title] cy = "..."'),
        (b"[title]\nfr = 'Titre'", "title"),
        (b"[title]\nen = 5", "title"),
        (b"[[attribution]]\npart = 'x'", "holder"),
        (b"attribution = 5", "not iterable"),
        (b"creator = '\xe9'", "utf-8"),
    ],
)
def test_a_fault_is_told(collab: Callable[..., Run], tables: Path, content: bytes, says: str) -> None:
    (tables / "dataset.toml").write_bytes(content)
    with pytest.raises(DataInvalid, match=r"dataset\.toml") as caught:
        read_dataset(tables)
    (fault,) = caught.value.complaints
    assert says in str(fault)
    assert dataset_faults(tables) == [fault]
    run = collab("export", "json", "--data", str(tables), "-o", str(tables / "x.json"))
    assert run.code == 3
    assert says in run.err
    assert not (tables / "x.json").exists()
    assert says in collab("check", str(tables)).out
