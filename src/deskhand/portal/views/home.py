"""The start page: what do you need, and what do we need from you."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from deskhand.kernel import clock
from deskhand.portal import queries
from deskhand.portal.opening import openings
from deskhand.portal.pages import actor_of, page
from deskhand.portal.rows import as_rows
from deskhand.portal.words import greeting
from deskhand.web import places
from deskhand.web.gates import gate


@gate("public")
def home(request: HttpRequest) -> HttpResponse:
    """For strangers: where to write, and how to come in. For people: their requests, what waits for them first."""
    actor = actor_of(request)
    desks = queries.open_desks(actor)
    top = places.render("portal_home_top", desks, request=request)
    context: dict[str, Any] = {"desks": desks, "openings": openings(desks), "top": top}
    one = desks[0] if len(desks) == 1 else None
    if actor.person_id is None:
        return page(request, "portal/welcome.html", context, desk=one)
    waiting = queries.waiting_for_me(actor)
    newest = queries.newest(actor, [row["id"] for row in waiting])
    hour = timezone.localtime(clock.now()).hour
    context |= {
        "greeting": greeting(hour, (actor.name.split() or [actor.name])[0]),
        "rows": as_rows(actor, waiting + newest),
        "has_unproven": queries.has_unproven(actor),
    }
    return page(request, "portal/home.html", context, desk=one)
