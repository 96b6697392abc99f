"""What a SPARQL protocol request asks (SPARQL 1.1 Protocol, section 2.1): by GET, by form, or directly."""

from __future__ import annotations

import math
from dataclasses import dataclass
from urllib.parse import parse_qsl

from starlette.datastructures import ImmutableMultiDict
from starlette.requests import Request

from graph.errors import Usage
from graph.oxigraph import NamedNode
from graph.web.lens import View, read_view
from graph.web.problems import Refused
from graph.web.serving import Serving

FORM, QUERY, UPDATE = "application/x-www-form-urlencoded", "application/sparql-query", "application/sparql-update"
_MOST_FIELDS = 200
_LEAST_SECONDS = 0.01


@dataclass(frozen=True)
class Asked:
    """A query, the dataset it is asked of, the view it is seen through, a time limit and a form asked for by name."""

    query: str
    default: tuple[str, ...] | None
    named: tuple[str, ...] | None
    view: View
    seconds: float | None
    form: str


def fields(encoded: bytes) -> ImmutableMultiDict[str, str]:
    """Returns the fields of a query string or form; Usage if it is not UTF-8, or has absurdly many."""
    try:
        pairs = parse_qsl(encoded.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=_MOST_FIELDS)
    except UnicodeError:
        raise Usage("not-utf8") from None
    except ValueError:
        raise Usage("too-many-fields", limit=_MOST_FIELDS) from None
    return ImmutableMultiDict(pairs)


async def read_asked(request: Request, serving: Serving) -> Asked | None:
    """Returns what a request asks, None if a GET asks nothing.

    Refused or Usage for what is not one query in UTF-8, or is an update.
    """
    given = fields(request.scope["query_string"])
    query = None
    if request.method == "POST":
        kind, encoding = _declared(request.headers.get("content-type", ""))
        if kind == UPDATE:
            raise Usage("query-update")
        if kind not in (FORM, QUERY):
            raise Refused("not-a-query", 415, found=kind or "-", offered=f"{QUERY}, {FORM}")
        if encoding not in ("utf-8", "utf8", "us-ascii"):
            raise Refused("not-in-utf8", 415, found=encoding)
        body = await request.body()
        if kind == FORM:
            given = ImmutableMultiDict([*given.multi_items(), *fields(body).multi_items()])
        else:
            try:
                query = body.decode()
            except UnicodeDecodeError:
                raise Usage("not-utf8") from None
    queries = [*given.getlist("query"), *([] if query is None else [query])]
    if given.getlist("update"):
        raise Usage("query-update")
    if not queries:
        if request.method == "POST":
            raise Usage("query-missing")
        return None
    if len(queries) > 1:
        raise Usage("query-twice", found=len(queries))
    view = read_view(given, request.headers.get("accept-language", ""), serving.current.today())
    default, named = _graphs(given, "default-graph-uri"), _graphs(given, "named-graph-uri")
    if default is not None or named is not None:  # one of them is the whole dataset
        default, named = default or (), named or ()
    return Asked(queries[0], default, named, view, _seconds(given), given.get("format", ""))


def _declared(header: str) -> tuple[str, str]:
    kind, _, rest = header.partition(";")
    encoding = "utf-8"
    for part in rest.split(";"):
        name, _, value = part.partition("=")
        if name.strip().casefold() == "charset":
            encoding = value.strip().strip('"').casefold()
    return kind.strip().casefold(), encoding


def _graphs(given: ImmutableMultiDict[str, str], name: str) -> tuple[str, ...] | None:
    found = given.getlist(name)
    for address in found:
        try:
            NamedNode(address)
        except ValueError:
            raise Usage("bad-graph", name=name, found=address[:200]) from None
    return tuple(found) or None


def _seconds(given: ImmutableMultiDict[str, str]) -> float | None:
    text = given.get("timeout", "")
    if not text:
        return None
    try:
        seconds = float(text)
    except ValueError:
        seconds = math.nan
    if not _LEAST_SECONDS <= seconds < math.inf:
        raise Usage("bad-number", name="timeout", value=text[:40])
    return seconds
