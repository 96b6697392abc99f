"""What each kind of page says of the miniature world, word for word where it matters."""

from __future__ import annotations

import html
import json
import re

import pytest
from starlette.testclient import TestClient

from graph.analysis.statements import Span
from graph.landscape import Landscape
from graph.questions.library import library
from graph.questions.showing import show
from graph.web.pages.pictures import TYPES
from graph.web.rendering import editor_address, history_address, worded
from tests.conftest import ROOT
from tests.web.reading import Page, words

QUESTIONS = library(ROOT / "ontology")
THINGS = ("jdu", "nrs", "sfc", "northshire-police", "shires-collaboration-board", "pcc-northshire", "act-s22a",
          "forensic-agreement", "digital-strategy", "shires-services", "shires-audit", "northshire-police-authority",
          "concern-backlog", "decision-budget", "kennels", "annex-a", "efficiency-group")  # fmt: skip
# One address of every kind of page.
EVERY_KIND = (
    "/",
    "/things",
    "/things?kind=PoliceForce",
    "/thing/jdu",
    "/thing/northshire-police",
    "/thing/shires-collaboration-board",
    "/thing/report-b",
    "/thing/jdu--participant--westshire",
    "/thing/jdu-forces",
    "/thing/kennels-wing",
    "/questions",
    "/question/governs",
    "/question/governs?service=jmu",
    "/question/by-function?function=air-support",
    "/search?q=dog",
    "/compare?a=northshire-police&b=southshire-police",
    "/disagreements",
    "/sources",
    "/welsh-names",
    "/pictures",
    "/picture/ego?thing=jdu",
    "/picture/matrix",
    "/workbench?query=SELECT+%3Fs+%7B+%3Fs+a+pcol%3AJointUnit+%7D",
    "/ontology",
    "/data",
    "/about",
)


def read(site: TestClient, address: str, status: int = 200) -> Page:
    answer = site.get(address)
    assert answer.status_code == status, answer.text[:400]
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    return Page(answer.text)


@pytest.mark.parametrize("language", ["en", "cy"])
@pytest.mark.parametrize("address", EVERY_KIND)
def test_every_kind_of_page_is_whole(site: TestClient, address: str, language: str) -> None:
    page = read(site, address + ("&" if "?" in address else "?") + f"lang={language}")
    assert page.one("./html").get("lang") == language
    assert len(page.all(".//h1")) == 1
    assert page.one(".//title").text
    # Scripts on one page alone, and those files of ours; none in line.
    scripts = [(one.get("src"), one.text) for one in page.root.iter("script")]
    ours = [(one, None) for one in (history_address(), editor_address()) if one]
    assert scripts == (ours if address.startswith("/workbench") else [])
    assert not [
        one for one in page.root.iter() if "style" in one.attrib or any(name.startswith("on") for name in one.attrib)
    ]
    other = {"en": "cy", "cy": "en"}[language]
    (switch,) = [one for one in page.all(".//nav/a") if one.get("hreflang")]
    assert (switch.get("lang"), words(switch)) == (other, {"en": "English", "cy": "Cymraeg"}[other])
    there = site.get(switch.get("href", ""))
    assert there.status_code == 200
    assert there.url.path == address.partition("?")[0]
    assert f'<html lang="{other}">' in there.text


def test_every_link_of_every_kind_of_page_leads_somewhere(site: TestClient) -> None:
    found = {link for address in EVERY_KIND for link in read(site, address).links()}
    ours = {link.partition("#")[0] for link in found if link.startswith("/")}
    # What is made when it is first asked for may take a while: test_exported.py asks for all of that.
    machines = ("/doc/", "/sparql", "/openapi.json", "/data/exports/", "/data.ttl", "/data.jsonld")
    pictures = tuple(TYPES)
    plain = sorted(
        link for link in ours if not link.startswith(machines) and not link.partition("?")[0].endswith(pictures)
    )
    assert len(plain) > 300
    wrong = {link: status for link in plain if (status := site.get(link).status_code) not in (200, 301, 303)}
    assert wrong == {}


def test_a_link_carries_day_lens_and_language_on(site: TestClient) -> None:
    page = read(site, "/thing/jdu?as_of=2020-05-01&standing=accepted,contested&include_planned=yes&lang=cy")
    carried = "as_of=2020-05-01&standing=accepted%2Ccontested&include_planned=true&lang=cy"
    ours = [link for link in page.links() if link.startswith("/thing/") and link != "/thing/jdu?lang=cy"]
    ours = [link for link in ours if not link.endswith("lang=en")]
    assert len(ours) > 20
    assert [link for link in ours if not link.endswith(carried)] == []


# --- the front ---------------------------------------------------------------------------------------------


def test_the_front_counts_what_there_is(site: TestClient) -> None:
    page = read(site, "/")
    assert page.h1 == "Who works with whom in UK policing"
    assert page.words(".//ul[@class='counts']/li") == [
        "4 police forces",
        "3 policing bodies (PCCs and police authorities)",
        "4 other agencies",
        "9 collaborations: joint units, consortia, programmes",
        "3 services and systems",
        "8 governance bodies named in the sources",
        "2 agreements",
        "109 claims, resting on 60 passages and records of 7 sources",
    ]


def test_the_front_says_how_surely_governance_is_known(site: TestClient, world: Landscape) -> None:
    answer = world.ask("governance-grades")
    place = answer.columns.index("grade")
    counts = [
        sum(1 for row in answer.rows if str(row[place]) == grade) for grade in ("named", "class-level", "none-stated")
    ]
    assert [words(one) for one in read(site, "/").all(".//ul[@class='grades']//span")] == [str(one) for one in counts]


def test_the_front_asks_what_the_landscape_can_answer(site: TestClient) -> None:
    """The examples of the library name things of the shipped data; where they are not here, the form is offered."""
    page = read(site, "/")
    assert page.words(".//ul[@class='asked']/li")[:2] == [
        "Which board governs a service?",
        "Whom does an organisation work with?",
    ]


def test_the_front_lists_open_disagreements_and_the_latest_changes(site: TestClient) -> None:
    page = read(site, "/")
    assert words(page.section("open")).startswith(
        "Where the sources still disagree Is Westshire in the Joint Dog Unit?"
    )
    dates = [words(one) for one in page.section("latest").iter("dt")]
    assert dates[:3] == ["January 2026", "November 2025", "14 May 2025"] or len(dates) == 8


# --- one thing ---------------------------------------------------------------------------------------------


def test_a_unit_tells_who_takes_part_and_what_is_contested(site: TestClient) -> None:
    page = read(site, "/thing/jdu")
    assert page.h1 == "Joint Dog Unit"
    assert page.words(".//p[@class='kind']") == ["joint unit · regional"]
    assert page.words(".//p[@class='also']") == ["Dog Section · JDU"]
    assert page.lines("s-parties") == [
        "Northshire Police",
        "Southshire Police",
        "Westshire Police contested",
        "Excise Office",
        "Northshire Police",
    ]
    passages = [words(one) for one in page.one(".//li[@id='jdu--participant--westshire']").iter("li")][1:]
    assert sorted(one.partition(":")[0] for one in passages) == ["Disputes", "Supports"]
    assert "The page lists three forces, the later report two." in words(page.section("s-parties"))


@pytest.mark.parametrize(
    ("force", "lines"),
    [
        ("northshire-police", ["Joint Dog Unit", "also employs its staff", "Joint Legal Team"]),
        ("westshire-police", ["National Air Wing", "Shires Forensic Consortium", "also hosts it since July 2024",
                              "also hosts it since June 2024 planned", "Joint Dog Unit contested"]),
    ],
)  # fmt: skip
def test_an_arrangement_stands_once_on_a_forces_page_with_its_roles(
    site: TestClient, force: str, lines: list[str]
) -> None:
    page = read(site, f"/thing/{force}")
    assert page.lines("s-part")[: len(lines)] == lines
    links = [one.find(".//a") for one in page.section("s-part").findall(".//ul[@class='lines']/li/div")]
    names = [words(one) for one in links if one is not None]
    assert len(names) == len(set(names)) > 5


@pytest.mark.parametrize(
    ("address", "lines"),
    [
        ("/thing/northshire-police", ["northshire data.police.uk"]),
        ("/thing/pcc-northshire?lang=cy", ["https://northshire.example/ gwefan"]),
    ],
)
def test_a_code_stands_with_whose_it_is(site: TestClient, address: str, lines: list[str]) -> None:
    assert [line for line in read(site, address).lines("names") if line.split()[0] in lines[0]] == lines


def test_governance_comes_with_its_grade_and_its_chain(site: TestClient) -> None:
    page = read(site, "/thing/jmu")
    section = page.section("governs")
    assert words(section).startswith("Which board governs it A source names a body for it.")
    assert page.lines("governs")[:3] == [
        "governed by Marine Management Board named evidence",
        "reports to Shires Collaboration Board named evidence",
        "reports to Shires Policing Council named evidence",
    ]
    assert all("class level" in line for line in page.lines("governs")[3:])


def test_a_step_up_stands_below_the_body_that_takes_it(site: TestClient) -> None:
    for thing in ("jmu", "jdu", "nrs"):
        above = ""
        for line in read(site, f"/thing/{thing}").section("governs").iter("li"):
            text = words(line)
            if "hop-1" not in line.get("class", ""):
                way = text.partition("by way of ")[2]
                assert way
                assert way in above, f"{thing}: {text}"
            above = text if "hop-1" in line.get("class", "") else above + " " + text


def test_what_is_not_known_is_said(site: TestClient) -> None:
    page = read(site, "/thing/nrs")
    assert [words(one) for one in page.section("unknown").iter("li")] == [
        "Shires Digital Group is named for National Records System as a plan; no source says that it has come about.",
        "What Shires Efficiency Board itself reports to is not stated.",
        "What Shires Policing Council itself reports to is not stated.",
        "No source on hand states a legal basis for National Records System, its own or a general one.",
        "Who takes part in National Records System is not stated in our sources.",
        "No Welsh name of National Records System is in our sources.",
    ]


@pytest.mark.parametrize(
    ("thing", "sentence"),
    [
        ("shires-collaboration-board", "Our sources do not state who the members of Shires Collaboration Board are."),
        ("shires-policing-council", "What Shires Policing Council itself reports to is not stated."),
        ("northshire-police-authority", "No Welsh name of Northshire Police Authority is in our sources."),
        ("forensic-agreement", "No Welsh name of"),
    ],
)
def test_every_class_of_thing_says_what_is_not_known_of_it(site: TestClient, thing: str, sentence: str) -> None:
    said = [words(one) for one in read(site, f"/thing/{thing}").section("unknown").iter("li")]
    assert any(one.startswith(sentence) for one in said), said


@pytest.mark.parametrize(
    ("day", "hosts"),
    [
        ("2024-01-01", ["Eastshire Police until June 2024", "Westshire Police since June 2024 planned",
                        "Westshire Police since July 2024 not yet begun"]),
        ("2025-01-01", ["Westshire Police since July 2024", "Westshire Police since June 2024 planned",
                        "Eastshire Police until June 2024 ended"]),
    ],
)  # fmt: skip
def test_a_page_speaks_of_its_day(site: TestClient, day: str, hosts: list[str]) -> None:
    page = read(site, f"/thing/sfc?as_of={day}")
    assert page.lines("s-parties")[3:] == hosts


@pytest.mark.parametrize("name", THINGS)
def test_no_claim_is_left_out(site: TestClient, world: Landscape, name: str) -> None:
    answer = show(world.resolve(name), world.asked)
    at = {column: answer.columns.index(column) for column in ("claim", "direction")}
    claims = {row[at["claim"]].id for row in answer.rows if row[at["direction"]] != "about"}  # type: ignore[union-attr]
    page = read(site, f"/thing/{name}")
    linked = {link.partition("/thing/")[2].partition("?")[0] for link in page.links()}
    assert sorted(claims - linked) == []
    records = {row[at["claim"]].id for row in answer.rows if row[at["direction"]] == "about"}  # type: ignore[union-attr]
    assert sorted(records - linked) == []


def test_a_claim_shows_both_sides(site: TestClient) -> None:
    page = read(site, "/thing/jdu--participant--westshire")
    assert page.h1 == "Joint Dog Unit has participant Westshire Police"
    assert len(list(page.section("yes").iter("li"))) == 1
    assert len(list(page.section("no").iter("li"))) == 1
    assert "Shown as contested; not counted." in words(page.one(".//dl"))
    assert "Is Westshire in the Joint Dog Unit?" in words(page.section("disputed"))


def test_a_claim_counts_under_the_lens_that_takes_it(site: TestClient) -> None:
    page = read(site, "/thing/jdu--participant--westshire?standing=accepted&standing=contested")
    assert "Counts as fact." in words(page.one(".//dl"))


def test_a_rejected_claim_says_why(site: TestClient, world: Landscape) -> None:
    row = world.table("rejected").iloc[0]
    page = read(site, f"/thing/{row['claim_id']}")
    assert row["reason"] in words(page.one(".//main"))
    assert "It counts as fact under no lens." in words(page.one(".//main"))


def test_a_source_tells_what_rests_on_it(site: TestClient, world: Landscape) -> None:
    page = read(site, "/thing/report-b")
    assert page.h1 == "Collaboration update report"
    assert "Accepted on 6 March 2024" in words(page.one(".//dl"))
    rows = page.section("rests").findall(".//tbody/tr")
    assert len(rows) == len(world.ask("what-rests-on-source", source="report-b"))


def test_the_data_of_a_thing_is_what_show_answers(site: TestClient, world: Landscape) -> None:
    answer = show(world.resolve("jdu"), world.asked)
    assert site.get("/thing/jdu.json").json() == answer.envelope()
    assert site.get("/thing/jdu.csv").text.splitlines()[0].startswith("relation,direction,other,other_id")


def test_lists_hold_what_there_is_of_a_class(site: TestClient) -> None:
    page = read(site, "/things?kind=PoliceForce")
    assert page.words(".//ul[@class='columns']/li") == [
        "Eastshire Police",
        "Northshire Police",
        "Southshire Police",
        "Westshire Police",
    ]


@pytest.mark.parametrize(
    ("address", "columns", "row", "count"),
    [
        ("/things{}?kind=PoliceForce", "thing,thing_id,kind", "Eastshire Police,eastshire-police,PoliceForce", 4),
        ("/questions{}", "id,group,title,parameters", "agencies,landscape,Which public bodies", 80),
        ("/search{}?q=dog", "thing,thing_id,kind,name,language,why,score", "Joint Dog Unit,jdu,", 1),
        ("/compare{}?a=northshire-police&b=southshire-police", "relation,thing,thing_id,one,one_id,other,other_id",
         "Takes part in,Joint Dog Unit,jdu,stated,jdu--participant--northshire,stated,jdu--participant--southshire", 5),
    ],
)  # fmt: skip
def test_what_a_page_lists_can_be_taken_away(
    site: TestClient, address: str, columns: str, row: str, count: int
) -> None:
    lines = site.get(address.format(".csv")).text.lstrip("\ufeff").splitlines()
    assert lines[0] == columns
    assert any(line.startswith(row) for line in lines[1:]), lines[:9]
    rows = site.get(address.format(".json")).json()["rows"]
    assert len(rows) == len(lines) - 1 >= count
    links = read(site, address.format("")).links()
    assert {address.format(ending) for ending in (".csv", ".json", ".xlsx")} <= set(links)


def test_a_comparison_calls_nothing_stated_that_is_inferred(site: TestClient) -> None:
    page = read(site, "/compare?a=northshire-police&b=southshire-police")
    (row,) = [
        one
        for one in page.all(".//tr")
        if one.find("./th/a") is not None and words(one).startswith("National Air Wing")
    ]
    assert [words(cell) for cell in row.findall("./td")] == ["stated evidence", "inferred evidence"]
    rows = site.get("/compare.json?a=northshire-police&b=southshire-police").json()["rows"]
    (told,) = [one for one in rows if one["thing"] == {"id": "naw", "label": "National Air Wing"}]
    assert told["one"]["label"] == "stated"
    assert told["other"] == {"id": "naw--participant--southshire", "label": "inferred"}


def test_a_comparison_of_one_thing_is_refused(site: TestClient) -> None:
    answer = site.get("/compare.json?a=northshire-police")
    assert answer.status_code == 400
    assert "one thing more: a, b." in answer.json()["error"]
    assert site.get("/things.json?kind=Nonesuch").status_code == 404


# --- questions ---------------------------------------------------------------------------------------------


def test_the_library_is_listed_whole(site: TestClient) -> None:
    listed = {link.partition("/question/")[2] for link in read(site, "/questions").links() if "/question/" in link}
    assert listed == set(QUESTIONS)
    assert len(listed) >= 80


@pytest.mark.parametrize("name", sorted(QUESTIONS))
def test_every_question_has_a_page_and_those_that_need_nothing_an_answer(
    site: TestClient, world: Landscape, name: str
) -> None:
    page = read(site, f"/question/{name}")
    needs = [one.name for one in QUESTIONS[name].parameters if one.required]
    fields = [one.get("name") for one in page.all(".//form[@class='parameters']//*[@name]")]
    assert [one for one in fields if one] == [one.name for one in QUESTIONS[name].parameters]
    if needs:
        assert page.all(".//section[@aria-labelledby='card']") == []
        return
    answer = world.ask(name)
    assert len(page.all(".//section[@aria-labelledby='answer-heading']//tbody/tr")) == min(len(answer), 500)
    assert answer.data_version in words(page.section("card"))


def test_an_answer_has_its_rows_its_query_and_a_card(site: TestClient, world: Landscape) -> None:
    page = read(site, "/question/governs?service=Joint+Marine+Unit")
    answer = world.ask("governs", service="jmu")
    assert page.h1 == "Which board governs Joint Marine Unit?"
    assert len(page.all(".//tbody/tr")) == len(answer)
    assert page.one(".//input[@id='p-service']").get("value") == "Joint Marine Unit"
    assert "pid:jmu" in words(page.one(".//pre")) or "/id/jmu>" in words(page.one(".//pre"))
    card = words(page.section("card"))
    for told in (answer.question, "service: Joint Marine Unit (jmu)", "22 November 2026", answer.lens, answer.data_version,
                 *answer.assumptions, *answer.not_known):  # fmt: skip
        assert told in card
    assert "as_of=2026-11-22" in card


@pytest.mark.parametrize("ending", ["csv", "tsv", "json", "ndjson", "md", "xlsx"])
def test_an_answer_can_be_taken_away(site: TestClient, world: Landscape, ending: str) -> None:
    from graph.formats import render

    answer = site.get(f"/question/partners.{ending}?org=northshire-police&as_of=2013-01-01")
    kind = {"md": "markdown"}.get(ending, ending)
    if ending != "xlsx":  # a workbook holds the moment it was made
        assert answer.content == render(world.as_of("2013-01-01").ask("partners", org="northshire-police"), kind)
    assert answer.headers["content-disposition"] == f'inline; filename="partners.{ending}"'


def test_the_envelope_is_that_of_the_command_line(site: TestClient, world: Landscape) -> None:
    assert (
        site.get("/question/members.json?collaboration=jdu").json()
        == world.ask("members", collaboration="jdu").envelope()
    )


def test_a_wrong_name_is_answered_with_what_may_be_meant(site: TestClient) -> None:
    page = read(site, "/question/governs?service=Joint+Dig+Unit", 404)
    assert page.words(".//div[@role='alert']/p") == ["Nothing here is called “Joint Dig Unit”.", "Did you mean:"]
    (link,) = [one for one in page.all(".//div[@role='alert']//a") if words(one) == "Joint Dog Unit"]
    assert site.get(link.get("href", "")).status_code == 200
    assert page.one(".//input[@id='p-service']").get("value") == "Joint Dig Unit"


def test_an_answer_without_rows_says_not_stated_and_can_be_cited(site: TestClient, world: Landscape) -> None:
    page = read(site, "/question/former-names?thing=jdu")
    answer = world.ask("former-names", thing="jdu")
    assert len(answer) == 0
    assert page.all(".//tbody") == []
    assert page.words(".//div[@class='unknowns']//li") == list(answer.not_known)
    assert "rows 0" in words(page.section("card"))


def test_the_sparql_of_a_question_is_at_an_address(site: TestClient, world: Landscape) -> None:
    answer = site.get("/question/governs.rq?service=jmu")
    assert answer.headers["content-type"].startswith("application/sparql-query")
    assert answer.text == world.sparql_of("governs", service="jmu")


# --- search and comparison -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("Which board governs the Joint Marine Unit?", "/question/governs?service=jmu"),
        ("pwy sy'n cymryd rhan yn JDU", "/question/members?collaboration=jdu"),
    ],
)
def test_a_question_as_typed_is_answered(site: TestClient, typed: str, address: str) -> None:
    answer = site.get("/search", params={"q": typed})
    assert (answer.status_code, answer.headers["location"]) == (303, address)


def test_words_are_looked_for_in_all_names(site: TestClient) -> None:
    page = read(site, "/search?q=heddlu+gogleddsir")
    assert page.words(".//ul[@class='found']/li")[0].startswith("Northshire Police police force")


def test_what_is_spoken_of_comes_before_what_speaks_of_it(site: TestClient) -> None:
    found = read(site, "/search?q=forensic").words(".//ul[@class='found']/li")
    assert found[-1] == "Forensic Consortium annual report A source"
    assert [one for one in found[:-1] if one.endswith("A source")] == []


def test_a_time_that_may_lie_before_is_said_so() -> None:
    from graph.web.rendering import environment

    times = environment().from_string("{% import 'parts.html.j2' as parts with context %}{{ parts.times(span) }}")
    for start, end, said in (
        ("[..2013-07]", "", "since July 2013 or before"),
        ("", "[..2021-11-24]", "until 24 November 2021 or before"),
        ("2009", "[..2012]", "since 2009, until 2012 or before"),
        ("2009", "2012", "from 2009 to 2012"),
        ("", "", ""),
    ):
        assert times.render(span=Span(start, end), language="en").strip() == said


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("It governed X until [..2021-05-09].", "It governed X until 9 May 2021 or before."),
        ("Since [2013-07..], not before.", "Since July 2013 or later, not before."),
        ("On 2021-11-24 and in 2012.", "On 24 November 2021 and in 2012."),
        ("The source gp-2021-11 and 2021-11-24x stay.", "The source gp-2021-11 and 2021-11-24x stay."),
        ("2021-99-99 is no day.", "2021-99-99 is no day."),
    ],
)
def test_dates_in_a_sentence_are_said_in_words(sentence: str, said: str) -> None:
    assert worded(sentence) == said


def test_nothing_found_is_said(site: TestClient) -> None:
    page = read(site, "/search?q=zzzzzz")
    assert page.words(".//p[@class='unknown']") == [
        "Nothing here is called “zzzzzz”, and no question is near to it. Our sources may use another name."
    ]


def test_what_is_typed_stays_text(site: TestClient) -> None:
    for address in ("/search", "/compare", "/workbench", "/question/governs", "/picture/ego"):
        typed = '"><script>alert(1)</script>'
        answer = site.get(address, params=dict.fromkeys(("q", "a", "b", "query", "service", "thing"), typed))
        assert "<script>" not in answer.text
        assert html.escape(typed, quote=False)[2:12] in answer.text or "alert(1)" in answer.text


def test_two_forces_side_by_side(site: TestClient, world: Landscape) -> None:
    page = read(site, "/compare?a=northshire-police&b=Southshire+Police")
    assert page.h1 == "Northshire Police and Southshire Police, side by side"
    shared = [words(one) for one in page.section("shared").iter("li")]
    answer = world.ask("partners", org="northshire-police", other="southshire-police")
    via = answer.rows[0][answer.columns.index("via")]
    assert shared == [str(one) for one in via]  # type: ignore[union-attr]
    rows = [[words(cell) for cell in row] for row in page.section("t-1").findall(".//tr")[1:]]
    assert ["Joint Dog Unit", "stated evidence", "stated evidence"] in rows
    assert ["Shared Desk", "stated evidence", "not stated"] in rows


# --- sources against each other --------------------------------------------------------------------------------


def test_a_disagreement_is_a_table_of_claims_by_sources(site: TestClient) -> None:
    page = read(site, "/disagreements")
    section = page.section("jdu-forces")
    table = [[words(cell) for cell in row] for row in section.findall(".//tr")]
    assert table[0][0] == "A statement"
    assert set(table[0][1:]) == {"Northshire collaboration page", "Collaboration update report"}
    (row,) = [row for row in table[1:] if row[0].endswith("Westshire Police")]
    said = dict(zip(table[0][1:], row[1:], strict=True))
    assert said["Northshire collaboration page"].startswith("Supports:")
    assert said["Collaboration update report"].startswith("Disputes:")


def test_coverage_of_welsh_names(site: TestClient, world: Landscape) -> None:
    page = read(site, "/welsh-names")
    missing = world.ask("missing-welsh-names")
    assert len(page.section("lack").findall(".//li")) == len(missing)
    assert f"of {len(missing)} none is recorded" in words(page.one(".//p[@class='lead']"))


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "Joint Dog Unit also called Dog Section"), ("cy", "Joint Dog Unit gelwir hefyd Dog Section")],
)
def test_a_statement_of_a_name_reads_as_words(site: TestClient, language: str, said: str) -> None:
    assert read(site, f"/thing/jdu--alt--dog-section?lang={language}").h1 == said


def test_a_page_that_is_kept_is_not_made_again(site: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also when it is time to look for a newer snapshot."""
    from graph.web.current import Current
    from graph.web.pages import front

    first = site.get("/?lang=en").text
    monkeypatch.setattr(Current, "settled", property(lambda self: True))
    assert site.get("/?lang=en").text == first
    monkeypatch.setattr(front, "_grades", lambda visit: [])
    assert site.get("/?lang=en").text == first
    assert site.get("/?lang=en&as_of=2020-02-02").text != first


# --- pictures, ontology, data ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    ["network", "ego?thing=jdu", "governance?thing=jmu", "matrix", "matrix?by_arrangement=true", "timeline", "map"],
)
def test_every_picture_is_a_page_a_drawing_and_a_page_to_explore(site: TestClient, address: str) -> None:
    kind, _, rest = address.partition("?")
    page = read(site, f"/picture/{address}")
    assert page.one(".//figure//img").get("src", "").startswith(f"/picture/{kind}.svg")
    drawn = site.get(f"/picture/{kind}.svg?{rest}")
    assert (drawn.status_code, drawn.headers["content-type"], drawn.text[:4]) == (200, "image/svg+xml", "<svg")
    explore = site.get(f"/picture/{kind}.html?{rest}")
    policy = explore.headers["content-security-policy"]
    assert "script-src 'sha256-" in policy
    assert policy.endswith("frame-ancestors 'none'")


def test_a_picture_of_nothing_is_a_sentence(site: TestClient) -> None:
    assert site.get("/picture/portrait").status_code == 404
    assert read(site, "/picture/ego?thing=nobody", 404).words(".//div[@role='alert']/p") == [
        "Nothing here is called “nobody”. Our sources may use another name."
    ]


def test_every_class_and_relation_has_an_anchor(site: TestClient, world: Landscape) -> None:
    ids = {one.get("id") for one in read(site, "/ontology").root.iter() if one.get("id")}
    text = (ROOT / "ontology" / "vocabulary.ttl").read_text(encoding="utf-8")
    terms = set(re.findall(r"^pcol:(\w+) a owl:(?:Class|ObjectProperty|DatatypeProperty)\b", text, re.M))
    assert len(terms) > 80
    assert sorted(terms - ids) == []
    assert {"standing-accepted", "modality-planned", "list-standing"} <= ids


def test_the_data_are_what_their_checksums_say(site: TestClient) -> None:
    import hashlib

    lines = [line.split("  ") for line in site.get("/data/SHA256SUMS").text.splitlines()]
    assert len(lines) >= 15
    for digest, name in lines:
        assert hashlib.sha256(site.get(f"/data/{name}").content).hexdigest() == digest


# --- what programs read ------------------------------------------------------------------------------------------


def test_the_description_names_every_question(site: TestClient) -> None:
    told = site.get("/openapi.json").json()
    paths = {path for path in told["paths"] if path.startswith("/question/")}
    assert paths == {f"/question/{name}.json" for name in QUESTIONS}
    governs = told["paths"]["/question/governs.json"]["get"]
    assert [(one["name"], one["required"]) for one in governs["parameters"][:1]] == [("service", True)]
    json.dumps(told)


def test_robots_are_told_where_not_to_walk(site: TestClient) -> None:
    assert "Disallow: /search\n" in site.get("/robots.txt").text
