"""Keeping tickets in the word index: after every fact that changes what a ticket is found by."""

from __future__ import annotations

from collections.abc import Sequence

from deskhand.kernel import slots
from deskhand.kernel.events import Fact
from deskhand.kernel.reactions import afterwards
from deskhand.search import index
from deskhand.tickets.events import (
    LetterFiled,
    RequesterReplied,
    TicketChanged,
    TicketCreated,
    TicketMoved,
    TicketNoted,
    TicketPurged,
    TicketReplied,
)
from deskhand.tickets.joining_events import LetterUnjoined
from deskhand.tickets.keeping_events import NotesKept, NotesReturned
from deskhand.tickets.models import Ticket
from deskhand.tickets.query_words import KIND, parts_of
from deskhand.tickets.splitting_events import SplitReturned, SplitUndone, TicketSplit, TicketSplitOff


@afterwards(
    TicketCreated,
    TicketReplied,
    RequesterReplied,
    TicketNoted,
    LetterFiled,
    LetterUnjoined,
    TicketChanged,
    TicketMoved,
    TicketSplit,
    TicketSplitOff,
    SplitUndone,
    SplitReturned,
    NotesKept,
    NotesReturned,
)
def index_ticket(event: Fact) -> None:
    """Bring the ticket's words up to date."""
    found = Ticket.objects.beyond_walls("the index serves all desks").select_related("requester", "affected")
    ticket = found.select_related("organization").filter(pk=event.subject_id).first()
    if ticket is not None:  # Purged meanwhile: then its words are gone, too.
        index.put(KIND, ticket.pk, ticket.desk_id, parts_of(ticket))


@afterwards(TicketPurged)
def forget_ticket(event: TicketPurged) -> None:
    """A purged ticket is not found any more."""
    index.remove(KIND, event.ticket)


def index_history(tickets: Sequence[Ticket]) -> None:
    """Index tickets that were just written in bulk. Three queries for all of them, and the writing."""
    found = Ticket.objects.beyond_walls("just written").filter(pk__in=[one.pk for one in tickets])
    whole = found.select_related("requester", "affected", "organization").prefetch_related("messages__attachments")
    index.put_many(KIND, (index.Entry(one.pk, one.desk_id, parts_of(one)) for one in whole))


slots.fill("history_written", index_history)
