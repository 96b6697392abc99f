"""`tiles_svg`: the schematic map as a picture; the page draws the same grid, wide and narrow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from graph.views import plain
from graph.views.drawing import ACCENT, CONTESTED, INK, SHADES, SOFT, Drawing, n, step, steps
from graph.views.matrix_svg import Item, key
from graph.views.measure import plain as clean
from graph.views.measure import width, wrap
from graph.wording import say

if TYPE_CHECKING:
    from graph.analysis.tiles import Tile, Tiles

WIDE, NARROW = 760.0, 358.0
_GAP = 4.0
# What a state looks like: fill, text, border, its dashes. Membership is told by border and words too.
_LOOKS = {
    "fact": (SHADES[4][0], "#ffffff", SHADES[4][0], ""),
    "contested": ("#ffffff", INK, CONTESTED, ""),
    "planned": ("#ffffff", INK, INK, "2 3"),
    "group": (SHADES[1][0], INK, ACCENT, "7 3"),
    "not-named": ("#ffffff", SOFT, "#9aa5ae", ""),
}


def tiles_svg(tiles: Tiles) -> str:
    """Returns a whole SVG document of the map, in the language of its caption."""
    return plain.spoken_in(tiles.caption.language, lambda: _still(tiles))


def inline(tiles: Tiles, *, narrow: bool) -> Markup:
    """Returns the map to stand in a page, each tile linked to its list."""
    sheet = _Sheet(tiles, NARROW if narrow else WIDE, linked=True)
    height = sheet.draw(4.0) + 4
    return sheet.d.inline(height, say("tiles.picture"), "narrow" if narrow else "wide")


def state_words(tile: Tile) -> str:
    """Returns what a tile says, in words: a number, or the force's part."""
    if tile.state == "count":
        words = str(tile.count)
        if tile.contested:
            words += "; " + say("tiles.and-contested", count=len(tile.contested))
        if tile.planned:
            words += "; " + say("tiles.and-planned", count=len(tile.planned))
        return words
    words = state_word(tile.state)
    if tile.roles:
        words = f"{role_words(tile.roles)}" + ("" if tile.state == "fact" else f", {words}")
    return words


def state_word(state: str) -> str:
    """Returns what a state is called."""
    return {
        "fact": say("tiles.member"),
        "contested": say("tiles.contested"),
        "planned": say("tiles.planned"),
        "group": say("tiles.group"),
        "not-named": say("tiles.not-named"),
        "absent": say("tiles.absent"),
    }[state]


def role_words(roles: tuple[str, ...]) -> str:
    """Returns the roles of a force in words."""
    words = {"takes-part": say("matrix.takes-part"), "host": say("matrix.host"), "served": say("matrix.served")}
    return ", ".join(words[role] for role in words if role in roles)


def sentence(tile: Tile) -> str:
    """Returns force and state as one sentence for those who hear the map."""
    force = clean(tile.name.label)
    if tile.state == "count":
        return say("tiles.say-count", force=force, count=state_words(tile))
    return say("tiles.say-part", force=force, part=state_words(tile))


def key_items(tiles: Tiles) -> list[Item]:
    """Returns the key, what occurs as drawn; what a reader's choice may bring is in it too, not shown."""
    items = []
    counts = tiles.thing is None
    used = dict(steps(max((tile.count for tile in tiles.tiles), default=0)))
    for at, (fill, _) in enumerate(SHADES):
        words = say("tiles.key-count", count=used.get(at, at)) if at else say("tiles.key-zero")
        items.append((fill, "", words, f"s{at}", counts and at in used))
    signs = {"contested": "?", "planned": "○", "group": "", "fact": "", "not-named": ""}
    present = {tile.state for tile in tiles.tiles}
    items += [(_LOOKS[state][0], signs[state], state_word(state), state, state in present) for state in _LOOKS]
    marked = counts and any(tile.contested for tile in tiles.tiles)
    items.append(("", "?", say("matrix.key-contested"), "more-contested", marked))
    marked = counts and any(tile.planned for tile in tiles.tiles)
    items.append(("", "○", say("matrix.key-planned"), "more-planned", marked))
    if any(tile.state == "absent" for tile in tiles.tiles):
        items.append(("hatch", "", say("tiles.absent"), "absent", True))
    return items


def _still(tiles: Tiles) -> str:
    sheet = _Sheet(tiles, WIDE, linked=False)
    d = sheet.d
    y = sheet.draw(d.heading(tiles.caption) + 8) + 30
    items = [
        (f"url(#{d.hatch})" if fill == "hatch" else fill, sign, words, name, shown)
        for fill, sign, words, name, shown in key_items(tiles)
    ]
    d.group("below")
    y = d.caption(tiles.caption, key(d, items, y))
    d.close()
    return d.document(y + 10, tiles.caption.title, tiles.caption.answer)


def looks(tiles: Tiles) -> dict[str, tuple[str, ...]]:
    """Returns fill, text, border and dashes of every state, and of each step of a number, for a page's script."""
    counted = {f"s{place}": (*shade, "#6b7782", "") for place, shade in enumerate(SHADES)}
    return {**_LOOKS, **counted}


class _Sheet:
    def __init__(self, tiles: Tiles, wide: float, *, linked: bool) -> None:
        self.tiles = tiles
        self.linked = linked
        self.narrow = wide < 600
        self.d = Drawing(wide, tiles.caption.language, "tn-" if self.narrow else "tw-")
        columns = max((tile.column for tile in tiles.tiles), default=0) + 1
        self.across = (wide - (0 if self.narrow else 32)) / max(columns, 7)
        self.high = 52.0 if self.narrow else 62.0
        self.left = 0.0 if self.narrow else 16.0
        self.most = max((tile.count for tile in tiles.tiles), default=0)

    def draw(self, top: float) -> float:
        """Draws the grid from y = `top` and returns the y under it."""
        first = {tile.row: tile for tile in reversed(self.tiles.tiles)}
        rows = sorted(first)
        y, places = top, {}
        for before, row in zip([None, *rows], rows, strict=False):
            tile = first[row]
            apart = before is not None and row > before + 1
            if (apart or before is None) and (tile.beside or not tile.placed):
                y += 14 if apart else 0
                for line in wrap(say("tiles.beside") if tile.beside else say("tiles.loose"), 12, self.d.width - 20):
                    y += 15
                    self.d.text(self.left + 2, y - 3, line, 12, fill=SOFT)
                y += 3
            places[row] = y
            y += self.high
        for tile in self.tiles.tiles:
            self._tile(tile, self.left + tile.column * self.across, places[tile.row])
        return y

    def _tile(self, tile: Tile, x: float, y: float) -> None:
        d = self.d
        wide, high = self.across - _GAP, self.high - _GAP
        fill, ink, border, dash = self._look(tile)
        leads = (
            self.linked
            and tile.state not in ("absent", "not-named")
            and not (tile.state == "count" and not (tile.count or tile.contested or tile.planned))
        )
        if leads:
            d.link(f"t-{tile.name.id}", sentence(tile), tile.name.id)
        else:
            d.open(sentence(tile), tile.name.id)
        d.add(
            f'<rect class="hit" x="{n(x + 1)}" y="{n(y + 1)}" width="{n(wide - 2)}" height="{n(high - 2)}" rx="4" '
            f'fill="{fill}" stroke="{border}" stroke-width="1.6"' + (f' stroke-dasharray="{dash}"/>' if dash else "/>")
        )
        middle = x + wide / 2
        size = 10.5 if self.narrow else 12.0
        face = tile.code if self.narrow and tile.code and tile.face.language == "en" else clean(tile.face.label)
        longest = max(face.split(), key=lambda word: width(word, size), default="")
        size = max(8.5, min(size, size * (wide - 12) / max(width(longest, size), 1)))
        lines = wrap(face, size, wide - 4)[:3]
        value = self._value(tile)
        big = self.size(False) + 1 if value else 0.0
        block = len(lines) * (size + 1.5) + big
        at = y + (high - block) / 2 + size - 1
        if tile.state == "absent":
            room = max(width(line, size) for line in lines) + 6
            d.rect(middle - room / 2, at - size - 1, room, len(lines) * (size + 1.5) + 4, "#ffffff", radius=3)
        for line in lines:
            d.text(middle, at, line, size, anchor="middle", fill=ink, language=tile.face.language, name="ink")
            at += size + 1.5
        small = self.tiles.thing is not None
        d.text(middle, at + (1 if small else 4), value, self.size(small), anchor="middle", bold=True, fill=ink,
               name="value")  # fmt: skip
        signs = [("?", False, bool(tile.contested)), ("○", True, bool(tile.planned))]
        if self.tiles.thing is not None:
            signs = [("?", False, tile.state == "contested"), ("○", True, tile.state == "planned")]
        for sign, planned, some in signs:
            shown = some and tile.state != "absent"
            d.badge(x + 9 if planned else x + wide - 9, y + high - 10, sign, planned, shown=shown)
        d.close("a" if leads else "g")

    def size(self, words: bool) -> float:
        """Returns the font size of a tile's value: words are smaller than a number."""
        return (10.0 if self.narrow else 11.5) if words else 13.0 if self.narrow else 16.0

    def _look(self, tile: Tile) -> tuple[str, str, str, str]:
        if tile.state == "absent":
            return f"url(#{self.d.hatch})", INK, "#9aa5ae", ""
        if tile.state == "count":
            fill, ink = SHADES[step(tile.count, self.most)]
            return fill, ink, "#6b7782", ""
        return _LOOKS[tile.state]

    def _value(self, tile: Tile) -> str:
        """Returns the number, or the part in words where they fit, else a sign."""
        if tile.state in ("count", "absent"):
            return str(tile.count) if tile.state == "count" else ""
        if self.narrow:
            return "✓" if tile.state == "fact" else ""
        words = role_words(tile.roles) if tile.state == "fact" else state_word(tile.state)
        return words if width(words, 11.5, bold=True) < self.across - 2 * _GAP else "✓" if tile.state == "fact" else ""
