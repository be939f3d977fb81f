"""Asking another desk for what a ticket needs, writing to it, and going on when it is done. What either desk learns:
docs/decisions/0052-requests-between-desks.md."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from deskhand.accounts.actors import person_of
from deskhand.accounts.models import Desk, Person
from deskhand.kernel import clock
from deskhand.kernel.actor import SYSTEM, Actor
from deskhand.kernel.errors import Conflict, Denied, IllegalTransition, Invalid, NotFound
from deskhand.kernel.events import Fact, emit
from deskhand.tickets import access, asking_desks, following, merged, own_moves, rows, snoozing, status, status_gates
from deskhand.tickets.actions import transition
from deskhand.tickets.actions.create import NewTicket, create
from deskhand.tickets.actions.reply import requester_reply
from deskhand.tickets.actions.upload import FILES_PER_MESSAGE, fresh_key
from deskhand.tickets.asking_events import DeskAsked, DeskRequestWithdrawn, DeskTold
from deskhand.tickets.bodies import Body, plain
from deskhand.tickets.models import Attachment, Category, DeskRequest, Message, Snooze, Ticket
from deskhand.tickets.models.choices import FINISHED

GOES_ON = "desk_finished"
"""Why a status changed, as :class:`StatusChanged` tells it."""

ASKED = "desk_asked"
"""The same for a ticket that waits for another desk."""


@dataclass(frozen=True, kw_only=True)
class Question:
    """What another desk is asked: the text that it reads, the files that came with it (stored for that desk), and the
    ids of files of the asking ticket that go along. ``wait`` puts that ticket on hold until the other desk is done."""

    desk: Desk
    subject: str
    body: Body
    attachments: Sequence[Attachment] = ()
    files: Collection[int] = ()
    wait: bool = False


@transaction.atomic
def ask_desk(*, actor: Actor, ticket: Ticket, question: Question) -> DeskRequest:
    """Open a request on another desk, in the name of the actor, for a ticket that they answer. That desk reads what is
    written for it and the name of the desk that asks, and nothing of the ticket. Raises NotFound for a desk that the
    actor cannot ask, Invalid, Conflict."""
    actor.need_on("tickets.reply", ticket)
    locked = access.served_ticket_for(actor, ticket.number, locked=True)
    person = _need_possible(actor, locked, question)
    to = question.desk
    new = NewTicket(
        desk=to,
        subject=question.subject,
        body=question.body,
        requester=person,
        kind=to.form_kind,
        team=to.form_team if to.form_team is not None and to.form_team.is_active else None,
        attachments=[*question.attachments, *_copied(actor, locked, question)],
    )
    asked = create(actor=actor, new=new)
    row: DeskRequest = DeskRequest.objects.create(
        asking=locked, asked=asked, desk=locked.desk, is_waiting=question.wait, asked_at=clock.now()
    )
    fact = DeskAsked(ticket=locked.pk, request=row.pk, asked_desk=to.pk, waits=question.wait)
    emit(fact, actor=actor, desk_id=locked.desk_id)
    if question.wait:
        _put_on_hold(actor, locked)
    return row


@transaction.atomic
def tell_desk(
    *, actor: Actor, ticket: Ticket, row: DeskRequest, body: Body, attachments: Sequence[Attachment] = ()
) -> Message:
    """Write on the request to the other desk, from the ticket that asked. One that has ended goes on in a new request,
    which belongs to the ticket, too."""
    asked = _held(actor, ticket, row)
    message = requester_reply(actor=actor, ticket=asked, body=body, attachments=attachments)
    _tell(actor, row, DeskTold(ticket=row.asking_id, request=row.pk, asked_desk=asked.desk_id))
    return message


@transaction.atomic
def remind_desk(*, actor: Actor, ticket: Ticket, row: DeskRequest) -> Message:
    """Tell the other desk that it is still waited for, in its own language. Raises Conflict if that was said, or asked,
    less than a day ago."""
    asked = _held(actor, ticket, row)
    if not asking_desks.may_remind(row):
        raise Conflict(_("You can remind the desk a day after the request, and once a day."))
    with translation.override(asked.desk.language):
        body = plain(_("We still wait for this. Please tell us how it stands."))
    message = requester_reply(actor=actor, ticket=asked, body=body)
    row.reminded_at = clock.now()
    row.save(update_fields=["reminded_at"])
    fact = DeskTold(ticket=row.asking_id, request=row.pk, asked_desk=asked.desk_id, is_reminder=True)
    _tell(actor, row, fact)
    return message


@transaction.atomic
def withdraw_from_desk(*, actor: Actor, ticket: Ticket, row: DeskRequest) -> Ticket:
    """Withdraw the request to the other desk. Raises IllegalTransition once that desk is done, Denied where it is too
    late for that."""
    asked = _held(actor, ticket, row)
    if Category.CANCELLED not in status.REQUESTER_MAY[asked.category]:
        raise IllegalTransition(_("This request has ended already."), [])
    own_moves.need_free(asked, Category.CANCELLED)
    _tell(actor, row, DeskRequestWithdrawn(ticket=row.asking_id, request=row.pk, asked_desk=asked.desk_id))
    to = rows.default_status(asked.desk_id, Category.CANCELLED)
    transition.go(actor=actor, ticket=asked, to=to, because="requester")
    return asked


@transaction.atomic
def go_on_after_desk(*, request: int) -> None:
    """The other desk is done: the ticket that waited for it is open again, unless it waits for another desk, too, or
    for a time. Called by what follows from that; a second time it does nothing."""
    found = DeskRequest.objects.beyond_walls("what follows from the end of a request").in_force()
    row: DeskRequest | None = found.filter(pk=request, is_waiting=True).select_related("asking").first()
    if row is None:
        return
    tickets = Ticket.objects.within(row.desk_id).select_related("desk", "status").select_for_update(of=("self",))
    ticket: Ticket | None = tickets.filter(pk=row.asking_id).first()
    row.is_waiting = False
    row.save(update_fields=["is_waiting"])
    if ticket is not None and ticket.category == Category.ON_HOLD and not _waits_otherwise(ticket):
        to = rows.default_status(ticket.desk_id, Category.OPEN)
        transition.go(actor=SYSTEM, ticket=ticket, to=to, because=GOES_ON)


def _need_possible(actor: Actor, ticket: Ticket, question: Question) -> Person:
    person = person_of(actor)
    if person is None:
        raise Denied(_("Sign in first."))
    if ticket.deleted_at is not None or ticket.is_spam:
        raise Invalid(_("%(number)s is in the bin or spam: restore it first.") % {"number": ticket.number})
    merged.need_apart(ticket)
    if question.desk.pk not in {one.desk.pk for one in asking_desks.desks_to_ask(actor, ticket.desk)}:
        raise NotFound
    if ticket.desk_requests.count() >= asking_desks.ASKED_LIMIT:
        words = _("A ticket can ask other desks %(limit)s times, and this one did.")
        raise Conflict(words % {"limit": asking_desks.ASKED_LIMIT})
    if len(question.attachments) + len(question.files) > FILES_PER_MESSAGE:
        words = _("At most %(limit)s files at once.") % {"limit": FILES_PER_MESSAGE}
        raise Invalid(words, {"files": words})
    return person


def _copied(actor: Actor, ticket: Ticket, question: Question) -> list[Attachment]:
    """The chosen files of the ticket, for the other desk: copies with addresses of their own."""
    wanted = set(question.files)
    found = Attachment.objects.within(ticket.desk_id).filter(ticket=ticket, message__isnull=False, pk__in=wanted)
    originals = list(found.order_by("pk"))
    if len(originals) != len(wanted):
        words = _("Some of these files are not on this ticket any more. Choose again.")
        raise Invalid(words, {"files": words})
    copies = [
        Attachment(
            desk_id=question.desk.pk,
            blob_id=one.blob_id,
            key=fresh_key(),
            filename=one.filename,
            content_type=one.content_type,
            size=one.size,
            uploaded_by_id=actor.person_id,
            created_at=clock.now(),
        )
        for one in originals
    ]
    return list(Attachment.objects.bulk_create(copies))


def _put_on_hold(actor: Actor, ticket: Ticket) -> None:
    """On hold until the other desk is done. One that is on hold already stays as it is."""
    if ticket.category == Category.ON_HOLD:
        return
    actor.need_on("tickets.status", ticket)
    to = following.in_category(ticket.status, Category.ON_HOLD)
    if to is None:
        words = _("A ticket that is “%(status)s” cannot wait: open it first.") % {"status": ticket.status.label}
        raise snoozing.wrong(words, "wait")
    status_gates.need_all(actor, ticket, to)
    transition.go(actor=actor, ticket=ticket, to=to, because=ASKED)


def _held(actor: Actor, ticket: Ticket, row: DeskRequest) -> Ticket:
    """The ticket on the other desk, locked, for whoever answers the one that asked. The order of locks is that of the
    numbers: the asking ticket itself is not held."""
    actor.need_on("tickets.reply", ticket)
    access.served_ticket_for(actor, ticket.number)
    found = Ticket.objects.beyond_walls("asked from a ticket that the actor answers")
    found = found.select_related("desk", "status", "requester").select_for_update(of=("self",))
    asked: Ticket | None = found.filter(pk=row.asked_id).first()
    if asked is None or asking_desks.is_gone(asked):
        raise Conflict(_("The other desk has taken this request away. Ask again."))
    row.asked = asked
    return asked


def _tell(actor: Actor, row: DeskRequest, fact: Fact) -> None:
    emit(fact, actor=actor, desk_id=row.desk_id)


def _waits_otherwise(ticket: Ticket) -> bool:
    others = ticket.desk_requests.filter(is_waiting=True, desk_id=ticket.desk_id).exclude(asked__category__in=FINISHED)
    asleep = Snooze.objects.within(ticket.desk_id).in_force().filter(ticket=ticket)
    return bool(others.filter(asked__deleted_at=None, asked__is_spam=False).exists() or asleep.exists())
