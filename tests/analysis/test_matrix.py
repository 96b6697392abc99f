"""Who shares what with whom in the miniature world, counted by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.analysis.matrix import Matrix, PartyMatrix, clustered, matrix
from graph.errors import Usage
from graph.landscape import Landscape, open_landscape
from tests.conftest import DAY

NORTH, SOUTH, EAST, WEST = (f"{one}shire-police" for one in ("north", "south", "east", "west"))


def by_force(landscape: Landscape, **how: object) -> Matrix:
    made = matrix(landscape, **how)  # type: ignore[arg-type]
    assert isinstance(made, Matrix)
    return made


def counts(made: Matrix) -> dict[tuple[str, str], tuple[int, int, int]]:
    return {
        pair: (len(cell.shared), len(cell.contested), len(cell.planned))
        for pair, cell in made.cells.items()
        if pair[0] <= pair[1]
    }


def test_shared_contested_and_planned_are_counted_apart(world: Landscape) -> None:
    # North: jdu jmu jlt sfc naw shared-desk. South: the same without the desk. West: sfc naw; jdu contested; jmu planned.
    assert counts(by_force(world)) == {
        (NORTH, NORTH): (6, 0, 0),
        (NORTH, SOUTH): (5, 0, 0),
        (NORTH, WEST): (2, 1, 1),
        (EAST, NORTH): (1, 0, 0),
        (SOUTH, SOUTH): (5, 0, 0),
        (SOUTH, WEST): (2, 1, 1),
        (EAST, SOUTH): (1, 0, 0),
        (WEST, WEST): (2, 1, 1),
        (EAST, WEST): (1, 0, 0),
        (EAST, EAST): (1, 0, 0),
    }
    cell = by_force(world).cells[NORTH, WEST]
    assert (cell.shared, cell.contested, cell.planned) == (("naw", "sfc"), ("jdu",), ("jmu",))


def test_the_cells_are_symmetric_and_agree_with_the_sharing_table(world: Landscape) -> None:
    made = by_force(world)
    assert all(cell == made.cells[other, one] for (one, other), cell in made.cells.items())
    frame = world.sharing()
    for one in made.parties:
        for other in made.parties:
            assert frame.loc[one.name.label, other.name.label] == len(made.cells[one.name.id, other.name.id].shared)


def test_national_arrangements_can_be_left_out(world: Landscape) -> None:
    made = by_force(world, without_national=True)
    assert len(made.cells[NORTH, SOUTH].shared) == 4
    assert made.cells[EAST, NORTH].shared == ()
    assert made.cells[EAST, NORTH].known  # a true 0: our sources speak of both
    assert "naw" not in made.arrangements


def test_the_lens_decides_what_counts(world: Landscape) -> None:
    wider = by_force(world.lens(standing="accepted,contested", include_planned=True))
    assert counts(wider)[NORTH, WEST] == (3, 0, 1)  # the plan's day has not come
    assert "contested" in wider.caption.lens
    earlier = by_force(world.as_of("2012-06-01"))
    assert "shire-air" in earlier.cells[NORTH, SOUTH].shared
    assert "jmu" not in earlier.cells[NORTH, SOUTH].shared


def test_forces_without_any_part_are_absent_not_nought(world: Landscape) -> None:
    made = by_force(world, every_force=True)
    assert sum(party.known for party in made.parties) == 4
    assert [party.known for party in made.parties] == sorted((party.known for party in made.parties), reverse=True)
    assert len(made.parties) == 4 + 49
    assert not made.cells[NORTH, "kent-police"].known
    assert made.cells[NORTH, "kent-police"].shared == ()


def test_a_new_force_that_no_source_gives_a_part_does_not_appear(tables: Path) -> None:
    with (tables / "entities.csv").open("a", encoding="utf-8") as file:
        file.write("farshire-police,PoliceForce,,Farshire Police,,,,,\n")
    made = by_force(open_landscape(tables, as_of=DAY))
    assert {party.name.id for party in made.parties} == {NORTH, SOUTH, EAST, WEST}


def test_clustering_puts_those_that_share_most_side_by_side(world: Landscape) -> None:
    assert [party.name.id for party in by_force(world, order="cluster").parties] == [NORTH, SOUTH, WEST, EAST]
    shared = {("a", "a"): 3, ("b", "b"): 2, ("c", "c"): 3, ("a", "c"): 3, ("c", "a"): 3}
    assert clustered(["a", "b", "c"], shared) == ["a", "c", "b"]
    assert clustered([], {}) == []


def test_what_is_named_only_as_a_group_is_told(world: Landscape) -> None:
    notes = by_force(world).caption.notes
    assert any("Shires Cyber Hub" in note and "The three western shires" in note for note in notes)
    assert by_force(world).caption.answer == "Northshire Police and Southshire Police share the most arrangements: 5."


def test_every_shared_arrangement_has_its_claims_and_their_passages(world: Landscape) -> None:
    made = by_force(world)
    claims = {claim.id: claim for claim in made.arrangements["jdu"].claims}
    west = claims["jdu--participant--westshire"]
    assert (west.state, west.basis, west.standing) == ("contested", "stated", "contested")
    assert [(one.stance, one.source_id, one.item) for one in west.passages] == [
        ("disputes", "report-b", "3.1"), ("supports", "page-a", "Dog Unit"),
    ]  # fmt: skip
    assert claims["jdu--participant--northshire"].attested == "2024-03-20"


def test_parts_by_arrangement(world: Landscape) -> None:
    made = matrix(world, by="arrangement")
    assert isinstance(made, PartyMatrix)
    told = {pair: [(part.role, part.state) for part in parts] for pair, parts in made.parts.items()}
    assert told["sfc", WEST] == [("takes-part", "fact"), ("host", "fact")]
    assert told["jdu", WEST] == [("takes-part", "contested")]
    assert told["jmu", WEST] == [("takes-part", "planned")]
    assert told["nrs", NORTH] == [("served", "fact")]
    assert told["jdu", "excise-office"] == [("takes-part", "fact")]
    assert ("jlt", EAST) not in told  # only proposed
    kinds = [party.kind for party in made.parties]
    assert kinds == sorted(kinds, key=["force", "policing-body", "grouping", "agency"].index)
    assert sum(bool(one.shown) for one in made.arrangements.values()) == 8
    assert set(made.arrangements) - {one for one, _ in made.parts} == {"shire-air", "radio-renewal"}  # over


@pytest.mark.parametrize("how", [{"by": "colour"}, {"order": "size"}])
def test_an_unknown_choice_is_refused(world: Landscape, how: dict[str, str]) -> None:
    with pytest.raises(Usage, match="Choose from"):
        matrix(world, **how)  # type: ignore[arg-type]
