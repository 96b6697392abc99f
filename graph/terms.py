"""The namespaces of the graph and how the ids of the tables become addresses (IRIs) in them."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

BASE = "https://w3id.org/police-collaboration/"

PREFIXES: dict[str, str] = {
    "pcol": BASE + "def#",
    "pid": BASE + "id/",
    "claim": BASE + "claim/",
    "ev": BASE + "evidence/",
    "doc": BASE + "doc/",
    "pcc": BASE + "concept/",
    "graph": BASE + "graph/",
    "event": BASE + "event/",
    "milestone": BASE + "milestone/",
    "matter": BASE + "matter/",
    "dis": BASE + "disagreement/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dct": "http://purl.org/dc/terms/",
    "org": "http://www.w3.org/ns/org#",
    "prov": "http://www.w3.org/ns/prov#",
    "oa": "http://www.w3.org/ns/oa#",
    "schema": "https://schema.org/",
    "eli": "http://data.europa.eu/eli/ontology#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "cv": "http://data.europa.eu/m8g/",
}

TABLE_NAMESPACES: dict[str, str] = {
    "entities": "pid",
    "sources": "doc",
    "claims": "claim",
    "events": "event",
    "milestones": "milestone",
    "matters": "matter",
    "disagreements": "dis",
}


def expand(name: str) -> str:
    """Returns the IRI of a prefixed name such as `pcol:hostedBy`; KeyError for an unknown prefix."""
    prefix, _, local = name.partition(":")
    return PREFIXES[prefix] + local


def relation_iri(word: str) -> str:
    """Returns the IRI of a relation as claims.csv writes it: `hostedBy`, or prefixed `skos:altLabel`."""
    return expand(word if ":" in word else f"pcol:{word}")


@lru_cache(maxsize=2**16)
def shorten(iri: str) -> str:
    """Returns the shortest way to write an IRI of ours: bare id for entities and terms, else prefixed, else whole."""
    best = ""
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace) and len(namespace) > len(PREFIXES.get(best, "")):
            best = prefix
    if not best:
        return iri
    local = iri[len(PREFIXES[best]) :]
    if best in {"pid", "pcol", "claim", "doc", "matter", "milestone", "event", "dis", "pcc", "ev"}:
        return local
    return f"{best}:{local}"


def prefix_lines() -> str:
    """Returns the PREFIX lines that a SPARQL query over the graph may need."""
    return "".join(f"PREFIX {prefix}: <{namespace}>\n" for prefix, namespace in PREFIXES.items())


def local_id(node: Any) -> str:
    """Returns the id of a thing, a claim or another node of ours: what stands after the last slash of its address."""
    return str(node.value).rsplit("/", 1)[-1]
