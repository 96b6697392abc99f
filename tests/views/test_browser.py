"""The page in Chromium: no request but the file, evidence by mouse and by key, nothing on the console."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from graph.views.network import network_page

from .sample import sample
from .test_network import HOSTILE, hostile
from .visiting import NEEDS_BROWSER, Visit

pytestmark = NEEDS_BROWSER


@pytest.fixture
def visit(browser: Any, tmp_path: Path) -> Iterator[Visit]:
    opened = Visit(browser, network_page(sample()), tmp_path)
    yield opened
    assert opened.requests == [opened.address]
    assert opened.complaints == []
    opened.page.close()


def test_a_relation_of_the_table_shows_its_evidence(visit: Visit) -> None:
    page = visit.page
    row = page.locator("tr[data-line]", has_text="NHS Collaborative")
    row.get_by_role("button").focus()
    page.keyboard.press("Enter")
    panel = page.locator("#panel")
    assert "4 PROGRAMMES AND GROUPS 8" in panel.inner_text()
    assert "planned" in panel.inner_text()
    assert "Evidence shown: SARC Regionalisation Programme" in page.get_by_role("status").inner_text()
    page.keyboard.press("Escape")
    assert not panel.is_visible()
    assert page.evaluate("document.activeElement.dataset.line") == row.get_attribute("data-line")


def test_a_line_and_a_box_of_the_picture_show_theirs(visit: Visit) -> None:
    page = visit.page
    contested = "Object.values(d.lines).find(l => l.subject_label.startsWith('Joint Proc') && l.badge).place"
    page.mouse.click(*visit.spot(f"(([x, y]) => ({{x, y}}))({contested})"))
    page.wait_for_selector("#panel:not([hidden])")
    assert "contested by a source" in page.inner_text("#panel")
    page.mouse.click(*visit.spot("Object.values(d.things).find(t => t.label === 'Torfaen County Borough Council')"))
    page.wait_for_function("document.getElementById('panel-heading').textContent.startsWith('Torfaen')")
    assert "Its relations (1)" in page.inner_text("#panel")


def test_highlight_is_announced(visit: Visit) -> None:
    page = visit.page
    page.select_option("#highlight", label="Dyfed-Powys Police")
    assert (
        page.get_by_role("status").inner_text()
        == f"Dyfed-Powys Police: {sample().degree('dyfed-powys-police')} relations shown"
    )
    page.fill("#search", "joint")
    assert page.get_by_role("status").inner_text() == "6 names match"
    page.press("#search", "Enter")
    assert page.is_visible("#panel")


def test_filter_hides_in_picture_and_table(visit: Visit) -> None:
    page = visit.page
    page.click("#filter summary")
    page.uncheck("[data-group='manner'][value='class-level']")
    shown = page.locator("tr[data-line]:visible").count()
    assert f": {shown} of {sample().size()} relations shown" in page.get_by_role("status").inner_text()
    assert shown == sum(grade != "class-level" for *_, grade in sample().edges(data="grade"))


def test_arrow_keys_walk_the_picture(visit: Visit) -> None:
    page = visit.page
    page.focus("#picture")
    page.keyboard.press("ArrowDown")
    first = page.input_value("#highlight")
    page.keyboard.press("ArrowDown")
    assert first
    assert page.input_value("#highlight") not in ("", first)
    page.keyboard.press("Enter")
    assert page.is_visible("#panel")


def test_labels_are_drawn_inside_their_boxes_by_this_font_too(visit: Visit) -> None:
    widest = visit.page.evaluate("""() => {
        const d = JSON.parse(document.getElementById("data").textContent);
        const ctx = document.createElement("canvas").getContext("2d");
        ctx.font = `12px ${d.font}`;
        const wide = (t) => Math.max(...t.lines.map((line) => ctx.measureText(line).width));
        return Math.max(...Object.values(d.things).map((t) => wide(t) - t.w));
    }""")
    assert widest <= -6


def test_hostile_texts_run_nothing(browser: Any, tmp_path: Path) -> None:
    visit = Visit(browser, network_page(hostile()), tmp_path)
    for number in range(len(HOSTILE)):
        visit.page.locator("button.choose").nth(number).click()
    for option in visit.page.eval_on_selector_all("#highlight option", "all => all.map(o => o.value)"):
        visit.page.select_option("#highlight", option)
    assert visit.page.evaluate("window.pwned") is None
    assert visit.requests == [visit.address]
    assert visit.complaints == []
    visit.page.close()
