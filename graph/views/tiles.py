"""`tiles_page`: the schematic map with a list behind each tile, its table and its evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from graph.views import plain
from graph.views.drawing import SOFT, Drawing
from graph.views.measure import plain as clean
from graph.views.plain import Entry, Listing, Record, Twin
from graph.views.tiles_svg import inline, key_items, state_words
from graph.wording import say

if TYPE_CHECKING:
    from graph.analysis.tiles import Tile, Tiles


def tiles_page(tiles: Tiles) -> str:
    """Returns the complete HTML of a map, in the language of its caption."""
    return plain.spoken_in(tiles.caption.language, lambda: _page(tiles))


def _page(tiles: Tiles) -> str:
    drawn = [inline(tiles, narrow=narrow) for narrow in (False, True)]
    listings = [listing for tile in _by_count(tiles) for listing in [_listing(tiles, tile)] if listing.entries]
    return plain.page(
        tiles.caption,
        Markup("").join(drawn),
        _key(tiles),
        listings=listings,
        records=[Record(f"r-{one}", each.name, each.claims) for one, each in tiles.arrangements.items()],
        twin=_twin(tiles),
        beside=True,
        lists=say("tiles.list"),
    )


def _by_count(tiles: Tiles) -> list[Tile]:
    return sorted(tiles.tiles, key=lambda tile: (-tile.count, clean(tile.name.label).casefold(), tile.name.id))


def _listing(tiles: Tiles, tile: Tile) -> Listing:
    label = clean(tile.name.label)
    if tiles.thing is not None:
        entries = [
            Entry(
                f"r-{claim.subject.id}",
                claim.subject,
                f"{claim.relation_label} {claim.object.label}, {plain.sureness(claim)}",
            )
            for claim in tile.claims
        ]
        return Listing(f"t-{tile.name.id}", label, state_words(tile), tuple(entries))
    entries = [
        Entry(f"r-{one}", tiles.arrangements[one].name, words)
        for those, words in (
            (tile.shared, ""),
            (tile.contested, say("tiles.contested")),
            (tile.planned, say("tiles.planned")),
        )
        for one in sorted(those, key=lambda one: tiles.arrangements[one].name.label.casefold())
        if tile.state == "count"
    ]
    return Listing(f"t-{tile.name.id}", label, state_words(tile), tuple(entries))


def _key(tiles: Tiles) -> Markup:
    items = []
    for fill, sign, words in key_items(tiles):
        d = Drawing(26, tiles.caption.language, "tk-")
        if fill != "hatch":
            d.parts.clear()
        if not fill:
            d.badge(13, 9, sign, sign == "○")
        else:
            d.rect(1, 1, 24, 16, f"url(#{d.hatch})" if fill == "hatch" else fill, SOFT, radius=2)
            if sign:
                d.badge(13, 9, sign, sign == "○")
        icon = Markup('<svg width="26" height="18" aria-hidden="true" focusable="false">{}</svg>')
        items.append(Markup("<li>{}{}</li>").format(icon.format(Markup("".join(d.parts))), words))
    return Markup("<ul>{}</ul>").format(Markup("").join(items))


def _twin(tiles: Tiles) -> Twin:
    columns = (say("tiles.force"), say("tiles.number") if tiles.thing is None else say("tiles.part"))
    rows = []
    for tile in _by_count(tiles):
        leads = bool(_listing(tiles, tile).entries)
        rows.append(
            ((tile.name.label, tile.name.language, f"t-{tile.name.id}" if leads else ""), (state_words(tile), "", ""))
        )
    return Twin(say("tiles.twin-caption"), columns, tuple(rows))
