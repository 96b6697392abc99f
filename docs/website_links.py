"""What is wrong with the links of a folder of HTML pages: what leads nowhere, and what would be asked of others."""

from __future__ import annotations

import re
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

# What a browser asks for by itself, without a click.
FETCHED = {("script", "src"), ("img", "src"), ("iframe", "src"), ("source", "src"), ("link", "href"), ("use", "href")}
# Relations of a link element that no browser follows by itself.
NAMED = {"canonical", "alternate", "next", "prev", "license"}


class Page(HTMLParser):
    """Collects a page's anchors, and its links as (whether fetched without a click, address)."""

    def __init__(self) -> None:
        super().__init__()
        self.anchors: set[str] = set()
        self.links: list[tuple[bool, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.anchors |= {given[name] for name in ("id", "name") if given.get(name)}
        quiet = tag == "link" and given.get("rel", "") in NAMED
        for name in ("href", "src"):
            if name in given:
                self.links.append(((tag, name) in FETCHED and not quiet, given[name]))


@cache
def page(path: Path) -> Page:
    """Returns what a page holds."""
    read = Page()
    read.feed(path.read_text(encoding="utf-8"))
    return read


def broken(folder: Path) -> list[str]:
    """Returns a sentence for each link of the pages below `folder` that leads nowhere or fetches from elsewhere."""
    page.cache_clear()
    found = []
    for path in sorted(folder.rglob("*.html")):
        for fetched, link in page(path).links:
            where = f"{path.relative_to(folder)}: {link}"
            if re.match(r"(?!file:)[a-z][a-z0-9+.-]*:|//", link):
                if fetched and not link.startswith("data:"):
                    found.append(f"{where} would be fetched from elsewhere")
                continue
            place, _, anchor = link.partition("#")
            target = (path.parent / unquote(place)).resolve() if place else path
            if not target.is_file() or not target.is_relative_to(folder.resolve()):
                found.append(f"{where} leads nowhere")
            elif anchor and target.suffix == ".html" and unquote(anchor) not in page(target).anchors:
                found.append(f"{where} leads to no place on that page")
    return found
