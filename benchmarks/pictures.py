"""How long a 2,000-node picture takes to stand still in a browser: our page against pyvis as it comes.

    python benchmarks/pictures.py [NODES]

Both draw the same synthetic landscape, one after the other, in one headless Chromium without network.
Prints, for each page, its size, the seconds from opening to still (the layout has settled and a frame is
painted) and every request that left the file; then the ratio.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from pathlib import Path

import networkx as nx

from graph.views.network import network_page

CHROMIUM = "/usr/bin/chromium"
LONGEST = 600.0
_EVIDENCE = {"stance": "supports", "source": "A report", "date": "2021-11-24", "item": "4", "reading": "It says so."}


def landscape(nodes: int, seed: int = 1) -> nx.MultiDiGraph:
    """Returns a made-up landscape: forces with their policing bodies, boards, agencies, and units among neighbours."""
    chance = random.Random(seed)
    made = nx.MultiDiGraph(title="A synthetic landscape", question="How fast?", day="2021-11-24", lens="made up")
    forces = [f"force-{number}" for number in range(43)]
    others = {"board": nodes * 3 // 40, "agency": nodes * 3 // 40}
    for number, force in enumerate(forces):
        made.add_node(force, label=f"Police Force {number}", kind="force", kind_label="police force")
        body = f"commissioner-{number}"
        made.add_node(body, label=f"Commissioner {number}", kind="policing-body", kind_label="policing body")
        _relate(made, body, force, "maintains")
    for kind, many in others.items():
        for number in range(many):
            made.add_node(f"{kind}-{number}", label=f"{kind.title()} number {number}", kind=kind, kind_label=kind)
    for number in range(nodes - made.number_of_nodes()):
        kind = chance.choice(["arrangement", "service"])
        unit = f"unit-{number}"
        made.add_node(unit, label=f"Joint {kind} number {number}", kind=kind, kind_label=kind)
        centre = chance.randrange(len(forces))
        for step in range(chance.choice([1, 2, 2, 3])):
            _relate(made, unit, forces[(centre + step) % len(forces)], "hasParticipant")
        if chance.random() < 0.3:
            _relate(made, unit, f"board-{chance.randrange(others['board'])}", "governedBy")
        if chance.random() < 0.2:
            _relate(made, unit, f"agency-{chance.randrange(others['agency'])}", "serves")
    return made


def _relate(made: nx.MultiDiGraph, subject: str, target: str, relation: str) -> None:
    key = f"{subject}--{relation}--{target}"
    made.add_edge(subject, target, key=key, relation=relation, label=relation, grade="stated", evidence=[_EVIDENCE])


def pyvis_page(made: nx.MultiDiGraph) -> str:
    """Returns pyvis's own page with its script inside (its other ways load it from a server) and a stop-watch."""
    from pyvis.network import Network

    network = Network(directed=True, cdn_resources="in_line")
    for node, data in made.nodes(data=True):
        network.add_node(node, label=data["label"], title=data["kind"])
    for subject, target, data in made.edges(data=True):
        network.add_edge(subject, target, title=data["label"])
    page = str(network.generate_html())
    begin = "network = new vis.Network(container, data, options);"
    assert begin in page
    still = "network.once('stabilizationIterationsDone', () => { document.body.dataset.ready = 'yes'; });"
    return page.replace(begin, begin + still)


def measure(page: str, browser: object, folder: Path) -> tuple[float, list[str]]:
    """Returns the seconds from opening a page until it stands still, and the requests that left it."""
    place = folder / "page.html"
    place.write_text(page, encoding="utf-8")
    tab = browser.new_context(offline=True).new_page()  # type: ignore[attr-defined]
    asked: list[str] = []
    tab.on("request", lambda request: asked.append(request.url))
    begun = time.perf_counter()
    tab.goto(place.as_uri(), wait_until="commit")
    tab.wait_for_selector("body[data-ready]", timeout=LONGEST * 1000, state="attached")
    tab.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    taken = time.perf_counter() - begun
    tab.close()
    return taken, [url for url in asked if url != place.as_uri()]


def main(nodes: int) -> None:
    """Measures both pages and prints what came out."""
    from playwright.sync_api import sync_playwright

    made = landscape(nodes)
    begun = time.perf_counter()
    ours = network_page(made)
    written = time.perf_counter() - begun
    sys.stdout.write(f"{made.number_of_nodes()} nodes, {made.number_of_edges()} edges; written in {written:.1f} s\n")
    with sync_playwright() as play, tempfile.TemporaryDirectory() as folder:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        taken = {}
        for name, page in (("ours", ours), ("pyvis", pyvis_page(made))):
            taken[name], asked = measure(page, browser, Path(folder))
            told = f"{name:6} {len(page) / 1e6:5.1f} MB  still after {taken[name]:6.2f} s"
            sys.stdout.write(f"{told}  requests outside: {len(asked)}\n")
        sys.stdout.write(f"ratio  {taken['ours'] / taken['pyvis']:.3f}  (target 0.15)\n")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2000)
