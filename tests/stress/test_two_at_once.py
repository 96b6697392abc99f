"""Two builders: the second is refused at once. A server while snapshots change: no request fails, each is of one."""

from __future__ import annotations

import fcntl
import http.client
import json
import shutil
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest

from graph.store.inputs import find_inputs
from graph.store.snapshot import Workshop
from tests.conftest import ROOT, WORLD
from tests.stress.found import tell
from tests.stress.processes import environment, run
from tests.web.served import served

LABEL = "/sparql?query=" + quote("SELECT ?l { pid:jdu skos:prefLabel ?l }")
PATHS = (LABEL, "/question/forces.json", "/question/members.json?collaboration=jdu", "/thing/jdu", "/doc/jdu.nt", "/")


def refusals(tables: Path, state: Path, monkeypatch: pytest.MonkeyPatch, times: int) -> tuple[Counter[str], float]:
    """Returns how a second builder ended while a first held the lock, and the longest it took beyond an idle command."""
    monkeypatch.setenv("COLLAB_STATE", str(state))
    env = environment(state)
    root = Workshop(find_inputs(tables)).root
    root.mkdir(parents=True)
    idle = min(run("version", env=env).seconds for _ in range(3))
    found: Counter[str] = Counter()
    longest = 0.0
    with (root / "BUILD.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        lock.write("4242")
        lock.flush()
        for _ in range(times):
            done = run("build", "--data", str(tables), env=env)
            assert (done.code, done.out) == (1, ""), done
            assert "(process 4242)" in done.err
            longest = max(longest, done.seconds - idle)
            found["refused, with the process that builds"] += 1
    assert run("build", "--data", str(tables), env=env).code == 0
    return found, longest


def test_a_second_builder_is_refused_at_once(tables: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert refusals(tables, tmp_path / "state", monkeypatch, 1)[1] < 1


@pytest.mark.stress
def test_second_builders(tables: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found, longest = refusals(tables, tmp_path / "state", monkeypatch, 20)
    assert longest < 1
    tell("R4", "a second build while one runs", found, f"at most {longest:.2f} s beyond the start of the program")


@pytest.mark.stress
def test_many_builders(tables: Path, tmp_path: Path) -> None:
    """Eight at once, again and again: one or more build, the others are refused, and what comes out is whole."""
    env = environment(tmp_path / "state")
    found: Counter[str] = Counter()
    entities = (tables / "entities.csv").read_text(encoding="utf-8")
    for number in range(10):
        (tables / "entities.csv").write_text(entities.replace("Shared Desk", f"Desk {number}"), encoding="utf-8")
        words = [sys.executable, "-m", "graph", "build", "--data", str(tables)]
        running = [
            subprocess.Popen(words, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
            for _ in range(8)
        ]
        for process in running:
            out, err = process.communicate()
            assert (process.returncode == 0) or "Another build is running (process " in err, err
            found["refused" if process.returncode else "nothing to do" if "Nothing" in out else "built"] += 1
        assert run("verify", "--data", str(tables), env=env).code == 0
    tell("R4", "eight builds at once, the tables changed before each round", found)


@pytest.mark.stress
@pytest.mark.timeout(1800)
def test_twenty_swaps_under_ten_thousand_requests(tmp_path: Path) -> None:
    tables = Path(shutil.copytree(WORLD, tmp_path / "tables"))
    entities = (tables / "entities.csv").read_text(encoding="utf-8")
    label = {"": ""}
    given: list[tuple[str, int, str, str]] = []
    failed: list[str] = []
    over = threading.Event()
    with served(tables) as site:
        place = urlsplit(site.base)

        def visit() -> None:
            line = http.client.HTTPConnection(place.netloc, timeout=60)
            while not over.is_set():
                for path in PATHS:
                    try:
                        line.request("GET", path)
                        answer = line.getresponse()
                        text = answer.read().decode()
                    except (OSError, http.client.HTTPException) as problem:
                        failed.append(f"{path}: {problem!r}")
                        line.close()
                        continue
                    given.append((path, answer.status, answer.headers.get("x-data-version") or "", text))

        visitors = [threading.Thread(target=visit) for _ in range(4)]
        for visitor in visitors:
            visitor.start()
        swaps = 0
        began = time.monotonic()
        while (swaps < 20 or len(given) + len(failed) < 10_000) and time.monotonic() - began < 1500:
            name = f"Joint Dog Unit {swaps}"
            (tables / "entities.csv").write_text(entities.replace("Joint Dog Unit", name), encoding="utf-8")
            build = [sys.executable, "-m", "graph", "build", "--data", str(tables), "-q"]
            made = subprocess.run(build, cwd=ROOT, check=True, capture_output=True, text=True).stdout
            label[made.split("snapshot ")[1][:12]] = name
            swaps += 1
            time.sleep(1.5)
        over.set()
        for visitor in visitors:
            visitor.join()
    versions = Counter(version for path, _, version, _ in given if path == LABEL)
    for path, status, version, text in given:
        assert status == 200, (path, status, text[:300])
        if path == LABEL and version in label:
            assert json.loads(text)["results"]["bindings"][0]["l"]["value"] == label[version]
        elif path.startswith("/question/"):
            assert json.loads(text)["data_version"]
        elif path == "/doc/jdu.nt" and version in label:
            assert f'"{label[version]}"' in text
    assert failed == []
    assert len(given) >= 10_000
    assert len(versions) >= 15
    outcomes = Counter({"answered from one data version, which it names": len(given), "failed": len(failed)})
    tell(
        "R4",
        f"requests to `collab serve` while {swaps} new snapshots were built",
        outcomes,
        f"{len(versions)} versions seen in answers",
    )
