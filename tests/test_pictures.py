"""Pictures as files: every kind in every format, by the ending asked for, and what is refused."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from graph.errors import CollabError, Usage
from graph.landscape import Landscape
from graph.pictures import PICTURES, Kind, Options, Picture
from tests.conftest import WORLD

Collab = Callable[..., Any]
HERE = ("--data", str(WORLD), "--as-of", "2026-11-22")
MAGIC = {".html": b"<!DOCTYPE html>", ".svg": b"<svg ", ".png": b"\x89PNG", ".pdf": b"%PDF"}


@pytest.mark.parametrize("suffix", MAGIC)
def test_the_ending_decides_how_a_picture_is_written(world: Landscape, tmp_path: Path, suffix: str) -> None:
    picture = world.draw("governance", "jmu")
    assert picture.save(tmp_path / f"jmu{suffix}").read_bytes().startswith(MAGIC[suffix])
    with pytest.raises(CollabError, match="exists already"):
        picture.save(tmp_path / f"jmu{suffix}")
    with pytest.raises(Usage, match=r"\.html, \.svg, \.png, \.pdf"):
        picture.save(tmp_path / "jmu.gif")
    assert sorted(path.name for path in tmp_path.iterdir()) == [f"jmu{suffix}"]


def test_without_the_extra_one_sentence_names_it(world: Landscape, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    with pytest.raises(CollabError, match=r"police-collaboration-graph\[images\]"):
        world.draw("ego", "jdu").content(".png")


def test_options_reach_the_pictures(world: Landscape) -> None:
    assert "works with" in world.draw("network", who_with_whom=True).svg
    assert "works with Midvale" in world.draw("network", "midvale-council", who_with_whom=True).svg.replace("\n", " ")
    assert "National Air Wing" in world.draw("network").svg
    assert "National Air Wing" not in world.draw("network", without_national=True).svg
    with pytest.raises(Usage, match="--without-national"):
        world.draw("governance", without_national=True)


def test_another_kind_is_offered_as_soon_as_it_is_registered(
    collab: Collab, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def make(landscape: Landscape, thing: str | None, options: Options) -> Picture:
        return Picture(f"<p>{thing}</p>", lambda: "<svg/>")

    monkeypatch.setitem(PICTURES, "star", Kind(make, thing="must"))
    assert collab("draw", "star", "jdu", *HERE).out == "<p>jdu</p>"
    assert collab("draw", "star", "jdu", "-o", str(tmp_path / "x.svg"), *HERE).code == 0
    assert (tmp_path / "x.svg").read_text(encoding="utf-8") == "<svg/>"
    assert "star" in collab("draw", "pie", *HERE).err


def test_the_command_writes_what_the_ending_says(collab: Collab, tmp_path: Path) -> None:
    place = tmp_path / "jmu.svg"
    run = collab("draw", "governance", "jmu", "-o", str(place), *HERE)
    assert run.code == 0, run.err
    assert "Marine Management Board" in place.read_text(encoding="utf-8")
    assert collab("draw", "governance", "jmu", "-o", str(place), *HERE).code == 1
    assert collab("draw", "network", "--who-with-whom", "-o", str(tmp_path / "www.svg"), *HERE).code == 0


def test_welsh_goes_into_the_still_picture(collab: Collab, tmp_path: Path) -> None:
    place = tmp_path / "cy.svg"
    assert collab("draw", "governance", "jmu", "--lang", "cy", "-o", str(place), *HERE).code == 0
    text = place.read_text(encoding="utf-8")
    assert ' lang="cy"' in text
    assert "Byrddau" in text


def test_passages_are_in_it_only_when_asked_for_and_on_hand(documents: Path, shipped: Landscape) -> None:
    from graph.analysis.network import ego
    from graph.landscape import open_landscape

    seen = open_landscape(shipped.inputs.data, as_of="2026-11-22", documents=documents)
    given, plain = ego(seen, "jfu", with_passages=True), ego(seen, "jfu")
    assert any(one.get("passage") for *_, data in given.edges(data=True) for one in data["evidence"])
    assert not any(one.get("passage") for *_, data in plain.edges(data=True) for one in data["evidence"])


def test_passages_asked_for_without_the_document_are_said_to_be_missing(shipped: Landscape, tmp_path: Path) -> None:
    from graph.analysis.network import ego
    from graph.landscape import open_landscape

    seen = open_landscape(shipped.inputs.data, as_of="2026-11-22", documents=tmp_path)
    notes = ego(seen, "jfu", with_passages=True).graph["notes"]
    assert any("not on hand" in note for note in notes)
