"""What a server is told when it starts: where it listens, under which names it is known, and its limits."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from graph.errors import Usage

_OF_THIS_MACHINE = frozenset({"127.0.0.1", "localhost", "::1"})


@dataclass(frozen=True)
class Limits:
    """How much one visitor may ask. Sizes in bytes, times in seconds; a visitor may lower them, never raise them."""

    body: int = 1024 * 1024
    patience: float = 15.0
    connections: int = 64
    query_time: float = 30.0
    rows: int = 10_000
    answer: int = 32 * 1024 * 1024
    waiting: int = 32
    memory: int = 1024 * 1024 * 1024


@dataclass(frozen=True)
class Settings:
    """Where the server listens (`bind`, `port`), its address for others (`base`, without a slash at the end).

    `hosts` are the names it answers to, `origins` the sites whose pages may send it forms.
    """

    bind: str = "127.0.0.1"
    port: int = 8000
    base: str = "http://127.0.0.1:8000"
    hosts: frozenset[str] = _OF_THIS_MACHINE
    origins: frozenset[str] = frozenset()
    limits: Limits = field(default_factory=Limits)

    @property
    def root(self) -> str:
        """The path of the base address, "" if it has none: a proxy takes it off, links put it on."""
        return urlsplit(self.base).path.rstrip("/")


def settings(
    bind: str = "127.0.0.1",
    port: int = 8000,
    base: str | None = None,
    hosts: tuple[str, ...] = (),
    limits: Limits | None = None,
) -> Settings:
    """Returns settings with what follows from others filled in; Usage for a base that is no web address.

    Usage, too, if it is to be seen from other machines and no name is given that they know it by.
    """
    told = urlsplit(base or "")
    if base and (told.scheme not in ("http", "https") or not told.hostname or told.query or told.fragment):
        raise Usage("bad-base", found=base)
    names = {name.casefold() for name in hosts}
    if told.hostname:
        names.add(told.hostname)
    if bind not in _OF_THIS_MACHINE and not names:
        raise Usage("serve-needs-host", bind=bind)
    own = f"http://{f'[{bind}]' if ':' in bind else bind}:{port}"
    address = (base or own).rstrip("/")
    names |= _OF_THIS_MACHINE | ({bind} if bind not in ("0.0.0.0", "::") else set())
    origin = urlsplit(address)
    origins = {f"{origin.scheme}://{origin.netloc}"}
    origins |= {f"http://{f'[{name}]' if ':' in name else name}:{port}" for name in names}
    return Settings(bind, port, address, frozenset(names), frozenset(origins), limits or Limits())
