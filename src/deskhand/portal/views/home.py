"""The start page: what do you need, and what do we need from you."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from deskhand.kernel import clock
from deskhand.kernel.actor import Actor
from deskhand.portal import queries
from deskhand.portal.opening import openings
from deskhand.portal.pages import actor_of, page
from deskhand.portal.rows import as_rows
from deskhand.portal.words import greeting
from deskhand.web import places
from deskhand.web.gates import gate


@gate("public")
def home(request: HttpRequest) -> HttpResponse:
    """For strangers: where to write, and how to come in. For people: their requests, what waits for them first. A
    module may put all of it into an order of its own."""
    actor = actor_of(request)
    desks = queries.open_desks(actor)
    context: dict[str, Any] = {
        "desks": desks,
        "openings": openings(desks),
        "top": places.render("portal_home_top", desks, request=request),
        "whole": places.render("portal_home", desks, request=request),
    }
    one = desks[0] if len(desks) == 1 else None
    if actor.person_id is None:
        return page(request, "portal/welcome.html", context, desk=one)
    return page(request, "portal/home.html", context | _own(actor, is_plain=not context["whole"]), desk=one)


def _own(actor: Actor, *, is_plain: bool) -> dict[str, Any]:
    waiting = queries.waiting_for_me(actor) if is_plain else []
    newest = queries.newest(actor, [row["id"] for row in waiting]) if is_plain else []
    hour = timezone.localtime(clock.now()).hour
    return {
        "greeting": greeting(hour, (actor.name.split() or [actor.name])[0]),
        "rows": as_rows(actor, waiting + newest),
        "has_unproven": queries.has_unproven(actor),
    }
