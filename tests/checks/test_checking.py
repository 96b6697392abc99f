"""Each check of sense is broken once, and complains once, at the row that broke it."""

from datetime import date
from pathlib import Path

import pytest

from graph.checks.checking import check
from graph.checks.places import Places
from graph.checks.shapes import shapes
from graph.facts.facts import read_facts
from graph.mapping.ontology import Ontology
from graph.mapping.quads import base_quads
from graph.oxigraph import Literal, NamedNode, Quad, Store
from graph.store.inputs import find_inputs
from graph.terms import expand
from tests.conftest import ROOT

DAY = date(2026, 11, 22)
SUPPORT = "{0},supports,report-b,9 {0},,,,A passage that says so.,,\n"


def findings(tables: Path) -> set[str]:
    return {f"{one.file}:{one.line} {one.rule}" for one in check(find_inputs(tables), None, DAY)}


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    import shutil

    return findings(Path(shutil.copytree(ROOT / "tests" / "world", tmp_path_factory.mktemp("sound") / "tables")))


def add(tables: Path, table: str, line: str, support: str = "") -> None:
    with (tables / f"{table}.csv").open("a", encoding="utf-8") as file:
        file.write(line + "\n")
    if support:
        with (tables / "evidence.csv").open("a", encoding="utf-8") as file:
            file.write(SUPPORT.format(support))


def claim(tables: Path, name: str, line: str) -> None:
    add(tables, "claims", f"{name},{line}", name)


# What is added, and the rule that complains of it.
CASES = {
    "relation-signature": lambda tables: claim(tables, "c1", "jdu,hostedBy,jmu,,,,actual,accepted,,stated,"),
    "reporting-cycle": lambda tables: (
        claim(tables, "c1", "shires-policing-council,reportsTo,marine-board,,,,actual,accepted,,stated,"),
        claim(tables, "c2", "marine-board,reportsTo,shires-policing-council,,,,actual,accepted,,stated,"),
    ),
    "shared-label": lambda tables: (
        add(tables, "entities", "desk-two,Service,,Shared Desk,,local,,,"),
        claim(tables, "c1", "desk-two,established,,2011,,,actual,accepted,,stated,"),
    ),
    "unsupported": lambda tables: add(tables, "claims", "c1,jdu,remit,,Dogs@en,,,actual,accepted,,stated,"),
    "two-hosts": lambda tables: (
        claim(tables, "c1", "jlt,hostedBy,northshire-police,,2010,2030,actual,accepted,,stated,"),
        claim(tables, "c2", "jlt,hostedBy,southshire-police,,2010,2030,actual,accepted,,stated,"),
    ),
    "contested-one-sided": lambda tables: claim(
        tables, "c1", "jlt,serves,westshire-police,,,,actual,contested,Somebody doubts it.,stated,"
    ),
    "achieved-without-date": lambda tables: add(tables, "milestones", "m1,nrs,Something done,2023,,achieved,", "m1"),
    "deprecated-in-use": lambda tables: (
        add(tables, "entities", "old-desk,Service,,Old Desk,,local,,shared-desk,"),
        claim(tables, "c1", "old-desk,established,,2001,,,actual,accepted,,stated,"),
    ),
    "board-without-level": lambda tables: (
        add(tables, "entities", "new-board,GovernanceBody,board,New Board,,,,,"),
        claim(tables, "c1", "jlt,governedBy,new-board,,,,actual,accepted,,stated,"),
    ),
}


@pytest.mark.parametrize("rule", CASES)
def test_broken_once(tables: Path, before: set[str], rule: str) -> None:
    CASES[rule](tables)
    found = {one for one in findings(tables) - before if not one.endswith("undated-single-source")}
    assert {one.rsplit(" ", 1)[1] for one in found} >= {rule}, found


def test_shapes_find_what_the_tables_cannot_say(tables: Path, ontology: Ontology) -> None:
    facts = read_facts(tables, ontology.vocabulary)
    store = Store()
    store.bulk_extend(base_quads(facts, ontology))
    sound = list(shapes(ROOT / "ontology", store, Places(facts)))
    node = NamedNode(expand("claim:jdu--site--kennels"))
    store.add(Quad(node, NamedNode(expand("pcol:standing")), NamedNode(expand("pcc:standing-rejected"))))
    store.add(Quad(node, NamedNode(expand("pcol:value")), Literal("Kennels")))
    new = [one for one in shapes(ROOT / "ontology", store, Places(facts)) if one not in sound]
    line = next(
        number
        for number, text in enumerate((tables / "claims.csv").read_text(encoding="utf-8").splitlines(), 1)
        if text.startswith("jdu--site--kennels")
    )
    place = f"claims.csv:{line}:1 shape jdu--site--kennels:"
    assert [str(one) for one in new] == [
        f"{place} standing: A claim has exactly one standing: accepted, contested, rejected or proposed. See shapes.ttl.",
        f"{place} object|value: A claim has exactly one object or exactly one value, never both and never neither. "
        "See shapes.ttl.",
        f"{place} A rejected claim has a reason. See shapes.ttl.",
    ]
    assert {one.severity for one in new} == {"error"}


def test_every_check_is_known_by_a_header() -> None:
    import re

    checks = sorted((ROOT / "ontology" / "checks").glob("*.rq"))
    assert len(checks) >= 20
    for path in checks:
        header = dict(re.findall(r"^#\+ ([a-z-]+): (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE))
        assert {"id", "title", "severity", "principle", "remedy"} <= set(header), path.name
        assert header["id"] == path.stem
        assert header["severity"] in ("error", "warning", "info")
