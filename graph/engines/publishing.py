"""Feeds a graph store with a snapshot by the Graph Store Protocol, and reads it back to see that it is the same.

What a store tells of its landscape goes first and comes last, so nobody who asks meanwhile gets half of it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from graph.engines.connection import Connection
from graph.engines.differences import EXPLORER, Engine, engine_of
from graph.engines.published import DERIVED, GRAPH, Published, graph_name, published
from graph.engines.replies import TRIPLES, check, triples_of
from graph.errors import Complaint, DataInvalid, NotThere, Usage, complain
from graph.mapping.lens import Lens
from graph.oxigraph import Quad, RdfFormat, Store, Triple, serialize
from graph.progress import Progress, counted, silent
from graph.store.snapshot import Snapshot
from graph.terms import PREFIXES

# The graphs that a lens may fill (ontology/rules); one that is empty now may not have been before.
_GRAPHS = tuple(PREFIXES["graph"] + name for name in ("contested", "past", "future", "planned"))
# A whole landscape takes longer than a question.
SECONDS = 600.0
_SHOWN = 3
Lines = dict[str, set[str]]


@dataclass(frozen=True)
class Report:
    """What was written and read back: what the store tells now, by what engine, how many triples in each graph."""

    told: Published
    engine: str
    counts: dict[str, int]


def publish(
    address: str,
    snapshot: Snapshot,
    store: Store,
    lens: Lens,
    *,
    only_check: bool = False,
    progress: Progress = silent,
) -> Report:
    """Writes what `snapshot` shows through `lens` to the graph store at `address`, unless `only_check`; reads it back.

    Other graphs in the store are left alone. DataInvalid, with what differs by graph, if what is read back is not
    what the snapshot holds; the store then tells of no landscape. NotThere where nothing is to be
    checked. Errors of requests as `Connection.send`.
    """
    connection = Connection(address, seconds=SECONDS)
    quads = list(store)
    wanted = _by_graph(quads)
    # What holds under every lens; the digest of that is what the data version is made of.
    stated = lines_of(quad.triple for quad in snapshot.quads())
    wanted[DERIVED] = wanted[""] - stated
    progress("endpoint-looking", 0, 0)
    before, server = _get(connection, Engine(), GRAPH)
    if only_check and not before:
        raise NotThere("endpoint-empty", address=connection.address)
    engine = engine_of(server)
    said = published(quads, len(wanted[DERIVED]), snapshot.manifest, lens, engine.name)
    if not only_check:
        _remove(connection, engine, GRAPH)
        for name, lines in counted(sorted(wanted.items()), len(wanted), "endpoint-writing", progress, every=1):
            _put(connection, engine, name, "".join(sorted(lines)).encode())
        for name in _GRAPHS:
            if name not in wanted:
                _remove(connection, engine, name)
    progress("endpoint-reading", 0, 0)
    found = {name: _get(connection, engine, name)[0] for name in (*wanted, *(set(_GRAPHS) - set(wanted)))}
    if faults := _differences(wanted, found):
        values = {"address": connection.address, "version": snapshot.version}
        raise DataInvalid("publish-other", faults, **values) if only_check else _refused(wanted, found, faults, values)
    if _digest(found[""] - found[DERIVED]) != snapshot.manifest["base"]:
        raise DataInvalid("publish-not-told", address=connection.address, version=snapshot.version)
    told = lines_of(said.triples())
    if not only_check:
        _put(connection, engine, GRAPH, "".join(sorted(told)).encode())
    if _get(connection, engine, GRAPH)[0] != told:
        raise DataInvalid("publish-not-told", address=connection.address, version=snapshot.version)
    counts = {name: len(lines) for name, lines in found.items() if lines and name != DERIVED}
    return Report(said, engine.name, counts)


def _put(connection: Connection, engine: Engine, name: str, content: bytes) -> None:
    connection.send("PUT", given=engine.graph(name), content=content, kind=TRIPLES)


def _remove(connection: Connection, engine: Engine, name: str) -> None:
    connection.send("DELETE", given=engine.graph(name), missing_is_fine=True)


def _get(connection: Connection, engine: Engine, name: str) -> tuple[set[str], str]:
    """Returns the triples of a graph as lines, none if there is no such graph, and what the server calls itself."""
    reply = connection.send("GET", given=engine.graph(name), accept=TRIPLES, missing_is_fine=True)
    if EXPLORER in reply.headers:
        raise Usage("publish-explorer", address=connection.address, version=reply.headers[EXPLORER])
    if reply.status == 404:
        return set(), reply.server
    return lines_of(triples_of(check(reply, engine, TRIPLES))), reply.server


def _by_graph(quads: list[Quad]) -> Lines:
    triples: dict[str, list[Triple]] = {"": []}
    for quad in quads:
        triples.setdefault(graph_name(quad), []).append(quad.triple)
    return {name: lines_of(held) for name, held in triples.items()}


def lines_of(triples: Iterable[Triple]) -> set[str]:
    """Returns triples as lines of N-Triples, none twice."""
    written = serialize(triples, format=RdfFormat.N_TRIPLES) or b""
    return {line.decode() for line in written.splitlines(keepends=True)}


def _differences(wanted: Lines, found: Lines) -> list[Complaint]:
    faults = []
    for name in sorted(found):
        before, after = wanted.get(name, set()), found[name]
        if before == after:
            continue
        lost, new = sorted(before - after), sorted(after - before)
        shown = [*(f"- {line.strip()}" for line in lost[:_SHOWN]), *(f"+ {line.strip()}" for line in new[:_SHOWN])]
        faults.append(
            complain(
                "published-graph",
                name or "default",
                sent=f"{len(before):,}",
                found=f"{len(after):,}",
                lost=f"{len(lost):,}",
                new=f"{len(new):,}",
                lines=" | ".join(line[:160] for line in shown),
            )
        )
    return faults


def _refused(wanted: Lines, found: Lines, faults: list[Complaint], values: dict[str, str]) -> DataInvalid:
    """Returns what is said of a store that does not hold what it was sent: what is likely to be the matter."""
    if not any(found.values()):
        return DataInvalid("publish-nothing-kept", faults, **values)
    cut = [name for name, lines in wanted.items() if found[name] < lines]
    if cut and all(found[name] for name in cut):
        return DataInvalid("publish-cut", faults, **values)
    return DataInvalid("publish-differs", faults, **values)


def _digest(lines: set[str]) -> str:
    """The SHA-256 of triples of the default graph as a snapshot's file of quads has them."""
    return hashlib.sha256("".join(sorted(lines)).encode()).hexdigest()
