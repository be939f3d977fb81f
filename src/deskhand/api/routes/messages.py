"""What people wrote on a ticket, and the automatic mails about it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from ninja import Router

from deskhand.accounts.models import Person, Team
from deskhand.api import answers, lookups
from deskhand.api.bearers import ApiRequest
from deskhand.api.changes import acts_as_staff
from deskhand.api.cursors import DEFAULT_LIMIT, Walk
from deskhand.api.routing import route
from deskhand.api.schemas import Cursor, Limit, NewMessage, Number
from deskhand.api.shown import messages as shown
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Denied
from deskhand.mail.models import OutboundMail
from deskhand.mail.models.outbound import LetterKind
from deskhand.tickets import access, actions, merged
from deskhand.tickets.bodies import Body, composed
from deskhand.tickets.mentions import with_mentions
from deskhand.tickets.models import Message, Ticket

router = Router(tags=["Messages"])


@route(
    router,
    "GET",
    "/tickets/{number}/messages",
    gate="visible_ticket",
    sample="ticket",
    returns=answers.MessagePage,
    refuses=(404,),
)
def list_messages(
    request: ApiRequest, number: Number, limit: Limit = DEFAULT_LIMIT, cursor: Cursor = ""
) -> dict[str, Any]:
    """List the messages of a ticket.

    Oldest first. The first message is the request itself. Requesters get the replies; notes and logs are for staff
    alone, and so is what stands on tickets that are merged into this one.
    """
    ticket = lookups.ticket(request.actor, number)
    walk = Walk("created_at", f"messages {ticket.pk}", limit, cursor)
    found = Message.objects.visible_to(request.actor, ticket)
    together = merged.read_together(request.actor, ticket)
    if len(together) > 1:
        found = Message.objects.within(ticket.desk_id).filter(ticket_id__in=together)
    rows, following = walk.cut(walk.rows(found, *shown.COLUMNS))
    return {"items": shown.many(request.actor, ticket, rows), "next": following}


@route(
    router,
    "POST",
    "/tickets/{number}/messages",
    gate="visible_ticket",
    sample="ticket",
    returns=answers.Message,
    status=201,
    refuses=(404, 409, 413),
)
def write_message(request: ApiRequest, number: Number, new: NewMessage) -> dict[str, Any]:
    """Write on a ticket.

    A `reply` of staff is mailed to the requester and those in copy; `message_id` is the one it is sent with. A
    requester's reply wakes or reopens the ticket; to one that ended too long ago it opens a linked follow-up, whose
    number is in `ticket`. With `cascade` a reply goes on to children of the ticket (`GET /tickets/{number}/cascade`).
    """
    actor = request.actor
    with transaction.atomic():
        ticket = lookups.ticket(actor, number)  # The action locks it, in order with the one on which it is heard.
        write = _written_by_staff if acts_as_staff(actor, ticket) else _written_back
        message = write(actor, ticket, new)
    return shown_message(actor, message)


@route(
    router,
    "GET",
    "/tickets/{number}/deliveries",
    gate="visible_ticket",
    sample="ticket",
    returns=answers.LetterPage,
    refuses=(404,),
)
def list_deliveries(
    request: ApiRequest, number: Number, limit: Limit = DEFAULT_LIMIT, cursor: Cursor = ""
) -> dict[str, Any]:
    """List the automatic mails about a ticket.

    Oldest first: acknowledgements, notifications and the like; what people wrote is in the messages. Requesters get
    those that went to themselves.
    """
    ticket = lookups.ticket(request.actor, number)
    is_staff = access.is_staff_for(request.actor, ticket)
    found = OutboundMail.objects.within(ticket.desk_id).filter(ticket_number=ticket.number)
    found = found.exclude(kind=LetterKind.REPLY)
    if not is_staff:
        found = found.filter(person_id=request.actor.person_id)
    walk = Walk("made_at", f"deliveries {ticket.pk}", limit, cursor)
    rows, following = walk.cut(walk.rows(found, *shown.LETTER_COLUMNS))
    return {"items": [shown.letter(row, is_staff) for row in rows], "next": following}


def _written_by_staff(actor: Actor, ticket: Ticket, new: NewMessage) -> Message:
    verb = {"reply": "tickets.reply", "note": "tickets.note", "log": "tickets.note"}[new.kind]
    actor.need_on(verb, ticket)
    if new.cc and new.kind != "reply":
        raise lookups.wrong("cc", _("Notes and logs are for colleagues: nobody can be put in copy."))
    if new.mentions and new.kind == "reply":
        raise lookups.wrong("mentions", _("Only notes and logs can mention colleagues: the requester reads replies."))
    files = lookups.uploads(actor, ticket.desk_id, new.attachments)
    body = _mentioning(ticket.desk_id, composed(new.body, may_mention=True), new.mentions)
    then = lookups.status(ticket.desk_id, new.status) if new.status is not None else None
    if new.kind == "reply":
        copied = [lookups.person(actor, email) for email in new.cc]
        said = actions.reply(actor=actor, ticket=ticket, body=body, attachments=files, cc=copied, then=then)
        if new.cascade is not None:
            children, resolve = new.cascade.children, new.cascade.resolve
            actions.cascade(actor=actor, ticket=ticket, children=children, message=said.pk, resolve=resolve)
        return said
    if new.cascade is not None:
        raise lookups.wrong("cascade", _("Only a reply can go on to children."))
    write = actions.note if new.kind == "note" else actions.log_call
    return write(actor=actor, ticket=ticket, body=body, attachments=files, then=then)


def _mentioning(desk_id: int, body: Body, names: Sequence[str]) -> Body:
    """The body with those of ``names`` whom it does not mention yet."""
    if not names:
        return body
    found = [lookups.mentioned(desk_id, one) for one in names]
    people = [one for one in found if isinstance(one, Person)]
    return with_mentions(body, people, [one for one in found if isinstance(one, Team)])


def _written_back(actor: Actor, ticket: Ticket, new: NewMessage) -> Message:
    if new.kind != "reply":
        raise Denied(_("Notes and logs are written by people who serve the desk. Send a reply."))
    if new.cc or new.status is not None or new.mentions or new.cascade is not None:
        raise Denied(
            _("Only people who serve the desk may put somebody in copy, mention, set a status or tell children.")
        )
    files = lookups.uploads(actor, ticket.desk_id, new.attachments)
    return actions.requester_reply(actor=actor, ticket=ticket, body=composed(new.body), attachments=files)


def shown_message(actor: Actor, message: Message) -> dict[str, Any]:
    """A message that was just written, as the list shows it."""
    ticket: Ticket = message.ticket
    row = Message.objects.visible_to(actor, ticket).filter(pk=message.pk).values(*shown.COLUMNS).get()
    return shown.many(actor, ticket, [row])[0]
