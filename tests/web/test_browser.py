"""Tasks done as a new user would do them, in Debian's Chromium against the real server, on the miniature world.

Each by mouse and by keyboard alone, with JavaScript and without it; then every kind of page looked
over by axe in both languages.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import DAY, WORLD
from tests.views.visiting import NEEDS_BROWSER
from tests.web.served import Served, served
from tests.web.test_pages import EVERY_KIND

pytestmark = [*NEEDS_BROWSER, pytest.mark.slow]
BEGIN = f"/?as_of={DAY}"
_FARTHEST = 160


@pytest.fixture(scope="module")
def server() -> Iterator[Served]:
    with served(WORLD) as site:
        yield site


class User:
    """Somebody at the site: goes by what is written on it, by mouse or by keyboard alone."""

    def __init__(self, browser: Any, base: str, *, script: bool, keys: bool) -> None:
        self.context = browser.new_context(
            java_script_enabled=script, viewport={"width": 1440, "height": 900}, accept_downloads=True
        )
        self.page = self.context.new_page()
        self.keys = keys
        self.base = base
        self.foreign: list[str] = []
        self.page.on("request", lambda request: self._note(request.url))
        self.complaints: list[str] = []
        self.page.on("console", lambda message: self._complain(message.text))
        self.page.goto(base + BEGIN)

    def _note(self, address: str) -> None:
        if not address.startswith((self.base, "data:")):
            self.foreign.append(address)

    def _complain(self, text: str) -> None:
        if "status of 4" not in text:  # a page that says 400 is meant to
            self.complaints.append(text)

    def link(self, words: str, within: str = "body") -> None:
        """Follows the first link that says these words."""
        self._press(self.page.locator(within).get_by_role("link", name=words, exact=True).first)

    def button(self, words: str, within: str = "main") -> None:
        self._press(self.page.locator(within).get_by_role("button", name=words, exact=True).first)

    def write(self, label: str, text: str) -> None:
        """Puts text in the field of the main part that bears the label, in place of what stands there."""
        field = self.page.locator("main").get_by_label(label, exact=True).first
        # What stands in an editor is written over by typing, as a person does it.
        if not self.keys and not field.evaluate("one => one.isContentEditable"):
            field.fill(text)
            return
        if self.keys:
            self._reach(field)
        else:
            field.click()
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text)

    def unfold(self, target: Any) -> None:
        """Opens what is folded away under a summary."""
        target.wait_for()
        self._strike(target)

    def _press(self, target: Any) -> None:
        target.wait_for()
        with self.page.expect_navigation():
            self._strike(target)

    def _strike(self, target: Any) -> None:
        if not self.keys:
            target.click()
        else:
            self._reach(target)
            self.page.keyboard.press("Enter")

    def _reach(self, target: Any) -> None:
        """Tabs to an element, which must then be in sight."""
        for _ in range(_FARTHEST):
            self.page.keyboard.press("Tab")
            # A field in a shadow root has the focus together with what holds that.
            if target.bounding_box() in [one.bounding_box() for one in self.page.locator(":focus").all()]:
                return
        raise AssertionError(f"the keyboard does not lead to {target}")

    def text(self, what: str = "main") -> str:
        return str(self.page.locator(what).first.inner_text())

    def leave(self) -> None:
        """Leaves; the site must have asked no other for anything, and the browser found nothing to complain of."""
        assert self.foreign == []
        assert self.complaints == []
        self.context.close()


def which_board(user: User) -> None:
    user.write("Search names, or ask in plain words", "which board governs NRS?")
    user.button("Search")
    assert user.text("h1") == "Which board governs National Records System?"
    assert "Shires Digital Group" in user.text()
    assert "is named for National Records System as a plan" in user.text()


def why_partners_differ(user: User) -> None:
    user.write("Search names, or ask in plain words", "Joint Dog Unit")
    user.button("Search")
    user.link("Joint Dog Unit", "main")
    user.link("Is Westshire in the Joint Dog Unit?", "main")
    assert "contradiction" in user.text()
    user.link("Disagreements", "header")
    row = user.page.get_by_role("row").filter(has=user.page.get_by_role("rowheader", name="Westshire Police"))
    said = str(row.first.inner_text())
    assert "Supports:" in said
    assert "Disputes:" in said


def partners_on_a_day(user: User) -> None:
    user.write("Search names, or ask in plain words", "Northshire Police")
    user.button("Search")
    user.link("Northshire Police", "main")
    user.link("Whom does Northshire Police work with?", "main")
    user.unfold(user.page.locator("summary", has_text="As of 22 November 2026"))
    day = user.page.get_by_label("The day to look at")
    if user.keys:
        user._reach(day)
        user.page.keyboard.type("05012014")  # as the field takes a day in this browser: month, day, year
    else:
        day.fill("2014-05-01")
    user.button("Show", "details")
    assert "As of 1 May 2014" in user.text("body")
    address = user.page.locator("main").get_by_role("link", name="CSV").first.get_attribute("href")
    told = user.page.request.get(user.base + str(address)).text()
    partners = [row["partner"] for row in csv.DictReader(io.StringIO(told))]
    assert "Southshire Police" in partners
    assert "Westshire Police" in partners


def mend_a_query(user: User) -> None:
    user.link("SPARQL", "header")
    user.write("Query", "SELECT ?unit WHERE { ?unit a pcol:JointUnit }}")
    user.button("Run")
    assert "Line 1, column 46: “}” cannot stand here." in user.text(".problem")
    user.write("Query", "SELECT ?unit WHERE { ?unit a pcol:JointUnit }")
    user.button("Run")
    assert "Joint Marine Unit" in user.text("section[aria-labelledby=result]")


def welsh_on_the_same_page(user: User) -> None:
    user.link("Sources", "header")
    before = user.page.url.partition("?")[0]
    user.link("Cymraeg", "header")
    assert user.page.url.partition("?")[0] == before
    assert user.text("h1") == "Ffynonellau, a'r hyn sy'n seiliedig ar bob un"
    assert user.page.locator("html").get_attribute("lang") == "cy"
    assert f"as_of={DAY}" in user.page.url
    user.link("English", "header")
    assert user.text("h1") == "Sources, and what rests on each"


def two_forces(user: User) -> None:
    user.link("Compare", "header")
    user.write("One thing", "Northshire Police")
    user.write("Another thing", "Southshire Police")
    user.button("Compare")
    assert "Joint Dog Unit" in user.text("section[aria-labelledby=shared]")


def evidence_of_a_line(user: User) -> None:
    user.link("Things", "header")
    user.link("Joint Marine Unit", "main")
    user.unfold(user.page.locator("li#jmu--participant--northshire summary"))
    assert "Supports:" in user.text("li#jmu--participant--northshire")


def what_is_not_known(user: User) -> None:
    user.link("Things with no named board", "main")
    assert user.page.locator("main tbody tr").count() > 3
    user.link("Questions", "header")
    user.link("What is the legal basis of each arrangement: its own, a general one, or none stated?", "main")
    assert "none-stated" in user.text() or "none stated" in user.text()


def a_source_and_what_rests_on_it(user: User) -> None:
    user.link("Sources", "header")
    user.link("Collaboration update report", "main")
    assert user.page.locator("section[aria-labelledby=rests] tbody tr").count() > 10


def a_picture_and_its_table(user: User) -> None:
    user.link("Pictures", "header")
    user.link("Force by force", "main")
    assert user.page.locator("main img").evaluate("image => image.complete && image.naturalWidth > 100")
    user.link("Explore it, with a table and evidence", "main")
    assert "Northshire Police" in user.text("table")


TASKS: tuple[Callable[[User], None], ...] = (
    which_board,
    why_partners_differ,
    partners_on_a_day,
    mend_a_query,
    welsh_on_the_same_page,
    two_forces,
    evidence_of_a_line,
    what_is_not_known,
    a_source_and_what_rests_on_it,
    a_picture_and_its_table,
)


@pytest.mark.parametrize("way", ["mouse, script", "mouse, no script", "keyboard, script", "keyboard, no script"])
@pytest.mark.parametrize("task", TASKS, ids=lambda task: task.__name__)
def test_a_new_user_can(browser: Any, server: Served, task: Callable[[User], None], way: str) -> None:
    user = User(browser, server.base, script="no script" not in way, keys="keyboard" in way)
    task(user)
    user.leave()


# The classes of the same kind of page that EVERY_KIND has no example of.
OTHER_CLASSES = (
    "/thing/pcc-northshire",
    "/thing/forensic-agreement",
    "/thing/nrs",
    "/thing/concern-backlog",
    "/picture/timeline?thing=jdu",
    "/picture/governance",
)
REFUSED = ("/nowhere", "/question/governs?service=nobody", "/compare?a=northshire-police&b=nobody")


RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
}


@pytest.mark.parametrize("language", ["en", "cy"])
@pytest.mark.parametrize(
    "address", [*EVERY_KIND, *OTHER_CLASSES, *REFUSED, "/workbench?query=CONSTRUCT+WHERE+%7B+pid%3Ajdu+%3Fp+%3Fo+%7D"]
)
def test_axe_finds_nothing(browser: Any, server: Served, address: str, language: str) -> None:
    module = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed (extra: test)")
    scheme = "dark" if language == "cy" else "light"
    context = browser.new_context(viewport={"width": 1280, "height": 900}, color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    page.goto(f"{server.base}{address}{'&' if '?' in address else '?'}lang={language}")
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    found = module.Axe().run(page, options=RULES).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"][:200]) for one in found] == []
    context.close()


@pytest.mark.parametrize("address", EVERY_KIND)
def test_a_page_fits_a_phone(browser: Any, server: Served, address: str) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 740})
    page.goto(server.base + address)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    small = page.evaluate("""() => [...document.querySelectorAll("header a, header button, main button, .chips a, .counts a")]
        .filter(one => one.getBoundingClientRect().height < 24 && one.getBoundingClientRect().height > 0)
        .map(one => one.outerHTML.slice(0, 80))""")
    assert small == []
    page.close()


def test_a_page_prints_its_evidence(browser: Any, server: Served, tmp_path: Path) -> None:
    page = browser.new_page()
    page.goto(server.base + "/thing/jdu")
    page.emulate_media(media="print")
    assert page.locator("nav.main").is_hidden()
    assert page.locator(".cite").is_visible()
    page.close()
