"""The words of an HTML page as a reader sees them, in Markdown: headings, paragraphs, bullets, rows of tables.

Runs in the process of `extracting` only. What frames a page (menus, banners, forms, scripts) is left out.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import Any

_LEFT_OUT = frozenset({
    "script", "style", "noscript", "template", "svg", "math", "iframe", "object", "embed", "form", "nav", "header",
    "footer", "aside", "head", "button", "select", "textarea", "input", "dialog", "canvas", "audio", "video", "map",
})  # fmt: skip
_BLOCKS = frozenset({
    "address", "article", "blockquote", "body", "caption", "center", "dd", "details", "div", "dl", "dt", "fieldset",
    "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "html", "li", "main", "ol", "p", "pre",
    "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
})  # fmt: skip
_DEEPEST = 300


def page_text(content: bytes, charset: str) -> str:
    """Returns the text of a page; ValueError if it holds no element, or is too deep to be read whole."""
    from lxml import etree, html

    # What stands too deep is dropped; huge_tree puts that far down. Memory is limited by the process.
    parser = html.HTMLParser(
        encoding=_encoding(content, charset), no_network=True, remove_comments=True, remove_pis=True, huge_tree=True
    )
    try:
        page = html.document_fromstring(content, parser=parser)
    except etree.ParserError as problem:
        raise ValueError(str(problem)) from None
    dropped = [one.message for one in parser.error_log if one.type_name == "ERR_RESOURCE_LIMIT"]
    if dropped:
        raise ValueError(dropped[0])
    body = next(iter(page.xpath("//main | //*[@role='main']")), None)
    if body is None or not body.text_content().strip():
        body = page.find("body")
    text = "\n".join(_lines(body if body is not None else page))
    title = " ".join((page.findtext(".//title") or "").split())
    if title and not re.search(r"^# ", text, re.MULTILINE):
        text = f"# {title}\n\n{text}"
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


def _encoding(content: bytes, charset: str) -> str | None:
    """Returns what the server said, if there is such an encoding; else UTF-8 where it fits, else what the page says."""
    if charset:
        try:
            return codecs.lookup(charset).name
        except LookupError:
            pass
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return "utf-8"


def _lines(body: Any) -> Iterator[str]:
    """Yields the lines of a page. Words gather until a block begins or ends; a block begins a line."""
    words: list[str] = []

    def line(lead: str = "") -> Iterator[str]:
        text = " ".join("".join(words).split())
        words.clear()
        if text:
            yield f"{lead}{text}"
            yield ""

    def walk(element: Any, lead: str, depth: int) -> Iterator[str]:
        name = element.tag if isinstance(element.tag, str) else ""
        if name in _LEFT_OUT or not name or element.get("hidden") is not None or element.get("aria-hidden") == "true":
            return
        if depth > _DEEPEST:
            words.append(element.text_content())
            return
        if name == "tr":
            yield from line(lead)
            cells = (" ".join(cell.text_content().split()) for cell in element if cell.tag in ("td", "th"))
            yield " | ".join(cells)
            return
        block = name in _BLOCKS
        if block:
            yield from line(lead)
            if re.fullmatch("h[1-6]", name):
                lead = "#" * int(name[1]) + " "
            elif name == "li":
                lead = "- "
            elif name in ("table", "ul", "ol", "dl"):
                lead = ""
        elif name == "br":
            yield from line(lead)
        words.append(element.text or "")
        for child in element:
            yield from walk(child, lead, depth + 1)
            words.append(child.tail or "")
        if block:
            yield from line(lead)
            if name == "table":
                yield ""

    yield from walk(body, "", 0)
    yield from line()
