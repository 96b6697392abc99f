"""What the tests of matrix, map and timeline share: reading an SVG, and the pictures with hostile texts in them."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

from .test_network import HOSTILE, Reader

SVG = "{http://www.w3.org/2000/svg}"


def read_svg(text: str) -> ElementTree.Element:
    """Returns the root of an SVG document, which must be well-formed, complete and ask nobody for anything."""
    root = ElementTree.fromstring(text)
    assert root.tag == f"{SVG}svg"
    assert root.attrib["role"] == "img"
    assert root.findtext(f"{SVG}title")
    assert root.findtext(f"{SVG}desc")
    addresses = set(re.findall(r"\w+://[^\"'\s<>]+", text)) - {"http://www.w3.org/2000/svg"}
    assert not addresses
    for element in root.iter():
        assert element.tag.removeprefix(SVG) not in ("script", "image", "use", "foreignObject", "style")
        for name in element.attrib:
            assert not name.startswith("on")
            assert "href" not in name
    width, height = float(root.attrib["width"]), float(root.attrib["height"])
    for element, x, y in placed(root):
        assert -1 <= x <= width + 1, element.text
        assert 0 <= y <= height, element.text
    return root


def placed(
    element: ElementTree.Element, x: float = 0, y: float = 0
) -> Iterator[tuple[ElementTree.Element, float, float]]:
    """Yields every text that is shown, with its place in the whole picture."""
    if element.attrib.get("display") == "none" or element.tag == f"{SVG}defs":
        return
    if moved := re.fullmatch(r"translate\(([-\d.]+) ([-\d.]+)\)", element.attrib.get("transform", "")):
        x, y = x + float(moved[1]), y + float(moved[2])
    if element.tag in (f"{SVG}text", "text"):
        yield element, x + float(element.attrib["x"]), y + float(element.attrib["y"])
    for child in element:
        yield from placed(child, x, y)


def words_of(root: ElementTree.Element) -> list[str]:
    """Returns the texts of a picture, line by line."""
    return ["".join(element.itertext()) for element in root.iter(f"{SVG}text")]


def hostile(value: Any, turn: Iterator[str]) -> Any:
    """Returns a picture's data with every text that a document could have written replaced by a hostile one."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        changed = {}
        for field in dataclasses.fields(value):
            before = getattr(value, field.name)
            if isinstance(before, str) and field.name in TEXTS:
                changed[field.name] = next(turn)
            elif not isinstance(before, str):
                changed[field.name] = hostile(before, turn)
        return dataclasses.replace(value, **changed)
    if isinstance(value, tuple):
        return tuple(next(turn) if isinstance(each, str) and " " in each else hostile(each, turn) for each in value)
    if isinstance(value, dict):
        return {key: hostile(each, turn) for key, each in value.items()}
    return value


TEXTS = {"label", "source", "date", "item", "reading", "reason", "title", "question", "answer", "lens", "version",
         "relation_label", "attested", "lane", "short", "official", "code"}  # fmt: skip


def turns() -> Iterator[str]:
    """Yields hostile texts for ever."""
    while True:
        yield from HOSTILE


def check_page(html: str) -> Reader:
    """Reads a page that must be complete, closed to the network, and free of elements that a label brought."""
    page = Reader(html)
    for tag, attributes in page.tags:
        assert not {"src", "srcset", "action", "poster", "background", "ping"} & set(attributes), tag
        assert tag not in ("link", "iframe", "object", "embed", "base", "form", "img", "image", "use"), tag
        assert attributes.get("href", "#").startswith("#")
        assert not [name for name in attributes if name.startswith("on")], attributes
        assert "style" not in attributes
    kinds = [attributes.get("type") for tag, attributes in page.tags if tag == "script"]
    assert kinds == ["application/json"] * 2 + [None] * 6
    assert len(page.texts["style"]) == 1
    policy = next(a["content"] for t, a in page.tags if a.get("http-equiv") == "Content-Security-Policy")
    assert policy is not None
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe" not in policy
    assert policy.count("sha256-") == 7
    ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(ids) == len(set(ids)), "ids stand once"
    targets = {str(attributes["href"])[1:] for tag, attributes in page.tags if tag == "a"}
    assert targets <= set(ids), "every link leads somewhere"
    assert not re.search("[\u202a-\u202e\u2066-\u2069\u0000]", html)
    return page
