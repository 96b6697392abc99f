"""What a set of tables is as a whole: title, version, licence, and the words that others ask for (`dataset.toml`)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from graph.errors import Complaint, DataInvalid, complain

FILE = "dataset.toml"
_TEXTS = ("version", "creator", "homepage")
_PARTS = {"part", "holder", "name", "url", "words"}


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
    found, faults = _read(folder)
    if faults:
        raise DataInvalid("dataset-invalid", faults, folder=folder)
    return found


def dataset_faults(folder: Path) -> list[Complaint]:
    """Returns what keeps `dataset.toml` of `folder` from being used; nothing if it is absent."""
    return _read(folder)[1]


def _read(folder: Path) -> tuple[Dataset, list[Complaint]]:
    place = folder / FILE
    if not place.is_file():
        return Dataset(), []
    try:
        return _dataset(tomllib.loads(place.read_text(encoding="utf-8"))), []
    except (ValueError, TypeError) as problem:  # faults of TOML and of UTF-8 are kinds of the first
        return Dataset(), [complain("toml-syntax", FILE, 1, 1, reason=str(problem).rstrip("."))]


def _dataset(content: dict[str, Any]) -> Dataset:
    known = {*_TEXTS, "issued", "keywords", "title", "description", "licence", "attribution"}
    if unknown := sorted(set(content) - known):
        raise ValueError(f"{', '.join(unknown)}? {', '.join(sorted(known))}")
    issued = content.get("issued")
    if issued is not None and type(issued) is not date:
        raise ValueError("issued = YYYY-MM-DD")
    licence = _texts(content.get("licence", {}), "licence", {"name", "url"})
    parts = [_texts(one, "attribution", _PARTS, whole=True) for one in content.get("attribution", ())]
    return Dataset(
        title=_texts(content.get("title", {}), "title", {"en", "cy"}),
        description=_texts(content.get("description", {}), "description", {"en", "cy"}),
        issued=issued,
        keywords=tuple(map(str, content.get("keywords", ()))),
        licence=licence.get("name", ""),
        licence_url=licence.get("url", ""),
        attributions=tuple(Attribution(**one) for one in parts),
        **{name: str(content.get(name, "")) for name in _TEXTS},
    )


def _texts(found: Any, name: str, keys: set[str], *, whole: bool = False) -> dict[str, str]:
    """Returns a table of texts with these keys, all of them if `whole`; ValueError, showing how, for anything else."""
    held = found if isinstance(found, dict) else {"": ""}
    right = all(isinstance(text, str) for text in held.values()) and set(held) <= keys
    if not right or (whole and set(held) != keys):
        raise ValueError(f"[{name}] " + ", ".join(f'{key} = "..."' for key in sorted(keys)))
    return dict(held)
