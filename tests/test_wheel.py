"""The wheel carries data and ontology, installs one name, and answers elsewhere; lock and constraints agree."""

import ast
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.parsing import parse


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    words = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    environment = {**os.environ, "COLLAB_EDITOR": "skip"}  # npm may be out of reach
    done = subprocess.run(words, capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (built,) = folder.glob("*.whl")
    return built


def test_the_wheel_holds_what_a_checkout_holds(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    expected = {
        f"graph/_bundled/{path.relative_to(ROOT).as_posix()}"
        for folder in ("data", "ontology")
        for path in (ROOT / folder).rglob("*")
        if path.is_file()
    }
    expected |= {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "graph").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert len(expected) >= 200
    assert expected - names == set()
    assert {name.split("/")[0] for name in names if ".dist-info" not in name} == {"graph"}


@pytest.mark.slow
def test_an_installed_wheel_answers_with_no_checkout(wheel: Path, tmp_path: Path) -> None:
    """Installed beside the packages of this environment, run from a folder that holds nothing."""
    place = tmp_path / "site"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(place)
    program = (
        "import sys; sys.path.insert(0, sys.argv.pop(1)); import graph; assert '_bundled' in str(graph.open_landscape().inputs.data);"
        "sys.argv = ['collab', 'governs', 'jfu', '-f', 'csv']; from graph.commands import main; main()"
    )
    environment = {
        **{key: value for key, value in os.environ.items() if not key.startswith("COLLAB_")},
        "COLLAB_STATE": str(tmp_path / "state"),
    }
    done = subprocess.run(
        [sys.executable, "-c", program, str(place)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        env=environment,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "all-wales-collaboration-board" in done.stdout


def pins(text: str) -> dict[str, str]:
    return dict(re.findall(r"^([A-Za-z0-9._-]+)==([^\s;]+)", text, re.MULTILINE))


def test_constraints_are_what_the_lock_says() -> None:
    locked = {
        package["name"]: package["version"]
        for package in tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))["package"]
        if "version" in package and package["source"] != {"editable": "."}
    }
    pinned = pins((ROOT / "constraints.txt").read_text(encoding="utf-8"))
    assert len(pinned) >= 60
    assert {name: version for name, version in pinned.items() if locked.get(name) != version} == {}


def test_every_dependency_is_used_and_every_import_is_declared() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = {re.split(r"[<>=\[]", one)[0] for one in project["dependencies"]}
    imported = {
        module.split(".")[0]
        for path in (ROOT / "graph").rglob("*.py")
        for node in ast.walk(parse(path.read_text(encoding="utf-8")))
        for module in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    extras = {
        one
        for name, many in project["optional-dependencies"].items()
        if name not in ("docs", "notebooks", "test")
        for one in many
    }
    optional = {re.split(r"[<>=\[]", one)[0] for one in extras}
    modules = {"vl-convert-python": "vl_convert", "python-docx": "docx"}
    declared -= {"httptools"}  # imported by the module of uvicorn that our connections are made from
    assert imported - set(sys.stdlib_module_names) - {"graph"} == declared | {modules.get(o, o) for o in optional}
