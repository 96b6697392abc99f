"""How far long work has come, told to whoever shows it: the step, how much of it is done, of how much (0: unknown)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import IO, TypeVar, cast

T = TypeVar("T")
Progress = Callable[[str, int, int], None]
_EVERY = 4_000


def silent(step: str, done: int, of: int) -> None:
    """Says nothing."""


def counted(items: Iterable[T], of: int, step: str, progress: Progress, every: int = _EVERY) -> Iterator[T]:
    """Yields `items`, and says after each `every` of them how many have passed."""
    for number, item in enumerate(items):
        if number % every == 0 and number:
            progress(step, number, of)
        yield item


def heeding(items: Iterable[T]) -> Iterator[T]:
    """Yields `items`: what the engine gives in one go otherwise, without Ctrl-C being heard."""
    for item in items:  # noqa: UP028 - `yield from` does not hear it either
        yield item


class Reader:
    """Several files read one after the other as if they were one, saying how many bytes have passed.

    An engine that reads from it comes back to Python for each piece, so that Ctrl-C is heard.
    """

    def __init__(self, paths: Sequence[Path], step: str, progress: Progress) -> None:
        self._files = [path.open("rb") for path in paths]
        self._of = sum(path.stat().st_size for path in paths)
        self._step, self._progress = step, progress
        self._done = self._calls = self._at = 0

    def __enter__(self) -> IO[bytes]:
        return cast(IO[bytes], self)  # for those who only read

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        for file in self._files:
            file.close()

    def read(self, size: int = -1) -> bytes:
        """Returns the next bytes, at most `size` of them; none at the end."""
        found = self._files[self._at].read(size)
        while not found and self._at + 1 < len(self._files):
            self._at += 1
            found = self._files[self._at].read(size)
        self._done += len(found)
        self._calls += 1
        if self._calls % _EVERY == 0:
            self._progress(self._step, self._done, self._of)
        return found
