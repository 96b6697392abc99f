"""Python source as a syntax tree, wherever in a test run it is asked for."""

import ast
from concurrent.futures import ThreadPoolExecutor

_TRIES = 5


def parse(source: str) -> ast.Module:
    """Returns the tree of `source`, read in a thread of its own.

    CPython 3.11 counts the depth of recursion in one place for all threads, and may raise SystemError if a browser's
    greenlets have run in this one or another thread does the same just now (python/cpython issue 106905).
    """
    with ThreadPoolExecutor(1) as fresh:
        for _ in range(_TRIES - 1):
            try:
                return fresh.submit(ast.parse, source).result()
            except SystemError:
                pass
        return fresh.submit(ast.parse, source).result()
