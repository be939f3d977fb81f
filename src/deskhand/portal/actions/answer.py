"""Writing on one's own request, saying that it is solved, or both with one button."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from deskhand.kernel.actor import Actor
from deskhand.portal import stamp as stamps
from deskhand.portal.actions.files import taken_in
from deskhand.tickets import access, actions, bodies
from deskhand.tickets.models import Category, Ticket


def answer(
    *, actor: Actor, ticket: Ticket, text: str, files: Sequence[UploadedFile[Any]], is_solved: bool, stamp: str
) -> Ticket:
    """Write the text and files; with ``is_solved`` the request is solved (the text may then be empty). Returns the
    ticket that carries the message: a new, linked one if this one had ended. A second press changes nothing more."""
    access.need_to_answer(actor, ticket)
    body = bodies.plain(text)
    if not is_solved:
        bodies.needed(body, has_files=bool(files))
    has_been = stamps.outcome(stamp)
    attachments = [] if has_been else taken_in(actor, ticket.desk_id, files)
    with transaction.atomic():
        earlier = stamps.first_use(stamp)
        if earlier is not None:
            return _at(ticket, earlier)
        where = ticket
        if not body.is_empty or attachments:
            message = actions.requester_reply(actor=actor, ticket=ticket, body=body, attachments=attachments)
            where = message.ticket
        if is_solved and where.pk == ticket.pk:
            _solved(actor, ticket)
        stamps.remember(stamp, str(where.number))
    return where


def _at(ticket: Ticket, number: str) -> Ticket:
    """Where an earlier press of the same button led."""
    if not number or int(number) == ticket.number:
        return ticket
    found: Ticket = (
        Ticket.objects.within(ticket.desk_id).with_confidential("where an answer led").get(number=int(number))
    )
    return found


def _solved(actor: Actor, ticket: Ticket) -> None:
    now = access.own_ticket_for(actor, ticket.number, locked=True)
    if now.category != Category.RESOLVED:
        actions.own_transition(actor=actor, ticket=now, category=Category.RESOLVED)
