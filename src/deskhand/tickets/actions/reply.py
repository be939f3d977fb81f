"""Writing on a ticket: the public answer, the internal note, the log of a call, and the requester's reply."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from deskhand.accounts.actors import person_of
from deskhand.accounts.models import Person
from deskhand.kernel import clock
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Conflict, Denied, Invalid
from deskhand.kernel.events import emit
from deskhand.tickets import access, mentions, rows, status
from deskhand.tickets.actions.create import follow_up
from deskhand.tickets.actions.drafts import forget_draft
from deskhand.tickets.actions.followers import add_followers
from deskhand.tickets.actions.holding import keep_plans_back
from deskhand.tickets.actions.locking import hold_heard
from deskhand.tickets.actions.passing_on import pass_on
from deskhand.tickets.actions.transition import move, set_status
from deskhand.tickets.bodies import Body, needed
from deskhand.tickets.events import RequesterReplied, TicketNoted, TicketReplied
from deskhand.tickets.models import Attachment, Message, MessageKind, Status, Ticket


@transaction.atomic
def reply(
    *,
    actor: Actor,
    ticket: Ticket,
    body: Body,
    attachments: Sequence[Attachment] = (),
    cc: Sequence[Person] = (),
    then: Status | None = None,
    inbound_id: int | None = None,
) -> Message:
    """An agent answers the requester; people in ``cc`` become followers; ``then`` is a status to set with it.
    Takes up a new ticket and gives an unassigned one to nobody else than before. ``inbound_id`` is the letter by which
    the agent answered."""
    actor.need_on("tickets.reply", ticket)
    locked = access.served_ticket_for(actor, ticket.number, locked=True)
    needed(body, has_files=bool(attachments))
    was = locked.status
    message = answer(actor, locked, body, attachments=attachments, cc=cc, inbound_id=inbound_id)
    forget_draft(actor, locked, MessageKind.REPLY)
    if then is not None:
        set_status(actor=actor, ticket=locked, to=then, since=was)
    return message


def answer(
    actor: Actor,
    ticket: Ticket,
    body: Body,
    *,
    attachments: Sequence[Attachment] = (),
    cc: Sequence[Person] = (),
    takes_up: bool = True,
    inbound_id: int | None = None,
) -> Message:
    """Write an agent's answer and what follows from it. The caller holds the ticket and has asked for permission.
    ``takes_up`` false leaves a new ticket new. Raises Invalid for a task, on which nobody waits for an answer."""
    if ticket.is_task:
        words = _("A task has no requester who could read an answer. Write an internal note.")
        raise Invalid(words, {"body": words})
    add_followers(actor, ticket, cc)
    message = _written(actor, ticket, body, MessageKind.REPLY, attachments, inbound_id=inbound_id)
    pass_on(actor, ticket, message)
    emit(TicketReplied(ticket=ticket.pk, message=message.pk), actor=actor, desk_id=ticket.desk_id)
    if takes_up:
        move(actor=actor, ticket=ticket, category=status.after_agent_reply(ticket.category), because="agent_reply")
    return message


@transaction.atomic
def note(
    *,
    actor: Actor,
    ticket: Ticket,
    body: Body,
    attachments: Sequence[Attachment] = (),
    then: Status | None = None,
    inbound_id: int | None = None,
) -> Message:
    """An agent writes an internal note. Requesters never see it. Whom it mentions follows the ticket and hears of it.
    ``inbound_id`` is the letter by which they did."""
    return _internal(actor, ticket, body, MessageKind.NOTE, attachments, then, inbound_id)


@transaction.atomic
def log_call(
    *, actor: Actor, ticket: Ticket, body: Body, attachments: Sequence[Attachment] = (), then: Status | None = None
) -> Message:
    """An agent logs what was said on the phone or at the counter. Internal, like a note."""
    return _internal(actor, ticket, body, MessageKind.LOG, attachments, then)


@transaction.atomic
def requester_reply(
    *,
    actor: Actor,
    ticket: Ticket,
    body: Body,
    attachments: Sequence[Attachment] = (),
    cc: Sequence[Person] = (),
    message_id: str = "",
    inbound_id: int | None = None,
    shown_to: Sequence[str] = (),
    shown_cc: Sequence[str] = (),
    remarks: Sequence[str] = (),
) -> Message:
    """Somebody on the requester's side writes. Wakes or reopens the ticket, or the one that it is merged into, by
    :mod:`deskhand.tickets.status`; on one that has ended, opens a linked follow-up and returns that one's first
    message. People in ``cc`` become followers."""
    access.need_to_answer(actor, ticket)
    needed(body, has_files=bool(attachments))
    locked, heard = hold_heard(ticket)
    _keep_plans_back(actor, locked, heard)
    traces: dict[str, Any] = {
        "message_id": message_id,
        "inbound_id": inbound_id,
        "shown_to": shown_to,
        "shown_cc": shown_cc,
        "remarks": remarks,
    }
    after = _after_requester_reply(heard)
    if after.is_follow_up:
        fresh = follow_up(actor=actor, ticket=locked, body=body, attachments=attachments, **traces)
        add_followers(actor, fresh, cc)
        return fresh.messages.order_by("created_at", "id")[0]
    add_followers(actor, locked, cc)
    message = _written(actor, locked, body, MessageKind.REPLY, attachments, side="requester", **traces)
    return _heard_on(actor, locked, heard, message, after)


def _internal(
    actor: Actor,
    ticket: Ticket,
    body: Body,
    kind: MessageKind,
    attachments: Sequence[Attachment],
    then: Status | None,
    inbound_id: int | None = None,
) -> Message:
    actor.need_on("tickets.note", ticket)
    locked = access.served_ticket_for(actor, ticket.number, locked=True)
    needed(body, has_files=bool(attachments))
    mentioned = mentions.checked(locked.desk_id, body)
    message = _written(actor, locked, mentioned.body, kind, attachments, inbound_id=inbound_id)
    pass_on(actor, locked, message)
    people, teams = [one.pk for one in mentioned.people], [one.pk for one in mentioned.teams]
    fact = TicketNoted(ticket=locked.pk, message=message.pk, kind=kind.value, people=people, teams=teams)
    emit(fact, actor=actor, desk_id=locked.desk_id)
    add_followers(actor, locked, mentioned.people, by_mention=True)
    forget_draft(actor, locked, kind)
    if then is not None:
        set_status(actor=actor, ticket=locked, to=then)
    return message


def _written(
    actor: Actor,
    ticket: Ticket,
    body: Body,
    kind: MessageKind,
    attachments: Sequence[Attachment],
    *,
    side: str = "agent",
    author: Person | None = None,
    **traces: object,
) -> Message:
    message = rows.add_message(
        actor=actor,
        ticket=ticket,
        body=body,
        kind=kind,
        side=side,
        author=author or person_of(actor),
        attachments=attachments,
        at=clock.now(),
        **traces,  # type: ignore[arg-type]
    )
    ticket.save(update_fields=rows.heard(ticket, message))
    return message


@transaction.atomic
def nameless_reply(*, actor: Actor, ticket: Ticket, body: Body, author: Person) -> Message:
    """Somebody writes on the requester's side who has no account: the caller, a system actor, has proved in another way
    that it is theirs, and says who stands for them, whoever is the requester by now. As :func:`requester_reply`; but
    one that has ended for good is not gone on with. Raises Conflict then."""
    if not actor.is_system:
        raise Denied(_("Only the requester and the people in copy can do this."))
    needed(body, has_files=False)
    locked, heard = hold_heard(ticket)
    after = _after_requester_reply(heard)
    if after.is_follow_up:
        raise Conflict(_("This has ended, and nobody reads here any more."))
    _keep_plans_back(actor, locked, heard)
    message = _written(actor, locked, body, MessageKind.REPLY, (), side="requester", author=author)
    return _heard_on(actor, locked, heard, message, after)


def _after_requester_reply(heard: Ticket) -> status.AfterReply:
    return status.after_requester_reply(
        heard.category, resolved_at=heard.resolved_at, now=clock.now(), reopen_days=heard.desk.reopen_days
    )


def _heard_on(actor: Actor, locked: Ticket, heard: Ticket, message: Message, after: status.AfterReply) -> Message:
    """What follows from a message of the requester's side that was written on ``locked``: the ticket that goes on hears
    of it."""
    pass_on(actor, locked, message, heard)
    emit(RequesterReplied(ticket=locked.pk, message=message.pk), actor=actor, desk_id=locked.desk_id)
    move(actor=actor, ticket=heard, category=after.category, because="requester_reply")
    return message


def _keep_plans_back(actor: Actor, *tickets: Ticket) -> None:
    for one in {ticket.pk: ticket for ticket in tickets}.values():
        keep_plans_back(actor, one, "requester_wrote")
