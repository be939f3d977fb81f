"""The bell: what one was told, and what one wants to hear."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from deskhand.accounts.models import Person
from deskhand.notify import actions, queries
from deskhand.notify.kinds import CHANNELS
from deskhand.tickets import context
from deskhand.web.gates import gate


@require_GET
@gate("signed_in")
def listed(request: HttpRequest) -> HttpResponse:
    """What the person was told, newest first."""
    actor = context.actor_of(request)
    before = request.GET.get("before", "")
    shown, onward = queries.newest(actor, before=int(before) if before.isdecimal() and len(before) < 16 else None)
    frame = context.workspace(request, section="notifications", with_views=False)
    return render(
        request,
        "tickets/notifications.html",
        {
            **frame,
            "shown": shown,
            "onward": onward,
            "is_first": not before,
            "has_unread": queries.unread_count(actor.person_id) > 0,
        },
    )


@require_POST
@gate("signed_in")
def read(request: HttpRequest) -> HttpResponse:
    """Mark some (``id``, repeated) or all as read."""
    ids = [int(one) for one in request.POST.getlist("id") if one.isdecimal() and len(one) < 16]
    actions.mark_read(actor=context.actor_of(request), ids=ids or None)
    return redirect("notify:list")


@require_http_methods(["GET", "POST"])
@gate("signed_in")
def choices(request: HttpRequest) -> HttpResponse:
    """What the person hears, by mail and in the app."""
    person = cast(Person, request.user)
    chosen = queries.choices(person)
    if request.method == "POST":
        for kind, wants in chosen:
            for channel in CHANNELS:
                wanted = f"{kind.code}:{channel}" in request.POST
                if wanted != wants[channel]:
                    actions.choose(actor=context.actor_of(request), kind=kind.code, channel=channel, wanted=wanted)
        messages.success(request, _("Saved."))
        return redirect("notify:preferences")
    frame = context.workspace(request, section="notifications", with_views=False)
    return render(request, "tickets/notification_choices.html", {**frame, "chosen": chosen})
