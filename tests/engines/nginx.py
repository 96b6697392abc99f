"""nginx as docs/how-to/other-engines.md sets it up: an ordinary user's, with all of its files in one folder."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.ports import free_port, wait_for

PAGE = (ROOT / "docs" / "how-to" / "other-engines.md").read_text(encoding="utf-8")
(CONFIGURATION,) = re.findall(r"^```nginx\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
(COMMANDS,) = re.findall(r"^```sh\n(nginx .*?)^```", PAGE, re.MULTILINE | re.DOTALL)
_PATIENCE = 20.0
_PATH = os.environ["PATH"] + ":/usr/sbin"
_NOBODY = 65534


@dataclass
class Front:
    """A running nginx: its folder, its port, and the readers that it leads to."""

    folder: Path
    port: int
    changed: dict[str, str]

    @property
    def query(self) -> str:
        """Where questions are asked."""
        return f"http://127.0.0.1:{self.port}/query"

    def lead_to(self, *ports: int) -> None:
        """Writes the file of the page anew, with these readers."""
        readers = " ".join(f"server 127.0.0.1:{port};" for port in ports)
        text, found = re.subn(r"upstream landscape \{.*?\}", f"upstream landscape {{ {readers} }}", CONFIGURATION)
        assert found == 1
        text = text.replace("127.0.0.1:8080", f"127.0.0.1:{self.port}")
        for before, after in self.changed.items():
            assert before in text
            text = text.replace(before, after)
        (self.folder / "front" / "nginx.conf").write_text(text, encoding="utf-8")

    def reload(self) -> None:
        """Runs the second of the page's commands."""
        done = self.run(COMMANDS.splitlines()[1])
        assert done.returncode == 0, done.stderr

    def run(self, line: str) -> subprocess.CompletedProcess[str]:
        """Runs a line of the page, never as root."""
        user = {"user": _NOBODY, "group": _NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}
        return subprocess.run(  # type: ignore[call-overload, no-any-return]
            ["sh", "-c", line],
            cwd=self.folder,
            capture_output=True,
            text=True,
            timeout=_PATIENCE,
            env={**os.environ, "PATH": _PATH},
            **user,
        )

    @property
    def log(self) -> str:
        """What it wrote of errors."""
        return (self.folder / "front" / "error.log").read_text(encoding="utf-8")


@contextmanager
def nginx(folder: Path, *ports: int, changed: dict[str, str] | None = None) -> Iterator[Front]:
    """Runs nginx for the block before readers on these ports; `changed` are words of the page's file put otherwise."""
    if shutil.which("nginx", path=_PATH) is None:
        pytest.skip("nginx is not on hand: apt-get install nginx-light")
    (folder / "front").mkdir()
    for own in (folder, folder / "front"):
        own.chmod(0o777)
    front = Front(folder, free_port(), changed or {})
    front.lead_to(*ports)
    started = front.run(COMMANDS.splitlines()[0])
    assert started.returncode == 0, started.stderr
    try:
        wait_for(front.port, "nginx", _PATIENCE)
        yield front
    finally:
        front.run(COMMANDS.splitlines()[1].replace("reload", "stop"))
