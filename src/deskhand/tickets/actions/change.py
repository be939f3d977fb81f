"""Changing the other fields of a ticket."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from deskhand.accounts.models import Location, Organization, Person
from deskhand.kernel import clock
from deskhand.kernel.actor import SYSTEM, Actor
from deskhand.kernel.errors import Invalid
from deskhand.kernel.events import Fact, emit
from deskhand.tickets import access, lists, rows
from deskhand.tickets.events import PriorityChanged, TicketChanged
from deskhand.tickets.models import KIND_WORDS, FormerSubject, Kind, Priority, Service, Ticket
from deskhand.tickets.models.ticket import SUBJECT_LIMIT


@transaction.atomic
def change_priority(*, actor: Actor, ticket: Ticket, to: int, reason: str = "") -> Ticket:
    """Set the priority (a :class:`Priority` number)."""
    if to not in Priority.values:
        raise Invalid(_("This is no priority."), {"priority": _("One of: low, normal, high, urgent.")})
    locked = _locked(actor, ticket)
    _prioritize(actor, locked, to, reason)
    return locked


def follow_priority(*, ticket: Ticket, to: int, reason: str) -> None:
    """The consequence of a rule of the desk, recorded as Deskhand's: the caller holds the ticket."""
    _prioritize(SYSTEM, ticket, to, reason)


def _prioritize(actor: Actor, ticket: Ticket, to: int, reason: str) -> None:
    if ticket.priority != to:
        old, ticket.priority = ticket.priority, to
        ticket.save(update_fields=rows.touched(ticket, clock.now(), "priority"))
        fact = PriorityChanged(ticket=ticket.pk, old=old, new=to)
        emit(fact, actor=actor, desk_id=ticket.desk_id, reason=reason)


@transaction.atomic
def change_subject(*, actor: Actor, ticket: Ticket, to: str) -> Ticket:
    """Set the subject; at most SUBJECT_LIMIT characters. The former one is kept for a day, for its undo."""
    subject = " ".join(to.split())
    if not 0 < len(subject) <= SUBJECT_LIMIT:
        words = _("Between 1 and %(limit)s characters.") % {"limit": SUBJECT_LIMIT}
        raise Invalid(_("This subject cannot be taken."), {"subject": words})
    locked = _locked(actor, ticket)
    if locked.subject != subject:
        was, locked.subject = locked.subject, subject
        fact = _saved(actor, locked, "subject", None, None)
        FormerSubject.objects.create(ticket=locked, event_id=fact.meta.id, was=was, became=subject, at=fact.meta.at)
    return locked


@transaction.atomic
def change_kind(*, actor: Actor, ticket: Ticket, to: str) -> Ticket:
    """Set the kind (a value of :class:`Kind`)."""
    if to not in KIND_WORDS:
        raise Invalid(_("This is no kind."), {"kind": _("One of: %(words)s.") % {"words": ", ".join(KIND_WORDS)}})
    locked = _locked(actor, ticket)
    if locked.kind == Kind.TASK:
        words = _("A task stays one. Open a ticket for what is more.")
        raise Invalid(words, {"kind": words})
    if locked.kind != to:
        old, locked.kind = locked.kind, to
        _saved(actor, locked, "kind", old, to)
    return locked


@transaction.atomic
def change_requester(*, actor: Actor, ticket: Ticket, to: Person) -> Ticket:
    """Make the ticket somebody else's; the organization follows, and a location that nobody chose. The former requester
    does not see it any more."""
    locked = _locked(actor, ticket)
    if locked.requester_id != to.pk:
        old, along = locked.requester_id, {"organization": locked.organization_id}
        locked.requester, locked.organization_id, locked.is_unproven = to, to.organization_id, False
        fact = TicketChanged(ticket=locked.pk, field="requester", old=old, new=to.pk, along=along)
        locked.save(update_fields=rows.touched(locked, clock.now(), "requester", "organization", "is_unproven"))
        emit(fact, actor=actor, desk_id=locked.desk_id)
        _let_location_follow(actor, locked)
    return locked


@transaction.atomic
def change_affected(*, actor: Actor, ticket: Ticket, to: Person | None) -> Ticket:
    """Say who is affected when it is not the requester. A location that nobody chose follows."""
    locked = _locked(actor, ticket)
    if locked.affected_id != (to.pk if to else None):
        old, locked.affected = locked.affected_id, to
        _saved(actor, locked, "affected", old, to.pk if to else None)
        _let_location_follow(actor, locked)
    return locked


@transaction.atomic
def change_organization(*, actor: Actor, ticket: Ticket, to: Organization | None) -> Ticket:
    """Say for which organization the ticket is."""
    locked = _locked(actor, ticket)
    if locked.organization_id != (to.pk if to else None):
        old, locked.organization = locked.organization_id, to
        _saved(actor, locked, "organization", old, to.pk if to else None)
    return locked


@transaction.atomic
def change_service(*, actor: Actor, ticket: Ticket, to: Service | None) -> Ticket:
    """Say which service of its desk the ticket is about."""
    locked = _locked(actor, ticket)
    if locked.service_id != (to.pk if to else None):
        _need_own(locked, "service", to)
        old, locked.service = locked.service_id, to
        _saved(actor, locked, "service", old, to.pk if to else None)
    return locked


@transaction.atomic
def change_location(*, actor: Actor, ticket: Ticket, to: Location | None) -> Ticket:
    """Say for which location of its desk the ticket is."""
    locked = _locked(actor, ticket)
    if locked.location_id != (to.pk if to else None):
        _need_own(locked, "location", to)
        old, locked.location = locked.location_id, to
        _saved(actor, locked, "location", old, to.pk if to else None)
    return locked


def forget_subjects(*, before: datetime) -> None:
    """Forget former subjects that were replaced before this instant."""
    FormerSubject.objects.beyond_walls("nobody can take them back any more").filter(at__lt=before).delete()


def _locked(actor: Actor, ticket: Ticket) -> Ticket:
    actor.need_on("tickets.change", ticket)
    return access.served_ticket_for(actor, ticket.number, locked=True)


def _let_location_follow(actor: Actor, ticket: Ticket) -> None:
    """As when a ticket is opened for which nobody chooses a location."""
    old, place = ticket.location_id, lists.location_of(ticket.desk_id, (ticket.affected, ticket.requester))
    new = place.pk if place is not None else None
    if old == new or lists.is_location_chosen(ticket):
        return
    ticket.location = place
    ticket.save(update_fields=rows.touched(ticket, clock.now(), "location"))
    fact = TicketChanged(ticket=ticket.pk, field="location", old=old, new=new, is_following=True)
    emit(fact, actor=actor, desk_id=ticket.desk_id, reason=_("Nobody chose a location: it is the person’s."))


def _need_own(ticket: Ticket, field: str, to: Service | Location | None) -> None:
    if to is not None and (to.desk_id != ticket.desk_id or not to.is_active):
        words = _("The desk does not have this any more. Choose again.")
        raise Invalid(words, {field: words})


def _saved(actor: Actor, ticket: Ticket, field: str, old: Any, new: Any) -> Fact:
    ticket.save(update_fields=rows.touched(ticket, clock.now(), field))
    return emit(TicketChanged(ticket=ticket.pk, field=field, old=old, new=new), actor=actor, desk_id=ticket.desk_id)
