"""What a store says of the landscape that was published to it: which data, seen through which lens, how many triples.

It stands in a graph of its own, written last and removed first, so that a store that is being fed says nothing.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from graph.mapping.lens import Lens
from graph.oxigraph import DefaultGraph, Literal, NamedNode, Quad, Triple
from graph.store.canonical import digest_of
from graph.terms import PREFIXES

GRAPH = PREFIXES["graph"] + "published"
# Which triples of the default graph are derived, so that what was stated can be told apart, and counted, there.
DERIVED = PREFIXES["graph"] + "derived"
_TOLD = NamedNode(PREFIXES["rdf"] + "value")
_VERSION = NamedNode(PREFIXES["dct"] + "identifier")
_KIND = Triple(NamedNode(GRAPH), NamedNode(PREFIXES["rdf"] + "type"), NamedNode("http://rdfs.org/ns/void#Dataset"))
APART = "ASK { $graph $value ?told }"
READ = "SELECT ?told WHERE { GRAPH $graph { $graph $value ?told } }"


@dataclass(frozen=True)
class Published:
    """A landscape in a store that is not ours.

    `manifest` is its snapshot's; `since` and `until` the first and the last day that it holds for, None where it
    holds from ever or for ever; `graphs` the number of triples by name, "" the default graph; `derived` how many of
    the default graph are derived; `digest` the SHA-256 of all its quads as canonical N-Quads; `engine` the name of the
    one that was fed, which a proxy before it may hide from those who ask.
    """

    manifest: dict[str, Any]
    standing: tuple[str, ...]
    planned: bool
    since: date | None
    until: date | None
    graphs: Mapping[str, int]
    derived: int
    digest: str
    engine: str

    @property
    def version(self) -> str:
        """The data version, as answers cite it."""
        return str(self.manifest["id"])[:12]

    @property
    def named(self) -> tuple[str, ...]:
        """The names of its named graphs."""
        return tuple(sorted(name for name in self.graphs if name))

    @property
    def total(self) -> int:
        """The number of its quads."""
        return sum(self.graphs.values())

    def shows(self, lens: Lens) -> bool:
        """Tells whether it is what a snapshot shows through `lens`."""
        day = (self.since is None or self.since <= lens.as_of) and (self.until is None or lens.as_of <= self.until)
        return day and lens.standing == self.standing and lens.planned == self.planned

    def lens(self, as_of: date) -> Lens:
        """Returns its lens on a day."""
        return Lens(as_of, self.standing, self.planned)

    def triples(self) -> list[Triple]:
        """Returns what is written into the store."""
        told = {
            "manifest": self.manifest,
            "standing": list(self.standing),
            "planned": self.planned,
            "since": self.since.isoformat() if self.since else None,
            "until": self.until.isoformat() if self.until else None,
            "graphs": dict(sorted(self.graphs.items())),
            "derived": self.derived,
            "sha256": self.digest,
            "engine": self.engine,
        }
        text = json.dumps(told, sort_keys=True, ensure_ascii=True)
        node = NamedNode(GRAPH)
        return [
            _KIND,
            Triple(node, _VERSION, Literal(str(self.manifest["id"]))),
            Triple(node, _TOLD, Literal(text)),
        ]


def published(quads: Iterable[Quad], derived: int, manifest: dict[str, Any], lens: Lens, engine: str) -> Published:
    """Returns what is to be told of `quads`, which are what a snapshot shows through `lens`, to those who ask."""
    held = list(quads)
    graphs = {"": 0}
    for quad in held:
        graphs[graph_name(quad)] = graphs.get(graph_name(quad), 0) + 1
    days = [date.fromisoformat(day) for day in manifest["turning_days"]]
    place = bisect_right(days, lens.as_of)
    return Published(
        manifest=manifest,
        standing=lens.standing,
        planned=lens.planned,
        since=days[place - 1] if place else None,
        until=days[place] - timedelta(days=1) if place < len(days) else None,
        graphs=graphs,
        derived=derived,
        digest=digest_of(held),
        engine=engine,
    )


def told(text: str) -> Published:
    """Returns what a store tells; ValueError, KeyError or TypeError for text that we did not write."""
    said = json.loads(text)
    manifest = said["manifest"]
    # What a snapshot is read for must be there, so that a text of another program is found out at once.
    if not (len(str(manifest["id"])) == 64 and manifest["rows"] and isinstance(manifest["turning_days"], list)):
        raise ValueError(text[:80])
    return Published(
        manifest=manifest,
        standing=tuple(str(word) for word in said["standing"]),
        planned=bool(said["planned"]),
        since=date.fromisoformat(said["since"]) if said["since"] else None,
        until=date.fromisoformat(said["until"]) if said["until"] else None,
        graphs={str(name): int(count) for name, count in said["graphs"].items()},
        derived=int(said["derived"]),
        digest=str(said["sha256"]),
        engine=str(said["engine"]),
    )


def graph_name(quad: Quad) -> str:
    """Returns the address of a quad's graph, "" for the default one."""
    return "" if isinstance(quad.graph_name, DefaultGraph) else quad.graph_name.value


def values() -> dict[str, NamedNode]:
    """Returns what `READ` is filled with."""
    return {"graph": NamedNode(GRAPH), "value": _TOLD}
