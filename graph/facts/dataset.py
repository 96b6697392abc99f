"""What a set of tables is as a whole: title, version, licence, and the words that others ask for (`dataset.toml`)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from graph.errors import DataInvalid, complain

FILE = "dataset.toml"
_TEXTS = ("version", "creator", "homepage")


@dataclass(frozen=True)
class Attribution:
    """A part of the data that somebody else holds: which, who, under what licence, and the words they ask for."""

    part: str
    holder: str
    name: str
    url: str
    words: str


@dataclass(frozen=True)
class Dataset:
    """What `dataset.toml` says; "" and None where it says nothing, for that is not known.

    `title` and `description` by language; `licence` and `licence_url` of the data as a whole.
    """

    title: Mapping[str, str] = field(default_factory=dict)
    description: Mapping[str, str] = field(default_factory=dict)
    version: str = ""
    issued: date | None = None
    creator: str = ""
    homepage: str = ""
    keywords: tuple[str, ...] = ()
    licence: str = ""
    licence_url: str = ""
    attributions: tuple[Attribution, ...] = ()


def read_dataset(folder: Path) -> Dataset:
    """Returns what `dataset.toml` of `folder` says, an empty one if it is absent; DataInvalid if it cannot be used."""
    place = folder / FILE
    if not place.is_file():
        return Dataset()
    try:
        content = tomllib.loads(place.read_text(encoding="utf-8"))
        return _dataset(content)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError, TypeError, AttributeError) as problem:
        fault = complain("toml-syntax", FILE, 1, 1, reason=str(problem).rstrip("."))
        raise DataInvalid("dataset-invalid", [fault], folder=folder) from None


def _dataset(content: dict[str, Any]) -> Dataset:
    known = {*_TEXTS, "issued", "keywords", "title", "description", "licence", "attribution"}
    if unknown := sorted(set(content) - known):
        raise KeyError(", ".join(unknown))
    issued = content.get("issued")
    if issued is not None and type(issued) is not date:
        raise TypeError("issued = YYYY-MM-DD")
    licence = content.get("licence", {})
    return Dataset(
        title=dict(content.get("title", {})),
        description=dict(content.get("description", {})),
        issued=issued,
        keywords=tuple(content.get("keywords", ())),
        licence=str(licence.get("name", "")),
        licence_url=str(licence.get("url", "")),
        attributions=tuple(Attribution(**one) for one in content.get("attribution", ())),
        **{name: str(content.get(name, "")) for name in _TEXTS},
    )
