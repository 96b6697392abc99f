"""Which things are offered where a name is not found."""

from __future__ import annotations

import pytest

from graph.landscape import Landscape


def ids(world: Landscape, words: str, most: int) -> list[str]:
    return [thing.value.rsplit("/", 1)[-1] for thing in world.names.near(words, most=most)]


def test_what_the_landscape_is_about_comes_before_documents_that_hold_the_word(world: Landscape) -> None:
    found = world.names.near("report", most=20)
    spaces = [thing.value.rsplit("/", 2)[-2] for thing in found]
    assert spaces == sorted(spaces, key=["id", "doc"].index)
    assert spaces.count("id") >= 6
    assert spaces.count("doc") >= 2


@pytest.mark.parametrize(("words", "first"), [("marine", ["jmu", "marine-board"]), ("joint", ["jdu", "jlt", "jmu"])])
def test_of_names_that_hold_the_word_the_short_comes_first(world: Landscape, words: str, first: list[str]) -> None:
    assert ids(world, words, len(first)) == first
