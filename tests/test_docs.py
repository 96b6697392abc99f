"""Documents say what is: reference pages are fresh, links lead somewhere; tests/test_snippets.py runs what they show."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from functools import cache
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import click
import pytest

from graph.commands.group import collab as group
from graph.questions.library import library
from tests.conftest import ROOT

REFERENCE = ROOT / "docs" / "reference"
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("*"))
HIDDEN = {"out", "dist", "documents", "node_modules"}
PAGES = sorted(
    path
    for path in ROOT.rglob("*.md")
    if not any(part in HIDDEN or part.startswith(".") for part in path.relative_to(ROOT).parts)
)


def tail(path: Path) -> str:
    return str(path.relative_to(ROOT))


def context() -> click.Context:
    return click.Context(group, info_name="collab")


VERBS = sorted(group.list_commands(context()))
QUESTIONS = library(ROOT / "ontology")


# --- reference -----------------------------------------------------------------------------------------------


def run(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *words],
        cwd=ROOT,
        env={**os.environ, "PYTHONUTF8": "1", **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
        timeout=120,
    )


@pytest.mark.parametrize("program", ["docs/reference.py", "docs/ontology_page.py"])
def test_reference_is_fresh(program: str) -> None:
    done = run(program, "--check", COLUMNS="47", COLLAB_LANG="cy")
    assert done.returncode == 0, done.stderr


def test_a_stale_page_is_named_with_the_remedy(tmp_path: Path) -> None:
    program = f"import sys; sys.path.insert(0, {str(ROOT / 'docs')!r}); import reference, pathlib;"
    program += f"reference.PAGES = pathlib.Path({str(tmp_path)!r}); sys.exit(reference.main(['--check']))"
    done = run("-c", program)
    assert done.returncode == 1
    assert (
        done.stderr
        == "stale: commands.md, questions.md, tables.md, exports.md, python.md; run python docs/reference.py\n"
    )
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("verb", VERBS)
def test_every_command_is_told(verb: str) -> None:
    command = group.get_command(context(), verb)
    assert command is not None
    assert command.help
    assert "collab " + verb in (command.epilog or ""), "an example of its own"
    page = (REFERENCE / "commands.md").read_text(encoding="utf-8")
    assert f"\n### collab {verb}\n" in page


@pytest.mark.parametrize("id", sorted(QUESTIONS))
def test_every_question_is_told(id: str) -> None:
    page = (REFERENCE / "questions.md").read_text(encoding="utf-8")
    assert f"\n### {id}\n" in page
    assert QUESTIONS[id].title("cy") in page


def test_no_place_of_this_machine_is_told() -> None:
    for path in [*PAGES, *REFERENCE.iterdir()]:
        found = re.findall(r"(?<![\w.~])/(?:home|tmp|root|work|Users)/\S*", path.read_text(encoding="utf-8"))
        assert found == [], path


# --- decisions, changelog, architecture ----------------------------------------------------------------------


def test_decisions_are_numbered_without_gaps() -> None:
    numbers = [int(path.name[:4]) for path in DECISIONS]
    assert numbers == list(range(1, len(DECISIONS) + 1))
    assert len(DECISIONS) >= 8


@pytest.mark.parametrize("path", DECISIONS, ids=tail)
def test_a_decision_has_its_parts(path: Path) -> None:
    assert re.fullmatch(r"\d{4}-[a-z0-9]+(-[a-z0-9]+)*\.md", path.name)
    lines = path.read_text(encoding="utf-8").splitlines()
    assert len(lines) <= 60
    assert lines[0].startswith(f"# {path.name[:4]} ")
    assert any(re.fullmatch(r"Date: \d{4}-\d\d-\d\d", line) for line in lines)
    assert any(re.match(r"Status: (proposed|accepted|superseded)", line) for line in lines)
    assert [line for line in lines if line.startswith("## ")] == ["## Context", "## Decision", "## Consequences"]


def test_each_promise_of_the_threat_model_has_its_test() -> None:
    text = (ROOT / "THREAT_MODEL.md").read_text(encoding="utf-8")
    tables = [
        text.partition(f"## {head}\n")[2].partition("\n## ")[0] for head in ("Promised", "On the curator's machine")
    ]
    rows = [line for table in tables for line in [one for one in table.splitlines() if one.startswith("| ")][1:]]
    assert len(rows) >= 16
    for row in rows:
        named = re.findall(r"\]\((tests/[\w/]+\.py)\)", row)
        assert named, row
        assert [name for name in named if not (ROOT / name).is_file()] == []


def test_the_changelog_begins_with_what_is_unreleased() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.findall(r"^## (.+)$", text, re.MULTILINE)[0].strip("[]") == "Unreleased"


def test_the_architecture_names_every_layer_and_door() -> None:
    from tests.test_architecture import DOORS, LAYERS

    path = ROOT / "docs" / "architecture.md"
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 120
    drawing = text.split("```")[1]
    places = [[re.search(rf"^.*?\b{name}\b", drawing, re.MULTILINE) for name in sorted(names)] for names in LAYERS]
    assert all(found for names in places for found in names)
    heights = [{drawing.count("\n", 0, found.end()) for found in names if found} for names in places]
    assert all(max(above) <= min(below) for above, below in pairwise(heights))
    table = {line.split("|")[1].strip().lower(): line for line in text.splitlines() if line.startswith("| ")}
    for library_name, doors in DOORS.items():
        row = next((line for names, line in table.items() if library_name in names.split(", ")), "")
        for door in doors:
            assert f"`{door}/`" in row or f"`{door}.py`" in row, (library_name, door)


# --- links ---------------------------------------------------------------------------------------------------


class Anchors(HTMLParser):
    """Collects the ids of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found |= {value for name, value in attrs if name == "id" and value}


@cache
def anchors(path: Path) -> frozenset[str]:
    """Returns the anchors of a page: ids in HTML, headings in Markdown as GitHub makes them."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".html":
        page = Anchors()
        page.feed(text)
        return frozenset(page.found)
    seen: dict[str, int] = {}
    found = set()
    for title in re.findall(r"^#+ (.+)$", re.sub(r"```.*?```", "", text, flags=re.DOTALL), re.MULTILINE):
        name = re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")
        found.add(f"{name}-{seen[name]}" if name in seen else name)
        seen[name] = seen.get(name, 0) + 1
    return frozenset(found)


def links(path: Path) -> list[str]:
    text = re.sub(r"```.*?```|`[^`\n]*`", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    found = re.findall(r"\]\(\s*<?([^)\s>]+)>?[^)]*\)", text)
    found += re.findall(r"^\[[^\]]+\]:\s+(\S+)", text, re.MULTILINE)
    return [link for link in found if not re.match(r"[a-z][a-z0-9+.-]*:", link)]


@pytest.mark.parametrize("path", PAGES, ids=tail)
def test_links_resolve(path: Path) -> None:
    for link in links(path):
        place, _, anchor = link.partition("#")
        target = (path.parent / place).resolve() if place else path
        assert target.exists(), link
        assert target.is_relative_to(ROOT), link
        if anchor:
            assert anchor in anchors(target), link


def test_the_pages_that_a_reader_expects_are_there() -> None:
    wanted = (
        "README.md",
        "CONTRIBUTING.md",
        "CHANGELOG.md",
        "docs/architecture.md",
        "data/README.md",
        "ontology/README.md",
    )
    assert {ROOT / name for name in wanted} <= set(PAGES)
    assert links(ROOT / "README.md")
