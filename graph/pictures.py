"""The pictures there are, by kind, and a picture as people use it: shown in a notebook, saved as a file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from graph import files
from graph.errors import Usage
from graph.views.images import SUFFIXES as IMAGES
from graph.views.images import image
from graph.wording import say

if TYPE_CHECKING:
    import networkx

    from graph.landscape import Landscape

SUFFIXES = (".html", ".svg", *IMAGES)
# More boxes than these are no picture any more: the network is then drawn by region.
MOST_DRAWN = 90
_SAME = {".htm": ".html"}


@dataclass(frozen=True)
class Options:
    """What can be asked of a picture; a kind that an option says nothing to leaves it alone.

    `who_with_whom`: organisations alone, joined by the number of arrangements they share.
    `without_national`: leave out the national schemes. `with_passages`: the words of passages whose
    document is on hand. For the matrix, `by_arrangement`: arrangements across instead of forces;
    `every_force`: those that our sources do not mention too; `clustered`: neighbours share most.
    `everything`: draw all there is, also where that is more than can be read.
    """

    who_with_whom: bool = False
    without_national: bool = False
    with_passages: bool = False
    by_arrangement: bool = False
    every_force: bool = False
    clustered: bool = False
    everything: bool = False


Maker = Callable[["Landscape", "str | None", Options], "Picture"]


@dataclass(frozen=True)
class Kind:
    """A kind of picture: how it is made, whether it takes a thing, and which options say something to it."""

    make: Maker
    thing: Literal["no", "may", "must"] = "no"
    options: frozenset[str] = frozenset({"with_passages"})


class Picture:
    """One HTML page that needs no network, and the same picture as a still SVG.

    `save` writes it, a notebook shows it. `svg` may be given as a function, called when first wanted.
    """

    def __init__(self, html: str, svg: str | Callable[[], str] = "") -> None:
        self.html = html
        self._svg = svg

    @cached_property
    def svg(self) -> str:
        """The still picture as an SVG document."""
        return self._svg if isinstance(self._svg, str) else self._svg()

    def content(self, suffix: str) -> bytes:
        """Returns the file's bytes for ".html", ".svg", ".png" or ".pdf".

        Usage for another ending, CollabError for .png and .pdf without the extra `images`.
        """
        ending = format_of(suffix)
        if ending == ".html":
            return self.html.encode()
        return self.svg.encode() if ending == ".svg" else image(self.svg, ending)

    def save(self, path: str | Path, *, overwrite: bool = False) -> Path:
        """Writes the picture to `path`, as its ending says, whole or not at all, and returns the path.

        CollabError if the file exists, Usage for an ending that no picture has.
        """
        target = Path(path)
        files.write_bytes(target, self.content(target.suffix or target.name), overwrite=overwrite)
        return target

    def _repr_html_(self) -> str:
        from html import escape

        frame = '<iframe srcdoc="{}" style="width:100%;height:760px;border:0" title="{}"></iframe>'
        return frame.format(escape(self.html, quote=True), escape(say("picture.frame"), quote=True))


def format_of(suffix: str) -> str:
    """Returns the ending that decides how a picture is written; Usage for one that no picture has."""
    found = _SAME.get(suffix.lower(), suffix.lower())
    if found not in SUFFIXES:
        raise Usage("picture-format", found=suffix, known=", ".join(SUFFIXES))
    return found


def make(landscape: Landscape, kind: str, thing: str | None, options: Options) -> Picture:
    """Returns the picture of a kind; Usage for an unknown one, or for a thing or an option it does not take."""
    if kind not in PICTURES:
        raise Usage("picture-kind", found=kind, known=", ".join(PICTURES))
    known = PICTURES[kind]
    takes_thing = known.thing != "no" or (options.who_with_whom and "who_with_whom" in known.options)
    if thing is None and known.thing == "must":
        raise Usage("picture-thing", kind=kind)
    if thing is not None and not takes_thing:
        raise Usage("picture-no-thing", kind=kind, thing=thing)
    for name, given in vars(options).items():
        if given and name not in known.options:
            raise Usage("picture-option", kind=kind, option="--" + name.replace("_", "-"))
    return known.make(landscape, thing, options)


def _drawn(network: networkx.MultiDiGraph) -> Picture:
    from graph.views.network import network_page
    from graph.views.network_svg import network_svg

    return Picture(network_page(network), lambda: network_svg(network))


def _network(landscape: Landscape, thing: str | None, options: Options) -> Picture:
    from graph.analysis.network import network
    from graph.analysis.projection import who_with_whom
    from graph.analysis.regions import between_regions

    words: dict[str, Any] = {"without_national": options.without_national, "with_passages": options.with_passages}
    if options.who_with_whom:
        return _drawn(who_with_whom(landscape, thing, every_time=True, limited=not options.everything, **words))
    made = network(landscape, every_time=True, **words)
    if len(made) > MOST_DRAWN and not options.everything:
        made = between_regions(landscape, every_time=True, with_passages=options.with_passages)
    return _drawn(made)


def _ego(landscape: Landscape, thing: str | None, options: Options) -> Picture:
    from graph.analysis.network import ego

    assert thing is not None
    words: dict[str, Any] = {"without_national": options.without_national, "with_passages": options.with_passages}
    return _drawn(ego(landscape, thing, every_time=True, **words))


def _governance(landscape: Landscape, thing: str | None, options: Options) -> Picture:
    from graph.analysis.governance import governance

    limits = {"with_passages": options.with_passages, "limited": not options.everything}
    return _drawn(governance(landscape, thing, every_time=True, **limits))


def _matrix(landscape: Landscape, thing: str | None, options: Options) -> Picture:
    from graph.analysis.matrix import matrix
    from graph.views.matrix import matrix_page
    from graph.views.matrix_svg import matrix_svg

    made = matrix(
        landscape,
        by="arrangement" if options.by_arrangement else "force",
        without_national=options.without_national,
        order="cluster" if options.clustered else "region",
        every_force=options.every_force,
        with_passages=options.with_passages,
    )
    return Picture(matrix_page(made), lambda: matrix_svg(made))


def _map(landscape: Landscape, thing: str | None, options: Options) -> Picture:
    from graph.analysis.tiles import tiles
    from graph.views.tiles import tiles_page
    from graph.views.tiles_svg import tiles_svg

    made = tiles(landscape, thing, without_national=options.without_national, with_passages=options.with_passages)
    return Picture(tiles_page(made), lambda: tiles_svg(made))


def _timeline(landscape: Landscape, thing: str | None, options: Options) -> Picture:
    from graph.analysis.timeline import timeline
    from graph.views.timeline import timeline_page
    from graph.views.timeline_svg import timeline_svg

    made = timeline(landscape, thing, with_passages=options.with_passages)
    return Picture(timeline_page(made), lambda: timeline_svg(made))


PICTURES: dict[str, Kind] = {
    "network": Kind(_network, options=frozenset({"who_with_whom", "without_national", "with_passages", "everything"})),
    "ego": Kind(_ego, thing="must", options=frozenset({"without_national", "with_passages"})),
    "governance": Kind(_governance, thing="may", options=frozenset({"with_passages", "everything"})),
    "matrix": Kind(
        _matrix,
        options=frozenset({"without_national", "with_passages", "by_arrangement", "every_force", "clustered"}),
    ),
    "timeline": Kind(_timeline, thing="may"),
    "map": Kind(_map, thing="may", options=frozenset({"without_national", "with_passages"})),
}
