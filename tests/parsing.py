"""Python source as a syntax tree, wherever in a test run it is asked for."""

import ast
from concurrent.futures import ThreadPoolExecutor


def parse(source: str) -> ast.Module:
    """Returns the tree of `source`. Read in a thread of its own: after a browser's greenlets have run in this one,
    CPython 3.11 may count the depth of recursion wrongly and raise SystemError (python/cpython issue 106905).
    """
    with ThreadPoolExecutor(1) as fresh:
        return fresh.submit(ast.parse, source).result()
