"""The public names: few, documented, loaded on first use, and pleasant in a notebook."""

import subprocess
import sys

import pytest

import graph
from graph.errors import NotThere, Usage
from graph.landscape import Landscape
from tests.conftest import WORLD


def test_a_dozen_names_or_so_each_documented() -> None:
    assert 10 <= len(graph.__all__) <= 22
    assert list(graph.__all__) == sorted(graph.__all__)
    for name in graph.__all__:
        assert getattr(graph, name).__doc__, name
    with pytest.raises(AttributeError):
        _ = graph.nothing


def test_importing_loads_nothing() -> None:
    program = "import sys, graph; print([name for name in ('pyoxigraph', 'click', 'pandas', 'rdflib') if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_ask_by_name_as_typed_and_as_a_table(world: Landscape) -> None:
    by_id = world.ask("governs", service="jmu")
    assert by_id.rows == world.ask("Which board governs the Joint Marine Unit?").rows
    frame = by_id.to_frame()
    assert frame.loc[0, "body_id"] == "marine-board"
    assert "<table" in by_id._repr_html_()
    assert len(by_id) == len(frame)


def test_views_are_new_and_the_old_one_stays(world: Landscape) -> None:
    earlier = world.as_of("2012-06-01")
    assert str(earlier.view.as_of) == "2012-06-01"
    assert str(world.view.as_of) == "2026-11-22"
    wider = world.lens(standing="accepted,contested", include_planned=True)
    assert wider.view.standing == ("accepted", "contested")
    assert "2026-11-22" in repr(world)
    with pytest.raises(Usage, match="2021-11-24"):
        world.as_of("24/11/2021")


def test_query_gives_a_table(world: Landscape) -> None:
    frame = world.query("SELECT ?force WHERE { ?force a pcol:PoliceForce } ORDER BY ?force")
    assert list(frame.columns) == ["force", "force_id"]
    assert list(frame["force"]) == ["Eastshire Police", "Northshire Police", "Southshire Police", "Westshire Police"]
    with pytest.raises(Usage, match="gives a graph"):
        world.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")


def test_sharing_is_square_and_counts_one_alone_on_the_diagonal(world: Landscape) -> None:
    frame = world.sharing()
    assert list(frame.index) == list(frame.columns)
    assert (frame.to_numpy() == frame.to_numpy().T).all()
    claims = world.table("claims")
    taking_part = claims[
        claims["relation"].isin(["hasParticipant", "resourcedBy"])
        & (claims["object"] == "northshire-police")
        & (claims["standing"] == "accepted")
        & (claims["modality"] == "actual")
        & (claims["valid_to"] == "")
    ]
    assert frame.loc["Northshire Police", "Northshire Police"] == taking_part["subject"].nunique()


def test_questions_and_tables(world: Landscape) -> None:
    questions = world.questions()
    assert list(questions.columns) == ["id", "title", "group", "parameters"]
    assert len(questions) >= 44
    assert list(world.table("links")["scheme"]) == ["police-uk", "website", "website"]
    with pytest.raises(NotThere, match="entities"):
        world.table("moods")


def test_welsh_stays_with_its_landscape(state: object) -> None:
    welsh = graph.open_landscape(WORLD, as_of="2026-11-22", language="cy")
    english = graph.open_landscape(WORLD, as_of="2026-11-22")
    assert welsh.ask("governs", service="jmu").question.startswith("Pa fwrdd")
    assert english.ask("governs", service="jmu").question.startswith("Which board")


def test_a_picture_saves_itself_and_shows_itself(world: Landscape, tmp_path: object) -> None:
    from pathlib import Path

    picture = world.draw("ego", "jdu")
    place = picture.save(Path(str(tmp_path)) / "jdu.html")
    assert place.read_text(encoding="utf-8") == picture.html
    assert picture._repr_html_().startswith("<iframe srcdoc=")
    with pytest.raises(Usage, match="network, ego"):
        world.draw("pie")


def test_networks_have_a_claim_and_evidence_on_every_edge(world: Landscape) -> None:
    network = world.network()
    assert network.number_of_edges() >= 20
    for _, _, data in network.edges(data=True):
        assert data["evidence"], data["claim"]
        assert data["grade"] in ("stated", "inferred", "class-level")
    assert {data["kind"] for _, data in network.nodes(data=True)} <= {
        "board", "board-kind", "arrangement", "service", "force", "policing-body", "agency", "grouping", "agreement",
    }  # fmt: skip


def test_an_ego_is_small_and_says_what_it_leaves_out(world: Landscape) -> None:
    from graph.analysis.network import ego

    whole = world.network("northshire-police")
    assert whole.nodes["northshire-police"]["focus"] is True
    small = ego(world, "northshire-police", most=5)
    assert small.number_of_nodes() == 5
    assert any("left out" in note for note in small.graph["notes"])
    with pytest.raises(NotThere, match="Nothing touches"):
        world.network("kennels")


def test_every_answer_speaks_the_language_of_its_landscape(state: object) -> None:
    welsh = graph.open_landscape(WORLD, as_of="2026-11-22", language="cy")
    assert welsh.find("jdu").question.startswith("Beth")
    assert "Pa ddarnau" in welsh.cite("jdu").question
    with pytest.raises(NotThere, match="Nid oes dim"):
        welsh.resolve("zzzzzz")
    assert graph.open_landscape(WORLD, as_of="2026-11-22").find("jdu").question.startswith("What")


def test_a_language_we_do_not_speak(state: object) -> None:
    with pytest.raises(Usage, match="en, cy"):
        graph.open_landscape(WORLD, language="fr")


def test_a_moment_is_taken_for_its_day(state: object) -> None:
    from datetime import datetime

    assert str(graph.open_landscape(WORLD, as_of=datetime(2021, 11, 24, 9, 30)).view.as_of) == "2021-11-24"


def test_a_landscape_and_its_answers_show_themselves(world: Landscape) -> None:
    card = world._repr_html_()
    assert "police forces" in card
    assert world.snapshot.version in card
    shown = world.ask("governs", service="jmu")._repr_html_()
    assert "<caption" in shown
    assert 'title="marine-board"' in shown
    assert "As of 2026-11-22" in shown
    assert "http" not in card + shown


def test_what_shows_itself_is_escaped() -> None:
    answer = graph.Answer("<b>?", ("<i>",), (("<script>alert(1)</script>",), (graph.Thing('"', "<u>"),)), "", "", "")
    shown = answer._repr_html_()
    assert "<script" not in shown
    assert "<b>" not in shown
    assert "<i>" not in shown
    assert 'title="&quot;"' in shown


def test_an_answer_shows_sixty_rows_in_the_language_it_was_made_in(state: object) -> None:
    welsh = graph.open_landscape(WORLD, as_of="2026-11-22", language="cy").ask("forces")
    assert welsh.language == "cy"
    assert '<div lang="cy"' in welsh._repr_html_()
    long = graph.Answer("", ("a",), tuple((number,) for number in range(100)), "", "", "")
    assert "60 of 100" in long._repr_html_()
    assert [row["a"] for row in long] == list(range(100))


def test_changes_and_comparing_days(world: Landscape) -> None:
    assert {str(row["change"]) for row in world.changes("2000-01-01")} >= {"began", "published"}
    compared = world.compare("2012-06-01")
    assert compared.parameters == {"before": "2012-06-01", "after": "2026-11-22"}
    assert len(compared)
    for method in (world.changes, world.compare):
        with pytest.raises(Usage, match="earlier day"):
            method("2030-01-01")


def test_a_command_from_python(world: Landscape) -> None:
    from graph import collab

    lines = collab(f"members jdu --data {WORLD} --as-of 2026-11-22 -f csv -q").splitlines()
    assert lines[0].startswith("party,party_id")
    with pytest.raises(Usage, match="no command qurey"):
        collab("qurey")
    with pytest.raises(NotThere, match="Did you mean"):
        collab(f"governs 'Joint Dogs Unit' --data {WORLD}")
    with pytest.raises(Usage):
        collab("members 'unclosed")


def test_in_a_with_and_typed(state: object) -> None:
    from pathlib import Path

    with graph.open_landscape(WORLD, as_of="2026-11-22") as landscape:
        assert landscape.count("PoliceForce") == 4
    assert "store" not in vars(landscape)
    assert (Path(graph.__file__).parent / "py.typed").is_file()


def test_the_limits_of_other_readers_stay_as_they_were() -> None:
    program = (
        "import csv; usual = csv.field_size_limit(); import graph.facts.reading; print(csv.field_size_limit() == usual)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "True\n"
