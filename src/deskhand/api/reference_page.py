"""The document arranged for reading."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings

from deskhand.api.problems import KINDS

_REF = "#/components/schemas/"


def context(document: dict[str, Any]) -> dict[str, Any]:
    """Groups of operations by tag, the schemas, and the kinds of problems."""
    groups: dict[str, list[dict[str, Any]]] = {tag["name"]: [] for tag in document["tags"]}
    for path, item in document["paths"].items():
        for method, operation in item.items():
            groups[operation["tags"][0]].append(_operation(path, method, operation))
    schemas = document["components"]["schemas"]
    return {
        "intro": _paragraphs(document["info"]["description"]),
        "base_url": settings.DESKHAND.base_url.rstrip("/"),
        "groups": groups,
        "type_names": list(schemas),
        "schemas": [_schema(name, schema) for name, schema in schemas.items()],
        "kinds": list(KINDS.values()),
        "problem_ids": {
            str(status): [kind.code for kind in KINDS.values() if kind.status == status]
            for status in {kind.status for kind in KINDS.values()}
        },
    }


def _operation(path: str, method: str, operation: dict[str, Any]) -> dict[str, Any]:
    answers = operation["responses"]
    return {
        "id": operation["operationId"],
        "method": method.upper(),
        "path": path,
        "summary": operation["summary"],
        "paragraphs": _paragraphs(operation.get("description", "")),
        "parameters": [_parameter(one) for one in operation["parameters"]],
        "body": _body(operation.get("requestBody", {})),
        "answers": [
            {"status": status, "what": _type(_content(one)[1]), "example": _example(one)}
            for status, one in answers.items()
            if status.startswith("2")
        ],
        "refusals": [status for status in answers if not status.startswith("2")],
    }


def _parameter(one: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": one["name"],
        "place": one["in"],
        "type": _type(one["schema"]),
        "is_required": one["required"],
        "description": _runs(one.get("description", "")),
    }


def _body(body: dict[str, Any]) -> dict[str, str]:
    media, schema = _content(body)
    return {"media": media, "type": _type(schema)} if media else {}


def _content(part: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    for media, content in part.get("content", {}).items():
        return media, content["schema"]
    return "", {}


def _example(part: dict[str, Any]) -> str:
    for content in part.get("content", {}).values():
        if "example" in content:
            return json.dumps(content["example"], indent=2, ensure_ascii=False)
    return ""


def _schema(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    required = schema.get("required", [])
    fields = [
        {
            "name": field,
            "type": _type(part),
            "is_required": field in required,
            "description": _runs(part.get("description", "")),
        }
        for field, part in schema.get("properties", {}).items()
    ]
    return {"name": name, "paragraphs": _paragraphs(schema.get("description", "")), "fields": fields}


def _type(schema: dict[str, Any]) -> str:
    """A schema in a few words."""
    if "$ref" in schema:
        return str(schema["$ref"]).removeprefix(_REF)
    if "anyOf" in schema or "allOf" in schema:
        return " | ".join(dict.fromkeys(_type(one) for one in schema.get("anyOf") or schema["allOf"]))
    if "enum" in schema:
        return " | ".join(f"“{word}”" for word in schema["enum"])
    if "const" in schema:
        return f"“{schema['const']}”"
    if schema.get("type") == "array":
        return f"[{_type(schema.get('items', {}))}]"
    words = str(schema.get("type", ""))
    form = schema.get("format")
    return f"{words} ({form})" if form else words


def _paragraphs(text: str) -> list[list[dict[str, Any]]]:
    """Paragraphs as runs of words and of code, which stands between backticks."""
    return [_runs(" ".join(part.split())) for part in text.split("\n\n") if part.strip()]


def _runs(line: str) -> list[dict[str, Any]]:
    return [{"text": part, "is_code": at % 2 == 1} for at, part in enumerate(line.split("`")) if part]
