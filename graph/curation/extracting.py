"""Takes the text out of one PDF or Word file or web page, in a process of its own that can be killed.

    python -m graph.curation.extracting pdf|docx|html:CHARSET PARENT      the file on standard input

Writes one JSON object: `text`, or `fault` (a word) and `reason`. Such files come from strangers and their
formats are deep, so the process has little memory, little time and, where the system allows it, no network.
"""

from __future__ import annotations

import io
import json
import re
import sys
import zipfile
from collections.abc import Iterator
from typing import Any

from graph.curation.child import limit_child
from graph.questions.walls import raise_walls

MOST_MEMORY = 1024**3
MOST_SECONDS = 60
MOST_UNPACKED = 200 * 1024**2
MOST_TEXT = 20 * 1024**2


class Fault(Exception):
    """Why there is no text: a word that the wording knows, and what the library said."""

    def __init__(self, word: str, reason: object = "") -> None:
        self.word = word
        self.reason = str(reason)
        super().__init__(word)


def main() -> int:
    """Answers for the file on standard input; 0 unless the process itself is broken."""
    kind, parent = sys.argv[1:3]
    content = sys.stdin.buffer.read()
    raise_walls(int(parent))
    limit_child(MOST_MEMORY, MOST_SECONDS)
    try:
        kind, _, charset = kind.partition(":")
        answer = {"text": _html(content, charset) if kind == "html" else (_pdf if kind == "pdf" else _docx)(content)}
    except Fault as fault:
        answer = {"fault": fault.word, "reason": fault.reason}
    except ModuleNotFoundError as problem:
        answer = {"fault": "missing", "reason": problem.name or ""}
    except (MemoryError, RecursionError):
        answer = {"fault": "too-much"}
    except Exception as problem:  # whatever a library says of a file that it cannot read
        answer = {"fault": "damaged", "reason": str(problem) or type(problem).__name__}
    sys.stdout.write(json.dumps(answer))
    return 0


def _pdf(content: bytes) -> str:
    import pypdf

    reader = pypdf.PdfReader(io.BytesIO(content))
    if reader.is_encrypted:
        try:
            opened = reader.decrypt("")
        except Exception:  # a cipher that needs another library: locked all the same
            opened = pypdf.PasswordType.NOT_DECRYPTED
        if opened == pypdf.PasswordType.NOT_DECRYPTED:
            raise Fault("locked")
    pages: list[str] = []
    for page in reader.pages:
        pages.append(page.extract_text())
        if sum(map(len, pages)) > MOST_TEXT:
            raise Fault("too-much")
    return "\n\f".join(_clean(page) for page in pages)


def _html(content: bytes, charset: str) -> str:
    from graph.curation.page_text import page_text

    return _clean(page_text(content, charset))


def _docx(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if any(one.flag_bits & 1 for one in archive.infolist()):
                raise Fault("locked")
            if sum(one.file_size for one in archive.infolist()) > MOST_UNPACKED:
                raise Fault("too-much")
    except zipfile.BadZipFile as problem:
        raise Fault("locked" if content.startswith(b"\xd0\xcf\x11\xe0") else "damaged", problem) from None
    import docx

    return _clean("\n".join(_blocks(docx.Document(io.BytesIO(content)))))


def _blocks(document: Any) -> Iterator[str]:
    """Yields paragraphs and rows of tables in order; headings as Markdown writes them."""
    from docx.table import Table

    for block in document.iter_inner_content():
        if isinstance(block, Table):
            for row in block.rows:
                yield " | ".join(" ".join(cell.text.split()) for cell in row.cells)
            yield ""
            continue
        style = block.style.name if block.style is not None else ""
        words = block.text.strip()
        if not words:
            continue
        if match := re.fullmatch(r"Heading ([1-6])", style):
            yield f"\n{'#' * int(match[1])} {' '.join(words.split())}\n"
        elif style == "Title":
            yield f"# {' '.join(words.split())}\n"
        else:
            yield f"{'- ' if style.startswith('List Bullet') else ''}{words}\n"


def _clean(text: str) -> str:
    """Returns text without control characters, lines without blanks at their end."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0b", "\n")
    text = re.sub("[\x00-\x08\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]", "", text)
    return "\n".join(line.rstrip() for line in text.split("\n"))


if __name__ == "__main__":
    sys.exit(main())
