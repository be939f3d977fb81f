"""Opening, reading and changing one ticket."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from deskhand.accounts.actors import person_of
from deskhand.accounts.models import Desk
from deskhand.api import answers, changes, lookups
from deskhand.api.bearers import ApiRequest
from deskhand.api.routes import ticket_router as router
from deskhand.api.routing import route
from deskhand.api.schemas import IfMatch, NewTicket, Number, TicketChange
from deskhand.api.shown import tickets as shown
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Denied
from deskhand.tickets import actions
from deskhand.tickets.bodies import composed
from deskhand.tickets.models import Kind, Priority

STAFF_FIELDS = ("team", "assignee", "followers", "tags")
"""What only staff of the desk say about a new ticket."""


@route(
    router,
    "POST",
    "/tickets",
    gate="scoped",
    returns=answers.Ticket,
    status=201,
    refuses=(413,),
    headers=("Location", "ETag"),
)
def create_ticket(request: ApiRequest, new: NewTicket, response: HttpResponse) -> dict[str, Any]:
    """Open a ticket.

    For yourself on any desk that lets you; for anybody on a desk that you serve. The body becomes the first message,
    written by the requester. Files are uploaded before, and named by their ids.
    """
    with transaction.atomic():
        ticket = actions.create(actor=request.actor, new=_understood(request.actor, new))
    response.headers["Location"] = reverse("api:get_ticket", args=[ticket.number])
    return shown.answered(request.actor, ticket, response)


@route(
    router,
    "GET",
    "/tickets/{number}",
    gate="visible_ticket",
    sample="ticket",
    returns=answers.Ticket,
    refuses=(404,),
    headers=("ETag",),
)
def get_ticket(request: ApiRequest, number: Number, response: HttpResponse) -> dict[str, Any]:
    """Read a ticket.

    The ETag counts changes of the ticket's own fields, not messages. Send it as `If-Match` with a change.
    """
    return shown.answered(request.actor, lookups.ticket(request.actor, number), response)


@route(
    router,
    "PATCH",
    "/tickets/{number}",
    gate="visible_ticket",
    sample="ticket",
    returns=answers.Ticket,
    refuses=(404, 409, 412, 413),
    headers=("ETag",),
)
def change_ticket(
    request: ApiRequest,
    number: Number,
    change: TicketChange,
    response: HttpResponse,
    if_match: IfMatch = None,
) -> dict[str, Any]:
    """Change fields of a ticket, all or none.

    Send only what changes. A status that cannot follow answers 409 with the ones that can. Giving the ticket to a
    team of a higher tier needs a `note`. Requesters may resolve, reopen and cancel their own tickets.
    """
    with transaction.atomic():
        ticket = lookups.ticket(request.actor, number, locked=True)
        changes.need_match(ticket, if_match)
        if changes.acts_as_staff(request.actor, ticket):
            changes.by_staff(request.actor, ticket, change.given())
        else:
            changes.by_requester(request.actor, ticket, change.given())
    return shown.answered(request.actor, ticket, response)


def _understood(actor: Actor, new: NewTicket) -> actions.NewTicket:
    desk = lookups.desk_to_open_on(actor, new.desk)
    if not actor.may("tickets.create", desk.pk):
        _need_plain(actor, new, desk)
    requester = person_of(actor) if _is_for_oneself(actor, new) else None
    assignee = lookups.assignee(desk.pk, new.assignee) if new.assignee is not None else None
    team = lookups.team(desk.pk, new.team) if new.team is not None else None
    files = lookups.uploads(actor, desk.pk, new.attachments)
    if requester is None:
        requester = lookups.person(actor, new.requester or "")
    return actions.NewTicket(
        desk=desk,
        subject=new.subject,
        body=composed(new.body),
        requester=requester,
        kind=new.kind or Kind.INCIDENT,
        priority=Priority.of(new.priority or "normal"),
        team=team,
        assignee=assignee,
        service=lookups.service(desk.pk, new.service) if new.service is not None else None,
        location=lookups.location(desk.pk, new.location) if new.location is not None else None,
        followers=[lookups.person(actor, email) for email in new.followers],
        tags=new.tags,
        attachments=files,
        parts=new.more,
    )


def _is_for_oneself(actor: Actor, new: NewTicket) -> bool:
    return new.requester is None or new.requester == actor.email


def _need_plain(actor: Actor, new: NewTicket, desk: Desk) -> None:
    """Raise Denied if a requester says what only staff may say."""
    if not _is_for_oneself(actor, new):
        raise Denied(_("Only people who serve the desk may open a ticket for somebody else."))
    asked = {"service": desk.asks_service, "location": desk.asks_location}
    theirs = (*STAFF_FIELDS, *(name for name, is_asked in asked.items() if not is_asked))
    named = [name for name in theirs if getattr(new, name)]
    if named:
        words = _("Only people who serve the desk may say this about a new ticket: %(names)s.")
        raise Denied(words % {"names": ", ".join(named)})
