"""Matrix, map and timeline in Chromium: another day and lens, evidence by mouse and key, the file that equals the page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from graph.analysis.matrix import matrix
from graph.analysis.tiles import tiles
from graph.analysis.timeline import timeline
from graph.landscape import Landscape, open_landscape
from graph.pictures import Picture
from graph.views.matrix import matrix_page
from graph.views.matrix_svg import matrix_svg
from graph.views.tiles import tiles_page
from graph.views.tiles_svg import tiles_svg
from graph.views.timeline import timeline_page
from graph.views.timeline_svg import timeline_svg
from tests.conftest import DAY, WORLD

from .pictures import SVG, hostile, read_svg, turns, words_of
from .test_network import HOSTILE
from .visiting import NEEDS_BROWSER, Visit, runs_nothing

pytestmark = NEEDS_BROWSER
Opener = Callable[..., Visit]
KINDS: dict[str, tuple[str, dict[str, Any]]] = {
    "matrix": ("matrix", {}),
    "matrix of parts": ("matrix", {"by_arrangement": True}),
    "map": ("map", {}),
    "map of one": ("map", {"thing": "jdu"}),
    "timeline": ("timeline", {}),
    "timeline of one": ("timeline", {"thing": "jmu"}),
}
DAYS = ["2008-01-01", "2013-06-15", "2020-02-01", "2024-06-15", "2027-06-01"]
LENSES = [(), ("contested",), ("planned",), ("contested", "planned")]


def drawn(landscape: Landscape, kind: str) -> Picture:
    name, options = KINDS[kind]
    thing = options.get("thing")
    return landscape.draw(name, thing, **{word: value for word, value in options.items() if word != "thing"})


@pytest.fixture
def opened(browser: Any, tmp_path: Path) -> Iterator[Opener]:
    visits: list[Visit] = []

    def open_(html: str, fragment: str = "", **context: Any) -> Visit:
        folder = tmp_path / str(len(visits))
        folder.mkdir()
        visits.append(Visit(browser, html, folder, fragment, **context))
        return visits[-1]

    yield open_
    for visit in visits:
        visit.close()


def slide(visit: Visit, day: str, lens: tuple[str, ...] = ()) -> None:
    """Chooses a day and what counts beside accepted claims."""
    visit.page.fill("#day", day)
    visit.page.dispatch_event("#day", "change")
    for name in ("contested", "planned"):
        if visit.page.locator(f"#{name}").count():
            visit.page.set_checked(f"#{name}", name in lens)


def seen(landscape: Landscape, day: str, lens: tuple[str, ...]) -> Landscape:
    standing = ",".join(["accepted", *(one for one in lens if one == "contested")])
    return landscape.as_of(day).lens(standing=standing, include_planned="planned" in lens)


def table(visit: Visit) -> dict[tuple[str, str], tuple[str, str]]:
    """Returns of each cell of the matrix, by row and column, its sign and its look."""
    rows = visit.page.evaluate("""() => {
        const heads = [...document.querySelectorAll(".matrix thead th")].map((one) => one.textContent.trim());
        return [...document.querySelectorAll(".matrix tbody tr:not([hidden])")].flatMap((row) => {
            const name = row.cells[0].textContent.trim();
            return [...row.cells].slice(1).map((cell, j) => [name, heads[j], cell.querySelector(".mark")?.firstChild?.nodeValue || "", cell.className.split(" ")[0]]);
        });
    }""")
    return {(row, column): (sign, look) for row, column, sign, look in rows}


def saved(visit: Visit, folder: Path) -> ElementTree.Element:
    """Saves the picture as it is and returns it, read."""
    with visit.page.expect_download() as waiting:
        visit.page.click("#download")
    place = folder / "saved.svg"
    waiting.value.save_as(place)
    return read_svg(place.read_text(encoding="utf-8"))


def moved(group: ElementTree.Element) -> tuple[float, float]:
    found = re.fullmatch(r"translate\(([-\d.]+) ([-\d.]+)\)", group.attrib.get("transform", "translate(0 0)"))
    assert found
    return float(found[1]), float(found[2])


def grid_of(root: ElementTree.Element) -> list[list[str]]:
    """Returns the numbers and signs of a drawn matrix, row by row from the top, each from the left."""
    rows = [group for group in root.iter(f"{SVG}g") if group.get("class") == "row" and group.get("display") != "none"]
    return [
        [
            "".join(text.text or "" for text in cell.iter(f"{SVG}text") if text.get("class") == "value")
            for cell in sorted((one for one in row if one.get("class") == "cell"), key=moved)
        ]
        for row in sorted(rows, key=lambda row: moved(row)[1])
    ]


@pytest.mark.slow
@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("lens", LENSES, ids=" ".join)
def test_page_and_store_agree_on_the_matrix(opened: Opener, world: Landscape, day: str, lens: tuple[str, ...]) -> None:
    visit = opened(drawn(world, "matrix").html)
    slide(visit, day, lens)
    then = matrix(seen(world, day, lens))
    labels = {party.name.id: party.name.label for party in then.parties}
    told = {pair: sign for pair, (sign, look) in table(visit).items() if look != "absent"}
    expected = {
        (labels[one], labels[other]): str(len(cell.shared)) for (one, other), cell in then.cells.items() if cell.known
    }
    assert {pair: told[pair] for pair in expected} == expected


@pytest.mark.slow
@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("lens", LENSES, ids=" ".join)
def test_page_and_store_agree_on_the_map(opened: Opener, world: Landscape, day: str, lens: tuple[str, ...]) -> None:
    visit = opened(drawn(world, "map").html)
    slide(visit, day, lens)
    then = {tile.name.label: tile for tile in tiles(seen(world, day, lens)).tiles}
    told = visit.page.evaluate(
        "() => [...document.querySelectorAll('tr[data-twin]')].map((r) => [r.cells[0].textContent.trim(), r.cells[1].textContent])"
    )
    for name, words in told:
        if name in then and then[name].state == "count":
            assert words.split(";")[0] == str(then[name].count), name


@pytest.mark.slow
@pytest.mark.parametrize("day", DAYS)
def test_page_and_store_agree_on_the_parts(opened: Opener, world: Landscape, day: str) -> None:
    visit = opened(drawn(world, "matrix of parts").html)
    slide(visit, day)
    then = matrix(world.as_of(day), by="arrangement")
    labels = {one: each.name.label for one, each in then.arrangements.items()}
    labels |= {party.name.id: party.name.label for party in then.parties}
    expected = {(labels[one], labels[party]) for one, party in then.parts}
    assert {pair for pair, (sign, _) in table(visit).items() if sign} == expected


@pytest.mark.slow
@pytest.mark.parametrize("day", DAYS)
def test_a_row_of_the_timeline_says_whether_it_is_in_force(opened: Opener, world: Landscape, day: str) -> None:
    visit = opened(drawn(world, "timeline").html)
    slide(visit, day)
    words = {
        "certain": "surely in force on the day", "possible": "possibly in force on the day",
        "not-yet": "not yet begun", "ended": "ended", "": "not known",
    }  # fmt: skip
    made = timeline(world)
    expected = {row.id: words[row.state(date.fromisoformat(day))] for row in (*made.rows, *made.undated)}
    told = visit.page.evaluate(
        "() => [...document.querySelectorAll('tr[data-twin]')].map((r) => [r.dataset.twin, r.cells[4].textContent])"
    )
    assert dict(told) == expected
    assert f"as of {day}" in (visit.page.text_content("svg.wide .today") or "")
    counts = [sum(state == words[one] for state in expected.values()) for one in ("certain", "possible")]
    assert f"{counts[0]} surely in force, {counts[1]} possibly" in visit.said


def test_an_ended_tie_is_there_only_while_it_lasted(opened: Opener, world: Landscape) -> None:
    visit = opened(drawn(world, "matrix of parts").html)
    shown = visit.page.locator(".matrix tbody tr:not([hidden]) th").all_inner_texts
    assert "Shire Air Desk" not in shown()
    slide(visit, "2012-06-01")
    assert "Shire Air Desk" in shown()
    slide(visit, "2018-06-01")
    assert table(visit)["Joint Marine Unit", "Northshire Police"][0]
    assert "Shire Air Desk" not in shown()


@pytest.mark.parametrize("kind", KINDS)
def test_the_address_restores_what_was_seen(opened: Opener, world: Landscape, kind: str) -> None:
    html = drawn(world, kind).html
    visit = opened(html)
    slide(visit, "2019-05-01")
    answer = visit.page.inner_text("#answer")
    visit.page.locator("#picture [data-mark]:visible").first.click()
    heading = visit.page.inner_text("#panel-heading")
    fragment = visit.page.evaluate("location.hash")
    assert "day=2019-05-01" in fragment
    again = opened(html, fragment)
    assert again.page.input_value("#day") == "2019-05-01"
    assert again.page.inner_text("#answer") == answer
    assert again.page.inner_text("#caption-day") == "2019-05-01"
    assert again.page.inner_text("#panel-heading") == heading
    again.page.keyboard.press("Escape")
    again.page.click("#reset")
    assert again.page.input_value("#day") == DAY
    assert again.page.evaluate("location.hash") == ""
    assert not again.page.is_visible("#reset")


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["matrix", "map", "timeline"])
@pytest.mark.parametrize(
    "fragment", ["#day=never&choice=%3Cscript%3E&pick=mark:nobody", "#%E0%A4%A", "#day=9999-99-99"]
)
def test_an_address_that_says_nothing_sensible_changes_nothing(
    opened: Opener, world: Landscape, kind: str, fragment: str
) -> None:
    visit = opened(drawn(world, kind).html, fragment)
    assert visit.page.input_value("#day") == DAY
    assert not visit.page.is_visible("#reset")


@pytest.mark.parametrize("kind", KINDS)
def test_keys_walk_open_and_close(opened: Opener, world: Landscape, kind: str) -> None:
    visit = opened(drawn(world, kind).html)
    page = visit.page
    stops = page.locator("#picture [data-mark][tabindex='0']:visible")
    assert stops.count() == 1  # one stop for the whole picture
    stops.focus()
    first = page.evaluate("document.activeElement.dataset.mark")
    there, back = ("ArrowRight", "ArrowLeft") if kind.startswith("map") else ("ArrowDown", "ArrowUp")
    page.keyboard.press(there)
    second = page.evaluate("document.activeElement.dataset.mark")
    assert second != first
    page.keyboard.press(back)
    assert page.evaluate("document.activeElement.dataset.mark") == first
    page.keyboard.press("Enter")
    assert page.is_visible("#panel")
    assert page.evaluate("document.activeElement.id") == "panel"
    assert visit.said.startswith("Opened: ")
    page.keyboard.press("Escape")
    assert not page.is_visible("#panel")
    assert page.evaluate("document.activeElement.dataset.mark") == first
    page.keyboard.press("End")
    assert page.evaluate("document.activeElement.dataset.mark") != first


@pytest.mark.slow
def test_a_cell_shows_the_evidence_of_both_sides_on_that_day(opened: Opener, world: Landscape) -> None:
    visit = opened(drawn(world, "matrix").html)
    page = visit.page
    page.get_by_role("button", name="2: Northshire Police and Westshire Police").first.click()
    panel = page.locator("#panel")
    assert panel.locator("details").count() == 4  # two that count, one contested, one planned
    panel.locator("summary", has_text="Joint Dog Unit").click()
    assert "Only two forces are named" in panel.inner_text()
    assert "Southshire" not in panel.inner_text()
    page.keyboard.press("Escape")
    page.locator("#lists summary").first.click()
    page.locator("#lists").get_by_role("link", name="Joint Dog Unit").first.click()
    assert "Only two forces are named" in page.locator("#r-jdu").inner_text()
    assert "pick=r-jdu" in page.evaluate("location.hash")
    page.fill("#filter", "kennels")
    assert page.locator("details.record:visible").count() == 0
    assert visit.said == "0 of 6 shown"


@pytest.mark.slow
def test_the_matrix_stands_in_the_order_chosen_and_so_does_its_file(
    opened: Opener, world: Landscape, tmp_path: Path
) -> None:
    visit = opened(drawn(world, "matrix").html)
    for order in ("name", "cluster", "region"):
        visit.page.select_option("#choice", order)
        expected = [
            party.name.label for party in matrix(world, order="cluster" if order == "cluster" else "region").parties
        ]
        expected = sorted(expected) if order == "name" else expected
        assert visit.page.locator(".matrix tbody th").all_inner_texts() == expected
        assert [one.replace("\n", " ") for one in visit.page.locator(".matrix thead th").all_inner_texts()] == expected
        root = saved(visit, tmp_path)
        told = table(visit)
        assert grid_of(root) == [[told[row, column][0] for column in expected] for row in expected]


@pytest.mark.slow
@pytest.mark.parametrize("day", ["2013-06-15", "2027-06-01"])
@pytest.mark.parametrize("kind", ["matrix", "matrix of parts"])
def test_a_saved_matrix_is_what_is_seen(opened: Opener, world: Landscape, tmp_path: Path, kind: str, day: str) -> None:
    visit = opened(drawn(world, kind).html)
    slide(visit, day, ("contested",))
    root = saved(visit, tmp_path)
    told = table(visit)
    rows = list(dict.fromkeys(row for row, _ in told))
    columns = list(dict.fromkeys(column for _, column in told))
    assert grid_of(root) == [[told[row, column][0] for column in columns] for row in rows]
    words = words_of(root)
    assert f"As of: {day}" in words
    assert visit.page.inner_text("#answer") in words
    assert f"Lens: {visit.page.inner_text('#caption-lens')}" in words
    keys = [g for g in root.iter(f"{SVG}g") if g.get("class") == "entry" and g.get("display") != "none"]
    assert len(keys) == visit.page.locator(".key li:visible").count()


@pytest.mark.slow
@pytest.mark.parametrize("choice", ["taking", "local", "hosting", "partners", "thing:jdu"])
def test_a_saved_map_is_what_is_seen(opened: Opener, world: Landscape, tmp_path: Path, choice: str) -> None:
    visit = opened(drawn(world, "map").html)
    visit.page.select_option("#choice", choice)
    slide(visit, "2020-02-01")
    seen_ = visit.page.evaluate("""() => Object.fromEntries([...document.querySelectorAll("svg.wide [data-mark]")].map((tile) => [
        tile.dataset.mark, [tile.querySelector(".value").textContent, tile.querySelector(".hit").getAttribute("fill")]]))""")
    root = saved(visit, tmp_path)
    groups = {one.get("data-mark"): one for one in root.iter(f"{SVG}g") if one.get("data-mark")}
    assert set(groups) == set(seen_)
    for name, (value, fill) in seen_.items():
        texts = [text.text or "" for text in groups[name].iter(f"{SVG}text") if text.get("class") == "value"]
        assert texts == [value]
        if not fill.startswith("url("):
            assert groups[name].find(f"{SVG}rect").get("fill") == fill
    assert visit.page.inner_text("#answer") in words_of(root)


@pytest.mark.slow
def test_a_map_of_one_chosen_in_the_page_is_the_one_drawn_alone(opened: Opener, world: Landscape) -> None:
    visit = opened(drawn(world, "map").html)
    visit.page.select_option("#choice", "thing:jdu")
    both = [visit, opened(drawn(world, "map of one").html)]
    told = [
        dict(each.page.evaluate(
            "() => [...document.querySelectorAll('tr[data-twin]')].map((r) => [r.dataset.twin, r.cells[1].textContent])"
        ))
        for each in both
    ]  # fmt: skip
    assert told[0] == told[1]
    assert told[0]["northshire-police"] == "takes part, hosts it"
    visit.page.select_option("#choice", "partners")
    assert dict(visit.page.evaluate(
        "() => [...document.querySelectorAll('tr[data-twin]')].map((r) => [r.dataset.twin, r.cells[1].textContent])"
    ))["northshire-police"] == "3"  # fmt: skip


@pytest.mark.slow
def test_a_saved_timeline_is_what_is_seen(opened: Opener, world: Landscape, tmp_path: Path) -> None:
    visit = opened(drawn(world, "timeline of one").html)
    slide(visit, "2024-03-01", ("contested", "planned"))
    before = visit.page.locator("svg.wide g.row:visible").count()
    visit.page.uncheck("#planned")
    assert visit.page.locator("svg.wide g.row:visible").count() < before
    root = saved(visit, tmp_path)
    rows = [g for g in root.iter(f"{SVG}g") if g.get("class") == "row" and g.get("display") != "none"]
    assert [row.get("data-row") for row in rows] == visit.page.evaluate(
        "() => [...document.querySelectorAll('svg.wide g.row')].filter((one) => !one.hasAttribute('display')).map((one) => one.dataset.row)"
    )
    assert "as of 2024-03-01" in words_of(root)
    tops = [moved(row)[1] for row in rows]
    heights = [float(row.get("data-high", 0)) for row in rows]
    assert all(abs(a + h - b) < 0.2 for a, h, b in zip(tops, heights, tops[1:], strict=False))  # no holes


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["matrix", "map", "timeline"])
def test_an_unchanged_picture_is_saved_as_python_draws_it(
    opened: Opener, world: Landscape, tmp_path: Path, kind: str
) -> None:
    picture = drawn(world, kind)
    visit = opened(picture.html)
    assert words_of(saved(visit, tmp_path)) == words_of(read_svg(picture.svg))


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing(opened: Opener, world: Landscape, kind: str) -> None:
    api = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed (extra: test)")
    visit = opened(drawn(world, kind).html)
    slide(visit, "2019-05-01")
    visit.page.locator("#picture [data-mark]:visible").first.click()
    found = api.Axe().run(visit.page).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("width", [390, 720])
def test_nothing_sticks_out_on_a_phone_or_at_twice_the_size(
    opened: Opener, world: Landscape, kind: str, width: int
) -> None:
    visit = opened(drawn(world, kind).html, viewport={"width": width, "height": 844})
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= width
    visit.page.locator("#picture [data-mark]:visible").first.click()
    box = visit.page.locator("#panel").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    smallest = visit.page.eval_on_selector_all(
        ".tools button, .tools select, .tools input:not([type=checkbox])",
        "all => Math.min(...all.filter(e => e.offsetParent).map(e => e.getBoundingClientRect().height))",
    )
    assert smallest >= 24


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["matrix", "map", "timeline"])
def test_full_screen_and_back(opened: Opener, world: Landscape, kind: str) -> None:
    visit = opened(drawn(world, kind).html)
    visit.page.click("#full")
    visit.page.wait_for_function("document.fullscreenElement && document.fullscreenElement.id === 'whole'")
    visit.page.wait_for_selector("#full[aria-pressed=true]")
    visit.page.locator("#picture [data-mark]:visible").first.click()
    assert visit.page.is_visible("#panel")
    visit.page.keyboard.press("Escape")
    if visit.page.evaluate("Boolean(document.fullscreenElement)"):
        visit.page.click("#full")
    visit.page.wait_for_selector("#full[aria-pressed=false]")


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["matrix", "map", "timeline"])
def test_paper_gets_picture_key_and_evidence_without_switches(opened: Opener, world: Landscape, kind: str) -> None:
    visit = opened(drawn(world, kind).html)
    visit.page.locator("#picture [data-mark]:visible").first.click()
    visit.page.emulate_media(media="print")
    visit.page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert not visit.page.is_visible("#switches")
    assert not visit.page.is_visible("#panel")
    assert visit.page.is_visible(".key")
    assert visit.page.locator("details.record[open]").count() > 3
    visit.page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert visit.page.locator("details.record[open]").count() == 0


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["matrix", "map", "timeline"])
def test_forced_colours_and_reduced_motion_are_heeded(opened: Opener, world: Landscape, kind: str) -> None:
    visit = opened(drawn(world, kind).html, forced_colors="active", reduced_motion="reduce")
    assert visit.page.eval_on_selector("#download", "e => getComputedStyle(e).borderTopStyle") == "solid"
    moving = visit.page.eval_on_selector_all(
        "*", "all => all.filter((e) => getComputedStyle(e).transitionDuration !== '0s').length"
    )
    assert moving == 0


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["matrix", "map", "timeline"])
def test_without_script_the_day_of_the_drawing_is_complete(
    browser: Any, world: Landscape, tmp_path: Path, kind: str
) -> None:
    place = tmp_path / "page.html"
    place.write_text(drawn(world, kind).html, encoding="utf-8")
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(place.as_uri())
    assert not page.is_visible("#switches")
    assert page.locator("#picture a").count() >= 4
    assert page.locator("details.record").count() >= 6
    context.close()


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["matrix", "map", "timeline"])
def test_passages_are_in_the_panel_when_asked_for_and_on_hand(
    opened: Opener, state: Path, documents: Path, shipped: Landscape, kind: str
) -> None:
    landscape = open_landscape(shipped.inputs.data, as_of=DAY, documents=documents)
    visit = opened(landscape.draw(kind, with_passages=True).html)
    marks = visit.page.locator("#picture [data-mark]:visible")
    for number in range(marks.count()):  # most sources have no document on hand
        marks.nth(number).click()
        if visit.page.locator("#panel blockquote").count():
            break
    assert visit.page.locator("#panel blockquote").count() > 0
    assert "blockquote" not in landscape.draw(kind).html.replace("blockquote {", "")


def test_passages_asked_for_without_the_document_are_said_to_be_missing(shipped: Landscape, tmp_path: Path) -> None:
    landscape = open_landscape(shipped.inputs.data, as_of=DAY, documents=tmp_path)
    for made in (matrix(landscape, with_passages=True), tiles(landscape, with_passages=True),
                 timeline(landscape, with_passages=True)):  # fmt: skip
        assert any("not on hand" in note for note in made.caption.notes)


def test_a_welsh_page_speaks_welsh_when_it_changes(opened: Opener, state: Path) -> None:
    visit = opened(open_landscape(WORLD, as_of=DAY, language="cy").draw("map").html)
    slide(visit, "2013-06-15")
    assert visit.said.startswith("Ar 15 Mehefin 2013: ")
    assert visit.page.get_attribute("#slider", "aria-valuetext") == "15 Mehefin 2013"


HOSTILE_PAGES: dict[str, Callable[[Landscape], tuple[str, str]]] = {
    "matrix": lambda world: both(hostile(matrix(world), turns()), matrix_page, matrix_svg),
    "matrix of parts": lambda world: both(hostile(matrix(world, by="arrangement"), turns()), matrix_page, matrix_svg),
    "map": lambda world: both(hostile(tiles(world), turns()), tiles_page, tiles_svg),
    "map of one": lambda world: both(hostile(tiles(world, "jdu"), turns()), tiles_page, tiles_svg),
    "timeline": lambda world: both(hostile(timeline(world), turns()), timeline_page, timeline_svg),
}


def both(made: Any, page: Callable[[Any], str], still: Callable[[Any], str]) -> tuple[str, str]:
    return page(made), still(made)


@pytest.mark.slow
@pytest.mark.parametrize("kind", HOSTILE_PAGES)
def test_forty_hostile_texts_in_every_field_run_nothing(
    opened: Opener, browser: Any, world: Landscape, tmp_path: Path, kind: str
) -> None:
    html, drawn_ = HOSTILE_PAGES[kind](world)
    assert sum(f"{text}"[:12] in html or text.replace("<", "&lt;")[:12] in html for text in HOSTILE) >= 20
    visit = opened(html)
    slide(visit, "2019-05-01", ("contested", "planned"))
    visit.page.evaluate("""() => {
        for (const mark of document.querySelectorAll("#picture [data-mark]")) mark.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));
        const choice = document.getElementById("choice");
        for (const option of choice ? choice.options : []) { choice.value = option.value; choice.dispatchEvent(new Event("change")); }
        for (const link of document.querySelectorAll("#lists a")) link.click();
    }""")
    visit.page.evaluate(
        """(text) => {
        const field = document.getElementById("filter");
        field.value = text;
        field.dispatchEvent(new Event("input"));
    }""",
        HOSTILE[0],
    )
    with visit.page.expect_download() as waiting:
        visit.page.click("#download")
    place = tmp_path / "saved.svg"
    waiting.value.save_as(place)
    assert visit.page.evaluate("window.pwned") is None
    for still in (place.read_text(encoding="utf-8"), drawn_):
        read_svg(still)
        runs_nothing(browser, still, tmp_path)
