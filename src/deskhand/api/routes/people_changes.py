"""Entering and changing people, organizations and teams."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction
from ninja import Router

from deskhand.accounts import actions
from deskhand.accounts.models import Desk, Organization, Person, Team
from deskhand.api import answers, lookups
from deskhand.api.bearers import ApiRequest
from deskhand.api.desk_schemas import (
    NewOrganization,
    NewPerson,
    NewTeam,
    OrganizationChange,
    PersonChange,
    TeamChange,
)
from deskhand.api.routes.people import router
from deskhand.api.routing import route
from deskhand.api.schemas import RowId
from deskhand.api.shown import people as shown
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import NotFound
from deskhand.tickets import people
from deskhand.tickets.organization_page import notes_of

__all__ = ["router"]

assert isinstance(router, Router)  # noqa: S101 (routes on one path share a router)


@route(router, "POST", "/people", gate="scoped", returns=answers.Person, status=201)
def enter_person(request: ApiRequest, new: NewPerson) -> dict[str, Any]:
    """Enter a person into a desk's directory.

    For staff of the desk. If the address is somebody's whom the desk does not know, that person comes into its
    directory with the details that they have.
    """
    with transaction.atomic():
        desk = lookups.served_desk(request.actor, new.desk)
        details = _details(desk, {name: value for name, value in new.given().items() if value is not None})
        person = actions.create_person(actor=request.actor, email=new.email or "", desk_id=desk.pk, **details)
    return _person(person.pk)


@route(router, "PATCH", "/people/{id}", gate="scoped", sample="person", returns=answers.Person, refuses=(404, 409))
def change_person(request: ApiRequest, id: RowId, change: PersonChange) -> dict[str, Any]:  # noqa: A002
    """Change details of a person.

    For staff of a desk to which the person belongs.
    """
    with transaction.atomic():
        desk = _desk_of(request.actor, people.seen_by, id, change.desk)
        person = people.person_for(request.actor, id, desk_id=desk.pk)
        actions.change_person(actor=request.actor, person=person, desk_id=desk.pk, **_details(desk, change.given()))
    return _person(id)


@route(router, "POST", "/organizations", gate="scoped", returns=answers.Organization, status=201)
def enter_organization(request: ApiRequest, new: NewOrganization) -> dict[str, Any]:
    """Enter an organization into a desk's directory.

    For administrators and leads of the desk.
    """
    with transaction.atomic():
        desk = lookups.served_desk(request.actor, new.desk)
        row = actions.save_organization(
            actor=request.actor, desk_id=desk.pk, name=new.name, domains=new.domains, notes=new.notes
        )
    return _organization(row)


@route(
    router,
    "PATCH",
    "/organizations/{id}",
    gate="scoped",
    sample="organization",
    returns=answers.Organization,
    refuses=(404, 409),
)
def change_organization(request: ApiRequest, id: RowId, change: OrganizationChange) -> dict[str, Any]:  # noqa: A002
    """Change an organization.

    For administrators and leads of a desk to which it belongs.
    """
    with transaction.atomic():
        desk = _desk_of(request.actor, people.organizations_seen_by, id, change.desk)
        row = people.organization_for(request.actor, id, desk_id=desk.pk)
        now = list(row.domains.order_by("domain").values_list("domain", flat=True))
        row = actions.save_organization(
            actor=request.actor,
            desk_id=desk.pk,
            organization=row,
            name=row.name if change.name is None else change.name,
            domains=now if change.domains is None else change.domains,
            notes=notes_of(desk, row) if change.notes is None else change.notes,
        )
    return _organization(row)


@route(router, "POST", "/teams", gate="scoped", returns=answers.Team, status=201)
def make_team(request: ApiRequest, new: NewTeam) -> dict[str, Any]:
    """Make a team.

    For administrators and leads of the desk.
    """
    with transaction.atomic():
        desk = lookups.served_desk(request.actor, new.desk)
        members = [lookups.assignee(desk.pk, email, field="members") for email in new.members]
        row = actions.save_team(actor=request.actor, desk=desk, name=new.name, tier=new.tier, members=members)
    return _team(row)


@route(router, "PATCH", "/teams/{id}", gate="scoped", sample="team", returns=answers.Team, refuses=(404, 409))
def change_team(request: ApiRequest, id: RowId, change: TeamChange) -> dict[str, Any]:  # noqa: A002
    """Change a team.

    For administrators and leads of the desk.
    """
    given = {name: value for name, value in change.given().items() if value is not None}
    with transaction.atomic():
        found = Team.objects.within(request.actor.desks_with("people.view")).select_related("desk")
        row: Team | None = found.filter(pk=id).first()
        if row is None:
            raise NotFound
        if "members" in given:
            given["members"] = [lookups.assignee(row.desk_id, email, field="members") for email in given["members"]]
        now = {"name": row.name, "tier": row.tier, "is_active": row.is_active}
        row = actions.save_team(actor=request.actor, desk=row.desk, team=row, **{**now, **given})
    return _team(row)


def _desk_of(actor: Actor, seen_by: Callable[[Actor], Any], pk: int, key: str) -> Desk:
    """The desk on whose behalf a row is changed. Raises NotFound for one that the actor may not see, before a word is
    said about the desk."""
    if not seen_by(actor).filter(pk=pk).exists():
        raise NotFound
    return lookups.served_desk(actor, key)


def _details(desk: Desk, given: dict[str, Any]) -> dict[str, Any]:
    """Details of a person as the actions take them. Null counts as left away, but takes an organization off."""
    found = {name: value for name, value in given.items() if name not in ("desk", "email") and value is not None}
    if "organization" in given:
        name = given["organization"]
        found["organization"] = None if name is None else lookups.organization(desk.pk, name)
    return found


def _person(pk: int) -> dict[str, Any]:
    return shown.person(Person.objects.filter(pk=pk).values(*shown.PERSON_COLUMNS).get())


def _organization(row: Organization) -> dict[str, Any]:
    columns = {"id": row.pk, "name": row.name, "created_at": row.created_at}
    return shown.organizations([columns], with_domains=True)[0]


def _team(row: Team) -> dict[str, Any]:
    found = Team.objects.within(row.desk_id).filter(pk=row.pk)
    return shown.teams(list(found.values("id", "name", "desk__key", "tier", "is_active")))[0]
