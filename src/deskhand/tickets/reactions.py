"""What follows from facts about tickets, in their own transaction: letters to the requester's side, and the waking of
what waited for another ticket."""

from __future__ import annotations

from deskhand.kernel.reactions import together
from deskhand.tickets import letters
from deskhand.tickets.actions.snooze import part
from deskhand.tickets.events import StatusChanged, TicketCreated, TicketDeleted, TicketMoved, TicketReplied
from deskhand.tickets.jobs import let_go_on
from deskhand.tickets.models import Message, Snooze, Ticket
from deskhand.tickets.models.choices import FINISHED


@together(TicketReplied)
def mail_the_answer(fact: TicketReplied) -> None:
    """The requester's side gets the answer by mail."""
    ticket = _ticket(fact.ticket)
    letters.send_answer(ticket, _message(ticket, fact.message))


@together(TicketCreated)
def tell_the_requester(fact: TicketCreated) -> None:
    """The requester learns that the ticket is there: by the agent's own words if an agent wrote first (while these can
    be taken back, by nothing), else by an acknowledgement; machines, and people who wrote within the hour already, get
    nothing."""
    if fact.message is None:
        return
    ticket = _ticket(fact.ticket)
    message = _message(ticket, fact.message)
    if message.side == "agent" and not message.is_internal:
        letters.send_answer(ticket, message)
        return
    if not fact.may_answer or not ticket.requester.email:
        return
    if fact.is_unproven:
        if not letters.is_spared(ticket.requester.email):
            letters.confirm_receipt(ticket)
    elif fact.meta.actor_id != ticket.requester_id:
        letters.acknowledge(ticket, message, kind="entered")
    elif not letters.is_spared(ticket.requester.email):
        letters.acknowledge(ticket, message)


@together(StatusChanged)
def let_others_go_on(fact: StatusChanged) -> None:
    """Tickets that waited for the end of this one wake."""
    if fact.new_category in FINISHED and fact.old_category not in FINISHED:
        _order_waking(fact.ticket)


@together(TicketDeleted)
def let_others_go_on_without(fact: TicketDeleted) -> None:
    """Nobody waits for what is in the bin."""
    _order_waking(fact.ticket)


@together(TicketMoved)
def part_from_what_stays(fact: TicketMoved) -> None:
    """A ticket that goes to another desk waits for none that stays, and none that stays waits for it."""
    part(ticket_id=fact.ticket)


def _order_waking(ticket_id: int) -> None:
    asleep = Snooze.objects.beyond_walls("both tickets are on one desk").filter(after_id=ticket_id)
    for pk in asleep.values_list("pk", flat=True):
        let_go_on.put(unique_key=f"let_go_on:{pk}", snooze_id=pk)


def _ticket(pk: int) -> Ticket:
    found: Ticket = (
        Ticket.objects.beyond_walls("the fact names the ticket")
        .select_related("desk", "status", "requester", "affected", "team", "assignee")
        .get(pk=pk)
    )
    return found


def _message(ticket: Ticket, pk: int) -> Message:
    found: Message = ticket.messages.select_related("author").get(pk=pk)
    return found
