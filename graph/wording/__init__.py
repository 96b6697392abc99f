"""Every sentence a user sees, in English and Welsh: `say("section.key", name=value)`.

The sentences stand in `en/<section>.toml` and `cy/<section>.toml`; a section is read when its first
sentence is wanted. A Welsh file says at its head whether a Welsh reader has reviewed it
(`status = "reviewed"` or `"draft"`); a sentence that Welsh lacks falls back to English, and
`language_of` tells so that a page can mark it with `lang`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, wraps
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

LANGUAGES = ("en", "cy")
PLURALS = ("zero", "one", "two", "few", "many", "other")

_FOLDER = Path(__file__).parent
_language: ContextVar[str] = ContextVar("language", default="en")


def speak(language: str) -> None:
    """Sets the language of every later `say` in this context; ValueError for one we do not speak."""
    if language not in LANGUAGES:
        raise ValueError(f"language {language!r}: expected one of {', '.join(LANGUAGES)}")
    _language.set(language)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speaks `language` for the block, and then again what was spoken before."""
    before = spoken()
    speak(language)
    try:
        yield
    finally:
        speak(before)


def spoken() -> str:
    """Returns the language in force: "en" or "cy"."""
    return _language.get()


class Speaker(Protocol):
    """Anything that has a language of its own."""

    @property
    def language(self) -> str:
        """The language: one of LANGUAGES."""


One = TypeVar("One", bound=Speaker)
Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


def in_own_language(
    method: Callable[Concatenate[One, Arguments], Result],
) -> Callable[Concatenate[One, Arguments], Result]:
    """Lets a method speak the language of its object, whatever is spoken around it."""

    @wraps(method)
    def called(self: One, /, *args: Arguments.args, **named: Arguments.kwargs) -> Result:
        with speaking(self.language):
            return method(self, *args, **named)

    return called


def say(key: str, /, **values: Any) -> str:
    """Returns the sentence `key` ("section.name") in the language in force, with `{name}` places filled.

    KeyError if English lacks the key: a sentence that nobody wrote is a programming error.
    """
    text = _find(spoken(), key)
    if text is None:
        text = _find("en", key)
    if text is None:
        raise KeyError(f"no sentence for {key!r}")
    return text.format(**values) if values else text


def say_count(key: str, count: int, /, **values: Any) -> str:
    """Returns the sentence for `count` things: `key.one`, `key.two` ... as the language counts, else `key.other`.

    The forms are the plural categories of the Unicode CLDR, of which Welsh has six; `{count}` is filled too.
    """
    from babel import Locale

    category = Locale.parse(spoken()).plural_form(count)
    found = f"{key}.{category}" if _find(spoken(), f"{key}.{category}") is not None else f"{key}.other"
    return say(found, count=number(count), **values)


def number(found: int) -> str:
    """Returns a number of things as the language in force writes it: 4,060."""
    if abs(found) < 1000:
        return str(found)
    from babel.numbers import format_decimal

    return format_decimal(found, locale=spoken())


def forms(key: str) -> dict[str, str]:
    """Returns the sentence's plural forms in the language in force, by category; English ones if it has none."""
    for language in (spoken(), "en"):
        found = {one: text for one in PLURALS if (text := _find(language, f"{key}.{one}")) is not None}
        if found:
            return found
    raise KeyError(f"no sentence for {key!r}")


def has(key: str) -> bool:
    """Tells whether English has the sentence `key`."""
    return _find("en", key) is not None


def heading(column: str) -> str:
    """Returns a column's heading for people, in the language in force; its own name if none is written."""
    key = f"columns.heading.{column.replace('_', '-')}"
    return say(key) if has(key) else column.replace("_", " ")


def language_of(key: str, language: str | None = None) -> str:
    """Returns the language that `say(key)` would answer in: the one in force, or "en" as fallback."""
    wanted = language or spoken()
    return wanted if _find(wanted, key) is not None else "en"


def _find(language: str, key: str) -> str | None:
    section, _, name = key.partition(".")
    found: Any = _section(language, section)
    for part in name.split("."):
        if not isinstance(found, dict):
            return None
        found = found.get(part)
    return found if isinstance(found, str) else None


@cache
def _section(language: str, section: str) -> dict[str, Any]:
    place = _FOLDER / language / f"{section}.toml"
    try:
        return tomllib.loads(place.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
