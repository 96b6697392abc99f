"""The options that verbs share, declared once, and what a verb does with them."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

import click

from graph import files
from graph.answer import Answer
from graph.errors import Usage
from graph.formats import FORMATS, ending_of, format_of, render, takes
from graph.landscape import Landscape, open_landscape
from graph.wording import say, spoken

Function = TypeVar("Function", bound=Callable[..., Any])
_FOLDER = click.Path(path_type=Path)


@dataclass
class Call:
    """The shared options of one call."""

    as_of: str | None = None
    standing: str = "accepted"
    include_planned: bool = False
    lang: str = "en"
    format: str | None = None
    output: Path | None = None
    limit: int | None = None
    force: bool = False
    headers: bool = True
    quiet: bool = False
    verbose: bool = False
    data: Path | None = None
    documents: Path | None = None
    endpoint: str | None = None

    def landscape(self) -> Landscape:
        """Returns the landscape that the options name, built first if the tables changed."""
        return open_landscape(
            self.data,
            as_of=self.as_of,
            standing=self.standing,
            include_planned=self.include_planned,
            language=self.lang,
            documents=self.documents,
            endpoint=self.endpoint,
            progress=self.progress,
        )

    def progress(self, step: str, done: int, of: int) -> None:
        """Says on stderr what is being done, where somebody is looking."""
        if not done and (self.verbose or (sys.stderr.isatty() and not self.quiet)):
            click.echo(say(f"progress.{step}"), err=True)

    def talk(self, line: str) -> None:
        """Says `line` on stderr unless told to be quiet."""
        if not self.quiet:
            click.echo(line, err=True)

    def answer(self, answer: Answer) -> None:
        """Writes an answer where and how the options say; what is assumed and not known goes to stderr."""
        shown = answer
        if self.limit is not None and len(answer.rows) > self.limit:
            shown = replace(answer, rows=answer.rows[: self.limit])
            self.talk(say("answer.limited", shown=self.limit, found=len(answer.rows)))
        kind = self._format()
        if kind == "xlsx" and self.output is None and sys.stdout.isatty():
            raise Usage("format-needs-file", format=kind)
        people = kind == "table"
        if people and shown.question:
            self.talk(click.style(shown.question, bold=True) if _colour() else shown.question)
        self.write(render(shown, kind, width=_width() if people else 100, headers=self.headers))
        if kind in ("json",):
            return
        for line in shown.not_known:
            self.talk(say("answer.not-known", line=line))
        if people:
            for line in shown.assumptions:
                self.talk(say("answer.assumed", line=line))
            self.talk(say("answer.cite-line", as_of=shown.as_of, lens=shown.lens, version=shown.data_version))

    def write(self, content: bytes) -> None:
        """Writes bytes to the file of -o, whole or not at all, or to stdout."""
        if self.output is None or str(self.output) == "-":
            click.echo(content, nl=False)
            return
        files.write_bytes(self.output, content, overwrite=self.force)
        self.talk(say("answer.written", path=self.output, size=f"{len(content):,}"))

    def _format(self) -> str:
        if self.format:
            if self.output is not None and str(self.output) != "-" and not takes(self.format, self.output):
                raise Usage("export-ending", path=self.output, format=self.format, known=ending_of(self.format))
            return self.format
        if self.output is not None and str(self.output) != "-":
            found = format_of(self.output)
            if found is None:
                raise Usage("unknown-suffix", path=self.output, known=", ".join(FORMATS))
            return found
        return "table" if self.output is None and sys.stdout.isatty() else "csv"


def _width() -> int:
    """Returns how many columns a table may have."""
    import shutil  # brings what it knows of archives along

    return max(shutil.get_terminal_size((100, 24)).columns, 60)


def _colour() -> bool:
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") in ("dumb", "")
    return sys.stderr.isatty() and not plain


@contextmanager
def interruptible(landscape: Landscape) -> Iterator[None]:
    """Lets Ctrl-C end the process at once: the engine's own code never looks for it.

    The store is opened, and derived if need be, before that, so that nothing half-made is left behind.
    """
    _ = landscape.store
    before = signal.getsignal(signal.SIGINT)
    if before is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _option(*names: str, key: str, **attributes: Any) -> Callable[[Function], Function]:
    return click.option(*names, help=say(f"options.{key}"), **attributes)


_GROUPS: dict[str, list[Callable[[Any], Any]]] = {
    "lens": [
        _option("--as-of", key="as-of", metavar="DATE"),
        _option("--standing", key="standing", metavar="WORDS", default="accepted", show_default=True),
        _option("--include-planned", key="include-planned", is_flag=True),
    ],
    "output": [
        _option("-f", "--format", key="format", type=click.Choice(FORMATS)),
        _option("-o", "--output", key="output", type=_FOLDER),
        _option("--limit", key="limit", type=click.IntRange(min=1)),
        _option("--no-headers", "headers", key="no-headers", flag_value=False, default=True),
    ],
    "file": [_option("-o", "--output", key="output", type=_FOLDER)],
    "force": [_option("--force", key="force", is_flag=True)],
    "data": [
        _option("--data", key="data", type=_FOLDER, metavar="DIR"),
        _option("--documents", key="documents", type=_FOLDER, metavar="DIR"),
    ],
    "endpoint": [_option("--endpoint", key="endpoint", metavar="URL", envvar="COLLAB_ENDPOINT", show_envvar=True)],
    "talk": [
        _option("--lang", key="lang", type=click.Choice(["en", "cy"]), default=spoken, show_default="en"),
        _option("-q", "--quiet", key="quiet", is_flag=True),
        _option("-v", "--verbose", key="verbose", is_flag=True),
    ],
}
_NAMES = tuple(Call.__dataclass_fields__)


def shared(*groups: str) -> Callable[[Callable[..., Any]], Any]:
    """Adds option groups to a verb; it gets them as one `Call` in the argument `call`."""

    def decorate(function: Callable[..., Any]) -> Any:
        def called(**arguments: Any) -> Any:
            given = {name: arguments.pop(name) for name in _NAMES if name in arguments}
            return function(call=Call(**given), **arguments)

        called.__name__ = function.__name__
        called.__doc__ = function.__doc__
        called.__click_params__ = getattr(function, "__click_params__", [])  # type: ignore[attr-defined]
        decorated: Any = called
        for group in reversed((*groups, "talk")):
            for option in reversed(_GROUPS[group]):
                decorated = option(decorated)
        return decorated

    return decorate


def command(name: str, key: str = "", **attributes: Any) -> Callable[[Callable[..., Any]], click.Command]:
    """Declares a verb: its help and example come from the wording `help.<key>` and `help.<key>-example`.

    `key` is the name, unless the verb stands below another.
    """
    return click.command(name, **_described(key or name), **attributes)


def group(name: str) -> Callable[[Callable[..., Any]], click.Group]:
    """Declares a verb that has verbs of its own; worded as `command`."""
    return click.group(name, **_described(name))


def _described(key: str) -> dict[str, Any]:
    return {
        "help": say(f"help.{key}"),
        "epilog": say(f"help.{key}-example"),
        "context_settings": {"help_option_names": ["-h", "--help"], "max_content_width": 100},
    }
