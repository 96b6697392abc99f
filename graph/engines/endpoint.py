"""A SPARQL endpoint that holds a published landscape, read as a store of this machine is."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import cached_property
from threading import Lock
from typing import Any

from graph.engines.asking import Asking, Dataset
from graph.engines.completeness import form_of
from graph.engines.connection import Connection
from graph.engines.published import DERIVED
from graph.engines.replies import TRIPLES, rows_of, solutions, triples_of
from graph.errors import DataInvalid, NotThere, TooLarge
from graph.oxigraph import (
    BlankNode,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QuerySolutions,
    RdfFormat,
    Store,
    Triple,
    serialize,
)
from graph.sparqltext import bind, missing_prefixes, refuse_dangerous
from graph.store.canonical import digest_of
from graph.terms import BASE, PREFIXES, prefix_lines

Node = NamedNode | BlankNode | Literal | Triple
Pattern = tuple[str, str, str]
_ALL = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
_ALL_OF = "CONSTRUCT { ?s ?p ?o } WHERE { GRAPH $graph { ?s ?p ?o } }"
_ABOUT = """SELECT ?s ?p ?o ?g WHERE {
  { VALUES ?s { $things } ?s ?p ?o } UNION { VALUES ?s { $things } GRAPH ?g { ?s ?p ?o } } }"""
_MATCHING = "SELECT * WHERE { { $s $p $o } UNION { GRAPH ?g { $s $p $o } } }"
_BELOW = "SELECT ?below WHERE { ?below rdfs:subPropertyOf* $relation }"
_AT_ONCE = 100
# So many look-ups one by one, and the whole landscape is fetched instead, if it is no larger than that.
_MANY = 150
_MOST_COPIED = 1_000_000


class Endpoint(Asking):
    """What questions are asked of at an endpoint: the part of a store's interface that reading takes.

    May be used by many threads.
    """

    def __init__(self, connection: Connection) -> None:
        """Asks at once what the endpoint holds; errors as `Asking`."""
        super().__init__(connection)
        self._looked = 0
        self._about: dict[str, list[Quad]] = {}
        self._matching: dict[Pattern, list[Quad]] = {}
        self._below: dict[str, list[str]] = {}
        self._copying = Lock()

    # ---- questions -------------------------------------------------------------------------------------------

    def query(self, query: str) -> QuerySolutions | QueryBoolean:
        """Returns the rows of a SELECT or the truth of an ASK of ours, whole; errors as `Connection.send`.

        What the engine is not trusted with is asked of a copy of what it holds (`Engine.trusted`).
        """
        if not self.engine.trusted(query):
            return self.copy.query(query)  # type: ignore[return-value]
        with self.unchanged():
            return solutions(self.results(self.engine.adapted(query, self._relations_below)))

    def run(
        self,
        query: str,
        seconds: float | None = None,
        rdf: str = "ttl",
        dataset: Dataset | None = None,
        most_rows: int | None = None,
    ) -> tuple[str, bytes]:
        """Runs a stranger's query: ("R", SPARQL JSON results) or ("G", RDF in format `rdf`).

        It is looked over as if it ran here, so that the endpoint is not sent on to others; Usage for what is
        refused. `dataset` as in `results`. TooLarge if there are more than `most_rows`.
        """
        refuse_dangerous(query)
        text = missing_prefixes(query) + query
        form = form_of(query)
        with self.unchanged():
            if form in ("construct", "describe"):
                triples = self.graph(text, seconds, dataset)
                form_of_rdf = RdfFormat.from_extension(rdf) or RdfFormat.TURTLE
                return "G", serialize(triples, format=form_of_rdf, prefixes=PREFIXES) or b""
            if form == "select" and most_rows and (found := self.count(text, seconds, dataset)) > most_rows:
                raise TooLarge("answer-too-many-rows", found=found, limit=most_rows)
            return "R", json.dumps(self.results(text, seconds, dataset), ensure_ascii=False).encode()

    # ---- look-ups --------------------------------------------------------------------------------------------

    def quads_for_pattern(
        self, subject: object, predicate: object, object: object, graph: object = None
    ) -> Iterator[Quad]:
        """Yields the quads of a pattern, None for anything, as `Store.quads_for_pattern`."""
        everything = subject is None and predicate is None and object is None
        if "_copy" in self.__dict__ or everything or self._too_many():
            return self.copy.quads_for_pattern(subject, predicate, object, graph)  # type: ignore[arg-type]
        if isinstance(subject, NamedNode):
            self.expect([subject])
            found = self._about[subject.value]
        else:
            found = self._matches(predicate, object)
        wanted = zip((predicate, object, graph), ("predicate", "object", "graph_name"), strict=True)
        tests = [(name, term) for term, name in wanted if term is not None]
        return (quad for quad in found if all(getattr(quad, name) == term for name, term in tests))

    def expect(self, terms: Iterable[object]) -> None:
        """Fetches at once what is said of several things: whatever will be looked up of them is then at hand.

        Of claims, what is said of their ends as well, since a claim is named by those.
        """
        if "_copy" in self.__dict__:
            return
        wanted = {term for term in terms if isinstance(term, NamedNode) and term.value not in self._about}
        if wanted:
            with self.unchanged():
                found = self._fetched(wanted)
            self._about.update(found)

    def _fetched(self, wanted: set[NamedNode]) -> dict[str, list[Quad]]:
        self._looked += 1
        nodes = sorted(wanted, key=lambda node: node.value)
        found: dict[str, list[Quad]] = {node.value: [] for node in nodes}
        for first in range(0, len(nodes), _AT_ONCE):
            for quad in self._quads(bind(_ABOUT, {"things": nodes[first : first + _AT_ONCE]}), {}):
                found[quad.subject.value].append(quad)  # type: ignore[union-attr]
        ends = {
            quad.object
            for node in nodes
            if node.value.startswith(PREFIXES["claim"])
            for quad in found[node.value]
            if isinstance(quad.object, NamedNode) and quad.object.value.startswith(BASE)
        }
        more = {end for end in ends if end.value not in found and end.value not in self._about}
        return found | (self._fetched(more) if more else {})

    def _matches(self, predicate: object, object: object) -> list[Quad]:
        key = ("", str(predicate), str(object))
        if key not in self._matching:
            self._looked += 1
            given = {name: term for name, term in (("p", predicate), ("o", object)) if term is not None}
            with self.unchanged():
                found = list(self._quads(bind(_MATCHING, given), given))  # type: ignore[arg-type]
            self._matching[key] = found
        return self._matching[key]

    def _quads(self, query: str, given: dict[str, Any]) -> Iterator[Quad]:
        rows = solutions(self.results(query))
        assert isinstance(rows, QuerySolutions)
        names = [variable.value for variable in rows.variables]
        for row in rows:
            found = given | dict(zip(names, row, strict=True))
            if (graph := found.get("g")) is not None and graph.value not in self.published.named:
                continue  # what others keep in the same store
            yield Quad(found["s"], found["p"], found["o"], graph or DefaultGraph())

    def _relations_below(self, relation: str) -> list[str]:
        if relation not in self._below:
            prefix, _, local = relation.partition(":")
            node = NamedNode(relation[1:-1] if relation[0] == "<" else PREFIXES[prefix] + local)
            rows = rows_of(self.asked(prefix_lines() + bind(_BELOW, {"relation": node})))
            self._below[relation] = sorted(row["below"]["value"] for row in rows)
        return self._below[relation]

    def _too_many(self) -> bool:
        return self._looked >= _MANY and self.published.total <= _MOST_COPIED

    # ---- the whole of it -------------------------------------------------------------------------------------

    @property
    def copy(self) -> Store:
        """All that was published, fetched once, in a store of this machine; DataInvalid if its digest is another."""
        with self._copying:
            return self._copy

    @cached_property
    def _copy(self) -> Store:
        quads: list[Quad] = []
        for name, count in self.published.graphs.items():
            graph = NamedNode(name) if name else DefaultGraph()
            query = bind(_ALL_OF, {"graph": NamedNode(name)}) if name else _ALL
            triples = triples_of(self.asked(query, accept=TRIPLES)) if count else []
            if len(triples) < count:
                values = {"address": self.connection.address, "found": f"{len(triples):,}", "of": f"{count:,}"}
                raise TooLarge("endpoint-cut-rows", **values)
            quads += [Quad(one.subject, one.predicate, one.object, graph) for one in triples]
        if digest_of(quads) != self.published.digest:
            raise DataInvalid("endpoint-differs", address=self.connection.address, version=self.published.version)
        store = Store()
        store.bulk_extend(quads)
        return store

    @cached_property
    def stated(self) -> list[Quad]:
        """The quads that hold under every lens; DataInvalid if they are not those of the data version.

        NotThere from an explorer, which does not tell what it has derived.
        """
        if self.engine.any_lens:
            raise NotThere("endpoint-no-tables", address=self.connection.address)
        reply = self.asked(bind(_ALL_OF, {"graph": NamedNode(DERIVED)}), accept=TRIPLES, dataset=((), (DERIVED,)))
        derived = set(triples_of(reply)) if self.published.derived else set()
        held = self.copy.quads_for_pattern(None, None, None, DefaultGraph())
        found = [quad for quad in held if quad.triple not in derived]
        if digest_of(found) != self.published.manifest["base"]:
            raise DataInvalid("endpoint-differs", address=self.connection.address, version=self.published.version)
        return found

    def named_graphs(self) -> Iterator[NamedNode]:
        """Yields the names of the graphs, as `Store.named_graphs`."""
        return (NamedNode(name) for name in self.published.named)

    def __iter__(self) -> Iterator[Quad]:
        return iter(self.copy)

    def __len__(self) -> int:
        return self.published.total

    def __contains__(self, quad: Quad) -> bool:
        return quad in self.copy

    def dump(self, *arguments: Any, **options: Any) -> bytes | None:
        """Returns or writes all that is held, as `Store.dump`."""
        return self.copy.dump(*arguments, **options)
