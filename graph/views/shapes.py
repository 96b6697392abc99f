"""Outlines of boxes as SVG path data around the centre (0, 0); the canvas and the key draw the same ones."""

from __future__ import annotations


def outline(shape: str, width: float, height: float) -> str:
    """Returns the path of `shape` in a box of width x height px; KeyError for a shape nobody drew."""
    return _SHAPES[shape](width / 2, height / 2)


def _rectangle(w: float, h: float) -> str:
    return _closed([(-w, -h), (w, -h), (w, h), (-w, h)])


def _round(w: float, h: float) -> str:
    return _rounded(w, h, min(7.0, h))


def _stadium(w: float, h: float) -> str:
    return _rounded(w, h, min(h, 15.0))


def _octagon(w: float, h: float) -> str:
    c = min(8.0, h)
    return _closed([(c - w, -h), (w - c, -h), (w, c - h), (w, h - c), (w - c, h), (c - w, h), (-w, h - c), (-w, c - h)])


def _tab(w: float, h: float) -> str:
    return _rectangle(w, h) + f"M{_n(5 - w)} {_n(-h)}V{_n(h)}"


def _double(w: float, h: float) -> str:
    return _rectangle(w, h) + _rectangle(w - 3, h - 3)


def _sheet(w: float, h: float) -> str:
    c = min(9.0, h)
    page = _closed([(-w, -h), (w - c, -h), (w, c - h), (w, h), (-w, h)])
    return page + f"M{_n(w - c)} {_n(-h)}V{_n(c - h)}H{_n(w)}"


def _rounded(w: float, h: float, r: float) -> str:
    arc = f"A{_n(r)} {_n(r)} 0 0 1 "
    return (
        f"M{_n(r - w)} {_n(-h)}H{_n(w - r)}{arc}{_n(w)} {_n(r - h)}V{_n(h - r)}{arc}{_n(w - r)} {_n(h)}"
        f"H{_n(r - w)}{arc}{_n(-w)} {_n(h - r)}V{_n(r - h)}{arc}{_n(r - w)} {_n(-h)}Z"
    )


def _closed(points: list[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{_n(x)} {_n(y)}" for x, y in points) + "Z"


def _n(number: float) -> str:
    return f"{number:.1f}".rstrip("0").rstrip(".")


_SHAPES = {
    "rectangle": _rectangle,
    "round": _round,
    "stadium": _stadium,
    "octagon": _octagon,
    "tab": _tab,
    "double": _double,
    "sheet": _sheet,
}
