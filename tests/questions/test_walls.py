"""The process that runs a stranger's query reaches no network, runs no stranger's code, and dies with its parent."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from graph.landscape import Landscape
from graph.questions.foreign import run

linux = pytest.mark.skipif(sys.platform != "linux", reason="the walls are Linux's: prctl and seccomp")


@linux
def test_sockets_are_denied_by_the_kernel() -> None:
    program = (
        "import os\nfrom graph.questions.walls import raise_walls\nassert raise_walls(os.getppid())\n"
        "import socket\ntry:\n    socket.socket()\nexcept PermissionError:\n    print('denied')"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "denied\n"


def test_a_module_in_the_current_folder_is_not_run(
    world: Landscape, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("json.py", "graph.py"):
        (tmp_path / name).write_text("raise SystemExit('a stranger ran')", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    kind, content = run("ASK { ?x a pcol:PoliceForce }", world.store_path)
    assert kind == "R"
    assert b"true" in content


@linux
@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGKILL])
def test_no_worker_outlives_its_parent(world: Landscape, end: signal.Signals) -> None:
    words = [sys.executable, "-m", "graph", "query", "--data", str(world.inputs.data)]
    endless = ["-t", "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"]
    with subprocess.Popen(
        [*words, *endless], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=os.environ.copy()
    ) as process:
        children: list[str] = []
        deadline = time.monotonic() + 20
        while not children and time.monotonic() < deadline:
            time.sleep(0.1)
            tasks = Path(f"/proc/{process.pid}/task/{process.pid}/children")
            children = tasks.read_text(encoding="ascii").split() if tasks.exists() else []
        assert children
        time.sleep(0.5)
        process.send_signal(end)
        process.wait(timeout=10)
    deadline = time.monotonic() + 10
    while any(_runs(child) for child in children) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not [child for child in children if _runs(child)]


def _runs(process: str) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False
