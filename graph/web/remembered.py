"""Answers that were given, to be given again: a snapshot never changes, so neither does what it answers."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass

# Functions of SPARQL 1.1 (sections 17.4.2, 17.4.4, 17.4.5) whose value is another one each time.
_NEVER_THE_SAME = re.compile(r"\b(now|rand|uuid|struuid|bnode)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Given:
    """What was sent: headers and body."""

    headers: tuple[tuple[str, str], ...]
    content: bytes


class Remembered:
    """Keeps the answers last given, at most `size` bytes of them and none of more than `largest`."""

    def __init__(self, size: int = 32 * 1024**2, largest: int = 512 * 1024) -> None:
        self.size, self.largest = size, largest
        self._held: OrderedDict[Hashable, Given] = OrderedDict()
        self._taken = 0

    def get(self, key: Hashable) -> Given | None:
        """Returns the answer kept under `key`, or None."""
        found = self._held.get(key)
        if found is not None:
            self._held.move_to_end(key)
        return found

    def keep(self, key: Hashable, answer: Given) -> None:
        """Keeps an answer, forgetting those that were longest not asked for."""
        if len(answer.content) > self.largest or key in self._held:
            return
        self._held[key] = answer
        self._taken += len(answer.content)
        while self._taken > self.size:
            _, gone = self._held.popitem(last=False)
            self._taken -= len(gone.content)


def lasting(query: str) -> bool:
    """Tells whether a query gives the same answer each time it is put to the same store."""
    return _NEVER_THE_SAME.search(query) is None
