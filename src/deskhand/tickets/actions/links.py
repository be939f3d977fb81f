"""Links that open one ticket for one person."""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.db import transaction

from deskhand.accounts.models import Person
from deskhand.kernel import clock
from deskhand.kernel.actor import Actor
from deskhand.kernel.events import emit
from deskhand.tickets import access
from deskhand.tickets.events import AccessLinkRevoked
from deskhand.tickets.models import AccessLink, Ticket

LINK_LIFE = timedelta(days=90)
"""How long a link works after it was last handed out."""


@transaction.atomic
def access_link(*, ticket: Ticket, person: Person | int) -> AccessLink:
    """The working link of a person to a ticket, made or prolonged: each letter hands it out again."""
    person_id = person if isinstance(person, int) else person.pk
    at = clock.now()
    link: AccessLink
    link, made = AccessLink.objects.within(ticket.desk_id).get_or_create(
        ticket=ticket,
        person_id=person_id,
        revoked_at=None,
        defaults={"key": secrets.token_urlsafe(24)[:32], "made_at": at, "expires_at": at + LINK_LIFE},
    )
    if not made:
        link.expires_at = at + LINK_LIFE
        link.save(update_fields=["expires_at"])
    return link


@transaction.atomic
def revoke_access_link(*, actor: Actor, ticket: Ticket, person: Person) -> bool:
    """End a person's link to the ticket. Returns whether there was one."""
    actor.need("tickets.follow", ticket.desk_id)
    locked = access.served_ticket_for(actor, ticket.number, locked=True)
    live = AccessLink.objects.within(locked.desk_id).filter(ticket=locked, person=person, revoked_at=None)
    if not live.update(revoked_at=clock.now()):
        return False
    emit(AccessLinkRevoked(ticket=locked.pk, person=person.pk), actor=actor, desk_id=locked.desk_id)
    return True
