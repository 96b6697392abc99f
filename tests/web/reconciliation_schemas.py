"""What the Reconciliation Service API 0.2 says its messages look like, written as JSON schemas from its text.

Sections are those of reconciliation-api.github.io/specs/0.2. Stricter than the specification where it leaves open
what we always give: a candidate always has a type, a decision and its features.
"""

from __future__ import annotations

from typing import Any

TEXT = {"type": "string", "minLength": 1}
TEMPLATE = {"type": "object", "properties": {"url": {"type": "string", "pattern": r"\{\{id\}\}"}}, "required": ["url"]}
# 2.2: a type or property is referred to by its id; its name may stand beside it.
NAMED = {"type": "object", "properties": {"id": TEXT, "name": TEXT}, "required": ["id", "name"]}
PLACE = {  # 6.1: address and path, which are put together
    "type": "object",
    "properties": {"service_url": {"type": "string", "pattern": "^https?://"}, "service_path": {"type": "string"}},
    "required": ["service_url", "service_path"],
    "additionalProperties": False,
}

MANIFEST: dict[str, Any] = {  # 3.1
    "type": "object",
    "required": ["versions", "name", "identifierSpace", "schemaSpace"],
    "properties": {
        "versions": {"type": "array", "items": TEXT, "contains": {"const": "0.2"}},
        "name": TEXT,
        "identifierSpace": {"type": "string", "pattern": "^https?://"},
        "schemaSpace": {"type": "string", "pattern": "^https?://"},
        "documentation": {"type": "string", "pattern": "^https?://"},
        "serviceVersion": TEXT,
        "defaultTypes": {"type": "array", "items": NAMED, "uniqueItems": True, "minItems": 1},
        "view": TEMPLATE,
        "preview": {
            "type": "object",
            "required": ["url", "width", "height"],
            "properties": {
                "url": {"type": "string", "pattern": r"\{\{id\}\}"},
                "width": {"type": "integer", "minimum": 50},
                "height": {"type": "integer", "minimum": 50},
            },
        },
        "suggest": {
            "type": "object",
            "properties": {"entity": PLACE, "property": PLACE, "type": PLACE},
            "additionalProperties": False,
        },
        "extend": {
            "type": "object",
            "properties": {"propose_properties": PLACE, "property_settings": {"type": "array"}},
        },
        "batchSize": {"type": "integer", "minimum": 1},
    },
    "additionalProperties": False,
}
CANDIDATE = {  # 4.2
    "type": "object",
    "required": ["id", "name", "type", "score", "match", "features"],
    "properties": {
        "id": TEXT,
        "name": TEXT,
        "description": {"type": "string"},
        "type": {"type": "array", "items": NAMED, "minItems": 1},
        "score": {"type": "number", "minimum": 0, "maximum": 100},
        "match": {"type": "boolean"},
        "features": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "properties": {"id": TEXT, "value": {"type": ["number", "boolean"]}},
                "required": ["id", "value"],
            },
        },
    },
    "additionalProperties": False,
}
RESULTS: dict[str, Any] = {
    "type": "object",
    "additionalProperties": {
        "type": "object",
        "required": ["result"],
        "properties": {"result": {"type": "array", "items": CANDIDATE}},
        "additionalProperties": False,
    },
}
SUGGESTED: dict[str, Any] = {  # 6.3
    "type": "object",
    "required": ["result"],
    "properties": {
        "result": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["id", "name"],
                "properties": {
                    "id": TEXT,
                    "name": TEXT,
                    "description": {"type": "string"},
                    "notable": {"type": "array", "items": NAMED},
                },
                "additionalProperties": False,
            },
        }
    },
    "additionalProperties": False,
}
PROPOSED: dict[str, Any] = {  # 7.2
    "type": "object",
    "required": ["properties"],
    "properties": {
        "limit": {"type": "integer"},
        "type": TEXT,
        "properties": {"type": "array", "items": NAMED},
    },
    "additionalProperties": False,
}


def _only(**properties: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": sorted(properties.keys() - {"description"}),
        "additionalProperties": False,
    }


EXTENDED: dict[str, Any] = {  # 7.4
    "type": "object",
    "required": ["meta", "rows"],
    "properties": {
        "meta": {"type": "array", "items": {**NAMED, "additionalProperties": True}},
        "rows": {
            "type": "object",
            "additionalProperties": {
                "type": "object",
                "additionalProperties": {
                    "type": "array",
                    "items": {
                        "oneOf": [
                            _only(id=TEXT, name=TEXT, description={"type": "string"}),
                            _only(str={"type": "string"}),
                            _only(int={"type": "integer"}),
                            _only(float={"type": "number"}),
                        ]
                    },
                },
            },
        },
    },
    "additionalProperties": False,
}
