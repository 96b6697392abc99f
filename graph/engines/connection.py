"""The one door to httpx2: a request to an endpoint, and what is said when no whole answer comes back."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from threading import local
from typing import TYPE_CHECKING, Any, NoReturn
from urllib.parse import urlencode, urlsplit

from graph.errors import BrokenOff, Busy, CollabError, NotThere, TimeLimit, TooLarge, Usage

if TYPE_CHECKING:
    import ssl

    import httpx2

SECONDS = 60.0
MOST_BYTES = 1024**3
_TO_CONNECT = 10.0
_AT_MOST_SAID = 200
_NUMBER = re.compile(r"\[Errno -?\d+\] ")  # of a fault of the system: its words follow
# Credentials stand in the environment: words of a command are seen by every process of a machine.
USER, PASSWORD = "COLLAB_ENDPOINT_USER", "COLLAB_ENDPOINT_PASSWORD"


@dataclass(frozen=True)
class Reply:
    """A whole answer: who gave it, status, media type without parameters, the server's name for itself, headers."""

    address: str
    status: int
    kind: str
    server: str
    headers: dict[str, str]
    content: bytes


class Connection:
    """Requests to one address. May be used by many threads; redirects are never followed.

    Each thread has a connection of its own, and its requests come one after another.
    """

    def __init__(self, address: str, *, seconds: float = SECONDS, most_bytes: int = MOST_BYTES) -> None:
        """Usage for what is no address of a web server, or holds a password; no request is made yet."""
        self.address = checked(address)
        self.seconds = seconds
        self.most_bytes = most_bytes
        self._clients = local()
        self._auth: httpx2.Auth | None = None

    def with_more(self, given: Sequence[tuple[str, str]]) -> Connection:
        """Returns one to the same address with more in its query string."""
        more = ("&" if "?" in self.address else "?") + urlencode(given)
        return Connection(self.address + more, seconds=self.seconds, most_bytes=self.most_bytes)

    def send(
        self,
        method: str,
        *,
        given: Sequence[tuple[str, str]] = (),
        content: bytes = b"",
        kind: str = "",
        accept: str = "*/*",
        seconds: float | None = None,
        missing_is_fine: bool = False,
    ) -> Reply:
        """Returns the whole answer to a request; `given` is its query string, `kind` the media type of `content`.

        NotThere where nothing answers or has no such thing (a reply of status 404 if `missing_is_fine`), TimeLimit
        after `seconds` in all, Busy, Usage for what the server cannot read, TooLarge, CollabError for the rest.
        """
        import httpx2

        limit = self.seconds if seconds is None else seconds
        headers = {"accept": accept} | ({"content-type": kind} if kind else {})
        request = self.client.build_request(
            method,
            self.address,
            params=list(given) or None,
            content=content or None,
            headers=headers,
            timeout=httpx2.Timeout(limit, connect=min(_TO_CONNECT, limit)),
        )
        try:
            reply = self._sent(request, limit)
        except (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.ProxyError) as problem:
            raise NotThere("endpoint-unreachable", address=self.address, reason=_reason(str(problem))) from None
        except httpx2.TimeoutException:
            raise self._too_slow(limit) from None
        except (httpx2.RequestError, httpx2.InvalidURL) as problem:
            raise BrokenOff("endpoint-broke-off", address=self.address, reason=_reason(str(problem))) from None
        if reply.status == 404 and missing_is_fine:
            return reply
        if not 200 <= reply.status < 300:
            self._refused(reply)
        return reply

    @property
    def client(self) -> httpx2.Client:
        """What sends for this thread, made for its first request: the library loads longer than most answers take."""
        found: httpx2.Client | None = getattr(self._clients, "found", None)
        if found is None:
            import httpx2

            found = httpx2.Client(follow_redirects=False, headers={"user-agent": "collab"}, verify=_certificates())
            self._clients.found = found
        return found

    def _sent(self, request: httpx2.Request, limit: float) -> Reply:
        reply = self._received(request, limit)
        user = os.environ.get(USER)
        if reply.status != 401 or self._auth is not None or not user:
            return reply
        import httpx2

        password = os.environ.get(PASSWORD, "")
        offered = reply.headers.get("www-authenticate", "").casefold()
        if "digest" in offered:
            self._auth = httpx2.DigestAuth(user, password)
        elif "basic" in offered and (request.url.scheme == "https" or request.url.host in _AT_HOME):
            self._auth = httpx2.BasicAuth(user, password)
        elif "basic" in offered:
            raise CollabError("endpoint-plain-password", address=self.address)
        return self._received(request, limit) if self._auth else reply

    def _received(self, request: httpx2.Request, limit: float) -> Reply:
        ends = time.monotonic() + limit
        answer = self.client.send(request, auth=self._auth, stream=True)
        try:
            pieces, size = [], 0
            for piece in answer.iter_bytes():
                size += len(piece)
                if size > self.most_bytes:
                    raise TooLarge("endpoint-too-large", address=self.address, limit=f"{self.most_bytes:,}")
                if time.monotonic() > ends:
                    raise self._too_slow(limit)
                pieces.append(piece)
        finally:
            answer.close()
        headers = {name.casefold(): value for name, value in answer.headers.items()}
        kind = headers.get("content-type", "").partition(";")[0].strip().casefold()[:100]
        return Reply(self.address, answer.status_code, kind, headers.get("server", ""), headers, b"".join(pieces))

    def _too_slow(self, limit: float) -> TimeLimit:
        return TimeLimit("endpoint-time", address=self.address, seconds=f"{limit:g}")

    def _refused(self, reply: Reply) -> NoReturn:
        """Says what a status means; of the server's own words one line, and none of a page of HTML."""
        status, said = reply.status, "" if reply.kind == "text/html" else first_line(reply.content)
        values: dict[str, Any] = {"address": self.address, "status": status, "reason": said or "-"}
        if 300 <= status < 400:
            raise CollabError("endpoint-redirects", to=_reason(reply.headers.get("location", "-")), **values)
        if status in (401, 403):
            raise CollabError("endpoint-not-allowed", user=USER, password=PASSWORD, **values)
        if status in (404, 405, 410, 501):
            raise NotThere("endpoint-no-such-thing", **values)
        if status == 400:
            raise Usage("endpoint-cannot-read", **values)
        if status in (408, 504):
            raise TimeLimit("endpoint-own-time", **values)
        if status in (429, 503):
            raise Busy("endpoint-busy", **values)
        if status == 422:
            raise TooLarge("endpoint-too-much", **values)
        if status == 502:
            raise BrokenOff("endpoint-none-behind", **values)
        raise CollabError("endpoint-failed", **values)


@cache
def _certificates() -> ssl.SSLContext:
    """What the other side is known by; it takes most of the time that a client takes to make."""
    import httpx2

    return httpx2.create_ssl_context()


_AT_HOME = {"127.0.0.1", "::1", "localhost"}


def checked(address: str, like: str = "http://127.0.0.1:7878/query") -> str:
    """Returns an address of a web server as it is written; Usage if it is none, or holds a user's name or password.

    `like` is an address of the kind that is wanted, to be said where this is none.
    """
    try:
        parts = urlsplit(address)
        fits = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        fits, parts = False, urlsplit("")
    if "@" in parts.netloc:
        raise Usage("endpoint-with-password", user=USER, password=PASSWORD)
    if not fits or parts.fragment or re.search(r"[\s\x00-\x1f\x7f<>\"]", address):
        raise Usage("endpoint-no-address", found=_reason(address) if address.strip() else "", like=like)
    return address


def first_line(content: bytes) -> str:
    """Returns the first line of what a server says, short and printable."""
    lines = content[:2000].decode("utf-8", "replace").strip().splitlines()
    return _reason(lines[0]) if lines else ""


def _reason(text: str) -> str:
    words = _NUMBER.sub("", text)
    plain = "".join(character if character.isprintable() else " " for character in words).strip().rstrip(".")
    return plain[:_AT_MOST_SAID] or "-"
