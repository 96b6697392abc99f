"""Every command and snippet of the documentation is run, on the shipped data, and prints what stands there."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.snippets import ELSEWHERE, ROOT, Mismatch, Page, agrees, bench, commands

HIDDEN = {"out", "dist", "documents", "node_modules"}
# Made by programs that have tests of their own.
MADE = {ROOT / "docs" / "reference" / name for name in ("commands", "questions", "tables", "exports", "python")}
# A page in each language that takes seconds; the others are for `make slow` and CI.
QUICK = {"docs/how-to/jupyter.md", "docs/cy/how-to/sparql.md"}


def shown() -> list[Path]:
    """Returns every page that shows something to run."""
    found = []
    for path in sorted(ROOT.rglob("*.md")):
        parts = path.relative_to(ROOT).parts
        hidden = any(part in HIDDEN or part.startswith(".") for part in parts)
        if not hidden and path.with_suffix("") not in MADE and "```" in path.read_text(encoding="utf-8"):
            found.append(path)
    return found


def tail(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


PAGES = shown()


# Blocks that take a document which is not part of the project.
SKIPPED = {"CONTRIBUTING.md": 4, "data/README.md": 8}
SLOW = [pytest.mark.slow, pytest.mark.timeout(1200)]


@pytest.mark.parametrize(
    "path", [pytest.param(path, id=tail(path), marks=[] if tail(path) in QUICK else SLOW) for path in PAGES]
)
def test_the_page_holds(path: Path, tmp_path: Path) -> None:
    page = Page(path)
    with bench(tmp_path, page.language):
        page.run()
    assert page.skipped <= SKIPPED.get(tail(path), 0)


def test_the_collected_set_is_whole() -> None:
    assert len(PAGES) >= 30
    assert {ROOT / name for name in ("README.md", "CONTRIBUTING.md", "docs/tutorial.md", *QUICK)} <= set(PAGES)
    told = [path.read_text(encoding="utf-8").count("\n$ collab ") for path in PAGES]
    assert sum(told) >= 90
    assert [path for path in PAGES if "\nTBD\n" in path.read_text(encoding="utf-8")] == []


def test_what_is_tried_elsewhere_is_tried() -> None:
    assert [name for name in ELSEWHERE.values() if not (ROOT / name).is_file()] == []
    text = "\n".join(path.read_text(encoding="utf-8") for path in PAGES)
    assert [begin for begin in ELSEWHERE if f"\n{begin}" not in text and f"$ {begin}" not in text] == []


@pytest.mark.parametrize(
    ("shown", "printed", "same"),
    [
        (["a", "b"], ["a", "b"], True),
        (["a"], ["a", "b"], False),
        (["a", "…"], ["a", "b", "c"], True),
        (["a", "…"], ["a"], True),
        (["…", "c"], ["a", "b", "c"], True),
        (["a … c"], ["a b c"], True),
        (["a, …"], ["a,b"], True),
        (["a …"], ["a b", "c"], False),
        (["a.c"], ["abc"], False),
        ([""], [], False),
    ],
)
def test_what_an_ellipsis_stands_for(shown: list[str], printed: list[str], same: bool) -> None:
    assert agrees(shown, printed) is same


def test_a_block_is_commands_and_what_each_prints() -> None:
    told = commands("$ collab version\ncollab 0.1.0\n$ collab build\n")
    assert [(one.line, one.shown) for one in told] == [("collab version", ["collab 0.1.0"]), ("collab build", [])]


FAULTS = {
    "```console\n$ collab version\ncollab 9\n```\n": "prints\ncollab 0",
    "```console\n$ collab draw nothing\n```\n": "ends with 2",
    "```sh\nrm -rf /\n```\n": "nothing here runs rm -rf /",
    "```fortran\nEND\n```\n": "nothing here runs fortran",
}


@pytest.mark.parametrize("text", FAULTS, ids=["output", "exit code", "command", "language"])
def test_a_page_that_does_not_hold_is_named_with_its_line(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = tmp_path / "page.md"
    page.write_text("# A page\n\n" + text, encoding="utf-8")
    monkeypatch.setattr("tests.snippets.ROOT", tmp_path)
    (tmp_path / "data").symlink_to(ROOT / "data")
    folder = tmp_path / "folder"
    folder.mkdir()
    with bench(folder), pytest.raises((Mismatch, AssertionError)) as problem:
        Page(page).run()
    assert str(problem.value).startswith("page.md:3: ")
    assert FAULTS[text] in str(problem.value)
