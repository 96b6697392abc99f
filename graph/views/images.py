"""The one door to vl-convert: an SVG of ours as PNG or PDF. An extra (`images`), loaded when first wanted."""

from __future__ import annotations

from graph.errors import CollabError

SUFFIXES = (".png", ".pdf")
_SCALE = 2.0


def image(svg: str, suffix: str) -> bytes:
    """Returns the picture `svg` as a ".png" (two pixels to one) or a ".pdf"; CollabError without the extra."""
    try:
        import vl_convert
    except ImportError:
        raise CollabError("no-images-extra", format=suffix.removeprefix(".")) from None
    made = vl_convert.svg_to_pdf(svg) if suffix == ".pdf" else vl_convert.svg_to_png(svg, scale=_SCALE)
    return bytes(made)
