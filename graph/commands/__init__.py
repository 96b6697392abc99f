"""The command line: one module per verb; a question whose file names a verb is a command without a module."""

from __future__ import annotations

import contextlib
import errno
import gc
import io
import os
import re
import signal
import sys

from graph import wording
from graph.errors import CollabError, DataInvalid, Usage

__all__ = ["collab", "main"]

_DAMAGE = re.compile(r"^Corruption: (?:.* in (/.*?/store)/)?", re.DOTALL)


def collab(line: str) -> str:
    """Runs a command as it would be typed after `collab`, in this process, and returns what it writes to stdout.

    What it says besides goes to stderr. Raises what the Python API does: a CollabError, whose words are the
    sentence; Usage for a line that cannot be read. An exit code that only reports findings raises nothing.

    >>> graph.collab("members jfu --as-of 2026-11-22 -f csv -q").splitlines()[0].split(",")[:2]
    ['party', 'party_id']
    """
    import shlex

    import click

    from graph.commands.group import collab as verbs

    stream = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
    try:
        with contextlib.redirect_stdout(stream), contextlib.suppress(SystemExit):
            verbs.main(shlex.split(line), prog_name="collab", standalone_mode=False)
    except ValueError as problem:
        raise Usage("bad-call", reason=str(problem)) from None
    except click.ClickException as problem:
        raise Usage("bad-call", reason=problem.format_message()) from None
    stream.seek(0)
    return stream.read()


def main() -> None:
    """Runs the command line and exits: 0 ok, 1 not there, 2 usage, 3 data invalid, 4 time limit, 130 interrupted."""
    _mend_streams()
    # Until the verb runs there is nothing to tidy up, so Ctrl-C may end the process as it stands.
    # A job that was started with Ctrl-C ignored, as a shell starts one in the background, goes on ignoring it.
    before = signal.getsignal(signal.SIGINT)
    if before is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    _choose_language(sys.argv[1:])
    import click

    from graph.commands.group import collab
    from graph.commands.stopping import heard, listen

    if before is not signal.SIG_IGN:
        listen(_stopped)
    try:
        code = collab.main(prog_name="collab", standalone_mode=False)
        sys.stdout.flush()
    except DataInvalid as problem:
        for complaint in problem.complaints:
            _say(str(complaint))
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
        code = _quiet()
    except SystemExit as end:
        # click turns a closed pipe into exit 1; a reader who has seen enough is no error.
        closed = type(sys.stdout).__name__.endswith("PacifyFlushWrapper")
        code = _quiet() if closed else end.code if isinstance(end.code, int) else 1
    except (OSError, UnicodeError, RuntimeError) as problem:
        if getattr(problem, "errno", None) == errno.EPIPE:
            code = _quiet()
        elif damage := _DAMAGE.search(str(problem)):  # the engine came to a block that is not as it was written
            code = _tell(DataInvalid("snapshot-damaged", place=damage[1] or "-"))
        elif heard():
            code = _stopped()
        elif isinstance(problem, RuntimeError):
            raise
        else:
            reason = getattr(problem, "strerror", None) or str(problem)
            code = _tell(CollabError("system-refused", reason=reason, path=getattr(problem, "filename", None) or "-"))
    except Exception:
        if not heard():
            raise
        code = _stopped()
    gc.freeze()
    sys.exit(code if isinstance(code, int) else 0)


def _mend_streams() -> None:
    """Gives a closed stream something to write to, and one that is not UTF-8 a way to write any character."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115
        elif mode == "w" and hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def _quiet() -> int:
    """Nobody reads what is written any more: no error, and nothing left to flush."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    return 0


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
    _say(f"collab: {problem}")
    return problem.exit_code


def _stopped() -> int:
    _say(wording.say("errors.interrupted"))
    return 130


def _say(line: str) -> None:
    """Writes a line to stderr, or nowhere if that is closed."""
    with contextlib.suppress(OSError, ValueError):
        sys.stderr.write(line + "\n")
        sys.stderr.flush()
