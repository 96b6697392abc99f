"""The command line of a checkout: `python cli.py ...` is `collab ...`."""

from graph.commands import main

if __name__ == "__main__":
    main()
