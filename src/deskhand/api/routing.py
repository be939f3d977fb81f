"""Declaring a route: where it is, which gate stands before it, what it answers and what it may refuse.

The document, the isolation grid and the tests read the declaration, so nothing is said twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, TypeVar

from ninja import NinjaAPI, Router

from deskhand.web.gates import Gate

_F = TypeVar("_F", bound=Callable[..., Any])

ALWAYS = (400, 401, 403, 422, 429, 500, 503)
"""Statuses that any route may answer."""


NO_OTHERS: Mapping[int, tuple[Any, Any]] = MappingProxyType({})

NEEDS_FULL = "Needs a token with the scope `full`: on the pages this asks for a fresh proof of who you are."
"""What the document says of a route with ``fresh``."""


@dataclass(frozen=True)
class Declaration:
    """What is known about a route. ``gate.word`` is one of those in :mod:`deskhand.web.gates`, or ``visible_ticket``
    (read through ``tickets.access.ticket_for``), ``own_upload`` (``tickets.access.attachment_for``), ``scoped`` (a
    list or record that is narrowed to what the bearer may know). ``gate.sample`` names the object in the address;
    ``gate.fresh`` is true for what the pages ask a fresh proof for: it needs a token with the scope ``full``.
    ``others`` are further statuses of success, each with the model and an example of its answer."""

    gate: Gate
    refuses: frozenset[int]
    headers: tuple[str, ...] = ()
    produces: str = ""
    example: Any = None
    body_example: Any = None
    others: Mapping[int, tuple[Any, Any]] = field(default_factory=dict)


def route(
    router: Router,
    method: str,
    path: str,
    *,
    gate: str,
    sample: str = "none",
    fresh: bool = False,
    returns: Any = None,
    status: int = 200,
    refuses: Iterable[int] = (),
    headers: tuple[str, ...] = (),
    produces: str = "",
    example: Any = None,
    body_example: Any = None,
    others: Mapping[int, tuple[Any, Any]] = NO_OTHERS,
) -> Callable[[_F], _F]:
    """Put a function at a path. Its name is the operation's id; the first line of its text is the summary.

    With one of ``others`` a function returns ``ninja.Status``. ``refuses`` are the statuses besides :data:`ALWAYS`; a
    POST may always answer 409 (a repeated Idempotency-Key); whether it takes a body, and so may answer 413 and 415,
    the document finds out. ``headers`` are the answer's; ``produces`` its media type if it is no JSON."""
    every = frozenset((*ALWAYS, *refuses, *((409,) if method == "POST" else ())))

    def declare(function: _F) -> _F:
        declaration = Declaration(Gate(gate, sample, fresh), every, headers, produces, example, body_example, others)
        function.declaration = declaration  # type: ignore[attr-defined]
        first, _blank, rest = f"{(function.__doc__ or '').strip()}\n\n{NEEDS_FULL if fresh else ''}".partition("\n\n")
        add: Callable[[_F], _F] = router.api_operation(
            [method],
            path,
            response={status: returns, **{one: model for one, (model, _example) in others.items()}},
            by_alias=True,
            operation_id=function.__name__,
            summary=" ".join(first.split()).rstrip("."),
            description="\n".join(line.strip() for line in rest.strip().splitlines()),
        )
        return add(function)

    return declare


def declarations(api: NinjaAPI) -> dict[str, tuple[str, str, Declaration]]:
    """Every operation by its id: method, path, declaration. The isolation grid walks along this."""
    found = {}
    for bound in api._get_bound_routers():
        for path, view in bound.path_operations.items():
            for one in view.operations:
                whole = "/".join(part.strip("/") for part in (bound.prefix, path) if part.strip("/"))
                declaration = getattr(one.view_func, "declaration", None)
                if not isinstance(declaration, Declaration):
                    raise TypeError(
                        f"{one.view_func.__name__} names no gate: declare it with deskhand.api.routing.route."
                    )
                found[str(one.operation_id)] = (one.methods[0], f"/{whole}", declaration)
    return found
