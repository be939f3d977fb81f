"""The module's routes: what it has seen, and what a test wants to happen."""

from __future__ import annotations

import os
from typing import Any, Literal

from ninja import Router

from deskhand.accounts.models import Desk
from deskhand.api.answers import Answer
from deskhand.api.bearers import ApiRequest
from deskhand.api.routing import route
from deskhand.api.schemas import Input
from deskhand.kernel import slots
from deskhand.kernel.errors import NotFound
from tests.dummy import provoking
from tests.dummy.models import Mark

router = Router(tags=["Dummy"])


class ShownMarks(Answer):
    """The marks of a desk, the process that answers, and the places that the module does not fill."""

    words: list[str]
    process: int
    unfilled: list[str]


class Provocation(Input):
    """What shall happen."""

    what: Literal["job", "history", "desk", "mailbox", "anyway", "told", "order", "template"]


@route(router, "GET", "/{desk}", gate="scoped", returns=ShownMarks, refuses=(404,))
def list_marks(request: ApiRequest, desk: str) -> dict[str, Any]:
    """List marks."""
    found = Mark.objects.within(_desk(request, desk)).order_by("pk").values_list("word", flat=True)
    return {"words": list(found), "process": os.getpid(), "unfilled": _unfilled()}


@route(router, "POST", "/{desk}", gate="scoped", returns=ShownMarks, refuses=(404,))
def provoke(request: ApiRequest, desk: str, wanted: Provocation) -> dict[str, Any]:
    """Make something happen that the module shall notice."""
    provoking.provoke(wanted.what, _desk(request, desk))
    return list_marks(request, desk)


def _desk(request: ApiRequest, key: str) -> Desk:
    found = Desk.objects.filter(key=key, pk__in=request.actor.desks_with("dummy.read")).first()
    if found is None:
        raise NotFound
    return found


def _unfilled() -> list[str]:
    """Names of slots into which nothing of this module was put."""
    return [one.name for one in slots.all_slots() if not any(_is_ours(filled) for filled in one.contributions)]


def _is_ours(filled: slots.Contribution) -> bool:
    """Filled by the module, or (rows that are kept while it is off) with a model of its own."""
    return filled.module == "dummy" or getattr(filled.item, "model", None) is Mark
