"""`/openapi.json`: the addresses that answer in JSON, described by OpenAPI 3.1 from the library of questions itself."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

import graph
from graph import wording
from graph.mapping.lens import STANDINGS
from graph.oxigraph import NamedNode, Store
from graph.questions.library import Parameter
from graph.terms import PREFIXES
from graph.web.serving import Serving

# The days that our dates may be of (graph/dates.py).
_DAY: dict[str, Any] = {"type": "string", "format": "date", "pattern": "^[12][0-9]{3}-[0-9]{2}-[0-9]{2}$"}
_FILLED: dict[str, Any] = {"type": "string", "minLength": 1, "pattern": r"[^\s\x00-\x20]"}
_KINDS: dict[str, dict[str, Any]] = {
    "date": _DAY,
    "number": {"type": "integer"},
    "flag": {"type": "boolean"},
}
_NAME: dict[str, Any] = {"type": "string", "pattern": r"^[^/\\\x00]+$"}
_CELL: dict[str, Any] = {
    "description": "A named thing, a word, text, a number, a truth value, several of these, or null: not stated",
    "anyOf": [
        {"$ref": "#/components/schemas/Thing"},
        {"type": ["string", "number", "boolean", "null"]},
        {"type": "array", "items": {"$ref": "#/components/schemas/Cell"}},
    ],
}
_THING: dict[str, Any] = {
    "type": "object",
    "required": ["id", "label"],
    "additionalProperties": False,
    "properties": {"id": {"type": "string"}, "label": {"type": "string"}},
}
_CELLS = {"type": "object", "additionalProperties": {"$ref": "#/components/schemas/Cell"}}
_SENTENCES = {"type": "array", "items": {"type": "string"}}
_ANSWER: dict[str, Any] = {
    "type": "object",
    "required": [
        "question",
        "parameters",
        "as_of",
        "lens",
        "data_version",
        "columns",
        "rows",
        "assumptions",
        "not_known",
    ],
    "additionalProperties": False,
    "properties": {
        "question": {"type": "string"},
        "parameters": _CELLS,
        "as_of": {"type": "string", "format": "date"},
        "lens": {"type": "string"},
        "data_version": {"type": "string", "pattern": "^[0-9a-f]{12}$"},
        "columns": _SENTENCES,
        "rows": {"type": "array", "items": _CELLS},
        "assumptions": _SENTENCES,
        "not_known": _SENTENCES,
    },
}
_PROBLEM: dict[str, Any] = {
    "type": "object",
    "required": ["status", "error", "near"],
    "properties": {
        "status": {"type": "integer"},
        "error": {"type": "string"},
        "near": {"type": "array", "items": {"$ref": "#/components/schemas/Thing"}},
    },
}
_ONE_STANDING = f"({'|'.join(STANDINGS)})"
_SEVERAL_STANDINGS = f"^{_ONE_STANDING}(,{_ONE_STANDING})*$"
_LENS: list[dict[str, Any]] = [
    {"name": "as_of", "in": "query", "schema": _DAY},
    {"name": "standing", "in": "query",
     "schema": {"type": "string", "default": "accepted", "pattern": _SEVERAL_STANDINGS},
     "description": "What counts as fact, with commas between: " + ", ".join(STANDINGS)},
    {"name": "include_planned", "in": "query", "schema": {"type": "boolean", "default": False}},
    {"name": "lang", "in": "query", "schema": {"type": "string", "enum": list(wording.LANGUAGES)}},
]  # fmt: skip


def routes(serving: Serving) -> list[BaseRoute]:
    """Returns the route of the description."""

    def openapi(request: Request) -> Response:
        return JSONResponse(description(serving), headers={"cache-control": "no-cache"})

    return [Route("/openapi.json", openapi)]


def description(serving: Serving) -> dict[str, Any]:
    """Returns the OpenAPI description; parts that describe addresses of their own have `paths(serving)`."""
    from graph.web.app import PARTS
    from graph.web.pages.things import LISTED

    paths: dict[str, Any] = {
        "/health": {"get": _get("That the server answers, and from which data", {"type": "object"}, [], lens=False)},
        "/search.json": {
            "get": _get(
                "Things whose names hold or resemble words",
                _ref("Answer"),
                [{"name": "q", "in": "query", "required": True, "schema": {"type": "string", "maxLength": 300}}],
            )
        },
        "/things.json": {
            "get": _get(
                "All things, or those of one class",
                _ref("Answer"),
                [
                    {
                        "name": "kind",
                        "in": "query",
                        "required": False,
                        "schema": {"type": "string", "enum": list(LISTED)},
                    }
                ],
            )
        },
        "/compare.json": {
            "get": _get(
                "What is claimed of two things, side by side",
                _ref("Answer"),
                [{"name": side, "in": "query", "required": True, "schema": _FILLED} for side in ("a", "b")],
            )
        },
        "/questions.json": {"get": _get("The questions of the library", _ref("Answer"), [])},
        "/thing/{name}.json": {
            "get": _get(
                "Every statement that touches a thing",
                _ref("Answer"),
                [{"name": "name", "in": "path", "required": True, "schema": _NAME}],
            )
        },
    }
    store = serving.current.landscape().store
    for question in serving.current.questions.values():
        told = _get(question.in_general("en"), _ref("Answer"), [_parameter(one, store) for one in question.parameters])
        paths[f"/question/{question.id}.json"] = {"get": {"operationId": question.id, **told}}
    for name in PARTS:
        own = getattr(import_module(f"graph.web.{name}"), "paths", None)
        paths |= own(serving) if own else {}
    schemas = {"Answer": _ANSWER, "Cell": _CELL, "Thing": _THING, "Problem": _PROBLEM}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Police Collaboration Graph", "version": graph.__version__,
                 "description": "The same envelope as `collab ... --format json`; read-only.",
                 "license": {"name": "CC BY 4.0", "identifier": "CC-BY-4.0"}},
        "servers": [{"url": serving.settings.base}],
        "paths": paths,
        "components": {"schemas": schemas},
    }  # fmt: skip


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def _parameter(one: Parameter, store: Store) -> dict[str, Any]:
    told: dict[str, Any] = {
        "name": one.name,
        "in": "query",
        "required": one.required,
        "schema": _KINDS.get(one.kind, _FILLED if one.required else {"type": "string"}),
    }
    if one.classes:
        told["description"] = "An id or a name of: " + ", ".join(one.classes)
    elif one.scheme:
        told["description"] = f"A word of the list {one.scheme}"
        told["schema"] = {"type": "string", "enum": _words(store, one.scheme)}
    return told


def _words(store: Store, scheme: str) -> list[str]:
    """Returns the words of a list, as an address says them."""
    own = NamedNode(f"{PREFIXES['pcc']}{scheme}")
    members = store.quads_for_pattern(None, NamedNode(f"{PREFIXES['skos']}inScheme"), own, None)
    return sorted({str(one.subject.value).removeprefix(f"{own.value}-") for one in members})  # type: ignore[union-attr]


def _get(
    summary: str, schema: dict[str, Any], parameters: list[dict[str, Any]], *, lens: bool = True
) -> dict[str, Any]:
    answers: dict[str, Any] = {
        "200": {"description": "The answer", "content": {"application/json": {"schema": schema}}}
    }
    if lens:
        problem = {"application/json": {"schema": _ref("Problem")}}
        answers["304"] = {"description": "As it was"}
        answers["400"] = {"description": "A parameter is missing or ill-formed", "content": problem}
        answers["404"] = {"description": "Nothing is called so, or several things are", "content": problem}
    return {"summary": summary, "parameters": [*parameters, *(_LENS if lens else [])], "responses": answers}
