"""What a print in grey still tells: kinds, grades and states differ by more than hue; a PDF keeps its text."""

from __future__ import annotations

import io
from itertools import combinations, pairwise

import pytest

from graph.analysis.statements import Span
from graph.analysis.timeline import Bar
from graph.landscape import Landscape
from graph.views.drawing import SHADES, Drawing
from graph.views.marks import SIGNS, bar, mark
from graph.views.matrix_looks import PART_LOOKS
from graph.views.styles import _FAMILIES, DASHES, KINDS
from graph.views.tiles_svg import _LOOKS
from graph.views.time_scale import Scale
from graph.wording import say


def grey(colour: str) -> float:
    """Returns how light a colour is, 0 to 1, as a printer without colours sees it."""
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def apart(one: str, other: str, least: float = 0.12) -> bool:
    return abs(grey(one) - grey(other)) >= least


def test_every_two_kinds_of_box_differ_without_colour() -> None:
    for (name, one), (other_name, other) in combinations(KINDS.items(), 2):
        told = one.shape != other.shape or one.dash != other.dash or apart(one.fill, other.fill)
        assert told, (name, other_name)


def test_every_two_families_of_lines_differ_without_colour() -> None:
    for one, other in combinations(_FAMILIES.values(), 2):
        assert say(f"views.sign.{one.name}") != say(f"views.sign.{other.name}")


def test_grades_differ_by_their_dashes_and_shades_by_their_grey() -> None:
    assert len(set(DASHES.values())) == len(DASHES)
    greys = [grey(fill) for fill, _ in SHADES]
    assert all(one - other >= 0.05 for one, other in pairwise(greys))
    for fill, ink in SHADES:
        assert apart(fill, ink, 0.35)


def test_parts_and_tiles_differ_without_colour() -> None:
    signs = {"fact": "", "contested": "?", "planned": "○", "group": "", "not-named": ""}
    for (name, one), (other_name, other) in combinations(_LOOKS.items(), 2):
        told = one[3] != other[3] or apart(one[0], other[0]) or signs[name] != signs[other_name]
        assert told, (name, other_name)
    assert (PART_LOOKS["fact"][1] == "none") != (PART_LOOKS["sure"][1] == "none")


def test_states_and_moments_have_shapes_of_their_own() -> None:
    looks = {(outline, fill) for outline, fill in SIGNS.values()}
    assert len(looks) == len(SIGNS)
    drawn = set()
    for kind in ("host", "renamed", "replaced", "agreement", "joins", "milestone"):
        for manner in ("actual", "planned", "missed"):
            d = Drawing(100, "en")
            d.parts.clear()
            mark(d, kind, 50, 50, manner)
            drawn.add("".join(d.parts))
    assert len(drawn) == 18


@pytest.mark.parametrize("contested", [True, False])
def test_a_contested_bar_carries_its_question_mark(contested: bool) -> None:
    from datetime import date

    d = Drawing(200, "en")
    span = Span("2010", "2012", date(2010, 1, 1), date(2010, 1, 1), date(2012, 1, 1), date(2012, 1, 1))
    bar(d, Bar(span, "", None, "actual", contested, False), Scale(date(2000, 1, 1), date(2020, 1, 1), 0, 200),
        date(2020, 1, 1), 20)  # fmt: skip
    assert (">?</text>" in "".join(d.parts)) == contested


@pytest.mark.parametrize("kind", ["network", "governance", "matrix", "map", "timeline"])
def test_a_pdf_keeps_its_text_and_its_fonts(world: Landscape, kind: str) -> None:
    pytest.importorskip("vl_convert", reason="vl-convert-python is not installed (extra: images)")
    pypdf = pytest.importorskip("pypdf", reason="pypdf is not installed (extra: documents)")
    pages = pypdf.PdfReader(io.BytesIO(world.draw(kind).content(".pdf"))).pages
    assert len(pages) == 1
    text = " ".join(pages[0].extract_text().split())
    assert "2026-11-22" in text
    assert "Not known" in text
    fonts = [font.get_object() for font in pages[0]["/Resources"]["/Font"].values()]
    assert fonts
    for font in fonts:
        inner = font["/DescendantFonts"][0].get_object() if "/DescendantFonts" in font else font
        described = inner["/FontDescriptor"].get_object()
        assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(described)
