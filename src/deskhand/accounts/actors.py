"""From a person at a door to an :class:`Actor`."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.db.models import Value

from deskhand.accounts.models import DeskRole, OrganizationContact, Person
from deskhand.kernel.actor import Actor, Channel
from deskhand.kernel.prepared import Prepared

_CONTACT = "contact"


def actor_for(
    person: Person,
    channel: Channel,
    *,
    may_write: bool = True,
    closed_desks: frozenset[int] = frozenset(),
    is_narrowed: bool = False,
) -> Actor:
    """The person with today's roles. One query. Whoever comes narrowed to some desks has no rights of the whole
    installation, even if no other desk is there."""
    hats: dict[int, set[str]] = defaultdict(set)
    for desk_id, role in _hats(person):
        if desk_id in closed_desks:
            continue
        hats[desk_id].add(role)
    roles = {desk_id: frozenset(names - {_CONTACT}) for desk_id, names in hats.items() if names != {_CONTACT}}
    return Actor(
        person_id=person.pk,
        name=person.name,
        email=person.email or "",
        channel=channel,
        roles=roles,
        is_site_admin=person.is_site_admin and not is_narrowed,
        may_write=may_write,
        organization_id=person.organization_id,
        closed_desks=closed_desks,
        contact_desks=frozenset(desk_id for desk_id, names in hats.items() if _CONTACT in names),
    )


def _hats(person: Person) -> list[tuple[int, str]]:
    """Desk and role, and desk and :data:`_CONTACT` where the person is named to read their organization's tickets."""
    if person.organization_id is None:
        return _roles.rows(person=person.pk)
    return _roles_and_contacts.rows(person=person.pk, organization=person.organization_id)


def _roles_of(person: int) -> Any:
    return DeskRole.objects.filter(person_id=person).values_list("desk_id", "role")


def _hats_of(person: int, organization: int) -> Any:
    named = OrganizationContact.objects.scoped(person_id=person, organization_id=organization)
    return _roles_of(person).union(named.values_list("desk_id", Value(_CONTACT)), all=True)


_roles, _roles_and_contacts = Prepared(_roles_of), Prepared(_hats_of)


def stranger(channel: Channel, name: str = "", email: str = "") -> Actor:
    """Somebody without an account at a public door."""
    return Actor(person_id=None, name=name, email=email, channel=channel)


def person_of(actor: Actor) -> Person | None:
    """The actor's row, if the actor is a person."""
    return Person.objects.filter(pk=actor.person_id).first() if actor.person_id is not None else None
