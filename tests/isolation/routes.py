"""Every address of the program with the gate before it, read from the URLconf: a new route is in the grid by itself."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import get_resolver

from deskhand.web.gates import Gate

WORDS = re.compile(r"public|signed_in|own_ticket|served_ticket|token|(?:desk|site):[a-z_]+\.[a-z_]+")
API_WORDS = re.compile(rf"{WORDS.pattern}|visible_ticket|own_upload|scoped")
PARAMETER = re.compile(r"<(?:(?P<kind>\w+):)?(?P<name>\w+)>")


@dataclass(frozen=True)
class Route:
    """One address. ``methods`` are those that the grid asks; ``operation`` is the API's name of it, if it is one."""

    path: str
    name: str
    gate: Gate | None
    methods: tuple[str, ...] = ("GET", "POST")
    operation: str = ""

    def __str__(self) -> str:
        return f"{'/'.join(self.methods)} /{self.path}"

    @property
    def parameters(self) -> list[str]:
        return [found["name"] for found in PARAMETER.finditer(self.path)]

    @property
    def names_a_desks_ticket(self) -> bool:
        return self.gate is not None and self.gate.sample in ("ticket", "file", "attachment")

    def filled(self, values: dict[str, Any]) -> str:
        """The address with its parameters; raises LookupError for one that has no sample."""
        return "/" + PARAMETER.sub(lambda found: str(values[_segmented(self.path, found)]), self.path)


def _segmented(path: str, found: re.Match[str]) -> str:
    """The sample's name of a parameter: a row's id is told by the part of the address before it."""
    name = found["name"]
    if name == "token" and found["kind"] == "int":
        return "tokens/pk"
    if name not in ("pk", "id", "person", "key"):
        return name
    return f"{path[: found.start()].rstrip('/').rpartition('/')[2]}/{name}"


@functools.cache
def pages() -> tuple[Route, ...]:
    """Every address outside the API's own operations."""
    return tuple(route for route in _walk(get_resolver()) if not route.operation)


@functools.cache
def operations() -> tuple[Route, ...]:
    """Every operation of the API, each with its one method."""
    from deskhand.api.interface import api
    from deskhand.api.routing import declarations

    found = []
    for name, (method, path, declaration) in declarations(api()).items():
        plain = re.sub(r"\{(?:\w+:)?(\w+)\}", r"<\1>", path).strip("/")
        found.append(Route(f"api/v1/{plain}", f"api:{name}", declaration.gate, (method,), name))
    return tuple(found)


def _walk(resolver: Any, prefix: str = "", space: str = "") -> Iterator[Route]:
    for pattern in resolver.url_patterns:
        whole = prefix + _plain(str(pattern.pattern))
        if hasattr(pattern, "url_patterns"):
            yield from _walk(pattern, whole, f"{space}{pattern.namespace}:" if pattern.namespace else space)
        else:
            name = f"{space}{pattern.name}"
            stands = getattr(pattern.callback, "gate", None)
            is_operation = stands is not None and str(pattern.name) in _operation_names(space)
            yield Route(whole, name, stands, operation=name if is_operation else "")


@functools.cache
def _operation_names(space: str) -> frozenset[str]:
    return frozenset(route.operation for route in operations()) if space == "api:" else frozenset()


def _plain(pattern: str) -> str:
    """A regular expression's groups as parameters: the grid fills them alike."""
    return re.sub(r"\(\?P<(\w+)>[^)]*\)", r"<\1>", pattern).lstrip("^").rstrip("$")
