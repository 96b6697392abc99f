"""The pictures: what kinds there are, one of them on a page with its options, and the picture itself as a file."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

from starlette.responses import Response
from starlette.routing import BaseRoute

from graph.answer import Thing
from graph.errors import CollabError, NotThere
from graph.pictures import PICTURES, Options, Picture, make
from graph.web import addresses
from graph.web.faults import names_like
from graph.web.rendering import html
from graph.web.serving import Serving
from graph.web.visit import Visit, page
from graph.wording import has, say

TYPES = {".svg": "image/svg+xml", ".html": "text/html", ".png": "image/png", ".pdf": "application/pdf"}
# What a page may offer; the words of passages stay on the machine that has the documents.
_OFFERED = ("who_with_whom", "without_national", "by_arrangement", "every_force", "clustered")
_POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)"')


def routes(serving: Serving) -> list[BaseRoute]:
    """Returns the routes of the list, of the pages and of the files."""
    found: list[BaseRoute] = [page(serving, addresses.PICTURES, pictures)]
    found += [page(serving, f"/picture/{{kind}}{ending}", _file(ending)) for ending in TYPES]
    found.append(page(serving, "/picture/{kind}", picture))
    return found


def pictures(visit: Visit) -> Response:
    """Returns the list of kinds, each with what it shows."""
    return html(visit, "pictures.html.j2", kinds=list(PICTURES.items()))


def picture(visit: Visit) -> Response:
    """Returns a page around one picture, with a form for the thing and the options that its kind takes."""
    kind = _kind(visit)
    thing, options = visit.asked("thing"), _options(visit, kind)
    drawn: Picture | None = None
    problem, near = "", list[Thing]()
    if thing or PICTURES[kind].thing != "must":
        try:
            drawn = _drawn(visit, kind)
        except CollabError as refusal:
            key = f"site.error-{refusal.key}"
            problem = say(key, **refusal.values) if has(key) else str(refusal).splitlines()[0]
            near = names_like(visit, thing) if isinstance(refusal, NotThere) else []
    node = visit.landscape.names.of_id(thing) if thing else None
    return html(
        visit,
        "picture.html.j2",
        status=404 if problem else 200,
        kind=kind,
        takes=PICTURES[kind].thing,
        options=[(name, name in options) for name in _OFFERED if name in PICTURES[kind].options],
        thing=visit.landscape.names.label(node, visit.language)[0] if node is not None else thing,
        asked={"thing": thing, **dict.fromkeys(sorted(options), "true")},
        drawn=drawn,
        problem=problem,
        near=near,
    )


def _kind(visit: Visit) -> str:
    kind = str(visit.request.path_params["kind"])
    if kind not in PICTURES:
        raise NotThere("picture-kind", found=kind, known=", ".join(PICTURES))
    return kind


def _options(visit: Visit, kind: str) -> frozenset[str]:
    return frozenset(name for name in _OFFERED if visit.asked(name) and name in PICTURES[kind].options)


def _drawn(visit: Visit, kind: str) -> Picture:
    options, thing = _options(visit, kind), visit.asked("thing") or None
    if PICTURES[kind].thing == "no" and "who_with_whom" not in options:
        thing = None
    return visit.serving.current.once(
        visit.landscape,
        ("picture", kind, thing, options),
        lambda: make(visit.landscape, kind, thing, Options(**dict.fromkeys(options, True))),
    )


def _file(ending: str) -> Callable[[Visit], Response]:
    def file(visit: Visit) -> Response:
        kind = _kind(visit)
        content = _drawn(visit, kind).content(ending)
        response = Response(content, media_type=TYPES[ending])
        if ending == ".html":
            # The page brings its own script and says by digest which; that stands in place of the site's policy.
            own = _POLICY.search(content[:20_000].decode("utf-8", "replace"))
            if own:
                response.headers["content-security-policy"] = unescape(own[1]) + "; frame-ancestors 'none'"
        name = "-".join(part for part in (kind, re.sub(r"[^a-z0-9-]", "", visit.asked("thing").casefold())) if part)
        response.headers["content-disposition"] = f'inline; filename="{name}{ending}"'
        return response

    return file
