"""A desk's directory: whom its staff may see although they have no ticket and no role there."""

from __future__ import annotations

from django.db import transaction

from deskhand.accounts.events import PersonForgotten, PersonKnown
from deskhand.accounts.models import Came, Desk, DeskRole, DirectoryEntry, Organization, OrganizationEntry, Person
from deskhand.kernel import clock
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import NotFound
from deskhand.kernel.events import emit


@transaction.atomic
def take_out_of_directory(*, actor: Actor, desk: Desk, person: Person) -> None:
    """Take somebody out of the desk's directory. Their tickets and roles there keep them visible as before."""
    actor.need("people.edit", desk.pk)
    gone, _rows = DirectoryEntry.objects.within(desk).filter(person=person).delete()
    if not gone:
        raise NotFound
    emit(PersonForgotten(person=person.pk, desk=desk.pk), actor=actor, desk_id=desk.pk)


def make_known(*, actor: Actor, desk_id: int, person: Person, came: Came) -> bool:
    """Write somebody into the desk's directory, if they are not there yet; True if they were not. Permission is the
    caller's business; actions only."""
    _row, made = DirectoryEntry.objects.within(desk_id).get_or_create(
        desk_id=desk_id,
        person=person,
        defaults={"came": came, "since": clock.now(), "by_id": actor.person_id},
    )
    if made:
        emit(PersonKnown(person=person.pk, desk=desk_id, came=came.value), actor=actor, desk_id=desk_id)
    return bool(made)


def organization_entry(*, actor: Actor, desk_id: int, organization: Organization) -> OrganizationEntry:
    """The desk's entry of an organization, made if there is none; actions only."""
    row, _made = OrganizationEntry.objects.within(desk_id).get_or_create(
        desk_id=desk_id, organization=organization, defaults={"since": clock.now(), "by_id": actor.person_id}
    )
    found: OrganizationEntry = row
    return found


def is_in_directory(desk_id: int, person: Person) -> bool:
    """Whether the desk knows the person by an entry or a role."""
    entered = DirectoryEntry.objects.within(desk_id).filter(person=person).exists()
    return bool(entered or DeskRole.objects.filter(desk_id=desk_id, person=person).exists())
