"""`collab` as a process of its own: run to its end, killed, interrupted, or run while system calls fail."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.conftest import ROOT

STRACE = shutil.which("strace")
_INJECTED = re.compile(r"^\d+ +(\w+)\((.*)\) += .*\(INJECTED\)$", re.MULTILINE)
_PLACE = re.compile(r"<((?:[^<>\\]|\\.)+)>|\"([^\"]+)\"")
_HEEDING = "import signal, os, sys; signal.signal(signal.SIGINT, signal.SIG_DFL); os.execv(sys.argv[1], sys.argv[1:])"


@dataclass(frozen=True)
class Ended:
    """How a process ended: exit code (below 0: by that signal), what it wrote, and the paths whose calls were failed."""

    code: int
    out: str
    err: str
    hit: tuple[str, ...] = ()
    seconds: float = 0.0


def environment(state: Path, **more: str) -> dict[str, str]:
    """The environment of a command: its own state folder, English, no files of bytecode among those written."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("COLLAB_")}
    fixed = {"COLLAB_STATE": str(state), "PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": str(ROOT)}
    return {**kept, **fixed, **more}


def start(
    *words: str,
    env: Mapping[str, str],
    cwd: Path | None = None,
    before: tuple[str, ...] = (),
    program: tuple[str, ...] = ("-m", "graph"),
) -> subprocess.Popen[str]:
    """Starts a command in a session of its own; Ctrl-C works in it though this process may ignore it."""
    command = [*before, sys.executable, "-c", _HEEDING, sys.executable, *program, *words]
    return subprocess.Popen(
        command, cwd=cwd, env=dict(env), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        text=True, encoding="utf-8", errors="replace", start_new_session=True,
    )  # fmt: skip


def ended(process: subprocess.Popen[str], began: float = 0.0, patience: float = 120) -> Ended:
    """Waits for a process; ends it and fails if it does not end by itself."""
    try:
        out, err = process.communicate(timeout=patience)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        out, err = process.communicate()
        pytest.fail(f"it did not end within {patience:g} seconds\n{out}\n{err}")
    return Ended(process.returncode, out, err, (), time.monotonic() - began)


def run(*words: str, env: Mapping[str, str], cwd: Path | None = None, before: tuple[str, ...] = ()) -> Ended:
    """Runs a command to its end."""
    began = time.monotonic()
    return ended(start(*words, env=env, cwd=cwd, before=before), began)


def signalled(
    number: signal.Signals, after: float, *words: str, env: Mapping[str, str], cwd: Path | None = None
) -> Ended:
    """Runs a command and sends it, or with SIGKILL its whole group, a signal after some seconds, unless it is done.

    `seconds` of what is returned counts from the signal.
    """
    process = start(*words, env=env, cwd=cwd)
    began = time.monotonic()
    try:
        process.wait(after)
    except subprocess.TimeoutExpired:
        began = time.monotonic()
        if number is signal.SIGKILL:
            os.killpg(process.pid, number)
        else:
            process.send_signal(number)
    return ended(process, began)


def failing(call: str, nth: int, error: str, *words: str, env: Mapping[str, str], cwd: Path | None = None) -> Ended:
    """Runs a command whose `nth` system call of that name, in each thread, fails with `error`, or kills it.

    `error` is a name such as ENOSPC, or KILL. `hit` tells the files that were concerned, none if it came to no such call.
    """
    assert STRACE is not None
    with tempfile.NamedTemporaryFile("r", prefix="strace-", encoding="utf-8", errors="replace") as log:
        # By seccomp it is faster, but then no signal is sent.
        way = () if error == "KILL" else ("--seccomp-bpf",)
        fault = "signal=KILL" if error == "KILL" else f"error={error}"
        trace = (
            STRACE, "-f", "-q", "-y", "-s", "0", *way, "-o", log.name,
            "-e", f"trace={call}", "-e", f"inject={call}:{fault}:when={nth}",
        )  # fmt: skip
        done = run(*words, env=env, cwd=cwd, before=trace)
        text = log.read()
    if error == "KILL":
        return Ended(done.code, done.out, done.err, ("?",) if "killed by SIGKILL" in text else (), done.seconds)
    hit = []
    for name, arguments in _INJECTED.findall(joined(text)):
        places = [one or other for one, other in _PLACE.findall(arguments)]
        hit.append(places[-1] if name.startswith("rename") and places else places[0] if places else "?")
    return Ended(done.code, done.out, done.err, tuple(hit), done.seconds)


def joined(log: str) -> str:
    """Joins the two halves of each call that strace tells in two lines, since another thread came between."""
    begun: dict[str, str] = {}
    lines = []
    for line in log.splitlines():
        thread, _, rest = line.partition(" ")
        if rest.endswith("<unfinished ...>"):
            begun[thread] = rest.removesuffix("<unfinished ...>").strip()
        elif "resumed>" in rest:
            lines.append(f"{thread} {begun.pop(thread, '')}{rest.partition('resumed>')[2]}")
        else:
            lines.append(line)
    return "\n".join(lines)


def strace_works() -> bool:
    """Tells whether system calls can be made to fail here."""
    if STRACE is None:
        return False
    probe = [
        STRACE,
        "-f",
        "-qq",
        "--seccomp-bpf",
        "-o",
        os.devnull,
        "-e",
        "inject=mkdir:error=EIO",
        "-e",
        "trace=mkdir",
        "true",
    ]
    return subprocess.run(probe, capture_output=True, check=False).returncode == 0


needs_strace = pytest.mark.skipif(
    not strace_works(), reason="strace is not here, or not allowed: no system call can be made to fail"
)
