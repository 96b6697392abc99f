"""The system calls that a command changes the disk by, in their order, as strace tells them."""

from __future__ import annotations

import codecs
import re
import tempfile
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.stress.processes import STRACE, ended, joined, start

_LINE = re.compile(r"^(\d+) +(\w+)\((.*)\) += (-?\d+)(?:<(.*?)>)?(?: .*)?$", re.DOTALL)
_PART = re.compile(r'"((?:[^"\\]|\\.)*)"(?:\.\.\.)?|<((?:[^<>\\]|\\.)*)>|([^,"<>]+)|,')
# Those that change what is on the disk, or have it kept.
CHANGES = (
    "write", "writev", "pwrite64", "ftruncate", "fallocate", "fsync", "fdatasync", "chmod", "fchmod",
    "rename", "renameat", "renameat2", "link", "linkat", "symlink", "mkdir", "rmdir", "unlink", "unlinkat",
)  # fmt: skip
# Where the engine keeps what it writes.
ENGINE = "/store/"


@dataclass(frozen=True)
class Call:
    """A call that did what it was asked: by which thread, what strings and numbers it was given, on which open file."""

    thread: str
    name: str
    strings: tuple[bytes, ...]
    numbers: tuple[str, ...]
    files: tuple[str, ...]
    result: int
    opened: str

    @property
    def places(self) -> tuple[str, ...]:
        """The files it concerned, as far as it names them."""
        return (*self.files, *(text.decode(errors="replace") for text in self.strings))


def traced(
    calls: tuple[str, ...],
    *words: str,
    env: Mapping[str, str],
    cwd: Path,
    whole: bool = False,
    program: tuple[str, ...] = ("-m", "graph"),
) -> list[Call]:
    """Runs a command to its end; returns its calls of these names, failed ones left out if `whole` data are wanted."""
    assert STRACE is not None
    with tempfile.NamedTemporaryFile("r", prefix="strace-", encoding="latin-1") as log:
        size = str(2**24) if whole else "0"
        way = (STRACE, "-f", "-qq", "-y", "--seccomp-bpf", "-s", size, "-o", log.name, "-e", f"trace={','.join(calls)}")
        done = ended(start(*words, env=env, cwd=cwd, before=(*way, "-e", "signal=none"), program=program))
        assert done.code == 0, done.err
        found = [_call(line) for line in joined(log.read()).splitlines() if not line.endswith("+++")]
    return [call for call in found if call and (call.result >= 0 or not whole)]


def _call(line: str) -> Call | None:
    found = _LINE.match(line)
    if found is None:
        return None
    thread, name, given, result, opened = found.groups()
    strings, numbers, files = [], [], []
    for part in _PART.finditer(given):
        text, file, number = part.groups()
        if text is not None:
            strings.append(_decoded(text))
        elif file is not None:
            files.append(_decoded(file).decode(errors="replace"))
        elif number and number.strip():
            numbers.append(number.strip())
    return Call(thread, name, tuple(strings), tuple(numbers), tuple(files), int(result), opened or "")


def _decoded(text: str) -> bytes:
    return codecs.escape_decode(text.encode("latin-1"))[0] if "\\" in text else text.encode("latin-1")  # type: ignore[attr-defined]


def only_engine(calls: list[Call]) -> dict[str, set[int]]:
    """Returns, for each kind of call, which n-th ones, counted in each thread, concern only files of the engine."""
    counts: dict[tuple[str, str], int] = defaultdict(int)
    engine: dict[str, set[int]] = defaultdict(set)
    ours: dict[str, set[int]] = defaultdict(set)
    for call in calls:
        counts[call.thread, call.name] += 1
        of = engine if any(ENGINE in f"{place}/" for place in call.places) else ours
        of[call.name].add(counts[call.thread, call.name])
    return {call.name: engine[call.name] - ours[call.name] for call in calls}
