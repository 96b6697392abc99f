"""Shows on stderr what long work does: a line for each step, and a bar where one takes long and somebody looks."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

import click

from graph.wording import say

if TYPE_CHECKING:
    from click._termui_impl import ProgressBar

# A step that is done sooner gets no bar: it would only flicker.
PATIENCE = 1.0


class Shown:
    """A `graph.progress.Progress`; within a `with`, so that a bar never stays open."""

    def __init__(self, *, quiet: bool = False) -> None:
        self.quiet = quiet
        self._step = ""
        self._began = 0.0
        self._bar: ProgressBar[Any] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def __call__(self, step: str, done: int, of: int) -> None:
        """Shows that `done` of `of` parts of a step are done; of none known, only the step."""
        if self.quiet:
            return
        if step != self._step:
            self._end()
            self._step, self._began = step, time.monotonic()
            click.echo(say(f"progress.{step}"), err=True)
        elif of and sys.stderr.isatty():
            if self._bar is None and time.monotonic() - self._began >= PATIENCE:
                self._bar = click.progressbar(
                    length=of, file=sys.stderr, item_show_func=self._rate, label=" ", show_pos=False
                )
                self._bar.__enter__()
            if self._bar is not None:
                self._bar.update(done - self._bar.pos, done)

    def _rate(self, done: Any) -> str:
        seconds = time.monotonic() - self._began
        return say("progress.rate", rate=f"{int((done or 0) / seconds):,}") if seconds else ""

    def _end(self) -> None:
        if self._bar is not None:
            self._bar.__exit__(None, None, None)
            self._bar = None
