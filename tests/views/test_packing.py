"""Rectangles on shelves: none too near another, none beyond the width unless it alone is wider."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from graph.views.packing import packed

LENGTH = st.floats(1, 400)


def test_the_tallest_first_and_the_rest_where_there_is_room() -> None:
    assert packed([(30, 10), (60, 50), (40, 20)], 100, 10) == [(70.0, 20.0), (0.0, 0.0), (30.0, 60.0)]
    assert packed([], 100, 10) == []


@given(st.lists(st.tuples(LENGTH, LENGTH), max_size=20))
def test_none_is_near_another_and_none_beyond_the_width(extents: list[tuple[float, float]]) -> None:
    found = packed(extents, 500, 12)
    for (one, corner), (other, beside) in combinations(zip(extents, found, strict=True), 2):
        across = max(corner[0] - beside[0] - other[0], beside[0] - corner[0] - one[0])
        down = max(corner[1] - beside[1] - other[1], beside[1] - corner[1] - one[1])
        assert max(across, down) >= 12 - 1e-6
    assert all(x >= -1e-6 and x + width <= 500 + 1e-6 for (x, _), (width, _) in zip(found, extents, strict=True))
