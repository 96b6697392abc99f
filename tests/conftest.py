"""The miniature world, a place of its own for snapshots, and the command line as a function."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from graph import wording
from graph.facts.vocabulary import Vocabulary
from graph.landscape import Landscape, open_landscape
from graph.mapping.ontology import Ontology, read_ontology

# How long an example takes says more about who else is at work on the machine.
settings.register_profile("suite", deadline=None)
settings.load_profile("suite")

ROOT = Path(__file__).parents[1]
WORLD = ROOT / "tests" / "world"
DAY = "2026-11-22"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leaves out what only `make stress` runs, whatever else is chosen."""
    if "stress" not in config.option.markexpr:
        left_out = [item for item in items if item.get_closest_marker("stress")]
        items[:] = [item for item in items if not item.get_closest_marker("stress")]
        config.hook.pytest_deselected(items=left_out)


@pytest.fixture(scope="session", autouse=True)
def state(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Keeps the snapshots of a test run apart from the user's own."""
    place = tmp_path_factory.mktemp("state")
    before = os.environ.get("COLLAB_STATE")
    os.environ["COLLAB_STATE"] = str(place)
    yield place
    if before is None:
        del os.environ["COLLAB_STATE"]
    else:
        os.environ["COLLAB_STATE"] = before


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Every test begins in English."""
    wording.speak("en")
    yield
    wording.speak("en")


@pytest.fixture(scope="session")
def ontology() -> Ontology:
    return read_ontology(ROOT / "ontology")


@pytest.fixture(scope="session")
def vocabulary(ontology: Ontology) -> Vocabulary:
    return ontology.vocabulary


@pytest.fixture(scope="session")
def world(state: Path) -> Landscape:
    """The miniature world on a fixed day."""
    return open_landscape(WORLD, as_of=DAY)


@pytest.fixture(scope="session")
def shipped(state: Path) -> Landscape:
    """The shipped data on a fixed day."""
    return open_landscape(ROOT / "data", as_of=DAY)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Debian's Chromium, headless; one for all tests, since Playwright runs one event loop in a thread."""
    from tests.views.visiting import CHROMIUM

    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed (extra: test)")
    with api.sync_playwright() as play:
        running = play.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-gpu"])
        yield running
        running.close()


@pytest.fixture
def tables(tmp_path: Path) -> Path:
    """A copy of the miniature world's tables, to be broken."""
    return Path(shutil.copytree(WORLD, tmp_path / "tables"))


@pytest.fixture(scope="session")
def documents() -> Path:
    """The source documents; a test that needs them says that it skips where they are not on hand."""
    given = os.environ.get("COLLAB_DOCUMENTS")
    if not given or not Path(given).is_dir():
        pytest.skip("the source documents are not on hand: set COLLAB_DOCUMENTS to their folder")
    return Path(given)


@dataclass(frozen=True)
class Run:
    code: int
    out: str
    err: str


@pytest.fixture(scope="session")
def help_in_english() -> None:
    """A verb's help is worded when its module is first wanted; in one process for many tests, that is in English."""
    from graph.commands.group import HOMES, MODULES

    wording.speak("en")
    for name in MODULES:
        import_module(f"graph.commands.{HOMES.get(name, name)}")


@pytest.fixture
def collab(
    help_in_english: None, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Callable[..., Run]:
    """Runs the command line in this process: `collab("governs", "jdu")` gives exit code, stdout and stderr."""
    from graph.commands import main

    def run(*words: str) -> Run:
        capfd.readouterr()
        monkeypatch.setattr(sys, "argv", ["collab", *words])
        with pytest.raises(SystemExit) as end:
            main()
        sys.stdout.flush()
        out, err = capfd.readouterr()
        wording.speak("en")
        assert "Traceback" not in err
        return Run(int(end.value.code or 0), out, err)

    return run
