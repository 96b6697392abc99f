"""The words that tables may use: classes, relations and controlled lists, as plain text."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Relation:
    """A relation that claims may use, with what it may hold at its ends.

    `subjects` and `objects` are class names ("Thing" is any); `literal` is None for a relation between
    things, else "text", "language-text", "date" or "number"; `scheme` names the list its objects come from.
    """

    name: str
    subjects: frozenset[str]
    objects: frozenset[str]
    literal: str | None = None
    scheme: str | None = None


@dataclass(frozen=True)
class Vocabulary:
    """Class names, relations by name, and the words of each controlled list (scheme) by scheme name."""

    classes: frozenset[str] = frozenset()
    relations: dict[str, Relation] = field(default_factory=dict)
    schemes: dict[str, frozenset[str]] = field(default_factory=dict)

    def concepts(self) -> frozenset[str]:
        """Returns every concept id, `scheme-word`."""
        return frozenset(f"{scheme}-{word}" for scheme, words in self.schemes.items() for word in words)
