"""The API tokens that reach a desk, for those who look after it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from ninja import Router
from pydantic import Field

from deskhand.accounts import token_reach
from deskhand.accounts.actions import cut_token_off
from deskhand.accounts.models import ApiToken
from deskhand.api import lookups
from deskhand.api.answers import Answer, Page, PersonRef
from deskhand.api.bearers import ApiRequest
from deskhand.api.cursors import DEFAULT_LIMIT, Walk
from deskhand.api.routing import route
from deskhand.api.schemas import Cursor, DeskPath, Limit, RowId
from deskhand.api.shown.people import ref

router = Router(tags=["Tokens"])


class ReachingToken(Answer):
    """A token that works on a desk."""

    id: int
    owner: PersonRef
    name: str
    prefix: Annotated[str, Field(description="Its beginning, by which its owner recognises it.")]
    scope: Literal["read", "write", "full"]
    last_used_at: datetime | None
    expires_at: datetime | None


class ReachingTokenPage(Page[ReachingToken]):
    """A page of tokens."""


OF_DESK: dict[str, Any] = {"gate": "desk:tokens.of_desk", "sample": "desk", "refuses": (404,)}
TOKEN: dict[str, Any] = {
    "id": 12,
    "owner": {"id": 4, "name": "Jana Vogt", "email": "jana@eberfeld.example"},
    "name": "nightly report",
    "prefix": "dh_k3jq7c",
    "scope": "read",
    "last_used_at": "2026-03-02T02:00:00Z",
    "expires_at": "2027-01-12T10:00:00Z",
}


@route(
    router,
    "GET",
    "/desks/{desk}/tokens",
    **OF_DESK,
    returns=ReachingTokenPage,
    example={"items": [TOKEN], "next": None},
)
def list_tokens(
    request: ApiRequest, desk: DeskPath, limit: Limit = DEFAULT_LIMIT, cursor: Cursor = ""
) -> dict[str, Any]:
    """List the API tokens that reach a desk.

    Oldest first. For administrators of the desk.
    """
    here = lookups.desk_for(request.actor, desk, "tokens.of_desk", reading=True)
    found = ApiToken.objects.filter(pk__in=token_reach.reaching(here).order_by().values("pk"))
    walk = Walk("made_at", f"tokens {here.pk}", limit, cursor)
    return walk.page(found, _shown, "person")


@route(router, "DELETE", "/desks/{desk}/tokens/{id}", **OF_DESK, status=204)
def cut_off_token(request: ApiRequest, desk: DeskPath, id: RowId) -> None:  # noqa: A002
    """Close a desk to a token, for good.

    Everything else that it reaches stays open to it. For administrators of the desk.
    """
    here = lookups.desk_for(request.actor, desk, "tokens.of_desk")
    cut_token_off(actor=request.actor, desk=here, token_id=id)


def _shown(row: ApiToken) -> dict[str, Any]:
    names = ("name", "prefix", "scope", "last_used_at", "expires_at")
    return {"id": row.pk, "owner": ref(row.person), **{name: getattr(row, name) for name in names}}
