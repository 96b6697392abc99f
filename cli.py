"""The command line of a checkout: `python cli.py ...` is `collab ...`."""

from graph.__main__ import main

if __name__ == "__main__":
    main()
