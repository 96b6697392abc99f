"""The documentation site: each page has its twin, every link leads somewhere, and a browser asks nobody for anything."""

from __future__ import annotations

import importlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.conftest import ROOT
from tests.views.visiting import CHROMIUM

DOCS = ROOT / "docs"
NEEDS_BROWSER = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"no browser at {CHROMIUM} (Debian: apt-get install chromium)"),
]


def module(name: str) -> ModuleType:
    """Returns a program of docs/ as a module."""
    sys.path.insert(0, str(DOCS))
    try:
        return importlib.import_module(name)
    finally:
        sys.path.remove(str(DOCS))


website = module("website")
website_links = module("website_links")


# --- pages ---------------------------------------------------------------------------------------------------


def test_what_users_read_is_there_in_both_languages() -> None:
    english, welsh = website.pages("en"), website.pages("cy")
    for_users = {
        place
        for place in english.values()
        if place.split("/")[0] in ("how-to", "index.md", "tutorial.md", "glossary.md")
    }
    assert len(for_users) >= 16
    assert for_users | {"explanation/rules-of-truth.md", "reference/index.md"} == set(welsh.values())


@pytest.mark.parametrize("language", ["en", "cy"])
def test_every_page_stands_in_the_navigation(language: str, tmp_path: Path) -> None:
    site = website.Site(language, tmp_path)

    def places(entries: list[Any]) -> Iterator[str]:
        for entry in entries:
            if isinstance(entry, dict):
                (inner,) = entry.values()
                yield from places(inner) if isinstance(inner, list) else [inner]
            else:
                yield entry

    found = [place for place in places(list(site.nav(site.said["nav"]))) if place.endswith(".md")]
    assert len(found) == len(set(found))
    assert set(found) - {"decisions/index.md"} == set(site.pages.values())


def test_the_same_tasks_stand_in_the_same_order() -> None:
    def tasks(language: str) -> list[str]:
        (found,) = (next(iter(one.values())) for one in website.SAID[language]["nav"] if {"How to", "Sut i"} & set(one))
        return list(found)

    assert tasks("en") == tasks("cy")


def test_the_commands_of_a_page_and_its_twin_are_alike() -> None:
    def verbs(path: Path) -> set[str]:
        return {
            line.split()[2] for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("$ collab ")
        }

    for welsh in sorted((DOCS / "cy").rglob("*.md")):
        english = DOCS / welsh.relative_to(DOCS / "cy")
        assert verbs(welsh) <= verbs(english), welsh


# --- links ---------------------------------------------------------------------------------------------------


def test_links_are_as_the_site_has_them(tmp_path: Path) -> None:
    site = website.Site("cy", tmp_path)
    here, place = DOCS / "cy" / "how-to" / "what-if.md", "how-to/what-if.md"
    cases = {
        "": "",
        "../tutorial.md": "[x](../tutorial.md)",
        "cite-an-answer.md#ffurf": "[x](cite-an-answer.md#ffurf)",
        "../../reference/commands.md": '<a href="../../en/reference/commands.html" hreflang="en">x</a>',
        "../../reference/ontology-cy.html#Claim": "[x](../reference/ontology-cy.html#Claim)",
        "../../../graph/landscape.py": "x",
        "https://example.org/": "[x](https://example.org/)",
        "#here": "[x](#here)",
    }
    page = DOCS / "cy" / "how-to" / "what-if.md"
    for link, wanted in list(cases.items())[1:]:
        assert site.rewritten(f"[x]({link})", here, place) == wanted
    picture = site.rewritten("![x](../../shots/matrix.png)", page, place)
    assert picture.startswith("[![x](../pictures/matrix.svg)](../pictures/matrix.html ")
    assert site.drawn == {"matrix"}
    assert site.rewritten("`[x](nowhere.md)`", here, place) == "`[x](nowhere.md)`"
    assert site.rewritten("[`x`](../../../graph/landscape.py)", here, place) == "`x`"
    with pytest.raises(FileNotFoundError, match=r"docs/cy/how-to/what-if\.md: nowhere\.md"):
        site.rewritten("[x](nowhere.md)", here, place)


FAULTS = {
    '<a href="b.html">': "a.html: b.html leads nowhere",
    '<a href="#b">': "a.html: #b leads to no place on that page",
    '<a href="../outside.html">': "a.html: ../outside.html leads nowhere",
    '<script src="https://example.org/x.js"></script>': "a.html: https://example.org/x.js would be fetched from elsewhere",
    '<link rel="stylesheet" href="//example.org/x.css">': "a.html: //example.org/x.css would be fetched from elsewhere",
    '<img src="http://example.org/x.png" alt="">': "a.html: http://example.org/x.png would be fetched from elsewhere",
}


@pytest.mark.parametrize("html", FAULTS)
def test_a_bad_link_is_named(html: str, tmp_path: Path) -> None:
    folder = tmp_path / "site"
    folder.mkdir()
    (tmp_path / "outside.html").write_text("", encoding="utf-8")
    (folder / "a.html").write_text(html, encoding="utf-8")
    assert website_links.broken(folder) == [FAULTS[html]]


def test_good_links_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "ŷ.html").write_text('<p id="â">', encoding="utf-8")
    page = '<a href="%C5%B7.html#%C3%A2"><a href="https://example.org/"><img src="data:image/png;base64,x"><a href="#c" id="c">'
    (tmp_path / "a.html").write_text(page, encoding="utf-8")
    assert website_links.broken(tmp_path) == []


# --- the site ------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site as `make docs` builds it."""
    pytest.importorskip("zensical", reason="zensical is not installed (extra: docs)")
    target = tmp_path_factory.mktemp("built") / "site"
    done = subprocess.run([sys.executable, str(DOCS / "website.py"), str(target)], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return target


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_the_site_is_whole(site: Path) -> None:
    assert len(list(site.rglob("*.html"))) >= 80
    assert {path.name for path in site.iterdir()} == {"index.html", "en", "cy"}
    assert [path for path in site.parent.iterdir() if path != site] == [], "nothing is left beside it"
    assert website_links.broken(site) == []
    for path in site.glob("en/pictures/*.svg"):
        assert path.with_suffix(".html").is_file()


VISITED = (
    "index.html",
    "en/index.html",
    "en/tutorial.html",
    "en/how-to/who-governs.html",
    "en/reference/commands.html",
    "en/explanation/rules-of-truth.html",
    "cy/index.html",
    "cy/how-to/index.html",
    "cy/glossary.html",
)
BROWSED = [pytest.param(place, marks=NEEDS_BROWSER, id=place) for place in VISITED]


class Visit:
    """A page opened from its file, with what it asked for and complained of."""

    def __init__(self, browser: Any, path: Path, **context: Any) -> None:
        self.page = browser.new_page(**{"viewport": {"width": 1440, "height": 900}, **context})
        self.asked: list[str] = []
        self.said: list[str] = []
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.goto(path.as_uri())

    def leave(self) -> None:
        self.page.wait_for_load_state("networkidle")
        assert [one for one in self.asked if not one.startswith(("file:", "data:"))] == []
        assert self.said == []
        self.page.close()


@pytest.mark.timeout(900)
@pytest.mark.parametrize("place", BROWSED)
def test_a_page_asks_nobody_for_anything_and_fits_a_phone(browser: Any, site: Path, place: str) -> None:
    visit = Visit(browser, site / place, viewport={"width": 390, "height": 844})
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= 390
    visit.leave()


@pytest.mark.timeout(900)
@pytest.mark.parametrize("place", BROWSED)
def test_axe_finds_nothing(browser: Any, site: Path, place: str) -> None:
    from tests.web.test_browser import RULES

    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed (extra: test)")
    visit = Visit(browser, site / place)
    # Style sheets cannot be read by a script from a file; what axe does with them tells nothing here.
    found = axe.Axe().run(visit.page, options={**RULES, "preload": False}).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"][:200]) for one in found] == []
    visit.page.close()


@pytest.mark.timeout(900)
@pytest.mark.parametrize(
    ("language", "words"),
    [pytest.param("en", "glossary", marks=NEEDS_BROWSER), pytest.param("cy", "geirfa", marks=NEEDS_BROWSER)],
)
def test_search_works_from_a_file(browser: Any, site: Path, language: str, words: str) -> None:
    visit = Visit(browser, site / language / "tutorial.html")
    page = visit.page
    page.click(".md-search__button")
    page.locator("input[aria-autocomplete=list]").press_sequentially(words, delay=80)
    page.locator("a[role=option]", has_text=words).first.click()
    page.wait_for_url(f"**/{language}/*.html*")
    assert words in page.inner_text("main").lower()
    visit.leave()


@pytest.mark.timeout(900)
@pytest.mark.parametrize("to", [pytest.param("cy", marks=NEEDS_BROWSER), pytest.param("en", marks=NEEDS_BROWSER)])
def test_a_page_leads_to_its_twin(browser: Any, site: Path, to: str) -> None:
    other = "en" if to == "cy" else "cy"
    visit = Visit(browser, site / other / "how-to" / "what-if.html")
    visit.page.click(f".languages a[lang={to}]")
    visit.page.wait_for_url(f"**/{to}/how-to/what-if.html")
    assert visit.page.evaluate("document.documentElement.lang") == to
    visit.leave()
