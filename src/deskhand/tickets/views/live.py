"""Has something happened? Asked by every open page every second and a half: it reads a little of an index."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_GET, require_POST

from deskhand.tickets import access, actions, context, live
from deskhand.web.gates import gate


@require_GET
@gate("desk:tickets.read", sample="desk")
def answer(request: HttpRequest, desk: str) -> HttpResponse:
    """204 while the page's version (``since``) is the newest, else JSON with the version and the unread count. With
    ``ticket`` the version is that ticket's."""
    actor = context.actor_of(request)
    here = context.desk_of(request, desk)
    number = request.GET.get("ticket", "")
    if number:
        ticket = access.served_ticket_for(actor, number)
        version = live.ticket_version(ticket.desk_id, ticket.pk, ticket.number)
    else:
        version = live.version(here.pk)
    if version == request.GET.get("since"):
        return HttpResponse(status=204)
    return JsonResponse({"version": version, "unread": context.unread(actor)})


@require_POST
@gate("signed_in")
def seen(request: HttpRequest) -> HttpResponse:
    """Read marks in a batch: ``marks=<ticket number>:<message id>``, repeated. What may not be read is passed over."""
    numbers = [mark.partition(":")[0] for mark in request.POST.getlist("marks")]
    wanted = sorted({int(one) for one in numbers if one.isdecimal() and len(one) < 16})
    actions.mark_read(actor=context.actor_of(request), numbers=wanted)
    return HttpResponse(status=204)
