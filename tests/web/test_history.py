"""The history of the workbench: kept in the browser, by a script of ours, and nowhere else."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest

from graph.web.rendering import EDITOR
from tests.conftest import WORLD
from tests.views.visiting import NEEDS_BROWSER
from tests.web.served import Served, served
from tests.web.test_browser import RULES

pytestmark = [*NEEDS_BROWSER, pytest.mark.slow]
UNITS = "SELECT ?unit WHERE { ?unit a pcol:JointUnit }"
BOARDS = "PREFIX ex: <http://example.org/>\nSELECT ?board WHERE { ?board a pcol:GovernanceBody }"
WRONG = "SELECT ?unit WHERE { ?unit a pcol:JointUnit }}"
KEY = "collab.queries:"
_EDITORS = ["plain", pytest.param("editor", marks=pytest.mark.skipif(not EDITOR.is_file(), reason="make editor"))]


@pytest.fixture(scope="module")
def server() -> Iterator[Served]:
    with served(WORLD) as site:
        yield site


class Bench:
    """The workbench in one browser, whose complaints and foreign requests are noted."""

    def __init__(self, browser: Any, base: str, field: str = "plain", **context: Any) -> None:
        self.context = browser.new_context(viewport={"width": 1280, "height": 900}, **context)
        self.base, self.plain = base, field == "plain"
        if self.plain:
            self.context.route(
                "**/static/editor.*", lambda route: route.fulfill(body="", content_type="text/javascript")
            )
        self.page = self.context.new_page()
        self.complaints: list[str] = []
        self.asked: list[str] = []
        self.page.on("console", lambda message: "status of 4" in message.text or self.complaints.append(message.text))
        self.page.on("pageerror", lambda problem: self.complaints.append(str(problem)))
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.open()

    def open(self, **query: str) -> None:
        self.page.goto(f"{self.base}/workbench?{urlencode(query)}")

    def keep(self, value: object) -> None:
        text = value if isinstance(value, str) else json.dumps(value)
        self.page.evaluate("([key, text]) => localStorage.setItem(key, text)", [KEY, text])

    def kept(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = json.loads(self.page.evaluate(f"localStorage.getItem('{KEY}') ?? '[]'"))
        return found

    def text(self) -> str:
        """What stands in the field, or in the editor over it."""
        if self.plain:
            return str(self.page.locator("textarea").input_value())
        return "\n".join(self.page.locator(".cm-line").all_inner_texts())

    def unfold(self) -> Any:
        section = self.page.locator("details.history")
        section.locator("summary").click()
        return section

    def lines(self) -> list[str]:
        """What came of each query that is listed, and its gist."""
        return [
            f"{one.locator('[data-came]').text_content()}: {one.locator('code').text_content()}"
            for one in self.page.locator(".history li").all()
        ]


@pytest.fixture(params=_EDITORS)
def bench(request: pytest.FixtureRequest, browser: Any, server: Served) -> Iterator[Bench]:
    opened = Bench(browser, server.base, request.param)
    yield opened
    assert opened.complaints == []
    assert [one for one in opened.asked if not one.startswith(server.base)] == []
    opened.context.close()


def test_what_was_run_is_listed_newest_first_and_once(bench: Bench) -> None:
    for query in (UNITS, BOARDS, WRONG, UNITS + "\n"):
        bench.open(query=query)
    assert bench.lines() == [
        "3 rows: SELECT ?unit WHERE { ?unit a pcol:JointUnit }",
        "Line 1, column 46: “}” cannot stand here. Look at what comes just before it; a bracket, a full stop or a "
        "variable may be missing.: SELECT ?unit WHERE { ?unit a pcol:JointUnit }}",
        "8 rows: SELECT ?board WHERE { ?board a pcol:GovernanceBody }",
    ]
    section = bench.unfold()
    assert section.locator("summary").inner_text() == "Queries run in this browser (3)"
    assert "never leaves it" in section.inner_text()
    section.get_by_role("button", name="Put into the field").nth(2).click()
    assert bench.text() == BOARDS
    section.get_by_role("button", name="Forget", exact=True).nth(1).click()
    assert [one["query"] for one in bench.kept()] == [UNITS + "\n", BOARDS]
    bench.open()
    assert len(bench.lines()) == 2
    bench.unfold().get_by_role("button", name="Forget all").click()
    assert bench.kept() == []
    assert bench.page.locator("[data-none]").is_visible()
    assert bench.page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_what_was_written_and_not_run_is_not_lost(bench: Bench) -> None:
    bench.open(query=UNITS)
    if bench.plain:
        bench.page.locator("textarea").fill("ASK { ?s ?p ?o }")
    else:
        bench.page.locator(".cm-content").click()
        bench.page.keyboard.press("Control+a")
        bench.page.keyboard.type("ASK { ?s ?p ?o }")
    bench.unfold().get_by_role("button", name="Put into the field").click()
    assert bench.text() == UNITS
    assert bench.lines()[0] == "not run yet: ASK { ?s ?p ?o }"


def test_by_keyboard_alone(bench: Bench) -> None:
    bench.open(query=UNITS)
    bench.open()
    bench.page.locator("details.history summary").focus()
    for key in ("Enter", "Tab", "Enter"):
        bench.page.keyboard.press(key)
    assert bench.text() == UNITS
    with bench.page.expect_navigation():
        bench.page.locator(".workbench button").first.press("Enter")
    assert bench.lines()[0].startswith("3 rows")


HOSTILE = "# </script><script>document.title = 'taken'</script><img src=x onerror=\"document.title='taken'\">\nASK {}"


@pytest.mark.parametrize(
    ("found", "listed"),
    [
        ("{", 0),
        ('"text"', 0),
        ([None, 7, {"query": 1}, {"query": "ASK {}", "came": "", "language": "en", "at": "now"}], 0),
        ([{"query": HOSTILE, "came": "<b>7</b>", "language": '"><i>', "at": 1}], 1),
        ([{"query": "x" * 20_001, "came": "", "language": "en", "at": 1}], 0),
        ([{"query": "y" * 20_000, "came": "", "language": "en", "at": 1}], 1),
        ([{"query": f"ASK {{ {n} }}", "came": "", "language": "en", "at": n} for n in range(500)], 50),
    ],
)
def test_whatever_lies_there_is_text(bench: Bench, found: object, listed: int) -> None:
    bench.keep(found)
    bench.open()
    assert len(bench.lines()) == listed
    assert bench.page.locator(".history b, .history i, .history img, .history script").count() == 0
    assert bench.page.title().startswith("SPARQL")
    assert all(len(line) < 450 for line in bench.lines())
    bench.open(query=HOSTILE)
    assert bench.page.title().startswith("SPARQL")
    assert bench.kept()[0]["query"] == HOSTILE


def test_a_huge_query_is_run_and_not_kept(bench: Bench) -> None:
    bench.open(query=UNITS + " #" + "x" * 20_000)
    assert bench.lines() == []
    assert "too long for an address" in bench.page.locator("main").inner_text()


def test_a_full_browser_keeps_the_newest(bench: Bench) -> None:
    old = [{"query": f"{n} " + "e" * 19_000, "came": "", "language": "en", "at": 1} for n in range(50)]
    bench.keep(old)
    bench.page.evaluate("""() => { try { for (let n = 0; ; n += 1) localStorage.setItem("other" + n, "z".repeat(1e6)); }
        catch { try { for (let n = 0; ; n += 1) localStorage.setItem("small" + n, "z".repeat(1e3)); } catch {} } }""")
    bench.open(query=UNITS)
    assert bench.kept()[0]["query"] == UNITS
    assert len(bench.kept()) == 50


def test_another_tab_is_heard(bench: Bench) -> None:
    other = bench.context.new_page()
    other.goto(f"{bench.base}/workbench?{urlencode({'query': UNITS})}")
    bench.page.wait_for_function("document.querySelectorAll('.history li').length === 1")


def test_where_nothing_may_be_kept_there_is_no_section(browser: Any, server: Served) -> None:
    opened = Bench(browser, server.base)
    opened.context.add_init_script(
        "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no', 'SecurityError'); }})"
    )
    opened.open(query=UNITS)
    assert opened.page.locator("section[aria-labelledby=result] tbody tr").count() == 3
    assert opened.page.locator("details.history").count() == 0
    assert opened.complaints == []
    opened.context.close()


def test_without_javascript_there_is_no_section_and_the_link_is_there(browser: Any, server: Served) -> None:
    opened = Bench(browser, server.base, java_script_enabled=False)
    opened.open(query=UNITS)
    assert opened.page.locator("details.history").count() == 0
    assert opened.page.locator("#share").is_visible()
    assert opened.page.get_by_role("button", name="Copy").count() == 0
    opened.context.close()


def test_the_link_is_copied_and_leads_back(browser: Any, server: Served) -> None:
    opened = Bench(browser, server.base, permissions=["clipboard-read", "clipboard-write"])
    opened.open(query=UNITS, as_of="2020-05-01", lang="cy")
    opened.page.get_by_role("button", name="Copïo").click()
    opened.page.locator("[role=status]", has_text="Wedi'i chopïo.").wait_for()
    address = opened.page.evaluate("navigator.clipboard.readText()")
    assert address == f"{server.base}/workbench?" + urlencode({"query": UNITS, "as_of": "2020-05-01", "lang": "cy"})
    opened.page.goto(address)
    assert opened.page.locator("section[aria-labelledby=result]").is_visible()
    opened.context.close()


@pytest.mark.parametrize("language", ["en", "cy"])
@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing(browser: Any, server: Served, language: str, width: int) -> None:
    module = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed (extra: test)")
    scheme = "dark" if language == "cy" else "light"
    opened = Bench(browser, server.base, "editor", color_scheme=scheme, bypass_csp=True)
    opened.page.set_viewport_size({"width": width, "height": 844})
    opened.open(query=WRONG, lang="en")
    for query in (BOARDS, UNITS):
        opened.open(query=query, lang=language)
    opened.unfold()
    found = module.Axe().run(opened.page, options=RULES).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"][:200]) for one in found] == []
    assert opened.page.evaluate("document.documentElement.scrollWidth") <= width
    wrong = opened.page.locator(".history li").nth(2).locator("[data-came]")
    assert wrong.get_attribute("lang") == (None if language == "en" else "en")
    opened.context.close()
