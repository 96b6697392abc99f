"""Ctrl-C is heard soon though the engine works, and no part of a file is left."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.stress.processes import environment

BEGIN = """
import sys
from graph.commands import stopping
stopping.listen(lambda: sys.stderr.write("Stopped.\\n"))
print("ready", flush=True)
"""
ENDLESS = """
from graph.oxigraph import NamedNode, Quad, Store
store = Store()
store.extend(Quad(NamedNode(f"e:{n}"), NamedNode("e:p"), NamedNode(f"e:{n}")) for n in range(500))
store.query("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }")
"""
WRITING = """
import hashlib
from pathlib import Path
from graph.files import written
with written(Path("out.txt")) as file:
    file.write(b"half")
    hashlib.pbkdf2_hmac("sha256", b"", b"", 8_000_000)
"""

pytestmark = pytest.mark.skipif(os.name == "nt", reason="there, Ctrl-C is as Python has it")


def interrupted(program: str, folder: Path) -> tuple[int, str, float]:
    """Sends Ctrl-C to a program that says when it is ready; returns exit code, what it said, and how long it took."""
    heeding = "import signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler); exec(sys.argv[1])"
    with subprocess.Popen(
        [sys.executable, "-c", heeding, BEGIN + program],
        cwd=folder, env=environment(folder), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
        time.sleep(0.2)
        began = time.monotonic()
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=60)
        return process.returncode, said, time.monotonic() - began


def test_the_engine_at_work_is_ended(tmp_path: Path) -> None:
    code, said, _ = interrupted(ENDLESS, tmp_path)
    assert (code, said) == (130, "Stopped.\n")


def test_python_at_work_hears_it_itself(tmp_path: Path) -> None:
    code, said, _ = interrupted("import time; time.sleep(60)", tmp_path)
    assert code == -signal.SIGINT
    assert said.endswith("KeyboardInterrupt\n")


@pytest.mark.slow
def test_no_part_of_a_file_is_left(tmp_path: Path) -> None:
    code, said, seconds = interrupted(WRITING, tmp_path)
    assert seconds > 0.25, "the step was over before"
    assert code == -signal.SIGINT
    assert said.endswith("KeyboardInterrupt\n")
    assert list(tmp_path.iterdir()) == []
