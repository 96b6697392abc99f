"""Texts: widths, wrapping, and what a document may not do to a label."""

from __future__ import annotations

import pytest

from graph.views.measure import plain, width, wrap


def test_widths_are_arial_s() -> None:
    assert width("Gwent Police", 1000) == 778 + 722 + 556 * 2 + 278 + 278 + 667 + 556 + 222 + 222 + 500 + 556
    assert width("ŵ", 12) == pytest.approx(8.664)
    assert width("e\u0301", 12) == width("e", 12)
    assert width("警", 12) == 12


@pytest.mark.parametrize(
    "label", ["Wales Extremism and Counter Terrorism Unit", "A" * 90, "Llanfairpwllgwyngyllgogerychwyrndrobwll"]
)
def test_no_line_is_wider_than_asked_and_nothing_is_lost(label: str) -> None:
    lines = wrap(label, 12, 100)
    assert all(width(line, 12) <= 100 for line in lines)
    assert "".join(lines).replace(" ", "") == label.replace(" ", "")


def test_lines_are_evened_out() -> None:
    assert wrap("the four Welsh forces", 12, 100) == ("the four", "Welsh forces")
    assert wrap("", 12, 100) == ("",)


def test_invisible_and_turning_characters_show() -> None:
    assert plain("a\u202eb\u0000c\u200bd") == "a\ufffdb\ufffdc\ufffdd"
    assert plain(" two\n\twords ") == "two words"
