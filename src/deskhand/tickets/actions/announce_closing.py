"""Telling requesters that silence is about to close their ticket."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from deskhand.kernel import clock
from deskhand.kernel.actor import SYSTEM
from deskhand.kernel.events import emit
from deskhand.kernel.models import Event
from deskhand.tickets import letters, silence
from deskhand.tickets.events import TicketCreated
from deskhand.tickets.events_of_waiting import ClosingAnnounced
from deskhand.tickets.models import Category, Kind, Ticket


@transaction.atomic
def announce_closing(*, ticket_id: int) -> bool:
    """Write to the requester of one resolved ticket that silence closes it, once for each silence. Not to machines, not
    to addresses that nobody has confirmed the request of, and not within the hour of another automatic letter: then
    the next look does it. Returns whether a letter was written."""
    ticket: Ticket | None = (
        Ticket.objects.beyond_walls("the warning job serves all desks")
        .listed()
        .exclude(kind=Kind.TASK)
        .select_related("desk", "status", "requester", "team", "assignee")
        .select_for_update(of=("self",))
        .filter(pk=ticket_id, category=Category.RESOLVED, is_unproven=False)
        .first()
    )
    closes_at = _closes_at(ticket) if ticket is not None else None
    if ticket is None or closes_at is None or not _is_for_a_person(ticket):
        return False
    if letters.is_spared(ticket.requester.email or ""):
        return False
    letters.announce_closing(ticket, closes_at)
    fact = ClosingAnnounced(ticket=ticket.pk, closes_at=closes_at.isoformat())
    emit(fact, actor=SYSTEM, desk_id=ticket.desk_id)
    return True


def _closes_at(ticket: Ticket) -> datetime | None:
    """When silence closes it, if its requester shall be told now and has not been."""
    desk, now = ticket.desk, clock.now()
    silent_since = max(ticket.last_message_at, ticket.resolved_at or ticket.last_message_at)
    if not 0 < desk.warn_days < desk.close_days:
        return None
    after = silence.days_for(ticket)
    closes_at = after(silent_since, desk.close_days)
    if not after(silent_since, desk.close_days - desk.warn_days) <= now < closes_at:
        return None
    told = Event.objects.filter(subject_kind="ticket", subject_id=ticket.pk, code=ClosingAnnounced.code)
    return None if told.filter(at__gte=silent_since).exists() else closes_at


def _is_for_a_person(ticket: Ticket) -> bool:
    """A machine that opened it gets nothing."""
    if not ticket.requester.email or not ticket.requester.is_active:
        return False
    opened = Event.objects.filter(subject_kind="ticket", subject_id=ticket.pk, code=TicketCreated.code)
    values = opened.values_list("values", flat=True).first() or {}
    return bool(values.get("may_answer", True))
