"""Still pictures as SVG text: escaped labels, measured lines, the steps of shade, and the caption under a picture."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from graph.views.measure import FAMILY, plain, wrap
from graph.views.switches import sources_in_words
from graph.wording import say

if TYPE_CHECKING:
    from graph.analysis.statements import Caption

INK, SOFT, LINE, ACCENT = "#14202b", "#4a5763", "#c3ccd4", "#1c3d63"
CONTESTED = "#b3161b"
HIDDEN = ' display="none"'
# Fill and text of each step, light to dark: told apart in grey too, and never without the number.
SHADES = (
    ("#ffffff", INK), ("#e3edf5", INK), ("#b9d1e4", INK), ("#83adcd", INK), ("#2f6793", "#ffffff"),
    ("#12304f", "#ffffff"),
)  # fmt: skip


def step(count: int, most: int) -> int:
    """Returns the shade of a count, 0 for none and 5 for the most; up to five counts have a shade each."""
    if count <= 0:
        return 0
    return min(count, 5) if most <= 5 else ceil(5 * count / most)


def steps(most: int) -> list[tuple[int, str]]:
    """Returns each shade in use with the counts it stands for, such as (2, "3–4"), 0 first."""
    found: dict[int, list[int]] = {}
    for count in range(most + 1):
        found.setdefault(step(count, most), []).append(count)
    return [(at, f"{c[0]}" if len(c) == 1 else f"{c[0]}–{c[-1]}") for at, c in sorted(found.items())]


class Drawing:
    """Collects the elements of one picture. Every text is escaped and stripped of invisible characters."""

    def __init__(self, width: float, language: str, prefix: str = "") -> None:
        self.width = width
        self.language = language
        self.hatch = f"{prefix}hatch"
        self.fade = f"{prefix}fade"
        self.parts: list[str] = [
            f'<defs><pattern id="{self.hatch}" width="7" height="7" patternUnits="userSpaceOnUse" '
            'patternTransform="rotate(45)"><rect width="7" height="7" fill="#ffffff"/>'
            '<path d="M0 0V7" stroke="#8d979f" stroke-width="2"/></pattern>'
            + "".join(
                f'<linearGradient id="{name}"><stop stop-color="{colour}" stop-opacity="0.62"/>'
                f'<stop offset="1" stop-color="{colour}" stop-opacity="0.16"/></linearGradient>'
                for name, colour in ((self.fade, ACCENT), (f"{self.fade}c", CONTESTED))
            )
            + "</defs>"
        ]

    def add(self, element: str) -> None:
        """Adds an element that holds no text from data."""
        self.parts.append(element)

    def text(
        self, x: float, y: float, words: str, size: float = 12, *, anchor: str = "start", bold: bool = False,
        fill: str = INK, language: str = "", turn: float = 0, halo: bool = False, name: str = "",
    ) -> None:  # fmt: skip
        """Adds one line of text, its baseline at y; `turn` is degrees around its start; `halo` keeps lines off it.

        `name` is the class by which a page's script finds it.
        """
        spoken = f' xml:lang="{escape(language)}"' if language and language != self.language else ""
        look = (' font-weight="bold"' if bold else "") + (f' text-anchor="{anchor}"' if anchor != "start" else "")
        look += ' paint-order="stroke" stroke="#ffffff" stroke-width="4" stroke-linejoin="round"' if halo else ""
        look += f' class="{name}"' if name else ""
        turned = f' transform="rotate({n(turn)} {n(x)} {n(y)})"' if turn else ""
        self.parts.append(
            f'<text x="{n(x)}" y="{n(y)}" font-size="{n(size)}" fill="{fill}"{look}{turned}{spoken}>'
            f"{escape(plain(words))}</text>"
        )

    def rect(
        self, x: float, y: float, width: float, height: float, fill: str, stroke: str = "none", weight: float = 1,
        dash: str = "", radius: float = 0,
    ) -> None:  # fmt: skip
        """Adds a rectangle by its upper left corner."""
        more = (f' stroke-dasharray="{dash}"' if dash else "") + (f' rx="{n(radius)}"' if radius else "")
        line = f' stroke="{stroke}" stroke-width="{n(weight)}"' if stroke != "none" else ""
        self.parts.append(
            f'<rect x="{n(x)}" y="{n(y)}" width="{n(width)}" height="{n(height)}" fill="{fill}"{line}{more}/>'
        )

    def path(self, d: str, stroke: str = INK, weight: float = 1, fill: str = "none", dash: str = "") -> None:
        """Adds a path."""
        more = f' stroke-dasharray="{dash}"' if dash else ""
        self.parts.append(f'<path d="{d}" fill="{fill}" stroke="{stroke}" stroke-width="{n(weight)}"{more}/>')

    def badge(self, x: float, y: float, sign: str, planned: bool = False, *, shown: bool = True) -> None:
        """Adds a small round badge: filled for contested, hollow for planned; if not `shown`, for a script to show."""
        self.group(f"badge-{'planned' if planned else 'contested'}", shown=shown)
        fill, stroke, ink = ("#ffffff", INK, INK) if planned else (CONTESTED, "#ffffff", "#ffffff")
        self.add(f'<circle cx="{n(x)}" cy="{n(y)}" r="6.5" fill="{fill}" stroke="{stroke}"/>')
        self.text(x, y + 3.8, sign, 10.5, anchor="middle", bold=True, fill=ink)
        self.close()

    def group(self, name: str, x: float = 0, y: float = 0, *, shown: bool = True, **data: object) -> None:
        """Begins a group that a page's script finds by its class or its `data-` attributes, moved by (x, y)."""
        told = "".join(f' data-{word}="{escape(plain(str(value)))}"' for word, value in data.items())
        moved = f' transform="translate({n(x)} {n(y)})"' if x or y else ""
        named = f' class="{name}"' if name else ""
        self.parts.append(f"<g{named}{told}{moved}{'' if shown else HIDDEN}>")

    def open(self, title: str, mark: str = "") -> None:
        """Begins a group whose `title` says in words what it shows; `mark` is its name for a page's script."""
        named = f' data-mark="{escape(plain(mark))}"' if mark else ""
        self.parts.append(f"<g{named}><title>{escape(plain(title))}</title>")

    def link(self, anchor: str, title: str, mark: str = "") -> None:
        """Begins a link to a place of the same page; `mark` is its name for a page's script."""
        named = f' data-mark="{escape(plain(mark))}"' if mark else ""
        self.parts.append(f'<a href="#{escape(anchor)}"{named} aria-label="{escape(plain(title))}">')

    def close(self, tag: str = "g") -> None:
        """Ends what `open` ("g") or `link` ("a") began."""
        self.parts.append(f"</{tag}>")

    def caption(self, caption: Caption, y: float) -> float:
        """Adds question, day, lens, sources, version and what is not known under a picture; returns the new y."""
        parts = [("question", caption.question), ("day", caption.day.isoformat()), ("lens", caption.lens)]
        parts += [("sources", sources_in_words(caption.sources)), ("version", caption.version)]
        self.path(f"M16 {n(y)}H{n(self.width - 16)}", LINE)
        y += 19
        told = [(f"told-{word}", f"{say(f'views.caption.{word}')}: {words}") for word, words in parts if words]
        if caption.notes:
            told += [("", f"{say('views.caption.not_known')}:"), *(("", f"– {note}") for note in caption.notes)]
        for name, words in told:
            self.group(name)
            for line in wrap(plain(words), 11.5, self.width - 32):
                self.text(16, y, line, 11.5, fill=SOFT)
                y += 15
            self.close()
            y += 2
        return y

    def heading(self, caption: Caption) -> float:
        """Adds title and answer at the top; returns the y under them."""
        y = 30.0
        for line in wrap(plain(caption.title), 19, self.width - 32, bold=True):
            self.text(16, y, line, 19, bold=True)
            y += 24
        self.group("told-answer")
        for line in wrap(plain(caption.answer), 13.5, self.width - 32):
            self.text(16, y, line, 13.5, fill=SOFT)
            y += 18
        self.close()
        return y + 4

    def document(self, height: float, title: str, description: str) -> str:
        """Returns the whole SVG document."""
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{n(self.width)}" height="{n(height)}" '
            f'viewBox="0 0 {n(self.width)} {n(height)}" role="img" xml:lang="{self.language}" '
            f'font-family="{escape(FAMILY)}"><title>{escape(plain(title))}</title>'
            f"<desc>{escape(plain(description))}</desc>"
            f'<rect width="100%" height="100%" fill="#ffffff"/>{"".join(self.parts)}</svg>\n'
        )

    def inline(self, height: float, label: str, look: str) -> Markup:
        """Returns the picture to stand in a page, under a class name; its links keep working."""
        return Markup(
            f'<svg class="{look}" viewBox="0 0 {n(self.width)} {n(height)}" role="group" '
            f'aria-label="{escape(plain(label))}" font-family="{escape(FAMILY)}">{"".join(self.parts)}</svg>'
        )


def n(number: float) -> str:
    """Returns a length as SVG writes it, to a tenth of a px."""
    return f"{number:.1f}".removesuffix(".0")
