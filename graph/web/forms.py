"""The forms in which rows and graphs are given out: their media types, in the order in which we would give them."""

from __future__ import annotations

from collections.abc import Mapping

from graph.web.negotiation import best_type
from graph.web.problems import Refused

# Media type -> file ending. The first is given to whoever does not say.
RESULTS = {
    "application/sparql-results+json": "json",
    "application/json": "json",
    "application/sparql-results+xml": "xml",
    "application/xml": "xml",
    "text/xml": "xml",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
}
GRAPHS = {
    "text/turtle": "ttl",
    "application/n-triples": "nt",
    "application/rdf+xml": "rdf",
    "application/ld+json": "jsonld",
    "application/json": "jsonld",
    "text/n3": "n3",
    "application/n-quads": "nq",
    "application/trig": "trig",
}
_TEXT = ("text/", "application/n-triples", "application/n-quads", "application/trig")


def content_type(ending: str, forms: Mapping[str, str], wanted: str | None = None) -> str:
    """Returns the Content-Type of a form: `wanted` if it is of that form, else its own; text says its encoding."""
    found = wanted if wanted and forms.get(wanted) == ending else next(k for k, v in forms.items() if v == ending)
    if found == "text/csv":
        return "text/csv; charset=utf-8; header=present"
    return f"{found}; charset=utf-8" if found.startswith(_TEXT) else found


def choose(accepted: str, forms: Mapping[str, str], named: str = "") -> tuple[str, str] | None:
    """Returns media type and ending of the form that a request would rather have; `named` is an ending it gave.

    None if it takes none of them.
    """
    if named:
        found = next((kind for kind, ending in forms.items() if ending == named), None)
        return (found, named) if found else None
    best = best_type(accepted, tuple(forms))
    return (best, forms[best]) if best else None


def not_acceptable(*forms: Mapping[str, str]) -> Refused:
    """Returns the refusal of a request that takes none of `forms`."""
    return Refused("not-acceptable", 406, offered=", ".join(dict.fromkeys(kind for one in forms for kind in one)))
