"""The OpenAPI document: built once with everything, served without the modules that are off."""

from __future__ import annotations

import re
from collections.abc import Iterable
from copy import deepcopy
from functools import cache, lru_cache
from http import HTTPStatus
from typing import Any

from django.urls import reverse
from django.utils import translation
from pydantic.json_schema import models_json_schema

from deskhand.api import examples, once, ticket_sorts
from deskhand.api.interface import api, module_paths
from deskhand.api.models import KEY_LIMIT
from deskhand.api.problem_schemas import Problem
from deskhand.api.problems import KINDS, MEDIA_TYPE
from deskhand.api.routing import Declaration, declarations
from deskhand.kernel import modules, switches

_REF = re.compile(r"#/components/schemas/(.+)")

HEADERS = {
    "ETag": "The ticket's version.",
    "Location": "The address of what was made.",
    "Content-Disposition": "The file's name.",
    "WWW-Authenticate": "How to identify yourself.",
    "Retry-After": "Seconds to wait.",
    "RateLimit-Policy": "The limit that counts here: `q` requests in `w` seconds, for the token or the address.",
    "RateLimit": "Where you stand: `r` requests are left for the next `t` seconds.",
}
ON_EVERY_ANSWER = ("RateLimit-Policy", "RateLimit")
HEADERS_OF_REFUSALS = {401: ("WWW-Authenticate",), 429: ("Retry-After",), 503: ("Retry-After",)}


def current() -> dict[str, Any]:
    """The document of what is on for any desk."""
    return _only(frozenset(one.label for one in modules.installed() if switches.is_on_anywhere(one.label)))


@lru_cache(maxsize=64)
def _only(on: frozenset[str]) -> dict[str, Any]:
    root, owners = reverse("api:nothing").rstrip("/"), module_paths()
    whole = _whole()
    shown = {*on, ""}
    paths = {path: item for path, item in whole["paths"].items() if owners.get(path.removeprefix(root), "") in shown}
    components = whole["components"]
    schemas = _reachable(paths, components["schemas"])
    used = {tag for item in paths.values() for one in item.values() for tag in one.get("tags", [])}
    tags = [tag for tag in whole["tags"] if tag["name"] in used]
    _name_orders(paths, f"{root}/tickets", ticket_sorts.offered(on))
    return whole | {"paths": paths, "components": components | {"schemas": schemas}, "tags": tags}


def _name_orders(paths: dict[str, Any], path: str, words: list[str]) -> None:
    """Put the words for the orders of a list of tickets into its part of the document, which is copied."""
    paths[path] = deepcopy(paths[path])
    for parameter in paths[path]["get"]["parameters"]:
        if parameter["name"] == "sort":
            parameter["schema"]["enum"] = words


@cache
def _whole() -> dict[str, Any]:
    with translation.override("en"):
        made: dict[str, Any] = dict(api().get_openapi_schema(path_prefix=reverse("api:nothing").strip("/")))
        _keys, problem = models_json_schema([(Problem, "serialization")], ref_template="#/components/schemas/{model}")
        made["components"]["schemas"].update(problem["$defs"])
        known = {name: declaration for name, (_m, _p, declaration) in declarations(api()).items()}
        for item in made["paths"].values():
            for method, operation in item.items():
                _complete(operation, method, known[operation["operationId"]])
        names = dict.fromkeys(tag for item in made["paths"].values() for one in item.values() for tag in one["tags"])
        made["tags"] = [{"name": name} for name in names]
        made["servers"] = [{"url": "/", "description": "This installation."}]
        made["info"]["license"] = {"name": "AGPL-3.0-or-later", "identifier": "AGPL-3.0-or-later"}
    return made


def _complete(operation: dict[str, Any], method: str, declaration: Declaration) -> None:
    answers = {str(status): answer for status, answer in operation["responses"].items()}
    for given, answer in answers.items():
        _complete_answer(answer, operation["operationId"], declaration, int(given))
    takes_body = "requestBody" in operation
    for status in sorted(declaration.refuses | ({413, 415} if takes_body else set())):
        answers[str(status)] = _refusal(status, is_post=method == "post")
    for answer in answers.values():
        answer["headers"] = {**answer.get("headers", {}), **_headers(ON_EVERY_ANSWER)}
    operation["responses"] = answers
    if takes_body:
        _complete_body(operation, declaration)
    if method == "post":
        operation["parameters"].append(_idempotency_key())
    if operation.get("description", "").rstrip(".") == operation["summary"]:
        del operation["description"]
    operation["x-gate"] = declaration.gate.word


def _complete_answer(answer: dict[str, Any], name: str, declaration: Declaration, status: int) -> None:
    if declaration.produces:
        answer["content"] = {declaration.produces: {"schema": {"type": "string", "format": "binary"}}}
    example = declaration.example or examples.ANSWERS.get(name)
    if status in declaration.others:
        example = declaration.others[status][1]
    for content in answer.get("content", {}).values():
        if example is not None:
            content["example"] = example
    if declaration.headers:
        answer["headers"] = _headers(declaration.headers)


def _complete_body(operation: dict[str, Any], declaration: Declaration) -> None:
    """Give the body its example: the operation's own, or what its model brings."""
    found = declaration.body_example or examples.REQUESTS.get(operation["operationId"])
    for content in operation["requestBody"]["content"].values():
        if found is not None:
            content["example"] = found


def _refusal(status: int, *, is_post: bool) -> dict[str, Any]:
    kinds = [kind for kind in KINDS.values() if kind.status == status and (is_post or kind.code != "in_flight")]
    shown = {kind.code: {"summary": str(kind.title), "value": examples.problem(kind)} for kind in kinds}
    found: dict[str, Any] = {
        "description": " ".join(kind.meaning for kind in kinds) or HTTPStatus(status).phrase,
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}, "examples": shown}},
    }
    if status in HEADERS_OF_REFUSALS:
        found["headers"] = _headers(HEADERS_OF_REFUSALS[status])
    return found


def _headers(names: Iterable[str]) -> dict[str, Any]:
    return {name: {"description": HEADERS[name], "schema": {"type": "string"}} for name in names}


def _idempotency_key() -> dict[str, Any]:
    return {
        "in": "header",
        "name": once.HEADER,
        "required": False,
        "description": "Any text of your own. The same request with the same key has its effect once and gets the same "
        "answer for a day; another request with the key answers 422.",
        "schema": {"type": "string", "minLength": 1, "maxLength": KEY_LIMIT, "pattern": once.PATTERN},
    }


def _reachable(start: Any, schemas: dict[str, Any]) -> dict[str, Any]:
    """The schemas that the paths need, directly or through others."""
    found: dict[str, Any] = {}
    waiting = [start]
    while waiting:
        for name in _named(waiting.pop()):
            if name not in found:
                found[name] = schemas[name]
                waiting.append(schemas[name])
    return {name: found[name] for name in sorted(found)}


def _named(part: Any) -> Iterable[str]:
    if isinstance(part, dict):
        reference = part.get("$ref")
        if isinstance(reference, str) and (fits := _REF.fullmatch(reference)):
            yield fits[1]
        for inner in part.values():
            yield from _named(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from _named(inner)
