"""The gates: the only way to a ticket that somebody may touch. What may not be seen does not exist."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from deskhand.accounts.models import Desk, DeskRole, WhoMayOpen
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Denied, NotFound
from deskhand.tickets.models import Attachment, CannedReply, Draft, Held, Ticket


def ticket_for(actor: Actor, number: int | str, *, locked: bool = False) -> Ticket:
    """The ticket, if the actor may read it (as staff or as requester); else NotFound. ``locked`` needs a
    transaction and holds the row until its end."""
    found = Ticket.objects.visible_to(actor).select_related("desk", "status", "requester", "team", "assignee")
    return _one(found, number, locked)


def served_ticket_for(actor: Actor, number: int | str, *, locked: bool = False) -> Ticket:
    """The ticket, if the actor reads it as staff of its desk; else NotFound. The workspace's gate."""
    found = Ticket.objects.served_by(actor).select_related("desk", "status", "requester", "team", "assignee")
    return _one(found, number, locked)


def own_ticket_for(actor: Actor, number: int | str, *, locked: bool = False) -> Ticket:
    """The ticket, if the actor is its requester, is affected, follows it, or is the named contact of its organization;
    else NotFound. The portal's gate."""
    found = Ticket.objects.shown_to(actor).select_related("desk", "status", "requester", "team", "assignee")
    return _one(found, number, locked)


def attachment_for(actor: Actor, key: str) -> Attachment:
    """A file that the actor may read: of a message that they may read, or their own upload."""
    found: Attachment | None = (
        Attachment.objects.beyond_walls("judged right below")
        .select_related("message", "ticket", "blob")
        .filter(key=key)
        .first()
    )
    if found is None or not _may_read(actor, found):
        raise NotFound
    return found


def is_staff_for(actor: Actor, ticket: Ticket) -> bool:
    """True if the actor reads the ticket as staff of its desk, internal messages included."""
    return actor.only_ticket is None and actor.may("tickets.read", ticket.desk_id)


def is_on_requesters_side(actor: Actor, ticket: Ticket) -> bool:
    """True if the actor is the requester, affected, a follower, or bears the ticket's link: who may decide over it. Who
    follows only because a note mentions them stands on the desk's side."""
    if actor.person_id is None or ticket.desk_id in actor.closed_desks:
        return False
    if actor.only_ticket is not None:
        return actor.only_ticket == ticket.pk
    if actor.person_id in (ticket.requester_id, ticket.affected_id):
        return True
    return bool(ticket.followers.filter(person_id=actor.person_id, by_mention=False).exists())


def is_contact_for(actor: Actor, ticket: Ticket) -> bool:
    """True if the actor is the named contact of the ticket's organization on its desk: they may read and write."""
    return (
        actor.only_ticket is None
        and actor.organization_id is not None
        and ticket.organization_id == actor.organization_id
        and ticket.desk_id in actor.contact_desks
        and not (ticket.is_spam or ticket.is_unproven or ticket.deleted_at is not None)
    )


def need_own_side(actor: Actor, ticket: Ticket) -> None:
    """Raise Denied unless the actor stands on the requester's side and may write."""
    _need_writing(actor)
    if not is_on_requesters_side(actor, ticket):
        raise Denied(_("Only the requester and the people in copy can do this."))


def need_to_answer(actor: Actor, ticket: Ticket) -> None:
    """Raise Denied unless the actor may write on the ticket from the requester's side: as :func:`need_own_side`, or as
    the contact of the organization."""
    _need_writing(actor)
    if not (is_on_requesters_side(actor, ticket) or is_contact_for(actor, ticket)):
        raise Denied(_("Only the requester and the people in copy can do this."))


def _need_writing(actor: Actor) -> None:
    if not actor.may_write:
        raise Denied(_("This token may only read. Make one with the scope “write”."))


def may_open_on(actor: Actor, desk: Desk) -> bool:
    """True if the person may open a ticket on the desk for themselves."""
    if not desk.is_active or desk.pk in actor.closed_desks:
        return False
    if actor.roles_on(desk.pk) or desk.who_may_open == WhoMayOpen.ANYBODY:
        return True
    if desk.who_may_open == WhoMayOpen.ORGANIZATIONS:
        return actor.organization_id is not None
    return actor.person_id is not None and DeskRole.objects.filter(desk=desk, person_id=actor.person_id).exists()


def is_readable_number(number: int | str) -> bool:
    """True for what can be a ticket's number at all: digits, and no more than any database takes."""
    return str(number).isdecimal() and len(str(number)) <= 15


def _one(found: Any, number: int | str, locked: bool) -> Ticket:
    if not is_readable_number(number):
        raise NotFound
    if locked:
        found = found.select_for_update(of=("self",))
    ticket: Ticket | None = found.filter(number=int(number)).first()
    if ticket is None:
        raise NotFound
    return ticket


def _may_read(actor: Actor, attachment: Attachment) -> bool:
    if actor.is_system:
        return True
    if attachment.desk_id in actor.closed_desks:
        return False
    if attachment.message is None or attachment.ticket is None:
        return actor.only_ticket is None and _may_read_waiting(actor, attachment)
    if is_staff_for(actor, attachment.ticket):
        return True
    is_own = Ticket.objects.shown_to(actor).filter(pk=attachment.ticket_id).exists()
    return is_own and not attachment.message.is_internal


def _may_read_waiting(actor: Actor, attachment: Attachment) -> bool:
    """A file that no message carries yet."""
    return _is_own_upload(actor, attachment) or _is_shared_with(actor, attachment) or _is_in_reply_of(actor, attachment)


def _is_in_reply_of(actor: Actor, attachment: Attachment) -> bool:
    """A file of a canned reply that the actor may read."""
    desks = [one for one in actor.desks_with("tickets.read") if one == attachment.desk_id]
    return bool(CannedReply.objects.readable_by(actor, desks).filter(attachments=attachment).exists())


def _is_own_upload(actor: Actor, attachment: Attachment) -> bool:
    return actor.person_id is not None and attachment.uploaded_by_id == actor.person_id


def _is_shared_with(actor: Actor, attachment: Attachment) -> bool:
    """A file of an answer that has not left, or of a draft that a colleague shares, on a ticket that they serve."""
    served = Ticket.objects.served_by(actor)
    held = Held.objects.within(attachment.desk_id).filter(attachments=attachment, ticket__in=served)
    shared = Draft.objects.within(attachment.desk_id).filter(attachments=attachment, is_shared=True, ticket__in=served)
    return bool(held.exists() or shared.exists())
