"""Has something happened? Asked by every open page every second and a half: it reads a little of a few indexes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.views.decorators.http import require_GET, require_POST

from deskhand.tickets import actions, context, live, presence, told
from deskhand.tickets.live import Aside, Place
from deskhand.web.gates import gate


@require_GET
@gate("desk:tickets.read", sample="desk")
def answer(request: HttpRequest, desk: str) -> HttpResponse:
    """204 while nothing is new, else JSON.

    ``since`` is the version that the page has, of the desk or, with ``ticket``, of that ticket. A page that sends
    ``also`` (empty at first) hears as well of what changes without a fact: the count of unread notifications, and
    who is here; the answer's ``also`` is what it sends next time.
    """
    actor = context.actor_of(request)
    here = live.place(actor, desk, request.GET.get("ticket", ""))
    version = here.version
    if "also" not in request.GET:
        if version == request.GET.get("since"):
            return HttpResponse(status=204)
        return JsonResponse({"version": version, "unread": told.unread(actor)})
    aside = live.aside(actor, here)
    if version == request.GET.get("since") and aside.digest == request.GET["also"]:
        return HttpResponse(status=204)
    return JsonResponse({"version": version, "unread": aside.unread, "also": aside.digest, **_people(here, aside)})


@require_POST
@gate("signed_in")
def seen(request: HttpRequest) -> HttpResponse:
    """Read marks in a batch: ``marks=<ticket number>:<message id>``, repeated. What may not be read is passed over."""
    wanted = sorted({number for number, _message in _marks(request, "marks")})
    actions.mark_read(actor=context.actor_of(request), numbers=wanted)
    return HttpResponse(status=204)


@require_POST
@gate("signed_in")
def present(request: HttpRequest) -> HttpResponse:
    """Signs of life in a batch: ``at=<ticket number>:<viewing, replying, noting or left>``, repeated. What may not be
    read is passed over."""
    actions.note_presence(actor=context.actor_of(request), signs=dict(_marks(request, "at")))
    return HttpResponse(status=204)


def _marks(request: HttpRequest, name: str) -> Iterable[tuple[int, str]]:
    for mark in request.POST.getlist(name):
        number, _colon, rest = mark.partition(":")
        if number.isdecimal() and len(number) < 16:
            yield int(number), rest


def _people(here: Place, aside: Aside) -> dict[str, Any]:
    if here.ticket_id is None:
        return {"writing": [[one.ticket, one.words] for one in aside.people]}
    shown = {"people": aside.people, "sentence": presence.sentence(aside.people)}
    return {"present": render_to_string("tickets/_presence.html", shown, using="jinja2") if aside.people else ""}
