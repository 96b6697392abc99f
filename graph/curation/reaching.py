"""Which machines on the network may be spoken to, and a connection to the very address that was looked at.

A name is resolved once; every address that it has must be a public one; the connection goes to one of these,
never to the name again, so that a name which changes its address in between gains nothing.
"""

from __future__ import annotations

import ipaddress
import re
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult, urlsplit

import httpcore2

from graph.errors import CollabError, TimeLimit, Usage

_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_UNSAFE = re.compile(r"[^\x21-\x7e]|[\\\"<>^`{|}]")
_LONGEST = 2_000
Resolve = Callable[[str, int], Iterable[str]]


def resolved(host: str, port: int) -> list[str]:
    """Returns every address of a name, as the system knows it; OSError if it has none."""
    return list(dict.fromkeys(str(one[4][0]) for one in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)))


def is_public(address: str) -> bool:
    """Tells whether an address is one of the open network: no private, loopback, link-local, reserved, multicast one.

    An IPv4 address wrapped in an IPv6 one (mapped, 6to4, Teredo, NAT64) counts as itself.
    """
    try:
        found = ipaddress.ip_address(address)
    except ValueError:  # a zone such as fe80::1%eth0
        return False
    if isinstance(found, ipaddress.IPv6Address):
        inner = [found.ipv4_mapped, found.sixtofour, *(found.teredo or ())]
        if found in _NAT64:
            inner.append(ipaddress.IPv4Address(int(found) & 0xFFFFFFFF))
        if any(one is not None and not is_public(str(one)) for one in inner):
            return False
        if found.ipv4_mapped is not None:
            return True
    return found.is_global and not found.is_multicast


@dataclass(frozen=True)
class Rule:
    """What may be reached: schemes, ports (None: any), addresses; how names resolve; whom TLS trusts."""

    schemes: frozenset[str] = frozenset({"https"})
    ports: frozenset[int] | None = frozenset({443})
    allowed: Callable[[str], bool] = is_public
    resolve: Resolve = resolved
    context: ssl.SSLContext | None = None

    def examine(self, url: str) -> SplitResult:
        """Returns the parts of an address; Usage if it is none of this rule, or hides something."""
        if len(url) > _LONGEST or _UNSAFE.search(url):
            raise Usage("fetch-address", url=url[:200], reason="…" if len(url) > _LONGEST else _UNSAFE.findall(url)[0])
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError as reason:
            raise Usage("fetch-address", url=url, reason=reason) from None
        if parts.username is not None or parts.password is not None:
            raise Usage("fetch-password")
        if parts.scheme.lower() not in self.schemes:
            raise Usage("fetch-scheme", url=url, known=", ".join(sorted(self.schemes)))
        if not parts.hostname:
            raise Usage("fetch-no-host", url=url)
        if self.ports is not None and (port or 443) not in self.ports:
            raise Usage("fetch-port", url=url, port=port, known=", ".join(map(str, sorted(self.ports))))
        return parts


class Reach(httpcore2.NetworkBackend):
    """Opens connections by a rule, all of them to be done by one moment of the clock `time.monotonic`."""

    def __init__(self, rule: Rule, until: float) -> None:
        self.rule = rule
        self.until = until
        self._plain = httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Any = None,
    ) -> httpcore2.NetworkStream:
        """Returns a connection to an address of `host`; CollabError if one of its addresses may not be reached."""
        problem: Exception | None = None
        for address in self._addresses(host, port):
            try:
                stream = self._plain.connect_tcp(address, port, left(self.until), local_address, socket_options)
                return _Timed(stream, self.until)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as fault:
                problem = fault
        raise CollabError("fetch-unreachable", host=host, reason=problem or "-")

    def _addresses(self, host: str, port: int) -> list[str]:
        found: list[str] = []
        problems: list[Exception] = []

        def ask() -> None:
            try:
                found.extend(self.rule.resolve(host, port))
            except (OSError, UnicodeError) as fault:
                problems.append(fault)

        asking = threading.Thread(target=ask, daemon=True)  # the system's resolver has no time limit of its own
        asking.start()
        asking.join(left(self.until))
        if asking.is_alive():
            raise TimeLimit("fetch-too-slow", host=host)
        if problems or not found:
            raise CollabError("fetch-no-network", host=host, reason=problems[0] if problems else "-")
        for address in found:
            if not self.rule.allowed(address):
                raise CollabError("fetch-denied", host=host, address=address)
        return found


class _Timed(httpcore2.NetworkStream):
    """A connection of which each wait ends by one moment."""

    def __init__(self, stream: httpcore2.NetworkStream, until: float) -> None:
        self._stream = stream
        self._until = until

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, left(self._until))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, left(self._until))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        return _Timed(self._stream.start_tls(ssl_context, server_hostname, left(self._until)), self._until)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def left(until: float) -> float:
    """Returns the seconds left until a moment; the library's time-out if there are none."""
    seconds = until - time.monotonic()
    if seconds <= 0:
        raise httpcore2.ReadTimeout("over")
    return seconds
