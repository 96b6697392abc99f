"""`python -m graph`, and the program `collab`: the command line, which Ctrl-C ends even while it is being loaded."""

from __future__ import annotations

import signal


def main() -> None:
    """Runs the command line and exits, as `graph.commands.main`."""
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    from graph.commands import main

    main()


if __name__ == "__main__":
    main()
