"""Putting tickets on hold until a time, or until another ticket is finished."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.db import transaction
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from pydantic import ConfigDict, Field

from deskhand.api import answers, lookups
from deskhand.api.bearers import ApiRequest
from deskhand.api.examples import TICKET
from deskhand.api.routes import ticket_router as router
from deskhand.api.routing import route
from deskhand.api.schemas import LARGEST_NUMBER, Input, Instant, Number, Text
from deskhand.api.shown import tickets as shown
from deskhand.kernel import clock
from deskhand.kernel.errors import NotFound
from deskhand.tickets import access, actions, silence
from deskhand.tickets.ahead import Ahead
from deskhand.tickets.models import Ticket
from deskhand.tickets.snoozing import wrong

SNOOZED: dict[str, Any] = {
    "gate": "served_ticket",
    "sample": "ticket",
    "returns": answers.Ticket,
    "headers": ("ETag",),
    "refuses": (404, 409),
}
EXAMPLE = {**TICKET, "status": "on_hold", "category": "on_hold", "wakes_at": "2026-03-09T07:00:00Z"}


class Waits(Input):
    """What a ticket shall wait for: at least one of the two."""

    until: Annotated[Instant | None, Field(description="At most five years from now.")] = None
    after: Annotated[
        int | None, Field(ge=1, le=LARGEST_NUMBER, description="Number of an unfinished ticket of the same desk.")
    ] = None

    when: Annotated[
        Text | None,
        Field(
            max_length=20,
            description="Instead of `until`: `3h`, `2d@09:00`, `2b` (business days of the desk) or `mon@09:00`, by "
            "your own clock.",
        ),
    ] = None

    model_config = ConfigDict(json_schema_extra={"example": {"until": "2026-03-09T07:00:00Z"}})


@route(router, "POST", "/tickets/{number}/snooze", **SNOOZED, example=EXAMPLE)
def snooze_ticket(request: ApiRequest, number: Number, waits: Waits, response: HttpResponse) -> dict[str, Any]:
    """Put a ticket on hold until a time.

    Or until another ticket is resolved, closed, cancelled or deleted: whichever comes first. It goes back to the status
    that it had, by itself, to the second; a letter of its requester opens it before. What it waited for until now
    counts no more.
    """
    actor = request.actor
    with transaction.atomic():
        ticket = access.served_ticket_for(actor, number)
        after = None
        if waits.after is not None:
            try:
                after = access.served_ticket_for(actor, waits.after)
            except NotFound:
                raise wrong(_("There is no ticket %(number)s here.") % {"number": waits.after}, "after") from None
        until = waits.until if waits.when is None else _ahead(ticket, waits)
        actions.snooze(actor=actor, ticket=ticket, until=until, after=after)
    return shown.answered(actor, lookups.ticket(actor, number), response)


def _ahead(ticket: Ticket, waits: Waits) -> datetime:
    if waits.until is not None:
        raise wrong(_("Give `until` or `when`, not both."), "when")
    days = silence.days_for(ticket)
    return Ahead.of(waits.when or "").at(clock.now(), timezone.get_current_timezone(), days)


@route(router, "DELETE", "/tickets/{number}/snooze", **SNOOZED, example=TICKET)
def wake_ticket(request: ApiRequest, number: Number, response: HttpResponse) -> dict[str, Any]:
    """Go on with a ticket that is on hold until something.

    It goes back to the status that it had. One that waits for nothing answers 409.
    """
    ticket = actions.wake(actor=request.actor, ticket=access.served_ticket_for(request.actor, number))
    return shown.answered(request.actor, ticket, response)
