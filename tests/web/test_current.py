"""What is served: one store for each lens, made once, forgotten when many others were looked at since."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from threading import Thread

import pytest
from starlette.testclient import TestClient

from graph.landscape import Landscape, open_landscape
from graph.mapping.lens import Lens
from graph.web import current
from graph.web.app import application
from graph.web.current import Current
from graph.web.lens import View
from graph.web.pages import front


def days(landscape: Landscape) -> list[date]:
    return [date.fromisoformat(day) for day in landscape.snapshot.manifest["turning_days"]]


def test_one_store_serves_all_days_between_two_turning_days(world: Landscape) -> None:
    served = Current(world, today=lambda: date(2026, 11, 22))
    one, other = (served.landscape(View(Lens(date(2026, 11, day)))) for day in (21, 22))
    assert one.store is other.store
    assert (one.view.as_of, other.view.as_of) == (date(2026, 11, 21), date(2026, 11, 22))
    assert served.landscape(View(Lens(date(2026, 11, 22)), "cy")).language == "cy"


def test_stores_of_many_days_do_not_fill_the_disk(tables: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(current, "KEPT_DERIVED", 3)
    monkeypatch.setattr(current, "KEPT_OPEN", 2)
    with (tables / "milestones.csv").open("a", encoding="utf-8") as file:
        file.write("another,jdu,Another snapshot than that of other tests,2024-03,,missed,\n")
    landscape = open_landscape(tables, as_of="2026-11-22")
    served = Current(landscape, today=lambda: date(2026, 11, 22))
    kept = landscape.snapshot.folder / "lens"
    for day in days(landscape)[:8]:
        assert len(served.landscape(View(Lens(day))).ask("forces")) == 4
    assert len(list(kept.iterdir())) == 3
    first = days(landscape)[0]
    assert len(served.landscape(View(Lens(first))).ask("forces")) == 4


def test_many_threads_get_the_same_store(world: Landscape) -> None:
    served = Current(world, today=lambda: date(2026, 11, 22))
    found: list[object] = []
    threads = [Thread(target=lambda: found.append(served.landscape().store)) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 12
    assert len({id(store) for store in found}) == 1


def test_the_front_is_warm_in_both_languages(world: Landscape, monkeypatch: pytest.MonkeyPatch) -> None:
    served = Current(world, today=lambda: date(2026, 11, 22))
    front.warm(served)

    def cold(landscape: Landscape) -> None:
        raise AssertionError("made again")

    monkeypatch.setattr(front, "latest", cold)
    visitor = TestClient(application(served), base_url="http://127.0.0.1:8000")
    assert [visitor.get(f"/?lang={language}").status_code for language in ("en", "cy")] == [200, 200]


def test_what_is_costly_is_made_once_for_each_view(world: Landscape) -> None:
    served = Current(world, today=lambda: date(2026, 11, 22))
    made: list[str] = []

    def make() -> str:
        made.append("once")
        return "it"

    for language in ("en", "cy", "en"):
        landscape = served.landscape(View(Lens(date(2026, 11, 22)), language))
        assert served.once(landscape, "what", make) == "it"
    assert made == ["once", "once"]
