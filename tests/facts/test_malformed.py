"""Every kind of nonsense that hands, spreadsheets and transfers make of a table: read exactly, or refused with its place.

A kind is a way of being wrong, not a place: each is tried once here, in a table of the miniature world. What is expected
is the rule that complains, or "" where the table is right all the same and every cell must come through as it was.
"""

import csv
import io
from collections.abc import Callable

import pytest

from graph.facts.facts import inspect_facts
from graph.facts.reading import Row
from graph.facts.tables import TABLES
from graph.facts.vocabulary import Vocabulary
from tests.conftest import WORLD

Bytes = Callable[[bytes], bytes]


def lines(change: Callable[[list[bytes]], list[bytes]]) -> Bytes:
    return lambda content: b"".join(change(content.splitlines(keepends=True)))


def swap(before: str | bytes, after: str | bytes) -> Bytes:
    old = before.encode() if isinstance(before, str) else before
    new = after.encode() if isinstance(after, str) else after

    def change(content: bytes) -> bytes:
        assert old in content
        return content.replace(old, new, 1)

    return change


def text(change: Callable[[str], str], encoding: str = "utf-8") -> Bytes:
    return lambda content: change(content.decode()).encode(encoding, "surrogatepass")


def rewritten(**dialect: object) -> Bytes:
    def change(content: bytes) -> bytes:
        out = io.StringIO(newline="")
        csv.writer(out, **{"lineterminator": "\n", **dialect}).writerows(  # type: ignore[arg-type]
            csv.reader(io.StringIO(content.decode(), newline=""))
        )
        return out.getvalue().encode()

    return change


# Files: what a transfer or another program makes of links.csv (a header and three rows of five cells).
FILES: dict[str, tuple[Bytes, str]] = {
    "as it is": (lambda content: content, ""),
    "a byte-order mark": (lambda content: b"\xef\xbb\xbf" + content, ""),
    "two byte-order marks": (lambda content: b"\xef\xbb\xbf\xef\xbb\xbf" + content, "unknown-column"),
    "lines that end with CR LF": (lambda content: content.replace(b"\n", b"\r\n"), ""),
    "lines that end with CR": (lambda content: content.replace(b"\n", b"\r"), ""),
    "lines that end this way and that": (lines(lambda rows: [rows[0].replace(b"\n", b"\r\n"), *rows[1:]]), ""),
    "no line feed at the end": (lambda content: content.rstrip(b"\n"), ""),
    "every cell in quotes": (rewritten(quoting=csv.QUOTE_ALL), ""),
    "an empty line at the end": (lambda content: content + b"\n", "blank-row"),
    "an empty line in the middle": (lines(lambda rows: [*rows[:2], b"\n", *rows[2:]]), "blank-row"),
    "a line of spaces": (lambda content: content + b"   \n", "ragged-row"),
    "a row of commas": (lambda content: content + b",,,,\n", "blank-row"),
    "an empty line above the header": (lambda content: b"\n" + content, "missing-column"),
    "nothing": (lambda content: b"", "empty-table"),
    "a line feed": (lambda content: b"\n", "missing-column"),
    "a byte-order mark alone": (lambda content: b"\xef\xbb\xbf", "empty-table"),
    "UTF-16, little end first": (text(str, "utf-16"), "utf-16"),
    "UTF-16, big end first": (lambda content: b"\xfe\xff" + content.decode().encode("utf-16-be"), "utf-16"),
    "UTF-16 without a mark": (text(str, "utf-16-le"), "control-character"),
    "UTF-32": (text(str, "utf-32"), "utf-16"),
    "UTF-7": (lambda content: content + b"a+IBk-,wikidata,Q1,code-list,\n", "unknown-id"),
    "Windows-1252": (swap("Register entry", b"Register\x92s entry"), "not-utf-8"),
    "Latin-1": (swap("Register entry", b"Regist\xe9 entry"), "not-utf-8"),
    "EBCDIC": (text(str, "cp500"), "not-utf-8"),
    "a character cut in two": (lambda content: content.rstrip(b"\n") + b"\xe2\x80\n", "not-utf-8"),
    "a character in too many bytes": (swap("Register", b"\xc0\xd2egister"), "not-utf-8"),
    "half a surrogate pair": (swap("Register", b"\xed\xa0\x80egister"), "not-utf-8"),
    "a character beyond Unicode": (swap("Register", b"\xf5\x80\x80\x80egister"), "not-utf-8"),
    "NUL": (swap("Register", "Reg\x00ister"), "control-character"),
    "NULs at the end, as a crash leaves": (lambda content: content + b"\x00" * 40, "control-character"),
    "a bell": (swap("Register", "Reg\x07ister"), "control-character"),
    "an escape sequence": (swap("Register", "\x1b[31mRegister"), "control-character"),
    "a form feed": (swap("Register", "Reg\x0cister"), "control-character"),
    "a vertical tab": (swap("Register", "Reg\x0bister"), "control-character"),
    "DEL": (swap("Register", "Reg\x7fister"), "control-character"),
    "NEL": (swap("Register", "Reg\x85ister"), "control-character"),
    "a non-character": (swap("Register", "Reg\uffffister"), "control-character"),
    "text that runs from right to left": (swap("Register", "Reg\u202eister"), "bidi-control"),
    "an isolate": (swap("Register", "Reg\u2066ister"), "bidi-control"),
    "a mark of direction": (swap("Register", "Reg\u200fister"), "bidi-control"),
    "an Arabic mark of direction": (swap("Register", "Reg\u061cister"), "bidi-control"),
    "a space before a cell": (swap("Register", " Register"), "outer-space"),
    "a space behind a cell": (swap("code-list,", "code-list ,"), "outer-space"),
    "a no-break space before a cell": (swap("Register", "\u00a0Register"), "outer-space"),
    "a tab before a cell": (swap("Register", "\tRegister"), "outer-space"),
    "a line feed in a cell without quotes": (swap("Register entry", "Register\nentry"), "ragged-row"),
    "a line feed in a cell in quotes": (swap("Register entry of the force.", '"Register\nentry"'), ""),
    "a quote never closed": (swap("Register", '"Register'), "unclosed-quote"),
    "a quote within a cell": (swap("Register", '"Reg"ister'), "stray-quote"),
    "quotes of another kind": (swap("Register entry of the force.", "“Register, entry”"), "ragged-row"),
    "single quotes around a comma": (swap("Register entry", "'Register, entry'"), "ragged-row"),
    "a quote with a backslash": (swap("Register", '"Reg\\"ister"'), "stray-quote"),
    "a cell of 40,000 characters": (swap("Register", "R" * 40_000), "long-cell"),
    "a cell more in one row": (lambda content: content.rstrip(b"\n") + b",x\n", "ragged-row"),
    "a cell more in every row": (lambda content: content.replace(b"\n", b",\n"), "unknown-column"),
    "a cell more in every row but the header": (lines(lambda rows: [rows[0], *(row.replace(b"\n", b",x\n") for row in rows[1:])]), "ragged-row"),
    "a cell less in one row": (swap(",Register entry of the force.", ""), "ragged-row"),
    "a cell less in every row": (lines(lambda rows: [rows[0], *(row.rpartition(b",")[0] + b"\n" for row in rows[1:])]), "ragged-row"),
    "the last row cut": (lambda content: content[: content.rindex(b",") - 10], "ragged-row"),
    "semicolons between": (rewritten(delimiter=";"), "separator"),
    "tabs between": (rewritten(delimiter="\t"), "separator"),
    "bars between": (rewritten(delimiter="|"), "unknown-column"),
    "colons between": (rewritten(delimiter=":"), "unknown-column"),
    "spaces between": (rewritten(delimiter=" "), "unknown-column"),
    "a space behind each comma": (lambda content: content.replace(b",", b", "), "unknown-column"),
    "no header": (lines(lambda rows: rows[1:]), "unknown-column"),
    "the header twice": (lines(lambda rows: [rows[0], *rows]), "unknown-id"),
    "the header at the end": (lines(lambda rows: [*rows, rows[0]]), "unknown-id"),
    "a heading twice": (swap("scheme", "entity_id"), "duplicate-column"),
    "a heading missing": (swap(",why", ""), "missing-column"),
    "a heading too many": (swap(",why", ",why,more"), "unknown-column"),
    "a heading without a name": (swap("why", ""), "unknown-column"),
    "a heading misspelt": (swap("why", "whyy"), "unknown-column"),
    "a heading in capitals": (swap("why", "WHY"), "unknown-column"),
    "a heading in Welsh": (swap("why", "pam"), "unknown-column"),
    "a heading with a space behind": (swap("scheme", "scheme "), "unknown-column"),
    "a heading with a no-break space": (swap("scheme", "scheme\u00a0"), "unknown-column"),
    "a heading with a space of no width": (swap("scheme", "sch\u200beme"), "unknown-column"),
    "a heading with a letter that looks the same": (swap("scheme", "sch\u0435me"), "unknown-column"),
    "headings in another order": (swap("entity_id,scheme", "scheme,entity_id"), "column-order"),
    "headings of another table": (lines(lambda rows: [b"claim_id,count_of,counted,unit,comparator\n", *rows[1:]]), "unknown-column"),
    "a title above the header": (lambda content: b"Links of bodies\n" + content, "unknown-column"),
    "a comment above the header": (lambda content: b"# links\n" + content, "unknown-column"),
    "a comment at the end": (lambda content: content + b"# the end\n", "ragged-row"),
    "sep= for a spreadsheet": (lambda content: b"sep=,\n" + content, "unknown-column"),
    "a total at the end": (lambda content: content + b"Total,,3,,\n", "bad-scheme-or-id"),
    "marks of a merge that failed": (lines(lambda rows: [rows[0], b"<<<<<<< HEAD\n", *rows[1:2], b"=======\n", *rows[2:], b">>>>>>> other\n"]), "ragged-row"),
    "a patch": (lines(lambda rows: [b"--- a/links.csv\n", *(b"+" + row for row in rows)]), "unknown-column"),
    "a page of HTML": (lambda content: b"<!DOCTYPE html>\n<html><body>Sign in</body></html>\n", "unknown-column"),
    "JSON": (lambda content: b'[{"entity_id": "jdu"}]\n', "unknown-column"),
    "XML": (lambda content: b'<?xml version="1.0"?>\n<links/>\n', "unknown-column"),
    "a zip": (lambda content: b"PK\x03\x04\x14\x00\x00\x00\x08\x00" + b"\xb5" * 30, "not-utf-8"),
    "gzip": (lambda content: b"\x1f\x8b\x08\x00\x00\x00" + content, "not-utf-8"),
    "an old workbook": (lambda content: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + content, "not-utf-8"),
    "a PDF": (lambda content: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "not-utf-8"),
    "a pointer of Git LFS": (lambda content: b"version https://git-lfs.github.com/spec/v1\noid sha256:" + b"0" * 64 + b"\nsize 12\n", "unknown-column"),
    "a row twice": (lines(lambda rows: [*rows, rows[1]]), "duplicate-row"),
    "everything twice": (lines(lambda rows: [*rows, *rows[1:]]), "duplicate-row"),
    "two rows in one line": (lines(lambda rows: [rows[0], rows[1].rstrip(b"\n") + rows[2], *rows[3:]]), "ragged-row"),
    "rows turned into columns": (lambda content: "\n".join(map(",".join, zip(*csv.reader(io.StringIO(content.decode())), strict=True))).encode(), "unknown-column"),
    "letters of twice the width": (swap("code-list", "ｃｏｄｅ-list"), "unknown-id"),
    "accents apart from their letters": (swap("Register", "Re\u0301gister"), ""),
    "an emoji": (swap("Register", "👮 Register"), ""),
    "words twice encoded": (swap("Register", "Â£ Register"), ""),
}  # fmt: skip

# Cells: what people and spreadsheets put where something else is wanted. A column of each kind, and its rule.
COLUMNS = {
    "date": ("claims", "valid_from", "bad-date"),
    "id": ("rejected", "claim_id", "bad-id"),
    "number": ("matters", "amount", "bad-number"),
    "integer": ("evidence", "start", "bad-integer"),
    "digest": ("evidence", "passage_digest", "bad-digest"),
    "sha256": ("sources", "sha256", "bad-sha256"),
    "url": ("sources", "url", "bad-url"),
    "file": ("sources", "file", "bad-file"),
    "ref": ("claims", "subject", "unknown-id"),
    "class": ("entities", "types", "unknown-class"),
    "relation": ("claims", "relation", "unknown-relation"),
    "word": ("claims", "modality", "unknown-word"),
}
ANYWHERE = (
    "NA",
    "N/A",
    "null",
    "None",
    "nan",
    "-",
    "?",
    "TBC",
    "unknown",
    "#REF!",
    "#N/A",
    "#NAME?",
    "=A1",
    "'x",
    "x\ny",
    "\\N",
    "\u200b",
    "TRUE",
)
CELLS: dict[str, tuple[str, ...]] = {
    "date": (
        "1/4/2019", "01/04/2019", "31/12/2019", "04-01-2019", "2019/04/01", "2019.04.01", "20190401", "1 April 2019",
        "April 2019", "Apr-19", "2019-4", "2019-4-1", "2019-13", "2019-00", "2019-02-29", "2019-04-31", "2019-04-00",
        "19", "019", "20190", "0999", "3000", "9999-12-31", "43556", "43556.0", "2019.0", "2019-04-01T00:00:00",
        "2019-04-01 00:00:00", "2019-W14", "2019-091", "2019-Q2", "2019-21", "2019/20", "FY2019", "FY2019/21", "FY19/20",
        "FY2019-20", "FY0500/01", "FY9999/00", "[2019]", "[2019..2020]", "[..]", "[2019..", "2019..]", "2019..2020",
        "2019/..", "2019??", "~2019", "?2019", "c. 2019", "circa 2019", "201X", "20XX", "2019-XX", "spring 2019", "today",
        "early 2019", "before 2019", "2019 or 2020", "２０１９", "٢٠١٩", "2019–20", "-2019", "+2019", "2019-04-01Z", "2019-0４",
    ),
    "id": (
        "Bad", "bad id", "bad_id", "bad.id", "bad/id", "-bad", "bad-", "bad---id", "bád", "bad:id", "bad#id", "bad%20id",
        "https://x.example/bad", "../bad", "<bad>", "{bad}", "bad\tid", "b\u0430d", "bad;id", "bad,id", "\"bad\"", "BAD", "bad+",
    ),
    "number": (
        "1.2m", "£1200", "1,200", "1 200", "1200-", "(1200)", "1e6", "1.200,00", ".5", "5.", "1..2", "--1", "+1", "0x10", "½",
        "１２", "about 3", "3-4", "3%", "inf", "NaN", "1_000", "£", "1'200",
    ),
    "integer": ("1.0", "-1", "+1", "1e3", "0x1", "1 ", "1,000", "１", "12345678901", "one", "1-2", "1.", "½"),
    "digest": ("0123", "0123456789abcde", "0123456789abcdef0", "0123456789ABCDEF", "0123456789abcdeg", "0x23456789abcdef", "1.23457E+15"),
    "sha256": ("abc", "0" * 63, "0" * 65, "A" * 64, "g" * 64, "sha256:" + "0" * 57, "1.23E+63"),
    "url": (
        "www.example.org", "example.org/a", "ftp://example.org", "file:///etc/passwd", "javascript:alert(1)", "data:text/html,x",
        "https://", "https:/x", "http//x", "HTTPS://x.example", "https://x.example/a b", "https://x.example/%zz", "https://x.example/<a>",
        "https://x.example/{a}", "https://x.example/a|b", "https://x.example/\\", "mailto:a@example.org", "//x.example",
        'https://x.example/"', "https://x.example/^", "see https://x.example",
    ),
    "file": ("../a.txt", "a/b.txt", "/etc/passwd", "C:\\a.txt", "a\\b", ".hidden", "a b.txt", "-a.txt", "a.txt;b.txt", "á.txt", "~/a"),
    "ref": ("jdx", "JDU", "jdu ", "Joint Dog Unit", "pid:jdu", "https://w3id.org/police-collaboration/id/jdu", "jdu;jmu", "jdu,jmu"),
    "class": ("Agence", "policeforce", "pcol:PoliceForce", "Police Force", "Thing", "PoliceForce|Agency", "PoliceForce, Agency"),
    "relation": ("hasParticipants", "has participant", "HasParticipant", "pcol:hasParticipant", "partner", "rdf:type", "a"),
    "word": ("factual", "Actual", "ACTUAL", "actual, planned", "actual;planned", "yes", "1", "actually"),
}  # fmt: skip
# Words that are an id or the name of a file like any other.
WORDS = {"id": ("null", "nan", "unknown"), "file": ("NA", "null", "None", "nan", "TBC", "unknown", "TRUE")}
KINDS = len(FILES) + sum(map(len, CELLS.values())) + len(ANYWHERE)


def test_the_kinds_are_all_here() -> None:
    assert KINDS >= 300
    assert (
        set(CELLS) == set(COLUMNS) == {column.kind for table in TABLES.values() for column in table.columns} - {"text"}
    )


@pytest.mark.parametrize("kind", FILES)
def test_a_file(kind: str, vocabulary: Vocabulary) -> None:
    change, rule = FILES[kind]
    before = (WORLD / "links.csv").read_bytes()
    changed = change(before)
    facts, complaints = inspect_facts(WORLD, vocabulary, {"links": changed})
    assert all(one.file == "links.csv" for one in complaints), complaints
    assert all(one.line > 0 and one.column > 0 and one.message and one.remedy for one in complaints)
    found = {one.rule for one in complaints}
    if rule == "bad-scheme-or-id":
        assert found & {"unknown-id", "unknown-word"}
    elif rule:
        assert rule in found, complaints
    else:
        assert found == set(), complaints
        again = csv.reader(io.StringIO(changed.decode("utf-8-sig"), newline=""))
        assert [[column.name for column in TABLES["links"].columns], *cells(facts["links"])] == list(again)


def as_csv(rows: list[list[str]]) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()


def cells(rows: tuple[Row, ...]) -> list[list[str]]:
    return [list(row.cells.values()) for row in rows]


@pytest.mark.parametrize("kind", CELLS)
def test_a_cell(kind: str, vocabulary: Vocabulary) -> None:
    """Each value alone in the first row of the table: its rule complains of that cell, at the character it begins at."""
    table, column, rule = COLUMNS[kind]
    header, first, *rest = csv.reader(io.StringIO((WORLD / f"{table}.csv").read_text(encoding="utf-8"), newline=""))
    place = header.index(column)
    passed = []
    begins = len(as_csv([[*first[:place], "x"]])) - 1
    for value in (*CELLS[kind], *ANYWHERE):
        if value in WORDS.get(kind, ""):
            continue
        changed = as_csv([header, [*first[:place], value, *first[place + 1 :]], *rest])
        _, complaints = inspect_facts(WORLD, vocabulary, {table: changed.encode()})
        there = {one.rule for one in complaints if (one.file, one.line, one.column) == (f"{table}.csv", 2, begins)}
        if not there & {rule, "outer-space", "control-character"}:
            passed.append((value, sorted(map(str, complaints))[:2]))
        assert all(one.message and one.remedy for one in complaints)
    assert passed == []


def test_a_hundred_and_more_are_told_in_one_run(vocabulary: Vocabulary) -> None:
    """All of one table, each once, and none hides another."""
    header, *rows = csv.reader(io.StringIO((WORLD / "claims.csv").read_text(encoding="utf-8"), newline=""))
    place = header.index("valid_from")
    bad = [[*row[:place], "1/4/2019", *row[place + 1 :]] for row in rows]
    _, complaints = inspect_facts(WORLD, vocabulary, {"claims": as_csv([header, *bad]).encode()})
    assert sorted(one.line for one in complaints if one.rule == "bad-date") == list(range(2, len(rows) + 2))
    assert len(rows) >= 100
