"""The gates: the only way to a ticket that somebody may touch. What may not be seen does not exist."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from deskhand.accounts import glass
from deskhand.accounts.models import Desk, DeskRole, WhoMayOpen
from deskhand.kernel import own_words
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Denied, ElsewhereFirst, NotFound
from deskhand.tickets import curtain
from deskhand.tickets.models import Attachment, CannedReply, Draft, Held, Ticket
from deskhand.tickets.querysets import staff_desks


def ticket_for(actor: Actor, number: int | str, *, locked: bool = False) -> Ticket:
    """The ticket, if the actor may read it (as staff or as requester); else NotFound. ``locked`` needs a
    transaction and holds the row until its end."""
    found = Ticket.objects.visible_to(actor).select_related("desk", "status", "requester", "team", "assignee")
    return _noted(actor, _one(found, number, locked))


def served_ticket_for(actor: Actor, number: int | str, *, locked: bool = False) -> Ticket:
    """The ticket, if the actor reads it as staff of its desk; else NotFound. The workspace's gate."""
    return _noted(actor, unnoted_ticket_for(actor, number, locked=locked))


def unnoted_ticket_for(actor: Actor, number: int | str, *, locked: bool = False) -> Ticket:
    """The same before it is written down that the actor reads it through broken glass: for the page that does so."""
    if actor.is_system:  # Plans and the like: the desk's own machinery is on nobody's list.
        rows = Ticket.objects.within(staff_desks(actor)).with_confidential("Deskhand works on every ticket of the desk")
    else:
        rows = Ticket.objects.served_by(actor)
    return _one(rows.select_related("desk", "status", "requester", "team", "assignee"), number, locked)


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
    if found.ticket is not None:
        _noted(actor, found.ticket)
    return found


def is_staff_for(actor: Actor, ticket: Ticket) -> bool:
    """True if the actor reads the ticket as staff of its desk, internal messages included."""
    return actor.only_ticket is None and actor.may_on("tickets.read", ticket)


def is_on_requesters_side(actor: Actor, ticket: Ticket) -> bool:
    """True if the actor is the requester, affected, a follower, or bears the ticket's link: who may decide over it. Who
    follows only because a note mentions them stands on the desk's side."""
    if actor.person_id is None or ticket.desk_id in actor.closed_desks or ticket.is_task:
        return False
    if curtain.is_excluded(ticket, actor.person_id):
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
        and not (ticket.is_task or ticket.is_spam or ticket.is_unproven or ticket.deleted_at is not None)
        and not ticket.is_confidential
    )


def asks_from(actor: Actor, ticket: Ticket, permission: str = "tickets.read") -> bool:
    """True if somebody asked for this ticket from one of another desk on which the actor has the permission: they read
    its public side from there."""
    if actor.person_id is None or actor.only_ticket is not None:
        return False
    if ticket.is_spam or ticket.is_confidential or ticket.deleted_at is not None:
        return False
    asking = Ticket.objects.served_by(actor).filter(desk_id__in=actor.desks_with(permission))
    return bool(asking.filter(desk_requests__asked=ticket, desk_requests__desk_id=F("desk_id")).exists())


def may_answer(actor: Actor, ticket: Ticket) -> bool:
    """True if the actor may write on the ticket from the requester's side, if they may write at all."""
    if is_on_requesters_side(actor, ticket) or is_contact_for(actor, ticket):
        return True
    return asks_from(actor, ticket, "tickets.reply")


def need_own_side(actor: Actor, ticket: Ticket) -> None:
    """Raise Denied unless the actor stands on the requester's side and may write."""
    _need_writing(actor)
    if not is_on_requesters_side(actor, ticket):
        raise Denied(_("Only the requester and the people in copy can do this."))


def need_to_answer(actor: Actor, ticket: Ticket) -> None:
    """Raise Denied unless the actor may write on the ticket from the requester's side: as :func:`need_own_side`, as the
    contact of the organization, or for the desk that asked."""
    _need_writing(actor)
    if not may_answer(actor, ticket):
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


def takes_from(actor: Actor, path: str = "desk") -> Any:
    """The rule of :func:`may_open_on` about who may open on a desk, as a condition on many: ``path`` leads from the
    rows to their desk, "" where they are desks. That a desk is active and open to the actor is asked beside it."""
    key, desk = (f"{path}_id", f"{path}__") if path else ("pk", "")
    guests = DeskRole.objects.filter(desk_id=OuterRef(key), person_id=actor.person_id or 0)
    takes: Any = Q(**{f"{desk}who_may_open": WhoMayOpen.ANYBODY}) | Q(**{f"{key}__in": list(actor.roles)})
    if actor.organization_id is not None:
        takes |= Q(**{f"{desk}who_may_open": WhoMayOpen.ORGANIZATIONS})
    return takes | Exists(guests)


def is_readable_number(number: int | str) -> bool:
    """True for what can be a ticket's number at all: digits, and no more than any database takes."""
    return str(number).isdecimal() and len(str(number)) <= 15


def need_noted(actor: Actor, *, desk_id: int, ticket_id: int, number: int) -> None:
    """Lead to the page that writes it down, before the actor reads a ticket through broken glass."""
    if not glass.is_noted(actor, desk_id, ticket_id, number):
        page = reverse("tickets:under_glass", args=[number])
        raise ElsewhereFirst(_("Reading this record is noted first."), page)


def need_no_glass(actor: Actor, desk_id: int) -> None:
    """Raise Denied to whoever reads the desk, or one ticket of it, through broken glass: there each record is noted
    when it opens, and a file of many would pass by that."""
    if glass.reads_through(actor, desk_id):
        raise Denied(_("No file is made through broken glass: open the records, each reading is noted."))


def _noted(actor: Actor, ticket: Ticket) -> Ticket:
    need_noted(actor, desk_id=ticket.desk_id, ticket_id=ticket.pk, number=ticket.number)
    return ticket


def _one(found: Any, number: int | str, locked: bool) -> Ticket:
    if not is_readable_number(number):
        raise NotFound
    if locked:
        found = found.select_for_update(of=("self",))
    ticket: Ticket | None = found.filter(number=int(number)).first()
    if ticket is None:
        raise NotFound
    own_words.speak(ticket.desk_id)
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
    if attachment.message.is_internal:
        return False
    is_own = Ticket.objects.shown_to(actor).filter(pk=attachment.ticket_id).exists()
    return is_own or asks_from(actor, attachment.ticket)


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
    held = (
        Held.objects.within(attachment.desk_id)
        .with_confidential("of tickets that the actor serves")
        .filter(attachments=attachment, ticket__in=served)
    )
    shared = (
        Draft.objects.within(attachment.desk_id)
        .with_confidential("of tickets that the actor serves")
        .filter(attachments=attachment, is_shared=True, ticket__in=served)
    )
    return bool(held.exists() or shared.exists())
