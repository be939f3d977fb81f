"""The other verbs on a ticket: bin, spam, followers, history."""

from __future__ import annotations

from typing import Annotated, Any

from django.db import transaction
from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Path

from deskhand.accounts.models import Person
from deskhand.api import answers, lookups
from deskhand.api.bearers import ApiRequest
from deskhand.api.cursors import DEFAULT_LIMIT, Walk
from deskhand.api.routes import ticket_router as router
from deskhand.api.routing import route
from deskhand.api.schemas import LARGEST_NUMBER, Cursor, Limit, NewFollower, Number, SpamMark
from deskhand.api.shown import history
from deskhand.api.shown import tickets as shown
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Denied, NotFound
from deskhand.kernel.models import Event
from deskhand.tickets import access, actions, keeping, module_facts
from deskhand.tickets.models import Ticket

TICKET: dict[str, Any] = {"gate": "visible_ticket", "sample": "ticket", "refuses": (404,)}
STAFF_ONLY: dict[str, Any] = {**TICKET, "refuses": (403, 404)}
CHANGED: dict[str, Any] = {**TICKET, "returns": answers.Ticket, "headers": ("ETag",)}


@route(router, "DELETE", "/tickets/{number}", **TICKET, status=204)
def delete_ticket(request: ApiRequest, number: Number) -> None:
    """Move a ticket to the bin.

    From then on it answers 404 and stands in no list but that of `is:deleted`. It can be restored for 30 days.
    """
    actions.delete(actor=request.actor, ticket=lookups.ticket(request.actor, number))


@route(router, "POST", "/tickets/{number}/restore", **CHANGED)
def restore_ticket(request: ApiRequest, number: Number, response: HttpResponse) -> dict[str, Any]:
    """Take a ticket out of the bin."""
    ticket = actions.restore(actor=request.actor, ticket=access.ticket_for(request.actor, number))
    return shown.answered(request.actor, ticket, response)


@route(router, "POST", "/tickets/{number}/spam", **CHANGED)
def mark_spam(
    request: ApiRequest, number: Number, response: HttpResponse, mark: SpamMark | None = None
) -> dict[str, Any]:
    """Mark a ticket as spam.

    It leaves lists and counts, and its sender is blocked on this desk unless `block` is false. Colleagues are never
    blocked.
    """
    block = True if mark is None else mark.block
    ticket = actions.mark_spam(actor=request.actor, ticket=lookups.ticket(request.actor, number), block=block)
    return shown.answered(request.actor, ticket, response)


@route(router, "POST", "/tickets/{number}/unspam", **CHANGED)
def unmark_spam(request: ApiRequest, number: Number, response: HttpResponse) -> dict[str, Any]:
    """Say that a ticket is no spam after all.

    Its sender is not blocked any more.
    """
    ticket = actions.unmark_spam(actor=request.actor, ticket=lookups.ticket(request.actor, number))
    return shown.answered(request.actor, ticket, response)


@route(router, "GET", "/tickets/{number}/followers", **STAFF_ONLY, returns=answers.FollowerPage)
def list_followers(
    request: ApiRequest, number: Number, limit: Limit = DEFAULT_LIMIT, cursor: Cursor = ""
) -> dict[str, Any]:
    """List who reads along.

    Oldest first; for staff of the desk.
    """
    ticket = _for_staff(request.actor, number)
    walk = Walk("since", f"followers {ticket.pk}", limit, cursor)
    columns = ("id", "since", "person_id", "person__name", "person__email")
    rows, following = walk.cut(walk.rows(ticket.followers.all(), *columns))
    items = [{"id": row["person_id"], "name": row["person__name"], "email": row["person__email"]} for row in rows]
    return {"items": items, "next": following}


@route(router, "POST", "/tickets/{number}/followers", **TICKET, returns=answers.PersonRef, status=201)
def add_follower(request: ApiRequest, number: Number, new: NewFollower) -> dict[str, Any]:
    """Let somebody read along.

    Colleagues see everything; others see the public side, and get its replies by mail.
    """
    with transaction.atomic():
        ticket = lookups.ticket(request.actor, number)
        request.actor.need_on("tickets.follow", ticket)
        person = lookups.person(request.actor, new.email)
        actions.follow(actor=request.actor, ticket=ticket, person=person)
    return {"id": person.pk, "name": person.name, "email": person.email}


@route(router, "DELETE", "/tickets/{number}/followers/{person}", **TICKET, status=204)
def remove_follower(
    request: ApiRequest,
    number: Number,
    person: Annotated[int, Path(ge=1, le=LARGEST_NUMBER, description="The person's id.")],
) -> None:
    """Take a follower out.

    Anybody may take themselves out.
    """
    ticket = lookups.ticket(request.actor, number)
    if person != request.actor.person_id:
        request.actor.need_on("tickets.follow", ticket)
    found = Person.objects.filter(pk=person, following__ticket=ticket).first()
    if found is None:
        raise NotFound
    actions.unfollow(actor=request.actor, ticket=ticket, person=found)


@route(router, "GET", "/tickets/{number}/events", **STAFF_ONLY, returns=answers.HistoryPage)
def list_events(
    request: ApiRequest, number: Number, limit: Limit = DEFAULT_LIMIT, cursor: Cursor = ""
) -> dict[str, Any]:
    """List the history of a ticket.

    Oldest first; for staff of the desk. Every change with its code, who did it through which door and why, and what
    was before and after.
    """
    ticket = _for_staff(request.actor, number)
    walk = Walk("at", f"events {ticket.pk}", limit, cursor)
    facts = Event.objects.filter(subject_kind="ticket", subject_id=ticket.pk)
    facts = facts.exclude(pk__in=keeping.facts_elsewhere(ticket))
    rows, following = walk.cut(walk.rows(facts.exclude(code__in=module_facts.hidden(ticket.desk_id))))
    events = [Event(**row) for row in rows]
    return {"items": history.many(request.actor, ticket, events), "next": following}


def _for_staff(actor: Actor, number: int) -> Ticket:
    """404 for those who may not read the ticket; 403 for its requester."""
    ticket = lookups.ticket(actor, number)
    if not access.is_staff_for(actor, ticket):
        raise Denied(_("This is for people who serve the desk."))
    return ticket
