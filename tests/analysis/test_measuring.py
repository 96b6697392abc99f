"""Measures of the miniature world: exact rows, a caveat with every number, ranges by year, what is refused."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from graph.analysis.meeting import dated_parts, meetings, projection, projections
from graph.analysis.sharing import sharing
from graph.analysis.takings import MEASURES
from graph.answer import Thing
from graph.dates import parse_day
from graph.errors import NotThere, Usage
from graph.landscape import Landscape, open_landscape
from graph.oxigraph import NamedNode
from graph.terms import PREFIXES, expand
from graph.wording import language_of, say, speak
from tests.conftest import DAY, WORLD

# The four forces of the world: northshire, southshire, westshire, eastshire, by their letter.
FORCES = {
    letter: f"{name}-police"
    for letter, name in zip("nswe", ("northshire", "southshire", "westshire", "eastshire"), strict=True)
}


def rows(landscape: Landscape, *words: str, **options: Any) -> list[list[Any]]:
    answer = landscape.measure(*words, **options)
    return [
        [cell.id if isinstance(cell, Thing) else cell for cell in row if not isinstance(cell, tuple)]
        for row in answer.rows
    ]


@pytest.mark.parametrize(
    ("words", "options", "wanted"),
    [
        (["degree"], {}, [["e", 3, 1.0], ["n", 3, 1.0], ["s", 3, 1.0], ["w", 3, 1.0]]),
        (["degree"], {"without_national": True}, [["n", 2, 1.0], ["s", 2, 1.0], ["w", 2, 1.0]]),
        (["strength"], {}, [["n", 8, 6], ["s", 8, 5], ["w", 5, 2], ["e", 3, 1]]),
        (["overlap", "westshire-police"], {"without_national": True}, [["s", "w", 1, 0.25, 1.0], ["n", "w", 1, 0.2, 1.0]]),
        (["core"], {}, [["e", 3], ["n", 3], ["s", 3], ["w", 3]]),
        (["betweenness", "northshire-police"], {"of": "bodies"}, [["n", 0.5]]),
        (["communities"], {"without_national": True}, [[1, "n", 3, 1.0], [1, "s", 3, 1.0], [1, "w", 3, 1.0]]),
        (["hosting"], {}, [["n", 1, 0.5], ["w", 1, 0.5]]),
        (["degree", "jdu"], {"of": "arrangements"}, [["jdu", 5, 1.0]]),
        (["degree"], {"of": "parties"}, [["chief-constable-northshire", 2, 1.0], ["pcc-northshire", 2, 1.0], ["pcc-southshire", 2, 1.0]]),
        (["brokerage"], {}, []),
    ],
    ids=str,
)  # fmt: skip
def test_rows(world: Landscape, words: list[str], options: dict[str, Any], wanted: list[list[Any]]) -> None:
    assert rows(world, *words, **options) == [[FORCES.get(cell, cell) for cell in row] for row in wanted]


def test_strength_is_what_the_table_of_sharing_adds_up_to(world: Landscape) -> None:
    frame = sharing(world)
    for row in world.measure("strength").rows:
        label = str(row[0])
        forces = [name for name in frame.index if name != label and not name.startswith("Police and Crime")]
        assert frame.loc[label, forces].sum() == row[1]
        assert frame.loc[label, label] == row[2]


@pytest.mark.parametrize("name", MEASURES)
@pytest.mark.parametrize("language", ["en", "cy"])
def test_every_number_has_its_caveat(name: str, language: str) -> None:
    seen = open_landscape(WORLD, as_of=DAY, language=language)
    answer = seen.measure(name)
    speak(language)
    assert answer.assumptions[0] == say(f"measure.reads-{name}")
    assert language_of(f"measure.reads-{name}") == language
    declared = projection(seen, "forces")
    if MEASURES[name].network:
        assert {declared.means, declared.means_not} <= set(answer.assumptions)
    assert say("measure.open-world") in answer.not_known
    assert answer.columns == MEASURES[name].columns


def test_every_projection_says_what_an_edge_means_and_what_it_does_not_in_both_languages() -> None:
    for language in ("en", "cy"):
        known = projections(open_landscape(WORLD, as_of=DAY, language=language))
        assert list(known) == ["arrangements", "bodies", "forces", "parties"]
        for one in known.values():
            assert one.means
            assert one.means_not
            assert one.joins
            assert one.meets_in
    english, welsh = (projections(open_landscape(WORLD, as_of=DAY, language=one)) for one in ("en", "cy"))
    assert all(english[name].means != welsh[name].means for name in english)


@pytest.mark.parametrize(
    "day", ["2010-01-01", "2013-07-15", "2014-12-31", "2018-06-01", "2024-03-20", "2024-06-15", "2026-11-22"]
)
def test_a_part_is_in_force_as_the_rule_of_the_store_has_it(world: Landscape, day: str) -> None:
    """R10 and `Part.on` are one rule written twice."""
    grades = {"certain": "certain", "possible": "possible", "ended": "no", "not-yet": "no"}
    seen = world.as_of(day)
    parts = dated_parts(world, projection(world, "forces"))
    assert len(parts) >= 15
    for part in parts:
        node = NamedNode(PREFIXES["claim"] + part.claim)
        (quad,) = seen.store.quads_for_pattern(node, NamedNode(expand("pcol:inForce")), None, None)
        word = quad.object.value.rsplit("in-force-", 1)[-1]  # type: ignore[union-attr]
        assert part.on(parse_day(day)) == grades[word], part.claim


def test_by_year_a_value_is_a_range(world: Landscape) -> None:
    found = rows(world, "degree", "northshire-police", years=(2012, 2026))
    assert [row[0] for row in found] == list(range(2012, 2027))
    assert all(0 <= low <= high for _, _, low, high in found)
    by_year = {year: (low, high) for year, _, low, high in found}
    assert by_year[2018] == (2, 3)  # marine unit and radio renewal for certain
    assert by_year[2026] == (0, 3)  # nothing is attested any more
    assert by_year[2012] == (0, 2)  # the air wing had not begun


def test_the_widest_network_of_a_year_is_what_the_store_takes_for_fact_on_its_last_day(world: Landscape) -> None:
    of = projection(world, "forces")
    for year in (2010, 2016, 2021, 2024):
        on_the_day = meetings(world.as_of(date(year, 12, 31)), of).graph()
        series = {row[1]: row[3] for row in rows(world, "degree", years=(year, year))}
        assert series == {node: on_the_day.degree(node) for node in on_the_day}


def test_contested_parts_count_where_the_lens_takes_them_in(world: Landscape) -> None:
    usual, wider = (
        rows(one, "strength", "westshire-police")[0][1] for one in (world, world.lens(standing="accepted,contested"))
    )
    assert wider == usual + 2


@pytest.mark.parametrize(
    ("words", "options", "error", "says"),
    [
        (["centrality"], {}, Usage, "all, degree"),
        (["degree"], {"of": "people"}, NotThere, "forces: forces that share"),
        (["degree", "nobody"], {}, NotThere, "called “nobody”"),
        (["degree", "midvale-council"], {}, NotThere, "not in this network"),
        (["betweenness"], {"years": (2012, 2014)}, Usage, "degree, strength, core"),
        (["degree"], {"years": (2014, 2012)}, Usage, "2014"),
        (["brokerage"], {"regions": "postal"}, Usage, "organised-crime"),
        (["degree", "excise-office"], {"years": (2012, 2013)}, NotThere, "not in this network"),
    ],
)  # fmt: skip
def test_what_cannot_be_measured_is_said_in_a_sentence(
    world: Landscape, words: list[str], options: dict[str, Any], error: type[Exception], says: str
) -> None:
    with pytest.raises(error, match=says):
        world.measure(*words, **options)


@pytest.mark.parametrize("name", MEASURES)
def test_an_empty_world_has_no_numbers(name: str, tmp_path: Path) -> None:
    tables = Path(shutil.copytree(WORLD, tmp_path / "tables"))
    for path in tables.glob("*.csv"):
        path.write_text(path.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    answer = open_landscape(tables, as_of=DAY).measure(name)
    assert answer.rows == ()
    assert "does not say that there is nothing" in answer.not_known[0]


def test_regions_are_those_of_one_function(tmp_path: Path) -> None:
    tables = Path(shutil.copytree(WORLD, tmp_path / "tables"))
    with (tables / "entities.csv").open("a", encoding="utf-8") as file:
        file.write(
            "west,ForceGrouping,,West region,,regional,organised-crime,,\neast,ForceGrouping,,East region,,regional,organised-crime,,\n"
        )
        file.write("pact,Collaboration,,Pact,,regional,,,\ndeal,Collaboration,,Deal,,regional,,,\n")
    with (tables / "claims.csv").open("a", encoding="utf-8") as file:
        for region, force in (
            ("west", "northshire"),
            ("west", "southshire"),
            ("east", "eastshire"),
            ("east", "westshire"),
            ("west", "westshire"),
        ):
            file.write(f"{region}--member--{force},{region},hasMember,{force}-police,,,,actual,accepted,,stated,\n")
        for pact, force in (("pact", "northshire"), ("pact", "eastshire")):
            file.write(
                f"{pact}--participant--{force},{pact},hasParticipant,{force}-police,,,,actual,accepted,,stated,\n"
            )
    seen = open_landscape(tables, as_of=DAY)
    answer = seen.measure("brokerage", without_national=True)
    found = {row[0].id: row[2:] for row in answer.rows}  # type: ignore[union-attr]
    # North stands between south, of its own region, and east; west is in two regions and so in none.
    assert found["northshire-police"] == (0, 1, 0, 0, 1)
    assert "westshire-police" not in found
    assert "One thing is in no region, or in several, and is left out." in answer.assumptions
