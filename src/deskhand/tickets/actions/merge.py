"""Merging a ticket into another, and taking that back, be it days later. Why nothing moves:
docs/decisions/0032-merging-tickets.md."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from deskhand.accounts.merging import who_is_now
from deskhand.accounts.models import Person
from deskhand.kernel import clock
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Conflict, Invalid, NotFound
from deskhand.kernel.events import emit
from deskhand.tickets import access, rows
from deskhand.tickets.actions.departing import send_waiting
from deskhand.tickets.actions.followers import add_followers
from deskhand.tickets.actions.transition import move, restore_status
from deskhand.tickets.events import FollowerRemoved
from deskhand.tickets.merging_events import TicketMerged, TicketMergedIn, TicketMergedOut, TicketUnmerged
from deskhand.tickets.models import Category, Follower, Merge, Message, MessageKind, Status, Ticket
from deskhand.tickets.models.choices import FINISHED

MERGED_LIMIT = 100
"""Most tickets that can be merged into one."""


@transaction.atomic
def merge(*, actor: Actor, ticket: Ticket, into: int, follow: bool = False, reason: str = "") -> Ticket:
    """Merge the ticket into the one of the number ``into`` on the same desk, and close it. From then on what is written
    on it is heard there. With ``follow`` its people follow that one: they get its answers and read all that is public
    on it. Raises Invalid for a ticket that cannot be named, Conflict for one that is merged already."""
    actor.need("tickets.merge", ticket.desk_id)
    if into == ticket.number:
        raise _wrong(_("A ticket cannot be merged into itself."))
    here, there = _both(actor, ticket.number, into)
    need_mergeable(here, there, follow=follow)
    send_waiting(here)
    was = {"status_before": here.status_id, "resolved_at": here.resolved_at, "closed_at": here.closed_at}
    here.merged_into = here.survivor = there
    here.save(update_fields=rows.touched(here, clock.now(), "merged_into", "survivor"))
    Ticket.objects.within(here.desk_id).filter(survivor=here).update(survivor=there)
    move(actor=actor, ticket=here, category=Category.CLOSED, because="merged")
    joined = _let_join(actor, here, there) if follow else []
    Merge.objects.create(ticket=here, into=there, made_at=clock.now(), joined=joined, **was)
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
    actor.need("tickets.merge", ticket.desk_id)
    kept: Merge | None = Merge.objects.within(ticket.desk_id).filter(ticket_id=ticket.pk, undone_at=None).first()
    if kept is None:
        raise Conflict(_("This ticket is not merged into another."))
    here, there = _both(actor, ticket.number, kept.into.number)
    if here.merged_into_id is None:
        raise Conflict(_("This ticket is not merged into another."))
    root = here.survivor
    kept.undone_at = clock.now()
    kept.save(update_fields=["undone_at"])
    set_apart(here)
    _let_people_go(actor, there, kept.joined)
    here = _as_before(actor, here, kept)
    for left in {one.pk: one for one in (there, root) if one is not None}.values():
        left.save(update_fields=told_together(left))
    here.save(update_fields=told_together(here))
    emit(TicketUnmerged(ticket=here.pk, number=there.number), actor=actor, desk_id=here.desk_id, reason=reason)
    emit(TicketMergedOut(ticket=there.pk, number=here.number), actor=actor, desk_id=there.desk_id, reason=reason)
    return here


def need_mergeable(here: Ticket, there: Ticket, *, follow: bool) -> None:
    """Raise Invalid or Conflict, in words that say what to do, where the one cannot be merged into the other."""
    if here.desk_id != there.desk_id:
        raise _wrong(_("%(number)s is on another desk. Move it here first, then merge.") % {"number": there.number})
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
    desk = Ticket.objects.within(ticket.desk_id)
    level = [ticket.pk]
    while level:
        level = list(desk.filter(merged_into_id__in=level).values_list("pk", flat=True))
        desk.filter(pk__in=level).update(survivor_id=ticket.pk)


def told_together(ticket: Ticket) -> list[str]:
    """Put on a ticket what lists show agents of the newest message on it or on those merged into it; what requesters
    see in their lists stays as it is. Returns the fields to save."""
    messages = Message.objects.within(ticket.desk_id)
    own = messages.filter(ticket_id=ticket.pk).order_by("created_at", "id").last()
    merged = messages.filter(ticket__survivor_id=ticket.pk, ticket__deleted_at=None, ticket__is_spam=False)
    newest = max((one for one in (own, merged.order_by("created_at", "id").last()) if one), key=_when, default=None)
    return rows.heard_of(ticket, newest) if newest is not None else []


def _when(message: Message) -> tuple[datetime, int]:
    return message.created_at, message.pk


def _both(actor: Actor, one: int, other: int) -> tuple[Ticket, Ticket]:
    """Both tickets, held in the order of their numbers."""
    held: dict[int, Ticket] = {}
    for number in sorted((one, other)):
        try:
            held[number] = access.served_ticket_for(actor, number, locked=True)
        except NotFound:
            if number == one:
                raise
            words = _("There is no ticket %(number)s that you serve.") % {"number": other}
            raise _wrong(words) from None
    return held[one], held[other]


def _let_join(actor: Actor, here: Ticket, there: Ticket) -> list[int]:
    """Everybody on the one follows the other. Gives the ids of those who did not yet."""
    before = set(there.followers.values_list("person_id", flat=True))
    following = Follower.objects.within(here.desk_id).filter(ticket=here).select_related("person")
    people: list[Person | None] = [here.requester, here.affected, *(one.person for one in following)]
    add_followers(actor, there, [one for one in people if one is not None and one.is_active])
    return sorted(set(there.followers.values_list("person_id", flat=True)) - before)


def _let_people_go(actor: Actor, there: Ticket, joined: Sequence[int]) -> None:
    for person_id in {who_is_now(one) for one in joined}:
        gone, _rows = there.followers.filter(person_id=person_id).delete()
        if gone:
            emit(FollowerRemoved(ticket=there.pk, person=person_id), actor=actor, desk_id=there.desk_id)


def _as_before(actor: Actor, ticket: Ticket, kept: Merge) -> Ticket:
    """The former status with its moments. A ticket that had ended opens again if its requester's side wrote since: else
    nobody would see it."""
    former = Status.objects.within(ticket.desk_id).filter(pk=kept.status_before).first()
    to = former or rows.default_status(ticket.desk_id, Category.OPEN)
    back = restore_status(actor=actor, ticket=ticket, to=to)
    back.resolved_at, back.closed_at = kept.resolved_at, kept.closed_at
    back.save(update_fields=["resolved_at", "closed_at"])
    since = back.messages.filter(kind=MessageKind.REPLY, side="requester", created_at__gte=kept.made_at)
    if back.category in FINISHED and since.exists():
        move(actor=actor, ticket=back, category=Category.OPEN, because="requester_reply")
    return back


def _wrong(words: str) -> Invalid:
    return Invalid(words, {"into": words})
