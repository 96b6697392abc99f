"""The words that a writer of SPARQL may want: prefixes, terms of the ontology, and what else the graph is said in."""

from __future__ import annotations

from collections.abc import Iterator

from graph.landscape import Landscape
from graph.oxigraph import Literal, NamedNode
from graph.terms import PREFIXES, expand

# What declares a term, and what the editor calls such a term.
_DECLARED = {"owl:Class": "class", "owl:ObjectProperty": "property", "owl:DatatypeProperty": "property"}
_OURS = ("pcol", "pcc")


def offered(landscape: Landscape) -> list[dict[str, str]]:
    """Returns each word as an object: `label`, what is written; `type`; and where there are any, `detail`, its label in
    the landscape's language, and `info`, its definition. Prefixes come first, then terms by label.
    """
    prefixes = [{"label": f"{prefix}:", "type": "namespace", "info": iri} for prefix, iri in sorted(PREFIXES.items())]
    found = {short: kind for iri, kind in _terms(landscape) if (short := _short(iri))}
    return prefixes + [_word(landscape, short, kind) for short, kind in sorted(found.items())]


def _terms(landscape: Landscape) -> Iterator[tuple[str, str]]:
    """Yields addresses with their kind; where one has two, the better known last."""
    store = landscape.store
    a = NamedNode(expand("rdf:type"))
    yield from ((iri, "property") for iri in {quad.predicate.value for quad in store})
    for quad in store.quads_for_pattern(None, NamedNode(expand("skos:inScheme")), None, None):
        if isinstance(quad.subject, NamedNode):
            yield quad.subject.value, "enum"
    for kind, said in _DECLARED.items():
        for quad in store.quads_for_pattern(None, a, NamedNode(expand(kind)), None):
            if isinstance(quad.subject, NamedNode):
                yield quad.subject.value, said


def _word(landscape: Landscape, short: str, kind: str) -> dict[str, str]:
    found = {"label": short, "type": kind}
    if short.partition(":")[0] in _OURS:
        node = NamedNode(expand(short))
        found["detail"] = landscape.names.label(node, landscape.language)[0]
        if info := _definition(landscape, node):
            found["info"] = info
    return found


def _definition(landscape: Landscape, node: NamedNode) -> str:
    quads = landscape.store.quads_for_pattern(node, NamedNode(expand("skos:definition")), None, None)
    found = {one.language: one.value for quad in quads if isinstance(one := quad.object, Literal)}
    return found.get(landscape.language) or found.get("en") or ""


def _short(iri: str) -> str:
    """Returns the prefixed name of an address, "" if it has none that SPARQL could read as it is."""
    for prefix, namespace in PREFIXES.items():
        local = iri.removeprefix(namespace)
        if local != iri and local.replace("-", "").replace("_", "").isalnum():
            return f"{prefix}:{local}"
    return ""
