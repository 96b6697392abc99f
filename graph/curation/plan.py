"""How a spreadsheet fills tables, declared in a small TOML file: which column goes where, and how it is treated."""

from __future__ import annotations

import re
import string
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from graph.errors import Complaint, DataInvalid, NotThere
from graph.facts.tables import TABLES
from graph.wording import say

_BLOCK = ("table", "as", "when")
_OPTIONS: dict[str, type] = {
    "column": str,
    "letter": str,
    "names": list,
    "dates": list,
    "words": dict,
    "id": bool,
    "split": str,
    "many": str,
    "suffix": str,
}
SPECIAL = ("file", "sheet", "row")


@dataclass(frozen=True)
class Treatment:
    """How one column of a table is filled from a column of the sheet, named by its heading or its letter."""

    column: str = ""
    letter: str = ""
    names: tuple[str, ...] | None = None
    dates: tuple[str, ...] = ()
    words: Mapping[str, str] = field(default_factory=dict)
    id: bool = False
    split: str = ""
    many: str = ""
    suffix: str = ""


@dataclass(frozen=True)
class Block:
    """One row of a table for each row of the sheet: its columns from treatments, or from patterns with {names}."""

    table: str
    name: str
    when: tuple[str, ...]
    treated: dict[str, Treatment]
    patterns: dict[str, str]


@dataclass(frozen=True)
class Plan:
    """The declared mapping of one sheet."""

    blocks: tuple[Block, ...]
    sheet: str = ""
    header: int = 0
    hidden: str = "read"
    merged: str = "first"


class _Faults:
    def __init__(self, file: str) -> None:
        self.file = file
        self.found: list[Complaint] = []

    def add(self, rule: str, where: str, **values: object) -> None:
        message = say(f"mapping.{rule}.message", where=where, **values)
        remedy = say(f"mapping.{rule}.remedy", **values)
        self.found.append(Complaint(self.file, 0, 0, f"mapping-{rule}", message, remedy))


def read_plan(path: Path) -> Plan:
    """Returns the mapping in a TOML file; NotThere if there is none, DataInvalid with every fault of it."""
    if not path.is_file():
        raise NotThere("file-not-found", path=path)
    faults = _Faults(path.name)
    try:
        content = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as problem:
        match = re.search(r"\(at line (\d+), column (\d+)\)", str(problem))
        line, column = (int(match[1]), int(match[2])) if match else (0, 0)
        reason = str(problem).partition(" (at ")[0]
        message = say("mapping.syntax.message", reason=reason)
        fault = Complaint(path.name, line, column, "mapping-syntax", message, say("mapping.syntax.remedy"))
        raise DataInvalid("mapping-invalid", [fault], path=path.name) from None
    plan = _plan(content, faults)
    if faults.found:
        raise DataInvalid("mapping-invalid", faults.found, path=path.name)
    return plan


def _plan(content: dict[str, Any], faults: _Faults) -> Plan:
    _unknown(content, ("sheet", "rows"), "", faults)
    sheet = content.get("sheet", {})
    if not isinstance(sheet, dict):
        faults.add("type", "sheet", wanted="[sheet]")
        sheet = {}
    _unknown(sheet, ("name", "header", "hidden", "merged"), "sheet", faults)
    for key, known in (("hidden", ("read", "leave-out")), ("merged", ("first", "fill"))):
        if sheet.get(key, known[0]) not in known:
            faults.add("choice", f"sheet.{key}", known=", ".join(known))
    header = sheet.get("header", 0)
    if type(header) is not int or header < 0:
        faults.add("type", "sheet.header", wanted="1, 2, 3 ...")
        header = 0
    rows = content.get("rows", [])
    if not isinstance(rows, list) or not rows or not all(isinstance(one, dict) for one in rows):
        faults.add("no-rows", "rows")
        rows = []
    blocks = [_block(one, f"rows[{number}]", faults) for number, one in enumerate(rows, 1)]
    names = [block.name for block in blocks]
    for number, block in enumerate(blocks, 1):
        if names.count(block.name) > 1:
            faults.add("twice", f"rows[{number}]", name=block.name)
        _references(block, blocks, f"rows[{number}]", faults)
    name, hidden, merged = (str(sheet.get(key, "")) for key in ("name", "hidden", "merged"))
    return Plan(tuple(blocks), name, header, hidden or "read", merged or "first")


def _unknown(content: Mapping[str, Any], known: tuple[str, ...], where: str, faults: _Faults) -> None:
    for key in content:
        if key not in known:
            faults.add("unknown-key", f"{where}.{key}".strip("."), known=", ".join(known))


def _block(content: dict[str, Any], where: str, faults: _Faults) -> Block:
    table = content.get("table")
    if not isinstance(table, str) or table not in TABLES:
        faults.add("no-table", where, known=", ".join(TABLES))
        return Block("", "", (), {}, {})
    columns = tuple(column.name for column in TABLES[table].columns)
    _unknown(content, (*_BLOCK, *columns), where, faults)
    when = content.get("when", [])
    if not isinstance(when, list) or not all(isinstance(one, str) for one in when):
        faults.add("type", f"{where}.when", wanted='["..."]')
        when = []
    treated, patterns = {}, {}
    for column in columns:
        value = content.get(column)
        if isinstance(value, str):
            patterns[column] = value
        elif isinstance(value, dict):
            treated[column] = _treatment(value, f"{where}.{column}", faults)
        elif value is not None:
            faults.add("type", f"{where}.{column}", wanted='"...", { column = "..." }')
    if sum(1 for one in treated.values() if one.split) > 1:
        faults.add("two-splits", where)
    return Block(table, str(content.get("as", table)), tuple(when), treated, patterns)


def _treatment(value: dict[str, Any], where: str, faults: _Faults) -> Treatment:
    _unknown(value, tuple(_OPTIONS), where, faults)
    given: dict[str, Any] = {}
    for key, kind in _OPTIONS.items():
        if key not in value:
            continue
        one: Any = value[key]
        texts = list(one.values() if isinstance(one, dict) else one if isinstance(one, list) else ())
        if type(one) is not kind or not all(isinstance(text, str) for text in texts):
            faults.add("type", f"{where}.{key}", wanted=kind.__name__)
        else:
            given[key] = tuple(texts) if kind is list else one
    if bool(given.get("column")) == bool(given.get("letter")):
        faults.add("which-column", where)
    if sum(1 for key in ("names", "dates", "id") if key in given) > 1:
        faults.add("one-treatment", where)
    if "letter" in given and not re.fullmatch(r"[A-Za-z]{1,3}", given["letter"]):
        faults.add("type", f"{where}.letter", wanted="A, B ... XFD")
    return Treatment(**given)


def _references(block: Block, blocks: list[Block], where: str, faults: _Faults) -> None:
    known = {(one.name, column) for one in blocks for column in (*one.treated, *one.patterns)}
    for column, pattern in block.patterns.items():
        try:
            names = [name for _, name, _, _ in string.Formatter().parse(pattern) if name is not None]
        except ValueError:
            faults.add("pattern", f"{where}.{column}", name=pattern)
            continue
        for name in names:
            other, _, wanted = name.rpartition(".")
            if name not in SPECIAL and (other or block.name, wanted) not in known:
                faults.add("pattern", f"{where}.{column}", name="{" + name + "}")
