"""`python -m graph ...` is `collab ...`."""

from graph.commands import main

if __name__ == "__main__":
    main()
