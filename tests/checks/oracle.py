"""pySHACL as the oracle of the compiled shapes: its validation results in the form of ours."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

import rdflib
from pyshacl import validate
from rdflib.collection import Collection

from graph.checks.shapes import Result, results
from graph.oxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Store, serialize
from graph.terms import shorten

SH = rdflib.Namespace("http://www.w3.org/ns/shacl#")
SEVERITIES = {SH.Violation: "error", SH.Warning: "warning", SH.Info: "info"}
MARKS = {SH.inversePath: "^{0}", SH.zeroOrMorePath: "{0}*", SH.oneOrMorePath: "{0}+", SH.zeroOrOnePath: "{0}?"}


def compiled(folder: Path, quads: Iterable[Quad]) -> Counter[Result]:
    """The results of our queries, each with how often it comes."""
    store = Store()
    store.bulk_extend(quads)
    return Counter(results(folder, store))


def told_by_pyshacl(folder: Path, quads: Iterable[Quad]) -> Counter[Result]:
    """The results of pySHACL, each with how often it comes."""
    normalizing, rdflib.NORMALIZE_LITERALS = rdflib.NORMALIZE_LITERALS, False
    try:
        data = rdflib.Graph()
        data.parse(data=serialize((quad.triple for quad in quads), format=RdfFormat.N_TRIPLES), format="nt")
    finally:
        rdflib.NORMALIZE_LITERALS = normalizing
    wanted = shapes_graph((folder / "shapes.ttl").read_bytes())
    _, report, _ = validate(data, shacl_graph=wanted, inference="none", advanced=False, do_owl_imports=False)
    assert isinstance(report, rdflib.Graph), report
    return Counter(
        Result(
            focus=term(report.value(one, SH.focusNode)),
            path=path(report, report.value(one, SH.resultPath)),
            value=term(report.value(one, SH.value)),
            component=str(report.value(one, SH.sourceConstraintComponent)).removeprefix(SH),
            message=str(report.value(one, SH.resultMessage)),
            severity=SEVERITIES[report.value(one, SH.resultSeverity)],
        )
        for one in report.objects(None, SH.result)
    )


@lru_cache(maxsize=8)
def shapes_graph(content: bytes) -> rdflib.Graph:
    return rdflib.Graph().parse(data=content, format="turtle")


def term(node: rdflib.term.Node | None) -> str:
    """A term as the engine writes it."""
    if node is None:
        return ""
    if isinstance(node, rdflib.URIRef):
        return str(NamedNode(node))
    if isinstance(node, rdflib.BNode):
        return str(BlankNode(node))
    assert isinstance(node, rdflib.Literal)
    if node.language:
        return str(Literal(str(node), language=node.language))
    return str(Literal(str(node), datatype=NamedNode(node.datatype) if node.datatype else None))


def path(report: rdflib.Graph, node: rdflib.term.Node | None) -> str:
    """A path as people read it."""
    if node is None:
        return ""
    if isinstance(node, rdflib.URIRef):
        return shorten(str(node))
    if (node, rdflib.RDF.first, None) in report:
        return "/".join(path(report, one) for one in Collection(report, node))
    if either := report.value(node, SH.alternativePath):
        return "|".join(path(report, one) for one in Collection(report, either))
    ((key, inner),) = report.predicate_objects(node)
    several = (inner, rdflib.RDF.first, None) in report or (inner, SH.alternativePath, None) in report
    return MARKS[key].format(f"({path(report, inner)})" if several else path(report, inner))
