"""Where things stand in a picture. All lengths are px at scale 1; y grows downward, boxes by their centre."""

from __future__ import annotations

from dataclasses import dataclass

Point = tuple[float, float]


@dataclass(frozen=True)
class Box:
    """One node's box: centre, size, the wrapped label, and the mark under it ("" for none)."""

    node: str
    x: float
    y: float
    width: float
    height: float
    lines: tuple[str, ...]
    mark: tuple[str, ...]
    row: int

    @property
    def left(self) -> float:
        """Returns the x of the left edge, px."""
        return self.x - self.width / 2

    @property
    def right(self) -> float:
        """Returns the x of the right edge, px."""
        return self.x + self.width / 2

    @property
    def top(self) -> float:
        """Returns the y of the upper edge, px."""
        return self.y - self.height / 2

    @property
    def bottom(self) -> float:
        """Returns the y of the lower edge, px."""
        return self.y + self.height / 2


@dataclass(frozen=True)
class Route:
    """One relation's line: corner points from the subject's border to the object's border.

    All legs are horizontal or vertical. Lines of one `style` may share legs (they merge like railway
    tracks); `mark` is a place on a leg that this line has for itself, for a badge. If `bent`, the points are
    start, control point and end of a quadratic curve, and `mark` is the place of its number; `quiet` says
    that the number has no room of its own.
    """

    edge: str
    claim: str
    subject: str
    object: str
    style: str
    points: tuple[Point, ...]
    mark: Point
    bent: bool = False
    quiet: bool = False


@dataclass(frozen=True)
class Band:
    """A layer of the picture: `name` is a key of the wording (`views.band.<name>`), y range in px."""

    name: str
    top: float
    bottom: float
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Placement:
    """A whole picture: boxes by node id, routes by edge id, layers from top to bottom, outer size."""

    width: float
    height: float
    gutter: float
    boxes: dict[str, Box]
    routes: dict[str, Route]
    bands: tuple[Band, ...]
