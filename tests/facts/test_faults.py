"""One fault a case: each is complained of once, at its place, by its rule; and every rule has a case."""

import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from graph.facts.facts import inspect_facts
from graph.facts.vocabulary import Vocabulary
from tests.conftest import ROOT, WORLD

Change = Callable[[bytes], bytes]


def swap(before: str, after: str) -> Change:
    def change(content: bytes) -> bytes:
        assert before.encode() in content, before
        return content.replace(before.encode(), after.encode(), 1)

    return change


def append(line: str) -> Change:
    return lambda content: content + line.encode() + b"\n"


def first_line(change: Callable[[str], str]) -> Change:
    def changed(content: bytes) -> bytes:
        head, _, rest = content.partition(b"\n")
        return change(head.decode()).encode() + b"\n" + rest

    return changed


CLAIM = "jdu--participant--northshire,jdu,hasParticipant,northshire-police,,,,actual,accepted,,stated,"
CASES: list[tuple[str, str, Change, str]] = [
    ("bom-is-read", "entities", lambda content: b"\xef\xbb\xbf" + content, ""),
    ("crlf-is-read", "entities", lambda content: content.replace(b"\n", b"\r\n"), ""),
    ("utf-16", "entities", lambda content: content.decode().encode("utf-16"), "entities.csv:1:1 utf-16"),
    ("cp1252", "entities", swap("Excise Office", "Excise’s Office"), ""),
    (
        "cp1252-bytes",
        "entities",
        lambda content: content.replace(b"Northshire Police,", b"Northshire\x92s Police,", 1),
        "entities.csv:2:42 not-utf-8",
    ),
    ("empty", "events", lambda content: b"", "events.csv:1:1 empty-table"),
    ("semicolons", "counts", first_line(lambda head: head.replace(",", ";")), "counts.csv:1:1 separator"),
    ("column-twice", "counts", first_line(lambda head: head.replace("unit", "counted")), "counts.csv:1:27 duplicate-column"),
    ("column-mistyped", "claims", first_line(lambda head: head.replace("basis", "bases")), "claims.csv:1:94 unknown-column"),
    ("column-with-nbsp", "counts", first_line(lambda head: head.replace("unit", "unit\u00a0")), "counts.csv:1:27 unknown-column"),
    ("column-missing", "counts", first_line(lambda head: head.replace(",unit", "")), "counts.csv:1:37 missing-column"),
    ("column-order", "counts", first_line(lambda head: "count_of,claim_id,counted,unit,comparator"), "counts.csv:1:1 column-order"),
    ("blank-row", "links", append(",,,,"), "links.csv:5:1 blank-row"),
    ("row-too-long", "links", append("jdu,website,https://x.example/,code-list,,,"), "links.csv:5:1 ragged-row"),
    ("row-too-short", "links", append("jdu,website"), "links.csv:5:1 ragged-row"),
    ("quote-unclosed", "links", append('jdu,website,"https://x.example/,code-list,'), "links.csv:5:13 unclosed-quote"),
    ("quote-stray", "links", append('jdu,website,"https"x,code-list,'), "links.csv:5:13 stray-quote"),
    ("control", "entities", swap("Shared Desk", "Shared\x07 Desk"), "entities.csv:36:22 control-character"),
    ("nul", "entities", swap("Shared Desk", "Shared\x00 Desk"), "entities.csv:36:28 control-character"),
    ("bidi", "entities", swap("Shared Desk", "Shared \u202eDesk"), "entities.csv:36:22 bidi-control"),
    ("outer-space", "entities", swap("Shared Desk", " Shared Desk"), "entities.csv:36:22 outer-space"),
    ("tabs", "counts", first_line(lambda head: head.replace(",", "\t")), "counts.csv:1:1 separator"),
    ("cell-too-long", "links", append(f"jdu,website,https://x.example/{'x' * 40_000},code-list,"), "links.csv:5:13 long-cell"),
    ("only-semicolons", "entities", swap("excise-office,Agency", "excise-office,;"), "entities.csv:13:15 blank-cell"),
    ("language-alone", "claims", swap("Dog Section@en", "@en"), "claims.csv:10:42 language-wanted"),
    ("rejected-without-language", "rejected", append("r1,jdu,skos:altLabel,,Kennels,Not a name.,,,"), "rejected.csv:3:23 language-wanted"),
    ("rejected-id-in-use", "rejected", append("jdu--site--kennels,jdu,hasSite,kennels,,No.,,,"), "rejected.csv:3:1 id-in-two-tables"),
    ("url-half-escaped", "sources", append("s,T,report,,https://a.example/%zz,,,,,,t,,"), "sources.csv:9:13 bad-url"),
    ("offset-endless", "evidence", append(f"jdu--site--kennels,supports,page-a,x,{'9' * 5000},2,0123456789abcdef,r,,"), "evidence.csv:62:38 bad-integer"),
    ("blank-label", "entities", swap("Shared Desk", ""), "entities.csv:36:22 blank-cell"),
    ("month-one-digit", "milestones", swap("2025-12", "2025-7"), "milestones.csv:2:39 bad-date"),
    ("day-first", "milestones", swap("2025-12", "31/12/2025"), "milestones.csv:2:39 bad-date"),
    ("subject-unknown", "claims", swap(CLAIM, CLAIM.replace(",jdu,", ",jdx,")), "claims.csv:2:30 unknown-id"),
    ("na-is-no-id", "claims", swap(CLAIM, CLAIM.replace(",jdu,", ",NA,")), "claims.csv:2:30 unknown-id"),
    ("source-missing", "evidence", swap("report-b,3.1", "report-x,3.1"), "evidence.csv:3:82 unknown-id"),
    ("word-unknown", "claims", swap(CLAIM, CLAIM.replace("actual", "factual")), "claims.csv:2:70 unknown-word"),
    ("class-unknown", "entities", swap("excise-office,Agency", "excise-office,Agence"), "entities.csv:13:15 unknown-class"),
    ("relation-unknown", "claims", swap(CLAIM, CLAIM.replace("hasParticipant", "hasPart1cipant")), "claims.csv:2:34 unknown-relation"),
    ("id-malformed", "entities", append("Bad Id,Service,,A,,,,,"), "entities.csv:50:1 bad-id"),
    ("offset-not-a-number", "evidence", append("jdu--site--kennels,supports,page-a,x,1.5,2,0123456789abcdef,r,,"), "evidence.csv:62:38 bad-integer"),
    ("amount-not-a-number", "matters", swap("1200000", "1.2m"), "matters.csv:4:93 bad-number"),
    ("digest-malformed", "evidence", append("jdu--site--kennels,supports,page-a,x,1,2,0123,r,,"), "evidence.csv:62:42 bad-digest"),
    ("sha-malformed", "sources", append("s,T,report,,,,,,,,t,f.txt,abc"), "sources.csv:9:27 bad-sha256"),
    ("url-malformed", "sources", append("s,T,report,,javascript:alert(1),,,,,,t,,"), "sources.csv:9:13 bad-url"),
    ("file-is-a-path", "sources", append(f"s,T,report,,,,,,,,t,../x.txt,{'0' * 64}"), "sources.csv:9:21 bad-file"),
    ("id-in-two-tables", "entities", append("report-b,Service,,A,,,,,"), "sources.csv:4:1 id-in-two-tables"),
    ("id-twice", "entities", append("jdu,JointUnit,,Another,,,,,"), "entities.csv:50:1 duplicate-row"),
    ("object-and-value", "claims", swap(CLAIM, CLAIM.replace("northshire-police,,", "northshire-police,x,")), "claims.csv:2:49 object-or-value"),
    ("neither", "claims", swap(CLAIM, CLAIM.replace("northshire-police,,", ",,")), "claims.csv:2:49 object-or-value"),
    ("value-for-a-thing", "claims", swap(CLAIM, CLAIM.replace("northshire-police,,", ",Northshire,")), "claims.csv:2:49 object-wanted"),
    ("thing-for-a-value", "claims", swap("jdu,established,,2011", "jdu,established,jmu,"), "claims.csv:7:38 value-wanted"),
    ("concept-of-other-list", "claims", append("c1,jdu,status,level-local,,,,actual,accepted,,stated,"), "claims.csv:111:15 concept-wanted"),
    ("text-without-language", "claims", swap("Dog Section@en", "Dog Section"), "claims.csv:10:42 language-wanted"),
    ("year-for-a-date", "claims", swap("established,,2011", "established,,in 2011"), "claims.csv:7:35 bad-date"),
    ("count-not-a-number", "claims", swap("jdu,count,,3", "jdu,count,,three"), "claims.csv:11:26 bad-number"),
    ("contested-without-reason", "claims", swap("The report counts two.", ""), "claims.csv:11:47 reason-wanted"),
    ("ends-before-it-begins", "claims", swap(CLAIM, CLAIM.replace(",,,,actual", ",,2013,2012,actual")), "claims.csv:2:68 reversed-interval"),
    ("count-without-details", "counts", lambda content: content.replace(b"jdu--count--2,hasParticipant,PoliceForce,,eq\n", b""), "claims.csv:12:1 count-in-one-table"),
    ("stance-unknown", "evidence", append("jdu--site--kennels,confirms,page-a,x,,,,r,,"), "evidence.csv:62:20 bad-stance"),
    ("half-a-place", "evidence", append("jdu--site--kennels,supports,page-a,x,1,,,r,,"), "evidence.csv:62:38 half-locator"),
    ("passage-reversed", "evidence", append("jdu--site--kennels,supports,page-a,x,9,2,0123456789abcdef,r,,"), "evidence.csv:62:38 reversed-offsets"),
    ("place-wanted", "sources", swap("report-b,Collaboration update report,report,Northshire Police,,2024-03-20,,2024-03-06,,,northshire-report,,", f"report-b,Collaboration update report,report,Northshire Police,,2024-03-20,,2024-03-06,,,northshire-report,b.txt,{'0' * 64}"), "evidence.csv:10:78 locator-wanted"),
]  # fmt: skip


@pytest.mark.parametrize(("table", "change", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_fault(tables: Path, vocabulary: Vocabulary, table: str, change: Change, expected: str) -> None:
    path = tables / f"{table}.csv"
    path.write_bytes(change(path.read_bytes()))
    _, complaints = inspect_facts(tables, vocabulary)
    found = sorted({f"{one.file}:{one.line}:{one.column} {one.rule}" for one in complaints})
    if not expected:
        assert found == []
        return
    assert expected in found
    assert {one.rsplit(" ", 1)[1] for one in found} == {expected.rsplit(" ", 1)[1]}, "one fault, one rule"
    for complaint in complaints:
        assert complaint.message
        assert complaint.remedy
        assert "{" not in str(complaint)


def test_a_missing_table(tables: Path, vocabulary: Vocabulary) -> None:
    (tables / "matters.csv").unlink()
    _, complaints = inspect_facts(tables, vocabulary)
    assert {f"{one.file}:{one.line}:{one.column} {one.rule}" for one in complaints} == {"matters.csv:0:0 missing-table"}


def test_every_fault_of_every_table_comes_in_one_run(tables: Path, vocabulary: Vocabulary) -> None:
    path = tables / "claims.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",stated,", ",sated,"), encoding="utf-8")
    links = tables / "links.csv"
    links.write_text(links.read_text(encoding="utf-8").replace("website", "web"), encoding="utf-8")
    _, complaints = inspect_facts(tables, vocabulary)
    assert sum(one.file == "claims.csv" for one in complaints) >= 90
    assert sum(one.file == "links.csv" for one in complaints) == 2


def test_the_miniature_world_holds(vocabulary: Vocabulary) -> None:
    facts, complaints = inspect_facts(WORLD, vocabulary)
    assert complaints == []
    assert len(facts["claims"]) >= 100


def test_every_rule_has_a_case() -> None:
    wording = tomllib.loads((ROOT / "graph/wording/en/complaints.toml").read_text(encoding="utf-8"))
    cases = {case[3].rsplit(" ", 1)[-1] for case in CASES} | {"missing-table"}
    elsewhere = {
        "unreadable-table",  # tests/commands/test_bad_input.py
        "missing-ontology", "turtle-syntax",  # tests/mapping/test_ontology.py
        "question-header",  # tests/questions/test_library.py
        "rule-header",  # tests/analysis/test_consequences.py
        "cue",  # tests/curation/test_suggesting.py
        "head",  # tests/curation/test_newcomers.py
        "published-graph",  # tests/engines/test_publishing.py
        "document-missing", "document-changed", "offset-outside", "passage-changed", "item-elsewhere",
        "unsupported", "floor", "floor-unknown", "ceiling", "share", "toml-syntax", "shape",
        "shape-circle", "shape-message", "shape-unknown", "shape-unreached", "shape-value",  # tests/checks/
    }  # fmt: skip
    assert set(wording) == cases - {""} | elsewhere
