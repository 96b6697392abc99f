"""What goes wrong is a page with a sentence and a way on, or JSON for a program; and what has not changed is not sent."""

from __future__ import annotations

import html
from datetime import date

import pytest
from starlette.testclient import TestClient

from graph.landscape import Landscape
from graph.web.app import application
from graph.web.current import Current
from graph.web.pages import front
from graph.web.settings import settings
from tests.conftest import DAY
from tests.web.reading import Page, words


@pytest.mark.parametrize(
    ("address", "status", "heading", "sentence"),
    [
        ("/nowhere", 404, "Not here", "There is no page at this address."),
        ("/thing/joint-dig-unit", 404, "Not here", "Nothing here is called “joint dig unit”."),
        ("/thing/..%2f..%2fetc", 404, "Not here", "There is no page at this address."),
        ("/question/governance", 404, "Not here", "There is no question “governance”."),
        ("/things?kind=Nonsense", 404, "Not here", "There is no list of “Nonsense”."),
        ("/data/tables/secrets.csv", 404, "", "There is no file “secrets”."),
        ("/?as_of=tomorrow", 400, "That cannot be answered as it was asked", "tomorrow is not a day:"),
        ("/?as_of=2026-02-30", 400, "That cannot be answered as it was asked", "2026-02-30 is not a day:"),
        ("/?standing=sacred", 400, "That cannot be answered as it was asked", "There is no standing sacred."),
        ("/?include_planned=perhaps", 400, "That cannot be answered as it was asked", "include_planned cannot be"),
        ("/?lang=fr", 400, "That cannot be answered as it was asked", "There is no language fr."),
    ],
)
def test_a_fault_is_a_sentence(site: TestClient, address: str, status: int, heading: str, sentence: str) -> None:
    answer = site.get(address)
    assert answer.status_code == status
    if not heading:
        assert answer.json()["error"].startswith(sentence)
        return
    page = Page(answer.text)
    assert page.h1 == heading
    assert page.words(".//p[@class='lead']")[0].startswith(sentence)
    assert page.all(".//form[@role='search']")


def test_a_name_that_is_nearly_right_leads_on(site: TestClient) -> None:
    page = Page(site.get("/thing/joint-dig-unit").text)
    assert "Joint Dog Unit" in page.words(".//ul[@class='plain']/li")


def test_a_program_is_told_in_json(site: TestClient) -> None:
    for answer in (
        site.get("/thing/joint-dig-unit.json"),
        site.get("/thing/joint-dig-unit", headers={"accept": "application/json"}),
    ):
        assert answer.status_code == 404
        told = answer.json()
        assert (told["status"], told["error"]) == (
            404,
            "Nothing here is called “joint dig unit”. Our sources may use another name.",
        )
        assert {"id": "jdu", "label": "Joint Dog Unit"} in told["near"]


def test_a_method_that_is_not_there(site: TestClient) -> None:
    answer = site.put("/things")
    assert answer.status_code == 405
    assert sorted(answer.headers["allow"].split(", ")) == ["GET", "HEAD"]
    assert Page(answer.text).h1 == "Not by this method"


def test_our_own_fault_shows_no_trace(world: Landscape, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(visit: object) -> None:
        raise RuntimeError("the secret of the house")

    monkeypatch.setattr(front, "front", broken)
    app = application(Current(world, today=lambda: date.fromisoformat(DAY)), settings())
    visitor = TestClient(app, base_url="http://127.0.0.1:8000", raise_server_exceptions=False)
    answer = visitor.get("/?lang=cy")
    assert answer.status_code == 500
    assert Page(answer.text).h1 == "Aeth rhywbeth o'i le ar ein hochr ni"
    for word in ("secret", "RuntimeError", "Traceback", "site-packages"):
        assert word not in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_what_has_not_changed_is_not_sent_again(site: TestClient) -> None:
    first = site.get("/thing/jdu")
    tag = first.headers["etag"]
    assert first.headers["cache-control"] == "no-cache"
    assert first.headers["vary"] == "Accept, Accept-Language"
    again = site.get("/thing/jdu", headers={"if-none-match": tag})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)


@pytest.mark.parametrize(
    "change", ["as_of=2020-01-01", "standing=accepted,contested", "include_planned=true", "lang=cy"]
)
def test_another_view_has_another_tag(site: TestClient, change: str) -> None:
    tag = site.get("/thing/jdu").headers["etag"]
    other = site.get(f"/thing/jdu?{change}", headers={"if-none-match": tag})
    assert other.status_code == 200
    assert other.headers["etag"] != tag


def test_the_language_of_the_browser_is_taken(site: TestClient) -> None:
    answer = site.get("/", headers={"accept-language": "cy"})
    page = Page(answer.text)
    assert page.one("./html").get("lang") == "cy"
    assert page.h1 == "Pwy sy'n gweithio gyda phwy ym maes plismona'r DU"
    assert words(page.one(".//nav[@class='languages']")) == "English Cymraeg"


def test_the_style_sheet_may_be_kept_for_ever(site: TestClient) -> None:
    page = Page(site.get("/").text)
    (address,) = [one.get("href", "") for one in page.all(".//link[@rel='stylesheet']")]
    answer = site.get(address)
    assert answer.headers["content-type"] == "text/css; charset=utf-8"
    assert "immutable" in answer.headers["cache-control"]
    assert "url(" not in answer.text
    assert "@import" not in answer.text


def test_a_site_below_a_path_links_below_it(current: Current) -> None:
    app = application(current, settings(base="https://org.example/graph/"))
    visitor = TestClient(app, base_url="http://127.0.0.1:8000", headers={"host": "org.example"})
    page = Page(visitor.get("/thing/jdu").text)
    ours = [link for link in page.links() if link.startswith("/")]
    assert len(ours) > 30
    assert [link for link in ours if not link.startswith("/graph/")] == []
    assert [
        one.get("action") for one in page.all(".//form") if not (one.get("action") or "").startswith("/graph/")
    ] == []
    assert "https://org.example/graph/thing/jdu?as_of=2026-11-22" in words(page.one(".//p[@class='citation']"))


@pytest.mark.parametrize("address", ["/data/exports/none.csv", "/data/tables/none.csv", "/question/none.json"])
def test_a_file_that_is_not_there_is_a_page_in_a_browser_and_json_to_a_program(site: TestClient, address: str) -> None:
    browser = site.get(address, headers={"accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
    program = site.get(address, headers={"accept": "*/*"})
    assert (browser.status_code, program.status_code) == (404, 404)
    assert browser.headers["content-type"].startswith("text/html")
    assert program.json()["error"] in html.unescape(browser.text)
