"""Letting in whoever wrote to a ticket without being on it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from deskhand.accounts.actions import find_or_make_person
from deskhand.accounts.models import Person
from deskhand.kernel import clock
from deskhand.kernel.actor import Actor, Channel, system
from deskhand.kernel.errors import Denied, Invalid, NotFound
from deskhand.kernel.events import emit
from deskhand.kernel.models import Event
from deskhand.tickets import access, rows, status
from deskhand.tickets.actions.followers import FOLLOWER_LIMIT, add_followers
from deskhand.tickets.actions.holding import keep_plans_back
from deskhand.tickets.actions.locking import hold_heard, hold_served
from deskhand.tickets.actions.passing_on import pass_on, tell_of_others
from deskhand.tickets.actions.transition import move, restore_status
from deskhand.tickets.actions.undoable import keep_for_undo
from deskhand.tickets.events import FollowerRemoved, RequesterReplied
from deskhand.tickets.joining_events import LetterUnjoined, SenderAdmitted, SenderRefused
from deskhand.tickets.models import Message, MessageKind, Status, Ticket

WAITING, REFUSED, ADMITTED = "new_person", "new_person_refused", "admitted"
"""Remarks on a letter from somebody who is not on the ticket: nobody has decided; not let in; let in."""

UNDO = "admit"
"""The verb under which an admission can be undone."""


@transaction.atomic
def admit(*, actor: Actor, ticket: Ticket, message: Message) -> tuple[Message, int | None]:
    """Let the sender of a filed letter in: it becomes their public message at its place in time, and they follow the
    ticket from now on. Also after they were refused. Gives the message and the id of its undo."""
    actor.need_on("tickets.follow", ticket)
    locked, heard = hold_served(actor, ticket)
    found = _asking(locked, message.pk, WAITING, REFUSED)
    person = _sender(found)
    before: dict[str, Any] = {"message": found.pk, "status": locked.status_id, "follows": is_follower(locked, person)}
    before["heard"] = [heard.pk, heard.status_id]
    add_followers(actor, locked, [person])
    _become(found, MessageKind.REPLY, person, person.name, _remarks(found, ADMITTED))
    locked.save(update_fields=rows.retold(locked))
    fact = SenderAdmitted(ticket=locked.pk, message=found.pk, person=person.pk)
    emit(fact, actor=actor, desk_id=locked.desk_id)
    hear(actor, locked, found, heard)
    return found, keep_for_undo(actor, locked.desk_id, UNDO, {str(locked.number): before})


@transaction.atomic
def refuse(*, actor: Actor, ticket: Ticket, message: Message) -> Message:
    """Do not let the sender of a filed letter in: it stays a note and says so. They hear nothing."""
    actor.need_on("tickets.follow", ticket)
    locked = access.served_ticket_for(actor, ticket.number, locked=True)
    found = _asking(locked, message.pk, WAITING)
    found.remarks = _remarks(found, REFUSED)
    found.save(update_fields=["remarks"])
    emit(SenderRefused(ticket=locked.pk, message=found.pk), actor=actor, desk_id=locked.desk_id)
    return found


@transaction.atomic
def admit_at_once(*, actor: Actor, ticket: Ticket, person: Person) -> bool:
    """Let a person in before their letter is added, on a desk that lets everybody in who has a letter of ours. False
    if nobody else can follow the ticket. Only the system does."""
    if not actor.is_system:
        raise Denied("Letters are let in by the system alone.")
    locked, _heard = hold_heard(ticket)  # Both now, in their order: what the person wrote is added next.
    if locked.followers.count() >= FOLLOWER_LIMIT - 1:
        return False
    add_followers(actor, locked, [person])
    return True


def take_back_admission(actor: Actor, ticket: Ticket, before: dict[str, Any]) -> None:
    """The undo of :func:`admit`: the message is a note again, and waits."""
    ticket, heard = hold_served(actor, ticket)
    found = _asking(ticket, before["message"], ADMITTED, kind=MessageKind.REPLY)
    person, email = found.author, found.sender_email
    words = f"{person.name} <{email}>" if person else email
    _become(found, MessageKind.NOTE, None, words, _remarks(found, WAITING))
    ticket.save(update_fields=rows.retold(ticket))
    if person is not None and not before["follows"]:
        gone, _rows = ticket.followers.filter(person=person).delete()
        if gone:
            emit(FollowerRemoved(ticket=ticket.pk, person=person.pk), actor=actor, desk_id=ticket.desk_id)
    emit(LetterUnjoined(ticket=ticket.pk), actor=actor, desk_id=ticket.desk_id)
    tell_of_others(heard, ticket)
    put_status_back(actor, ticket, before["status"])
    their_id, their_status = before.get("heard", (None, None))
    if heard.pk == their_id and heard.pk != ticket.pk:
        put_status_back(actor, heard, their_status)


def hear(actor: Actor, ticket: Ticket, message: Message, heard: Ticket) -> None:
    """What follows from a message of the requester's side that an agent let in: it is told, and the status of the one
    on which the ticket is ``heard`` goes where it goes after an answer; what was planned there is kept back. If that
    has ended, it stays so. The caller holds both."""
    if heard.pk != ticket.pk:
        keep_plans_back(actor, heard, "requester_wrote")
    pass_on(actor, ticket, message)
    tell_of_others(heard, ticket)
    for_them = replace(actor.through(actor.channel), on_behalf_of_id=message.author_id)
    emit(RequesterReplied(ticket=ticket.pk, message=message.pk), actor=for_them, desk_id=ticket.desk_id)
    after = status.after_requester_reply(
        heard.category, resolved_at=heard.resolved_at, now=clock.now(), reopen_days=heard.desk.reopen_days
    )
    if not after.is_follow_up:
        move(actor=actor, ticket=heard, category=after.category, because="requester_reply")


def put_status_back(actor: Actor, ticket: Ticket, pk: int) -> None:
    """The former status, if it is still there."""
    former = Status.objects.within(ticket.desk_id).filter(pk=pk, is_active=True).first()
    if former is not None and former.pk != ticket.status_id:
        restore_status(actor=actor, ticket=ticket, to=former)


def is_follower(ticket: Ticket, person: Person) -> bool:
    """Whether the person is on the ticket's requester's side already."""
    is_theirs = person.pk in (ticket.requester_id, ticket.affected_id)
    return is_theirs or bool(ticket.followers.filter(person=person).exists())


def was_taken_out(ticket: Ticket, person: Person) -> bool:
    """Whether the person followed the ticket once and was taken out, or went."""
    facts = Event.objects.filter(subject_kind="ticket", subject_id=ticket.pk, code=FollowerRemoved.code)
    return bool(facts.filter(values__person=person.pk).exists())


def _asking(ticket: Ticket, pk: int, *remarks: str, kind: MessageKind = MessageKind.NOTE) -> Message:
    """The letter that waits for a decision. Raises NotFound for any other message."""
    found: Message | None = ticket.messages.select_related("author").filter(pk=pk, kind=kind).first()
    if found is None or not found.sender_email or not set(remarks) & set(found.remarks):
        raise NotFound(_("Somebody has decided about this letter already."))
    return found


def _sender(message: Message) -> Person:
    email = message.sender_email
    name = message.author_name.removesuffix(f"<{email}>").strip()
    person = find_or_make_person(actor=system(Channel.MAIL), email=email, name="" if name == email else name)
    if not person.is_active:
        raise Invalid(_("The account of %(name)s is switched off.") % {"name": person.name})
    return person


def _become(message: Message, kind: MessageKind, author: Person | None, name: str, remarks: list[str]) -> None:
    message.kind, message.author, message.author_name, message.remarks = kind, author, name[:200], remarks
    message.save(update_fields=["kind", "author", "author_name", "remarks"])


def _remarks(message: Message, new: str) -> list[str]:
    return [new, *(one for one in message.remarks if one not in (WAITING, REFUSED, ADMITTED))]
