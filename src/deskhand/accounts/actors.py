"""From a person at a door to an :class:`Actor`."""

from __future__ import annotations

from collections import defaultdict

from deskhand.accounts.models import DeskRole, Person
from deskhand.kernel.actor import Actor, Channel


def actor_for(
    person: Person, channel: Channel, *, may_write: bool = True, closed_desks: frozenset[int] = frozenset()
) -> Actor:
    """The person with today's roles. One query. Whoever comes with closed desks has no rights of the whole
    installation either."""
    roles: dict[int, set[str]] = defaultdict(set)
    for desk_id, role in DeskRole.objects.filter(person=person).values_list("desk_id", "role"):
        if desk_id in closed_desks:
            continue
        roles[desk_id].add(role)
    return Actor(
        person_id=person.pk,
        name=person.name,
        email=person.email or "",
        channel=channel,
        roles={desk_id: frozenset(names) for desk_id, names in roles.items()},
        is_site_admin=person.is_site_admin and not closed_desks,
        may_write=may_write,
        organization_id=person.organization_id,
        closed_desks=closed_desks,
    )


def stranger(channel: Channel, name: str = "", email: str = "") -> Actor:
    """Somebody without an account at a public door."""
    return Actor(person_id=None, name=name, email=email, channel=channel)


def person_of(actor: Actor) -> Person | None:
    """The actor's row, if the actor is a person."""
    return Person.objects.filter(pk=actor.person_id).first() if actor.person_id is not None else None
