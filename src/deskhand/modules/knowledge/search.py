"""What is noted of searches that nobody sends: what somebody wrote into a request, once it was sent."""

from __future__ import annotations

from deskhand.accounts.actors import actor_for
from deskhand.kernel.actor import Channel
from deskhand.kernel.reactions import afterwards, together
from deskhand.modules.knowledge import offers, portal_search  # noqa: F401 (their places)
from deskhand.modules.knowledge.actions.asking import forget_what_left, note_search
from deskhand.modules.knowledge.finding import find
from deskhand.modules.knowledge.models import Place
from deskhand.tickets.events import TicketCreated, TicketLeft
from deskhand.tickets.models import Ticket

OFFERED = 10
"""How many articles are looked for to say how many answered."""

FORMS = (Channel.PORTAL, Channel.FORM)
"""The doors at which articles are offered before a request is sent."""


@afterwards(TicketCreated)
def note_what_was_written(event: TicketCreated) -> None:
    """The subject of a request from the portal's form is what its writer looked for, in the end: noted once, however
    often articles were offered while it was typed."""
    if event.meta.channel not in FORMS:
        return
    found = Ticket.objects.within(event.meta.desk_id).select_related("desk", "requester").filter(pk=event.ticket)
    ticket = found.first()
    if ticket is None or ticket.is_unproven:
        return
    asker, desk = actor_for(ticket.requester, Channel.PORTAL), ticket.desk
    language = ticket.requester.language or desk.language
    hits = find(asker, ticket.subject, language=language, desk_ids=[desk.pk], is_outward=True, limit=OFFERED)
    note_search(
        desk=desk, question=ticket.subject, language=language, place=Place.WRITING, found=len(hits), ticket_id=ticket.pk
    )


@together(TicketLeft)
def forget_what_left_with_it(event: TicketLeft) -> None:
    """Its words are another desk's now."""
    forget_what_left(desk_id=event.meta.desk_id or 0, ticket_id=event.ticket)
