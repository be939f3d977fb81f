"""What follows from facts about tickets, in their own transaction: letters to the requester's side, and the waking of
what waited for another ticket."""

from __future__ import annotations

from deskhand.accounts.events import RoleTaken
from deskhand.accounts.models import Desk, Person
from deskhand.kernel import sharing
from deskhand.kernel.actor import SYSTEM
from deskhand.kernel.prepared import Prepared
from deskhand.kernel.reactions import together
from deskhand.tickets import asking_consequences, letters  # noqa: F401 (loads what follows from requests to desks)
from deskhand.tickets.actions.asleep import go_along, order_waking, part
from deskhand.tickets.actions.followers import let_mentioned_go
from deskhand.tickets.events import StatusChanged, TicketCreated, TicketDeleted, TicketMoved, TicketReplied
from deskhand.tickets.models import Message, Status, Ticket
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
    """Tickets that waited for the end of this one wake; if it was merged, they wait for the one where it goes on."""
    if fact.because == "merged":
        go_along(ticket_id=fact.ticket)
    elif fact.new_category in FINISHED and fact.old_category not in FINISHED:
        order_waking(fact.ticket)


@together(RoleTaken)
def end_what_mentions_began(fact: RoleTaken) -> None:
    """Whoever leaves a desk does not become a follower from outside because a note once mentioned them."""
    let_mentioned_go(SYSTEM, desk_id=fact.desk, person_id=fact.person)


@together(TicketDeleted)
def let_others_go_on_without(fact: TicketDeleted) -> None:
    """Nobody waits for what is in the bin."""
    order_waking(fact.ticket)


@together(TicketMoved)
def part_from_what_stays(fact: TicketMoved) -> None:
    """A ticket that goes to another desk waits for none that stays, and none that stays waits for it."""
    part(ticket_id=fact.ticket)


def _ticket(pk: int) -> Ticket:
    """The ticket with what every letter about it names."""
    found: Ticket = _of_fact.rows(pk=pk)[0]
    found.desk = sharing.once(("desk", found.desk_id), lambda: _desk.rows(pk=found.desk_id)[0])
    found.status = sharing.once(("status", found.status_id), lambda: _status.rows(pk=found.status_id)[0])
    found.requester = _person.rows(pk=found.requester_id)[0]
    return found


def _message(ticket: Ticket, pk: int) -> Message:
    found: Message = _said.rows(ticket=ticket.pk, pk=pk)[0]
    found.ticket = ticket
    if found.author_id == ticket.requester_id:
        found.author = ticket.requester
    return found


_of_fact = Prepared(lambda pk: Ticket.objects.beyond_walls("the fact names the ticket").filter(pk=pk))
_desk = Prepared(lambda pk: Desk.objects.filter(pk=pk))
_status = Prepared(lambda pk: Status.objects.beyond_walls("the ticket's").filter(pk=pk))
_person = Prepared(lambda pk: Person.objects.filter(pk=pk))
_said = Prepared(
    lambda ticket, pk: Message.objects.beyond_walls("the fact names the message").filter(ticket_id=ticket, pk=pk)
)
