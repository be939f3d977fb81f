"""What arrived on a ticket while somebody was writing there."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from deskhand.kernel.actor import Actor
from deskhand.tickets.models import Message, Ticket


@dataclass(frozen=True)
class Newer:
    """The newest message that the writer may not have seen: its id, and a sentence that says so."""

    newest: int
    words: str


def since(actor: Actor, ticket: Ticket, seen: str) -> Newer | None:
    """The newest message of somebody else after the one that the composer's page had seen (its id; without a usable
    one nobody is asked). One query."""
    if not seen.isdecimal() or len(seen) > 15:
        return None
    newer = Message.objects.within(ticket.desk_id).filter(ticket_id=ticket.pk, pk__gt=int(seen))
    found = newer.exclude(author_id=actor.person_id).order_by("-pk").values_list("pk", "author_name").first()
    if found is None:
        return None
    words = _("%(name)s wrote while you were writing. Read it, or send once more to send as it is.")
    return Newer(found[0], words % {"name": found[1] or _("Somebody")})
