"""`python -m graph`, and the program `collab`: the command line, which Ctrl-C ends even while it is being loaded."""

from __future__ import annotations

import gc
import os
import signal
import sys
from contextlib import suppress

# Who loaded one of these may have something to put away when the process ends.
_TIDY_UP_AT_EXIT = {"asyncio", "concurrent.futures", "logging", "multiprocessing", "tempfile"}


def main() -> None:
    """Runs the command line and exits, as `graph.commands.main`."""
    # One answer is soon over: to look for cycles among what is loaded for it takes a tenth of its time.
    gc.set_threshold(100_000)
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    from graph.commands import main

    try:
        main()
    except SystemExit as end:
        # Nothing is left to do; to take the interpreter apart would cost an answer a twentieth of its time.
        if isinstance(end.code, int) and not _TIDY_UP_AT_EXIT & sys.modules.keys():
            with suppress(OSError, ValueError):  # who cannot be written to is left to the interpreter
                sys.stdout.flush()
                sys.stderr.flush()
                os._exit(end.code)
        raise


if __name__ == "__main__":
    main()
