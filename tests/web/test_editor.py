"""The editor over the query field, in a browser: it completes, marks errors, runs, and holds no keyboard."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from starlette.testclient import TestClient

from graph.landscape import Landscape
from graph.terms import PREFIXES
from graph.web.rendering import EDITOR, history_address
from tests.conftest import ROOT, WORLD
from tests.views.visiting import NEEDS_BROWSER
from tests.web.served import Served, served
from tests.web.test_browser import RULES

NOT_BUILT = pytest.mark.skipif(not EDITOR.is_file(), reason="the editor is not built: make editor (needs npm)")


def in_browser(test: Callable[..., None]) -> Callable[..., None]:
    """Marks a test that wants the editor in a browser."""
    for mark in (*NEEDS_BROWSER, pytest.mark.slow, NOT_BUILT):
        test = mark(test)
    return test


def test_what_is_offered(site: TestClient, world: Landscape) -> None:
    told = site.get("/workbench/terms.json").json()["terms"]
    words = {one["label"]: one for one in told}
    assert len(words) == len(told) > 150
    assert {f"{prefix}:" for prefix in PREFIXES} <= set(words)
    assert words["pcol:hasParticipant"]["type"] == "property"
    assert words["pcol:PoliceForce"]["type"] == "class"
    assert words["pcol:PoliceForce"]["detail"] == "police force"
    assert words["pcol:PoliceForce"]["info"]
    assert words["pcc:standing-contested"]["type"] == "enum"
    assert words["skos:prefLabel"] == {"label": "skos:prefLabel", "type": "property"}
    welsh = {one["label"]: one for one in site.get("/workbench/terms.json?lang=cy").json()["terms"]}
    assert welsh["pcol:PoliceForce"]["detail"] == "heddlu"


def test_without_an_editor_the_field_is_all_there_is(site: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    from graph.web.pages import workbench

    monkeypatch.setattr(workbench, "editor_address", lambda: "")
    text = site.get("/workbench").text
    assert text.count("<script") == 1
    assert f'<script src="{history_address()}" defer></script>' in text
    assert "data-phrases" not in text
    assert "<textarea" in text


@NOT_BUILT
def test_what_is_bundled_bears_its_licence() -> None:
    notice = (EDITOR.parent / "editor.NOTICE.txt").read_text(encoding="utf-8")
    for package in ("@codemirror/view", "@lezer/lr", "codemirror-lang-sparql", "style-mod"):
        assert f"\n{package} " in notice
    assert notice.count("Permission is hereby granted") == notice.count("(MIT)") >= 10


@pytest.mark.skipif(not (ROOT / "frontend").is_dir(), reason="not in a checkout")
def test_no_address_of_a_registry_is_in_the_lock() -> None:
    assert "resolved" not in (ROOT / "frontend" / "package-lock.json").read_text(encoding="utf-8")


@pytest.mark.skipif(shutil.which("npm") is None, reason="npm is not installed")
@pytest.mark.slow
def test_npm_out_of_reach_is_told_and_no_failure(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; sys.path.insert(0, sys.argv[1]); import hatch_build;"
        "print(hatch_build.built(Path(sys.argv[2])))"
    )
    shutil.copytree(ROOT / "frontend", tmp_path / "frontend", ignore=shutil.ignore_patterns("node_modules"))
    environment = {
        **os.environ,
        "npm_config_registry": "http://127.0.0.1:9/",
        "npm_config_cache": str(tmp_path / "cache"),
    }
    done = subprocess.run(
        [sys.executable, "-c", program, str(ROOT), str(tmp_path)],
        env=environment, capture_output=True, text=True, check=False, timeout=200,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("npm ci --ignore-scripts: ")


# --- in a browser --------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def server() -> Iterator[Served]:
    with served(WORLD) as site:
        yield site


@pytest.fixture
def page(browser: Any, server: Served) -> Iterator[Any]:
    """The workbench with its editor; nothing may be asked of another site, and nothing complained of."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    opened = context.new_page()
    complaints: list[str] = []
    strange: list[str] = []
    opened.on("console", lambda message: "status of 4" in message.text or complaints.append(message.text))
    opened.on("pageerror", lambda problem: complaints.append(str(problem)))
    opened.on("request", lambda request: request.url.startswith(server.base) or strange.append(request.url))
    opened.goto(f"{server.base}/workbench")
    opened.locator(".cm-content").wait_for()
    yield opened
    assert (complaints, strange) == ([], [])
    context.close()


def write(page: Any, query: str) -> None:
    page.locator(".cm-content").click()
    page.keyboard.press("Control+a")
    page.keyboard.type(query)


@in_browser
def test_it_runs_what_is_written(page: Any) -> None:
    assert page.locator("textarea").is_hidden()
    write(page, "SELECT ?unit WHERE { ?unit a pcol:JointUnit }")
    page.keyboard.press("Escape")
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")
    assert "Joint Marine Unit" in page.locator("section[aria-labelledby=result]").inner_text()
    assert page.locator(".cm-content").inner_text().strip() == "SELECT ?unit WHERE { ?unit a pcol:JointUnit }"


@in_browser
@pytest.mark.parametrize(
    ("typed", "offer", "then"),
    [
        ("ASK { ?unit a pcol:JointU", "pcol:JointUnit", "ASK { ?unit a pcol:JointUnit"),
        ("ASK { ?unit pcol:hasPartic", "pcol:hasParticipant", "ASK { ?unit pcol:hasParticipant"),
        ("ASK { ?unit ?p ?o . ?un", "?unit", "ASK { ?unit ?p ?o . ?unit"),
        ("sel", "SELECT", "SELECT"),
        ("ASK { ?unit sko", "skos:", "ASK { ?unit skos:"),
    ],
)
def test_it_completes(page: Any, typed: str, offer: str, then: str) -> None:
    write(page, typed)
    first = page.locator(".cm-tooltip-autocomplete li[aria-selected]")
    first.wait_for()
    assert first.inner_text().startswith(offer)
    page.wait_for_timeout(150)  # a list that has just come takes no key, lest it swallow one meant for the text
    page.keyboard.press("Enter")
    assert page.locator(".cm-content").inner_text().strip() == then


@in_browser
@pytest.mark.parametrize("query", ['ASK { ?s ?p "pcol:Join', "# pcol:Join", "ASK { <pcol:Join"])
def test_nothing_is_offered_in_a_text_a_remark_or_an_address(page: Any, query: str) -> None:
    write(page, query)
    page.wait_for_timeout(600)
    assert page.locator(".cm-tooltip-autocomplete").count() == 0


@in_browser
def test_an_error_is_marked_where_it_is(page: Any) -> None:
    write(page, 'SELECT ?s\nWHERE { ?s a pcol:JointUnit ; skos:prefLabel "\U0001d4b3" }}')
    page.keyboard.press("Escape")
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")
    page.locator(".cm-lintRange-error").wait_for()
    assert page.locator(".cm-lintRange-error").inner_text() == "}"
    line = page.locator(".cm-line").nth(1)
    assert line.locator(".cm-lintRange-error").count() == 1
    assert line.inner_text().endswith("}}")
    assert page.locator(".cm-gutter-lint .cm-lint-marker-error").count() == 1
    content = page.locator(".cm-content")
    assert (content.get_attribute("aria-invalid"), content.get_attribute("aria-label")) == ("true", "Query")
    assert "Line 2, column 51" in page.locator("#told").inner_text()
    page.evaluate("document.querySelector('.workbench > div').shadowRoot.querySelector('.cm-content').focus()")
    page.keyboard.press("Delete")  # the caret stands at the error
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")
    assert page.locator(".problem").count() == 0


FOCUSED = "(() => { let one = document.activeElement; while (one.shadowRoot) one = one.shadowRoot.activeElement; return one.className || one.tagName; })()"


@in_browser
def test_the_keyboard_is_never_held(page: Any) -> None:
    """Tab leads in and on, Shift-Tab back, also after Escape and with a list open; the text stays as it was."""
    content = page.locator(".cm-content")
    before = content.inner_text()
    for keys in (("Tab",), ("Escape", "Tab"), ("Shift+Tab",)):
        content.focus()
        for key in keys:
            page.keyboard.press(key)
        assert "cm-content" not in page.evaluate(FOCUSED)
        assert content.inner_text() == before
    content.focus()
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED) == "BUTTON"
    page.keyboard.press("Shift+Tab")
    assert "cm-content" in page.evaluate(FOCUSED)
    write(page, "ASK { ?unit a pcol:JointU")
    page.locator(".cm-tooltip-autocomplete").wait_for()
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED) == "BUTTON"
    assert page.locator("[data-editor-keys]").is_visible()
    assert "Tab leads on" in page.locator("#told").inner_text()


@in_browser
@pytest.mark.parametrize("language", ["en", "cy"])
@pytest.mark.parametrize("query", ["", "SELECT ?s WHERE { ?s a pcol:JointUnit }}"])
def test_axe_finds_nothing_in_it(browser: Any, server: Served, language: str, query: str) -> None:
    module = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed (extra: test)")
    scheme = "dark" if language == "cy" else "light"
    context = browser.new_context(viewport={"width": 390, "height": 844}, color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    page.goto(f"{server.base}/workbench?lang={language}&" + urlencode({"query": query}))
    page.locator(".cm-content").click()
    page.keyboard.type(" pcol:JointU")
    page.locator(".cm-tooltip-autocomplete").wait_for()
    found = module.Axe().run(page, options=RULES).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"][:200]) for one in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    context.close()
