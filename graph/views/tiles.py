"""`tiles_page`: the schematic map with a list behind each tile, its table and its evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from graph.views import plain
from graph.views.drawing import SOFT, Drawing
from graph.views.measure import plain as clean
from graph.views.plain import Entry, Listing, Twin
from graph.views.switches import name_data, part_data, switches
from graph.views.tiles_svg import inline, key_items, looks, state_words, tiles_svg
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
        plain.Script("tiles", _data(tiles), tiles_svg(tiles)),
        choices=_values(tiles),
        choice=(say("tiles.value"), f"thing:{tiles.thing.id}" if tiles.thing else "taking"),
        listings=listings,
        records=[
            plain.record_of(one, each)
            for those in (tiles.arrangements, tiles.groups)
            for one, each in those.items()
            if one in tiles.arrangements or each.shown
        ],
        twin=_twin(tiles),
        beside=True,
        lists=say("tiles.list"),
    )


def _values(tiles: Tiles) -> list[tuple[str, str]]:
    """Returns what a reader may see on the tiles: numbers, or the parts in one arrangement."""
    if tiles.thing is not None:
        return []
    found = [("taking", say("tiles.value-taking"))]
    if any(each.national for each in tiles.arrangements.values()):
        found.append(("local", say("tiles.value-local")))
    found += [("hosting", say("tiles.value-hosting")), ("partners", say("tiles.value-partners"))]
    return found + [
        (f"thing:{one}", say("tiles.value-thing", thing=clean(each.name.label)))
        for one, each in tiles.arrangements.items()
    ]


def _data(tiles: Tiles) -> dict[str, Any]:
    """Returns what the script of a map works with."""
    claims = [claim for each in tiles.arrangements.values() for claim in each.claims]
    words = {
        "on": say("tiles.on"),
        "on-partners": say("tiles.on-partners"),
        "on-thing": say("tiles.on-thing"),
        "absent": say("tiles.absent"),
        "fact": say("tiles.member"),
        "group": say("tiles.group"),
        "not-named": say("tiles.not-named"),
        "and-contested": say("tiles.and-contested"),
        "and-planned": say("tiles.and-planned"),
        "takes-part": say("matrix.takes-part"),
        "host": say("matrix.host"),
        "served": say("matrix.served"),
        "say-count": say("tiles.say-count"),
        "say-partners": say("tiles.say-partners"),
        "say-part": say("tiles.say-part"),
        "key-count": say("tiles.key-count"),
        "key-partners": say("tiles.key-partners"),
        "number": say("tiles.number"),
        "partners": say("tiles.value-partners"),
        "part": say("tiles.part"),
    }
    return {
        **switches(tiles.caption, claims, words),
        "choice": f"thing:{tiles.thing.id}" if tiles.thing else "taking",
        "parties": [{**name_data(tile.name), "known": tile.state != "absent"} for tile in tiles.tiles],
        "things": [{**name_data(each.name), "national": each.national} for each in tiles.arrangements.values()],
        "claims": [part_data(claim) for claim in claims],
        "members": [part_data(claim) for each in tiles.groups.values() for claim in each.claims],
        "looks": looks(tiles),
    }


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
    for fill, sign, words, name, shown in key_items(tiles):
        d = Drawing(26, tiles.caption.language, "tk-")
        if fill != "hatch":
            d.parts.clear()
        if not fill:
            d.badge(13, 9, sign, sign == "○")
        else:
            d.rect(1, 1, 24, 16, f"url(#{d.hatch})" if fill == "hatch" else fill, SOFT, radius=2)
            if sign:
                d.badge(13, 9, sign, sign == "○")
        icon = '<svg width="26" height="18" aria-hidden="true" focusable="false">' + "".join(d.parts) + "</svg>"
        items.append((icon, words, name, shown))
    return plain.key(items)


def _twin(tiles: Tiles) -> Twin:
    columns = (say("tiles.force"), say("tiles.number") if tiles.thing is None else say("tiles.part"))
    rows = []
    for tile in _by_count(tiles):
        leads = bool(_listing(tiles, tile).entries)
        rows.append(
            ((tile.name.label, tile.name.language, f"t-{tile.name.id}" if leads else ""), (state_words(tile), "", ""))
        )
    return Twin(say("tiles.twin-caption"), columns, tuple(rows), tuple(tile.name.id for tile in _by_count(tiles)))
