"""Other machines, other days, poorer surroundings: the same snapshot and exports to the byte, or a sentence."""

from __future__ import annotations

import hashlib
import os
import pty
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from graph.exports.registry import EXPORTS
from tests.conftest import DAY, ROOT, WORLD
from tests.stress.found import tell
from tests.stress.processes import Ended, environment, run

FAKETIME = next((str(path) for path in Path("/usr/lib").glob("*/faketime/libfaketime.so.1")), None)
LOCALES = {
    "unset": {},
    "C": {"LANG": "C", "LC_ALL": "C"},
    "POSIX": {"LC_ALL": "POSIX"},
    "none such": {"LC_ALL": "xx_YY.UTF-8"},
}
MACHINES: dict[str, dict[str, str]] = {
    "another order of hashing": {"PYTHONHASHSEED": "1"},
    "a third order of hashing": {"PYTHONHASHSEED": "4294967295"},
    "Tokyo": {"TZ": "Asia/Tokyo"},
    "a zone that is none": {"TZ": "Nowhere/At_All"},
    "LANG=C": LOCALES["C"],
    "POSIX": LOCALES["POSIX"],
    "a locale that is not here": LOCALES["none such"],
    "a Turkish locale": {"LC_ALL": "tr_TR.UTF-8"},
    "another user": {"USER": "someone", "LOGNAME": "someone", "HOME": "/nonexistent"},
    "no terminal": {"TERM": "dumb", "COLUMNS": "20"},
    "one core": {"PYTHON_CPU_COUNT": "1", "RAYON_NUM_THREADS": "1"},
    "ten years ago": {"FAKETIME": "2016-02-29 23:59:59"},
    "before there were PCCs": {"FAKETIME": "1999-12-31 23:59:59"},
    "1970": {"FAKETIME": "1970-01-02 00:00:00"},
    "in ten years": {"FAKETIME": "2036-01-01 00:00:01"},
    "after 2038": {"FAKETIME": "2040-06-01 12:00:00"},
}  # fmt: skip


EXPORTING = f"""
import sys, graph
landscape = graph.open_landscape(sys.argv[1], as_of={DAY!r})
for name in sys.argv[2:]:
    landscape.export(name, f"x.{{name}}")
"""


def surrounded(state: Path, name: str) -> dict[str, str]:
    more = dict(MACHINES[name])
    if "FAKETIME" in more:
        if FAKETIME is None:
            pytest.skip("libfaketime is not here: the clock cannot be set for one program")
        more |= {"FAKETIME": f"@{more['FAKETIME']}", "LD_PRELOAD": FAKETIME}
    env = environment(state, **more)
    if name != "no terminal":
        env.pop("COLUMNS", None)
    return env


def products(folder: Path, env: dict[str, str], formats: tuple[str, ...]) -> dict[str, str]:
    """Returns the id of the snapshot and the digest of each export, made in a folder of that name."""
    data = Path(shutil.copytree(WORLD, folder / "tables"))
    built = run("build", "--data", "tables", env=env, cwd=folder)
    assert built.code == 0, built.err
    assert "Traceback" not in built.err
    (current,) = (folder / "state").glob("*/CURRENT")
    found = {"snapshot": current.read_text(encoding="ascii")}
    words = [sys.executable, "-c", EXPORTING, str(data), *formats]
    done = subprocess.run(words, env=env, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return found | {name: hashlib.sha256((folder / f"x.{name}").read_bytes()).hexdigest() for name in formats}


@pytest.mark.stress
@pytest.mark.timeout(1800)
def test_the_same_to_the_byte_elsewhere(tmp_path: Path) -> None:
    formats = tuple(EXPORTS)
    here = tmp_path / "here"
    here.mkdir()
    expected = products(here, environment(here / "state"), formats)
    found: Counter[str] = Counter()
    for number, name in enumerate(MACHINES):
        there = tmp_path / f"some where else ŵ {number}"
        there.mkdir()
        assert products(there, surrounded(there / "state", name), formats) == expected, name
        found["the same snapshot, the same bytes"] += 1 + len(formats)
    tell("O2", f"snapshot and {len(formats)} exports in other surroundings: {', '.join(MACHINES)}", found)


@pytest.mark.parametrize("name", ["a Turkish locale", "1970"])
def test_the_same_in_one_other_place(name: str, tmp_path: Path) -> None:
    here, there = tmp_path / "here", tmp_path / "there ŵ"
    here.mkdir()
    there.mkdir()
    formats = ("xlsx", "trig") if name == "1970" else ()
    assert products(there, surrounded(there / "state", name), formats) == products(
        here, environment(here / "state"), formats
    )


# --- poorer surroundings --------------------------------------------------------------------------------------

ASKED = ("governs", "jmu", "--data", str(WORLD), "--as-of", DAY)


def sentence(done: Ended) -> None:
    assert done.code in (1, 3), done
    assert "Traceback" not in done.err
    assert done.err.splitlines()[-1].startswith("collab: "), done.err


@contextmanager
def small_disk(place: Path, kilobytes: int) -> Iterator[Path]:
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", str(place)]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("no small disk can be mounted here: that takes rights that this run does not have")
    try:
        yield place
    finally:
        subprocess.run(["umount", str(place)], check=True)


@pytest.mark.stress
@pytest.mark.timeout(900)
def test_a_disk_that_is_full_at_every_size(tmp_path: Path) -> None:
    """From nothing to enough: a build is refused in a sentence, or whole; what stood before goes on answering."""
    found: Counter[str] = Counter()
    for number, size in enumerate(range(64, 6_400, 160)):
        with small_disk(tmp_path / f"disk{number}", size) as disk:
            env = environment(disk / "state")
            done = run(*ASKED, env=env)
            if done.code == 0:
                assert run("verify", "--data", str(WORLD), env=env).code == 0
                found["enough"] += 1
            else:
                sentence(done)
                assert "No space left" in done.err or "space" in done.err, done.err
                found["refused: disk full"] += 1
    assert len(found) == 2
    tell("E", "answers on a disk of 64 KiB to 6 MiB", found)


@pytest.mark.stress
def test_a_disk_that_fills_up_keeps_the_last_good_snapshot(tmp_path: Path) -> None:
    tables = Path(shutil.copytree(WORLD, tmp_path / "tables"))
    with small_disk(tmp_path / "disk", 8_000) as disk:
        env = environment(disk / "state")
        asked = ("members", "jdu", "--data", str(tables), "--as-of", DAY, "-f", "csv")
        before = run(*asked, env=env)
        assert before.code == 0, before.err
        ballast = os.open(disk / "ballast", os.O_WRONLY | os.O_CREAT)
        with suppress(OSError):
            while os.write(ballast, b"x" * 512):
                pass
        os.close(ballast)
        assert run(*asked, env=env).out == before.out, "a full disk does not hinder reading"
        path = tables / "entities.csv"
        whole = path.read_text(encoding="utf-8")
        path.write_text(whole.replace("Shared Desk", "Common Desk"), encoding="utf-8")
        sentence(run("build", "--data", str(tables), env=env))
        path.write_text(whole, encoding="utf-8")
        assert run(*asked, env=env).out == before.out
        assert run("verify", "--data", str(tables), env=env).code == 0
        sentence(run("export", "turtle", "-o", str(disk / "a.ttl"), "--data", str(tables), env=env))
        assert sorted(path.name for path in disk.iterdir()) == ["ballast", "state"]
    tell(
        "E",
        "a disk that fills up under a snapshot: read, build, export",
        Counter({"old state kept, told in a sentence": 3}),
    )


@pytest.mark.parametrize("limit", [1, 40, 400])
def test_a_limit_on_the_size_of_files(limit: int, tmp_path: Path) -> None:
    """As a full disk, where none can be mounted: the kernel refuses to let a file grow (RLIMIT_FSIZE)."""
    command = f"ulimit -f {limit}; trap '' XFSZ; exec {sys.executable} -m graph build --data {WORLD}"
    done = subprocess.run(
        ["bash", "-c", command],
        cwd=ROOT,
        env=environment(tmp_path / "state"),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1, done
    assert "File too large" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(os.geteuid() != 0, reason="to become a user without rights takes root")
@pytest.mark.parametrize(("words", "says"), [((*ASKED,), "COLLAB_STATE"), (("version",), ""), (("--help",), "")])
def test_a_home_that_may_not_be_written_to(words: tuple[str, ...], says: str, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir(mode=0o555)
    for place in (tmp_path, *tmp_path.parents[:3]):
        place.chmod(0o755) if os.stat(place).st_uid == 0 and place != Path("/tmp") else None
    env = {name: value for name, value in environment(home).items() if name != "COLLAB_STATE"} | {"HOME": str(home)}
    done = run(*words, env=env, before=("setpriv", "--reuid=65534", "--clear-groups"))
    if "Permission denied" in done.err and "collab:" not in done.err and "/graph/" not in done.err:
        pytest.skip("the interpreter itself may not be run by another user here")
    if says:
        sentence(done)
        assert says in done.err
    else:
        assert done.code == 0, done.err


@pytest.mark.parametrize("locale", LOCALES)
def test_a_locale_that_is_not_there(locale: str, state: Path) -> None:
    env = {name: value for name, value in environment(state).items() if name != "LANG" and not name.startswith("LC_")}
    poor = {**env, **LOCALES[locale], "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    done = run("show", "jdu", "--lang", "cy", "--data", str(WORLD), env=poor)
    assert done.code == 0, done.err
    assert "Traceback" not in done.err


@pytest.mark.parametrize(("columns", "most"), [("100", 100), ("20", 100), ("0", 100), ("no number", 100)])
def test_terminals_wide_and_narrow_and_none(columns: str, most: int, state: Path) -> None:
    env = environment(state, COLUMNS=columns, TERM="dumb")
    out = on_a_terminal("members", "jdu", "-q", "--data", str(WORLD), "--as-of", DAY, env=env)
    assert "Northshire" in out
    assert "\x1b" not in out
    assert max(map(len, out.splitlines())) <= most


def on_a_terminal(*words: str, env: dict[str, str]) -> str:
    """Runs a command with a terminal at its other end, and returns what came there."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "graph", *words], cwd=ROOT, env=env, stdin=theirs, stdout=theirs, stderr=theirs
    )
    os.close(theirs)
    came = b""
    try:
        while piece := os.read(ours, 65536):
            came += piece
    except OSError:  # the other end is closed
        pass
    os.close(ours)
    assert process.wait(30) == 0, came
    return came.decode()
