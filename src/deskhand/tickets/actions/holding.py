"""Answers that leave later: after the seconds in which their author can undo, or at a time that the author chose."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from deskhand.accounts.models import Person
from deskhand.kernel import clock
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Conflict, Denied, Invalid
from deskhand.kernel.events import emit
from deskhand.tickets import access, following, planning, status_gates
from deskhand.tickets.actions.drafts import forget_draft, put_back
from deskhand.tickets.bodies import Body, needed
from deskhand.tickets.events_of_waiting import AnswerKeptBack, AnswerPlanned
from deskhand.tickets.models import Attachment, Draft, Held, MessageKind, Status, Ticket


@transaction.atomic
def hold(
    *,
    actor: Actor,
    ticket: Ticket,
    body: Body,
    seconds: int,
    attachments: Sequence[Attachment] = (),
    cc: Sequence[Person] = (),
    then: Status | None = None,
) -> Held:
    """Answer the requester in so many seconds; until then the author can take it back and nobody hears of it."""
    leaves_at = clock.now() + timedelta(seconds=seconds)
    return _held(actor, ticket, body, leaves_at, attachments, cc, then, is_planned=False)


@transaction.atomic
def plan_reply(
    *,
    actor: Actor,
    ticket: Ticket,
    body: Body,
    at: datetime,
    attachments: Sequence[Attachment] = (),
    cc: Sequence[Person] = (),
    then: Status | None = None,
) -> Held:
    """Answer the requester at an instant between :data:`planning.SOONEST` and :data:`planning.LATEST` from now. It is
    kept back if the requester writes first, or if the ticket ends before. Raises Invalid."""
    planning.checked(at, now=clock.now())
    held = _held(actor, ticket, body, at, attachments, cc, then, is_planned=True)
    _tell_of_plan(actor, held)
    return held


@transaction.atomic
def move_plan(*, actor: Actor, ticket: Ticket, held: int, at: datetime) -> Held:
    """Let one's own planned answer leave at another time."""
    row = _waiting(actor, ticket, held)
    _need_own(actor, row)
    row.leaves_at = planning.checked(at, now=clock.now())
    row.save(update_fields=["leaves_at"])
    _order(row)
    _tell_of_plan(actor, row)
    return row


@transaction.atomic
def take_back(*, actor: Actor, ticket: Ticket, held: int, keep: bool = True) -> Draft | None:
    """An answer does not leave after all: its text, files and recipients are its author's draft again, before whatever
    they have begun to write since. Colleagues may do this to what is planned; its author hears of it then. An author
    may also throw it away (``keep`` false). Raises Conflict when it is not waiting any more."""
    row = _waiting(actor, ticket, held)
    if row.author_id != actor.person_id and not row.is_planned:
        raise Denied(_("Only its author can undo this."))
    if row.is_planned:
        _tell_kept_back(actor, row, "by_hand")
    if not keep and row.author_id == actor.person_id:
        row.delete()
        return None
    return put_back(row)


def keep_plans_back(actor: Actor, ticket: Ticket, because: str) -> None:
    """Nothing that was planned on the ticket leaves: the texts are their authors' drafts again. The caller holds the
    ticket. ``because`` is a code of :class:`AnswerKeptBack`."""
    for row in Held.objects.within(ticket.desk_id).select_for_update(of=("self",)).filter(ticket=ticket):
        if row.is_planned:
            keep_back(actor, row, because)


def keep_back(actor: Actor, row: Held, because: str) -> None:
    """One planned answer stays here. The caller holds it."""
    _tell_kept_back(actor, row, because)
    put_back(row)


def _held(
    actor: Actor,
    ticket: Ticket,
    body: Body,
    leaves_at: datetime,
    attachments: Sequence[Attachment],
    cc: Sequence[Person],
    then: Status | None,
    *,
    is_planned: bool,
) -> Held:
    actor.need_on("tickets.reply", ticket)
    locked = access.served_ticket_for(actor, ticket.number, locked=True)
    needed(body, has_files=bool(attachments))
    _need_fitting(actor, locked, then)
    _need_room(locked)
    row: Held = Held.objects.create(
        ticket=locked,
        author_id=actor.person_id,
        html=body.html,
        text=body.text,
        cc=[one.email for one in cc if one.email],
        then=then,
        status_before=locked.status_id,
        is_planned=is_planned,
        channel=actor.channel.value,
        made_at=clock.now(),
        leaves_at=leaves_at,
    )
    row.attachments.set(attachments)
    forget_draft(actor, locked, MessageKind.REPLY)
    _order(row)
    return row


def _order(row: Held) -> None:
    """Put the job that lets it go. It has no ordering key: others about the ticket must not wait for it."""
    from deskhand.tickets.jobs import leave

    delay = max(0.0, (row.leaves_at - clock.now()).total_seconds())
    key = f"leave:{row.pk}:{row.leaves_at.timestamp():.0f}"
    leave.put(unique_key=key, delay_seconds=delay, priority=10, held_id=row.pk)


def _waiting(actor: Actor, ticket: Ticket, held: int) -> Held:
    actor.need_on("tickets.reply", ticket)
    locked = access.served_ticket_for(actor, ticket.number, locked=True)
    rows = Held.objects.within(locked.desk_id).select_for_update(of=("self",))
    row: Held | None = rows.select_related("ticket").filter(pk=held, ticket=locked).first()
    if row is None:
        raise Conflict(_("This answer does not wait any more: it has left, or was taken back."))
    return row


def _need_own(actor: Actor, row: Held) -> None:
    if row.author_id != actor.person_id:
        raise Denied(_("Only its author can change this."))


def _need_fitting(actor: Actor, ticket: Ticket, then: Status | None) -> None:
    """What :func:`set_status` would refuse later is refused now, while somebody is there to read it."""
    if then is None:
        return
    following.need_may_become(ticket.status, then)
    status_gates.need_all(actor, ticket, then, given=("reply",))


def _need_room(ticket: Ticket) -> None:
    if Held.objects.within(ticket.desk_id).filter(ticket=ticket).count() >= planning.PLANS_PER_TICKET:
        words = _("%(limit)s answers wait on this ticket already. Send or cancel one of them first.")
        raise Invalid(words % {"limit": planning.PLANS_PER_TICKET})


def _tell_of_plan(actor: Actor, row: Held) -> None:
    fact = AnswerPlanned(ticket=row.ticket_id, held=row.pk, leaves_at=row.leaves_at.isoformat())
    emit(fact, actor=actor, desk_id=row.ticket.desk_id)


def _tell_kept_back(actor: Actor, row: Held, because: str) -> None:
    fact = AnswerKeptBack(ticket=row.ticket_id, held=row.pk, person=row.author_id, because=because)
    emit(fact, actor=actor, desk_id=row.ticket.desk_id)
