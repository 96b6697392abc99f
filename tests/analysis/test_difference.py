"""One change a case between the miniature world and a copy of it: kind, row, cells, source, sentence."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.analysis.difference import KINDS, difference, summary
from graph.landscape import open_landscape
from graph.mapping.records import Records, from_quads, from_tables
from graph.store.revisions import find_revision, of_folder
from graph.store.snapshot import Workshop
from tests.conftest import WORLD, Run

Collab = Callable[..., Run]
DAY = ("--as-of", "2026-11-22")


def swap(folder: Path, table: str, before: str, after: str) -> None:
    path = folder / f"{table}.csv"
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")


def rows(run: Run) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(run.out)))


CLAIM = "sfc--participant--westshire,sfc,hasParticipant,westshire-police,,,,actual,accepted,,stated,"
JDU = "jdu--site--kennels,jdu,hasSite,kennels,,,,actual,accepted,,stated,"
CASES = {
    "ended": ("claims", CLAIM, CLAIM.replace(",,,,actual", ",,,2025-03,actual"), "ended", "", "2025-03",
              "Shires Forensic Consortium · has participant · Westshire Police: ends 2025-03."),
    "began": ("claims", CLAIM, CLAIM.replace(",,,,actual", ",,2019,,actual"), "dates", "", "2019", "blank → 2019."),
    "standing": ("claims", CLAIM, CLAIM.replace("accepted,", "contested,They differ."), "standing", "accepted", "contested",
                 "They differ."),
    "basis": ("claims", CLAIM, CLAIM.replace("stated", "inferred"), "basis", "stated", "inferred", "stated → inferred."),
    "modality": ("claims", CLAIM, CLAIM.replace("actual", "planned"), "modality", "actual", "planned", "actual → planned."),
    "object": ("claims", CLAIM, CLAIM.replace("westshire-police", "eastshire-police"), "changed", "Westshire Police",
               "Eastshire Police", "object, Westshire Police → Eastshire Police."),
    "withdrawn": ("claims", JDU + "\n", "", "withdrawn", "", "", "No longer in claims: Joint Dog Unit"),
    "renamed": ("entities", "Joint Dog Unit,JDU", "Joint Canine Unit,JDU", "renamed", "Joint Dog Unit", "Joint Canine Unit",
                "Joint Dog Unit is now labelled Joint Canine Unit."),
    "merged": ("entities", "Efficiency Group,,regional,,,", "Efficiency Group,,regional,,efficiency-board,", "merged", "",
               "Shires Efficiency Board", "Efficiency Group is merged into Shires Efficiency Board."),
    "thing": ("entities", "kennels,Site", "stables,Site,,Stables,,,,,\nkennels,Site", "appeared", "", "", "New in things: Stables"),
    "milestone": ("milestones", "2025-12,,planned,", "2025-12,2025-11,achieved,", "changed", "planned", "achieved",
                  "status, planned → achieved."),
    "reading": ("evidence", "Handlers are employed by Northshire.", "Northshire employs handlers.", "evidence-changed", "supports",
                "supports", "the passage in Collaboration update report, 3.1, is placed or read otherwise."),
    "evidence gone": ("evidence", "jdu--employer--northshire,supports,report-b,3.1,,,,Handlers are employed by Northshire.,,\n", "",
                      "evidence-withdrawn", "supports", "",
                      "no longer supported by Collaboration update report, 3.1: Handlers are employed by Northshire."),
    "evidence more": ("evidence", "about,stance,source_id,item,start,end,passage_digest,reading,speaks_from,list_closed\n",
                      "about,stance,source_id,item,start,end,passage_digest,reading,speaks_from,list_closed\n"
                      "jdu--employer--northshire,disputes,report-c,9,,,,Southshire does.,,\n",
                      "evidence-added", "", "disputes", "now disputed by Forensic Consortium annual report, 9: Southshire does."),
    "count": ("counts", "naw--count--20,hasParticipant,PolicingBody,,about", "naw--count--20,hasParticipant,PolicingBody,,ge",
              "changed", "about", "ge", "comparator"),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_one_change(collab: Collab, tables: Path, name: str) -> None:
    table, before, after, kind, was, now, says = CASES[name]
    swap(tables, table, before, after)
    run = collab("diff", str(WORLD), str(tables), *DAY)
    assert run.code == 0
    found = [row for row in rows(run) if row["change"] == kind and (row["before"], row["after"]) == (was, now)]
    assert [says in row["sentence"] for row in found] == [True], run.out
    if name not in ("milestone",):
        assert len(rows(run)) == 1


def test_a_new_claim_comes_with_its_source_and_no_second_row_for_its_passage(collab: Collab, tables: Path) -> None:
    swap(tables, "claims", JDU, JDU + "\njdu--site--x,jdu,hasSite,kennels,,2020,,planned,accepted,,stated,")
    swap(tables, "evidence", "jdu--employer--northshire,supports", "jdu--employer--northshire;jdu--site--x,supports")
    (row,) = rows(collab("diff", str(WORLD), str(tables), *DAY))
    assert (row["change"], row["claim_id"], row["source_id"], row["item"]) == (
        "appeared",
        "jdu--site--x",
        "report-b",
        "3.1",
    )
    assert row["sentence"] == "Now said: Joint Dog Unit · has site · Northshire Kennels (accepted, stated, planned)."


def test_a_further_name_is_a_name(collab: Collab, tables: Path) -> None:
    swap(tables, "claims", JDU, JDU + "\njdu--alt--k9,jdu,skos:altLabel,,K9 Unit@en,,,actual,accepted,,stated,")
    (row,) = rows(collab("diff", str(WORLD), str(tables), *DAY))
    assert (row["change"], row["sentence"]) == ("named", "Joint Dog Unit is also called “K9 Unit” (en).")


def test_a_refused_claim_is_one_change_with_its_reason(collab: Collab, tables: Path) -> None:
    swap(tables, "claims", JDU + "\n", "")
    path = tables / "rejected.csv"
    path.write_text(
        path.read_text(encoding="utf-8")
        + "jdu--site--kennels,jdu,hasSite,kennels,,They moved.,report-b,3.1,2026-11-01\n",
        encoding="utf-8",
    )
    (row,) = rows(collab("diff", str(WORLD), str(tables), *DAY))
    assert (row["change"], row["after"]) == ("rejected", "They moved.")


def test_nothing_changed_is_said(collab: Collab, tables: Path) -> None:
    run = collab("diff", str(WORLD), str(tables), *DAY)
    assert (run.code, rows(run)) == (0, [])
    assert "Nothing in the tables differs" in run.err


def test_order_of_rows_and_of_several_values_is_no_change(tables: Path) -> None:
    path = tables / "claims.csv"
    head, *lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([head, *reversed(lines)]) + "\n", encoding="utf-8")
    swap(tables, "entities", "GovernanceBody;Programme", "Programme;GovernanceBody")
    assert difference(of_folder(WORLD).records, of_folder(tables).records) == []


def test_sentences_are_welsh_where_welsh_is_spoken(collab: Collab, tables: Path) -> None:
    swap(tables, "claims", CLAIM, CLAIM.replace(",,,,actual", ",,,2025-03,actual"))
    (row,) = rows(collab("diff", str(WORLD), str(tables), "--lang", "cy", *DAY))
    assert row["sentence"].endswith("yn dod i ben 2025-03.")
    assert row["change"] == "ended"


def test_every_kind_is_counted_in_order(tables: Path) -> None:
    swap(tables, "claims", CLAIM, CLAIM.replace(",,,,actual,accepted,", ",,2019,2025,actual,contested,x"))
    changes = difference(of_folder(WORLD).records, of_folder(tables).records)
    assert summary(changes) == {"ended": 1, "standing": 1, "dates": 1}
    assert [KINDS.index(change.kind) for change in changes] == sorted(KINDS.index(change.kind) for change in changes)


# --- where states are found ----------------------------------------------------------------------------------


def test_two_snapshots(collab: Collab, tables: Path) -> None:
    first = open_landscape(tables, as_of="2026-11-22").snapshot.version
    swap(tables, "claims", CLAIM, CLAIM.replace("stated", "inferred"))
    last = open_landscape(tables, as_of="2026-11-22").snapshot.version
    (row,) = rows(collab("diff", first[:8], last, "--data", str(tables), *DAY))
    assert (row["change"], row["claim_id"], row["source_id"]) == ("basis", "sfc--participant--westshire", "report-c")
    assert rows(collab("diff", last, "--data", str(tables), *DAY)) == []


@pytest.fixture
def repository(tables: Path) -> Path:
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    who = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    for name in ("AUTHOR", "COMMITTER"):
        who |= {
            f"GIT_{name}_NAME": "x",
            f"GIT_{name}_EMAIL": "x@example.org",
            f"GIT_{name}_DATE": "2026-01-01T00:00:00Z",
        }

    def git(*words: str, **more: str) -> None:
        subprocess.run(
            ["git", "-C", str(tables.parent), *words],
            check=True,
            env={**os.environ, **who, **more},
            capture_output=True,
        )

    git("init", "-q")
    git("add", "tables")
    git("commit", "-qm", "first")
    swap(tables, "claims", CLAIM, CLAIM.replace("stated", "inferred"))
    git("commit", "-qam", "second", GIT_COMMITTER_DATE="2026-02-01T00:00:00Z")
    swap(tables, "claims", JDU + "\n", "")
    return tables


def test_two_git_revisions_and_the_tables_as_they_are(collab: Collab, repository: Path) -> None:
    where = ("--data", str(repository), *DAY)
    assert [row["change"] for row in rows(collab("diff", "HEAD~1", "HEAD", *where))] == ["basis"]
    assert [row["change"] for row in rows(collab("diff", "HEAD~1", *where))] == ["withdrawn", "basis"]
    assert [row["change"] for row in rows(collab("diff", "HEAD~1", str(WORLD), *where))] == []
    run = collab("changes", "--since", "2026-01-15", "--recorded", *where)
    assert [row["change"] for row in rows(run)] == ["withdrawn", "basis"]
    assert (
        rows(collab("changes", "--between", "2026-01-15", "2026-02-02", "--recorded", *where))[0]["change"] == "basis"
    )
    run = collab("changes", "--since", "2025-01-01", "--recorded", *where)
    assert (run.code, "from before 2025-01-01" in run.err) == (1, True)


@pytest.mark.parametrize("name", ["HEAD~9", "--output=x", "-x", "HEAD:tables", "", "\x00", "ffff0000"])
def test_a_revision_that_there_is_not(collab: Collab, repository: Path, name: str) -> None:
    run = collab("diff", "--data", str(repository), *DAY, "--", name)
    assert run.code == 1
    assert run.out == ""
    assert len(run.err.splitlines()) == 1


def test_no_repository_and_no_git(collab: Collab, tables: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run = collab("diff", "HEAD", "--data", str(tables))
    assert (run.code, "no git repository" in run.err) == (1, True)
    monkeypatch.setenv("PATH", "")
    run = collab("diff", "HEAD", "--data", str(tables))
    assert (run.code, "git, which is not installed" in run.err) == (1, True)


def test_tables_that_cannot_be_read_are_named_with_the_place(collab: Collab, tables: Path) -> None:
    swap(tables, "claims", CLAIM, CLAIM + ",more")
    run = collab("diff", str(WORLD), str(tables), *DAY)
    assert run.code == 3
    assert "claims.csv:30:1 ragged-row" in run.err


def test_a_folder_without_tables(collab: Collab, tmp_path: Path) -> None:
    run = collab("diff", str(tmp_path), str(WORLD), *DAY)
    assert (run.code, "no tables" in run.err) == (1, True)


def test_a_snapshot_and_its_tables_are_the_same(tables: Path) -> None:
    landscape = open_landscape(tables, as_of="2026-11-22")
    found = find_revision(landscape.snapshot.version, Workshop(landscape.inputs))
    assert difference(found.records, of_folder(tables).records) == []


# --- two days ------------------------------------------------------------------------------------------------


def test_two_days_of_one_landscape(collab: Collab) -> None:
    run = collab("diff", "2012-01-01", "2013-12-31", "--data", str(WORLD), "-f", "json")
    answer = json.loads(run.out)
    found = {row["claim"]["id"]: (row["change"], row["before"], row["after"]) for row in answer["rows"]}
    assert found["naw--participant--northshire"] == ("began", "not-yet", "certain")
    assert found["shire-air--participant--northshire"] == ("ended", "possible", "ended")
    assert found["legal-agreement--party--authority"] == ("ended", "certain", "ended")
    assert not any("planned" in row["sentence"] for row in answer["rows"])
    assert answer["as_of"] == "2013-12-31"
    sentence = next(row["sentence"] for row in answer["rows"] if row["claim"]["id"] == "naw--participant--northshire")
    assert sentence.endswith("not yet begun on 2012-01-01, certainly in force on 2013-12-31.")


def test_the_lens_decides_which_claims_are_told(collab: Collab) -> None:
    words = ("diff", "2026-01-01", "2027-06-01", "--data", str(WORLD))
    assert "jmu--participant--westshire" not in collab(*words).out
    assert "jmu--participant--westshire" in collab(*words, "--include-planned").out


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("diff", "2013-01-01", "2012-01-01"), "lies after"),
        (("diff", "2013-01-01", "HEAD"), "another day"),
        (("diff", "2013-01-01"), "another day"),
        (("diff", "2013-02-30", "2013-03-01"), "2013-02-30"),
        (("changes",), "--since"),
        (("changes", "--since", "2013"), "2013"),
        (("changes", "--since", "2013-01-01", "--between", "2013-01-01", "2014-01-01"), "--between"),
        (("changes", "--between", "2014-01-01", "2013-01-01"), "lies after"),
        (("changes", "--since", "2999-01-01"), "lies after"),
    ],
)
def test_a_bad_call_is_told_in_a_sentence(collab: Collab, words: tuple[str, ...], says: str) -> None:
    run = collab(*words, "--data", str(WORLD), *DAY)
    assert (run.code, run.out) == (2, "")
    assert says in run.err


# --- what is dated -------------------------------------------------------------------------------------------


def test_changes_are_told_in_order_of_time_with_how_sure_they_are(collab: Collab) -> None:
    run = collab("changes", "--between", "2023-01-01", "2024-06-15", "--data", str(WORLD), "--include-planned")
    assert [(row["when"], row["sure"], row["change"], row["claim_id"]) for row in rows(run)] == [
        ("2023", "certain", "began", "chief-constable-northshire--held"),
        ("2023-06", "certain", "due", "nrs-beta"),
        ("2023-07-10", "certain", "done", "nrs-beta"),
        ("2023-12", "certain", "published", "code-list"),
        ("2024-02", "certain", "due", "kennels-wing"),
        ("2024-03", "certain", "began", "nrs--status--reset"),
        ("2024-03-20", "certain", "published", "report-b"),
        ("2024-06", "possible", "began", "sfc--hosted--westshire-plan"),
        ("2024-06", "possible", "ended", "sfc--hosted--eastshire"),
        ("2024-06", "possible", "happened", "sfc-host-moved"),
    ]
    assert "have no date of beginning in our sources" in run.err


def test_nothing_dated_is_not_nothing_happened(collab: Collab) -> None:
    run = collab("changes", "--between", "1950-01-01", "1950-12-31", "--data", str(WORLD))
    assert rows(run) == []
    assert "that does not say that nothing happened" in run.err


# --- any tables ----------------------------------------------------------------------------------------------

_CONTENT = {path.name: path.read_bytes() for path in WORLD.glob("*.csv")}


@given(st.sampled_from(sorted(_CONTENT)), st.integers(0), st.integers(0), st.text(max_size=8))
def test_any_mutation_is_compared_or_complained_of(table: str, start: int, length: int, more: str) -> None:
    content = _CONTENT[table]
    start %= len(content)
    end = start + length % 40
    mutated = content[:start] + more.encode("utf-8", "surrogatepass") + content[end:]
    before, _ = from_tables(_CONTENT.get)
    after, complaints = from_tables({**_CONTENT, table: mutated}.get)
    assert all(one.file == table and one.line > 0 for one in complaints)
    changes = difference(before, after)
    assert {change.kind for change in changes} <= set(KINDS)
    assert [change.kind for change in difference(after, before)] or not changes


def test_an_empty_state_is_all_gone() -> None:
    before, _ = from_tables(_CONTENT.get)
    assert {change.kind for change in difference(before, Records())} == {"withdrawn"}
    assert {change.kind for change in difference(Records(), before)} == {"appeared"}
    assert from_quads([]).tables == {}
