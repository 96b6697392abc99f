"""A new snapshot is taken up while requests run: none fails, and each answer is of one snapshot, which it names."""

from __future__ import annotations

import threading
import time
from datetime import date
from pathlib import Path
from urllib.parse import quote

from graph.landscape import open_landscape
from graph.web.current import Current
from tests.conftest import DAY
from tests.web.loopback import Reply, running

LABEL = "/sparql?format=csv&query=" + quote("SELECT ?l { pid:jdu skos:prefLabel ?l }")
ASKED = (LABEL, LABEL + "%20%23", "/doc/jdu.nt", "/graphs?default&format=nt", "/reconcile/suggest/entity?prefix=jdu")
SWAPS = 4


def test_no_request_fails_while_snapshots_change(tables: Path) -> None:
    landscape = open_landscape(tables, as_of=DAY)
    entities = (tables / "entities.csv").read_text(encoding="utf-8")
    named = {landscape.snapshot.version: "Joint Dog Unit"}
    given: list[tuple[str, Reply]] = []
    over = threading.Event()
    current = Current(landscape, today=lambda: date.fromisoformat(DAY), look_every=0.05)
    with running(current) as site:

        def visit() -> None:
            while not over.is_set():
                given.extend((path, site.get(path)) for path in ASKED)

        visitors = [threading.Thread(target=visit) for _ in range(2)]
        for visitor in visitors:
            visitor.start()
        for number in range(SWAPS):
            label = f"Joint Dog Unit {number}"
            (tables / "entities.csv").write_text(entities.replace("Joint Dog Unit", label), encoding="utf-8")
            made = open_landscape(tables, as_of=DAY)
            named[made.snapshot.version] = label
            deadline = time.monotonic() + 30
            while site.get("/health").text.count(made.snapshot.version) == 0 and time.monotonic() < deadline:
                time.sleep(0.05)
        time.sleep(0.5)
        over.set()
        for visitor in visitors:
            visitor.join()
    assert {reply.status for _, reply in given} == {200}
    assert len(named) == SWAPS + 1
    versions = {reply.headers["x-data-version"] for path, reply in given if path.startswith(LABEL)}
    assert versions == set(named)
    for path, reply in given:
        if path.startswith(LABEL):
            assert reply.text.split("\r\n")[1] == named[reply.headers["x-data-version"]]
        elif path.startswith(("/doc", "/graphs")):
            assert f'"{named[reply.headers["x-data-version"]]}"' in reply.text
