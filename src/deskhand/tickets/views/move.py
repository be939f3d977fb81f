"""Moving tickets to another desk: where to, what it does, and doing it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from deskhand.accounts.models import Desk
from deskhand.kernel.errors import Invalid, NotFound
from deskhand.tickets import actions, context, moving
from deskhand.tickets.access import is_readable_number
from deskhand.tickets.actions.bulk import BULK_LIMIT, BulkOutcome
from deskhand.tickets.models import Ticket
from deskhand.tickets.views import bulk
from deskhand.web.gates import gate
from deskhand.web.htmx import go, is_htmx

NAMED = 8
"""Tickets that the page names; of more it tells the number."""


@require_http_methods(["GET", "POST"])
@gate("desk:tickets.move", sample="desk")
def move(request: HttpRequest, desk: str) -> HttpResponse:
    """The page with the preview (GET ``tickets``, ``to``); from a list's selection the way there (``choose``); the
    move itself (POST ``to``)."""
    here = context.desk_of(request, desk)
    if request.method == "POST" and "choose" in request.POST:
        return _chosen(request, here)
    tickets = _tickets(request, here)
    found = moving.targets(context.actor_of(request), here)
    asked = request.POST.get("to", "") or request.GET.get("to", "")
    target = next((one for one in found if one.desk.key == asked), found[0] if len(found) == 1 else None)
    if request.method == "POST" and target is not None:
        return _moved(request, here, tickets, target)
    error = _("Choose the desk that they shall go to.") if request.method == "POST" else ""
    return _page(request, here, tickets, found, target, error)


def _chosen(request: HttpRequest, desk: Desk) -> HttpResponse:
    """From the selection of a list to the page about it."""
    try:
        numbers = bulk.numbers_of(request, desk)
    except Invalid as wrong:
        return bulk.refused(request, wrong)
    query = urlencode({"tickets": ",".join(map(str, numbers))})
    address = f"{reverse('tickets:move', args=[desk.key])}?{query}"
    return go(address) if is_htmx(request) else redirect(address)


def _tickets(request: HttpRequest, desk: Desk) -> list[Ticket]:
    """The named tickets of the desk; those that are not there (any more) are left out."""
    given = ",".join([*request.GET.getlist("tickets"), *request.POST.getlist("tickets")])
    numbers = {int(one) for one in given.split(",") if is_readable_number(one.strip())}
    if len(numbers) > BULK_LIMIT:
        raise Invalid(_("At most %(limit)s tickets at once. Narrow the selection.") % {"limit": BULK_LIMIT})
    found = Ticket.objects.within(desk).listed().filter(number__in=numbers).select_related("requester", "status")
    return list(found.order_by("number"))


def _moved(request: HttpRequest, desk: Desk, tickets: list[Ticket], target: moving.Target) -> HttpResponse:
    if not tickets:
        raise NotFound
    numbers = [one.number for one in tickets]
    outcome = actions.change_many(actor=context.actor_of(request), numbers=numbers, verb="move", value=target.desk)
    if outcome.refused:
        messages.error(request, next(iter(outcome.refused.values())))
    if outcome.changed:
        undo = f"undo:{reverse('tickets:undo', args=[outcome.undo_id])}" if outcome.undo_id else ""
        messages.success(request, _told(outcome, target), extra_tags=undo)
    return redirect("tickets:list", desk.key)


def _told(outcome: BulkOutcome, target: moving.Target) -> str:
    count = len(outcome.changed)
    said = {"n": count, "number": outcome.changed[0], "desk": target.name}
    if count == 1:
        return _("Ticket %(number)s is on “%(desk)s” now.") % said
    return ngettext("%(n)s ticket is on “%(desk)s” now.", "%(n)s tickets are on “%(desk)s” now.", count) % said


def _page(
    request: HttpRequest,
    desk: Desk,
    tickets: list[Ticket],
    targets: list[moving.Target],
    target: moving.Target | None,
    error: str,
) -> HttpResponse:
    given: dict[str, Any] = {
        "tickets": tickets,
        "named": tickets[:NAMED],
        "numbers": ",".join(str(one.number) for one in tickets),
        "targets": targets,
        "target": target,
        "shown": moving.preview(desk, tickets, target) if target and tickets else None,
        "error": error,
        "back": reverse("tickets:ticket", args=[tickets[0].number])
        if len(tickets) == 1
        else reverse("tickets:list", args=[desk.key]),
    }
    frame = context.workspace(request, section="tickets", desk=desk, with_views=False)
    return render(request, "tickets/move.html", frame | given, status=422 if error else 200)
