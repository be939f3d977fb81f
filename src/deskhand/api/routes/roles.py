"""Who has which role on a desk."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.db import transaction
from django.utils.translation import gettext as _
from ninja import Path, Router
from pydantic import ConfigDict, Field

from deskhand.accounts import addresses
from deskhand.accounts.actions import give_role, take_role
from deskhand.accounts.models import Desk, DeskRole, Person
from deskhand.api import lookups
from deskhand.api.answers import Answer, Page, PersonRef
from deskhand.api.bearers import ApiRequest
from deskhand.api.cursors import DEFAULT_LIMIT, Walk
from deskhand.api.routing import route
from deskhand.api.schemas import LARGEST_NUMBER, Cursor, DeskPath, Email, Input, Limit
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import NotFound
from deskhand.tickets.people import findable

router = Router(tags=["Roles"])

RoleWord = Literal["agent", "lead", "admin", "auditor", "guest"]


class RoleHolder(Answer):
    """Somebody with their roles on a desk."""

    person: PersonRef
    roles: list[RoleWord]


class RoleHolderPage(Page[RoleHolder]):
    """A page of people with roles."""


class NewRole(Input):
    """A role for somebody whom you know. Others are invited."""

    email: Annotated[Email, Field(description="Mail address.")]
    role: RoleWord

    model_config = ConfigDict(json_schema_extra={"example": {"email": "ben@eberfeld.example", "role": "lead"}})


OF_DESK: dict[str, Any] = {"gate": "desk:desks.roles", "sample": "desk", "refuses": (404,)}
HOLDER = {"person": {"id": 4, "name": "Jana Vogt", "email": "jana@eberfeld.example"}, "roles": ["agent", "lead"]}


@route(
    router, "GET", "/desks/{desk}/roles", **OF_DESK, returns=RoleHolderPage, example={"items": [HOLDER], "next": None}
)
def list_roles(
    request: ApiRequest, desk: DeskPath, limit: Limit = DEFAULT_LIMIT, cursor: Cursor = ""
) -> dict[str, Any]:
    """List who has a role on a desk.

    By name. For administrators of the desk.
    """
    here = lookups.desk_for(request.actor, desk, "desks.roles", reading=True)
    walk = Walk("name", f"roles {here.pk}", limit, cursor)
    having = Person.objects.filter(pk__in=DeskRole.objects.filter(desk=here).values("person_id"))
    rows, following = walk.cut(walk.rows(having, "id", "name", "email"))
    roles = _roles(here, [row["id"] for row in rows])
    return {"items": [{"person": row, "roles": roles[row["id"]]} for row in rows], "next": following}


@route(router, "POST", "/desks/{desk}/roles", **OF_DESK, fresh=True, returns=RoleHolder, status=201, example=HOLDER)
def give_a_role(request: ApiRequest, desk: DeskPath, new: NewRole) -> dict[str, Any]:
    """Give somebody a role on a desk.

    For administrators of the desk. Whoever has the role already keeps it.
    """
    here = lookups.desk_for(request.actor, desk, "desks.roles")
    with transaction.atomic():
        person = _known(request.actor, new.email)
        give_role(actor=request.actor, desk=here, person=person, role=new.role)
    shown = {"id": person.pk, "name": person.name, "email": person.email}
    return {"person": shown, "roles": _roles(here, [person.pk])[person.pk]}


@route(router, "DELETE", "/desks/{desk}/roles/{person}/{role}", **OF_DESK, fresh=True, status=204)
def take_a_role(
    request: ApiRequest,
    desk: DeskPath,
    person: Annotated[int, Path(ge=1, le=LARGEST_NUMBER, description="The person's id.")],
    role: Annotated[RoleWord, Path(description="The role.")],
) -> None:
    """Take a role from somebody.

    For administrators of the desk. Its last administrator stays.
    """
    here = lookups.desk_for(request.actor, desk, "desks.roles")
    found = Person.objects.filter(pk=person, desk_roles__desk=here, desk_roles__role=role).first()
    if found is None:
        raise NotFound
    take_role(actor=request.actor, desk=here, person=found, role=role)


def _known(actor: Actor, email: str) -> Person:
    owner = addresses.owner_of(email)
    if owner is not None and (actor.is_site_admin or findable(actor).filter(pk=owner.pk).exists()):
        return owner
    raise lookups.wrong("email", _("Nobody whom you know has this address. Invite them."))


def _roles(desk: Desk, people: list[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {pk: [] for pk in people}
    given = DeskRole.objects.filter(desk=desk, person_id__in=people).order_by("pk")
    for person_id, role in given.values_list("person_id", "role"):
        found[person_id].append(role)
    return found
