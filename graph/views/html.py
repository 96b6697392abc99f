"""What an HTML page of ours is made of: scripts and style inside it, and a policy that lets in nothing else."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

_TEMPLATES = Path(__file__).parent / "templates"


def scripts_of(*names: str) -> list[Markup]:
    """Returns our scripts of those names, to stand in a page."""
    return [Markup(_own(f"{name}.js")) for name in names]


def style_of(*names: str) -> Markup:
    """Returns our styles of those names as one, to stand in a page."""
    return Markup("".join(_own(f"{name}.css") for name in names))


def template(name: str) -> Template:
    """Returns a template of ours; what it prints is escaped, and a name it lacks is an error."""
    return _environment().get_template(name)


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def policy(scripts: Iterable[str], style: str, *, more: str = "") -> str:
    """Returns a content security policy (W3C CSP 3): those scripts and that style alone, and no request at all.

    `more` are further directives, such as "img-src data:".
    """
    directives = (
        "default-src 'none'",
        f"script-src {' '.join(map(_digest, scripts))}",
        f"style-src {_digest(style)}",
        *([more] if more else []),
        "connect-src 'none'",
        "base-uri 'none'",
        "form-action 'none'",
    )
    return "; ".join(directives)


@cache
def _own(name: str) -> str:
    return (_TEMPLATES / name).read_text(encoding="utf-8")


def _digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
