"""Adding what a ticket says to the one that it claimed to belong to."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from deskhand.kernel import clock
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Invalid, NotFound
from deskhand.kernel.events import emit
from deskhand.tickets import access, merged, rows, status
from deskhand.tickets.actions.admission import hear, put_status_back
from deskhand.tickets.actions.holding import keep_plans_back
from deskhand.tickets.actions.locking import hold_served, hold_together
from deskhand.tickets.actions.passing_on import tell_of_others
from deskhand.tickets.actions.transition import move
from deskhand.tickets.actions.undoable import keep_for_undo
from deskhand.tickets.actions.upload import fresh_key
from deskhand.tickets.claims import is_addable
from deskhand.tickets.joining_events import LetterUnjoined, TicketAddedTo
from deskhand.tickets.models import Attachment, Category, Message, MessageKind, MessageLayout, Ticket
from deskhand.tickets.models.choices import FINISHED

UNDO = "add"
"""The verb under which it can be undone."""


@transaction.atomic
def add_to_claimed(*, actor: Actor, ticket: Ticket) -> tuple[Ticket, int | None]:
    """Add what the sender wrote here to the ticket that they named, at its place in time, and close this one. If that
    one has ended, this becomes its linked follow-up. Raises Invalid if the sender is not on that ticket's side. Gives
    the claimed ticket and the id of the undo."""
    actor.need_on("tickets.reply", ticket)
    if ticket.claims_number is None:
        raise NotFound(_("This ticket does not claim to belong to another."))
    here, there, heard = _held(actor, ticket.number, ticket.claims_number)
    if not is_addable(here, there):
        raise Invalid(_("This cannot be added to %(number)s any more.") % {"number": there.number})
    if heard.category in FINISHED and not _wakes(heard):
        return there, _made_follow_up(actor, here, there)
    before: dict[str, Any] = {"status": here.status_id, "number": there.number, "their_status": heard.status_id}
    before["heard"] = heard.pk
    copies = [_copied(one, there) for one in here.messages.filter(kind=MessageKind.REPLY, side="requester")]
    here.added_to_number = there.number
    here.save(update_fields=rows.touched(here, clock.now(), "added_to_number"))
    there.save(update_fields=rows.retold(there))
    keep_plans_back(actor, there, "requester_wrote")
    fact = TicketAddedTo(ticket=here.pk, number=there.number)
    emit(fact, actor=actor, desk_id=here.desk_id)
    move(actor=actor, ticket=here, category=Category.CLOSED, because="added")
    for copy in copies:
        hear(actor, there, copy, heard)
    before["copies"] = [one.pk for one in copies]
    return there, keep_for_undo(actor, here.desk_id, UNDO, {str(here.number): before})


def take_back_adding(actor: Actor, ticket: Ticket, before: dict[str, Any]) -> None:
    """The undo: the copies go, and this ticket is open again. Raises Invalid once somebody answered there."""
    if "is_follow_up" in before:
        ticket, _heard = hold_served(actor, ticket)
        ticket.follows_up, ticket.claims_number = None, before["is_follow_up"]
        ticket.save(update_fields=rows.touched(ticket, clock.now(), "follows_up", "claims_number"))
        emit(LetterUnjoined(ticket=ticket.pk), actor=actor, desk_id=ticket.desk_id)
        return
    ticket, there, heard = _held(actor, ticket.number, before["number"])
    copies = there.messages.filter(pk__in=before["copies"])
    since = there.messages.filter(pk__gt=max(before["copies"], default=0), kind=MessageKind.REPLY)
    if since.exists():
        raise Invalid(_("Somebody has written on %(number)s since.") % {"number": there.number})
    copies.delete()
    there.save(update_fields=rows.retold(there))
    emit(LetterUnjoined(ticket=there.pk), actor=actor, desk_id=there.desk_id)
    tell_of_others(heard, there)
    if heard.pk == before.get("heard", there.pk):
        put_status_back(actor, heard, before["their_status"])
    ticket.added_to_number = None
    ticket.save(update_fields=rows.touched(ticket, clock.now(), "added_to_number"))
    emit(LetterUnjoined(ticket=ticket.pk), actor=actor, desk_id=ticket.desk_id)
    put_status_back(actor, ticket, before["status"])


def _held(actor: Actor, number: int, claimed: int) -> tuple[Ticket, Ticket, Ticket]:
    """The ticket, the one that it claims to belong to, and the one on which that is heard."""
    here, there = (access.served_ticket_for(actor, one) for one in (number, claimed))
    if here.desk_id != there.desk_id:
        return here, there, there
    held = hold_together(here.desk_id, here.pk, there.pk)
    here, there = held[here.pk], held[there.pk]
    return here, there, held[merged.survivor_of(there).pk]


def _wakes(ticket: Ticket) -> bool:
    return not status.after_requester_reply(
        ticket.category, resolved_at=ticket.resolved_at, now=clock.now(), reopen_days=ticket.desk.reopen_days
    ).is_follow_up


def _made_follow_up(actor: Actor, here: Ticket, there: Ticket) -> int | None:
    here.follows_up, here.claims_number = there, None
    here.save(update_fields=rows.touched(here, clock.now(), "follows_up", "claims_number"))
    fact = TicketAddedTo(ticket=here.pk, number=there.number, is_follow_up=True)
    emit(fact, actor=actor, desk_id=here.desk_id)
    return keep_for_undo(actor, here.desk_id, UNDO, {str(here.number): {"is_follow_up": there.number}})


_OF_FILE = (
    "desk_id", "blob", "filename", "content_type", "size", "cid", "is_inline", "uploaded_by", "created_at",
)  # fmt: skip
_OF_MESSAGE = (
    "kind", "side", "author", "author_name", "channel", "text", "blocked_images", "message_id", "inbound_id",
    "shown_to", "shown_cc", "created_at",
)  # fmt: skip
"""What a copy has of the message, and of its files."""


def _copied(message: Message, there: Ticket) -> Message:
    """The message with its files on the other ticket. Its pictures have addresses of their own there."""
    files, keys = copies_of_files(message, there)
    remarks = ["added", *(one for one in message.remarks if not one.startswith("claims:"))]
    texts = {name: readdressed(getattr(message, name), keys) for name in ("html", "quoted_html")}
    same = {name: getattr(message, name) for name in _OF_MESSAGE}
    copy: Message = Message.objects.create(ticket=there, remarks=remarks, **texts, **same)
    for file in files:
        file.message = copy
    Attachment.objects.bulk_create(files)
    _lay_out_like(message, copy, keys)
    return copy


def _lay_out_like(message: Message, copy: Message, keys: dict[str, str]) -> None:
    for layout in (
        MessageLayout.objects.within(copy.ticket.desk_id)
        .with_confidential("of the message at hand")
        .filter(message=message)
    ):
        html = readdressed(layout.html, keys)
        MessageLayout.objects.within(copy.ticket.desk_id).create(
            message=copy, html=html, blocked_images=layout.blocked_images
        )


def copies_of_files(message: Message, there: Ticket) -> tuple[list[Attachment], dict[str, str]]:
    """Copies of a message's files for another ticket, unsaved, and the key of each copy by that of its original."""
    keys: dict[str, str] = {}
    files = []
    for one in message.attachments.all():
        keys[one.key] = fresh_key()
        same = {name: getattr(one, name) for name in _OF_FILE}
        files.append(Attachment(key=keys[one.key], ticket=there, **same))
    return files, keys


def readdressed(html: str, keys: dict[str, str]) -> str:
    """A text in which pictures have the addresses of their copies."""
    for old, new in keys.items():
        html = html.replace(f"/files/{old}/", f"/files/{new}/")
    return html
