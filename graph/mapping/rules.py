"""Runs the rules of `ontology/rules` in file order: each a CONSTRUCT whose triples go to one graph.

A rule says where its triples go in its header, `#+ into: default` or the name of a graph. `$asof`,
`$standings` and `$modalities` are filled from the lens.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from graph.mapping.lens import Lens
from graph.oxigraph import DefaultGraph, Literal, NamedNode, Quad, QueryTriples, RdfFormat, Store
from graph.sparqltext import Term, bind, header, placeholders
from graph.terms import PREFIXES, expand


@dataclass(frozen=True)
class Rule:
    """One rule: its file name, the graph its triples go to ("default" or a graph name), and its query."""

    name: str
    into: str
    query: str

    @property
    def graph(self) -> DefaultGraph | NamedNode:
        """The graph that its triples go to."""
        return DefaultGraph() if self.into == "default" else NamedNode(PREFIXES["graph"] + self.into)


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
    derived: list[Quad] = []
    for rule in rules:
        graph = rule.graph
        triples = _construct(store, rule, lens)
        made = dict.fromkeys(Quad(triple.subject, triple.predicate, triple.object, graph) for triple in triples)
        new = [quad for quad in made if quad not in store]
        store.extend(new)
        derived += new
    return derived


def derive_lines(store: Store, rule: Rule, lens: Lens) -> bytes:
    """Adds to `store` what one rule derives under `lens`, and returns it as N-Quads: no quad passes through Python."""
    lines = _construct(store, rule, lens).serialize(format=RdfFormat.N_TRIPLES) or b""
    if isinstance(rule.graph, NamedNode):
        lines = lines.replace(b" .\n", f" {rule.graph} .\n".encode())  # a line feed stands at ends alone
    store.bulk_load(lines, RdfFormat.N_QUADS, lenient=True)
    return lines


def _construct(store: Store, rule: Rule, lens: Lens) -> QueryTriples:
    modalities = ["actual", *(["planned"] if lens.planned else [])]
    values: dict[str, Term | list[NamedNode]] = {
        "asof": Literal(lens.as_of.isoformat(), datatype=NamedNode(expand("xsd:date"))),
        "standings": [NamedNode(f"{PREFIXES['pcc']}standing-{word}") for word in lens.standing],
        "modalities": [NamedNode(f"{PREFIXES['pcc']}modality-{word}") for word in modalities],
    }
    names = placeholders(rule.query)
    triples = store.query(bind(rule.query, {name: value for name, value in values.items() if name in names}))
    assert isinstance(triples, QueryTriples)
    return triples


_STARTS = ("startEarliest", "startLatest", "firstAttestedDay")
_ENDS = ("endEarliest", "endLatest", "lastAttestedDay")


class TurningDays:
    """The days on which some claim begins or ceases to be possible or certain, noted as quads pass by."""

    def __init__(self) -> None:
        self._starts: set[str] = set()
        self._ends: set[str] = set()

    def passing(self, quads: Iterable[Quad]) -> Iterator[Quad]:
        """Yields the quads as they are, and notes the days that they name."""
        noted = {NamedNode(PREFIXES["pcol"] + name): self._starts for name in _STARTS}
        noted |= {NamedNode(PREFIXES["pcol"] + name): self._ends for name in _ENDS}
        for quad in quads:
            days = noted.get(quad.predicate)
            if days is not None and isinstance(quad.object, Literal):
                days.add(quad.object.value)
            yield quad

    def found(self) -> list[date]:
        """Returns the days noted so far, sorted; what ends on a day turns on the next."""
        ends = {date.fromisoformat(day) + timedelta(days=1) for day in self._ends}
        return sorted(ends | {date.fromisoformat(day) for day in self._starts})


def turning_days(quads: Iterable[Quad]) -> list[date]:
    """Returns, sorted, every day on which some claim begins or ceases to be possible or certain."""
    days = TurningDays()
    for _ in days.passing(quads):
        pass
    return days.found()
