"""Makes a release and proves it: sdist and wheel, an answer with no checkout, the data package, checksums.

usage: python .ci/release.py [--to DIR] [--offline]

Builds the sdist, and the wheel from the sdist; installs the wheel in an environment of its own, with the pinned
packages, and asks it a question from an empty folder; makes the data package there. The SPARQL editor is built from
npm. --offline takes the packages of this environment instead of fetching them, leaves out `uv tool install`, and has
no editor but one that is there already. Nothing is put into DIR (dist/) unless
everything held.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import tomllib
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
NAME = "police-collaboration-graph"
QUESTION = ("governs", "jfu", "-f", "csv", "-q", "--as-of", "2026-11-22")
ANSWER = "all-wales-collaboration-board"

PACKAGE = """
import sys
from pathlib import Path
import graph
from graph.exports import crate
from graph.exports.archive import pack
from graph.exports.content import content_of
from graph.facts.dataset import read_dataset
assert "_bundled" in str(graph.open_landscape().inputs.data), "the data of the wheel, not of a checkout"
dataset = read_dataset(graph.open_landscape().inputs.data)
assert dataset.issued and dataset.version and dataset.licence, "dataset.toml says what the release is"
changelog, target = map(Path, sys.argv[1:])
landscape = graph.open_landscape(as_of=dataset.issued)
files = crate.files_of(content_of(landscape), {"CHANGELOG.md": changelog.read_bytes()})
place = target / f"police-collaboration-data-{dataset.version}.zip"
place.write_bytes(pack(crate.with_checksums(files)))
(target / "dataset.ttl").write_bytes(files["dataset.ttl"])
print(place.name)
"""


def run(*words: str | Path, **environment: str) -> str:
    """Runs a command in an empty folder, with no word of a checkout, and returns its stdout; ends with its stderr."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("COLLAB_", "PYTHON"))}
    with tempfile.TemporaryDirectory() as empty:
        done = subprocess.run(
            list(map(str, words)), cwd=empty, env={**kept, **environment}, capture_output=True, text=True, check=False
        )
    if done.returncode:
        sys.exit(f"{' '.join(map(str, words))}\n{done.stdout}{done.stderr}")
    return done.stdout


def say(line: str) -> None:
    """Tells what was done."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def version() -> str:
    """Returns the program's version; ends unless package and project say the same."""
    found = str(tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"])
    told = re.search(r'__version__ = "([^"]+)"', (ROOT / "graph" / "__init__.py").read_text(encoding="utf-8"))
    if told is None or told[1] != found:
        sys.exit(f"pyproject.toml says {found}, graph/__init__.py {told and told[1]}")
    if not re.search(
        rf"^## \[?{re.escape(found)}\b", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE
    ):
        say(f"note: CHANGELOG.md has no section {found} yet; rename “Unreleased” when this is to be the release")
    return found


def build(folder: Path, *, offline: bool) -> tuple[Path, Path]:
    """Returns the sdist, and the wheel that was built from it."""
    epoch = run("git", "-C", ROOT, "log", "-1", "--format=%ct").strip()
    run(
        sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, ROOT, SOURCE_DATE_EPOCH=epoch,
        COLLAB_EDITOR="skip" if offline else "require",
        PATH=f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}",
    )  # fmt: skip
    (sdist,), (wheel,) = folder.glob("*.tar.gz"), folder.glob("*.whl")
    return sdist, wheel


def install(wheel: Path, place: Path, *, offline: bool) -> Path:
    """Returns the folder of programs of a new environment with the wheel in it and nothing of the checkout."""
    uv = shutil.which("uv")
    venv.create(place, with_pip=offline or uv is None)
    programs = place / ("Scripts" if os.name == "nt" else "bin")
    if offline:
        # A line of a .pth file adds a folder, but does not read the .pth files there: not the checkout's own.
        packages = next(iter(place.rglob("site-packages")))
        (packages / "beside.pth").write_text(sysconfig.get_paths()["purelib"] + "\n", encoding="utf-8")
        run(programs / "python", "-m", "pip", "install", "-q", "--no-deps", "--no-index", wheel)
    elif uv:
        run(uv, "pip", "install", "-q", "--python", programs / "python", "-c", ROOT / "constraints.txt", wheel)
    else:
        run(programs / "python", "-m", "pip", "install", "-q", "-c", ROOT / "constraints.txt", wheel)
    return programs


def answers(collab: str | Path, state: Path, how: str) -> None:
    """Asks a question, exports and checks, with no checkout; ends if the answer is not what it should be."""
    if ANSWER not in run(collab, *QUESTION, COLLAB_STATE=str(state)):
        sys.exit(f"{how}: the answer does not name {ANSWER}")
    table = run(collab, "export", "csv", "--table", "sources", "-q", COLLAB_STATE=str(state))
    if not table.startswith("source_id,"):
        sys.exit(f"{how}: the export of the sources is not what it should be")
    run(collab, "check", "-q", COLLAB_STATE=str(state))  # exit 3 if there is an error
    say(f"{how}: answers, and checks its data, with no checkout")


def as_tool(wheel: Path, folder: Path) -> None:
    """Installs the wheel as people do, by `uv tool install` and by pipx, where those are there."""
    places = {"UV_TOOL_DIR": str(folder / "uv"), "UV_TOOL_BIN_DIR": str(folder / "uv-bin")}
    homes = {"PIPX_HOME": str(folder / "pipx"), "PIPX_BIN_DIR": str(folder / "pipx-bin")}
    if uv := shutil.which("uv"):
        run(uv, "tool", "install", "-q", "-c", ROOT / "constraints.txt", wheel, **places)
        answers(folder / "uv-bin" / "collab", folder / "state-uv", "uv tool install")
    if pipx := shutil.which("pipx"):
        run(pipx, "install", "--pip-args", f"-c {ROOT / 'constraints.txt'}", wheel, **homes)
        answers(folder / "pipx-bin" / "collab", folder / "state-pipx", "pipx install")
    if not (uv or pipx):
        say("neither uv nor pipx is here: the wheel was tried in a plain environment only")


def checksums(folder: Path) -> None:
    """Writes SHA256SUMS over the files of a folder, as `sha256sum -c` reads it."""
    lines = [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n"
        for path in sorted(folder.iterdir())
        if path.name != "SHA256SUMS"
    ]
    (folder / "SHA256SUMS").write_text("".join(lines), encoding="ascii")


def main() -> None:
    """Makes the release in a temporary folder, and moves it into place when all of it held."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--to", type=Path, default=ROOT / "dist")
    parser.add_argument("--offline", action="store_true")
    given = parser.parse_args()
    said = version()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        made = folder / "made"
        made.mkdir()
        sdist, wheel = build(made, offline=given.offline)
        say(f"built {sdist.name} and, from it, {wheel.name}")
        programs = install(wheel, folder / "clean", offline=given.offline)
        answers(programs / "collab", folder / "state", "a clean environment")
        if not given.offline:
            as_tool(wheel, folder)
        state = {"COLLAB_STATE": str(folder / "state")}
        package = run(programs / "python", "-c", PACKAGE, ROOT / "CHANGELOG.md", made, **state).strip()
        say(f"packed {package}")
        shutil.copy(ROOT / "CHANGELOG.md", made)
        checksums(made)
        given.to.mkdir(parents=True, exist_ok=True)
        for path in sorted(made.iterdir()):
            shutil.copy(path, given.to / path.name)
    say(f"{NAME} {said} is in {given.to}")


if __name__ == "__main__":
    main()
