"""Runs one SPARQL query of a stranger's making, in a process of its own that can be killed.

    python -m graph.questions.worker STORE FORMAT PARENT      the query on standard input

Writes one letter, then bytes: R and SPARQL JSON results, G and RDF in FORMAT, or E and a JSON object
with `kind` and `message`. The engine knows no time limit and no memory limit, so the process has them.
"""

from __future__ import annotations

import json
import sys

from graph.oxigraph import QueryResultsFormat, QueryTriples, RdfFormat, Store
from graph.questions.walls import raise_walls


def main() -> int:
    """Answers the query on standard input; 0 unless the process itself is broken."""
    place, kind, parent = sys.argv[1:4]
    query = sys.stdin.buffer.read().decode()
    raise_walls(int(parent))
    try:
        results = Store.read_only(place).query(query)
        if isinstance(results, QueryTriples):
            answer = b"G" + (results.serialize(format=RdfFormat.from_extension(kind) or RdfFormat.TURTLE) or b"")
        else:
            answer = b"R" + (results.serialize(format=QueryResultsFormat.JSON) or b"")
    except SyntaxError as problem:
        answer = b"E" + json.dumps({"kind": "syntax", "message": str(problem)}).encode()
    except (OSError, RuntimeError, ValueError, MemoryError) as problem:
        answer = b"E" + json.dumps({"kind": "failed", "message": str(problem)}).encode()
    sys.stdout.buffer.write(answer)
    sys.stdout.buffer.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
