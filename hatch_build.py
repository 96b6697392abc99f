"""Puts the SPARQL editor into wheel and sdist. Where npm is out of reach there is none, and the workbench is a plain
text field, which works by itself.

COLLAB_EDITOR=require makes a missing editor an error (releases do so); COLLAB_EDITOR=skip takes what is there.
An editable install builds nothing: `make editor` does.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

MADE = "graph/web/static/editor.js"
SOURCES = ("frontend/editor.js", "frontend/build.mjs", "frontend/package-lock.json")
# One try and no long waiting: a network without npm must not hold up an install.
_BRISKLY = {"npm_config_fetch_retries": "1", "npm_config_fetch_timeout": "20000"}
_LONGEST = 300


class Editor(BuildHookInterface):  # type: ignore[type-arg]
    """The hook of this project's builds."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Builds the editor unless it is there and newer than what it is made of."""
        wish = os.environ.get("COLLAB_EDITOR", "")
        if version == "editable" or wish == "skip":
            return
        problem = built(Path(self.root))
        if problem and wish == "require":
            raise RuntimeError(f"the SPARQL editor cannot be built: {problem}")
        if problem:
            self.app.display_warning(f"no SPARQL editor in this build, the workbench is a plain field: {problem}")


def built(root: Path) -> str:
    """Builds the editor if that is due; returns why it cannot be, "" if it is there."""
    made, sources = root / MADE, [root / name for name in SOURCES]
    if made.is_file() and all(not one.exists() or one.stat().st_mtime <= made.stat().st_mtime for one in sources):
        return ""
    npm = shutil.which("npm")
    if npm is None:
        return "npm is not installed"
    for words in (["ci", "--ignore-scripts"], ["run", "build"]):
        try:
            done = subprocess.run(
                [npm, *words], cwd=root / "frontend", env={**os.environ, **_BRISKLY}, capture_output=True, text=True,
                timeout=_LONGEST, check=False,
            )  # fmt: skip
        except (OSError, subprocess.TimeoutExpired) as reason:
            return str(reason)
        if done.returncode:
            return f"npm {' '.join(words)}: {(done.stderr or done.stdout).strip()[-300:]}"
    return ""
