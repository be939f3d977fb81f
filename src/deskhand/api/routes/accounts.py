"""Every account of the installation: switched off when somebody leaves the house, and on again."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.db.models import Q
from ninja import Query, Router
from pydantic import Field

from deskhand.accounts import sessions
from deskhand.accounts.actions import deactivate_person, reactivate_person
from deskhand.accounts.models import ApiToken, Desk, DeskRole, Person
from deskhand.api import lookups
from deskhand.api.answers import Answer, Page
from deskhand.api.bearers import ApiRequest
from deskhand.api.cursors import DEFAULT_LIMIT, Walk
from deskhand.api.routes.roles import RoleWord
from deskhand.api.routing import route
from deskhand.api.schemas import Cursor, Input, Limit, RowId, Text, Words
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import NotFound
from deskhand.tickets.actions.hand_over import held_by
from deskhand.tickets.listing import COUNT_LIMIT

router = Router(tags=["Accounts"])

REASON_LIMIT = 500
COLUMNS = ("id", "name", "email", "is_site_admin", "is_active")


class Account(Answer):
    """An account of the installation."""

    id: int
    name: str
    email: str | None
    is_site_admin: bool
    is_active: bool


class AccountPage(Page[Account]):
    """A page of accounts."""


class WorksOn(Answer):
    """A desk on which somebody has roles."""

    desk: Annotated[str, Field(description="Key of the desk.")]
    roles: list[RoleWord]
    open_tickets: Annotated[int | None, Field(description="How many they hold; null on desks that you do not serve.")]


class AccountDetails(Account):
    """An account, and what switching it off would end or leave behind."""

    works_on: list[WorksOn]
    sessions: Annotated[int, Field(description="How many browsers are signed in; they are signed out at once.")]
    tokens: Annotated[int, Field(description="How many API tokens there are; they end for good.")]


class SwitchOff(Input):
    """Why an account is switched off."""

    reason: Annotated[Text, Field(max_length=REASON_LIMIT, description="Kept in the history.")] = ""


OF_SITE: dict[str, Any] = {"gate": "site:people.deactivate", "sample": "account", "refuses": (404,)}
ACCOUNT = {"id": 4, "name": "Jana Vogt", "email": "jana@eberfeld.example", "is_site_admin": False, "is_active": True}
DETAILS: dict[str, Any] = {
    **ACCOUNT,
    "works_on": [{"desk": "it", "roles": ["agent"], "open_tickets": 2}],
    "sessions": 1,
    "tokens": 0,
}


@route(
    router,
    "GET",
    "/accounts",
    gate="site:people.deactivate",
    returns=AccountPage,
    example={"items": [ACCOUNT], "next": None},
)
def list_accounts(
    request: ApiRequest,
    q: Words = "",
    state: Annotated[Literal["on", "off"], Query(description="Those that work, or those switched off.")] = "on",
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor = "",
) -> dict[str, Any]:
    """List all accounts of the installation.

    By name. For site administrators.
    """
    _need(request)
    found = Person.objects.filter(is_active=state == "on")
    for word in q.split():
        found = found.filter(Q(name__icontains=word) | Q(email__icontains=word.lower()))
    walk = Walk("name", f"accounts {state} {q}", limit, cursor)
    rows, following = walk.cut(walk.rows(found, *COLUMNS))
    return {"items": rows, "next": following}


@route(router, "GET", "/accounts/{id}", **OF_SITE, returns=AccountDetails, example=DETAILS)
def get_account(request: ApiRequest, id: RowId) -> dict[str, Any]:  # noqa: A002
    """See one account, and what switching it off would do.

    For site administrators. Open work is counted on the desks that you serve.
    """
    _need(request)
    return _details(request.actor, _person(id))


@route(
    router,
    "POST",
    "/accounts/{id}/deactivate",
    **OF_SITE,
    fresh=True,
    returns=AccountDetails,
    example={**DETAILS, "is_active": False, "sessions": 0},
    body_example={"reason": "Left the house."},
)
def deactivate_account(request: ApiRequest, id: RowId, why: SwitchOff | None = None) -> dict[str, Any]:  # noqa: A002
    """Switch an account off.

    For site administrators; not one's own. Sessions, API tokens and sign-in links end at once. Roles and tickets stay
    until the desks hand them over; their administrators are told.
    """
    request.actor.need("people.deactivate")
    reason = why.reason if why is not None else ""
    return _details(request.actor, deactivate_person(actor=request.actor, person=_person(id), reason=reason))


@route(router, "POST", "/accounts/{id}/reactivate", **OF_SITE, fresh=True, returns=AccountDetails, example=DETAILS)
def reactivate_account(request: ApiRequest, id: RowId) -> dict[str, Any]:  # noqa: A002
    """Switch an account on again.

    For site administrators. With the roles that are left; tokens and sessions stay ended.
    """
    request.actor.need("people.deactivate")
    return _details(request.actor, reactivate_person(actor=request.actor, person=_person(id)))


def _need(request: ApiRequest) -> None:
    lookups.reader(request.actor).need("people.deactivate")


def _person(pk: int) -> Person:
    who = Person.objects.filter(pk=pk).first()
    if who is None:
        raise NotFound
    return who


def _details(actor: Actor, who: Person) -> dict[str, Any]:
    return {
        **{name: getattr(who, name) for name in COLUMNS},
        "works_on": _works_on(actor, who),
        "sessions": sessions.count_of(who.pk),
        "tokens": ApiToken.objects.filter(person=who, revoked_at=None).count(),
    }


def _works_on(actor: Actor, who: Person) -> list[dict[str, Any]]:
    roles: dict[int, list[str]] = {}
    for desk_id, role in DeskRole.objects.filter(person=who).order_by("pk").values_list("desk_id", "role"):
        roles.setdefault(desk_id, []).append(role)
    desks = Desk.objects.filter(pk__in=roles).order_by("name")
    sees = {desk.pk: actor.may("tickets.read", desk.pk) for desk in desks}
    return [
        {
            "desk": desk.key,
            "roles": roles[desk.pk],
            "open_tickets": held_by(desk, who)[:COUNT_LIMIT].count() if sees[desk.pk] else None,
        }
        for desk in desks
    ]
