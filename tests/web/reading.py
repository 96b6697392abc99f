"""A page as a test reads it: its elements as a tree, its words without its marks."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from xml.etree import ElementTree

_VOID = {"meta", "link", "input", "br", "img", "hr"}
_APART = {"dt", "dd", "p", "li", "td", "th", "div", "h1", "h2", "h3", "summary", "details", "section"}


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tree = ElementTree.TreeBuilder()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tree.start(tag, {name: value or "" for name, value in attrs})
        if tag in _VOID or (tag == "option" and self.open[-1] == "datalist"):
            self.tree.end(tag)
        else:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open[-1:] == [tag], f"</{tag}> closes {self.open[-3:]}"
        self.open.pop()
        self.tree.end(tag)

    def handle_data(self, data: str) -> None:
        self.tree.data(data)


class Page:
    """A page of the site. Every element that is opened must be closed, and every id stand once."""

    def __init__(self, html: str) -> None:
        builder = _Builder()
        builder.tree.start("page", {})
        builder.feed(html)
        assert builder.open == []
        builder.tree.end("page")
        self.root = builder.tree.close()
        ids = [one.get("id") for one in self.root.iter() if one.get("id")]
        assert len(ids) == len(set(ids)), sorted({one for one in ids if ids.count(one) > 1})

    def all(self, path: str) -> list[ElementTree.Element]:
        return self.root.findall(path)

    def one(self, path: str) -> ElementTree.Element:
        (found,) = self.all(path)
        return found

    def words(self, path: str) -> list[str]:
        """The words of each element at a path."""
        return [words(one) for one in self.all(path)]

    @property
    def h1(self) -> str:
        return words(self.one(".//h1"))

    def section(self, name: str) -> ElementTree.Element:
        """The section whose heading has that id."""
        return self.one(f".//section[@aria-labelledby='{name}']")

    def lines(self, name: str) -> list[str]:
        """What each line of a section says, its evidence folded away."""
        return [words(one) for one in self.section(name).findall(".//li[@class]/div[@class='said']")]

    def links(self) -> list[str]:
        return [one.get("href", "") for one in self.root.iter("a")]


def words(element: ElementTree.Element) -> str:
    """All text in an element, blanks drawn together; what is hidden from eyes is left out."""

    def gather(one: ElementTree.Element) -> str:
        own = "" if one.get("class") == "vh" else (one.text or "") + "".join(gather(child) for child in one)
        return (f" {own} " if one.tag in _APART else own) + (one.tail or "")

    inner = (element.text or "") + "".join(gather(child) for child in element)
    return re.sub(r"\s+", " ", inner).strip()
