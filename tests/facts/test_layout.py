"""Items are found in every layout; those of the two documents stay what they are, for evidence names them."""

from itertools import pairwise
from pathlib import Path

import pytest

from graph.facts.documents import Document
from graph.facts.layout import Item, items_of
from graph.facts.reading import read_table
from graph.facts.tables import TABLES
from tests.conftest import ROOT


def names(text: str) -> list[str]:
    return [item.name for item in items_of(text)]


def test_items_follow_each_other_without_a_gap() -> None:
    text = "Front.\n\n# One\n\nText.\n\n## Two\n\n1. First.\n2. Second.\n"
    items = items_of(text)
    assert items[0] == Item("COVER", 0, 8)
    assert items[-1].end == len(text)
    assert all(before.end == after.start for before, after in pairwise(items))
    assert names(text) == ["COVER", "One", "Two", "1", "2"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# A\n\n### Deep ###\n\n###### Deepest\n", ["A", "Deep", "Deepest"]),
        ("# A\n\n## Governance\n\nx\n\n# B\n\n## Governance\n", ["A", "A Governance", "B", "B Governance"]),
        ("## Same\n\n## Same\n", ["Same", "Same (2)"]),
        ("# A\n\n1.1 One.\n\n(a) Sub.\n\n(b) Sub.\n\n1.2 Two.\n\n(a) Sub.\n", ["A", "1.1", "1.1(a)", "1.1(b)", "1.2", "1.2(a)"]),
        ("Minutes\n=======\n\nText here.\n", ["Minutes"]),
        ("Minutes of the board\n\n1. The chair opened\nthe meeting\n2. Nothing was said.\n", ["Minutes of the board", "1", "2"]),
        ("Dog Unit\nIt is run by\nthree forces\nand trains dogs.\nBoat Unit\nNo dogs.\n", ["Dog Unit", "Boat Unit"]),
        ("Dogs\n\n- a bullet\n\nPage 3 of 7\n\n14\n\nBoats\n", ["Dogs", "Boats"]),
        ("One sentence that is a page of its own.\n\fAnother one that is the second page.\n", ["page 1", "page 2"]),
        ("Only one sentence, and no heading at all.\n", ["COVER"]),
        ("", []),
    ],
)  # fmt: skip
def test_layouts(text: str, expected: list[str]) -> None:
    assert names(text) == expected


def test_ten_thousand_short_lines_are_read() -> None:
    assert len(items_of("Word\n" * 10_000)) == 10_000


def test_items_that_evidence_names_are_found_in_the_documents(documents: Path) -> None:
    files = {row["source_id"]: row["file"] for row in read_table(ROOT / "data", TABLES["sources"]).rows if row["file"]}
    wanted: dict[str, set[str]] = {}
    for row in read_table(ROOT / "data", TABLES["evidence"]).rows:
        if row["source_id"] in files and (documents / files[row["source_id"]]).is_file():
            wanted.setdefault(files[row["source_id"]], set()).add(row["item"])
    for file, cited in wanted.items():
        assert cited <= {item.name for item in Document(documents / file).items}


def test_items_of_the_two_documents_are_what_they_were(documents: Path) -> None:
    import hashlib

    digests = {}
    for file in ("gwent-pcc-collaboration-page.txt", "gwent-collaboration-update-2021-11-24.txt"):
        items = Document(documents / file).items
        line = "\n".join(f"{item.name}\t{item.start}\t{item.end}" for item in items)
        digests[file] = (len(items), hashlib.sha256(line.encode()).hexdigest()[:16])
    assert digests == DIGESTS


# Number of items, and digest of names and offsets, as the first evidence was anchored.
DIGESTS = {
    "gwent-pcc-collaboration-page.txt": (11, "ef5faf1aebe150a4"),
    "gwent-collaboration-update-2021-11-24.txt": (71, "c5a6384f45db8bc3"),
}
