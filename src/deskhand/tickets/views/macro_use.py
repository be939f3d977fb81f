"""Applying macros: which one, what it would do, doing it; on one ticket and on a selection of the list."""

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
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import DeskhandError, Invalid
from deskhand.tickets import access, actions, context, macro_preview, macros
from deskhand.tickets.access import is_readable_number
from deskhand.tickets.actions.bulk import BULK_LIMIT, BulkOutcome
from deskhand.tickets.macros import NOTE, REPLY, Step, Things, steps_of
from deskhand.tickets.models import Macro, Ticket
from deskhand.tickets.views import bulk
from deskhand.web.gates import gate
from deskhand.web.htmx import go, is_htmx

NAMED = 8
"""Tickets that the page names; of more it tells the number."""


@require_http_methods(["GET", "POST"])
@gate("served_ticket", sample="ticket")
def on_ticket(request: HttpRequest, number: int) -> HttpResponse:
    """Which macro (GET); what it would do (POST ``macro``); doing it (POST with ``apply``)."""
    actor = context.actor_of(request)
    ticket = access.served_ticket_for(actor, number)
    if request.method == "GET":
        if not actor.may_on("tickets.own_macros", ticket):
            return redirect("tickets:ticket", number=number)
        return _ticket_page(request, ticket, offered=_offered(actor, ticket.desk))
    actor.need_on("tickets.own_macros", ticket)
    macro = macros.usable(actor, ticket.desk_id, request.POST.get("macro", ""))
    if "apply" not in request.POST:
        return _ticket_page(request, ticket, shown=macro_preview.preview(actor, ticket, macro))
    try:
        done = actions.apply_macro(actor=actor, ticket=ticket, macro=macro, undo_seconds=context.undo_seconds(request))
    except DeskhandError as refusal:
        messages.error(request, str(refusal))
        return redirect("tickets:ticket", number=number)
    undo = f"undo:{reverse('tickets:undo', args=[done.undo_id])}" if done.undo_id else ""
    messages.success(request, _("“%(name)s” is applied") % {"name": macro.name}, extra_tags=undo)
    return redirect(reverse("tickets:ticket", args=[number]) + (f"#held-{done.held.pk}" if done.held else ""))


@require_http_methods(["GET", "POST"])
@gate("desk:tickets.bulk", sample="desk")
def on_many(request: HttpRequest, desk: str) -> HttpResponse:
    """From a list's selection the way there (POST ``choose``); which macro and what it does (GET ``tickets``,
    ``macro``); doing it (POST ``macro``)."""
    here, actor = context.desk_of(request, desk), context.actor_of(request)
    actor.need("tickets.own_macros", here.pk)
    if request.method == "POST" and "choose" in request.POST:
        return _chosen(request, here)
    tickets = _tickets(request, here)
    asked = request.POST.get("macro", "") or request.GET.get("macro", "")
    macro = macros.usable(actor, here, asked) if asked else None
    if request.method == "POST" and macro is not None and tickets:
        return _applied(request, here, tickets, macro)
    return _many_page(request, here, tickets, macro)


def _chosen(request: HttpRequest, desk: Desk) -> HttpResponse:
    try:
        numbers = bulk.numbers_of(request, desk)
        if len(numbers) > BULK_LIMIT:
            raise Invalid(_("A macro takes at most %(limit)s tickets at once.") % {"limit": BULK_LIMIT})
    except Invalid as wrong:
        return bulk.refused(request, wrong)
    query = urlencode({"tickets": ",".join(map(str, numbers))})
    address = f"{reverse('tickets:many_macros', args=[desk.key])}?{query}"
    return go(address) if is_htmx(request) else redirect(address)


def _tickets(request: HttpRequest, desk: Desk) -> list[Ticket]:
    """The named tickets of the desk; those that are not there (any more) are left out."""
    given = ",".join([*request.GET.getlist("tickets"), *request.POST.getlist("tickets")])
    numbers = {int(one) for one in given.split(",") if is_readable_number(one.strip())}
    if len(numbers) > BULK_LIMIT:
        raise Invalid(_("A macro takes at most %(limit)s tickets at once.") % {"limit": BULK_LIMIT})
    found = Ticket.objects.within(desk).listed().filter(number__in=numbers).select_related("requester", "status")
    return list(found.order_by("number"))


def _applied(request: HttpRequest, desk: Desk, tickets: list[Ticket], macro: Macro) -> HttpResponse:
    outcome = actions.apply_macro_to_many(
        actor=context.actor_of(request),
        numbers=[one.number for one in tickets],
        macro=macro,
        undo_seconds=context.undo_seconds(request),
    )
    if outcome.refused:
        messages.error(request, _refusals(outcome))
    if outcome.changed:
        undo = f"undo:{reverse('tickets:undo', args=[outcome.undo_id])}" if outcome.undo_id else ""
        messages.success(request, _told(outcome, macro), extra_tags=undo)
    return redirect("tickets:list", desk.key)


def _told(outcome: BulkOutcome, macro: Macro) -> str:
    count = len(outcome.changed)
    words = ngettext("“%(name)s” is applied to %(n)s ticket", "“%(name)s” is applied to %(n)s tickets", count)
    return words % {"n": count, "name": macro.name}


def _refusals(outcome: BulkOutcome) -> str:
    number, why = next(iter(outcome.refused.items()))
    first, more = _("Not %(number)s: %(why)s") % {"number": number, "why": why}, len(outcome.refused) - 1
    return f"{first} {ngettext('and %(n)s more', 'and %(n)s more', more) % {'n': more}}" if more else first


def _offered(actor: Actor, desk: Desk) -> list[dict[str, Any]]:
    """What can be chosen, each with what it does in one line and what is missing."""
    things = Things.of(desk)
    rows = Macro.objects.usable_by(actor, desk).select_related("team", "assign_to")
    return [_choice(one, steps_of(one, things)) for one in rows]


def _choice(macro: Macro, steps: list[Step]) -> dict[str, Any]:
    does = " · ".join(f"{step.label}: {step.words}" for step in steps)
    lacks = " ".join(f"{step.label}: {step.missing}" for step in steps if step.missing)
    return {"id": macro.pk, "name": macro.name, "does": does, "missing": lacks}


def _ticket_page(request: HttpRequest, ticket: Ticket, **given: Any) -> HttpResponse:
    desk = context.desk_of(request, ticket.desk.key)
    frame = context.workspace(request, section="tickets", desk=desk, with_views=False)
    more = {"ticket": ticket, "offered": [], "shown": None, "back": reverse("tickets:ticket", args=[ticket.number])}
    return render(request, "tickets/apply_macro.html", frame | more | given)


def _many_page(request: HttpRequest, desk: Desk, tickets: list[Ticket], macro: Macro | None) -> HttpResponse:
    message = macro.steps.get("message", "") if macro else ""
    given = {
        "tickets": tickets,
        "named": tickets[:NAMED],
        "numbers": ",".join(str(one.number) for one in tickets),
        "offered": _offered(context.actor_of(request), desk),
        "macro": macro,
        "steps": steps_of(macro, Things.of(desk)) if macro else [],
        "hear": macro_preview.people_who_hear(tickets) if message == REPLY else None,
        "is_note": message == NOTE,
        "back": reverse("tickets:list", args=[desk.key]),
    }
    frame = context.workspace(request, section="tickets", desk=desk, with_views=False)
    return render(request, "tickets/apply_macro_to_many.html", frame | given)
