"""The worked example of data/README.md: its rows stand in the tables, its commands are commands."""

from __future__ import annotations

import re
import shlex

import click
import pytest

from graph.commands.group import collab as group
from tests.conftest import ROOT

PAGE = (ROOT / "data" / "README.md").read_text(encoding="utf-8").partition("## From a page to accepted rows")[2]
SHORT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").partition("## Add a fact")[2].partition("\n## ")[0]
COMMANDS = re.findall(r"^\$ (collab .+)$", PAGE, re.MULTILINE) + re.findall(r"^ *(collab .+)$", SHORT, re.MULTILINE)
ROWS = [
    line.strip()
    for text in (PAGE, SHORT)
    for block in re.findall(r"```csv\n(.*?)```", text, re.DOTALL)
    for line in block.splitlines()
    if line.strip()
]


def test_the_example_is_whole() -> None:
    assert len(COMMANDS) >= 10
    assert len(ROWS) >= 5
    assert {line.split()[1] for line in COMMANDS} >= {"source", "suggest", "anchor", "check", "members", "diff"}


@pytest.mark.parametrize("row", sorted(set(ROWS)))
def test_a_row_of_the_example_stands_in_a_table(row: str) -> None:
    tables = [path.read_text(encoding="utf-8").splitlines() for path in (ROOT / "data").glob("*.csv")]
    assert sum(row in lines for lines in tables) == 1


@pytest.mark.parametrize("line", sorted(set(COMMANDS)))
def test_a_command_of_the_example_parses(line: str) -> None:
    command: click.Command = group
    words = shlex.split(line)[1:]
    context = click.Context(group, info_name="collab")
    while isinstance(command, click.Group):
        found = command.get_command(context, words.pop(0))
        assert found is not None, line
        command, context = found, click.Context(found, info_name=found.name, parent=context)
    command.make_parser(context).parse_args(args=list(words))
