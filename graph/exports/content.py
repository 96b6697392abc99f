"""What every format is written from: the landscape as tables, quads and network, and what it says about itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import graph
from graph.exports.tables import Table, tables_of
from graph.facts.dataset import FILE as DATASET
from graph.facts.dataset import Dataset, read_dataset
from graph.facts.tables import TABLES
from graph.mapping.lens import Lens
from graph.oxigraph import Quad
from graph.progress import heeding
from graph.wording import say, speaking

if TYPE_CHECKING:
    import networkx

    from graph.landscape import Landscape

T = TypeVar("T")


@dataclass(frozen=True)
class Options:
    """What can be asked of an export; a format refuses an option that says nothing to it.

    `table`: which table, where a file holds one. `thing`: only what touches it. `who_with_whom`: organisations
    alone, joined by what they share. `without_national`: leave out the national schemes.
    """

    table: str = ""
    thing: str = ""
    who_with_whom: bool = False
    without_national: bool = False


NO_OPTIONS = Options()


@dataclass(frozen=True)
class About:
    """What an export says about itself: the data set and its version, day and lens, language, and the sources.

    `version` names the content of the tables and rules; `sources` are the rows of the table of sources.
    """

    dataset: Dataset
    lens: Lens
    version: str
    language: str
    sources: tuple[dict[str, str], ...]

    @property
    def title(self) -> str:
        """The title in the export's language, else in English; where none is stated, what it is."""
        titles = self.dataset.title
        return titles.get(self.language) or titles.get("en") or say("export.untitled")

    @property
    def description(self) -> str:
        """The description in the export's language, else in English; "" if none is stated."""
        return self.dataset.description.get(self.language) or self.dataset.description.get("en", "")

    @property
    def licence(self) -> str:
        """The name of the licence, or that none is stated."""
        return self.dataset.licence or say("export.no-licence")

    def told(self) -> dict[str, Any]:
        """Returns it as plain values, for formats that hold objects; the same keys in each."""
        data = self.dataset
        return {
            "title": self.title,
            "description": self.description,
            "data_version": self.version,
            "release": data.version or None,
            "issued": data.issued.isoformat() if data.issued else None,
            "creator": data.creator or None,
            "homepage": data.homepage or None,
            "licence": {"name": self.licence, "url": data.licence_url or None},
            "attribution": [vars(one) for one in data.attributions],
            "as_of": self.lens.as_of.isoformat(),
            "standing": list(self.lens.standing),
            "include_planned": self.lens.planned,
            "lens": self.lens.sentence(),
            "language": self.language,
            "program": f"police-collaboration-graph {graph.__version__}",
            "not_known": say("export.open-world"),
            "sources": [{key: row[key] or None for key in _TOLD_OF_SOURCES} for row in self.sources],
        }

    def lines(self) -> list[tuple[str, str]]:
        """Returns it as pairs of heading and text, in the language in force, for people; sources left out."""
        told = self.told()
        found = [(say(f"export.about.{key}"), str(told[key])) for key in _TOLD_IN_LINES if told[key] not in (None, "")]
        found.insert(4, (say("export.about.licence"), " ".join(filter(None, told["licence"].values()))))
        for one in self.dataset.attributions:
            words = say("export.attribution", part=one.part, holder=one.holder, licence=one.name, words=one.words)
            found.insert(5, (say("export.about.attribution"), words))
        return found


_TOLD_OF_SOURCES = ("source_id", "title", "publisher", "url", "document_date", "licence")
_TOLD_IN_LINES = (
    "title", "description", "data_version", "release", "issued", "as_of", "lens", "language", "creator", "homepage",
    "program", "not_known",
)  # fmt: skip


class Content:
    """The landscape as an export holds it; each part is made when a format first wants it.

    `quads` is what the lens's store holds, in a fixed order; `network` is that of `graph.analysis.network`, with
    all attributes; `tables` are those of `tables.tables_of`; `kept` are the files that all of it was made from.
    """

    def __init__(
        self,
        about: About,
        *,
        tables: Callable[[], dict[str, Table]],
        quads: Callable[[], list[Quad]],
        network: Callable[[], networkx.MultiDiGraph],
        kept: Callable[[], dict[str, bytes]] = dict,
        options: Options = NO_OPTIONS,
    ) -> None:
        self.about = about
        self.options = options
        self._tables = _spoken(about.language, tables)
        self._quads = _spoken(about.language, quads)
        self._network = _spoken(about.language, network)
        self._kept = kept

    @cached_property
    def tables(self) -> dict[str, Table]:
        """Every table by name."""
        return self._tables()

    @cached_property
    def quads(self) -> list[Quad]:
        """Every quad, sorted, none twice."""
        return sorted(set(heeding(self._quads())), key=order)

    @cached_property
    def kept(self) -> dict[str, bytes]:
        """The files that curators keep, by name: the tables, what they say of themselves, how to read them."""
        return self._kept()

    @cached_property
    def network(self) -> networkx.MultiDiGraph:
        """The network that the options ask for."""
        return self._network()


def _spoken(language: str, make: Callable[[], T]) -> Callable[[], T]:
    def called() -> T:
        with speaking(language):
            return make()

    return called


def _kept(data: Path) -> dict[str, bytes]:
    names = (*(f"{name}.csv" for name in TABLES), DATASET, "expectations.toml", "README.md")
    return {name: (data / name).read_bytes() for name in names if (data / name).is_file()}


def order(quad: Quad) -> tuple[str, str, bool, str, str]:
    """The order of quads in every export: by graph and subject, the types of a thing first."""
    first = str(quad.predicate) != "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
    return (str(quad.graph_name), str(quad.subject), first, str(quad.predicate), str(quad.object))


def content_of(landscape: Landscape, options: Options = NO_OPTIONS) -> Content:
    """Returns the content of a landscape, in its language and under its lens.

    DataInvalid if `dataset.toml` cannot be used; NotThere, when the network is wanted, for an unknown thing.
    """
    from graph.mapping.records import from_quads

    records = from_quads(landscape.snapshot.quads())["sources"]
    about = About(
        dataset=read_dataset(landscape.inputs.data),
        lens=landscape.view,
        version=landscape.snapshot.version,
        language=landscape.language,
        sources=tuple(records[name] for name in sorted(records)),
    )

    def network() -> networkx.MultiDiGraph:
        from graph.analysis import network as around
        from graph.analysis.projection import who_with_whom

        kept = {"without_national": options.without_national}
        if options.who_with_whom:
            return who_with_whom(landscape, options.thing or None, **kept)
        return around.ego(landscape, options.thing, **kept) if options.thing else around.network(landscape, **kept)

    return Content(
        about,
        tables=lambda: tables_of(landscape),
        quads=lambda: list(heeding(landscape.store)),
        network=network,
        kept=lambda: _kept(landscape.inputs.data),
        options=options,
    )
