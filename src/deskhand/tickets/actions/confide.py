"""Making a ticket confidential, opening it up again, and saying who may know of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from deskhand.accounts.actors import person_of
from deskhand.accounts.models import Person
from deskhand.kernel import clock
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Conflict, Invalid
from deskhand.kernel.events import emit
from deskhand.tickets import access, confiding, curtain, rows
from deskhand.tickets.confiding import READER_LIMIT, Readers
from deskhand.tickets.confiding_events import (
    ExclusionEnded,
    PersonExcluded,
    ReaderAdded,
    ReaderRemoved,
    TicketConfided,
    TicketOpenedUp,
)
from deskhand.tickets.events import FollowerRemoved
from deskhand.tickets.models import Presence, Ticket


@transaction.atomic
def confide(
    *, actor: Actor, ticket: Ticket, readers: Sequence[Person], excluded: Sequence[Person] = (), reason: str = ""
) -> Ticket:
    """Close the ticket to everybody on its desk but ``readers``; ``excluded`` never read it, whatever their part in it.
    Colleagues who follow it and are not among them follow it no more. What was merged into it goes along. Raises
    Invalid for a list that cannot be one, or while somebody who is not on it has the ticket; Conflict where it is
    confidential already or was merged into another one."""
    actor.need_on("tickets.confide", ticket)
    locked = access.served_ticket_for(actor, ticket.number, locked=True)
    if locked.is_confidential:
        raise Conflict(_("This is confidential already."))
    if locked.merged_into_id is not None:
        raise Conflict(_("This was merged into another one. Make that one confidential."))
    chosen = Readers(readers=readers, excluded=excluded)
    confiding.need_fit(locked.desk_id, chosen)
    _need_assignee_among(locked, readers)
    for one in (locked, *locked.merged_tickets.select_for_update(of=("self",)).order_by("number")):
        _draw(actor, one, chosen, reason)
    return locked


@transaction.atomic
def open_up(*, actor: Actor, ticket: Ticket, reason: str) -> Ticket:
    """Let everybody who serves the desk read the ticket again, and what was merged into it. Raises Invalid without a
    reason."""
    actor.need_on("tickets.confide", ticket)
    locked = access.served_ticket_for(actor, ticket.number, locked=True)
    if not reason.strip():
        raise Invalid(_("A reason is missing."), {"reason": _("Say why everybody on the desk may read this.")})
    if not locked.is_confidential:
        raise Conflict(_("This is not confidential."))
    if locked.merged_into_id is not None:
        raise Conflict(_("This was merged into another one. Open that one up."))
    for one in (locked, *locked.merged_tickets.select_for_update(of=("self",)).order_by("number")):
        one.is_confidential = False
        one.save(update_fields=rows.touched(one, clock.now(), "is_confidential"))
        one.need_to_know.all().delete()
        curtain.forget(one)
        emit(TicketOpenedUp(ticket=one.pk), actor=actor, desk_id=one.desk_id, reason=reason)
    return locked


@transaction.atomic
def let_know(*, actor: Actor, ticket: Ticket, person: Person) -> None:
    """Put somebody with a role on the desk on the list. Raises Invalid for anybody else, and for who is excluded."""
    locked = _held(actor, ticket)
    standing = curtain.standing(locked, person.pk)
    if standing == curtain.LISTED:
        return
    if standing == curtain.EXCLUDED:
        raise _wrong(_("%(person)s is excluded from this. Take that back first.") % {"person": person.name})
    confiding.need_fit(locked.desk_id, Readers(readers=[person]))
    _need_room(locked)
    for one in _whole(locked):
        one.need_to_know.create(person=person, added_by=person_of(actor), added_at=clock.now())
        curtain.forget(one)
        emit(ReaderAdded(ticket=one.pk, person=person.pk), actor=actor, desk_id=one.desk_id)


@transaction.atomic
def let_know_no_more(*, actor: Actor, ticket: Ticket, person: Person) -> None:
    """Take somebody off the list, oneself too. The last reader stays, and whoever has the ticket: Invalid."""
    locked = _held(actor, ticket)
    if curtain.standing(locked, person.pk) != curtain.LISTED:
        return
    _need_other_reader(locked, person)
    for one in _whole(locked):
        _listed(one, person).delete()
        curtain.forget(one)
        emit(ReaderRemoved(ticket=one.pk, person=person.pk), actor=actor, desk_id=one.desk_id)
        send_away(actor, one)


@transaction.atomic
def exclude(*, actor: Actor, ticket: Ticket, person: Person) -> None:
    """Never let the person read the ticket: not as staff, not as requester or follower, not through broken glass.
    Raises Invalid for oneself, the last reader, and whoever has the ticket."""
    locked = _held(actor, ticket)
    standing = curtain.standing(locked, person.pk)
    if standing == curtain.EXCLUDED:
        return
    if person.pk == actor.person_id:
        raise _wrong(_("Nobody excludes themselves. Ask somebody else on the list."))
    if standing == curtain.LISTED:
        _need_other_reader(locked, person)
    else:
        _need_room(locked)
    for one in _whole(locked):
        _listed(one, person).delete()
        one.need_to_know.create(person=person, is_excluded=True, added_by=person_of(actor), added_at=clock.now())
        curtain.forget(one)
        emit(PersonExcluded(ticket=one.pk, person=person.pk), actor=actor, desk_id=one.desk_id)
        send_away(actor, one)


@transaction.atomic
def exclude_no_more(*, actor: Actor, ticket: Ticket, person: Person) -> None:
    """Take back that somebody is excluded; that alone puts nobody on the list."""
    locked = _held(actor, ticket)
    if curtain.standing(locked, person.pk) != curtain.EXCLUDED:
        return
    for one in _whole(locked):
        _listed(one, person).delete()
        curtain.forget(one)
        emit(ExclusionEnded(ticket=one.pk, person=person.pk), actor=actor, desk_id=one.desk_id)


def _held(actor: Actor, ticket: Ticket) -> Ticket:
    """The confidential ticket, held, if the actor may say who knows of it."""
    actor.need_on("tickets.confide", ticket)
    locked = access.served_ticket_for(actor, ticket.number, locked=True)
    if not locked.is_confidential:
        raise Conflict(_("This is not confidential."))
    if locked.merged_into_id is not None:
        raise Conflict(_("This was merged into another one. Change the list there."))
    return locked


def _whole(ticket: Ticket) -> Iterable[Ticket]:
    """The ticket and what was merged into it: they have one list."""
    return (ticket, *ticket.merged_tickets.order_by("number"))


def _listed(ticket: Ticket, person: Person) -> Any:
    return ticket.need_to_know.filter(person=person)


def _draw(actor: Actor, ticket: Ticket, chosen: Readers, reason: str) -> None:
    """Close one ticket: the list first, then the curtain, then out with whoever must not know."""
    confiding.write_list(ticket, chosen, person_of(actor))
    ticket.is_confidential = True
    ticket.save(update_fields=rows.touched(ticket, clock.now(), "is_confidential"))
    fact = TicketConfided(
        ticket=ticket.pk,
        readers=sorted({one.pk for one in chosen.readers}),
        excluded=sorted({one.pk for one in chosen.excluded}),
    )
    emit(fact, actor=actor, desk_id=ticket.desk_id, reason=reason)
    send_away(actor, ticket)


def send_away(actor: Actor, ticket: Ticket) -> None:
    """Nobody who must not know of the ticket follows it, or is seen there."""
    following = list(ticket.followers.values_list("person_id", flat=True))
    gone = sorted(confiding.kept_out(ticket, following))
    ticket.followers.filter(person_id__in=gone).delete()
    for person_id in gone:
        emit(FollowerRemoved(ticket=ticket.pk, person=person_id), actor=actor, desk_id=ticket.desk_id)
    here = Presence.objects.within(ticket.desk_id).filter(ticket=ticket)
    here.filter(person_id__in=confiding.kept_out(ticket, here.values_list("person_id", flat=True))).delete()


def _need_assignee_among(ticket: Ticket, readers: Sequence[Person]) -> None:
    if ticket.assignee is not None and ticket.assignee_id not in {one.pk for one in readers}:
        words = _("%(person)s has this. Put them on the list, or give it to somebody who is.")
        raise _wrong(words % {"person": ticket.assignee.name})


def _need_other_reader(ticket: Ticket, person: Person) -> None:
    if ticket.assignee_id == person.pk:
        words = _("%(person)s has this. Give it to somebody else on the list first.")
        raise _wrong(words % {"person": person.name})
    if not ticket.need_to_know.filter(is_excluded=False).exclude(person=person).exists():
        raise _wrong(_("The last person who may read this stays on the list. Put somebody else on it first."))


def _need_room(ticket: Ticket) -> None:
    if ticket.need_to_know.count() >= READER_LIMIT:
        raise _wrong(_("At most %(limit)s people can be on the list.") % {"limit": READER_LIMIT})


def _wrong(words: str) -> Invalid:
    return Invalid(words, {"readers": words})
