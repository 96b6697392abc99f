"""Validates the built graph against `ontology/shapes.ttl` (SHACL Core) with pySHACL."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from graph.checks.places import Places
from graph.errors import Complaint, complain
from graph.oxigraph import Quad, RdfFormat, serialize
from graph.terms import shorten

_SEVERITIES = {"Violation": "error", "Warning": "warning", "Info": "info"}


def shapes(folder: Path, quads: Iterable[Quad], places: Places) -> Iterator[Complaint]:
    """Yields a complaint for each validation result, with the shape's message."""
    import rdflib
    from pyshacl import validate

    data = rdflib.Graph()
    triples = (quad.triple for quad in quads)
    data.parse(data=serialize(triples, format=RdfFormat.N_TRIPLES), format="nt")
    wanted = rdflib.Graph().parse(data=(folder / "shapes.ttl").read_bytes(), format="turtle")
    _, results, _ = validate(data, shacl_graph=wanted, inference="none", advanced=False, do_owl_imports=False)
    sh = rdflib.Namespace("http://www.w3.org/ns/shacl#")
    for result in results.subjects(rdflib.RDF.type, sh.ValidationResult):
        focus = str(results.value(result, sh.focusNode))
        path = results.value(result, sh.resultPath)
        severity = str(results.value(result, sh.resultSeverity)).rpartition("#")[2]
        file, line = places.of(focus)
        message = str(results.value(result, sh.resultMessage) or "")
        yield complain(
            "shape",
            file,
            line,
            1 if line else 0,
            severity=_SEVERITIES.get(severity, "error"),
            focus=shorten(focus),
            reason=f"{shorten(str(path))}: {message}" if path else message,
        )
