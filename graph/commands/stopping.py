"""Ctrl-C, heard soon even while the engine works, which never looks for it."""

from __future__ import annotations

import _thread
import os
import signal
from collections.abc import Callable
from types import FrameType

from graph.replacing import writing

PATIENCE = 0.25
_heard: list[int] = []


def heard() -> bool:
    """Tells whether Ctrl-C has been raised: a library may have made another error of it."""
    return bool(_heard)


def listen(say: Callable[[], object]) -> None:
    """Has Ctrl-C raise KeyboardInterrupt; if that does not come about soon, says so and ends the process, exit 130.

    Python looks for a signal between two of its own steps, and one step may be a long query, or the engine tidying up
    what it has loaded. A process may die there as it may anywhere (docs/decisions/0023): what it leaves, the next
    one sweeps. One that is just putting a file in place is let end that.
    """
    if os.name == "nt":
        signal.signal(signal.SIGINT, signal.default_int_handler)
        return

    def interrupt(number: int, frame: FrameType | None) -> None:
        _heard.append(number)
        raise KeyboardInterrupt

    def wait() -> None:
        import time

        while signals := os.read(ear, 1):
            if signals[0] == signal.SIGINT:
                time.sleep(PATIENCE)
                while writing() and not _heard:
                    time.sleep(PATIENCE)
                # Who serves hears it in ways of its own.
                if not _heard and signal.getsignal(signal.SIGINT) is interrupt:
                    say()
                    os._exit(130)

    ear, mouth = os.pipe()
    os.set_blocking(mouth, False)
    signal.set_wakeup_fd(mouth, warn_on_full_buffer=False)
    signal.signal(signal.SIGINT, interrupt)
    _thread.start_new_thread(wait, ())


def leave_to_others() -> None:
    """Has Ctrl-C be as Python has it, for a server that makes its own of it; still ignored if it was."""
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
