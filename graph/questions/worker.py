"""Runs one SPARQL query of a stranger's making, in a process of its own that can be killed.

    python -m graph.questions.worker STORE FORMAT      the query on standard input

Writes one letter, then bytes: R and SPARQL JSON results, G and RDF in FORMAT, or E and a JSON object
with `kind` and `message`. The engine knows no time limit and no memory limit, so the process has them.
"""

from __future__ import annotations

import ctypes
import json
import sys

from graph.oxigraph import QueryBoolean, QueryResultsFormat, QueryTriples, RdfFormat, Store

MOST_MEMORY = 4 * 1024**3
_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000


def main() -> int:
    """Answers the query on standard input; 0 unless the process itself is broken."""
    place, kind = sys.argv[1:3]
    query = sys.stdin.buffer.read().decode()
    _limit()
    try:
        results = Store.read_only(place).query(query)
        if isinstance(results, QueryTriples):
            answer = b"G" + (results.serialize(format=RdfFormat.from_extension(kind) or RdfFormat.TURTLE) or b"")
        elif isinstance(results, QueryBoolean):
            answer = b"R" + (results.serialize(format=QueryResultsFormat.JSON) or b"")
        else:
            answer = b"R" + (results.serialize(format=QueryResultsFormat.JSON) or b"")
    except SyntaxError as problem:
        answer = b"E" + json.dumps({"kind": "syntax", "message": str(problem)}).encode()
    except (OSError, RuntimeError, ValueError, MemoryError) as problem:
        answer = b"E" + json.dumps({"kind": "failed", "message": str(problem)}).encode()
    sys.stdout.buffer.write(answer)
    sys.stdout.buffer.flush()
    return 0


def _limit() -> None:
    """Limits memory, forbids a core dump, and leaves the network behind where the system allows it."""
    try:
        import resource
    except ImportError:  # Windows
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    try:
        ctypes.CDLL(None).unshare(_NEW_USER | _NEW_NETWORK)
    except (OSError, AttributeError):
        return


if __name__ == "__main__":
    sys.exit(main())
