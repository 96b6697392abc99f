"""Files as they come are frozen or refused with a sentence; strangers' formats are read in a process of their own."""

import io
import zipfile
from pathlib import Path

import pytest

from graph.curation import freezing
from graph.curation.freezing import Frozen, freeze, keep
from graph.errors import CollabError, NotThere


def made(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def refused(path: Path, encoding: str = "") -> str:
    with pytest.raises(CollabError) as fault:
        freeze(path, encoding)
    return fault.value.key


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"One\r\nTwo\rThree", "One\nTwo\nThree\n"),
        (b"\xef\xbb\xbfHeddlu G\xc5\xb5yr\n\n\n", "Heddlu Gŵyr\n"),
        ("Heddlu Gŵyr\r\n".encode("utf-16"), "Heddlu Gŵyr\n"),
        (b"e\xcc\x81 stays as it is\n", "e\u0301 stays as it is\n"),
    ],
)
def test_text_becomes_utf_8_with_line_feeds(tmp_path: Path, content: bytes, text: str) -> None:
    assert freeze(made(tmp_path, "a page.txt", content)) == Frozen(text.encode(), ".txt")


def test_another_encoding_is_told_not_guessed(tmp_path: Path) -> None:
    path = made(tmp_path, "page.txt", "One\nCwrt y Gŵyr – café".replace("ŵ", "w").encode("cp1252"))
    with pytest.raises(CollabError, match=r"line 2 holds the byte 0x96, in Windows-1252 “–”.*--encoding cp1252"):
        freeze(path)
    assert freeze(path, "cp1252").content.decode() == "One\nCwrt y Gwyr – café\n"
    assert refused(path, "ascii") == "document-other-encoding"
    assert refused(path, "cp99999") == "document-encoding"


@pytest.mark.parametrize(
    ("name", "content", "key"),
    [
        ("a.txt", b"", "document-empty"),
        ("a.txt", b" \n\t ", "document-empty"),
        ("a.txt", b"\xef\xbb\xbf \n", "document-without-text"),
        ("a.txt", b"abc\x00def", "document-binary"),
        ("a.txt", b"\x89PNG\r\n\x1a\n\x00\xff", "document-binary"),
        ("a.txt", b"one\ntwo \x07 bell", "document-binary"),
        ("a.xls", b"something", "document-kind"),
        ("a", b"something", "document-kind"),
        ("a.pdf", b"no PDF at all", "document-damaged"),
        ("a.txt", b"%PDF-1.7 broken", "document-damaged"),
        ("a.docx", b"PK\x03\x04 broken", "document-damaged"),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "document-locked"),
    ],
)
def test_what_is_no_document(tmp_path: Path, name: str, content: bytes, key: str) -> None:
    assert refused(made(tmp_path, name, content)) == key


def test_what_is_not_there_or_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(NotThere):
        freeze(tmp_path / "none.txt")
    with pytest.raises(NotThere):
        freeze(tmp_path)
    huge = tmp_path / "huge.txt"
    with huge.open("wb") as file:
        file.truncate(freezing.LARGEST + 1)
    assert refused(huge) == "document-too-large"


def test_a_word_file(tmp_path: Path) -> None:
    docx = pytest.importorskip("docx")
    document = docx.Document()
    document.add_heading("Joint Dog Unit", 2)
    document.add_paragraph("The unit is run by three forces.")
    document.add_paragraph("It trains dogs.", style="List Bullet")
    table = document.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "Host", "Northshire"
    document.save(str(tmp_path / "a file.docx"))
    frozen = freeze(tmp_path / "a file.docx")
    assert frozen.suffix == ".md"
    text = frozen.content.decode()
    assert "## Joint Dog Unit\n\nThe unit is run by three forces.\n" in text
    assert "- It trains dogs.\n" in text
    assert "Host | Northshire\n" in text


def test_a_zip_bomb(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive,
        archive.open("word/document.xml", "w") as file,
    ):
        for _ in range(300):
            file.write(b"\0" * 1024**2)
    assert refused(made(tmp_path, "bomb.docx", packed.getvalue())) == "document-too-much"


def pdf(text: str, password: str = "") -> bytes:
    pypdf = pytest.importorskip("pypdf")
    from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

    writer = pypdf.PdfWriter()
    page = writer.add_blank_page(300, 300)
    stream = DecodedStreamObject()
    stream.set_data(f"BT /F1 12 Tf 20 200 Td ({text}) Tj ET".encode())
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
        }
    )
    page[NameObject("/Resources")] = DictionaryObject(
        {NameObject("/Font"): DictionaryObject({NameObject("/F1"): font})}
    )
    page[NameObject("/Contents")] = writer._add_object(stream)
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def test_a_pdf(tmp_path: Path) -> None:
    frozen = freeze(made(tmp_path, "a.pdf", pdf("The unit has two hosts.")))
    assert frozen == Frozen(b"The unit has two hosts.\n", ".txt")


def test_a_pdf_without_text(tmp_path: Path) -> None:
    assert refused(made(tmp_path, "scan.pdf", pdf(""))) == "document-without-text"


def test_a_locked_pdf(tmp_path: Path) -> None:
    assert refused(made(tmp_path, "locked.pdf", pdf("Secret.", "word"))) == "document-locked"


def test_without_the_extra_one_sentence_names_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "lacking").mkdir()
    (tmp_path / "lacking" / "pypdf.py").write_text("raise ModuleNotFoundError('No module', name='pypdf')\n")
    real = freezing.subprocess.Popen
    monkeypatch.setattr(
        freezing.subprocess,
        "Popen",
        lambda command, **rest: real(
            command,
            **{**rest, "env": {**rest["env"], "PYTHONPATH": f"{tmp_path / 'lacking'}:{rest['env']['PYTHONPATH']}"}},
        ),
    )
    with pytest.raises(CollabError, match=r"\[documents\]"):
        freeze(made(tmp_path, "a.pdf", b"%PDF-1.7"))


def test_a_frozen_text_is_never_changed(tmp_path: Path) -> None:
    keep(Frozen(b"One\n", ".txt"), tmp_path, "a.txt")
    keep(Frozen(b"One\n", ".txt"), tmp_path, "a.txt")
    with pytest.raises(CollabError) as fault:
        keep(Frozen(b"Two\n", ".txt"), tmp_path, "a.txt")
    assert fault.value.key == "document-name-taken"
    assert (tmp_path / "a.txt").read_bytes() == b"One\n"
