"""Oneself, people, organizations and teams."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from ninja import Router

from deskhand.accounts.models import Desk, Person, Team
from deskhand.api import answers
from deskhand.api.bearers import ApiRequest
from deskhand.api.cursors import DEFAULT_LIMIT, Walk
from deskhand.api.faults import MergedAway
from deskhand.api.routing import route
from deskhand.api.schemas import Cursor, Limit, RowId, Words
from deskhand.api.shown import people as shown
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import NotFound
from deskhand.tickets import people

router = Router(tags=["People"])


@route(router, "GET", "/me", gate="signed_in", returns=answers.Me)
def get_me(request: ApiRequest) -> dict[str, Any]:
    """Read who bears the token."""
    actor, token = request.actor, request.bearer.token
    row = Person.objects.filter(pk=actor.person_id or 0).values(*shown.PERSON_COLUMNS).get()
    keys = dict(Desk.objects.filter(pk__in=list(actor.roles)).order_by("key").values_list("pk", "key"))
    return {
        **shown.person(row),
        "is_site_admin": actor.is_site_admin,
        "roles": {key: sorted(actor.roles_on(pk)) for pk, key in keys.items()},
        "token": {"name": token.name, "scope": token.scope, "expires_at": token.expires_at},
    }


@route(router, "GET", "/people", gate="scoped", returns=answers.PersonPage)
def list_people(
    request: ApiRequest, q: Words = "", limit: Limit = DEFAULT_LIMIT, cursor: Cursor = ""
) -> dict[str, Any]:
    """List people.

    By name: those of the desks that you serve (with a ticket, a role, or in the desk's directory), and yourself.
    """
    found = people.seen_by(request.actor)
    if q.strip():
        found = found.filter(people.begins_like(q.strip()))
    walk = Walk("name", f"people {q}", limit, cursor)
    rows, following = walk.cut(walk.rows(found, *shown.PERSON_COLUMNS))
    return {"items": [shown.person(row) for row in rows], "next": following}


@route(router, "GET", "/people/{id}", gate="scoped", sample="person", returns=answers.Person, refuses=(404,))
def get_person(request: ApiRequest, id: RowId) -> dict[str, Any]:  # noqa: A002 (its name in the address)
    """Read one person.

    Somebody who was merged into another is 404, with `merged_into`, the id of the other, if you may see them.
    """
    row = people.seen_by(request.actor).filter(pk=id).values(*shown.PERSON_COLUMNS).first()
    if row is None:
        raise _not_there(request.actor, id)
    return shown.person(row)


def _not_there(actor: Actor, pk: int) -> NotFound:
    """As the page of a person does: it leads to the one who stays, whoever may see them."""
    stays = people.who_stays(pk)
    is_known = stays != pk and people.seen_by(actor).filter(pk=stays).exists()
    return MergedAway(stays) if is_known else NotFound()


@route(router, "GET", "/organizations", gate="scoped", returns=answers.OrganizationPage)
def list_organizations(
    request: ApiRequest, q: Words = "", limit: Limit = DEFAULT_LIMIT, cursor: Cursor = ""
) -> dict[str, Any]:
    """List organizations.

    By name: those of the people whom you may see; for requesters their own.
    """
    found = people.organizations_seen_by(request.actor)
    if q.strip():
        found = found.filter(Q(name__istartswith=q.strip()) | Q(name__icontains=f" {q.strip()}"))
    walk = Walk("name", f"organizations {q}", limit, cursor)
    rows, following = walk.cut(walk.rows(found, "id", "name", "created_at"))
    return {"items": shown.organizations(rows, with_domains=bool(_desks(request.actor))), "next": following}


@route(router, "GET", "/teams", gate="scoped", returns=answers.TeamPage)
def list_teams(request: ApiRequest, limit: Limit = DEFAULT_LIMIT, cursor: Cursor = "") -> dict[str, Any]:
    """List teams.

    By name: those of the desks that you serve.
    """
    walk = Walk("name", "teams", limit, cursor)
    found = Team.objects.within(_desks(request.actor))
    rows, following = walk.cut(walk.rows(found, "id", "name", "desk__key", "tier", "is_active"))
    return {"items": shown.teams(rows), "next": following}


def _desks(actor: Actor) -> list[int]:
    return actor.desks_with("people.view")
