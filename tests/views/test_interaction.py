"""What a reader can do with a network page: slide through time, change the lens, filter, share, enlarge, save."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import networkx as nx
import pytest

from graph.analysis.governance import governance
from graph.analysis.network import ego, network
from graph.analysis.projection import who_with_whom
from graph.landscape import Landscape
from graph.views.network import network_page
from graph.views.network_svg import network_svg

from .sample import sample
from .test_network import HOSTILE, hostile
from .visiting import NEEDS_BROWSER, Visit, runs_nothing

pytestmark = NEEDS_BROWSER
DAY = "2021-11-24"
SVG = "{http://www.w3.org/2000/svg}"
Opener = Callable[..., Visit]


def through_time() -> nx.MultiDiGraph:
    """Returns one unit with five forces: past, present, future, of unknown time, and planned."""
    made = nx.MultiDiGraph(title="Through time", question="When?", day=DAY, lens="accepted claims", language="en")
    made.add_node("unit", label="Unit", kind="arrangement", kind_label="collaboration", level="regional")
    bounds = ("start_earliest", "start_latest", "end_earliest", "end_latest", "first_day", "last_day")
    for name, days, extra in (
        ("past", ("2010-01-01", "2010-12-31", "2015-06-30", "2015-06-30", "", ""), {"shown": False}),
        ("now", ("2018-01-01", "2018-01-01", "2030-12-31", "2030-12-31", "", ""), {}),
        ("future", ("2024-01-01", "2024-12-31", "", "", "", ""), {"shown": False}),
        ("unknown", ("", "", "", "", "2021-11-24", "2021-11-24"), {}),
        ("plan", ("2023-01-01", "2023-12-31", "", "", "", ""), {"modality": "planned"}),
        ("contested", ("", "", "", "", "", ""), {"standing": "contested", "grade": "inferred"}),
    ):
        made.add_node(name, label=f"{name.title()} Police", kind="force", kind_label="police force", level="local")
        known = dict(zip(bounds, days, strict=True))
        made.add_edge("unit", name, key=f"unit--{name}", relation="hasParticipant", label="has participant",
                      evidence=[], **{"grade": "stated", **known, **extra})  # fmt: skip
    return made


@pytest.fixture
def opened(browser: Any, tmp_path: Path) -> Iterator[Opener]:
    visits = []

    def open_(made: nx.MultiDiGraph, fragment: str = "", **context: Any) -> Visit:
        visits.append(Visit(browser, network_page(made), tmp_path, fragment, **context))
        return visits[-1]

    yield open_
    for visit in visits:
        visit.close()


def partners(visit: Visit) -> set[str]:
    """Returns whom the table shows as partners of the unit."""
    return {
        row.split(" Police")[0].lower()
        for row in visit.page.locator("tr[data-line]:visible td:nth-of-type(2)").all_inner_texts()
    }


def slide(visit: Visit, day: str) -> None:
    visit.page.fill("#day", day)
    visit.page.dispatch_event("#day", "change")


def test_the_day_decides_what_is_in_force_start_and_end(opened: Opener) -> None:
    visit = opened(through_time())
    assert partners(visit) == {"now", "unknown", "plan", "contested"}
    slide(visit, "2012-01-01")
    assert partners(visit) == {"past", "unknown", "plan", "contested"}
    assert visit.said == "On 1 January 2012: 4 of 6 relations shown, 1 of them surely in force"
    assert visit.page.inner_text("#caption-day") == "2012-01-01"
    slide(visit, "2026-01-01")
    assert partners(visit) == {"now", "future", "unknown", "plan", "contested"}
    assert visit.page.locator("tr", has_text="Unknown Police").locator(".force").inner_text() == "possibly"
    slide(visit, DAY)
    assert visit.page.locator("tr", has_text="Unknown Police").locator(".force").inner_text() == "surely"


@pytest.mark.slow
@pytest.mark.parametrize("day", ["2008-01-01", "2013-06-15", "2024-06-15", "2027-06-01"])
def test_the_page_and_the_store_agree_on_every_day(opened: Opener, world: Landscape, day: str) -> None:
    visit = opened(network(world, every_time=True))
    slide(visit, day)
    told = visit.page.evaluate("""() => {
        const lines = JSON.parse(document.getElementById("data").textContent).lines;
        return [...document.querySelectorAll("tr[data-line]:not([hidden])")].map(
            (row) => [lines[row.dataset.line].claim, row.querySelector(".force").textContent]);
    }""")
    words = {"certain": "surely", "possible": "possibly", "not-yet": "possibly"}
    then = network(world.as_of(day), every_time=True)
    expected = {key: words[data["in_force"]] for *_, key, data in then.edges(keys=True, data=True) if data["shown"]}
    assert dict(told) == expected


def test_the_slider_moves_by_months_and_says_where_it_stands(opened: Opener) -> None:
    visit = opened(through_time())
    visit.page.focus("#slider")
    visit.page.keyboard.press("ArrowLeft")
    assert visit.page.get_attribute("#slider", "aria-valuetext") == "1 October 2021"
    assert visit.said.startswith("On 1 October 2021: ")
    visit.page.keyboard.press("ArrowRight")
    assert visit.page.input_value("#day") == DAY
    visit.page.keyboard.press("Home")
    assert partners(visit) == {"unknown", "plan", "contested"}
    visit.page.click("#reset")
    assert partners(visit) == {"now", "unknown", "plan", "contested"}
    assert not visit.page.is_visible("#reset")


def test_a_thing_without_a_relation_on_the_day_is_not_in_the_picture(opened: Opener) -> None:
    visit = opened(through_time())
    visit.page.fill("#search", "past police")
    assert visit.said == "No name matches"
    slide(visit, "2012-01-01")
    visit.page.fill("#search", "past police")
    assert visit.said == "1 name matches"


def test_the_lens_leaves_plans_and_contested_claims_out(opened: Opener) -> None:
    visit = opened(through_time())
    visit.page.uncheck("#planned")
    assert partners(visit) == {"now", "unknown", "contested"}
    visit.page.uncheck("#contested")
    assert partners(visit) == {"now", "unknown"}


def test_filters_by_kind_grade_level_and_force(opened: Opener) -> None:
    visit = opened(through_time())
    visit.page.click("#filter summary")
    visit.page.uncheck("[data-group='manner'][value='inferred']")
    assert partners(visit) == {"now", "unknown", "plan"}
    visit.page.uncheck("[data-group='force'][value='possible']")
    assert partners(visit) == {"now", "unknown"}
    visit.page.uncheck("[data-group='level'][value='local']")
    assert partners(visit) == set()


def test_the_address_restores_what_was_seen(opened: Opener) -> None:
    visit = opened(through_time())
    visit.page.uncheck("#planned")
    slide(visit, "2012-01-01")
    visit.page.click("tr:has-text('Past Police') button.choose")
    fragment = visit.page.evaluate("location.hash")
    assert "day=2012-01-01" in fragment
    again = opened(through_time(), fragment)
    assert partners(again) == {"past", "unknown", "contested"}
    assert again.page.is_visible("#panel")
    assert "Past Police" in again.page.inner_text("#panel-heading")
    assert again.page.input_value("#day") == "2012-01-01"
    assert not again.page.is_checked("#planned")


@pytest.mark.parametrize(
    "fragment", ["#day=never&off=%3Cscript%3E&pick=thing:nobody", "#table", "#day=9999-99-99", "#pick=line:__proto__"]
)
def test_an_address_that_says_nothing_sensible_changes_nothing(opened: Opener, fragment: str) -> None:
    visit = opened(through_time(), fragment)
    assert partners(visit) == {"now", "unknown", "plan", "contested"}


def test_full_screen_and_back(opened: Opener) -> None:
    visit = opened(sample())
    visit.page.click("#full")
    visit.page.wait_for_function("document.fullscreenElement && document.fullscreenElement.id === 'whole'")
    visit.page.wait_for_selector("#full[aria-pressed=true]")
    visit.page.click("#full")
    visit.page.wait_for_selector("#full[aria-pressed=false]")


def test_what_is_saved_is_what_is_seen(opened: Opener, tmp_path: Path) -> None:
    visit = opened(through_time())
    slide(visit, "2012-01-01")
    with visit.page.expect_download() as waiting:
        visit.page.click("#download")
    assert waiting.value.suggested_filename == "through-time.svg"
    place = tmp_path / "saved.svg"
    waiting.value.save_as(place)
    root = ElementTree.fromstring(place.read_text(encoding="utf-8"))
    lines = [g for g in root.iter(f"{SVG}g") if g.get("id", "").startswith("line-") and g.get("display") != "none"]
    titles = {line.findtext(f"{SVG}title") or "" for line in lines}
    assert len(titles) == visit.rows() == 4
    assert any("Past Police" in title for title in titles)
    assert "On 1 January 2012" in "".join(root.itertext())


def test_paper_gets_the_still_picture_and_the_table(opened: Opener) -> None:
    visit = opened(through_time())
    visit.page.uncheck("#planned")
    visit.page.emulate_media(media="print")
    visit.page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert visit.page.is_visible("#paper svg")
    assert visit.page.locator("#paper [id^=line-]").count() == visit.rows() == 3
    assert not visit.page.is_visible("#picture")
    assert not visit.page.is_visible(".tools")
    visit.page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert visit.page.locator("#paper svg").count() == 0


def test_arrow_keys_prefer_neighbours(opened: Opener) -> None:
    visit = opened(through_time())
    visit.page.select_option("#highlight", label="Unit")
    visit.page.focus("#picture")
    visit.page.keyboard.press("ArrowDown")
    assert visit.page.locator("#highlight option:checked").inner_text().endswith("Police")
    visit.page.keyboard.press("ArrowUp")
    assert visit.page.locator("#highlight option:checked").inner_text() == "Unit"


@pytest.mark.slow
@pytest.mark.parametrize("day", ["2008-01-01", "2013-06-15", "2024-06-15", DAY])
@pytest.mark.parametrize(
    "made",
    [network, governance, lambda seen, **words: ego(seen, "gwent-police", **words)],
    ids=["network", "governance", "ego"],
)
def test_the_marks_of_boards_follow_the_day(
    opened: Opener, shipped: Landscape, tmp_path: Path, made: Callable[..., nx.MultiDiGraph], day: str
) -> None:
    visit = opened(made(shipped, every_time=True))
    slide(visit, day)
    with visit.page.expect_download() as waiting:
        visit.page.click("#download")
    waiting.value.save_as(tmp_path / "saved.svg")
    root = ElementTree.fromstring((tmp_path / "saved.svg").read_text(encoding="utf-8"))
    boxes = {one.get("id"): one for one in root.iter(f"{SVG}g") if (one.get("id") or "").startswith("box-")}
    names = visit.page.evaluate(
        "() => Object.entries(JSON.parse(document.getElementById('data').textContent).things).map(([n, t]) => [n, t.id])"
    )
    then = made(shipped.as_of(day), every_time=True)
    for name, node in names:
        data = then.nodes.get(node)
        if f"box-{name}" not in boxes or data is None or data["kind"] not in ("arrangement", "service"):
            continue
        texts = [text.text or "" for text in boxes[f"box-{name}"].iter(f"{SVG}text")]
        said = "no board" in " ".join(texts) or "–" in texts
        assert said == (data["governance"] == "none-stated"), node
    assert visit.page.inner_text("#table-caption").startswith(f"{visit.rows()} ")
    assert f"{visit.rows()} relations" in visit.page.inner_text("#size")


@pytest.mark.slow
@pytest.mark.parametrize("day", ["2012-06-01", "2018-12-31", "2030-01-01"])
def test_how_many_arrangements_one_has_follows_the_day(
    opened: Opener, world: Landscape, tmp_path: Path, day: str
) -> None:
    visit = opened(who_with_whom(world, every_time=True))
    slide(visit, day)
    told = visit.page.evaluate("""() => {
        const data = JSON.parse(document.getElementById("data").textContent);
        return Object.values(data.things).map((thing) => thing.id);
    }""")
    with visit.page.expect_download() as waiting:
        visit.page.click("#download")
    waiting.value.save_as(tmp_path / "saved.svg")
    root = ElementTree.fromstring((tmp_path / "saved.svg").read_text(encoding="utf-8"))
    then = who_with_whom(world.as_of(day))
    boxes = {one.get("id"): "".join(one.itertext()) for one in root.iter(f"{SVG}g")}
    for place, node in enumerate(told):
        if f"box-n{place}" in boxes:
            assert f"{then.nodes[node]['alone']} arrangement" in boxes[f"box-n{place}"], node


def test_a_number_leads_to_its_arrangements_and_follows_day_and_lens(opened: Opener, world: Landscape) -> None:
    visit = opened(who_with_whom(world, every_time=True))
    row = visit.page.locator("tr[data-line]", has_text="Northshire Police").filter(has_text="Southshire Police").first
    assert row.locator(".number").inner_text() == "5"
    row.get_by_role("button").click()
    panel = visit.page.inner_text("#panel")
    assert "5 shared arrangements" in panel
    assert "Joint Dog Unit has participant Northshire Police" in panel
    assert "Not counted on 22 November 2026 under this lens." in panel
    pair = ("northshire-police", "southshire-police", "northshire-police--southshire-police")
    for day in ("2012-06-01", "2015-06-01", "2018-12-31", "2030-01-01"):
        slide(visit, day)
        assert row.locator(".number").inner_text() == str(who_with_whom(world.as_of(day)).edges[pair]["number"]), day
    visit.page.click("#reset")
    visit.page.check("#contested")
    west = visit.page.locator("tr[data-line]", has_text="Northshire Police").filter(has_text="Westshire Police").first
    assert west.locator(".number").inner_text() == "3"


def test_the_answer_stands_above_the_picture(opened: Opener, world: Landscape) -> None:
    visit = opened(governance(world, "naw"))
    assert "Our sources state no board for National Air Wing." in visit.page.inner_text("header")


KINDS: dict[str, Callable[[Landscape], nx.MultiDiGraph]] = {
    "network": lambda world: network(world, every_time=True),
    "ego": lambda world: ego(world, "jdu", every_time=True),
    "governance": lambda world: governance(world, every_time=True),
    "governance of one": lambda world: governance(world, "jmu", every_time=True),
    "who with whom": lambda world: who_with_whom(world, every_time=True),
}


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing(opened: Opener, world: Landscape, kind: str) -> None:
    api = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed (extra: test)")
    made = KINDS[kind](world)
    visit = opened(made)
    visit.page.locator("button.choose:visible").first.click()
    visit.page.click("#filter summary")
    found = api.Axe().run(visit.page).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []


@pytest.mark.parametrize("width", [390, 720])
def test_nothing_sticks_out_on_a_phone_or_at_twice_the_size(opened: Opener, world: Landscape, width: int) -> None:
    visit = opened(KINDS["governance"](world), viewport={"width": width, "height": 844})
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= width
    smallest = visit.page.eval_on_selector_all(
        ".tools button, .tools select, .tools input:not([type=checkbox])",
        "all => Math.min(...all.filter(e => e.offsetParent).map(e => e.getBoundingClientRect().height))",
    )
    assert smallest >= 24


def test_forced_colours_and_reduced_motion_are_heeded(opened: Opener) -> None:
    visit = opened(sample(), forced_colors="active", reduced_motion="reduce")
    assert visit.page.eval_on_selector("#stage", "e => getComputedStyle(e).backgroundColor") == "rgb(255, 255, 255)"
    assert visit.page.eval_on_selector("#fit", "e => getComputedStyle(e).borderTopStyle") == "solid"


def hostile_partners() -> nx.MultiDiGraph:
    """Returns the hostile network as organisations that share hostile arrangements."""
    made = hostile()
    made.graph.update(one_mode=True, meaning=" ".join(HOSTILE), answer=" ".join(HOSTILE))
    for number, (one, other, data) in enumerate(made.edges(data=True)):
        text = HOSTILE[number]
        claims = [{**data, "claim": f"{text}{party}", "sentence": text, "party": party} for party in (one, other)]
        tie = {"label": text, "label_language": "cy", "level": text, "fact": True, "claims": claims}
        data.update(number=1, ties=[tie], standing="accepted")
    return made


@pytest.mark.slow
@pytest.mark.parametrize("made", [hostile, hostile_partners])
def test_forty_hostile_texts_in_every_field_run_nothing(
    opened: Opener, browser: Any, tmp_path: Path, made: Callable[[], nx.MultiDiGraph]
) -> None:
    assert len(HOSTILE) >= 40
    network_ = made()
    network_.graph["day"] = DAY
    visit = opened(network_)
    visit.page.evaluate("""() => {
        for (const each of document.querySelectorAll("button.choose")) each.click();
        const select = document.getElementById("highlight");
        for (const option of select.options) { select.value = option.value; select.dispatchEvent(new Event("change")); }
    }""")
    visit.page.fill("#search", HOSTILE[0])
    visit.page.keyboard.press("Enter")
    with visit.page.expect_download() as waiting:
        visit.page.click("#download")
    saved = Path(tmp_path / "saved.svg")
    waiting.value.save_as(saved)
    assert visit.page.evaluate("window.pwned") is None
    for still in (saved.read_text(encoding="utf-8"), network_svg(network_)):
        runs_nothing(browser, still, tmp_path)
