"""The landscape at an endpoint as one that was built here: its snapshot, and where its stores are found."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from graph import files
from graph.engines.connection import Connection
from graph.engines.endpoint import Endpoint
from graph.errors import CollabError, Usage
from graph.mapping.lens import Lens
from graph.oxigraph import Quad, Store
from graph.progress import Progress, silent
from graph.store.inputs import Inputs
from graph.store.snapshot import Snapshot, Workshop


@dataclass(frozen=True)
class SnapshotThere(Snapshot):
    """A snapshot that was published: what it holds is asked of the endpoint."""

    endpoint: Endpoint

    def quads(self) -> Iterator[Quad]:
        """Yields the quads that hold under every lens; DataInvalid if they are not those of the data version."""
        return iter(self.endpoint.stated)

    @property
    def here(self) -> bool:
        """Its files are not on this machine."""
        return False

    def sound(self) -> bool:
        """Tells whether what the endpoint holds has the digest that was published with it."""
        try:
            return bool(self.endpoint.stated)
        except CollabError:
            return False


class There(Workshop):
    """The endpoint as the place of the one snapshot that it holds, under the one lens that it holds it under."""

    def __init__(self, inputs: Inputs, address: str) -> None:
        """`inputs` are this program's own: its questions are asked, its tables are not read. Errors as `Endpoint`."""
        self.inputs = inputs
        self.connection = Connection(address)
        self.root = files.state_folder()
        self._lenses: dict[tuple[str, Lens], Endpoint] = {}
        self.snapshot = self._of(Endpoint(self.connection))

    def current(self) -> Snapshot | None:
        """Returns what the endpoint holds now, None if it cannot be had."""
        try:
            found = Endpoint(self.connection)
        except CollabError:
            return None
        if found.published != self.snapshot.endpoint.published:
            self.snapshot = self._of(found)
        return self.snapshot

    def up_to_date(self) -> Snapshot | None:
        """Returns what the endpoint holds."""
        return self.current()

    def build(self, *, force: bool = False, wait: bool = True, progress: Progress = silent) -> Snapshot:
        """Returns what the endpoint held when it was first asked: nothing is built."""
        return self.snapshot

    def lens_store(self, snapshot: Snapshot, lens: Lens, progress: Progress = silent) -> Store:
        """Returns what questions are asked of; Usage for a lens that the endpoint does not show."""
        return cast(Store, self._through(snapshot, lens))  # the part of a store that reading takes

    def lens_place(self, snapshot: Snapshot, lens: Lens) -> Path:
        """Returns a name for the store of a snapshot, as others know one by its folder; no file is there.

        Usage as `lens_store`.
        """
        return Path("endpoint") / snapshot.id / self._through(snapshot, lens).published.digest

    def _through(self, snapshot: Snapshot, lens: Lens) -> Endpoint:
        assert isinstance(snapshot, SnapshotThere)
        found = snapshot.endpoint
        if not found.published.shows(lens) and found.engine.any_lens:
            found = self._elsewhere(found, lens)
        held = found.published
        if not held.shows(lens):
            raise Usage(
                "endpoint-other-lens",
                address=self.connection.address,
                since=held.since or "…",
                until=held.until or "…",
                lens=held.lens(lens.as_of).sentence(),
                wanted=lens.as_of,
                wanted_lens=lens.sentence(),
            )
        return found

    def _elsewhere(self, first: Endpoint, lens: Lens) -> Endpoint:
        """Returns an explorer's endpoint as it is asked through another lens; CollabError if its data have changed."""
        key = first.published.version, lens
        if key not in self._lenses:
            given = [("as_of", lens.as_of.isoformat()), ("standing", ",".join(lens.standing))]
            given += [("include_planned", "true")] if lens.planned else []
            self._lenses[key] = Endpoint(self.connection.with_more(given))
        if self._lenses[key].published.manifest != first.published.manifest:
            raise CollabError("endpoint-changed", address=self.connection.address)
        return self._lenses[key]

    def _of(self, endpoint: Endpoint) -> SnapshotThere:
        return SnapshotThere(Path("endpoint"), endpoint.published.manifest, endpoint)
