"""The schematic map: its grid, and what each force's tile says."""

from __future__ import annotations

import csv

import pytest

from graph.analysis.tiles import REGIONS, Tiles, places, tiles
from graph.errors import NotThere
from graph.landscape import Landscape
from tests.conftest import ROOT

BESIDE = {"police-scotland", "psni", "btp", "cnc", "mdp", "nca"}


def states(made: Tiles) -> dict[str, tuple[str, int]]:
    return {tile.name.id: (tile.state, tile.count) for tile in made.tiles if tile.state != "absent"}


def test_the_grid_has_every_force_once_and_no_two_in_one_place() -> None:
    grid = places(ROOT / "ontology")
    assert len(grid) == 43 + len(BESIDE)
    assert set(grid) >= BESIDE
    assert len({(place.column, place.row) for place in grid.values()}) == len(grid)
    assert {place.region for place in grid.values()} <= set(REGIONS)
    assert sum(place.region == "wales" for place in grid.values()) == 4
    assert max(place.column for place in grid.values()) == 6


def test_ids_of_the_grid_are_those_of_the_tables() -> None:
    with (ROOT / "data" / "entities.csv").open(encoding="utf-8-sig", newline="") as file:
        forces = {row["entity_id"] for row in csv.DictReader(file) if "PoliceForce" in row["types"].split(";")}
    assert forces <= set(places(ROOT / "ontology"))


@pytest.mark.parametrize(
    ("north", "south"),
    [("northumbria", "kent"), ("north-wales", "gwent"), ("cumbria", "cheshire"), ("essex", "sussex")],
)
def test_the_grid_keeps_north_above_south(north: str, south: str) -> None:
    grid = places(ROOT / "ontology")
    assert grid[f"{north}-police"].row < grid[f"{south}-police"].row


@pytest.mark.parametrize(
    ("west", "east"), [("south-wales", "gwent"), ("devon-and-cornwall", "dorset"), ("merseyside", "humberside")]
)
def test_the_grid_keeps_west_left_of_east(west: str, east: str) -> None:
    grid = places(ROOT / "ontology")
    assert grid[f"{west}-police"].column < grid[f"{east}-police"].column


def test_counts_in_the_miniature_world(world: Landscape) -> None:
    made = tiles(world)
    assert states(made) == {
        "northshire-police": ("count", 6),
        "southshire-police": ("count", 5),
        "westshire-police": ("count", 2),
        "eastshire-police": ("count", 1),
    }
    west = next(tile for tile in made.tiles if tile.name.id == "westshire-police")
    assert (west.shared, west.contested, west.planned) == (("naw", "sfc"), ("jdu",), ("jmu",))
    assert not any(tile.placed for tile in made.tiles)


def test_parts_in_one_collaboration(world: Landscape) -> None:
    told = {tile.name.id: (tile.state, tile.roles) for tile in tiles(world, "Joint Dog Unit").tiles}
    assert told == {
        "northshire-police": ("fact", ("host", "takes-part")),
        "southshire-police": ("fact", ("takes-part",)),
        "westshire-police": ("contested", ("takes-part",)),
        "eastshire-police": ("not-named", ()),
    }
    assert {tile.name.id: tile.state for tile in tiles(world, "jmu").tiles}["westshire-police"] == "planned"


def test_a_group_is_not_many_members(world: Landscape) -> None:
    made = tiles(world, "cyber-hub")
    assert {tile.name.id: tile.state for tile in made.tiles} == {
        "northshire-police": "group",
        "southshire-police": "group",
        "westshire-police": "group",
        "eastshire-police": "not-named",
    }
    north = next(tile for tile in made.tiles if tile.name.id == "northshire-police")
    assert [claim.id for claim in north.claims] == [
        "cyber-hub--participant--three-shires",
        "three-shires--member--northshire",
    ]
    assert made.caption.answer.startswith("Our sources name no force")


def test_forces_that_our_sources_do_not_speak_of_are_absent_never_nought(shipped: Landscape) -> None:
    made = tiles(shipped)
    told = {tile.name.id: tile for tile in made.tiles}
    assert told["avon-and-somerset-police"].state == "count"  # it hosted; so its 0 is one of our sources
    absent = [tile for tile in made.tiles if tile.state == "absent"]
    assert all(not tile.claims and not tile.count for tile in absent)
    assert {tile.state for tile in made.tiles} <= {"count", "absent"}
    frame = shipped.sharing()
    for tile in made.tiles:
        if tile.count and tile.name.id != "nca":  # an agency: it has a tile, but is no force of the table
            assert frame.loc[tile.name.label, tile.name.label] == tile.count
    assert told["nca"].state == "count"
    assert told["kent-police"].count > 5


def test_only_an_arrangement_can_be_mapped(world: Landscape) -> None:
    with pytest.raises(NotThere):
        tiles(world, "northshire-police")
