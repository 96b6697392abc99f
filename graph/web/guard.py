"""What stands before every request: names and origins that are let in, sizes and times that are taken; and a log
that holds no personal data."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Sequence
from functools import lru_cache
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from graph import wording
from graph.web.negotiation import best_language
from graph.web.settings import Settings

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
# No other site is told where a visitor comes from; ours is, or a browser would call its own forms strangers'.
_ALWAYS = [
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"content-security-policy", POLICY.encode()),
]
log = logging.getLogger("collab.access")


# No Exception, or Starlette would answer 500 to it on its way out to the guard.
class TooLarge(BaseException):
    """A body grew past the limit."""


class TooSlow(BaseException):
    """A body did not come in time."""


class Guard:
    """Wraps the application. Paths below `open_to_others` may be asked by pages of any site."""

    def __init__(self, app: ASGIApp, settings: Settings, open_to_others: Sequence[str] = ()) -> None:
        self.app = app
        self.settings = settings
        self.open_to_others = tuple(open_to_others)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Lets a request through, or refuses it with 400, 403, 404, 408 or 413 and a sentence."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began = time.monotonic()
        status = 0

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                present = {name for name, _ in message["headers"]}
                missing = [pair for pair in _ALWAYS if pair[0] not in present]
                message = {**message, "headers": [*message["headers"], *missing]}
            await send(message)

        headers = Headers(scope=scope)
        refused = self._refused(scope, headers)
        try:
            if refused is not None:
                await self._refuse(*refused, headers)(scope, receive, sending)
            else:
                await self._within_limits(scope, receive, sending, headers)
        finally:
            # Method, path without its query, status, milliseconds: nothing of who asked, nor of what was typed.
            log.info("%s %s %d %.0f", scope["method"], scope["path"], status, (time.monotonic() - began) * 1000)

    def _refused(self, scope: Scope, headers: Headers) -> tuple[int, str] | None:
        if _host(headers.get("host", "")) not in self.settings.hosts:
            return 400, "host"
        if "//" in scope["path"] or "\\" in scope["path"] or "\0" in scope["path"]:
            return 404, "path"
        origin = headers.get("origin")
        if origin and scope["method"] not in ("GET", "HEAD", "OPTIONS"):
            strange = origin not in self.settings.origins
            if strange and not scope["path"].startswith(self.open_to_others or ("\0",)):
                return 403, "origin"
        length = headers.get("content-length", "0")
        if not length.isdigit():
            return 400, "length"
        return (413, "size") if int(length) > self.settings.limits.body else None

    async def _within_limits(self, scope: Scope, receive: Receive, send: Send, headers: Headers) -> None:
        limits = self.settings.limits
        taken = 0
        ended = False
        latest = time.monotonic() + limits.patience

        async def receiving() -> Message:
            nonlocal taken, ended
            if ended:
                return await receive()
            try:
                async with asyncio.timeout(latest - time.monotonic()):
                    message = await receive()
            except TimeoutError:
                raise TooSlow from None
            if message["type"] == "http.request":
                taken += len(message.get("body", b""))
                ended = not message.get("more_body", False)
                if taken > limits.body:
                    raise TooLarge
            return message

        try:
            await self.app(scope, receiving, send)
        except TooLarge:
            await self._refuse(413, "size", headers)(scope, receive, send)
        except TooSlow:
            await self._refuse(408, "slow", headers)(scope, receive, send)

    def _refuse(self, status: int, key: str, headers: Headers) -> PlainTextResponse:
        with wording.speaking(best_language(headers.get("accept-language", ""))):
            sentence = wording.say(
                f"web.refused-{key}", limit=self.settings.limits.body, seconds=f"{self.settings.limits.patience:g}"
            )
        return PlainTextResponse(sentence + "\n", status, headers={"connection": "close"})


@lru_cache(maxsize=256)
def _host(header: str) -> str:
    """Returns the name in a Host header without its port; "" for what is no host."""
    try:
        return urlsplit(f"//{header}").hostname or ""
    except ValueError:
        return ""
