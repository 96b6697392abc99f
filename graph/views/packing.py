"""Rectangles side by side on shelves of a page's width: `packed` says where each stands. Pure, deterministic."""

from __future__ import annotations

from dataclasses import dataclass, field

Extent = tuple[float, float]


@dataclass
class _Shelf:
    height: float
    used: float = 0.0
    inside: list[int] = field(default_factory=list)


def packed(extents: list[Extent], wide: float, gap: float) -> list[Extent]:
    """Returns the upper left corner of each rectangle (width, height; px), none nearer to another than `gap`.

    The tallest come first, each on the first shelf with room for it (first fit by decreasing height: Coffman and
    others 1980); its rectangles are spread over the width of the fullest shelf.
    """
    shelves: list[_Shelf] = []
    for one in sorted(range(len(extents)), key=lambda one: (-extents[one][1], -extents[one][0], one)):
        width, height = extents[one]
        fitting = (shelf for shelf in shelves if shelf.used + gap + width <= wide)
        shelf = next(fitting, None)
        if shelf is None:
            shelf = _Shelf(height, -gap)
            shelves.append(shelf)
        shelf.inside.append(one)
        shelf.used += gap + width
    found = [(0.0, 0.0)] * len(extents)
    widest = max((shelf.used for shelf in shelves), default=0.0)
    y = 0.0
    for shelf in shelves:
        more = (widest - shelf.used) / (len(shelf.inside) + 1)
        x = more
        for one in shelf.inside:
            width, height = extents[one]
            found[one] = (x, y + (shelf.height - height) / 2)
            x += width + gap + more
        y += shelf.height + gap
    return found
