"""Splitting messages off a ticket into a new one, and taking that back, be it days later. What goes where and why:
docs/decisions/0033-splitting-tickets.md."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from deskhand.accounts.models import Person
from deskhand.kernel import clock
from deskhand.kernel.actor import Actor, Channel
from deskhand.kernel.errors import Conflict, Invalid
from deskhand.kernel.events import emit
from deskhand.mail.actions import letters_follow_messages
from deskhand.notify.actions import notifications_follow_messages
from deskhand.tickets import access, confiding, merged, rows, splitting
from deskhand.tickets.actions.bin import put_away
from deskhand.tickets.actions.create import NewTicket, create
from deskhand.tickets.actions.link_tickets import may_have_more
from deskhand.tickets.actions.locking import hold_served, hold_together
from deskhand.tickets.actions.merge import merge
from deskhand.tickets.actions.passing_on import tell_of_others
from deskhand.tickets.bodies import Body
from deskhand.tickets.models import Attachment, Draft, Held, LinkKind, Message, Split, Ticket, TicketLink
from deskhand.tickets.splitting_events import SplitReturned, SplitUndone, TicketSplit, TicketSplitOff


@transaction.atomic
def split(
    *,
    actor: Actor,
    ticket: Ticket,
    messages: Collection[int],
    subject: str = "",
    requester: Person | None = None,
    reason: str = "",
    check: Callable[[Ticket], None] | None = None,
) -> Ticket:
    """Move messages of the ticket, with their files and letters, into a new ticket of its desk, and link the two. Who
    asks there is ``requester``, else the author of the first of them that came from the requester's side. Nobody is
    written to. ``check`` is asked of the held ticket first. Raises Invalid for messages that cannot go, Conflict for a
    ticket that is merged into another."""
    actor.need_on("tickets.merge", ticket)
    actor.need_on("tickets.create", ticket)
    here, heard = hold_served(actor, ticket)
    if here.is_task:
        raise Invalid(_("Nothing is split off a task. Open a ticket of its own."))
    if check is not None:
        check(here)
    chosen = splitting.chosen(here, messages)
    asks = requester or splitting.requester_of(here, chosen)
    there = create(actor=actor, new=_new(here, chosen, asks, subject), confidential=confiding.inherited(here))
    there.first_replied_at = next((one.created_at for one in chosen if _is_answer(one)), None)
    there.save(update_fields=["first_replied_at"])
    carry(chosen, here, there)
    if may_have_more(here):
        TicketLink.objects.create(ticket=there, other=here, kind=LinkKind.RELATED, made_at=clock.now())
    tell_of_others(heard, here)
    Split.objects.create(ticket=here, into=there, messages=[one.pk for one in chosen], made_at=clock.now())
    count = len(chosen)
    fact = TicketSplit(ticket=here.pk, number=there.number, messages=count)
    emit(fact, actor=actor, desk_id=here.desk_id, reason=reason)
    other = TicketSplitOff(ticket=there.pk, number=here.number, messages=count)
    emit(other, actor=actor, desk_id=there.desk_id, reason=reason)
    return there


@transaction.atomic
def unsplit(*, actor: Actor, ticket: Ticket, reason: str = "") -> Ticket:
    """Take back that the ticket was split off, at any time: what came from the other one goes back there. What came
    since stays on this one, which is merged into that one then; without any it goes to the bin. Gives the other one.
    Raises Conflict where that cannot be done (any more)."""
    actor.need_on("tickets.merge", ticket)
    there = access.served_ticket_for(actor, ticket.number)
    kept = splitting.split_of(there)
    if kept is None or kept.ticket.desk_id != there.desk_id:
        raise Conflict(_("This ticket was not split off another one of its desk, or that was taken back."))
    held = hold_together(there.desk_id, there.pk, kept.ticket_id)
    there, here = held[there.pk], held[kept.ticket_id]
    back = _returning(here, there, kept)
    kept.undone_at = clock.now()
    kept.save(update_fields=["undone_at"])
    carry(back, there, here)
    TicketLink.objects.within(here.desk_id).filter(ticket=there, other=here, kind=LinkKind.RELATED).delete()
    tell_of_others(held[here.survivor_id or here.pk], here)
    count = len(back)
    fact = SplitUndone(ticket=here.pk, number=there.number, messages=count)
    emit(fact, actor=actor, desk_id=here.desk_id, reason=reason)
    other = SplitReturned(ticket=there.pk, number=here.number, messages=count)
    emit(other, actor=actor, desk_id=there.desk_id, reason=reason)
    if has_more(there):
        merge(actor=actor, ticket=there, into=here.number, reason=reason)
    else:
        put_away(actor, there, there)
    return here


def _new(here: Ticket, chosen: Sequence[Message], asks: Person, subject: str) -> NewTicket:
    first = chosen[0]
    return NewTicket(
        desk=here.desk,
        subject=subject.strip() or here.subject,
        body=Body(first.html, first.text or here.subject),
        requester=asks,
        kind=here.kind,
        priority=here.priority,
        team=here.team if here.team is not None and here.team.is_active else None,
        service=here.service if here.service is not None and here.service.is_active else None,
        location=here.location if here.location is not None and here.location.is_active else None,
        channel=Channel(first.channel),
        is_unproven=here.is_unproven and asks.pk == here.requester_id,
        may_answer=False,
        is_held=True,
    )


def _is_answer(message: Message) -> bool:
    return message.side == "agent" and not message.is_internal


def carry(messages: Sequence[Message], here: Ticket, there: Ticket) -> None:
    """Messages go over with their files, the letters that carry them, and what was told of them. Both tickets are
    held."""
    ids, arrived = [one.pk for one in messages], [one.inbound_id for one in messages if one.inbound_id is not None]
    Message.objects.within(here.desk_id).with_confidential("of the ticket at hand").filter(pk__in=ids).update(
        ticket=there
    )
    Attachment.objects.within(here.desk_id).with_confidential("of the ticket at hand").filter(
        message_id__in=ids
    ).update(ticket=there)
    letters_follow_messages(desk_id=here.desk_id, messages=ids, arrived=arrived, ticket_number=there.number)
    notifications_follow_messages(messages=ids, ticket_number=there.number)
    for one in (here, there):
        one.save(update_fields=rows.retold(one))


def _returning(here: Ticket, there: Ticket, kept: Split) -> list[Message]:
    """The messages that go back. Raises Conflict where they cannot."""
    merged.need_alone(there)
    merged.need_apart(here)
    for one in (here, there):
        if one.deleted_at is not None or one.is_spam:
            words = _("%(number)s is in the bin or spam: restore it first.")
            raise Conflict(words % {"number": one.number})
    back = list(there.messages.filter(pk__in=kept.messages))
    if not back:
        raise Conflict(_("None of the messages that came from there is here any more."))
    return back


def has_more(ticket: Ticket) -> bool:
    """Whether anything came since, written or about to be."""
    if ticket.messages.exists():
        return True
    return any(model.objects.within(ticket.desk_id).filter(ticket=ticket).exists() for model in (Draft, Held))
