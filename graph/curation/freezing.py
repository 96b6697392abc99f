"""A file as it was sent becomes a frozen text: UTF-8, LF, made once and never changed after."""

from __future__ import annotations

import codecs
import hashlib
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

from graph import files
from graph.curation.child import ask_child
from graph.errors import CollabError, NotThere, TimeLimit, Usage

LARGEST = 20 * 1024**2
KINDS = (".txt", ".md", ".html", ".htm", ".pdf", ".docx")
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\ufffe\uffff]")
_PATIENCE = 90.0


@dataclass(frozen=True)
class Frozen:
    """A text as it will be kept: its bytes, and the ending of its file, ".txt" or ".md"."""

    content: bytes
    suffix: str

    @property
    def sha256(self) -> str:
        """The SHA-256 of the text, in hex."""
        return hashlib.sha256(self.content).hexdigest()


def freeze(path: Path, encoding: str = "") -> Frozen:
    """Returns the text of a file, normalised; PDF and Word files and web pages are read in a process of their own.

    NotThere if there is no such file, Usage for a kind or an encoding that is not known, CollabError with
    the reason for a file that is empty, too large, locked, damaged or no text; TimeLimit if reading takes too long.
    """
    suffix = path.suffix.lower()
    try:
        size = path.stat().st_size
        if not path.is_file():
            raise NotThere("file-not-found", path=path)
        if size > LARGEST:
            raise CollabError("document-too-large", path=path, size=f"{size:,}", limit=f"{LARGEST:,}")
        content = path.read_bytes()
    except FileNotFoundError:
        raise NotThere("file-not-found", path=path) from None
    except OSError as problem:
        raise CollabError("document-unreadable", path=path, reason=problem.strerror or problem) from None
    if not content.strip():
        raise CollabError("document-empty", path=path)
    if suffix not in KINDS:
        raise Usage("document-kind", path=path, known=", ".join(KINDS))
    if content.startswith(b"%PDF-") or suffix == ".pdf":
        text, ending = _extracted(path, content, "pdf"), ".txt"
    elif content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")) or suffix == ".docx":
        text, ending = _extracted(path, content, "docx"), ".md"
    elif suffix in (".html", ".htm"):
        text, ending = _extracted(path, content, f"html:{encoding}"), ".md"
    else:
        text, ending = _decoded(path, content, encoding), suffix
    if not text.strip():
        raise CollabError("document-without-text", path=path)
    return Frozen(_normal(text).encode(), ending)


def keep(frozen: Frozen, folder: Path, name: str) -> None:
    """Writes a frozen text into the folder of documents; CollabError if another text has that name already."""
    place = folder / name
    try:
        if place.exists():
            if place.read_bytes() != frozen.content:
                raise CollabError("document-name-taken", path=place)
            return
    except OSError as problem:
        raise CollabError("cannot-write", path=place, reason=problem.strerror or problem) from None
    files.write_bytes(place, frozen.content)


def _normal(text: str) -> str:
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").rstrip("\n") + "\n"


def _decoded(path: Path, content: bytes, encoding: str) -> str:
    if encoding:
        try:
            codecs.lookup(encoding)
            text = content.decode(encoding)
        except LookupError:
            raise Usage("document-encoding", encoding=encoding) from None
        except ValueError:
            raise CollabError("document-other-encoding", path=path, encoding=encoding) from None
    else:
        text = _unicode(path, content)
    text = _normal(text)
    if found := _CONTROL.search(text):
        line = text.count("\n", 0, found.start()) + 1
        raise CollabError("document-binary", path=path, line=line, code=f"U+{ord(found.group()):04X}")
    return text


def _unicode(path: Path, content: bytes) -> str:
    if content[:2] in (b"\xff\xfe", b"\xfe\xff") and len(content) % 2 == 0:
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as problem:
        if b"\x00" in content:
            line = content.count(b"\n", 0, content.index(b"\x00")) + 1
            raise CollabError("document-binary", path=path, line=line, code="U+0000") from None
        found = content[problem.start : problem.start + 1]
        raise CollabError(
            "document-not-utf8",
            path=path,
            line=content.count(b"\n", 0, problem.start) + 1,
            byte=f"0x{found.hex().upper()}",
            guess=found.decode("cp1252", errors="replace"),
        ) from None


def _extracted(path: Path, content: bytes, kind: str) -> str:
    """Returns the text of a PDF or Word file or a web page, as the process `graph.curation.extracting` reads it."""
    try:
        answer = ask_child("graph.curation.extracting", kind, content=content, patience=_PATIENCE)
    except subprocess.TimeoutExpired:
        raise TimeLimit("document-too-slow", path=path, seconds=f"{_PATIENCE:g}") from None
    kind = kind.partition(":")[0]
    if answer is None:
        raise CollabError("document-too-much", path=path)
    if "text" in answer:
        return str(answer["text"])
    fault = answer["fault"]
    if fault == "locked":
        raise CollabError("document-locked", path=path)
    if fault == "missing":
        raise CollabError("no-documents-extra", kind=kind.upper(), library=answer["reason"])
    if fault == "too-much":
        raise CollabError("document-too-much", path=path)
    raise CollabError("document-damaged", path=path, kind=kind.upper(), reason=answer["reason"].rstrip(".")[:200])
