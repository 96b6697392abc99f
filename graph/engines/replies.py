"""What an endpoint's reply holds, read to its end: results, rows, triples; a sentence where it is not whole."""

from __future__ import annotations

import json
from typing import Any

from graph.engines.connection import Reply, first_line
from graph.engines.differences import Binding, Engine
from graph.errors import CollabError, TimeLimit, TooLarge
from graph.oxigraph import (
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Triple,
    parse,
    parse_query_results,
)

ROWS, TRIPLES = "application/sparql-results+json", "application/n-triples"
_ALSO = {ROWS: "application/json", TRIPLES: "text/plain"}


def check(reply: Reply, engine: Engine, accept: str) -> Reply:
    """Returns a reply that says of itself that it is whole, and is of the kind that was asked for.

    TooLarge if its headers say that it was cut, TimeLimit if it ends in a notice that time is up, CollabError for
    another kind.
    """
    if said := engine.cut(reply.headers):
        raise TooLarge("endpoint-says-cut", address=reply.address, said=said)
    if engine.given_up(reply.content):
        raise TimeLimit("endpoint-gave-up", address=reply.address)
    if reply.kind not in (accept, _ALSO[accept]):
        key = "endpoint-page" if reply.kind == "text/html" else "endpoint-other-kind"
        raise CollabError(key, address=reply.address, found=reply.kind or "-", wanted=accept)
    return reply


def results_of(reply: Reply) -> dict[str, Any]:
    """Returns the object of SPARQL JSON results; CollabError for anything else."""
    try:
        found = json.loads(reply.content)
        if isinstance(found, dict) and ("boolean" in found or isinstance(found["head"]["vars"], list)):
            return found
    except (ValueError, KeyError, TypeError, RecursionError):
        pass
    raise not_whole(reply)


def rows_of(reply: Reply, results: dict[str, Any] | None = None) -> list[Binding]:
    """Returns the rows of results, by name; CollabError for anything else."""
    try:
        found = (results or results_of(reply))["results"]["bindings"]
        if all(term["type"] and isinstance(term["value"], str) for row in found for term in row.values()):
            return list(found)
    except (KeyError, TypeError, AttributeError):
        pass
    raise not_whole(reply)


def solutions(results: dict[str, Any]) -> QuerySolutions | QueryBoolean:
    """Returns the object of SPARQL JSON results as the engine here gives them."""
    return parse_query_results(json.dumps(results), QueryResultsFormat.JSON)


def triples_of(reply: Reply) -> list[Triple]:
    """Returns the triples of a graph; CollabError if any line cannot be read."""
    try:
        return [quad.triple for quad in parse(reply.content, format=RdfFormat.N_TRIPLES)]
    except (SyntaxError, ValueError):
        raise not_whole(reply) from None


def not_whole(reply: Reply) -> CollabError:
    """Returns what is said of a reply that does not end as it should."""
    lines = reply.content[-120:].strip().splitlines()
    return CollabError("endpoint-not-whole", address=reply.address, ending=first_line(lines[-1] if lines else b""))
