"""Putting a ticket on hold until a time, or until another one is finished; going on with it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from deskhand.kernel import clock
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import DeskhandError, NotFound
from deskhand.tickets import access, actions, context, silence, snoozing
from deskhand.tickets.models import Category, Ticket
from deskhand.web import moments
from deskhand.web.gates import gate


@require_POST
@gate("served_ticket", sample="ticket")
def snooze(request: HttpRequest, number: int) -> HttpResponse:
    """On hold until one of the offered times (``until``), one's own (``until_own``), or the end of ``after``."""
    actor = context.actor_of(request)
    ticket = access.served_ticket_for(actor, number)
    waited = ticket.category == Category.ON_HOLD
    try:
        found = _asked(actor, ticket, request.POST)
        actions.snooze(actor=actor, ticket=ticket, **found)
    except DeskhandError as refusal:
        messages.error(request, str(refusal))
    else:
        undo = "" if waited else f"undo:{reverse('tickets:wake', args=[number])}"
        messages.success(request, _words(found), extra_tags=undo)
    return redirect("tickets:ticket", number=number)


@require_POST
@gate("served_ticket", sample="ticket")
def wake(request: HttpRequest, number: int) -> HttpResponse:
    """The ticket is as it was before it was put on hold."""
    actor = context.actor_of(request)
    ticket = access.served_ticket_for(actor, number)
    try:
        actions.wake(actor=actor, ticket=ticket)
    except DeskhandError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Ticket %(number)s is not on hold any more") % {"number": number})
    return redirect("tickets:ticket", number=number)


def _asked(actor: Actor, ticket: Ticket, posted: QueryDict) -> dict[str, Any]:
    code, own, after = posted.get("until", ""), posted.get("until_own", "").strip(), posted.get("after", "").strip()
    found: dict[str, Any] = {}
    if after:
        found["after"] = _other(actor, ticket, after)
    if code or own:
        zone = timezone.get_current_timezone()
        after_days = silence.days_for(ticket)
        found["until"] = snoozing.chosen(code or snoozing.OWN, own, now=clock.now(), zone=zone, after=after_days)
    return found


def _other(actor: Actor, ticket: Ticket, number: str) -> Ticket:
    try:
        return access.served_ticket_for(actor, number.removeprefix("#"))
    except NotFound:
        raise snoozing.wrong(_("There is no ticket %(number)s here.") % {"number": number[:20]}, "after") from None


def _words(found: dict[str, Any]) -> str:
    if "until" not in found:
        return _("On hold until %(number)s is finished") % {"number": found["after"].number}
    return _("On hold until %(when)s") % {"when": moments.exact(found["until"])}
