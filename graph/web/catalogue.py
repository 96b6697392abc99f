"""The data set described for catalogues, with where each file and the endpoint are: DCAT 3 and VoID.

What it is, how large and under which lens is said by the export `dcat`; here come the addresses of this site.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from graph.exports.content import order
from graph.exports.description import Distribution, distributed, name, stating
from graph.exports.kept import Kept
from graph.exports.registry import EXPORTS
from graph.oxigraph import Literal, NamedNode, Quad, RdfFormat, parse
from graph.web import addresses
from graph.web.making import Exports
from graph.web.visit import Visit
from graph.wording import say

# Those of which each holds the whole data set as RDF (VoID, section 3.2).
_DUMPS = ("turtle", "trig", "nquads", "jsonld", "rdf12")


def catalogue(visit: Visit, exports: Exports) -> list[Quad]:
    """Returns the description of the exports that are there; `dcat` must be one of them."""
    kept = exports.kept
    said = list(parse((exports.folder / kept["dcat"].file).read_bytes(), format=RdfFormat.TURTLE))
    a, kind = name("rdf:type"), name("dcat:Dataset")
    dataset = next(quad.subject for quad in said if quad.predicate == a and quad.object == kind)
    assert isinstance(dataset, NamedNode)
    licence = next(
        (quad.object for quad in said if quad.subject == dataset and quad.predicate == name("dct:license")), None
    )
    files = [
        Distribution(
            one.file, say(f"downloads.title.{one.format}"), EXPORTS[one.format].media_type, one.size, one.sha256,
            address(visit, one.file),
        )
        for one in kept.values() if not one.refused
    ]  # fmt: skip
    held = distributed(dataset, files, visit.language, licence if isinstance(licence, NamedNode) else None)
    return sorted([*said, *held, *_reached(visit, dataset, kept)], key=order)


def address(visit: Visit, file: str) -> str:
    """Returns the whole address of the file of an export, its day written out."""
    return visit.permalink(addresses.export(file), lang=visit.language)


def _reached(visit: Visit, dataset: NamedNode, kept: Mapping[str, Kept]) -> Iterator[Quad]:
    """Yields how else the data set can be reached: its page, its dumps, the endpoint."""
    base = visit.serving.settings.base
    endpoint = NamedNode(base + addresses.SPARQL)
    yield stating(dataset, "dcat:landingPage", NamedNode(visit.permalink(addresses.DATA)))
    yield stating(dataset, "void:sparqlEndpoint", endpoint)
    for one in _DUMPS:
        if one in kept and not kept[one].refused:
            yield stating(dataset, "void:dataDump", NamedNode(address(visit, kept[one].file)))
    yield stating(endpoint, "rdf:type", name("dcat:DataService"))
    yield stating(endpoint, "dct:title", Literal(say("downloads.endpoint"), language=visit.language))
    yield stating(endpoint, "dcat:endpointURL", endpoint)
    yield stating(endpoint, "dcat:endpointDescription", endpoint)
    yield stating(endpoint, "dcat:servesDataset", dataset)
