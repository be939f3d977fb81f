"""Links that open one ticket for one person."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from deskhand.accounts.models import Person
from deskhand.kernel import bulk, clock
from deskhand.kernel.actor import Actor
from deskhand.kernel.events import emit
from deskhand.kernel.prepared import Prepared
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
    link: AccessLink | None = _working.first(desk=ticket.desk_id, ticket=ticket.pk, person=person_id)
    if link is None:
        link = _made(ticket, person_id, at)
    link.expires_at = at + LINK_LIFE
    if link.made_at != at:
        link.save(update_fields=["expires_at"])
    return link


def _made(ticket: Ticket, person_id: int, at: datetime) -> AccessLink:
    """A new link, or the one that somebody else has made in this very moment."""
    key = secrets.token_urlsafe(24)[:32]
    link = AccessLink(ticket=ticket, person_id=person_id, key=key, made_at=at, expires_at=at + LINK_LIFE)
    try:
        with transaction.atomic():
            bulk.insert_one(link)
    except IntegrityError:
        return AccessLink.objects.within(ticket.desk_id).get(ticket=ticket, person_id=person_id, revoked_at=None)  # type: ignore[no-any-return]
    return link


_working = Prepared(
    lambda desk, ticket, person: AccessLink.objects.within(desk).filter(
        ticket_id=ticket, person_id=person, revoked_at=None
    )
)


@transaction.atomic
def revoke_access_link(*, actor: Actor, ticket: Ticket, person: Person) -> bool:
    """End a person's link to the ticket. Returns whether there was one."""
    actor.need_on("tickets.follow", ticket)
    locked = access.served_ticket_for(actor, ticket.number, locked=True)
    live = AccessLink.objects.within(locked.desk_id).filter(ticket=locked, person=person, revoked_at=None)
    if not live.update(revoked_at=clock.now()):
        return False
    emit(AccessLinkRevoked(ticket=locked.pk, person=person.pk), actor=actor, desk_id=locked.desk_id)
    return True
