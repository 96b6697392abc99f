"""What scripts rely on: formats, exit codes, streams, names resolved or refused."""

import csv
import io
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from graph.web.rendering import EDITOR
from tests.conftest import WORLD, Run

Collab = Callable[..., Run]
HERE = ("--data", str(WORLD), "--as-of", "2026-11-22")


def test_json_envelope(collab: Collab) -> None:
    run = collab("governs", "jmu", "-f", "json", *HERE)
    assert run.code == 0
    answer = json.loads(run.out)
    assert list(answer) == [
        "question", "parameters", "as_of", "lens", "data_version", "columns", "rows", "assumptions", "not_known",
    ]  # fmt: skip
    assert answer["question"] == "Which board governs Joint Marine Unit?"
    assert answer["parameters"] == {"service": {"id": "jmu", "label": "Joint Marine Unit"}}
    assert answer["as_of"] == "2026-11-22"
    assert {"body", "relation", "grade", "basis", "modality", "hops", "source", "item"} <= set(answer["columns"])
    assert list(answer["rows"][0]) == answer["columns"]
    assert answer["rows"][0]["body"] == {"id": "marine-board", "label": "Marine Management Board"}
    assert answer["rows"][0]["grade"] == "named"


def test_a_pipe_gets_csv_and_nothing_else_on_stdout(collab: Collab) -> None:
    run = collab("members", "jdu", *HERE)
    rows = list(csv.DictReader(io.StringIO(run.out)))
    assert {row["party_id"]: row["standing"] for row in rows}["westshire-police"] == "contested"
    assert "As of" not in run.out


@pytest.mark.parametrize(
    "name", ["jdu", "JDU", "Joint Dog Unit", "the joint dog unit", "Dog Section", "joint-dog unit"]
)
def test_any_name_will_do(collab: Collab, name: str) -> None:
    run = collab("members", name, "-f", "json", *HERE)
    assert json.loads(run.out)["parameters"]["collaboration"]["id"] == "jdu"


def test_an_unknown_name_suggests(collab: Collab) -> None:
    run = collab("governs", "Joint Dogs Unit", *HERE)
    assert run.code == 1
    assert run.out == ""
    assert "Did you mean" in run.err
    assert "(jdu)" in run.err


def test_a_name_of_the_wrong_kind_says_what_is_taken(collab: Collab) -> None:
    run = collab("governs", "Northshire Police", *HERE)
    assert run.code == 1
    assert "PoliceForce" in run.err
    assert "Collaboration" in run.err


def test_a_name_that_nothing_is_like(collab: Collab) -> None:
    run = collab("governs", "zzzzzz", *HERE)
    assert run.code == 1
    assert "collab find" in run.err


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("governs",), 2, "SERVICE"),
        (("qurey",), 2, "query"),
        (("governs", "jdu", "--frmat", "csv"), 2, "--format"),
        (("governs", "jdu", "--as-of", "2021"), 2, "2021"),
        (("governs", "jdu", "--as-of", "24/11/2021"), 2, "2021-11-24"),
        (("governs", "jdu", "--standing", "sure"), 2, "accepted, contested, proposed"),
        (("governs", "jdu", "-f", "pdf"), 2, "pdf"),
        (("governs", "jdu", "--limit", "0"), 2, "0"),
        (("governs", "jdu", "-o", "answer.unknown"), 2, "-f"),
        (("governs", "jdu", "--standing", ","), 2, "accepted, contested, proposed"),
        (("partners", "northshire-police", "-o", "answer"), 2, "-f"),
        (("ask", "partners", "org=northshire-police", "without_national=banana"), 2, "true or false"),
        (("ask", "governs", "service=jdu", "service=jmu"), 2, "twice"),
        (("governs", "x" * 5000), 1, "find"),
        (("governs", "{name} {0} %s"), 1, "find"),
        (("query", "x" * 300), 1, "Check the name"),
        (("find", "zzz", "-o", "y" * 300 + ".csv"), 1, "File name too long"),
        (("ask", "govenrs", "service=jdu"), 1, "governs"),
        (("ask", "governs"), 2, "service"),
        (("ask", "governs", "servce=jdu"), 2, "service"),
        (("ask", "governs", "=jdu", "a=b"), 2, "name=value"),
        (("show", "nobody at all"), 1, "find"),
        (("cite", "nobody at all"), 1, "find"),
        (("query", "nowhere.rq"), 1, "nowhere.rq"),
        (("query", "SELECT * { ?a ?b ?c } # " + "x" * 5000), 2, "collab query -t"),
        (("query", "-t", "SELECT ?x WHERE { ?x a }"), 2, "Line 1, column"),
        (("query", "-t", "SELECT ?x\nWHERE { ?x foo:bar ?y }"), 2, "Line 2, column 12: the prefix foo:"),
        (("query", "-t", "INSERT DATA { <e:a> <e:b> <e:c> }"), 2, "read-only"),
        (("query", "-t", "SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }"), 2, "SERVICE"),
        (("draw", "pie"), 2, "network, ego"),
        (("draw", "ego"), 2, "NAME"),
        (("draw", "network", "-o", "x.gif"), 2, ".html, .svg, .png, .pdf"),
        (("draw", "network", "jdu"), 2, "collab draw ego"),
        (("draw", "ego", "jdu", "--who-with-whom"), 2, "--who-with-whom"),
        (("draw", "governance", "northshire-police"), 2, "PoliceForce"),
        (("draw", "governance", "nobody at all"), 1, "find"),
        (("anchor", "nowhere", "some words"), 1, "nowhere"),
        (("anchor", "report-b", "some words"), 1, "not on hand"),
        (("build", "--data", "/nowhere/at/all"), 1, "/nowhere/at/all"),
        (("completion", "powershell"), 2, "powershell"),
    ],
)  # fmt: skip
def test_each_bad_call_gets_a_sentence_and_its_exit_code(
    collab: Collab, words: tuple[str, ...], code: int, says: str
) -> None:
    run = collab(*words, *(() if "/nowhere/at/all" in words or words[0] in ("qurey", "completion") else HERE[:2]))
    assert run.code == code, run.err
    assert says in run.err
    assert run.out == ""


def test_nothing_found_is_said_and_exits_1(collab: Collab) -> None:
    run = collab("find", "zzzzzzzz", *HERE)
    assert run.code == 1
    assert run.out == "thing,thing_id,kind,name,language,why,score\n"
    assert "zzzzzzzz" in run.err


def test_every_format_to_a_file_that_is_not_replaced_unasked(collab: Collab, tmp_path: Path) -> None:
    for suffix in ("csv", "tsv", "json", "ndjson", "md", "xlsx"):
        target = tmp_path / f"members.{suffix}"
        assert collab("members", "jdu", "-o", str(target), *HERE).code == 0
        before = target.read_bytes()
        again = collab("members", "jdu", "-o", str(target), *HERE)
        assert again.code == 1
        assert "--force" in again.err
        assert target.read_bytes() == before
        assert collab("members", "jdu", "-o", str(target), "--force", *HERE).code == 0
    book = openpyxl.load_workbook(tmp_path / "members.xlsx")
    assert "Collaboration update report" in {cell.value for cell in book["About this answer"]["B"]}
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_limit_says_what_it_left_out(collab: Collab) -> None:
    run = collab("members", "jdu", "--limit", "1", *HERE)
    assert len(run.out.splitlines()) == 2
    assert "1 of" in run.err


def test_the_lens_changes_the_answer(collab: Collab) -> None:
    def together(*options: str) -> str:
        run = collab("partners", "northshire-police", "westshire-police", *HERE, *options)
        (row,) = (row for row in csv.DictReader(io.StringIO(run.out)) if row["grade"] == "named")
        return row["via_id"]

    assert "jdu" not in together().split("; ")
    assert "jdu" in together("--standing", "accepted,contested").split("; ")


def test_a_question_as_typed_is_echoed(collab: Collab) -> None:
    typed = collab("ask", "Which board governs the Joint Marine Unit?", *HERE)
    assert typed.code == 0
    assert "collab ask governs service=jmu" in typed.err
    assert typed.out == collab("governs", "jmu", *HERE).out
    welsh = collab("ask", "pwy sy'n llywodraethu Joint Marine Unit?", *HERE)
    assert welsh.out == typed.out


def test_a_question_that_is_not_understood_is_not_guessed(collab: Collab) -> None:
    run = collab("ask", "what is the colour of governance in spring?", *HERE)
    assert run.code == 1
    assert run.out == ""
    assert "collab ask --list" in run.err


def test_show_prints_the_sparql(collab: Collab) -> None:
    run = collab("ask", "governs", "service=jmu", "--show", *HERE)
    assert "<https://w3id.org/police-collaboration/id/jmu>" in run.out
    assert "$service" not in run.out


def test_sparql_of_your_own(collab: Collab, tmp_path: Path) -> None:
    run = collab("query", "-t", "SELECT ?x WHERE { ?x a pcol:PoliceForce } ORDER BY ?x", *HERE)
    assert [row["x_id"] for row in csv.DictReader(io.StringIO(run.out))] == [
        "eastshire-police", "northshire-police", "southshire-police", "westshire-police",
    ]  # fmt: skip
    target = tmp_path / "graph.nt"
    made = collab(
        "query", "-t", "CONSTRUCT { ?x a ?t } WHERE { ?x a pcol:Agency ; pcol:type ?t }", "-o", str(target), *HERE
    )
    assert made.code == 0
    assert len(target.read_text(encoding="utf-8").splitlines()) == 4
    assert collab("query", "-t", "ASK { ?x a pcol:PoliceForce }", *HERE).out == "answer\ntrue\n"


def test_a_runaway_query_is_stopped_at_its_limit(collab: Collab) -> None:
    began = time.monotonic()
    run = collab("query", "--timeout", "1", "-t", "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", *HERE)
    assert run.code == 4
    assert "--timeout" in run.err
    assert time.monotonic() - began < 20


def test_ctrl_c_ends_a_query(tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    command = [
        sys.executable,
        "-m",
        "graph",
        "query",
        "-t",
        "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
        "-o",
        str(target),
        *HERE,
    ]
    # A test run that was itself started in the background ignores Ctrl-C and hands that on; this child must not.
    heeding = (
        "import signal, os, sys; signal.signal(signal.SIGINT, signal.SIG_DFL); os.execv(sys.argv[1], sys.argv[1:])"
    )
    words = [sys.executable, "-c", heeding, *command]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=os.environ.copy()) as process:
        try:
            time.sleep(2.5)
            process.send_signal(signal.SIGINT)
            began = time.monotonic()
            _, err = process.communicate(timeout=20)
            assert time.monotonic() - began < 5
        finally:
            process.kill()
    assert process.returncode == 130
    assert b"Traceback" not in err
    assert list(tmp_path.iterdir()) == []


def test_a_closed_pipe_is_quiet() -> None:
    words = [sys.executable, "-m", "graph", "ask", "--list", "-f", "csv", *HERE]
    first = f"{' '.join(words)} | head -n 1"
    done = subprocess.run(["bash", "-c", first], capture_output=True, text=True, env=os.environ.copy(), check=False)
    assert done.stdout.startswith("id,")
    assert "Error" not in done.stderr
    assert "Traceback" not in done.stderr


def test_a_query_from_standard_input() -> None:
    words = [sys.executable, "-m", "graph", "query", "-", *HERE]
    done = subprocess.run(
        words, input="ASK { ?x a pcol:Agency }", capture_output=True, text=True, env=os.environ.copy(), check=True
    )
    assert done.stdout == "answer\ntrue\n"


@pytest.mark.parametrize("words", [["governs", "jmu", "-f", "csv"], ["check"]], ids=lambda words: words[0])
def test_the_answer_path_loads_nothing_heavy(words: list[str]) -> None:
    program = (
        "import sys; sys.argv = ['collab', *sys.argv[1:]]\n"
        "from graph.commands import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "heavy = {'pandas', 'rdflib', 'networkx', 'pyvis', 'pyshacl', 'numpy', 'openpyxl', 'jinja2', 'babel', 'asyncio'}\n"
        "heavy |= {'starlette', 'mcp', 'vl_convert', 'decimal', 'multiprocessing', 'subprocess'}\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)"
    )
    call = [sys.executable, "-c", program, *words, *HERE]
    done = subprocess.run(call, capture_output=True, text=True, env=os.environ.copy(), check=True)
    assert done.stderr.strip().splitlines()[-1] == "[]"


def test_the_three_ways_in_are_one(tmp_path: Path) -> None:
    root = WORLD.parents[1]
    outputs = set()
    for way in (
        [sys.executable, "cli.py"],
        [sys.executable, "-m", "graph"],
        [str(Path(sys.executable).with_name("collab"))],
    ):
        done = subprocess.run(
            [*way, "version"], cwd=root, capture_output=True, text=True, env=os.environ.copy(), check=True
        )
        outputs.add(done.stdout)
    assert len(outputs) == 1


def test_build_says_when_nothing_changed(collab: Collab) -> None:
    collab("build", "--data", str(WORLD))
    assert "up to date" in collab("build", "--data", str(WORLD)).out


def test_overview(collab: Collab) -> None:
    run = collab("overview", *HERE)
    assert run.code == 0
    lines = [line.strip() for line in run.out.splitlines()]
    assert "4  police forces" in lines
    assert any(line.startswith("Northshire Police") and "(" in line for line in lines)


@pytest.mark.parametrize(
    ("kind", "file"), [("csv", "g.xlsx"), ("table", "g.csv"), ("json", "g.svg"), ("xlsx", "G.CSV")]
)
def test_an_answer_is_not_written_under_another_formats_name(
    collab: Collab, tmp_path: Path, kind: str, file: str
) -> None:
    run = collab("gaps", *HERE, "-f", kind, "-o", str(tmp_path / file))
    assert run.code == 2
    assert f"says another format than {kind}; its ending is ." in run.err
    assert list(tmp_path.iterdir()) == []
    assert collab("gaps", *HERE, "-f", kind, "-o", str(tmp_path / "gaps.out")).code == 0


def test_doctor_and_verify(collab: Collab) -> None:
    collab("build", "--data", str(WORLD))
    told = collab("doctor", "--data", str(WORLD)).out
    assert "up to date" in told
    built = "built" if EDITOR.is_file() else "not built; the workbench"
    assert re.search(rf"^SPARQL editor +{built}", told, re.MULTILINE)
    assert collab("verify", "--data", str(WORLD)).code == 0


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion(collab: Collab, shell: str) -> None:
    assert "_COLLAB_COMPLETE" in collab("completion", shell).out


def test_help_answers_for_every_verb(collab: Collab) -> None:
    verbs = [
        line.split()[0]
        for line in collab("--help").out.splitlines()
        if line.startswith("  ") and line[2:3].isalpha() and line[2] != "E"
    ]
    for verb in (
        "governs",
        "partners",
        "members",
        "gaps",
        "conflicts",
        "overdue",
        "counts",
        "ask",
        "query",
        "show",
        "find",
        "cite",
        "draw",
        "check",
        "anchor",
        "source",
        "suggest",
        "build",
        "verify",
        "doctor",
        "version",
        "completion",
        "overview",
    ):
        assert verb in verbs
        run = collab(verb, "--help")
        assert run.code == 0
        assert "Example" in run.out


@pytest.mark.parametrize("verb", ["governs", "partners", "members", "gaps", "conflicts", "overdue", "counts"])
def test_the_example_in_the_help_of_a_verb_runs(collab: Collab, verb: str) -> None:
    import shlex

    line = next(line for line in collab(verb, "--help").out.splitlines() if "Example: collab" in line)
    words = shlex.split(line.partition("Example: collab")[2])
    assert words[0] == verb
    run = collab(*words, "-q")
    assert run.code == 0, run.err
    assert run.out


@pytest.mark.parametrize(
    ("redirect", "code"),
    [
        ("governs jmu >&-", 0),
        ("governs jmu <&-", 0),
        ("show nonsuch 2>&-", 1),
        ("overview | head -c 1", 0),
        ("governs jmu >/dev/full", 1),
        ("query --timeout nan -t 'ASK {}'", 2),
        ("query -t 'SELECT * {}' -f table", 0),
        ("""query -t 'SELECT ?x { BIND ("abc"^^xsd:integer AS ?x) }'""", 0),
    ],
)
def test_odd_streams_and_odd_values_end_in_a_sentence(redirect: str, code: int) -> None:
    first, _, rest = redirect.partition(" ")
    line = f"set -o pipefail; {sys.executable} -m graph {first} --data {WORLD} {rest}"
    done = subprocess.run(["bash", "-c", line], capture_output=True, text=True, env=os.environ.copy(), check=False)
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stdout + done.stderr


@pytest.mark.parametrize("encoding", ["latin-1", "ascii", "cp1252"])
def test_a_terminal_that_cannot_write_a_character_is_no_error(encoding: str) -> None:
    environment = {**os.environ, "PYTHONIOENCODING": encoding, "LC_ALL": "C"}
    words = [sys.executable, "-m", "graph", "overview", "--data", str(WORLD), "--lang", "cy"]
    done = subprocess.run(words, capture_output=True, env=environment, check=False)
    assert done.returncode == 0, done.stderr


def test_a_name_that_a_source_gives_a_region_is_not_taken_for_it(collab: Collab, tmp_path: Path) -> None:
    """One source says "South Wales" of a region; an analyst may well mean the force."""
    names = tmp_path / "names.txt"
    names.write_text("South Wales\nSouth Wales Police\n", encoding="utf-8")
    rows = list(csv.DictReader(io.StringIO(collab("reconcile", str(names), "--as-of", "2026-11-22").out)))
    assert [(row["status"], row["id_id"] if "id_id" in row else row["id"]) for row in rows] == [
        ("ambiguous", ""),
        ("matched", "south-wales-police"),
    ]
    asked = collab("partners", "South Wales", "--as-of", "2026-11-22")
    assert asked.code == 1
    assert "Did you mean" in asked.err
    assert "(south-wales-police)" in asked.err
