"""A valid body for every operation of the API, made of what its document says that it takes."""

from __future__ import annotations

import functools
import json
from typing import Any
from urllib.parse import urlencode

BOUNDARY = "gridgridgrid"
WORDS = {"email": "ben@eberfeld.example", "date-time": "2026-01-05T10:00:00Z", "date": "2026-01-05"}
FORM = urlencode(
    {
        **dict.fromkeys(("text", "message", "name", "title", "subject", "key", "tag", "reason", "signature"), "grid"),
        **dict.fromkeys(("body", "note", "html"), "<p>grid</p>"),
        **dict.fromkeys(("kind", "mode", "as"), "reply"),
        "email": "grid@eberfeld.example",
        "status": "resolved",
        "category": "open",
        "role": "agent",
        "domains": "grid.example",
    }
)
"""A form that says something to every page: what one may not do is refused, not just found incomplete."""


def document() -> dict[str, Any]:
    """The OpenAPI document of all routes, which the program makes once as well."""
    from deskhand.api.document import _whole

    return _whole()


@functools.cache
def body_of(operation: str) -> tuple[str, str]:
    """Body and media type that an operation takes; empty if it takes none."""
    for path in document()["paths"].values():
        for one in path.values():
            if isinstance(one, dict) and one.get("operationId") == operation and "requestBody" in one:
                content = one["requestBody"]["content"]
                if "multipart/form-data" in content:
                    return _file(), f"multipart/form-data; boundary={BOUNDARY}"
                return json.dumps(_sample(content["application/json"]["schema"])), "application/json"
    return "", "application/json"


@functools.cache
def query_of(operation: str) -> str:
    """The parameters of the address that an operation needs."""
    for path in document()["paths"].values():
        for one in path.values():
            if isinstance(one, dict) and one.get("operationId") == operation:
                asked = [part for part in one["parameters"] if part["in"] == "query" and part["required"]]
                return urlencode({part["name"]: _sample(part["schema"]) for part in asked}, doseq=True)
    return ""


def _file() -> str:
    lines = (f"--{BOUNDARY}", 'Content-Disposition: form-data; name="file"; filename="a.txt"', "", "text")
    return "\r\n".join((*lines, f"--{BOUNDARY}--", ""))


def _sample(schema: dict[str, Any]) -> Any:
    if "$ref" in schema:
        return _sample(_named(schema["$ref"]))
    if "enum" in schema:
        return schema["enum"][0]
    for several in ("anyOf", "allOf", "oneOf"):
        if several in schema:
            return _sample(schema[several][0])
    if schema.get("type") == "object":
        own = schema.get("properties", {})
        if not schema.get("required"):
            return schema.get("example", {})
        return {name: _sample(own[name]) for name in schema.get("required", ()) if name in own}
    if schema.get("type") == "array":
        return [_sample(schema["items"])] if schema.get("minItems") else []
    least = schema.get("minimum", 1)
    return {"string": WORDS.get(schema.get("format", ""), "grid"), "integer": max(1, least), "boolean": True}.get(
        schema.get("type", "string")
    )


def _named(reference: str) -> dict[str, Any]:
    found: Any = document()
    for part in reference.removeprefix("#/").split("/"):
        found = found[part]
    schema: dict[str, Any] = found
    return schema
