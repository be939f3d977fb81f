"""What follows on a ticket from what happens to a request to another desk: facts of its own, which tell nothing of that
desk but its name, going on where it waited, and news for those who have it."""

from __future__ import annotations

from deskhand.kernel.actor import SYSTEM
from deskhand.kernel.events import emit
from deskhand.kernel.prepared import Prepared
from deskhand.kernel.reactions import afterwards, together
from deskhand.notify.actions import tell
from deskhand.tickets import merged
from deskhand.tickets.actions.ask_desk import go_on_after_desk
from deskhand.tickets.asking_events import DeskAnswered, DeskFinished
from deskhand.tickets.events import MarkedSpam, StatusChanged, TicketCreated, TicketDeleted, TicketReplied
from deskhand.tickets.models import DeskRequest, Ticket
from deskhand.tickets.models.choices import FINISHED
from deskhand.tickets.notifications import people_with

GONE = "gone"
"""How a request ended that its desk took away."""


@together(TicketReplied)
def note_the_answer(fact: TicketReplied) -> None:
    """The ticket for which somebody asked has it in its history that the other desk answered."""
    for pk, asking, desk, is_confidential in _asking.rows(asked=fact.ticket):
        if is_confidential:
            continue
        said = DeskAnswered(ticket=asking, request=pk, asked_desk=fact.meta.desk_id or 0)
        emit(said, actor=SYSTEM, desk_id=desk)


@together(StatusChanged)
def note_the_end(fact: StatusChanged) -> None:
    """The same when the other desk is done."""
    if fact.new_category in FINISHED and fact.old_category not in FINISHED:
        _note_end(fact.ticket, fact.meta.desk_id, fact.new_category)


@together(TicketDeleted)
def note_that_it_is_gone(fact: TicketDeleted) -> None:
    """The same when the other desk puts it into the bin."""
    _note_end(fact.ticket, fact.meta.desk_id, GONE)


@together(MarkedSpam)
def note_that_it_is_spam(fact: MarkedSpam) -> None:
    """The same when it takes it for spam."""
    _note_end(fact.ticket, fact.meta.desk_id, GONE)


@together(TicketCreated)
def ask_on(fact: TicketCreated) -> None:
    """What continues a request that has ended belongs to the ticket that asked, too."""
    if fact.follows_up is None:
        return
    rows = DeskRequest.objects.beyond_walls("the fact names the request that goes on").in_force()
    for row in rows.filter(asked_id=fact.follows_up):
        DeskRequest.objects.create(
            asking_id=row.asking_id, asked_id=fact.ticket, desk_id=row.desk_id, asked_at=fact.meta.at
        )


@afterwards(DeskFinished)
def let_it_go_on(fact: DeskFinished) -> None:
    """A ticket that waited for the other desk is open again."""
    go_on_after_desk(request=fact.request)


@afterwards(DeskAnswered)
def tell_of_their_answer(fact: DeskAnswered) -> None:
    """Whoever has the ticket, and colleagues who follow it, hear that the other desk answered."""
    _tell("desk_answered", fact, fact.ticket)


@afterwards(DeskFinished)
def tell_of_their_end(fact: DeskFinished) -> None:
    """The same when that desk is done."""
    _tell("desk_finished", fact, fact.ticket)


def _note_end(asked: int, asked_desk: int | None, category: str) -> None:
    for pk, asking, desk, _is_confidential in _asking.rows(asked=asked):
        fact = DeskFinished(ticket=asking, request=pk, asked_desk=asked_desk or 0, category=category)
        emit(fact, actor=SYSTEM, desk_id=desk)


def _tell(kind: str, fact: DeskAnswered | DeskFinished, ticket_id: int) -> None:
    found = Ticket.objects.within(fact.meta.desk_id).listed().filter(pk=ticket_id)
    ticket = found.select_related("desk", "status", "requester", "team", "assignee").first()
    if ticket is not None:
        heard = merged.survivor_of(ticket)
        tell(kind=kind, fact=fact, people=people_with(heard), ticket_number=heard.number)


_asking = Prepared(
    lambda asked: (
        DeskRequest.objects.beyond_walls("the fact names what was asked")
        .in_force()
        .filter(asked_id=asked)
        .values_list("pk", "asking_id", "desk_id", "asked__is_confidential")
    )
)
