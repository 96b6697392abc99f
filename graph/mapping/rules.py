"""Runs the rules of `ontology/rules` in file order: each a CONSTRUCT whose triples go to one graph.

A rule says where its triples go in its header, `#+ into: default` or the name of a graph. `$asof`,
`$standings` and `$modalities` are filled from the lens.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from graph.mapping.lens import Lens
from graph.oxigraph import DefaultGraph, Literal, NamedNode, Quad, QueryTriples, Store
from graph.sparqltext import Term, bind, header, placeholders
from graph.terms import PREFIXES, expand


@dataclass(frozen=True)
class Rule:
    """One rule: its file name, the graph its triples go to ("default" or a graph name), and its query."""

    name: str
    into: str
    query: str


def read_rules(folder: Path) -> list[Rule]:
    """Returns the rules of `ontology/rules` in the order they run."""
    rules = []
    for path in sorted((folder / "rules").glob("*.rq")):
        query = path.read_text(encoding="utf-8")
        into = next((line.value for line in header(query) if line.key == "into"), "")
        if not into:
            raise ValueError(f"{path.name}: a rule names its graph in a line '#+ into: ...'")
        rules.append(Rule(path.stem, into, query))
    return rules


def derive(store: Store, rules: Iterable[Rule], lens: Lens) -> list[Quad]:
    """Adds to `store` what the rules derive under `lens`, and returns it: only quads that were not there."""
    modalities = ["actual", *(["planned"] if lens.planned else [])]
    values: dict[str, Term | list[NamedNode]] = {
        "asof": Literal(lens.as_of.isoformat(), datatype=NamedNode(expand("xsd:date"))),
        "standings": [NamedNode(f"{PREFIXES['pcc']}standing-{word}") for word in lens.standing],
        "modalities": [NamedNode(f"{PREFIXES['pcc']}modality-{word}") for word in modalities],
    }
    derived: list[Quad] = []
    for rule in rules:
        names = placeholders(rule.query)
        query = bind(rule.query, {name: value for name, value in values.items() if name in names})
        triples = store.query(query)
        assert isinstance(triples, QueryTriples)
        graph = DefaultGraph() if rule.into == "default" else NamedNode(PREFIXES["graph"] + rule.into)
        made = (Quad(triple.subject, triple.predicate, triple.object, graph) for triple in triples)
        new = [quad for quad in made if quad not in store]
        store.extend(new)
        derived += new
    return list(dict.fromkeys(derived))


_STARTS = ("startEarliest", "startLatest", "firstAttestedDay")
_ENDS = ("endEarliest", "endLatest", "lastAttestedDay")


def turning_days(quads: Iterable[Quad]) -> list[date]:
    """Returns, sorted, every day on which some claim begins or ceases to be possible or certain."""
    found: set[date] = set()
    starts, ends = ({PREFIXES["pcol"] + name for name in names} for names in (_STARTS, _ENDS))
    for quad in quads:
        if quad.predicate.value in starts and isinstance(quad.object, Literal):
            found.add(date.fromisoformat(quad.object.value))
        elif quad.predicate.value in ends and isinstance(quad.object, Literal):
            found.add(date.fromisoformat(quad.object.value) + timedelta(days=1))
    return sorted(found)
