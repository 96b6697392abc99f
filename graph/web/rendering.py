"""Pages from templates: what every template may use. What it prints is escaped, and a name it lacks is an error."""

from __future__ import annotations

import hashlib
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse

from graph import wording
from graph.said_dates import said
from graph.web import addresses
from graph.wording import has, heading, language_of, number, say, say_count

if TYPE_CHECKING:
    from graph.web.visit import Visit

_POINT = r"\d{4}(?:-\d{2}){0,2}"
_DATES = re.compile(rf"\[\.\.({_POINT})\]|\[{_POINT}\.\.\]|(?<![\w-])\d{{4}}-\d{{2}}(?:-\d{{2}})?(?![\w-])")
_HERE = Path(__file__).parent
STYLE = _HERE / "static" / "site.css"
# Built from frontend/, and in every release; a checkout may lack it.
EDITOR = _HERE / "static" / "editor.js"
HISTORY = _HERE / "static" / "history.js"


def html(visit: Visit, template: str, *, status: int = 200, **values: Any) -> HTMLResponse:
    """Returns a page of the site, in the language and under the lens of `visit`."""
    text = (
        environment()
        .get_template(template)
        .render(
            visit=visit,
            link=visit.link,
            at=addresses,
            language=visit.language,
            languages=wording.LANGUAGES,
            version=visit.serving.current.snapshot.version,
            style=style_address(),
            **values,
        )
    )
    return HTMLResponse(text, status)


@cache
def style_address() -> str:
    """Returns the path of the style sheet, which changes when it does."""
    return _address(STYLE)


@cache
def editor_address() -> str:
    """Returns the path of the workbench's editor, which changes when it does; "" if none is built."""
    return _address(EDITOR) if EDITOR.is_file() else ""


@cache
def history_address() -> str:
    """Returns the path of the script that keeps the workbench's history, which changes when it does."""
    return _address(HISTORY)


def _address(file: Path) -> str:
    return f"/static/{file.stem}.{hashlib.sha256(file.read_bytes()).hexdigest()[:12]}{file.suffix}"


@cache
def environment() -> Environment:
    """Returns the templates of the site."""
    made = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(
        say=say,
        say_count=say_count,
        has=has,
        heading=heading,
        number=number,
        language_of=language_of,
        spoken=wording.spoken,
    )
    made.filters["said"] = said
    made.filters["web"] = web
    made.filters["worded"] = worded
    return made


def worded(sentence: str) -> str:
    """Returns a sentence of an answer with its dates said in words, as its page says all others."""
    return _DATES.sub(
        lambda found: say("site.or-before", date=said(found[1])) if found[1] else said(found[0]), sentence
    )


def web(address: str) -> str:
    """Returns an address that a page may link to, "" for one of any other kind than http, https and mailto."""
    return address if address.partition(":")[0].casefold() in ("http", "https", "mailto") else ""
