"""An organization as a desk knows it: the desk's notes, and who reads the organization's tickets there."""

from __future__ import annotations

from typing import Annotated, Any

from django.db import transaction
from ninja import Path
from pydantic import ConfigDict, Field

from deskhand.accounts.actions import end_contact, name_contact, take_out_of_directory
from deskhand.accounts.models import Desk, Organization, OrganizationContact, Person
from deskhand.api import answers, lookups
from deskhand.api.answers import PersonRef
from deskhand.api.bearers import ApiRequest
from deskhand.api.routes.people import router
from deskhand.api.routing import route
from deskhand.api.schemas import LARGEST_NUMBER, DeskPath, Input, RowId
from deskhand.api.shown import people as shown
from deskhand.kernel.errors import NotFound
from deskhand.tickets import people
from deskhand.tickets.organization_page import notes_of


class KnownOrganization(answers.Organization):
    """An organization as a desk knows it."""

    notes: Annotated[str, Field(description="Notes of this desk, which only it reads.")]
    contacts: Annotated[list[PersonRef], Field(description="They read and answer its tickets on this desk.")]


class NewContact(Input):
    """Who of the organization reads its tickets."""

    person: Annotated[int, Field(ge=1, le=LARGEST_NUMBER, description="Id of one of its people.")]

    model_config = ConfigDict(json_schema_extra={"example": {"person": 31}})


VIEW: dict[str, Any] = {"gate": "desk:people.view", "sample": "desk", "refuses": (404,)}
EDIT: dict[str, Any] = {"gate": "desk:organizations.edit", "sample": "desk", "refuses": (404,)}
MARA = {"id": 31, "name": "Mara Lindqvist", "email": "mara@kestrel.example"}
KNOWN: dict[str, Any] = {
    "id": 2,
    "name": "Kestrel Biotech",
    "domains": ["kestrel.example"],
    "created_at": "2026-01-12T10:00:00Z",
    "notes": "Call before you visit.",
    "contacts": [MARA],
}


@route(router, "GET", "/desks/{desk}/organizations/{id}", **VIEW, returns=KnownOrganization, example=KNOWN)
def get_organization(request: ApiRequest, desk: DeskPath, id: RowId) -> dict[str, Any]:  # noqa: A002
    """Read an organization as a desk knows it."""
    here = lookups.desk_for(request.actor, desk, "people.view")
    return _shown(here, people.organization_for(request.actor, id, desk_id=here.pk))


@route(
    router,
    "POST",
    "/desks/{desk}/organizations/{id}/contacts",
    **EDIT,
    returns=KnownOrganization,
    status=201,
    example=KNOWN,
)
def add_contact(request: ApiRequest, desk: DeskPath, id: RowId, new: NewContact) -> dict[str, Any]:  # noqa: A002
    """Let somebody of an organization read and answer its tickets on a desk.

    For administrators and leads of the desk.
    """
    with transaction.atomic():
        here = lookups.desk_for(request.actor, desk, "organizations.edit")
        row = people.organization_for(request.actor, id, desk_id=here.pk)
        try:
            person = people.person_for(request.actor, new.person, desk_id=here.pk)
        except NotFound:
            raise lookups.unknown_person("person") from None
        name_contact(actor=request.actor, desk=here, organization=row, person=person)
    return _shown(here, row)


@route(router, "DELETE", "/desks/{desk}/organizations/{id}/contacts/{person}", **EDIT, status=204)
def remove_contact(
    request: ApiRequest,
    desk: DeskPath,
    id: RowId,  # noqa: A002
    person: Annotated[int, Path(ge=1, le=LARGEST_NUMBER, description="The person's id.")],
) -> None:
    """End that somebody reads the tickets of their organization.

    For administrators and leads of the desk.
    """
    here = lookups.desk_for(request.actor, desk, "organizations.edit")
    row = people.organization_for(request.actor, id, desk_id=here.pk)
    end_contact(actor=request.actor, desk=here, organization=row, person_id=person)


@route(
    router, "DELETE", "/desks/{desk}/people/{id}", gate="desk:people.edit", sample="desk", status=204, refuses=(404,)
)
def take_person_out(request: ApiRequest, desk: DeskPath, id: RowId) -> None:  # noqa: A002
    """Take somebody out of a desk's directory.

    For staff of the desk. Whoever has tickets or a role there stays visible by those; the account stays as it is.
    """
    here = lookups.desk_for(request.actor, desk, "people.edit")
    who = people.person_for(request.actor, id, desk_id=here.pk)
    take_out_of_directory(actor=request.actor, desk=here, person=who)


def _shown(desk: Desk, row: Organization) -> dict[str, Any]:
    columns = {"id": row.pk, "name": row.name, "created_at": row.created_at}
    (found,) = shown.organizations([columns], with_domains=True)
    return {**found, "notes": notes_of(desk, row), "contacts": [shown.ref(one) for one in _contacts(desk, row)]}


def _contacts(desk: Desk, row: Organization) -> list[Person]:
    rows = OrganizationContact.objects.within(desk).in_force().filter(organization=row).select_related("person")
    return [one.person for one in rows.order_by("person__name", "pk")]
