"""The search over all settings."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from deskhand.accounts.models import Desk
from deskhand.ops import settings_search
from deskhand.ops.frame import page
from deskhand.tickets import settings_nav
from deskhand.tickets.context import actor_of, served_desks
from deskhand.web.gates import gate
from deskhand.web.htmx import is_htmx


@gate("signed_in")
@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """Pages and fields that have the typed words, of the desk that is named (else the first) and the installation."""
    actor = actor_of(request)
    typed = request.GET.get("q", "")[: settings_search.ASKED_LIMIT].strip()
    desk = _desk(request)
    hits = settings_search.found(actor, desk, typed)
    if is_htmx(request):
        listed = settings_nav.nav(request, actor, desk) if not typed else []
        return render(request, "ops/_found.html", {"hits": hits, "typed": typed, "settings_nav": listed})
    return page(request, "ops/find.html", desk, hits=hits, typed=typed, settings_asked=typed)


def _desk(request: HttpRequest) -> Desk | None:
    actor, key = actor_of(request), request.GET.get("desk", "")
    served = served_desks(actor)
    named = next((one for one in served if one.key == key), None)
    if named is None and actor.is_site_admin and key:
        named = Desk.objects.filter(key=key).first()
    return named or (served[0] if served else None)
