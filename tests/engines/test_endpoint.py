"""What an endpoint may do wrong: each a sentence and an exit code, and never a part that passes for the whole."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from graph.engines.connection import PASSWORD, USER, Connection, checked
from graph.engines.endpoint import Endpoint
from graph.errors import CollabError, NotThere, TimeLimit, TooLarge, Usage
from graph.landscape import Landscape, open_landscape
from graph.oxigraph import DefaultGraph, NamedNode
from graph.terms import PREFIXES
from tests.conftest import DAY, ROOT, WORLD, Run
from tests.engines.conftest import feed, there
from tests.engines.faulty import SECRET, faulty
from tests.engines.servers import Server, oxigraph, virtuoso
from tests.ports import free_port

FAULTS = [
    ("page", 1, "a web page where"),
    ("other-kind", 1, "answered with text/csv"),
    ("redirect", 1, "redirects are not followed"),
    ("not-found", 1, "has nothing of the kind there (404)"),
    ("forbidden", 1, "does not let you in (403)"),
    ("bad-request", 2, "cannot read what it was asked: error at 1:6: expected  [31m_"),
    ("broken", 1, "failed (500: -)"),
    ("busy", 4, "no room just now (503)"),
    ("own-time", 4, "stopped the question at its own time limit (504: gateway time-out)"),
    ("not-json", 1, "does not end as it should"),
    ("other-json", 1, "does not end as it should"),
    ("deep-json", 1, "does not end as it should"),
    ("nothing", 1, "does not end as it should"),
    ("oxigraphs-time", 4, "in the middle of its answer"),
    ("capped-header", 1, "X-SPARQL-MaxRows: 1000"),
    ("anytime", 1, "X-SQL-State: S1TAT"),
    ("hangs-up", 1, "broke off its answer"),
    ("empty", 1, "holds no landscape"),
    ("told-by-others", 3, "was not written by this version"),
    ("loses-rows", 1, "it cuts answers at a limit"),
    ("loses-all-time", 1, "it cuts answers at a limit"),
]


@pytest.fixture(scope="session")
def faults(oxigraph_server: Server) -> Iterator[str]:
    with faulty(oxigraph_server.query) as address:
        yield address


@pytest.mark.parametrize(("fault", "code", "said"), FAULTS, ids=[fault for fault, *_ in FAULTS])
def test_a_fault_is_a_sentence(fault: str, code: int, said: str, faults: str, collab: Callable[..., Run]) -> None:
    run = collab("governs", "jdu", "--as-of", DAY, "--endpoint", faults + fault)
    assert (run.code, run.out) == (code, "")
    assert said in run.err
    assert run.err.count("\n") == 1


def test_the_faults_are_many() -> None:
    assert len(FAULTS) >= 20


def test_nothing_listens(collab: Callable[..., Run]) -> None:
    run = collab("governs", "jdu", "--endpoint", f"http://127.0.0.1:{free_port()}/query")
    assert (run.code, run.out) == (1, "")
    assert "cannot be reached" in run.err


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("", "is not the address of an endpoint"),
        ("localhost:7878", "is not the address of an endpoint"),
        ("file:///etc/passwd", "is not the address of an endpoint"),
        ("ftp://example.org/", "is not the address of an endpoint"),
        ("http://", "is not the address of an endpoint"),
        ("http://[::1/query", "is not the address of an endpoint"),
        ("http://example.org/a b", "is not the address of an endpoint"),
        ("http://example.org/#query", "is not the address of an endpoint"),
        ("http://example.org:99999/", "is not the address of an endpoint"),
        (f"http://me:{SECRET}@example.org/", "would be seen by every process"),
    ],
)
def test_no_address(address: str, said: str) -> None:
    with pytest.raises(Usage, match=said) as problem:
        checked(address)
    assert SECRET not in str(problem.value)


def test_a_dripping_answer_ends_at_its_time(faults: str) -> None:
    with pytest.raises(TimeLimit, match=r"within 0\.5 seconds"):
        Connection(faults + "slow", seconds=0.5).send("POST", content=b"x")


def test_too_large_an_answer_is_none(oxigraph_server: Server) -> None:
    connection = Connection(oxigraph_server.store, most_bytes=10_000)
    with pytest.raises(TooLarge, match="more than 10,000 bytes"):
        connection.send("GET", given=[("default", "")], accept="application/n-triples")


def test_a_password_goes_neither_out_in_plain_nor_into_words(faults: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(USER, "me")
    monkeypatch.setenv(PASSWORD, SECRET)
    monkeypatch.setattr("graph.engines.connection._AT_HOME", set())
    with pytest.raises(CollabError, match="others on the way could read") as problem:
        Connection(faults + "needs-basic").send("POST", content=b"x")
    assert SECRET not in str(problem.value)
    with pytest.raises(NotThere) as problem2:
        Connection(f"http://127.0.0.1:{free_port()}/").send("POST", content=b"x")
    assert SECRET not in str(problem2.value)


def test_a_copy_that_was_cut_is_none(faults: str, world: Landscape) -> None:
    endpoint = Endpoint(Connection(faults + "loses-triples"))
    with pytest.raises(TooLarge, match=r"sent 1,000 rows or triples where it counts"):
        _ = endpoint.copy


# ---- real servers with a limit -----------------------------------------------------------------------------


@pytest.mark.slow
def test_oxigraph_stops_in_the_middle_of_an_answer(world: Landscape) -> None:
    with oxigraph("--timeout-s", "1") as server:
        feed(server, world)
        endpoint = Endpoint(Connection(server.query))
        with pytest.raises((TimeLimit, CollabError)) as problem:
            endpoint.run("SELECT * WHERE { ?s ?p ?o . ?a ?b ?c }")
        assert problem.value.key == "endpoint-gave-up"
        with pytest.raises(CollabError) as problem:
            endpoint.run("CONSTRUCT { ?s ?p ?a } WHERE { ?s ?p ?o . ?a ?b ?c }")
        assert problem.value.key == "endpoint-gave-up"


@pytest.mark.slow
def test_virtuoso_cuts_in_silence(world: Landscape, as_dba: None, tmp_path: Path) -> None:
    with virtuoso(tmp_path, rows=400) as server:
        with pytest.raises(CollabError) as problem:
            feed(server, world)
        assert problem.value.key == "publish-cut"
        with pytest.raises(NotThere, match="holds no landscape"):
            there(server)
        publish_without_reading(server, world)
        capped = there(server)
        assert capped.ask("forces").flat() == world.ask("forces").flat()
        with pytest.raises(TooLarge, match=r"sent 401 rows or triples where it counts 6,\d{3}"):
            capped.ask("members", collaboration="jdu")  # asked of a copy, which would be one of 401 triples
        with pytest.raises(TooLarge, match="X-SPARQL-MaxRows: 400"):
            capped.query_answer("SELECT ?s WHERE { ?s ?p ?o }")
        with pytest.raises(TooLarge):
            capped.run("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")


def publish_without_reading(server: Server, world: Landscape) -> None:
    """What somebody else's loader would do to it."""
    from graph.engines import publishing
    from graph.engines.published import GRAPH, published

    connection = Connection(server.store)
    engine = publishing.engine_of(connection.send("GET", given=[("graph", GRAPH)], missing_is_fine=True).server)
    told = published(world.store, 0, world.snapshot.manifest, world.view, engine.name)
    lines = "".join(sorted(publishing.lines_of(told.triples())))
    connection.send("PUT", given=engine.graph(GRAPH), content=lines.encode(), kind="application/n-triples")


@pytest.mark.slow
def test_a_proxy_that_hides_the_engine_changes_no_answer(
    virtuoso_server: Server, world: Landscape, collab: Callable[..., Run]
) -> None:
    with faulty(virtuoso_server.query) as address:
        behind = open_landscape(as_of=DAY, endpoint=address + "passes")
        assert behind.query_answer("ASK { pid:jdu a pcol:JointUnit }").rows == ((True,),)
        assert behind.query_answer("ASK { pid:jdu a pcol:PoliceForce }").rows == ((False,),)
        for question in ("gaps", "forces"):
            assert behind.ask(question).flat() == world.ask(question).flat()


def test_graphs_that_cannot_be_told_apart(world: Landscape) -> None:
    with oxigraph("--union-default-graph") as server:
        feed(server, world)
        with pytest.raises(CollabError, match="takes all of its graphs together"):
            there(server)


# ---- look-ups ----------------------------------------------------------------------------------------------


def quads(found: object) -> list[str]:
    return sorted(str(quad) for quad in found)  # type: ignore[attr-defined]


@pytest.mark.parametrize("many", [False, True], ids=["one-by-one", "from-a-copy"])
def test_patterns_give_what_a_store_gives(many: bool, oxigraph_server: Server, world: Landscape) -> None:
    endpoint = Endpoint(Connection(oxigraph_server.query))
    if many:
        _ = endpoint.copy
    thing, claim = NamedNode(PREFIXES["pid"] + "jdu"), NamedNode(PREFIXES["claim"] + "jdu--participant--westshire")
    label, kind = NamedNode(PREFIXES["skos"] + "prefLabel"), NamedNode(PREFIXES["rdf"] + "type")
    unit = NamedNode(PREFIXES["pcol"] + "JointUnit")
    past = NamedNode(PREFIXES["graph"] + "past")
    patterns = [
        (thing, None, None, None),
        (thing, label, None, None),
        (thing, kind, unit, None),
        (claim, None, None, DefaultGraph()),
        (None, kind, unit, None),
        (None, label, None, None),
        (None, None, thing, None),
        (None, None, thing, past),
        (NamedNode(PREFIXES["pid"] + "nobody"), None, None, None),
    ]
    for pattern in patterns:
        here = quads(world.store.quads_for_pattern(*pattern))
        assert quads(endpoint.quads_for_pattern(*pattern)) == here, pattern
    assert quads(endpoint) == quads(world.store)
    assert len(endpoint) == len(world.store)


def test_an_answer_takes_few_requests(oxigraph_server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    sent = []
    before = Connection.send

    def counted(self: Connection, *words: object, **more: object) -> object:
        sent.append(more.get("content"))
        return before(self, *words, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(Connection, "send", counted)
    there(oxigraph_server).ask("members", collaboration="jdu")
    assert 3 <= len(sent) <= 12


def test_what_others_keep_in_the_same_store_is_no_part_of_it(world: Landscape) -> None:
    with oxigraph() as server:
        theirs = b"<http://e/s> <http://e/p> <http://e/o> .\n"
        given = [("graph", "http://example.org/theirs")]
        Connection(server.store).send("PUT", given=given, content=theirs, kind="application/n-triples")
        feed(server, world)
        there_now = there(server)
        assert quads(there_now.store.quads_for_pattern(None, NamedNode("http://e/p"), None, None)) == []
        assert quads(there_now.store) == quads(world.store)
        kept = Connection(server.store).send("GET", given=given, accept="application/n-triples")
        assert kept.content.strip() == theirs.strip()


# ---- the verbs ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        ("governs", "jdu"),
        ("partners", "westshire-police", "northshire-police"),
        ("members", "Joint Dog Unit"),
        ("ask", "which board governs the joint dog unit?"),
        ("ask", "partners", "org=westshire-police", "--lang", "cy"),
        ("query", "-t", "SELECT ?f WHERE { ?f a pcol:PoliceForce } ORDER BY ?f"),
        ("query", "-t", "ASK { pid:jdu a pcol:JointUnit }"),
        ("query", "-t", "CONSTRUCT { ?f a pcol:PoliceForce } WHERE { ?f a pcol:PoliceForce }", "-o", "{out}.nt"),
        ("query", "-t", "DESCRIBE pid:jdu ?f WHERE { ?f a pcol:PoliceForce }", "-o", "{out}.nt"),
        ("draw", "ego", "jdu", "-o", "{out}.svg"),
        pytest.param(("draw", "network", "-o", "{out}.html"), marks=pytest.mark.slow),
        pytest.param(("draw", "matrix", "-o", "{out}.html"), marks=pytest.mark.slow),
        ("draw", "governance", "jdu", "-o", "{out}.svg"),
        ("draw", "timeline", "jdu", "-o", "{out}.svg"),
        pytest.param(("draw", "map", "-o", "{out}.svg"), marks=pytest.mark.slow),
    ],
    ids=lambda words: "-".join(words[:2]),
)
def test_verbs_answer_there_what_they_answer_here(
    words: tuple[str, ...], oxigraph_server: Server, collab: Callable[..., Run], tmp_path: Path
) -> None:
    def run(place: str, *more: str) -> tuple[Run, bytes]:
        (tmp_path / place).mkdir()
        filled = [word.replace("{out}", str(tmp_path / place / "out")) for word in words]
        found = collab(*filled, "--as-of", DAY, *more)
        files = sorted((tmp_path / place).iterdir())
        content = b"".join(path.read_bytes() for path in files)
        return found, b"\n".join(sorted(content.splitlines())) if words[0] == "query" else content

    here, written_here = run("here", "--data", str(WORLD), "-q")
    elsewhere, written = run("there", "--endpoint", oxigraph_server.query, "-q")
    assert (elsewhere.code, elsewhere.out) == (0, here.out), elsewhere.err
    assert written == written_here
    assert here.out or written


def test_the_environment_names_the_endpoint(
    oxigraph_server: Server, collab: Callable[..., Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLLAB_ENDPOINT", oxigraph_server.query)
    run = collab("members", "jdu", "--as-of", DAY, "-f", "csv", "-q")
    assert run.code == 0
    assert "westshire-police" in run.out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("governs", "jdu", "--as-of", "2016-05-01"), "not that of 2016-05-01"),
        (("governs", "jdu", "--as-of", DAY, "--standing", "accepted,contested"), "accepted, contested claims"),
        (("governs", "jdu", "--as-of", DAY, "--include-planned"), "plans"),
        (("query", "--as-of", DAY, "-t", "DESCRIBE [ a pcol:JointUnit ]"), "cannot read what it was asked"),
        (("query", "--as-of", DAY, "-t", "CONSTRUCT { ?s ?p } WHERE { ?s ?p ?o }"), "cannot read what it was asked"),
        (("query", "--as-of", DAY, "-t", "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }"), "SERVICE"),
        (("query", "--as-of", DAY, "-t", "DELETE WHERE { ?s ?p ?o }"), "cannot read what it was asked"),
    ],
)
def test_what_is_not_asked_there(
    words: tuple[str, ...], said: str, oxigraph_server: Server, collab: Callable[..., Run]
) -> None:
    run = collab(*words, "--endpoint", oxigraph_server.query)
    assert (run.code, run.out) == (2, "")
    assert said in run.err


def test_a_landscape_that_changes_meanwhile_is_no_answer(
    world: Landscape, collab: Callable[..., Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    from graph.questions import asking

    with oxigraph() as server:
        feed(server, world)
        before = asking.ask

        def while_published(*words: object) -> object:
            feed(server, world.as_of("2016-05-01"))
            return before(*words)  # type: ignore[arg-type]

        monkeypatch.setattr(asking, "ask", while_published)
        run = collab("members", "jdu", "--as-of", DAY, "--endpoint", server.query)
    assert (run.code, run.out) == (1, "")
    assert "was given another landscape while it was asked" in run.err


def test_no_http_client_is_loaded_for_an_answer_here(world: Landscape) -> None:
    program = (
        "import sys\nfrom graph.commands import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "print([name for name in sys.modules if name.startswith(('httpx2', 'graph.engines', 'ssl'))], file=sys.stderr)"
    )
    command = [sys.executable, "-c", program, "members", "jdu", "--data", str(WORLD), "--as-of", DAY, "-q"]
    run = subprocess.run(command, cwd=ROOT, env=dict(os.environ), capture_output=True, text=True, check=True)
    assert run.stderr.strip() == "[]"


def test_python_asks_there_too(oxigraph_server: Server, world: Landscape) -> None:
    with open_landscape(as_of=DAY, endpoint=oxigraph_server.query) as elsewhere:
        assert elsewhere.ask("members", collaboration="jdu") == world.ask("members", collaboration="jdu")
        assert elsewhere.count("PoliceForce") == world.count("PoliceForce")
        assert elsewhere.sharing().equals(world.sharing())
        assert list(elsewhere.network("jdu").edges) == list(world.network("jdu").edges)
