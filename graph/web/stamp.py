"""ETags: the same as long as what they stand for says the same (RFC 9110, sections 8.8.3 and 13.1.2).

They are weak, since a process may write the prefixes of a graph in another order than the one before it.
"""

from __future__ import annotations

import hashlib

from starlette.requests import Request


def stamp(*parts: str) -> str:
    """Returns the ETag of what is made from `parts` and nothing else."""
    return f'W/"{hashlib.sha256(chr(0).join(parts).encode()).hexdigest()[:24]}"'


def unchanged(request: Request, etag: str) -> bool:
    """Tells whether the client says that it has what `etag` stands for."""
    held = [one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")]
    return etag.removeprefix("W/") in held or "*" in held
