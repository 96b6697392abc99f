"""How a landscape and its answers show themselves in a notebook: HTML that takes the colours of its page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

# So short a cell, a date or a word or two, stays on one line.
_SHORT = 14
_LINE = "vertical-align:top;padding:.25em .9em .25em 0;border-bottom:1px solid rgba(128,128,128,.35)"
_STYLE = {
    "box": "max-width:100%;overflow-x:auto;line-height:1.4",
    "caption": "caption-side:top;text-align:left;font-weight:600;padding:0 0 .4em",
    "table": "border-collapse:collapse;margin:0",
    "head": "text-align:left;vertical-align:bottom;padding:.25em .9em .25em 0;border-bottom:1.5px solid currentColor",
    "cell": f"text-align:left;{_LINE}",
    "number": f"text-align:right;font-variant-numeric:tabular-nums;{_LINE}",
    "note": "margin:.5em 0 0;max-width:75em",
}


def piece(words: str, *, title: str = "", language: str = "") -> str:
    """Returns words as HTML: `title` is shown on pointing, `language` marks words of another language."""
    kept = "white-space:nowrap" if len(words) <= _SHORT else ""
    pairs = (("title", title), ("lang", language), ("style", kept))
    said = "".join(f' {name}="{escape(value)}"' for name, value in pairs if value)
    return f"<span{said}>{escape(words)}</span>" if said else escape(words)


def table(
    caption: str,
    headings: Sequence[str],
    rows: Iterable[Sequence[tuple[str, bool]]],
    notes: Iterable[str],
    language: str,
) -> str:
    """Returns a table with a caption and paragraphs below it; a cell is its HTML, and whether it is a number."""
    head = "".join(f'<th scope="col" style="{_STYLE["head"]}">{escape(one)}</th>' for one in headings)
    body = "".join(
        "<tr>"
        + "".join(f'<td style="{_STYLE["number" if number else "cell"]}">{cell}</td>' for cell, number in row)
        + "</tr>"
        for row in rows
    )
    named = f'<caption style="{_STYLE["caption"]}">{escape(caption)}</caption>' if caption else ""
    whole = f'<table style="{_STYLE["table"]}">{named}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'
    return _box(whole + _paragraphs(notes), language)


def card(title: str, pairs: Iterable[tuple[str, str]], notes: Iterable[str], language: str) -> str:
    """Returns a heading, a list of numbers with what each counts, and paragraphs below it."""
    rows = "".join(
        f'<tr><td style="{_STYLE["number"]}">{escape(count)}</td><td style="{_STYLE["cell"]}">{escape(what)}</td></tr>'
        for count, what in pairs
    )
    named = f'<caption style="{_STYLE["caption"]}">{escape(title)}</caption>'
    return _box(f'<table style="{_STYLE["table"]}">{named}<tbody>{rows}</tbody></table>' + _paragraphs(notes), language)


def _box(content: str, language: str) -> str:
    return f'<div lang="{escape(language)}" style="{_STYLE["box"]}">{content}</div>'


def _paragraphs(notes: Iterable[str]) -> str:
    return "".join(f'<p style="{_STYLE["note"]}">{escape(note)}</p>' for note in notes)
