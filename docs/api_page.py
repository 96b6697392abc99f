"""The reference page of the Python API: what `graph.__all__` offers, from signatures and docstrings."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from typing import Any

import graph

EXAMPLE = re.compile(r"(?:^>>> .*\n(?:^(?!$).*\n?)*)", re.MULTILINE)
MODULE = re.compile(r"\b(?:graph|collections|pathlib|datetime|typing)(?:\.\w+)*\.(?=[A-Z]\w*|date\b)")


def python_page(made: str) -> Iterator[str]:
    """Yields the lines of python.md; `made` is the line that says who makes it."""
    yield from ("# Python", "", made, "")
    yield "`from graph import open_landscape`. What stands here is all that is promised: names of `graph.__all__`,"
    yield "loaded on first use. Each example is run by the tests; in them `landscape` is the shipped one on"
    yield "22 November 2026. Nothing needs a network."
    yield ""
    things = {name: getattr(graph, name) for name in graph.__all__}
    groups = (
        ("Begin", [name for name, one in things.items() if name in ("open_landscape",)]),
        ("Functions", [name for name, one in things.items() if inspect.isfunction(one) and name != "open_landscape"]),
        ("Classes", [name for name, one in things.items() if inspect.isclass(one) and not issubclass(one, Exception)]),
        ("Errors", [name for name, one in things.items() if inspect.isclass(one) and issubclass(one, Exception)]),
    )
    for title, names in groups:
        yield from (f"## {title}", "")
        if title == "Functions":
            yield from ("Each asks the shipped landscape, as the method of the same name does.", "")
        for name in names:
            one = things[name]
            yield from (f"### {name}", "")
            if inspect.isclass(one):
                yield from described(one)
                yield from members(one)
            else:
                yield from (*signature(name, one), *described(one))


def members(one: type) -> Iterator[str]:
    """Yields a class's public methods and properties, in the order of their names; of an error, none."""
    if issubclass(one, Exception):
        return
    for name, member in sorted(inspect.getmembers(one)):
        if name.startswith("_") or not inspect.getdoc(member):
            continue
        if inspect.isfunction(member):
            yield from (f"#### {one.__name__}.{name}", "", *signature(name, member), *described(member))
        elif isinstance(member, property) or type(member).__name__ == "cached_property":
            yield from (f"#### {one.__name__}.{name}", "", "A property.", "", *described(member))


def signature(name: str, one: Any) -> Iterator[str]:
    """Yields how a function is called, as code, a parameter a line if it would be long."""
    read = inspect.signature(one)
    words, starred = [], False
    for parameter in read.parameters.values():
        if parameter.kind is parameter.KEYWORD_ONLY and not starred:
            words.append("*")
        starred = starred or parameter.kind in (parameter.KEYWORD_ONLY, parameter.VAR_POSITIONAL)
        if parameter.name != "self":
            words.append(written(parameter))
    back = f") -> {MODULE.sub('', str(read.return_annotation))}"
    line = f"{name}({', '.join(words)}{back}"
    if len(line) > 100:
        line = "\n".join([f"{name}(", *(f"    {word}," for word in words), back])
    yield from ("```text", line, "```", "")


def written(parameter: inspect.Parameter) -> str:
    """Returns a parameter as it is declared."""
    stars = {parameter.VAR_POSITIONAL: "*", parameter.VAR_KEYWORD: "**"}.get(parameter.kind, "")
    text = f"{stars}{parameter.name}: {MODULE.sub('', str(parameter.annotation))}"
    if parameter.default is not parameter.empty:
        text += f" = {getattr(parameter.default, '__name__', repr(parameter.default))}"
    return text


def described(one: Any) -> Iterator[str]:
    """Yields a docstring: prose as it stands, examples as code."""
    text = (inspect.getdoc(one) or "").replace("docs/reference/", "") + "\n"
    place = 0
    for found in EXAMPLE.finditer(text):
        yield from (prose(text[place : found.start()]), "", "```python", found[0].rstrip("\n"), "```", "")
        place = found.end()
    if rest := prose(text[place:]):
        yield from (rest, "")


def prose(text: str) -> str:
    """Returns prose with the names of parameters as code, and pages of the reference as links."""
    return re.sub(r"\b(questions|tables)\.md", r"[\1](\1.md)", text.strip("\n"))
