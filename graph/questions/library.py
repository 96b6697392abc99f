"""Reads question files: a header of `#+ key: value` lines, then plain SPARQL 1.1.

Keys: `id`, `title@en`, `title@cy`, `welsh` (reviewed or draft), `group`, `verb` (the question is a command of
its own), `parameter` (name, kind with `?` if optional, then classes or scheme), `phrasing@en/cy` (how people
type it, `{name}` for parameters), `list` (columns that hold several things), `assumption@en/cy`,
`not-known@en/cy` (always said), `empty@en/cy` (said when no row comes back), `example` (k=v ...).
A file `<id>.not-known.rq` beside it is asked too: each row becomes its `sentence@en/cy`, or, where the row
has a word in a column `sentence`, its `sentence-<word>@en/cy`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from graph.errors import DataInvalid, NotThere, complain
from graph.sparqltext import header

KINDS = ("thing", "date", "word", "text", "number", "flag")


@dataclass(frozen=True)
class Parameter:
    """What a question takes: `classes` limits things, `scheme` limits words."""

    name: str
    kind: str
    required: bool
    classes: tuple[str, ...] = ()
    scheme: str = ""


@dataclass(frozen=True)
class Question:
    """A question of the library. Texts are by language; a missing Welsh one falls back to English."""

    id: str
    query: str
    group: str
    verb: str
    welsh: str
    parameters: tuple[Parameter, ...]
    lists: frozenset[str]
    examples: tuple[str, ...]
    texts: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    companion: Question | None = None

    def said(self, key: str, language: str) -> tuple[str, ...]:
        """Returns the header lines of `key` in `language`, or in English where it has none."""
        return self.texts.get((key, language)) or self.texts.get((key, "en"), ())

    @property
    def signature(self) -> str:
        """The parameters by name, `?` after those that may be left out."""
        return ", ".join(one.name + ("" if one.required else "?") for one in self.parameters)

    def title(self, language: str) -> str:
        """Returns the title, with `{name}` where parameters stand."""
        return (self.said("title", language) or (self.id,))[0]

    def in_general(self, language: str) -> str:
        """Returns the question as one asks it of nothing in particular: its title, or the line that stands for it."""
        return (self.said("general", language) or (self.title(language),))[0]

    def usage(self, language: str) -> str:
        """Returns the title with parameters in capitals, as the help of a command writes them."""
        return re.sub(r"\{(\w+)\}", lambda match: match[1].upper(), self.title(language))


def library(folder: Path) -> dict[str, Question]:
    """Returns every question of `ontology/questions`, by id, in order of file name."""
    paths = sorted(path for path in (folder / "questions").glob("*.rq") if "." not in path.stem)
    return {path.stem: read_question(path) for path in paths}


def find_question(folder: Path, name: str) -> Question | None:
    """Returns the question of that id, read alone, or None."""
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name):
        return None
    path = folder / "questions" / f"{name}.rq"
    return read_question(path) if path.is_file() else None


def question_named(folder: Path, name: str, language: str) -> Question:
    """Returns the question with that id; NotThere, with the nearest and their titles, if there is none."""
    found = find_question(folder, name)
    if found is not None:
        return found
    import difflib

    known = library(folder)
    near = difflib.get_close_matches(name, known, 5, 0.5)
    if near:
        listing = "\n".join(f"  {one}: {known[one].title(language)}" for one in near)
        raise NotThere("unknown-question-near", name=name, near=listing)
    raise NotThere("unknown-question", name=name)


def read_question(path: Path) -> Question:
    """Returns the question of one file; DataInvalid, with the line, if its header does not hold.

    A file that has not changed is not read again.
    """
    beside = path.with_name(f"{path.stem}.not-known.rq")
    state = _state(beside)
    return _read(path, _state(path), beside if state else None, state)


def _state(path: Path) -> tuple[int, ...]:
    """When a file was last written, and its size; nothing of one that is not there."""
    try:
        found = path.stat()
    except OSError:
        return ()
    return found.st_mtime_ns, found.st_size


@lru_cache(maxsize=256)
def _read(path: Path, state: tuple[int, ...], beside: Path | None, beside_state: tuple[int, ...]) -> Question:
    text = path.read_text(encoding="utf-8")
    single: dict[str, str] = {}
    texts: dict[tuple[str, str], list[str]] = {}
    parameters: list[Parameter] = []
    lists: set[str] = set()
    examples: list[str] = []
    for line in header(text):
        if not line.key:
            raise _invalid(path, line.number, line.text)
        if line.language:
            texts.setdefault((line.key, line.language), []).append(line.value)
        elif line.key == "parameter":
            parameters.append(_parameter(path, line.number, line.value))
        elif line.key == "list":
            lists |= set(line.value.split())
        elif line.key == "example":
            examples.append(line.value)
        else:
            single[line.key] = line.value
    return Question(
        id=single.get("id", path.stem),
        query=text,
        group=single.get("group", ""),
        verb=single.get("verb", ""),
        welsh=single.get("welsh", "draft"),
        parameters=tuple(parameters),
        lists=frozenset(lists),
        examples=tuple(examples),
        texts={key: tuple(values) for key, values in texts.items()},
        companion=read_question(beside) if beside else None,
    )


def _parameter(path: Path, line: int, text: str) -> Parameter:
    name, _, rest = text.partition(" ")
    kind, *more = rest.split()
    required = not kind.endswith("?") and kind != "flag"
    kind = kind.rstrip("?")
    if kind not in KINDS:
        raise _invalid(path, line, text)
    if kind == "word":
        return Parameter(name, kind, required, scheme=more[0] if more else "")
    return Parameter(name, kind, required, classes=tuple(more))


def _invalid(path: Path, line: int, text: str) -> DataInvalid:
    fault = complain("question-header", f"questions/{path.name}", line, 1, text=text[:80])
    return DataInvalid("question-invalid", [fault], name=path.stem)
