"""Changing the status."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from deskhand.kernel import clock
from deskhand.kernel.actor import SYSTEM, Actor
from deskhand.kernel.errors import Denied, IllegalTransition
from deskhand.kernel.events import emit
from deskhand.tickets import access, following, merged, own_moves, rows, silence, status, status_gates
from deskhand.tickets.actions.asleep import wait_no_more
from deskhand.tickets.actions.holding import keep_plans_back
from deskhand.tickets.events import StatusChanged, TicketReopened
from deskhand.tickets.models import Category, Status, Ticket
from deskhand.tickets.models.choices import FINISHED


@transaction.atomic
def set_status(*, actor: Actor, ticket: Ticket, to: Status, reason: str = "", since: Status | None = None) -> Ticket:
    """An agent sets a status. Raises IllegalTransition with the keys of the statuses that can follow, and Invalid with
    what the ticket must have first (:mod:`deskhand.tickets.status_gates`). ``since`` is the status after which it was
    chosen, if what came with it has changed that."""
    actor.need_on("tickets.status", ticket)
    locked = access.served_ticket_for(actor, ticket.number, locked=True)
    merged.need_apart(locked)
    following.need_may_become(since or locked.status, to)
    status_gates.need_all(actor, locked, to)
    _write(actor, locked, to, reason=reason)
    return locked


REPLACEMENTS = 40
"""So many replacements of statuses that were put away are followed: as many as a desk can have statuses."""


def set_along(*, actor: Actor, ticket: Ticket, to: Status, since: Status) -> None:
    """The status that was chosen with an answer, when that leaves. The caller holds the ticket and has asked for
    permission; what is not in use any more, cannot follow ``since`` or lacks something by now is passed over."""
    to = _in_use(to)
    if (
        ticket.merged_into_id is None
        and to.is_active
        and to.desk_id == ticket.desk_id
        and following.may_become(since, to)
        and not status_gates.missing(actor, ticket, to)
    ):
        _write(actor, ticket, to)


@transaction.atomic
def own_transition(*, actor: Actor, ticket: Ticket, category: str) -> Ticket:
    """A requester resolves, reopens or withdraws their own ticket. Raises Denied or IllegalTransition."""
    access.need_own_side(actor, ticket)
    locked = access.own_ticket_for(actor, ticket.number, locked=True)
    if category not in status.REQUESTER_MAY[locked.category]:
        raise IllegalTransition(
            _("This cannot be done with the request as it is now."), list(status.REQUESTER_MAY[locked.category])
        )
    own_moves.need_free(locked, category)
    in_time = status.may_reopen(locked.resolved_at, now=clock.now(), reopen_days=locked.desk.reopen_days)
    if category == Category.OPEN and not in_time:
        raise Denied(_("It is too late to reopen this request. Write an answer: it opens a new one linked to this."))
    _write(actor, locked, rows.default_status(locked.desk_id, category), because="requester")
    return locked


@transaction.atomic
def restore_status(*, actor: Actor, ticket: Ticket, to: Status) -> Ticket:
    """The undo of a change of status: back to the former one, whatever usually may follow."""
    actor.need_on("tickets.status", ticket)
    locked = access.served_ticket_for(actor, ticket.number, locked=True)
    merged.need_apart(locked)
    _write(actor, locked, to, because="undo")
    return locked


def move(*, actor: Actor, ticket: Ticket, category: str, because: str) -> None:
    """The consequence of something else: go to the default status of ``category`` unless already in it. The ticket
    is locked by the caller."""
    if category != ticket.category:
        _write(actor, ticket, rows.default_status(ticket.desk_id, category), because=because)


def go(*, actor: Actor, ticket: Ticket, to: Status, because: str) -> None:
    """The consequence of something else: go to this status. The ticket is locked by the caller."""
    _write(actor, ticket, to, because=because)


@transaction.atomic
def close_silent(*, ticket_id: int) -> bool:
    """Close one resolved ticket after its desk's days of silence. Returns whether it was closed."""
    ticket: Ticket | None = (
        Ticket.objects.beyond_walls("the closing job serves all desks")
        .select_related("desk", "status")
        .select_for_update(of=("self",))
        .filter(pk=ticket_id)
        .first()
    )
    if ticket is None or not status.closes(
        ticket.category,
        last_message_at=ticket.last_message_at,
        resolved_at=ticket.resolved_at,
        now=clock.now(),
        close_days=ticket.desk.close_days,
        after=silence.days_for(ticket),
    ):
        return False
    _write(SYSTEM, ticket, rows.default_status(ticket.desk_id, Category.CLOSED), because="silence")
    return True


def _write(actor: Actor, ticket: Ticket, to: Status, *, because: str = "", reason: str = "") -> None:
    to = _in_use(to)
    if not to.is_active:
        to = rows.default_status(ticket.desk_id, to.category)
    if ticket.status_id == to.pk:
        return
    old, old_category, at = ticket.status, ticket.category, clock.now()
    ticket.status, ticket.category = to, to.category
    if to.category == Category.RESOLVED and old_category != Category.RESOLVED:
        ticket.resolved_at = at
    if to.category in (Category.CLOSED, Category.CANCELLED):
        ticket.closed_at = at
    if to.category not in FINISHED:
        ticket.resolved_at = ticket.closed_at = None
    ticket.save(update_fields=rows.touched(ticket, at, "status", "category", "resolved_at", "closed_at"))
    changed = StatusChanged(
        ticket=ticket.pk,
        old=old.key,
        new=to.key,
        old_category=old_category,
        new_category=to.category,
        because=because,
        old_pauses=old.pauses,
        new_pauses=to.pauses,
    )
    emit(changed, actor=actor, desk_id=ticket.desk_id, reason=reason)
    wait_no_more(ticket, old_category, at, is_undo=because == "undo")
    if to.category in (Category.CLOSED, Category.CANCELLED):
        keep_plans_back(actor, ticket, "ended")
    if old_category in FINISHED and to.category not in FINISHED:
        emit(TicketReopened(ticket=ticket.pk, old_category=old_category), actor=actor, desk_id=ticket.desk_id)


def _in_use(status: Status) -> Status:
    """The status, or what replaced it since it was put away: itself again if nothing in use did."""
    found = status
    for _step in range(REPLACEMENTS):
        if found.is_active or found.replaced_by is None:
            break
        found = found.replaced_by
    return found if found.is_active else status
