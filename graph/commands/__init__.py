"""The command line: one module per verb; a question whose file names a verb is a command without a module."""

from __future__ import annotations

import os
import sys

from graph import wording
from graph.errors import CollabError, DataInvalid

__all__ = ["main"]


def main() -> None:
    """Runs the command line and exits: 0 ok, 1 not there, 2 usage, 3 data invalid, 4 time limit, 130 interrupted."""
    _choose_language(sys.argv[1:])
    import click

    from graph.commands.group import collab

    try:
        code = collab.main(prog_name="collab", standalone_mode=False)
        sys.stdout.flush()
    except DataInvalid as problem:
        for complaint in problem.complaints:
            print(complaint, file=sys.stderr)  # noqa: T201
        code = _tell(problem)
    except CollabError as problem:
        code = _tell(problem)
    except click.exceptions.Abort:
        code = _stopped()
    except KeyboardInterrupt:
        code = _stopped()
    except click.ClickException as problem:
        problem.show()
        code = problem.exit_code
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    sys.exit(code if isinstance(code, int) else 0)


def _choose_language(words: list[str]) -> None:
    """Help is worded before options are read, so the language is looked for first."""
    wanted = os.environ.get("COLLAB_LANG", "en")
    for index, word in enumerate(words):
        if word == "--lang" and index + 1 < len(words):
            wanted = words[index + 1]
        elif word.startswith("--lang="):
            wanted = word.removeprefix("--lang=")
    if wanted in wording.LANGUAGES:
        wording.speak(wanted)


def _tell(problem: CollabError) -> int:
    print(f"collab: {problem}", file=sys.stderr)  # noqa: T201
    return problem.exit_code


def _stopped() -> int:
    print(wording.say("errors.interrupted"), file=sys.stderr)  # noqa: T201
    return 130
