"""The command palette: what one can do here, and what is found by typing."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from deskhand.accounts.actions import set_own_preferences
from deskhand.accounts.models import Person
from deskhand.kernel import own_words
from deskhand.tickets import access, commands, context, palette
from deskhand.tickets.commands import Where
from deskhand.web.assets import icon
from deskhand.web.gates import gate
from deskhand.web.onward import safe_next


@require_GET
@gate("signed_in")
def answer(request: HttpRequest) -> JsonResponse:
    """With ``q``: ``{"tickets", "people"}`` that fit it. Without: ``{"groups", "commands", "icons"}`` for the desk
    (``desk``) and the ticket (``ticket``) of the page."""
    where = _where(request)
    if "q" in request.GET:
        return JsonResponse(palette.found(where, request.GET["q"], request.GET.get("recent", "").split(",")))
    offered = [commands.as_json(one) for one in commands.offered(where)]
    icons = {one["icon"]: str(icon(one["icon"], 16, "text-muted")) for one in offered}
    groups = [{"code": code, "words": str(words)} for code, words in commands.GROUPS.items()]
    return JsonResponse({"groups": groups, "commands": offered, "icons": icons})


@require_POST
@gate("signed_in")
def choose(request: HttpRequest) -> HttpResponse:
    """One's own language (``language``), and whether single keys act (``single_keys``: on or off)."""
    person = cast(Person, request.user)
    chosen: dict[str, object] = {}
    if "language" in request.POST:
        chosen["language"] = request.POST["language"]
    if "single_keys" in request.POST:
        chosen["single_keys"] = request.POST["single_keys"] == "on"
    set_own_preferences(actor=context.actor_of(request), person=person, **chosen)
    return redirect(safe_next(request, reverse("accounts:me")))


def _where(request: HttpRequest) -> Where:
    """Where the page of the request stands. A desk or ticket that the person does not serve is as good as none."""
    actor = context.actor_of(request)
    served = context.served_desks(actor)
    number = request.GET.get("ticket", "")
    ticket = access.served_ticket_for(actor, number) if number else None
    key = ticket.desk.key if ticket is not None else request.GET.get("desk", "")
    desk = next((one for one in served if one.key == key), served[0] if served else None)
    if desk is not None:
        own_words.speak(desk.pk)
    return Where(actor, desk, ticket)
