"""What the list of all one's desks asks for and posts: is there anything new, what can be chosen, do it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from deskhand.accounts.models import Desk
from deskhand.kernel.errors import Invalid, NotFound
from deskhand.tickets import across, actions, choosing_across, context, live, told
from deskhand.tickets.actions.bulk import ACROSS_LIMIT
from deskhand.tickets.models import Ticket
from deskhand.tickets.views import all_desks, bulk
from deskhand.web.gates import gate
from deskhand.web.htmx import is_htmx, toast, trigger


@require_GET
@gate("signed_in")
def news(request: HttpRequest) -> HttpResponse:
    """As the address that a desk's list asks: 204 while nothing is new, else JSON (GET ``since``, ``also``)."""
    actor, desks = context.actor_of(request), context.desks_of(request)
    version, unread = live.version_of(one.pk for one in desks), told.unread(actor)
    if version == request.GET.get("since") and str(unread) == request.GET.get("also"):
        return HttpResponse(status=204)
    return JsonResponse({"version": version, "unread": unread, "also": str(unread)})


@require_GET
@gate("signed_in")
def options(request: HttpRequest, name: str) -> JsonResponse:
    """What a picker offers for tickets of these desks (GET ``q``, ``desk``)."""
    desks = _desks(request, request.GET.get("desk", ""))
    found = choosing_across.options(context.actor_of(request), desks, name, request.GET.get("q", "")[:200])
    return JsonResponse({"items": found})


@require_POST
@gate("signed_in")
def change(request: HttpRequest) -> HttpResponse:
    """Do one verb to the selected tickets and show the list again. A ticket whose desk does not allow it is named."""
    actor, desks = context.actor_of(request), _desks(request, request.POST.get("desk", ""))
    if not desks:
        raise NotFound
    try:
        verb, value = _wanted(request, desks)
        numbers = _numbers(request, desks)
        outcome = actions.change_many(actor=actor, numbers=numbers, verb=verb, value=value)
    except Invalid as wrong:
        return bulk.refused(request, wrong)
    if not is_htmx(request):
        return redirect(f"{reverse('tickets:all_desks')}?{request.POST.urlencode()}")
    undo = reverse("tickets:undo", args=[outcome.undo_id]) if outcome.undo_id else ""
    kind = "error" if outcome.refused else "done"
    return trigger(toast(all_desks.again(request), bulk.told(outcome), undo, kind=kind), "live:now")


def _desks(request: HttpRequest, key: str) -> list[Desk]:
    """The desks whose tickets the asker may change at once: all of them, or the one that was chosen."""
    actor, desks = context.actor_of(request), context.desks_of(request)
    one = across.chosen(desks, key)
    return [desk for desk in ([one] if one else desks) if actor.may("tickets.bulk", desk.pk)]


def _wanted(request: HttpRequest, desks: list[Desk]) -> tuple[str, Any]:
    for verb in choosing_across.VERBS:
        if verb in request.POST:
            return verb, choosing_across.chosen(desks, verb, request.POST[verb])
    verb = request.POST.get("verb", "")
    if verb not in bulk.BARE_VERBS:
        raise Invalid(_("Choose what to do with the selected tickets."))
    return verb, None


def _numbers(request: HttpRequest, desks: list[Desk]) -> list[int]:
    """The ticked tickets of these desks."""
    asked = {int(one) for one in request.POST.getlist("tickets") if one.isdecimal() and len(one) < 16}
    if not asked:
        raise Invalid(_("Select a ticket first."))
    if len(asked) > ACROSS_LIMIT:
        raise Invalid(_("At most %(limit)s tickets at once. Narrow the selection.") % {"limit": ACROSS_LIMIT})
    served = Ticket.objects.served_by(context.actor_of(request)).filter(desk__in=desks, number__in=asked)
    return sorted(served.values_list("number", flat=True))
