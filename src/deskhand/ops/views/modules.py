"""Grow: the modules of a desk. What is ticked is only wanted; the panel says what will change, its button does it."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from deskhand.accounts.actions import switch_module
from deskhand.accounts.models import Desk
from deskhand.kernel.errors import Invalid
from deskhand.ops import growth
from deskhand.ops.frame import after, page, the_desk
from deskhand.tickets.context import actor_of
from deskhand.web.gates import gate


@gate("desk:modules.switch", sample="desk")
@require_http_methods(["GET", "POST"])
def modules(request: HttpRequest, desk: str) -> HttpResponse:
    """The list with what is wanted (GET), or the switch itself (POST)."""
    here = the_desk(desk)
    if request.method != "POST":
        wanted = request.GET.getlist("wanted") if "review" in request.GET else None
        return _page(request, here, growth.rooms(here.pk, wanted))
    rooms = growth.rooms(here.pk, request.POST.getlist("wanted"))
    pending = [one for one in rooms if one.is_pending]
    try:
        _switch(request, here, pending)
    except Invalid as refusal:
        return _page(request, here, rooms, refusal=str(refusal), status=422)
    return after(request, _words(pending), "ops:modules", desk)


@transaction.atomic
def _switch(request: HttpRequest, desk: Desk, pending: list[growth.Room]) -> None:
    wanted = {one.label: one.is_wanted for one in pending}
    order = growth.in_order(wanted)
    for label in [one for one in reversed(order) if not wanted[one]] + [one for one in order if wanted[one]]:
        switch_module(actor=actor_of(request), desk=desk, module=label, on=wanted[label])


def _words(changed: list[growth.Room]) -> str:
    if not changed:
        return _("Nothing has changed.")
    titles = ", ".join(one.title for one in changed)
    on = [one.is_wanted for one in changed]
    if all(on):
        return ngettext("%(titles)s is on.", "%(titles)s are on.", len(changed)) % {"titles": titles}
    if not any(on):
        words = ngettext(
            "%(titles)s is off; its data is kept.", "%(titles)s are off; their data is kept.", len(changed)
        )
        return words % {"titles": titles}
    return _("Switched: %(titles)s.") % {"titles": titles}


def _page(
    request: HttpRequest, desk: Desk, rooms: list[growth.Room], *, status: int = 200, refusal: str = ""
) -> HttpResponse:
    pending = [one for one in rooms if one.is_pending]
    given: dict[str, Any] = {
        "rooms": rooms,
        "refusal": refusal,
        "coming": [one for one in pending if one.is_wanted],
        "going": [one for one in pending if not one.is_wanted],
    }
    return page(request, "ops/modules.html", desk, status=status, **given)
