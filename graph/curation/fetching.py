"""Fetches one public page or file for a curator who named it: nothing else is ever opened on the web."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from graph import files
from graph.errors import CollabError, TimeLimit, Usage

if TYPE_CHECKING:
    from graph.curation.reaching import Rule

LARGEST = 10 * 1024**2
SECONDS = 20.0
MOST_REDIRECTS = 5
KINDS: Mapping[str, str] = {
    "text/plain": ".txt",
    "text/markdown": ".md",
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
}
FOLDER = "fetched"
_MOVED = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True)
class Fetched:
    """What a server sent: its bytes, the ending that its type means, its charset if it said one, where it stood."""

    content: bytes
    suffix: str
    charset: str
    url: str

    def save(self, documents: Path, id: str, day: date) -> Path:
        """Writes the bytes as they came under a name that holds id, day and digest; returns the file."""
        digest = hashlib.sha256(self.content).hexdigest()
        place = documents / FOLDER / f"{id}-{day.isoformat()}-{digest[:12]}{self.suffix}"
        try:
            files.make_folder(place.parent)
        except OSError as problem:
            raise CollabError("cannot-write", path=place, reason=problem.strerror or problem) from None
        files.write_bytes(place, self.content)
        return place


def fetch(url: str, rule: Rule | None = None) -> Fetched:
    """Returns what stands at a public https address; `rule` is another `reaching.Rule`, for tests on loopback.

    Usage for an address that may not be asked; CollabError for a machine that may not or cannot be reached, an
    answer other than 200, of no kind in `KINDS`, packed or above `LARGEST`; TimeLimit after `SECONDS` in all.
    """
    try:
        import httpcore2

        from graph.curation import reaching
    except ModuleNotFoundError as problem:
        raise CollabError("no-documents-extra", kind="URL", library=problem.name or "") from None
    rule = rule or reaching.Rule()
    until = time.monotonic() + SECONDS
    host = ""
    try:
        for _ in range(MOST_REDIRECTS + 1):
            parts = rule.examine(url)
            host = parts.hostname or ""
            with httpcore2.ConnectionPool(
                ssl_context=rule.context, network_backend=reaching.Reach(rule, until)
            ) as pool:
                target = parts._replace(fragment="").geturl()
                with pool.stream("GET", target, headers=_HEADERS) as answer:
                    headers = _headers(answer.headers)
                    if answer.status in _MOVED and headers.get("location"):
                        url = urljoin(url, headers["location"])
                        continue
                    if answer.status != 200:
                        raise CollabError("fetch-status", url=url, status=answer.status)
                    suffix, charset = _kind(url, headers)
                    content = bytearray()
                    for part in answer.iter_stream():
                        content += part
                        if len(content) > LARGEST:
                            raise CollabError("fetch-too-large", url=url, limit=f"{LARGEST:,}")
                        if time.monotonic() > until:
                            raise httpcore2.ReadTimeout("over")
                    return Fetched(bytes(content), suffix, charset, url)
    except httpcore2.TimeoutException:
        raise TimeLimit("fetch-too-slow", host=host) from None
    except (httpcore2.NetworkError, httpcore2.ProtocolError, OSError) as problem:
        raise CollabError("fetch-unreachable", host=host, reason=str(problem)[:200] or type(problem).__name__) from None
    except (UnicodeError, ValueError) as problem:
        raise Usage("fetch-address", url=url[:200], reason=problem) from None
    raise CollabError("fetch-redirects", url=url, most=MOST_REDIRECTS)


_HEADERS = [
    ("User-Agent", "police-collaboration-graph (collab source add)"),
    ("Accept", ", ".join(KINDS)),
    ("Accept-Encoding", "identity"),
    ("Connection", "close"),
]


def _headers(raw: list[tuple[bytes, bytes]]) -> dict[str, str]:
    return {name.decode("latin-1").lower(): value.decode("latin-1").strip() for name, value in raw}


def _kind(url: str, headers: Mapping[str, str]) -> tuple[str, str]:
    """Returns the ending and the charset of an answer; CollabError if it is of no kind, packed or too large."""
    if headers.get("content-encoding", "identity").lower() not in ("", "identity"):
        raise CollabError("fetch-packed", url=url, how=headers["content-encoding"][:40])
    kind, _, more = headers.get("content-type", "").partition(";")
    suffix = KINDS.get(kind.strip().lower())
    if suffix is None:
        raise CollabError("fetch-kind", url=url, kind=kind.strip()[:80] or "-", known=", ".join(KINDS))
    length = headers.get("content-length", "")
    if length.isdigit() and int(length) > LARGEST:
        raise CollabError("fetch-too-large", url=url, limit=f"{LARGEST:,}")
    charset = ""
    for part in more.split(";"):
        name, _, value = part.partition("=")
        if name.strip().lower() == "charset":
            charset = value.strip().strip("\"'")[:40]
    return suffix, charset
