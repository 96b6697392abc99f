"""Runs what a page of the documentation shows, block by block, and holds each output against what stands there.

usage: python -m tests.snippets [--update] PAGE...

A ```console block holds commands after `$ ` and what each prints; a command that shows nothing need only succeed, and one
after which stands `$ echo $?` may fail. Where the page leaves something out stands an `…`: alone in a line for any lines,
else for any characters, a blank before it with them. A block with a title is a file that the commands find. Python is run as it stands, or as a
doctest; SPARQL must give rows. Between `<!-- skip: start "reason" -->` and `<!-- skip: end -->` stands what cannot be run,
for it takes what the project does not have. Whatever else stands in a shell block is named in ELSEWHERE with the test that tries it.
"""

from __future__ import annotations

import doctest
import io
import os
import re
import shlex
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from unittest import SkipTest
from unittest.mock import patch

from sybil import Document, Example, Region, Sybil
from sybil.parsers.markdown.codeblock import PythonCodeBlockParser
from sybil.parsers.markdown.lexers import RawFencedCodeBlockLexer
from sybil.parsers.markdown.skip import SkipParser

from graph import wording

ROOT = Path(__file__).parents[1]
DAY = date(2026, 11, 22)
COLUMNS = "84"
FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
# Lines of a shell that no snippet runs, by how they begin, with what does try them.
ELSEWHERE = {
    "make ": ".ci/run",
    "py -m venv ": "tests/test_wheel.py",
    "pip install ": "tests/test_wheel.py",
    ". .venv/bin/activate": "tests/test_wheel.py",
    ".venv\\Scripts\\pip install ": "tests/test_wheel.py",
    "collab serve": "tests/web/test_serve.py",
    "collab publish": "tests/engines/test_publishing.py",
    "mkdir -p stores": "tests/engines/test_replicas.py",
    "oxigraph serve": "tests/engines/test_replicas.py",
    "sleep 2": "tests/engines/test_replicas.py",
    "kill $writer": "tests/engines/test_replicas.py",
    "nginx -p front": "tests/engines/test_nginx.py",
    "collab mcp": "tests/web/test_assistant.py",
    "collab diff HEAD": "tests/analysis/test_difference.py",
    "collab changes --since 2026-11-01 --recorded": "tests/analysis/test_difference.py",
    "collab diff old/data": "tests/analysis/test_difference.py",
    "export COLLAB_LANG=": "tests/commands/test_contract.py",
    "jupyter lab": "tests/test_notebooks.py",
}
# What is asked of another engine: tests/engines/test_library.py asks the whole library so.
ENDPOINT = "--endpoint http"
# What is shown and not run: data, drawings, other programs' languages without a title.
SHOWN = {"ini", "nginx", "", "csv", "toml", "text", "json", "cypher", "powerquery", "turtle"}


class Mismatch(AssertionError):
    """What a command printed is not what the page shows."""


@dataclass
class Told:
    """One command of a block, and what the page shows below it."""

    line: str
    shown: list[str] = field(default_factory=list)


def commands(source: str) -> list[Told]:
    """Returns the commands of a console block with their outputs."""
    found: list[Told] = []
    for line in source.splitlines():
        if line.startswith("$ "):
            found.append(Told(line[2:]))
        elif found:
            found[-1].shown.append(line)
    return found


def agrees(shown: list[str], printed: list[str]) -> bool:
    """Says whether printed lines are those shown, where `…` stands for what was left out."""
    pieces = [
        "(?:.*\n)*?" if line == "…" else re.escape(line).replace("\\ …", ".*").replace("…", ".*") + "\n"
        for line in shown
    ]
    return re.fullmatch("".join(pieces), "".join(line + "\n" for line in printed)) is not None


def fit_to_show(lines: list[str]) -> list[str]:
    """Returns printed lines as a page had better show them: without what changes with the data, none too long."""
    found = []
    for line in lines:
        line = re.sub(r"^@@ .* @@$", "@@ … @@", line)
        line = re.sub(r"\b[0-9a-f]{12}\b", "…", line)
        line = re.sub(r"\([\d,]+ (bytes|beit)\)", r"(… \1)", line)
        found.append(line if len(line) <= 110 else cut(line))
    return found


def cut(line: str) -> str:
    """Returns the beginning of a line, up to a blank or a comma."""
    return re.sub(r"[^ ,]*$", "", line[:80]).rstrip() + " …"


def trimmed(text: str) -> list[str]:
    lines = [line.rstrip() for line in text.splitlines()]
    while lines and not lines[-1]:
        lines.pop()
    return lines


class Terminal(io.BytesIO):
    """Keeps what is written, as a screen would show it: stdout and stderr in the order in which they came."""

    def stream(self, people: bool) -> io.TextIOWrapper:
        stream = io.TextIOWrapper(self, encoding="utf-8", write_through=True, newline="")
        stream.isatty = lambda: people  # type: ignore[method-assign]
        return stream


class _Frozen(type(date)):  # type: ignore[misc]
    def __instancecheck__(cls, instance: object) -> bool:
        return isinstance(instance, date)


class Today(date, metaclass=_Frozen):
    """The day on which the pages were written."""

    @classmethod
    def today(cls) -> date:  # type: ignore[override]
        return DAY


def collab(words: list[str]) -> tuple[int, str]:
    """Runs the command line in this process as on a terminal; returns exit code and what the screen shows."""
    from graph.commands import main

    screen = Terminal()
    out, err = screen.stream(True), screen.stream(False)
    try:
        with patch.multiple(sys, argv=["collab", *words], stdout=out, stderr=err):
            main()
        code = 0
    except SystemExit as end:
        code = int(end.code or 0)
    finally:
        wording.speak("en")
    text = screen.getvalue().decode()
    assert "Traceback" not in text, text
    return code, text


class Page:
    """A page on its way through its blocks; with `update`, what is printed is put where the page shows something else."""

    def __init__(self, path: Path, update: bool = False) -> None:
        self.path = path
        self.language = "cy" if path.is_relative_to(ROOT / "docs" / "cy") else "en"
        self.update = update
        self.code = 0
        self.ran = 0
        self.skipped = 0
        self.edits: list[tuple[int, int, str]] = []

    def __call__(self, document: Document) -> Iterator[Region]:
        """Yields every fenced block but those of Python, which have a parser of their own."""
        lexer = RawFencedCodeBlockLexer(re.compile(r"(?P<info>[^\n]*)$\n", re.MULTILINE))
        for region in lexer(document):
            language = str(region.lexemes["info"]).split(" ")[0]
            if language != "python":
                yield Region(region.start, region.end, (language, region.lexemes), self.evaluate)

    def evaluate(self, example: Example) -> None:
        language, lexemes = example.parsed
        source, info = str(lexemes["source"]), str(lexemes["info"])
        title = re.search(r'title="([^"]+)"', info)
        if title:
            Path(title[1]).parent.mkdir(parents=True, exist_ok=True)
            Path(title[1]).write_text(source, encoding="utf-8")
        elif language == "console":
            self.console(example, commands(source))
        elif language in ("sh", "bat"):
            self.console(example, [Told(line) for line in source.splitlines()])
        elif language == "sparql":
            self.sparql(source)
        elif language not in SHOWN:
            raise AssertionError(f"{self.place(example)}: nothing here runs {language}")

    def place(self, example: Example) -> str:
        return f"{self.path.relative_to(ROOT)}:{example.line}"

    def console(self, example: Example, told: list[Told]) -> None:
        """Runs the commands of a block."""
        renewed = []
        for number, one in enumerate(told):
            line = one.line.strip()
            if not line or line.startswith("#"):
                continue
            if any(line.startswith(known) for known in ELSEWHERE) or ENDPOINT in line:
                renewed.append(one)
                continue
            self.ran += 1
            words = shlex.split(line, comments=True)
            if line == "echo $?":
                self.code, text = 0, f"{self.code}\n"
            elif words[0] == "collab":
                self.code, text = collab(words[1:])
            else:
                raise AssertionError(f"{self.place(example)}: nothing here runs {line}")
            after = told[number + 1].line if number + 1 < len(told) else ""
            if self.code and after != "echo $?":
                raise Mismatch(f"{self.place(example)}: {line}\nends with {self.code}\n{text}")
            printed = trimmed(text)
            if one.shown and not agrees(one.shown, printed) and not self.update:
                raise Mismatch(f"{self.place(example)}: {line}\nprints\n" + "\n".join(printed))
            same = not one.shown or agrees(one.shown, printed)
            renewed.append(one if same else Told(one.line, fit_to_show(printed)))
        if self.update and renewed != told:
            lines = [part for one in renewed for part in ("$ " + one.line, *one.shown)]
            self.edits.append((example.region.start, example.region.end, "```console\n" + "\n".join(lines) + "\n```"))

    def written(self, source: str) -> Path:
        """Returns a question's file, named after its id, as the library has it."""
        id = re.search(r"^#\+ id: (.+)$", source, re.MULTILINE)
        assert id
        path = Path(f"{id[1]}.rq")
        path.write_text(source, encoding="utf-8")
        return path

    def sparql(self, source: str) -> None:
        """Runs a query, or reads a question of the library, which has a header."""
        self.ran += 1
        if source.startswith("#+"):
            from graph.questions.library import read_question

            assert read_question(self.written(source)).title("cy")
            return
        from graph import open_landscape

        with open_landscape(as_of=DAY) as landscape:
            assert len(landscape.query(source)), source

    def run(self) -> None:
        """Runs the whole page in the folder that one is in."""
        parsers = [PythonCodeBlockParser(doctest_optionflags=FLAGS), SkipParser(), self]
        document = Sybil(parsers=parsers).parse(self.path)
        for example in document.examples():
            try:
                example.evaluate()
                self.ran += not isinstance(example.parsed, tuple)
            except SkipTest:
                self.skipped += 1
        if self.edits:
            text = document.text
            for start, end, new in reversed(self.edits):
                text = text[:start] + new + text[end:]
            self.path.write_text(text, encoding="utf-8")


@contextmanager
def bench(folder: Path, language: str = "en") -> Iterator[None]:
    """A folder with a copy of the tables, on the day on which the pages were written, without source documents."""
    shutil.copytree(ROOT / "data", folder / "data")
    environment = {"COLUMNS": COLUMNS, "NO_COLOR": "1", "COLLAB_DATA": str(folder / "data")}
    before = Path.cwd()
    with ExitStack() as stack:
        stack.enter_context(patch.dict(os.environ, environment | {"COLLAB_LANG": language}))
        os.environ.pop("COLLAB_DOCUMENTS", None)
        stack.enter_context(patch("graph.mapping.lens.date", Today))
        stack.callback(os.chdir, before)
        os.chdir(folder)
        yield


def main(arguments: Iterable[str]) -> int:
    """Runs pages and says of each whether it holds; with --update writes what is printed into them."""
    words = list(arguments)
    failed = 0
    for name in words:
        if name.startswith("--"):
            continue
        page = Page(Path(name).resolve(), update="--update" in words)
        with tempfile.TemporaryDirectory() as folder:
            try:
                with bench(Path(folder), page.language):
                    page.run()
                sys.stdout.write(f"{name}: {page.ran} run, {len(page.edits)} renewed\n")
            except Exception as problem:
                failed += 1
                sys.stdout.write(f"{name}: {type(problem).__name__}: {problem}\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
