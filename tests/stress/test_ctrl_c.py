"""Ctrl-C at any moment of any command: it ends within a second, says nothing but that, and leaves no part of a file."""

from __future__ import annotations

import random
import shutil
import signal
from collections import Counter
from pathlib import Path

import pytest

from graph.commands.group import SECTIONS
from tests.conftest import ROOT, WORLD
from tests.ports import free_port
from tests.stress.found import tell
from tests.stress.processes import environment, run, signalled
from tests.stress.undertakings import DOCUMENT, MAPPING, SHEET

# One call for each verb, the kind of it that takes longest; {out} is an empty folder.
CALLS = {
    "build": "build --force",
    "check": "check",
    "governs": "governs jmu -o {out}/a.csv",
    "partners": "partners northshire-police -o {out}/a.xlsx",
    "members": "members jdu -o {out}/a.csv",
    "gaps": "gaps -o {out}/a.csv",
    "conflicts": "conflicts -o {out}/a.csv",
    "overdue": "overdue -o {out}/a.csv",
    "counts": "counts -o {out}/a.csv",
    "ask": "ask forces -o {out}/a.csv",
    "find": "find police -o {out}/a.csv",
    "show": "show jdu -o {out}/a.csv",
    "cite": "cite jdu -o {out}/a.csv",
    "query": "query -t 'SELECT * {{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }} ORDER BY ?a' -o {out}/a.csv",
    "draw": "draw network -o {out}/a.png",
    "overview": "overview",
    "measure": "measure -o {out}/a.csv",
    "what-if": "what-if end jdu -o {out}/a.csv",
    "export": "export xlsx -o {out}/a.xlsx",
    "diff": "diff {data} {data} -o {out}/a.csv",
    "changes": "changes --since 2001-01-01 -o {out}/a.csv",
    "reconcile": "reconcile {data}/entities.csv --column label -o {out}/a.csv",
    "import": "import {data}/sheet.csv --mapping {data}/mapping.toml",
    "source": "source list -o {out}/a.csv",
    "suggest": "suggest review -o {out}/a.csv --documents {data}/documents",
    "anchor": "anchor review brings --documents {data}/documents",
    "doctor": "doctor",
    "publish": "publish http://127.0.0.1:9/data",
    "verify": "verify",
    "version": "version",
    "completion": "completion bash",
    "serve": "serve --port {port}",
    "mcp": "mcp",
}
# Those that go on until they are stopped: for how many seconds they are let.
ENDLESS = {"serve": 3.0, "query": 3.0}
# What is not done by 0: a finding, something not there, a store that does not answer.
EXPECTED: dict[str, tuple[int, ...]] = {"check": (0, 1), "doctor": (0, 1), "publish": (1,)}


def words_of(verb: str, out: Path, data: Path) -> list[str]:
    import shlex

    words = shlex.split(CALLS[verb].format(out=out, data=data, port=free_port()))
    plain = verb in ("version", "completion", "doctor")
    return words if plain else [*words, "--data", str(data)]


def test_every_verb_has_a_call() -> None:
    assert {name for names in SECTIONS.values() for name in names} <= set(CALLS)


def interrupted(verb: str, folder: Path, moments: list[float]) -> tuple[Counter[str], float]:
    """Returns how the command ended for each moment, and the longest it took to end; fails if it left something.

    A moment is a part of the time that the command takes when nobody interrupts it.
    """
    data = Path(shutil.copytree(WORLD, folder / "tables"))
    (data / "sheet.csv").write_text(SHEET, encoding="utf-8")
    (data / "mapping.toml").write_text(MAPPING, encoding="utf-8")
    (data / "review.md").write_text(DOCUMENT, encoding="utf-8")
    env = environment(folder / "state")
    found: Counter[str] = Counter()
    longest = 0.0
    add = "source add {0}/review.md --id review --title Review --kind report --document-date 2024 --documents {0}/documents"
    for words in (add.format(data).split(), ["build"]):
        done = run(*words, "--data", str(data), env=env)
        assert done.code == 0, done
    whole = ENDLESS.get(verb, 0.0)
    for number in range(0 if whole else 2):  # the first time, what is derived may have to be
        (folder / f"done{number}").mkdir()
        done = run(*words_of(verb, folder / f"done{number}", data), env=env, cwd=ROOT)
        assert done.code in EXPECTED.get(verb, (0,)), done
        whole = done.seconds
    for number, moment in enumerate(moments):
        out = folder / f"out{number}"
        out.mkdir()
        words = words_of(verb, out, data)
        done = signalled(signal.SIGINT, moment * whole, *words, env=env, cwd=ROOT)
        if "Traceback" in done.err and "graph/commands/__init__.py" not in done.err:
            found["the interpreter had not come to the program yet"] += 1
            continue
        assert "Traceback" not in done.err, done.err
        left = [path.name for path in out.iterdir()]
        if done.code in (130, -signal.SIGINT):
            longest = max(longest, done.seconds)
            found["ended, exit 130"] += 1
        else:
            assert done.code in (0, 1, 2, 3), done
            found["over before"] += 1
        assert not [name for name in left if name.startswith(".")], left
    done = run("verify", "--data", str(data), env=env)
    assert done.code in (0, 1), done.out
    return found, longest


@pytest.mark.stress
@pytest.mark.timeout(600)
@pytest.mark.parametrize("verb", CALLS)
def test_interrupted_at_random(verb: str, tmp_path: Path) -> None:
    chance = random.Random(verb)
    found, longest = interrupted(verb, tmp_path, [chance.uniform(0.1, 0.9) for _ in range(10)])
    tell("O1", f"Ctrl-C at a random moment of `collab {verb}`", found, f"at most {longest:.2f} s to the end")
    assert found["ended, exit 130"] > 0
    assert longest < 1.0


@pytest.mark.parametrize("verb", ["build", "export"])
def test_interrupted_once(verb: str, tmp_path: Path) -> None:
    earlier_and_earlier = [0.6, 0.4, 0.25]  # a command may be quicker than it was when its time was taken
    found, _ = interrupted(verb, tmp_path, earlier_and_earlier)
    assert found["ended, exit 130"] > 0


def test_who_was_started_to_ignore_it_goes_on(tmp_path: Path) -> None:
    """As a shell starts a job in the background."""
    import subprocess
    import sys

    heedless = (
        "import signal, os, sys; signal.signal(signal.SIGINT, signal.SIG_IGN); os.execv(sys.argv[1], sys.argv[1:])"
    )
    words = [sys.executable, "-c", heedless, sys.executable, "-m", "graph", "check", "--data", str(WORLD)]
    with subprocess.Popen(
        words, cwd=ROOT, env=environment(tmp_path), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        try:
            process.wait(0.5)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)
    assert process.returncode == 0
