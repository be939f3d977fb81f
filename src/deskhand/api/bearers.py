"""From ``Authorization: Bearer dh_...`` to an actor. Cookies mean nothing here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest
from ninja.security import HttpBearer

from deskhand.accounts import policy, token_reach
from deskhand.accounts.actors import actor_for
from deskhand.accounts.models import ApiToken
from deskhand.accounts.models.access import Scope
from deskhand.kernel import clock, signing
from deskhand.kernel.actor import Actor, Channel

PREFIX = "dh_"
"""Every token of ours begins so."""

TOKEN_LIMIT = 200
"""Longest token in characters; what is longer is none of ours."""

_UNREAD = object()


@dataclass(frozen=True)
class Bearer:
    """Who bears the request's token."""

    token: ApiToken
    actor: Actor

    @property
    def zone(self) -> ZoneInfo:
        """The person's time zone, which "today" in a query means."""
        return clock.zone_of(self.token.person.time_zone)


class ApiRequest(HttpRequest):
    """What a route is given."""

    actor: Actor
    bearer: Bearer


class BearerToken(HttpBearer):
    """An API token, made in the settings or by ``deskhand token create``. A token with the scope ``read`` changes
    nothing; ``write`` includes ``read``; ``full`` includes both, and what the pages ask a fresh proof for."""

    openapi_bearerFormat = "dh_…"  # noqa: N815 (its name in OpenAPI)

    def __call__(self, request: HttpRequest) -> Any:
        return bearer_of(request)

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        """As :func:`bearer_of`."""
        return bearer_of(request)


def bearer_of(request: HttpRequest) -> Bearer | None:
    """The bearer of the request's token, or None if it has none that works. Two queries, once a request."""
    found = getattr(request, "_bearer", _UNREAD)
    if found is _UNREAD:
        found = _read(request.headers.get("Authorization", ""))
        request._bearer = found  # type: ignore[attr-defined]
    return found if isinstance(found, Bearer) else None


def _read(header: str) -> Bearer | None:
    scheme, _space, token = header.partition(" ")
    token = token.strip()
    if scheme.lower() != "bearer" or not token.startswith(PREFIX) or len(token) > TOKEN_LIMIT:
        return None
    row = ApiToken.objects.select_related("person").filter(digest=signing.digest(token), revoked_at=None).first()
    if row is None or not row.person.is_active or (row.expires_at is not None and row.expires_at <= clock.now()):
        return None
    return Bearer(row, actor_of(row))


def actor_of(token: ApiToken) -> Actor:
    """Who bears the token, with the rights of this moment on the desks that it reaches: no more than its owner has on
    the pages."""
    actor = actor_for(
        token.person,
        Channel.API,
        may_write=token.scope != Scope.READ,
        closed_desks=token_reach.closed_desks(token),
        is_narrowed=token.is_narrowed,
    )
    return policy.secured(actor)
