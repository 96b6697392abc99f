"""Writes docs/performance.md and its plots: how what people do grows with the landscape, beside the least that could.

    python benchmarks/page.py [--minutes N] [TRIPLES ...]

Sizes are measured in order until N minutes (25) are spent; a size begun is finished. Run it on a quiet machine.
"""

from __future__ import annotations

import json
import os
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks import building, matrix, oneshot, questions
from benchmarks.landscape import SEED, write
from graph.landscape import open_landscape

ROOT = Path(__file__).parents[1]
PAGE, PLOTS = ROOT / "docs" / "performance.md", ROOT / "docs" / "performance"
SIZES = (10_000, 100_000, 1_000_000)
OURS, LEAST = "ours", "least"
THINGS = questions.THINGS


@dataclass(frozen=True)
class Operation:
    """What is measured: title, what the least is that could do the same, and the ratio to stay under."""

    title: str
    least: str
    target: float
    note: str = ""


OPERATIONS = {
    "build": Operation("Whole build", "the engine's `bulk_load` of the same quads", 3.0),
    "oneshot": Operation("One-shot `collab governs`", "interpreter, engine, same query", 3.0),
    "governs": Operation("Which board governs a service", "the same queries on the engine", 1.15),
    "members": Operation("Who takes part in one arrangement", "the same query on the engine", 1.15),
    "partners": Operation("With whom a force works", "the same query on the engine", 1.15),
    "gaps": Operation("Services without a named board", "the same query on the engine", 1.15),
    "force-pairs": Operation("Every pair of forces", "the same query on the engine", 1.15),
    "matrix": Operation("The table of forces", "the SPARQL aggregate", 0.15),
}
ASKED = {
    "governs": {"service": THINGS["Collaboration"]},
    "members": {"collaboration": THINGS["Collaboration"]},
    "partners": {"org": THINGS["PoliceForce"]},
    "gaps": {},
    "force-pairs": {},
}


HEAD = """# Performance: how cost grows with the landscape

Written by `make performance` (`benchmarks/page.py`); do not edit. Each operation is measured beside the least that
could do the same, side by side in one run, on made-up landscapes (`benchmarks/landscape.py`, seed {seed}). Seconds
are of the processor, not of the clock, so that neighbours on the machine count less. A ratio is of the best of each;
behind it, of the medians and of the worst. What each question of the library costs, `benchmarks/questions.py` prints.

## Machine

{machine}

## Ratios

| operation | beside | triples | least: best / median / worst | ours: best / median / worst | ratio | goal |
| --- | --- | ---: | ---: | ---: | ---: | ---: |"""


@dataclass(frozen=True)
class Measured:
    """Processor seconds of one operation at one size, each time that it ran."""

    operation: str
    who: str
    triples: int
    seconds: list[float]


def measure(triples: int, say: Callable[[str], object]) -> Iterator[Measured]:
    """Yields every operation at one size, ours and the least."""
    with tempfile.TemporaryDirectory() as place:
        os.environ["COLLAB_STATE"] = f"{place}/state"
        tables = Path(place) / "tables"
        write(tables, triples)
        say("build")
        _, raw, ours = building.measured(triples, rounds=3 if triples < 1_000_000 else 2)
        os.environ["COLLAB_STATE"] = f"{place}/state"
        yield Measured("build", LEAST, triples, [cost.cpu for cost in raw])
        yield Measured("build", OURS, triples, [cost.cpu for cost in ours])
        landscape = open_landscape(tables, as_of=questions.DAY)
        say("oneshot")
        costs = oneshot.measured(tables, only=(oneshot.BASE, oneshot.ANSWER))
        yield Measured("oneshot", LEAST, triples, [cost.cpu for cost in costs[oneshot.BASE]])
        yield Measured("oneshot", OURS, triples, [cost.cpu for cost in costs[oneshot.ANSWER]])
        for name, parameters in ASKED.items():
            say(name)
            found = questions.measured(landscape, questions.Case(name, parameters, bound=bool(parameters)))
            yield Measured(name, LEAST, triples, found.raw)
            yield Measured(name, OURS, triples, found.ours)
        say("matrix")
        times = matrix.measured(landscape)
        yield Measured("matrix", LEAST, triples, times["aggregate"])
        yield Measured("matrix", OURS, triples, times["sharing"])


def plot(name: str, found: list[Measured]) -> str:
    """Returns one operation as SVG: size against processor seconds, both logarithmic, with the whole spread."""
    import altair
    import vl_convert

    names = {OURS: "collab", LEAST: OPERATIONS[name].least.replace("`", "")}
    rows = [
        {
            "triples": one.triples,
            "who": names[one.who],
            "median": statistics.median(one.seconds),
            "low": min(one.seconds),
            "high": max(one.seconds),
        }
        for one in found
        if one.operation == name
    ]
    who = altair.Color(
        "who:N", title=None, sort=list(names.values()), scale=altair.Scale(range=["#1b4f72", "#b9770e"])
    ).legend(orient="top", labelLimit=400, symbolType="stroke")
    base = altair.Chart(altair.Data(values=rows)).encode(
        x=altair.X("triples:Q", title="stated triples").scale(type="log").axis(format="~s", values=list(SIZES)),
        color=who,
    )
    seconds = altair.Y("median:Q", title="processor seconds").scale(type="log").axis(format="~g", tickCount=5)
    chart = altair.layer(
        base.mark_rule(strokeWidth=2).encode(y=altair.Y("low:Q", title="processor seconds"), y2="high:Q"),
        base.mark_line(point=altair.OverlayMarkDef(size=50)).encode(
            y=seconds, strokeDash=altair.StrokeDash("who:N", sort=list(names.values()), title=None)
        ),
    ).properties(width=420, height=220, title=OPERATIONS[name].title.replace("`", ""))
    chart = chart.configure(font="sans-serif", background="white").configure_title(anchor="start", fontSize=15)
    return str(vl_convert.vegalite_to_svg(json.dumps(chart.to_dict()))) + "\n"


def page(found: list[Measured], load: tuple[float, float]) -> str:
    """Returns the page: the machine, a table of ratios with their spread, and a plot for each operation."""
    described = "\n".join(f"- {line}" for line in machine(load))
    lines = HEAD.format(seed=SEED, machine=described).splitlines()
    for name, operation in OPERATIONS.items():
        for size in sorted({one.triples for one in found}):
            pair = {one.who: one.seconds for one in found if one.operation == name and one.triples == size}
            ways = [(min(pair[who]), statistics.median(pair[who]), max(pair[who])) for who in (LEAST, OURS)]
            ratios = [ours / least for least, ours in zip(*ways, strict=True)]
            cells = [operation.title, operation.least, f"{size:,}", *(_spread(*way) for way in ways)]
            cells += [f"**{ratios[0]:.2f}x** ({ratios[1]:.2f}, {ratios[2]:.2f})", f"{operation.target:g}x"]
            lines.append("| " + " | ".join(cells) + " |")
    lines += ["", "## Plots", "", "Both axes are logarithmic; a bar runs from the best to the worst that was seen.", ""]
    for name, operation in OPERATIONS.items():
        slow = max((one for one in found if one.operation == name and one.who == OURS), key=lambda one: one.triples)
        seconds = f"{statistics.median(slow.seconds):.2g} processor seconds at {slow.triples:,} triples"
        lines += [f"![{operation.title.replace('`', '')}: {seconds}](performance/{name}.svg)", ""]
    return "\n".join(lines)


def _spread(*seconds: float) -> str:
    best = seconds[0]
    unit, by = ("s", 1.0) if best >= 1 else ("ms", 1e3)
    return " / ".join(f"{one * by:.3g}" for one in seconds) + f" {unit}"


def machine(load: tuple[float, float]) -> list[str]:
    """Returns what was measured on, and how busy it was."""
    described = Path("/proc/cpuinfo").read_text(encoding="utf-8") if Path("/proc/cpuinfo").is_file() else ""
    model = next((line.partition(":")[2].strip() for line in described.splitlines() if "model name" in line), "")
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return [
        f"{os.cpu_count()} cores {model or platform.machine()}, {memory:.0f} GiB, {platform.system()}",
        f"Python {platform.python_version()}, pyoxigraph {version('pyoxigraph')}, click {version('click')}",
        f"{date.today().isoformat()}; load average {load[0]:.1f} at the beginning, {load[1]:.1f} at the end"
        + ("; **the machine was busy: trust no ratio beyond a third**" if max(load) > (os.cpu_count() or 1) else ""),
    ]


def main() -> None:
    words = sys.argv[1:]
    minutes = float(words[words.index("--minutes") + 1]) if "--minutes" in words else 25.0
    sizes = [
        int(word.replace("_", ""))
        for at, word in enumerate(words)
        if word[0].isdigit() and words[at - 1] != "--minutes"
    ]
    began, before = time.monotonic(), os.getloadavg()[0]
    found: list[Measured] = []
    for size in sizes or SIZES:
        if found and time.monotonic() - began > minutes * 60:
            sys.stderr.write(f"{size:,} left out: {minutes:g} minutes are spent\n")
            continue
        found += measure(size, lambda step, size=size: sys.stderr.write(f"{size:,} {step}\n"))
        PLOTS.mkdir(exist_ok=True)
        for name in OPERATIONS:
            (PLOTS / f"{name}.svg").write_text(plot(name, found), encoding="utf-8")
        PAGE.write_text(page(found, (before, os.getloadavg()[0])), encoding="utf-8")
    if "--json" in words:
        sys.stdout.write(json.dumps([asdict(one) for one in found]))


if __name__ == "__main__":
    main()
