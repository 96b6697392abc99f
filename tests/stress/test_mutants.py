"""Tables changed at random, in bytes and in cells: read exactly, or refused with file, line, column and a hint."""

from __future__ import annotations

import csv
import io
import random
from collections import Counter
from collections.abc import Callable

import pytest

from graph.facts.facts import inspect_facts
from graph.facts.tables import TABLES
from graph.facts.vocabulary import Vocabulary
from tests.conftest import WORLD
from tests.facts.test_malformed import ANYWHERE, CELLS, FILES, as_csv
from tests.stress.found import tell

PIECES = (
    b'"',
    b",",
    b"\n",
    b"\r",
    b"\x00",
    b"\xff",
    b"\xef\xbb\xbf",
    b";",
    b"\t",
    b" ",
    "’".encode(),
    b"\xed\xa0\x80",
    b"x" * 40,
)


def bytes_changed(content: bytes, chance: random.Random) -> bytes:
    for _ in range(chance.randrange(1, 4)):
        place, length = chance.randrange(len(content)), chance.randrange(30)
        how = chance.randrange(4)
        if how == 0:
            content = content[:place] + content[place + length :]
        elif how == 1:
            content = content[:place] + chance.choice(PIECES) + content[place:]
        elif how == 2:
            content = content[:place] + bytes([content[place] ^ 1 << chance.randrange(8)]) + content[place + 1 :]
        else:
            other = chance.randrange(len(content))
            content = content[:place] + content[other : other + length] + content[place:]
        content = content or b"\n"
    return content


def cells_changed(content: bytes, chance: random.Random) -> bytes:
    rows = list(csv.reader(io.StringIO(content.decode(), newline="")))
    values = (*ANYWHERE, "", *(value for some in CELLS.values() for value in some))
    for _ in range(chance.randrange(1, 6)):
        row = chance.choice(rows[1:])
        if row:
            row[chance.randrange(len(row))] = chance.choice(values)
        if chance.random() < 0.1:
            how = chance.randrange(3)
            if how == 0:
                row.append("x")
            elif how == 1:
                del row[1:2]
            else:
                rows.append(list(row))
    return as_csv(rows).encode()


def tried(vocabulary: Vocabulary, change: Callable[[bytes, random.Random], bytes], times: int) -> Counter[str]:
    chance = random.Random(times)
    found: Counter[str] = Counter()
    for _ in range(times):
        table = chance.choice(sorted(TABLES))
        changed = change((WORLD / f"{table}.csv").read_bytes(), chance)
        facts, complaints = inspect_facts(WORLD, vocabulary, {table: changed})
        for one in complaints:
            assert one.file.endswith(".csv"), one
            assert one.line > 0, one
            assert one.column > 0, one
            assert one.message, one
            assert one.remedy, one
        if complaints:
            found["refused with its place and a hint"] += 1
        else:
            again = list(csv.reader(io.StringIO(changed.decode("utf-8-sig"), newline=""), strict=True))[1:]
            assert [list(row.cells.values()) for row in facts[table]] == again
            found["read exactly"] += 1
    return found


@pytest.mark.parametrize("change", [bytes_changed, cells_changed])
def test_some_mutants(vocabulary: Vocabulary, change: Callable[[bytes, random.Random], bytes]) -> None:
    tried(vocabulary, change, 25)


@pytest.mark.stress
@pytest.mark.timeout(900)
def test_mutants(vocabulary: Vocabulary) -> None:
    for change, what in (
        (bytes_changed, "bytes taken out, put in, flipped or copied"),
        (cells_changed, "cells and rows changed"),
    ):
        tell("R5", f"tables of the miniature world with {what}, at random", tried(vocabulary, change, 1500))


@pytest.mark.stress
def test_each_kind(vocabulary: Vocabulary) -> None:
    found: Counter[str] = Counter()
    before = (WORLD / "links.csv").read_bytes()
    for change, _ in FILES.values():
        _, complaints = inspect_facts(WORLD, vocabulary, {"links": change(before)})
        found["refused with its place and a hint" if complaints else "read exactly"] += 1
    tell("R5", "kinds of malformed file (tests/facts/test_malformed.py says which rule complains of each)", found)
    values = sum(map(len, CELLS.values())) + len(ANYWHERE)
    assert len(FILES) + values >= 200
    tell("R5", "kinds of malformed cell, each in its column", {"refused at its character": values})
    header, *rows = csv.reader(io.StringIO((WORLD / "claims.csv").read_text(encoding="utf-8"), newline=""))
    place = header.index("valid_from")
    bad = as_csv([header, *([*row[:place], "1/4/2019", *row[place + 1 :]] for row in rows)])
    _, complaints = inspect_facts(WORLD, vocabulary, {"claims": bad.encode()})
    told = sum(one.rule == "bad-date" for one in complaints)
    assert told == len(rows) >= 100
    tell("R5", "faults in one table, told in one run", {"told, each with its place": told})
