"""Merging a ticket into another, and taking that back, be it days later. Why nothing moves:
docs/decisions/0032-merging-tickets.md."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction
from django.utils.translation import gettext as _

from deskhand.kernel import clock
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Conflict, Invalid, NotFound
from deskhand.kernel.events import emit
from deskhand.tickets import access, confiding, rows
from deskhand.tickets.actions.departing import send_waiting
from deskhand.tickets.actions.locking import hold_together
from deskhand.tickets.actions.merged_people import let_join, let_people_go
from deskhand.tickets.actions.passing_on import told_together
from deskhand.tickets.actions.transition import go, move
from deskhand.tickets.merging_events import TicketMerged, TicketMergedIn, TicketMergedOut, TicketUnmerged
from deskhand.tickets.models import Category, Merge, MessageKind, Status, Ticket
from deskhand.tickets.models.choices import FINISHED

MERGED_LIMIT = 100
"""Most tickets that can be merged into one."""


@transaction.atomic
def merge(
    *,
    actor: Actor,
    ticket: Ticket,
    into: int,
    follow: bool = False,
    reason: str = "",
    check: Callable[[Ticket], None] | None = None,
) -> Ticket:
    """Merge the ticket into the one of the number ``into`` on the same desk, and close it. From then on what is written
    on it is heard there. With ``follow`` its people follow that one: they get its answers and read all that is public
    on it. ``check`` is asked of the held ticket first. Raises Invalid for a ticket that cannot be named, Conflict for
    one that is merged already."""
    actor.need_on("tickets.merge", ticket)
    if into == ticket.number:
        raise _wrong(_("A ticket cannot be merged into itself."))
    here, there = _both(actor, ticket.number, into)
    if check is not None:
        check(here)
    need_mergeable(here, there, follow=follow)
    send_waiting(here)
    was = {"status_before": here.status_id, "resolved_at": here.resolved_at, "closed_at": here.closed_at}
    here.merged_into = here.survivor = there
    here.save(update_fields=rows.touched(here, clock.now(), "merged_into", "survivor"))
    Ticket.objects.within(here.desk_id).with_confidential("of the ticket at hand").filter(survivor=here).update(
        survivor=there
    )
    move(actor=actor, ticket=here, category=Category.CLOSED, because="merged")
    joined = let_join(actor, here, there) if follow else []
    Merge.objects.create(ticket=here, into=there, made_at=clock.now(), follow=follow, joined=joined, **was)
    there.save(update_fields=told_together(there))
    fact = TicketMerged(ticket=here.pk, number=there.number, joined=follow)
    emit(fact, actor=actor, desk_id=here.desk_id, reason=reason)
    emit(TicketMergedIn(ticket=there.pk, number=here.number), actor=actor, desk_id=there.desk_id, reason=reason)
    return here


@transaction.atomic
def unmerge(*, actor: Actor, ticket: Ticket, reason: str = "") -> Ticket:
    """Take back that the ticket was merged, at any time: it has its former status again, and goes on by itself with all
    that was written on it since. What was written on the other one stays there. Whoever followed that one because of
    the merge does not any more."""
    actor.need_on("tickets.merge", ticket)
    here = access.served_ticket_for(actor, ticket.number)
    held = hold_together(here.desk_id, here.pk)
    here = held[here.pk]
    kept: Merge | None = Merge.objects.within(here.desk_id).filter(ticket_id=here.pk, undone_at=None).first()
    if kept is None or here.survivor_id is None or here.merged_into_id != kept.into_id:
        raise Conflict(_("This ticket is not merged into another."))
    there, root = held[kept.into_id], held[here.survivor_id]
    kept.undone_at = clock.now()
    kept.save(update_fields=["undone_at"])
    set_apart(here)
    let_people_go(actor, kept, held)
    as_before(actor, here, kept)
    for left in {one.pk: one for one in (there, root)}.values():
        left.save(update_fields=told_together(left))
    here.save(update_fields=told_together(here))
    emit(TicketUnmerged(ticket=here.pk, number=there.number), actor=actor, desk_id=here.desk_id, reason=reason)
    emit(TicketMergedOut(ticket=there.pk, number=here.number), actor=actor, desk_id=there.desk_id, reason=reason)
    return here


def need_mergeable(here: Ticket, there: Ticket, *, follow: bool) -> None:
    """Raise Invalid or Conflict, in words that say what to do, where the one cannot be merged into the other."""
    _need_one_desk(here, there)
    if not confiding.is_one_list(here, there):
        raise _wrong(_("Only confidential tickets that the same people may read can be merged with each other."))
    if here.is_task or there.is_task:
        raise _wrong(_("A task is not merged: resolve or cancel it."))
    for one in (here, there):
        if one.deleted_at is not None or one.is_spam:
            words = _("%(number)s is in the bin or spam: restore it first.")
            raise _wrong(words % {"number": one.number})
    if here.merged_into is not None:
        words = _("%(number)s is merged into %(into)s already. Take that back first.")
        raise Conflict(words % {"number": here.number, "into": here.merged_into.number})
    if there.survivor_id == here.pk:
        raise Conflict(_("%(number)s is merged into this ticket. Take that back first.") % {"number": there.number})
    if there.survivor is not None:
        words = _("%(number)s is merged into %(into)s: merge into that one.")
        raise Conflict(words % {"number": there.number, "into": there.survivor.number})
    if here.added_to_number is not None:
        words = _("%(number)s was added to %(into)s already.")
        raise Conflict(words % {"number": here.number, "into": here.added_to_number})
    if follow and here.is_unproven:
        raise Invalid(_("The address of the requester is not proven: they cannot follow another ticket."))
    if there.merged_tickets.count() + here.merged_tickets.count() >= MERGED_LIMIT:
        raise Conflict(_("At most %(limit)s tickets can be merged into one.") % {"limit": MERGED_LIMIT})


def set_apart(ticket: Ticket) -> None:
    """The ticket is heard by itself again, and so is what was merged into it before. The caller holds it."""
    ticket.merged_into = ticket.survivor = None
    ticket.save(update_fields=rows.touched(ticket, clock.now(), "merged_into", "survivor"))
    desk = Ticket.objects.within(ticket.desk_id).with_confidential("of the ticket at hand")
    level = [ticket.pk]
    while level:
        level = list(desk.filter(merged_into_id__in=level).values_list("pk", flat=True))
        desk.filter(pk__in=level).update(survivor_id=ticket.pk)


def as_before(actor: Actor, ticket: Ticket, kept: Merge) -> None:
    """Give a ticket that is set apart its former status with its moments; the status of its category that is in use if
    that one is not. A ticket that had ended or was on hold opens if its requester's side wrote since: else nobody would
    see it. The caller holds it."""
    former = Status.objects.within(ticket.desk_id).filter(pk=kept.status_before).first()
    if former is None or not former.is_active:
        former = rows.default_status(ticket.desk_id, former.category if former else Category.OPEN)
    go(actor=actor, ticket=ticket, to=former, because="undo")
    ticket.resolved_at, ticket.closed_at = kept.resolved_at, kept.closed_at
    ticket.save(update_fields=["resolved_at", "closed_at"])
    since = ticket.messages.filter(kind=MessageKind.REPLY, side="requester", created_at__gte=kept.made_at)
    if ticket.category in (*FINISHED, Category.ON_HOLD) and since.exists():
        move(actor=actor, ticket=ticket, category=Category.OPEN, because="requester_reply")


def _both(actor: Actor, one: int, other: int) -> tuple[Ticket, Ticket]:
    """Both tickets, held with what is merged into them."""
    here = access.served_ticket_for(actor, one)
    try:
        there = access.served_ticket_for(actor, other)
    except NotFound:
        words = _("There is no ticket %(number)s that you serve.") % {"number": other}
        raise _wrong(words) from None
    _need_one_desk(here, there)
    held = hold_together(here.desk_id, here.pk, there.pk)
    return held[here.pk], held[there.pk]


def _need_one_desk(here: Ticket, there: Ticket) -> None:
    if here.desk_id != there.desk_id:
        raise _wrong(_("%(number)s is on another desk. Move it here first, then merge.") % {"number": there.number})


def _wrong(words: str) -> Invalid:
    return Invalid(words, {"into": words})
