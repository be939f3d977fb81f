"""Putting a ticket on hold until a time, or until another ticket is finished; and waking it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from deskhand.kernel import clock
from deskhand.kernel.actor import SYSTEM, Actor
from deskhand.kernel.errors import Conflict, IllegalTransition
from deskhand.kernel.events import emit
from deskhand.tickets import access, following, rows, snoozing, status_gates
from deskhand.tickets.actions import transition
from deskhand.tickets.actions.asleep import order
from deskhand.tickets.events_of_waiting import TicketSnoozed, TicketWoken
from deskhand.tickets.models import Category, Snooze, Status, Ticket
from deskhand.tickets.models.choices import FINISHED
from deskhand.tickets.snoozing import wrong

SNOOZED, WOKEN = "snoozed", "woken"
"""Why a status changed, as :class:`StatusChanged` tells it; a fact beside it tells the rest."""

LONGEST_CHAIN = 50
"""Tickets that may wait for one another in a row."""


@transaction.atomic
def snooze(*, actor: Actor, ticket: Ticket, until: datetime | None = None, after: Ticket | None = None) -> Ticket:
    """Put the ticket on hold until an instant, or until another ticket of its desk is resolved, closed, cancelled or
    deleted: whichever comes first. An answer of the requester wakes it before. What it waited for until now counts no
    more. Raises Invalid, IllegalTransition."""
    actor.need_on("tickets.status", ticket)
    locked, after = _both(actor, ticket, after)
    _check(locked, until, after)
    _put(actor, locked, until, after)
    if locked.category != Category.ON_HOLD:
        transition.go(actor=actor, ticket=locked, to=_status_to_wait_in(actor, locked), because=SNOOZED)
    said = until.isoformat() if until else ""
    fact = TicketSnoozed(ticket=locked.pk, until=said, after=after.number if after else None)
    emit(fact, actor=actor, desk_id=locked.desk_id)
    return locked


@transaction.atomic
def wake(*, actor: Actor, ticket: Ticket) -> Ticket:
    """Somebody goes on with it now: it is as it was before. Raises Conflict when it is not on hold until anything."""
    actor.need_on("tickets.status", ticket)
    locked = access.served_ticket_for(actor, ticket.number, locked=True)
    row = _of(locked)
    if row is None:
        raise Conflict(_("This ticket does not wait for anything any more."))
    _back(actor, locked, row, "by_hand")
    return locked


@transaction.atomic
def wake_due(*, snooze_id: int) -> datetime | None:
    """Wake a ticket if its time has come. Returns when it will have, if it has not; None when there is nothing to wait
    for any more. Called by the clock."""
    row = _locked_row(snooze_id)
    if row is None or row.wakes_at is None:
        return None
    if row.wakes_at > clock.now():
        return row.wakes_at
    _back(SYSTEM, row.ticket, row, "time")
    return None


@transaction.atomic
def wake_held_up(*, snooze_id: int) -> None:
    """Wake a ticket that waits for another one, if that is finished, in the bin, or not there any more."""
    row = _locked_row(snooze_id)
    if row is None or (row.after is None and row.wakes_at is not None):
        return
    if row.after is None or row.after.category in FINISHED or row.after.deleted_at is not None:
        _back(SYSTEM, row.ticket, row, "ticket")


def _both(actor: Actor, ticket: Ticket, after: Ticket | None) -> tuple[Ticket, Ticket | None]:
    """The two, locked in the order of their numbers: of two that would wait for each other, the second is refused."""
    numbers = sorted({ticket.number, *([after.number] if after is not None else [])})
    held = {number: access.served_ticket_for(actor, number, locked=True) for number in numbers}
    return held[ticket.number], held[after.number] if after is not None else None


def _check(ticket: Ticket, until: datetime | None, after: Ticket | None) -> None:
    if until is None and after is None:
        raise wrong(_("Say until when: a time, or another ticket."))
    if until is not None:
        snoozing.checked(until, now=clock.now())
    if after is not None:
        _check_other(ticket, after)


def _status_to_wait_in(actor: Actor, ticket: Ticket) -> Status:
    """The status of the category on hold that may follow on the ticket's own."""
    to = following.in_category(ticket.status, Category.ON_HOLD)
    if to is None:
        words = _("A ticket that is “%(status)s” cannot wait: open it first.")
        allowed = [one.key for one in following.after(ticket.status)]
        raise IllegalTransition(words % {"status": ticket.status.label}, allowed)
    status_gates.need_all(actor, ticket, to)
    return to


def _check_other(ticket: Ticket, after: Ticket) -> None:
    if after.desk_id != ticket.desk_id:
        raise wrong(_("A ticket can wait for one of its own desk only."), "after")
    if after.pk == ticket.pk:
        raise wrong(_("A ticket cannot wait for itself."), "after")
    if after.category in FINISHED or after.deleted_at is not None:
        raise wrong(_("Ticket %(number)s is finished already.") % {"number": after.number}, "after")
    if _waits_for(after, ticket):
        words = _("Ticket %(number)s waits for this one: both would wait for ever.")
        raise wrong(words % {"number": after.number}, "after")


def _waits_for(ticket: Ticket, other: Ticket) -> bool:
    """Whether a ticket waits for another one alone, by way of however many."""
    found: int | None = ticket.pk
    for _step in range(LONGEST_CHAIN):
        asleep = Snooze.objects.within(ticket.desk_id).in_force().filter(ticket_id=found, wakes_at=None)
        found = asleep.values_list("after_id", flat=True).first()
        if found is None or found == other.pk:
            break
    return found is not None


def _put(actor: Actor, ticket: Ticket, until: datetime | None, after: Ticket | None) -> None:
    row = Snooze.objects.within(ticket.desk_id).filter(ticket=ticket).first() or Snooze(ticket=ticket)
    if ticket.category != Category.ON_HOLD:
        row.status_before = ticket.status
    row.person_id, row.wakes_at, row.after, row.made_at = actor.person_id, until, after, clock.now()
    row.ended_at = None
    row.save()
    if until is not None:
        order(row.pk, until)


def _of(ticket: Ticket) -> Snooze | None:
    found = Snooze.objects.within(ticket.desk_id).in_force().select_related("status_before", "after")
    row: Snooze | None = found.filter(ticket=ticket).first()
    return row


def _locked_row(snooze_id: int) -> Snooze | None:
    """The row, with its ticket locked first, as everybody does."""
    found = Snooze.objects.beyond_walls("the clock serves all desks").in_force()
    ticket_id = found.filter(pk=snooze_id).values_list("ticket_id", flat=True).first()
    tickets = Ticket.objects.beyond_walls("the clock serves all desks").select_related("desk", "status")
    ticket = tickets.select_for_update(of=("self",)).filter(pk=ticket_id).first()
    if ticket is None:
        return None
    row: Snooze | None = found.select_related("status_before", "after").filter(pk=snooze_id).first()
    if row is not None:
        row.ticket = ticket
    return row


def _back(actor: Actor, ticket: Ticket, row: Snooze, because: str) -> None:
    fact = TicketWoken(
        ticket=ticket.pk, because=because, person=row.person_id, after=row.after.number if row.after else None
    )
    before = row.status_before
    row.delete()
    if ticket.category == Category.ON_HOLD:
        transition.go(actor=actor, ticket=ticket, to=_status_after(ticket, before), because=WOKEN)
    emit(fact, actor=actor, desk_id=ticket.desk_id)


def _status_after(ticket: Ticket, before: Status | None) -> Status:
    """The status that it had, if it may have it again; else that of open tickets."""
    if before is not None and _is_open_there(before, ticket.desk_id):
        return before
    return rows.default_status(ticket.desk_id, Category.OPEN)


def _is_open_there(one: Status, desk_id: int) -> bool:
    return one.is_active and one.desk_id == desk_id and one.category == Category.OPEN
