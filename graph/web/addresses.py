"""The addresses of the site, each said once. A visit puts root and lens to them."""

from __future__ import annotations

from urllib.parse import quote, urlencode

FRONT = "/"
SEARCH = "/search"
THINGS = "/things"
QUESTIONS = "/questions"
COMPARE = "/compare"
DISAGREEMENTS = "/disagreements"
SOURCES = "/sources"
WELSH = "/welsh-names"
PICTURES = "/pictures"
WORKBENCH = "/workbench"
TERMS = "/workbench/terms.json"
ONTOLOGY = "/ontology"
DATA = "/data"
ABOUT = "/about"
SPARQL = "/sparql"


def thing(name: str, ending: str = "") -> str:
    """Returns the page of anything that has an id (an entity, source, claim, matter ...); `.json`, `.csv` its twin."""
    return f"/thing/{quote(name)}{ending}"


def linked(name: str, ending: str) -> str:
    """Returns where the linked-data description of a thing stands in an RDF syntax: `.ttl`, `.jsonld`."""
    return f"/doc/{quote(name)}{ending}"


def export(file: str) -> str:
    """Returns where the file of an export is taken away; `SHA256SUMS` has the checksums of all."""
    return f"/data/exports/{quote(file)}"


def question(name: str, ending: str = "", **parameters: str) -> str:
    """Returns the page of a question with its parameters filled in; with an ending, its answer in that format."""
    filled = [(key, value) for key, value in parameters.items() if value]
    return f"/question/{quote(name)}{ending}" + (f"?{urlencode(filled)}" if filled else "")


def picture(kind: str, ending: str = "", **options: str) -> str:
    """Returns the page of a picture; `.svg`, `.html` (interactive), `.png` and `.pdf` are the picture itself."""
    filled = [(key, value) for key, value in options.items() if value]
    return f"/picture/{quote(kind)}{ending}" + (f"?{urlencode(filled)}" if filled else "")
