"""The small page about a thing that a reconciliation client shows in a frame of its own."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, Template

from graph.answer import text
from graph.errors import NotThere
from graph.questions.properties import CODE
from graph.terms import PREFIXES
from graph.web.reconciler import Service
from graph.wording import say

_STYLE = (
    "body{font:15px/1.4 system-ui,sans-serif;margin:.6rem;color:#0b0c0c;background:#fff}h1{font-size:1.05rem;margin:0}"
    "p{margin:.2rem 0}.kind,.foot{color:#505a5f;font-size:.85rem}dl{margin:.4rem 0;display:grid;"
    "grid-template-columns:minmax(5rem,36%) 1fr;gap:.1rem .6rem;font-size:.88rem}dt{color:#505a5f}dd{margin:0}"
    "a{color:#1a5fb4}"
)
_HASH = b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
# Whoever reconciles shows it in a frame, so a frame of any site may hold it; it runs and fetches nothing.
POLICY = f"default-src 'none'; style-src 'sha256-{_HASH}'; base-uri 'none'; form-action 'none'"
# What tells one thing from another soonest.
_FIRST = (
    "hasParticipant",
    "participatesIn",
    "maintains",
    "hostedBy",
    "governedBy",
    "partOf",
    "function",
    "level",
    "status",
)
_NAMES = ("short", "abbreviation")
_SHOWN = 4
_LONGEST = 3


def preview(service: Service, name: str) -> str:
    """Returns the page; NotThere if there is no such thing."""
    names, language = service.landscape.names, service.landscape.language
    thing = names.of_id(name.removeprefix(PREFIXES["pid"]))
    if thing is None:
        raise NotThere("no-such-thing", name=name[:80])
    label, spoken = names.label(thing, language)
    also = sorted({one.words for one in names.names if one.thing == thing and one.words != label})
    facts: list[tuple[str, list[tuple[str, str]], int]] = []
    for one in sorted(service.properties.all.values(), key=lambda one: _order(one.id)):
        values = service.properties.values(thing, one.id)
        if values and len(facts) < _SHOWN and one.id not in _NAMES and not one.id.startswith(CODE):
            shown = [
                (text(value, for_people=True), getattr(value, "language", language)) for value in values[:_LONGEST]
            ]
            facts.append((one.label, shown, len(values) - len(shown)))
    kinds = [service.types.get(kind, kind) for kind in names.kind(thing).split(", ")]
    return _template().render(
        style=_STYLE,
        language=language,
        spoken=spoken,
        label=label,
        kinds=", ".join(kinds),
        also=say("reconciliation.also", names="; ".join(also)) if also else "",
        facts=facts,
        foot=say(
            "reconciliation.foot",
            day=service.landscape.view.as_of.isoformat(),
            version=service.landscape.snapshot.version,
        ),
        address=f"{service.base}/thing/{thing.value.rsplit('/', 1)[-1]}{service.carried}",
        link=say("reconciliation.more"),
    )


def _order(name: str) -> tuple[int, str]:
    return (_FIRST.index(name) if name in _FIRST else len(_FIRST), name)


@cache
def _template() -> Template:
    folder = Path(__file__).parent / "templates"
    return Environment(loader=FileSystemLoader(folder), autoescape=True).get_template("preview.html.j2")
