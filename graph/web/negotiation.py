"""What a client would rather have, read from its Accept headers."""

from __future__ import annotations

from functools import lru_cache

from werkzeug.datastructures import LanguageAccept, MIMEAccept
from werkzeug.http import parse_accept_header

from graph import wording


@lru_cache(maxsize=512)
def best_language(accepted: str) -> str:
    """Returns "en" or "cy", whichever an Accept-Language header puts first; English if it says nothing of either."""
    for tag, quality in parse_accept_header(accepted, LanguageAccept):  # best first
        spoken = tag.partition("-")[0].casefold()
        if quality > 0 and spoken in wording.LANGUAGES:
            return spoken
    return "en"


@lru_cache(maxsize=512)
def best_type(accepted: str, offers: tuple[str, ...]) -> str | None:
    """Returns which of `offers` an Accept header likes best, the first if it says nothing; None if it takes none."""
    if not accepted.strip():
        return offers[0] if offers else None
    # What stands behind a type, such as charset=utf-8, does not make it another type.
    plain = [(kind.partition(";")[0].strip(), quality) for kind, quality in parse_accept_header(accepted, MIMEAccept)]
    return MIMEAccept(plain).best_match(offers)
