"""What it costs to ask an endpoint on this machine instead of the engine inside: the library's examples, both ways.

    python benchmarks/endpoints.py [REPETITIONS]

A server of its own is fed with the shipped landscape. In each repetition both sides begin with nothing remembered, and
their order is shuffled. Prints a table, asserts nothing.
"""

import random
import shlex
import socket
import statistics
import subprocess
import sys
import time
from pathlib import Path

from graph.engines.connection import Connection
from graph.engines.publishing import publish
from graph.landscape import Landscape, open_landscape
from graph.questions.library import library

QUESTIONS = ("governs", "partners", "members", "gaps", "disagreements-about", "names-of")


def timed(landscape: Landscape, question: str, parameters: dict[str, str]) -> float:
    began = time.perf_counter()
    landscape.ask(question, **parameters)
    return time.perf_counter() - began


def waited_for(port: int) -> None:
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.05)


def main() -> None:
    repetitions = int(sys.argv[1]) if len(sys.argv) > 1 else 9
    here = open_landscape()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    binary = Path(sys.executable).with_name("oxigraph")
    address = f"http://127.0.0.1:{port}"
    server = subprocess.Popen([str(binary), "serve", "--bind", address.removeprefix("http://")])
    try:
        waited_for(port)
        began = time.perf_counter()
        publish(f"{address}/store", here.snapshot, here.store, here.view)
        spent = time.perf_counter() - began
        sys.stdout.write(f"publish, with reading back: {len(here.store):,} triples in {spent:.1f} s\n")
        Connection(f"{address}/query").send("GET", given=[("query", "ASK {}")])  # loads the library for requests
        known = library(here.inputs.ontology)
        sys.stdout.write(f"{'question':22} {'here, ms':>9} {'there, ms':>10} {'ratio':>6}\n")
        for name in QUESTIONS:
            words = shlex.split(known[name].examples[0]) if known[name].examples else []
            parameters = dict(word.split("=", 1) for word in words)
            times: dict[str, list[float]] = {"here": [], "there": []}
            for _ in range(repetitions):
                for side in random.sample(["here", "there"], 2):
                    landscape = open_landscape(endpoint=f"{address}/query" if side == "there" else None)
                    times[side].append(timed(landscape, name, parameters))
            best = {side: statistics.median(found) * 1e3 for side, found in times.items()}
            ratio = best["there"] / best["here"]
            sys.stdout.write(f"{name:22} {best['here']:9.1f} {best['there']:10.1f} {ratio:6.1f}\n")
    finally:
        server.kill()
        server.wait()


if __name__ == "__main__":
    main()
