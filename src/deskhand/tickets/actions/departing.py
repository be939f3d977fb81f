"""Answers that waited leave, each once: by the clock, by hand, or before the ticket goes elsewhere."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from deskhand.accounts.actions import find_or_make_person
from deskhand.accounts.actors import actor_for
from deskhand.kernel import clock
from deskhand.kernel.actor import SYSTEM, Actor, Channel
from deskhand.kernel.errors import Conflict, DeskhandError
from deskhand.tickets import access
from deskhand.tickets.actions.holding import keep_back
from deskhand.tickets.actions.reply import answer
from deskhand.tickets.actions.transition import set_along
from deskhand.tickets.bodies import Body
from deskhand.tickets.models import Held, Message, Ticket


@transaction.atomic
def let_go(*, held_id: int) -> datetime | None:
    """Let an answer leave if its time has come. Returns when it will have, if it has not; None when there is nothing
    to wait for any more. Called by the clock."""
    rows = Held.objects.beyond_walls("the clock serves all desks")
    ticket_id = rows.filter(pk=held_id).values_list("ticket_id", flat=True).first()
    if ticket_id is None:
        return None
    ticket = _locked(ticket_id)  # The ticket first, as everybody does: an undo waits, and finds nothing to undo.
    row: Held | None = rows.select_for_update(of=("self",)).filter(pk=held_id).first()
    if row is None:
        return None
    if row.leaves_at > clock.now():
        return row.leaves_at
    _leave(row, ticket)
    return None


@transaction.atomic
def send_now(*, actor: Actor, ticket: Ticket, held: int) -> Message:
    """An answer that waits leaves at once, by its author. Raises Conflict when it does not wait any more."""
    actor.need_on("tickets.reply", ticket)
    locked = access.served_ticket_for(actor, ticket.number, locked=True)
    rows = Held.objects.within(locked.desk_id).select_for_update(of=("self",))
    row: Held | None = rows.filter(pk=held, ticket=locked, author_id=actor.person_id).first()
    if row is None:
        raise Conflict(_("This answer does not wait any more: it has left, or was taken back."))
    return _answered(row, locked, actor.through(Channel(row.channel)))


def send_waiting(ticket: Ticket) -> None:
    """What was sent on the ticket and only waits for an undo leaves now, for the ticket goes elsewhere. The caller
    holds the ticket."""
    for row in Held.objects.within(ticket.desk_id).select_for_update(of=("self",)).filter(ticket=ticket):
        if not row.is_planned:
            _leave(row, ticket)


def _leave(row: Held, ticket: Ticket) -> None:
    """What was sent leaves whatever became of its author since. What was planned does not leave in the name of somebody
    who could not write it now."""
    actor = actor_for(row.author, Channel(row.channel))
    if row.is_planned and not (row.author.is_active and actor.may_on("tickets.reply", ticket)):
        keep_back(SYSTEM, row, "author_gone")
        return
    try:
        with transaction.atomic():
            _answered(row, ticket, actor)
    except DeskhandError:  # More followers than there may be, say: nobody is there to read it, so it is kept.
        keep_back(SYSTEM, row, "refused")


def _answered(row: Held, ticket: Ticket, actor: Actor) -> Message:
    """Make the answer of it. If the ticket got another status after it was sent, the later choice counts."""
    counts = row.is_planned or row.status_before == ticket.status_id
    then, was = row.then if counts else None, ticket.status
    message = answer(
        actor,
        ticket,
        Body(row.html, row.text),
        attachments=list(row.attachments.order_by("pk")),
        cc=[find_or_make_person(actor=actor, email=one) for one in row.cc],
        takes_up=counts,
    )
    if then is not None:
        set_along(actor=actor, ticket=ticket, to=then, since=was)
    row.delete()
    return message


def _locked(pk: int) -> Ticket:
    found: Ticket = (
        Ticket.objects.beyond_walls("the row names the ticket")
        .select_related("desk", "status", "requester", "team", "assignee")
        .select_for_update(of=("self",))
        .get(pk=pk)
    )
    return found
